/**
 * Path validation cases of BoringSSL's pki library (Apache-2.0). They judge one given path; so do
 * we, by giving its last certificate as the anchor. Where this validator differs, the difference
 * stands below with its reason; one that is not listed, or is listed and gone, fails.
 *
 * The cases are judged under `rfc5280`, since theirs are RFC 5280's names and policies. The purposes
 * with _STRICT are judged under `default`, which refuses a CA as a leaf, and its warnings about
 * extended key usages count as refusals: `strict` itself would refuse the leaves for having no
 * subjectAltName. ANY_EKU is the purpose `any`.
 */
import { expect, test } from 'vitest';
import { parseAnchor } from '../../runtime/x509/certificate.ts';
import type { Purpose } from '../../runtime/x509/purposes.ts';
import { type PathResult, verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';

interface Case {
  readonly id: string;
  readonly keys: {
    readonly last_cert_trust: readonly [string];
    /** YYMMDDHHMMSSZ, or DEFAULT. */
    readonly utc_time: readonly [string];
    readonly key_purpose: readonly [string];
    /** Dotted, with a comma and a space between them. */
    readonly expected_user_constrained_policy_set?: readonly [string];
  };
  readonly expected: 'SUCCESS' | 'FAILURE';
  /** DER in base64, the target first. */
  readonly chain: readonly string[];
}

const anchorCounts = "an anchor's own dates, usages and constraints count";
const anchorIsCa = 'an anchor says that it is a CA, and may sign certificates';
const tlsLeaf = 'RFC 9846 4.5.1.2: the key of a leaf must be for signatures';
const onlySelfSigned = 'only a self-signed certificate is an anchor for itself';
const generalizedTime = 'GeneralizedTime before 2050';
const noSha1 = 'SHA-1';

/** What is refused though it should be good, by which rule and why; or `accepted` otherwise. */
const differences: Readonly<Record<string, readonly [rule: string, why: string]>> = {
  'expired-root/not-after-ta-with-constraints': ['not-after', anchorCounts],
  'expired-root/not-after': ['not-after', anchorCounts],
  'expired-root/not-before': ['not-before', anchorCounts],
  'policies-inhibit-anypolicy-by-root-fail/main': ['explicit-policy', anchorCounts],
  'policies-inhibit-mapping-by-root-fail/main': ['explicit-policy', anchorCounts],
  'policies-on-root-wrong/main': ['explicit-policy', anchorCounts],
  'policies-required-by-root-fail/main': ['explicit-policy', anchorCounts],
  'policy-mappings-on-root-fail/main': ['explicit-policy', anchorCounts],
  'policy-mappings-on-root-ok/main': [
    'accepted',
    `${anchorCounts}: its mapping gives another policy`,
  ],
  'violates-pathlen-1-from-root/main': ['path-len-constraint', anchorCounts],
  'root-eku-clientauth/serverauth-strict': ['ext-key-usage', anchorCounts],
  'root-eku-clientauth/serverauth-ta-with-expiration': ['ext-key-usage', anchorCounts],
  'root-eku-clientauth/serverauth': ['ext-key-usage', anchorCounts],
  'root-basic-constraints-ca-false/main': ['ca-basic-constraints', anchorIsCa],
  'root-lacks-basic-constraints/main': ['ca-basic-constraints', anchorIsCa],
  'root-lacks-basic-constraints/ta-with-constraints': ['ca-basic-constraints', anchorIsCa],
  'root-lacks-basic-constraints/ta-with-require-basic-constraints': [
    'ca-basic-constraints',
    anchorIsCa,
  ],
  'root-lacks-keycertsign-key-usage/main': ['ca-key-cert-sign', anchorIsCa],
  'intermediate-eku-c2pamanifest/any': ['encoding', generalizedTime],
  'intermediate-eku-c2patimestamping/any': ['encoding', generalizedTime],
  'intermediate-eku-server-gated-crypto/sha1-eku-any': ['signature-hash', noSha1],
  'issuer-and-subject-not-byte-for-byte-equal/anchor': ['signature-hash', noSha1],
  'issuer-and-subject-not-byte-for-byte-equal/target': ['signature-hash', noSha1],
  'intermediate-eku-any-and-clientauth/clientauth-strict': [
    'accepted',
    'anyExtendedKeyUsage in an intermediate CA is warned of whatever stands beside it',
  ],
  'many-names/ok-all-types': [
    'encoding',
    'its constraints on URIs are URIs, where RFC 5280 4.2.1.10 has hosts',
  ],
  'target-has-ca-basic-constraints/target_only-trusted_leaf-strict': [
    'issuer-unknown',
    onlySelfSigned,
  ],
  'target-has-ca-basic-constraints/target_only-trusted_leaf': ['issuer-unknown', onlySelfSigned],
  'target-only/trusted_leaf-and-trust_anchor': ['issuer-unknown', onlySelfSigned],
  'target-only/trusted_leaf': ['issuer-unknown', onlySelfSigned],
  'target-msapplicationpolicies-and-eku/main': [
    'critical-extension',
    "Microsoft's application policies are not known",
  ],
  'target-not-end-entity/main': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/ec-decipherOnly': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/ec-keyAgreement': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/ec-keyEncipherment': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/rsa-decipherOnly': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/rsa-keyAgreement': ['leaf-digital-signature', tlsLeaf],
  'target-serverauth-various-keyusages/rsa-keyEncipherment': ['leaf-digital-signature', tlsLeaf],
  'target-signed-using-ecdsa/main': [
    'signature-algorithm',
    'ECDSA with P-384 and SHA-256, which no signature scheme of TLS 1.3 stands for',
  ],
};

/** Questions that cannot be asked here. */
function whyNotAsked({ keys }: Case): string | undefined {
  const [purpose] = keys.key_purpose;
  if (/^(MLS|C2PA)_/.test(purpose)) return `the purpose ${purpose}`;
  const [trust] = keys.last_cert_trust;
  // A certificate that is trusted itself is trusted as it stands, whoever has signed it.
  return trust === 'TRUSTED_LEAF_REQUIRE_SELF_SIGNED' ? `the trust ${trust}` : undefined;
}

function verdictOf({ chain, keys }: Case): PathResult {
  const ders = chain.map((base64) => Uint8Array.from(Buffer.from(base64, 'base64')));
  const [purpose] = keys.key_purpose;
  const isTrusted = trusts(keys.last_cert_trust[0], ders.length);
  return verifyChain({
    chain: ders.length === 1 ? ders : ders.slice(0, -1),
    anchors: isTrusted ? ders.slice(-1).map(parseAnchor) : [],
    timeMs: timeOf(keys.utc_time[0]),
    purpose: purposeOf(purpose),
    profile: purpose.includes('_STRICT') ? 'default' : 'rfc5280',
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
  });
}

/** Trust is for what a certificate has issued (ANCHOR), for itself (LEAF), or for both. */
function trusts(trust: string, length: number): boolean {
  if (trust === 'TRUSTED_ANCHOR_OR_LEAF') return true;
  return trust.startsWith(length === 1 ? 'TRUSTED_LEAF' : 'TRUSTED_ANCHOR');
}

/** DEFAULT is what BoringSSL's test takes for it. */
function timeOf(text: string): number {
  const [year, month, day, hours, minutes, seconds] =
    (text === 'DEFAULT' ? '211005120000Z' : text).match(/\d\d/g) ?? [];
  return Date.parse(`20${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
}

function purposeOf(name: string): Purpose {
  if (name.startsWith('SERVER_AUTH')) return 'server';
  return name.startsWith('CLIENT_AUTH') ? 'client' : 'any';
}

/** _STRICT_LEAF is strict about the target only. */
function isAccepted({ keys }: Case, result: PathResult): boolean {
  if (!result.accepted) return false;
  const [purpose] = keys.key_purpose;
  const isStrictFor = (certificate: number | undefined) =>
    purpose.endsWith('_STRICT') || (purpose.endsWith('_STRICT_LEAF') && certificate === 0);
  return !result.warnings.some(
    ({ rule, certificate }) => rule.startsWith('ext-key-usage') && isStrictFor(certificate),
  );
}

function hasPolicies({ keys }: Case, result: PathResult): boolean {
  const expected = keys.expected_user_constrained_policy_set?.[0];
  if (expected === undefined || !result.accepted) return true;
  return expected.split(', ').sort().join() === result.policies?.join();
}

describeVectors('chromium-pki.json', 'BoringSSL pki, verifyCertificateChain', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const { verifyCertificateChain: all } = vectors as {
    readonly verifyCertificateChain: readonly Case[];
  };
  const verdicts = all
    .filter((one) => whyNotAsked(one) === undefined)
    .map((one) => {
      const result = verdictOf(one);
      return {
        id: one.id,
        isGood: one.expected === 'SUCCESS',
        isAccepted: isAccepted(one, result),
        isRight: hasPolicies(one, result),
        rule: result.accepted ? 'accepted' : result.rule,
      };
    });

  test('counts', () => {
    const right = verdicts.filter((one) => one.isGood === one.isAccepted && one.isRight);
    const notAsked = all.flatMap((one) => whyNotAsked(one) ?? []);
    console.log(
      `BoringSSL pki: ${all.length} cases, ${right.length} right, ` +
        `${verdicts.length - right.length} stricter, ${notAsked.length} not asked: ` +
        [...new Set(notAsked)].join(', '),
    );
    expect(all.length).toBeGreaterThan(0);
  });

  test('nothing is accepted that should fail', () => {
    const accepted = verdicts.filter((one) => one.isAccepted && !one.isGood);
    expect(accepted.map(({ id }) => id)).toEqual([]);
  });

  test('nothing is otherwise without a known reason', () => {
    const others = verdicts.filter((one) => one.isAccepted !== one.isGood || !one.isRight);
    const known = Object.entries(differences).map(([id, [rule]]) => `${id}: ${rule}`);
    expect(others.map(({ id, rule }) => `${id}: ${rule}`).sort()).toEqual(known.sort());
  });
});
