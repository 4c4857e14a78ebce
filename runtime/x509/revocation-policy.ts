/**
 * Revocation as policy: what the status of a certificate, or the lack of one, means for the
 * connection. This is the one place where modes are told apart.
 *
 * | status      | soft-fail, staple-only | hard-fail |
 * |-------------|------------------------|-----------|
 * | good        | accepted               | accepted  |
 * | revoked     | refused                | refused   |
 * | unknown     | accepted               | refused   |
 * | unavailable | accepted               | refused   |
 * | exempt      | accepted               | accepted  |
 * | bad staple  | refused                | refused   |
 *
 * A bad staple is one that came (RFC 6066 8) and is malformed, stale, about another certificate,
 * not signed by who may, or that answers `unknown`. One with an error status (tryLater) is as good
 * as none. A leaf that must be stapled and has no good staple is refused in every mode. `off` asks
 * and refuses nothing.
 */
import type { ErrorCode } from '../../generated/registries.ts';
import type { Purpose } from './purposes.ts';

/** Where statuses come from. `ocsp` and `crl` are what a host has, or fetches when it is told. */
export type StatusSource = 'staple' | 'ocsp' | 'crl';

export interface RevocationPolicy {
  /**
   * `soft-fail`: what cannot be found out passes. `hard-fail`: it does not. `staple-only`: as
   * `soft-fail`, with nothing but what came in the handshake. `off`: nobody asks.
   */
  readonly mode: 'off' | 'soft-fail' | 'hard-fail' | 'staple-only';
  /** The one whose good status is told, and the order in which to fetch. All are consulted. */
  readonly sources: readonly StatusSource[];
  /** Whose status is wanted. A staple that came is judged in any case. */
  readonly depth: 'leaf' | 'chain';
  /**
   * `honour`: a leaf with the TLS feature status_request must be stapled, if a staple was asked for
   * (RFC 7633). `require`: every leaf must. `ignore`: none.
   */
  readonly mustStaple: 'honour' | 'require' | 'ignore';
  /** How old a status may be; undefined: until its nextUpdate, and a week where it has none. */
  readonly maxAgeSeconds: number | undefined;
  /** How far clocks may differ. */
  readonly clockSkewSeconds: number;
}

export const defaultRevocationPolicy: RevocationPolicy = {
  mode: 'soft-fail',
  sources: ['staple', 'ocsp', 'crl'],
  depth: 'chain',
  mustStaple: 'honour',
  maxAgeSeconds: undefined,
  clockSkewSeconds: 300,
};

/** The codes of the error registry with which revocation can refuse a path. */
export type RevocationErrorCode = Extract<
  ErrorCode,
  | 'CERT_REVOKED'
  | 'ERR_TLS_BAD_CERTIFICATE_STATUS'
  | 'ERR_TLS_CERT_STATUS_UNAVAILABLE'
  | 'PATH_LENGTH_EXCEEDED'
>;

/**
 * `unknown`: a responder does not know the certificate; `unavailable`: nobody says anything that
 * counts; `exempt`: its issuer publishes nothing about it (RFC 9608), and nobody was asked.
 */
export type StatusWord = 'good' | 'revoked' | 'unknown' | 'unavailable' | 'exempt';

/** What was found out about one certificate, as far as policy needs it. */
export interface StatusOutcome {
  readonly status: StatusWord;
  /** `none`: an error status came; `bad`: a response that proves nothing good came. */
  readonly staple: 'absent' | 'none' | 'bad' | 'good' | 'revoked';
  /** Whether `depth` wants its status: otherwise only what is known against it counts. */
  readonly isWanted: boolean;
  /** Whether the certificate is the peer's own and has to be stapled. */
  readonly mustBeStapled: boolean;
}

/** Why policy refuses a certificate. `isOpen`: more sources could change that. */
export interface PolicyRefusal {
  readonly code: RevocationErrorCode;
  readonly rule: 'revoked' | 'bad-staple' | 'must-staple' | 'hard-fail';
  readonly isOpen: boolean;
}

/** The first rule that refuses; the graver ones first. */
export function refusalOf(
  outcome: StatusOutcome,
  mode: RevocationPolicy['mode'],
  purpose: Purpose,
): PolicyRefusal | undefined {
  if (outcome.status === 'revoked') {
    return { code: 'CERT_REVOKED', rule: 'revoked', isOpen: false };
  }
  if (outcome.staple === 'bad') {
    return { code: badStapleCodes[purpose], rule: 'bad-staple', isOpen: false };
  }
  if (outcome.mustBeStapled && outcome.staple !== 'good') {
    return { code: 'ERR_TLS_CERT_STATUS_UNAVAILABLE', rule: 'must-staple', isOpen: false };
  }
  const isSettled = outcome.status === 'good' || outcome.status === 'exempt';
  if (mode === 'hard-fail' && outcome.isWanted && !isSettled) {
    return { code: 'ERR_TLS_CERT_STATUS_UNAVAILABLE', rule: 'hard-fail', isOpen: true };
  }
  return undefined;
}

/** The rules in the order in which they count over all certificates of a path. */
export const ruleOrder = ['revoked', 'bad-staple', 'must-staple', 'hard-fail'] as const;

/** RFC 9846 6.2: only clients may send bad_certificate_status_response. */
const badStapleCodes: Readonly<Record<Purpose, RevocationErrorCode>> = {
  server: 'ERR_TLS_BAD_CERTIFICATE_STATUS',
  client: 'ERR_TLS_CERT_STATUS_UNAVAILABLE',
  any: 'ERR_TLS_CERT_STATUS_UNAVAILABLE',
};
