/**
 * Path validation cases of BoringSSL's pki library (Apache-2.0). They judge one given path; so do
 * we, by giving its last certificate as the anchor. Where this validator differs, the difference
 * stands below with its reason; one that is not listed, or is listed and gone, fails.
 *
 * Keys with _STRICT are judged under `strict`, the others under `rfc5280`, since theirs are RFC
 * 5280's names and policies. ANY_EKU is our purpose `any`.
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
    readonly expected_user_constrained_policy_set?: readonly [string];
  };
  readonly expected: 'SUCCESS' | 'FAILURE';
  /** DER in base64, the target first. */
  readonly chain: readonly string[];
}

const isGoodButFor: Readonly<Record<string, readonly string[]>> = {};

/** What DEFAULT means in BoringSSL's test. */
const defaultTime = '211005120000Z';

function verdictOf({ chain, keys }: Case): PathResult {
  const ders = chain.map((base64) => Uint8Array.from(Buffer.from(base64, 'base64')));
  const [purpose] = keys.key_purpose;
  return verifyChain({
    chain: ders.length === 1 ? ders : ders.slice(0, -1),
    anchors: isTrusted(keys.last_cert_trust[0], ders.length) ? ders.slice(-1).map(parseAnchor) : [],
    timeMs: timeOf(keys.utc_time[0]),
    purpose: purposeOf(purpose),
    profile: purpose.includes('_STRICT') ? 'strict' : 'rfc5280',
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
  });
}
