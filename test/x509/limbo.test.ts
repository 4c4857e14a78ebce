/**
 * x509-limbo (C2SP, Apache-2.0): path validation cases made by others, run whole. Where this
 * validator differs, the difference stands below with its reason; one that is not listed, or is
 * listed and gone, fails. What is accepted against the vectors are only rules for those who issue,
 * which the `strict` profile of a later validator will have.
 */
import { expect, test } from 'vitest';
import { parseAnchor } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { certificatesFromPem } from '../../runtime/x509/pem.ts';
import { defaultPathLimits, verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';

/** Rules of RFC 5280 or CABF for issuing, which endanger nobody when they are broken. */
const acceptedAgainstLimbo: Readonly<Record<string, string>> = {
  'rfc5280::aki::leaf-missing-aki': 'key identifiers are hints and may be missing',
  'webpki::aki::root-with-aki-authoritycertissuer': 'key identifiers are hints',
  'webpki::aki::root-with-aki-authoritycertserialnumber': 'key identifiers are hints',
  'webpki::aki::root-with-aki-ski-mismatch': 'key identifiers are hints',
  'rfc5280::san::underscore-dns': 'host names of private networks have underscores',
  'rfc5280::serial::zero': 'real anchors and private CAs have it',
  'webpki::cn::punycode-not-in-san': 'the common name is not looked at',
  'webpki::cn::utf8-vs-punycode-mismatch': 'the common name is not looked at',
  'webpki::cn::case-mismatch': 'the common name is not looked at',
  'webpki::eku::ee-anyeku': 'serverAuth stands beside anyExtendedKeyUsage',
  'webpki::eku::root-has-eku': 'it includes serverAuth, so it restricts nothing here',
  'webpki::san::public-suffix-multi-label-wildcard-san': 'there is no public suffix list',
  'webpki::san::public-suffix-private-namespace-wildcard-san': 'there is no public suffix list',
  'webpki::san::san-critical-with-nonempty-subject': 'a critical subjectAltName is judged as well',
  'webpki::malformed-aia': 'authorityInfoAccess is not used, so not read',
  'webpki::forbidden-rsa-not-divisible-by-8-in-root': '2052 bits are no weaker than 2048',
};

const noNameConstraints = 'name constraints are not judged yet, so they are refused';

/** What is refused though it would be good. */
const refusedAgainstLimbo: Readonly<Record<string, string>> = {
  'rfc5280::nc::permitted-dns-match-more': noNameConstraints,
  'rfc5280::nc::permitted-ipv4-match': noNameConstraints,
  'rfc5280::nc::permitted-dn-match': noNameConstraints,
  'rfc5280::nc::permitted-self-issued': noNameConstraints,
  'rfc5280::nc::nc-forbids-alternate-chain-ica': noNameConstraints,
  'rfc5280::nc::nc-permits-email-exact': noNameConstraints,
  'rfc5280::nc::nc-permits-email-literal-asterisk-exact-match': noNameConstraints,
  'rfc5280::ca-as-leaf': 'conflicts with webpki::ca-as-leaf, which is followed',
};

interface Case {
  readonly id: string;
  readonly validation_kind: 'SERVER' | 'CLIENT';
  readonly trusted_certs: readonly string[];
  readonly untrusted_intermediates: readonly string[];
  readonly peer_certificate: string;
  readonly validation_time: string | null;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly expected_peer_name: { readonly value: string } | null;
  readonly max_chain_depth: number | null;
}

/** For cases that leave the time open: all that are valid at all are valid then. */
const anyTime = '2026-03-01T00:00:00Z';

/** Whether this validator takes the peer's certificate. An anchor that cannot be read is no anchor. */
function isAccepted(limbo: Case): boolean {
  const pems = [limbo.peer_certificate, ...limbo.untrusted_intermediates];
  const depth = limbo.max_chain_depth ?? Number.POSITIVE_INFINITY;
  return verifyChain({
    chain: pems.flatMap(certificatesFromPem),
    anchors: limbo.trusted_certs.flatMap(certificatesFromPem).flatMap(readableAnchor),
    timeMs: Date.parse(limbo.validation_time ?? anyTime),
    purpose: limbo.validation_kind === 'SERVER' ? 'server' : 'client',
    name: limbo.expected_peer_name?.value,
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
    limits: { intermediates: Math.min(depth, defaultPathLimits.intermediates) },
  }).accepted;
}

function readableAnchor(der: Uint8Array) {
  try {
    return [parseAnchor(der)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

describeVectors('x509-limbo.json', 'x509-limbo', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const { testcases } = vectors as { readonly testcases: readonly Case[] };
  const verdicts = testcases.map((limbo) => ({
    id: limbo.id,
    isGood: limbo.expected_result === 'SUCCESS',
    isAccepted: isAccepted(limbo),
  }));
  const falseAccepts = verdicts.filter((verdict) => verdict.isAccepted && !verdict.isGood);
  const falseRejects = verdicts.filter((verdict) => !verdict.isAccepted && verdict.isGood);

  test('counts', () => {
    const right = verdicts.length - falseAccepts.length - falseRejects.length;
    console.log(
      `x509-limbo: ${verdicts.length} cases, ${right} right, ${falseAccepts.length} accepted ` +
        `against rules for issuing, ${falseRejects.length} refused though good`,
    );
    expect(verdicts.length).toBeGreaterThan(0);
  });

  test('nothing is accepted that breaks a rule which protects', () => {
    expect(falseAccepts.map(({ id }) => id).sort()).toEqual(
      Object.keys(acceptedAgainstLimbo).sort(),
    );
  });

  test('nothing is refused without a known reason', () => {
    expect(falseRejects.map(({ id }) => id).sort()).toEqual(
      Object.keys(refusedAgainstLimbo).sort(),
    );
  });
});
