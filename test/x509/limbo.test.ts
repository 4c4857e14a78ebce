/**
 * x509-limbo (C2SP, Apache-2.0): path validation cases made by others, run whole, each under the
 * profile that it is written for, and with a status for every certificate where a case has CRLs. Where this validator differs, the difference stands below with
 * its reason; one that is not listed, or is listed and gone, fails.
 *
 * The profile follows from the name of the case: `webpki` are rules of the CA/Browser Forum, so
 * `strict`; `rfc5280` is `rfc5280`, but for the cases about what a CA must issue; what has no
 * namespace of rules (path lengths, CVEs, real chains) is `default`. A pair that conflicts is
 * decided so by its names.
 */
import { describe, expect, test } from 'vitest';
import { parseAnchor } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { certificatesFromPem, decodePem } from '../../runtime/x509/pem.ts';
import { checkRevocation } from '../../runtime/x509/revocation.ts';
import type { Profile } from '../../runtime/x509/rules.ts';
import {
  type AcceptedPath,
  defaultPathLimits,
  type PathResult,
  verifyChain,
} from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

/** Rules of RFC 5280 4 for those who issue, which its path validation (6) does not look at. */
const aboutIssuing: ReadonlySet<string> = new Set([
  'rfc5280::aki::leaf-missing-aki',
  'rfc5280::nc::permitted-dns-match-noncritical',
  'rfc5280::san::underscore-dns',
  'rfc5280::serial::zero',
]);

/** Refused though it should be good, under the profile of the case. */
const refusedAgainstLimbo: Readonly<Record<string, string>> = {
  'webpki::san::exact-localhost-ip-san':
    'its common name is not in its subjectAltName, which webpki::cn forbids',
};

/** What `default` lets pass and `strict` refuses: the rule that it warns of. */
const warnedOfByDefault: Readonly<Record<string, string>> = {
  'rfc5280::aki::leaf-missing-aki': 'authority-key-identifier-missing',
  'rfc5280::nc::permitted-dns-match-noncritical': 'name-constraints-critical',
  'rfc5280::san::underscore-dns': 'dns-name-syntax',
  'rfc5280::serial::zero': 'serial-number-zero',
  'webpki::aki::root-with-aki-authoritycertissuer': 'authority-key-identifier-of-root',
  'webpki::aki::root-with-aki-authoritycertserialnumber': 'authority-key-identifier-of-root',
  'webpki::aki::root-with-aki-ski-mismatch': 'authority-key-identifier-mismatch',
  'webpki::cn::punycode-not-in-san': 'common-name-not-in-subject-alt-name',
  'webpki::cn::utf8-vs-punycode-mismatch': 'common-name-not-in-subject-alt-name',
  'webpki::cn::case-mismatch': 'common-name-not-in-subject-alt-name',
  'webpki::eku::ee-anyeku': 'ext-key-usage-any',
  'webpki::eku::root-has-eku': 'ext-key-usage-of-root',
  'webpki::san::public-suffix-multi-label-wildcard-san': 'public-suffix-wildcard',
  'webpki::san::public-suffix-private-namespace-wildcard-san': 'public-suffix-wildcard',
  'webpki::san::san-critical-with-nonempty-subject': 'subject-alt-name-critical',
  'webpki::malformed-aia': 'authority-info-access-malformed',
  'webpki::forbidden-rsa-not-divisible-by-8-in-root': 'rsa-modulus-length',
};

/** The suffixes of the Public Suffix List that these cases are about. */
const publicSuffixes: ReadonlySet<string> = new Set(['co.uk', 's3.amazonaws.com']);

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
  readonly crls: readonly string[];
}

/** For cases that leave the time open: all that are valid at all are valid then. */
const anyTime = '2026-03-01T00:00:00Z';

function profileOf({ id }: Case): Profile {
  if (id.startsWith('webpki::') || aboutIssuing.has(id)) return 'strict';
  return id.startsWith('rfc5280::') ? 'rfc5280' : 'default';
}

/** An anchor that cannot be read is no anchor. */
function verdictOf(limbo: Case, profile: Profile): PathResult {
  const pems = [limbo.peer_certificate, ...limbo.untrusted_intermediates];
  const depth = limbo.max_chain_depth ?? Number.POSITIVE_INFINITY;
  return verifyChain({
    ...occasionOf(limbo),
    chain: pems.flatMap(certificatesFromPem),
    anchors: limbo.trusted_certs.flatMap(certificatesFromPem).flatMap(readableAnchor),
    name: limbo.expected_peer_name?.value,
    profile,
    isPublicSuffix: (name) => publicSuffixes.has(name),
    limits: { intermediates: Math.min(depth, defaultPathLimits.intermediates) },
  });
}

