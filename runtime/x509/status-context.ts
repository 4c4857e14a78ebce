/**
 * What the judges of CRLs and of OCSP responses share: by what they judge, and what they find.
 */

import { hexOf } from '../bytes.ts';
import type { PublicKey, SignatureAlgorithm } from './algorithms.ts';
import { brokenHashOf, schemeOf } from './algorithms.ts';
import { Budget } from './budgets.ts';
import type { Certificate } from './certificate.ts';
import type { NameEquality } from './point-names.ts';
import type { RevocationReason } from './revocation-reasons.ts';
import type { SignatureVerdict, VerifySignature } from './signatures.ts';

/** One certificate whose status is asked for, and the path above it: its issuer first. */
export interface StatusSubject {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** `issuer`, its issuer, and so on to the trust anchor. */
  readonly above: readonly Certificate[];
}

/** By what statuses are judged. */
export interface StatusContext {
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** How long ago a status may have been made; undefined: until its own nextUpdate. */
  readonly maxAgeMs: number | undefined;
  /** How far the clock of whoever made a status may differ from ours. */
  readonly clockSkewMs: number;
  readonly isSameName: NameEquality;
  readonly signatures: StatusSignatures;
}

/** What a CRL or an OCSP response says of a certificate. Times in milliseconds since 1970. */
export interface StatusFacts {
  /** `unknown`: a responder answers that it does not know the certificate. */
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number | undefined;
  readonly revocationTimeMs?: number;
  readonly reason?: RevocationReason;
}

/** For how long a status without nextUpdate counts where no maximal age is set: a week. */
const defaultMaxAgeMs = 7 * 24 * 3600 * 1000;

/** Why a status is of no use now; undefined if it is fresh. */
export function staleness(
  { thisUpdateMs, nextUpdateMs }: Pick<StatusFacts, 'thisUpdateMs' | 'nextUpdateMs'>,
  { timeMs, maxAgeMs, clockSkewMs }: StatusContext,
): string | undefined {
  // Written so that a time which is no number is never within.
  if (!(thisUpdateMs <= timeMs + clockSkewMs)) return `is from ${printTime(thisUpdateMs)}, to come`;
  if (nextUpdateMs !== undefined && !(timeMs < nextUpdateMs + clockSkewMs)) {
    return `should have been replaced by ${printTime(nextUpdateMs)}`;
  }
  const maxAge = maxAgeMs ?? (nextUpdateMs === undefined ? defaultMaxAgeMs : undefined);
  if (maxAge !== undefined && !(timeMs - thisUpdateMs <= maxAge + clockSkewMs)) {
    return `is from ${printTime(thisUpdateMs)}, which is too long ago`;
  }
  return undefined;
}

/** A time for people, to the second. */
export function printTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What is signed, and how: a certificate, a CRL, an OCSP response. */
export interface Signed {
  readonly toBeSigned: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/**
 * Verdicts that outlive a call, by what is signed and the signer's key: who judges many paths by
 * one large CRL verifies it once. Serves one `verifySignature` with one set of schemes.
 */
export type SignatureMemory = WeakMap<Signed, Map<string, SignatureVerdict>>;

/** Verifies the signatures of statuses, none twice, and no more than a limit. */
export class StatusSignatures {
  readonly #schemes: ReadonlySet<number>;
  readonly #verify: VerifySignature;
  readonly #budget: Budget;
  readonly #memory: SignatureMemory;

  constructor(
    schemes: readonly number[],
    verify: VerifySignature,
    limit: number,
    memory: SignatureMemory = new WeakMap(),
  ) {
    this.#schemes = new Set(schemes);
    this.#verify = verify;
    this.#budget = new Budget('signature-budget', 'signatures of statuses', limit);
    this.#memory = memory;
  }

  /** @throws BudgetExhausted */
  verdict(signed: Signed, key: PublicKey): SignatureVerdict {
    const verdicts = this.#memory.get(signed) ?? new Map<string, SignatureVerdict>();
    this.#memory.set(signed, verdicts);
    const id = hexOf(key.subjectPublicKeyInfo);
    const verdict = verdicts.get(id) ?? this.#judge(signed, key);
    verdicts.set(id, verdict);
    return verdict;
  }

  #judge({ toBeSigned, signatureAlgorithm, signature }: Signed, key: PublicKey): SignatureVerdict {
    if (brokenHashOf(signatureAlgorithm) !== undefined) return 'weak';
    const scheme = schemeOf(signatureAlgorithm, key.kind);
    if (scheme === undefined || !this.#schemes.has(scheme)) return 'unsupported';
    this.#budget.spend();
    return this.#verify(scheme, key.subjectPublicKeyInfo, toBeSigned, signature) ? 'good' : 'bad';
  }
}
