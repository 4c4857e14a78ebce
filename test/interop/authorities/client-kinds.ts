/**
 * What clients show to a server of ours that requires a certificate, and what must become of it:
 * for each kind, and for each way in which the server looks for revocation. This is the only place
 * where that is said.
 */
import type { Outcome } from './server-kinds.ts';

/** How the server finds out who is revoked; of CRLs `stale` ones are about the client itself. */
export const settings = {
  off: { mode: 'off' },
  'soft-fail, CRLs': { mode: 'soft-fail', crls: 'fresh' },
  'soft-fail, stale CRL': { mode: 'soft-fail', crls: 'stale' },
  'CRLs alone': { crls: 'fresh' },
  'hard-fail, stale CRL': { mode: 'hard-fail', crls: 'stale' },
  'hard-fail, no CRL': { mode: 'hard-fail' },
} as const satisfies Readonly<Record<string, Setting>>;

export interface Setting {
  /** Default: the server's own, which is `hard-fail` where there are CRLs. */
  readonly mode?: 'off' | 'soft-fail' | 'hard-fail';
  readonly crls?: 'fresh' | 'stale';
}

export type SettingName = keyof typeof settings;

export interface ClientKind {
  readonly outcomes: Readonly<Record<SettingName, Outcome>>;
  readonly words: readonly RegExp[];
  /** The application does not let it in. */
  readonly isDenied?: true;
}

const expired = 'CERT_HAS_EXPIRED certificate_expired';
const early = 'CERT_NOT_YET_VALID certificate_expired';
const unknownIssuer = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE unknown_ca';
const unsupported = 'ERR_TLS_CERT_UNSUPPORTED unsupported_certificate';
const revoked = 'CERT_REVOKED certificate_revoked';
const noStatus = 'ERR_TLS_CERT_STATUS_UNAVAILABLE certificate_unknown';
const denied = 'ERR_TLS_ACCESS_DENIED access_denied';

function always(outcome: Outcome, ...words: readonly RegExp[]): ClientKind {
  const names = Object.keys(settings) as readonly SettingName[];
  // All names are there.
  const outcomes = Object.fromEntries(names.map((name) => [name, outcome])) as Record<
    SettingName,
    Outcome
  >;
  return { outcomes, words };
}

export type ClientKindName = keyof typeof clientKinds;

export const clientKinds = {
  good: {
    outcomes: {
      off: 'in',
      'soft-fail, CRLs': 'in: good, by crl',
      'soft-fail, stale CRL': 'in: unavailable',
      'CRLs alone': 'in: good, by crl',
      'hard-fail, stale CRL': noStatus,
      'hard-fail, no CRL': noStatus,
    },
    words: [
      /CN=good\) has no status that counts: (?:CRL: .* should have been replaced|there is no)/,
    ],
  },
  revoked: {
    outcomes: {
      off: 'in',
      'soft-fail, CRLs': revoked,
      'soft-fail, stale CRL': 'in: unavailable',
      'CRLs alone': revoked,
      'hard-fail, stale CRL': noStatus,
      'hard-fail, no CRL': noStatus,
    },
    words: [/CN=revoked\) (?:was revoked at \S+Z \(keyCompromise\), as a CRL|has no status)/],
  },
  'its CA is revoked': {
    outcomes: {
      off: 'in',
      'soft-fail, CRLs': revoked,
      'soft-fail, stale CRL': revoked,
      'CRLs alone': revoked,
      'hard-fail, stale CRL': revoked,
      'hard-fail, no CRL': noStatus,
    },
    words: [/CN=Revoked CA\) was revoked at|CN=its CA is revoked\) has no status/],
  },
  expired: always(expired, /CN=expired\) expired at \S+Z, \d+ days ago by our clock/, /renewed/),
  'not yet valid': always(early, /CN=not yet valid\) is not valid before \S+Z, \d+ days/, /clock/),
  'unknown CA': always(unknownIssuer, /CN=unknown CA\) is issued by CN=Stranger, which is neither/),
  'self-signed': always(
    'DEPTH_ZERO_SELF_SIGNED_CERT unknown_ca',
    /CN=self-signed\) is self-signed and not/,
  ),
  'SHA-1': always('CERT_SIGNATURE_FAILURE bad_certificate', /CN=SHA-1\) is signed with SHA-1,/),
  'weak key': always(unsupported, /CN=weak key\) has an RSA key of 1024 bits/, /2048/),
  'missing intermediate': always(
    unknownIssuer,
    /CN=missing intermediate\) is issued by CN=Issuing CA, which is neither sent nor trusted/,
    /intermediates/,
  ),
  'wrong purpose': always(
    'INVALID_PURPOSE unsupported_certificate',
    /CN=wrong purpose\) has an extended key usage without clientAuth/,
    /clientAuth$/m,
  ),
  'changed after signing': always(
    'CERT_SIGNATURE_FAILURE bad_certificate',
    /CN=changed after signing\) has a signature that the key of CN=Issuing CA does not verify/,
  ),
  none: always('ERR_TLS_CERTIFICATE_REQUIRED certificate_required', /the client showed no cert/),
  denied: {
    outcomes: {
      ...always(denied).outcomes,
      'hard-fail, stale CRL': noStatus,
      'hard-fail, no CRL': noStatus,
    },
    words: [/CN=denied.*is not on the list|CN=denied\) has no status/],
    isDenied: true,
  },
} as const satisfies Readonly<Record<string, ClientKind>>;