/** What path and status are judged by. */
function occasionOf(limbo: Case) {
  return {
    timeMs: Date.parse(limbo.validation_time ?? anyTime),
    purpose: purposeOf(limbo),
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
  } as const;
}

/**
 * The one case with a CA for its leaf is about paths and not about TLS, where its key would have to
 * sign (RFC 9846 4.5.1.2) and may not.
 */
function purposeOf({ id, validation_kind }: Case) {
  if (id === 'rfc5280::ca-as-leaf') return 'any';
  return validation_kind === 'SERVER' ? 'server' : 'client';
}

function readableAnchor(der: Uint8Array) {
  try {
    return [parseAnchor(der)];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}

/** Whether the certificates of a path that holds have a good status by the CRLs of the case. */
function hasGoodStatus(limbo: Case, path: AcceptedPath['path']): boolean {
  if (limbo.crls.length === 0) return true;
  return checkRevocation({
    ...occasionOf(limbo),
    path,
    crls: limbo.crls.flatMap((text) => decodePem(text).map(({ der }) => der)),
    policy: { mode: 'hard-fail' },
    hash: hashWithNode,
  }).accepted;
}

describeVectors('x509-limbo.json', 'x509-limbo', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const { testcases } = vectors as { readonly testcases: readonly Case[] };
  const verdicts = testcases.map((limbo) => {
    const result = verdictOf(limbo, profileOf(limbo));
    const isAccepted = result.accepted && hasGoodStatus(limbo, result.path);
    return { id: limbo.id, isGood: limbo.expected_result === 'SUCCESS', isAccepted };
  });
  const wrong = verdicts.filter(({ isGood, isAccepted }) => isGood !== isAccepted);

  test('counts', () => {
    const profiles = testcases.map(profileOf);
    const count = (profile: Profile) => profiles.filter((one) => one === profile).length;
    const withCrls = testcases.filter(({ crls }) => crls.length > 0);
    console.log(
      `x509-limbo: ${verdicts.length} cases (default ${count('default')}, strict ` +
        `${count('strict')}, rfc5280 ${count('rfc5280')}; ${withCrls.length} with CRLs), ` +
        `${verdicts.length - wrong.length} right, refused though good: ` +
        wrong.map(({ id }) => `${id} (${refusedAgainstLimbo[id]})`).join(', '),
    );
    expect(withCrls.length).toBeGreaterThan(1);
    expect(verdicts.length).toBeGreaterThan(0);
  });

  test('nothing is accepted that should fail', () => {
    expect(wrong.filter(({ isAccepted }) => isAccepted)).toEqual([]);
  });

  test('nothing is refused without a known reason', () => {
    expect(wrong.map(({ id }) => id).sort()).toEqual(Object.keys(refusedAgainstLimbo).sort());
  });

  describe('under the profile default', () => {
    const results = testcases.map((limbo) => ({ limbo, result: verdictOf(limbo, 'default') }));

    test('what should fail fails, or breaks a rule for issuing and is warned of', () => {
      const accepted = results.flatMap(({ limbo: { id, expected_result }, result }) =>
        expected_result === 'FAILURE' && result.accepted ? [[id, result.warnings] as const] : [],
      );
      expect(accepted.map(([id]) => id).sort()).toEqual(Object.keys(warnedOfByDefault).sort());
      for (const [id, warnings] of accepted) {
        expect(
          warnings.map(({ rule }) => rule),
          id,
        ).toContain(warnedOfByDefault[id]);
      }
    });

    test('what is good is accepted', () => {
      const refused = results.filter(
        ({ limbo, result }) => limbo.expected_result === 'SUCCESS' && !result.accepted,
      );
      expect(refused.map(({ limbo }) => limbo.id)).toEqual(['rfc5280::ca-as-leaf']);
    });
  });

  test('chains of the public web are accepted by strict, and without a warning by default', () => {
    const online = testcases.filter(({ id }) => id.startsWith('online::'));
    expect(online.length).toBeGreaterThan(0);
    for (const limbo of online) {
      expect(verdictOf(limbo, 'strict'), limbo.id).toMatchObject({ accepted: true, warnings: [] });
      expect(verdictOf(limbo, 'default'), limbo.id).toMatchObject({ accepted: true, warnings: [] });
    }
  });
});
