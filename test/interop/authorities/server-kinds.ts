/**
 * What servers show, and what must become of it: for each kind and each mode of revocation who is
 * let in, and else our code, the alert that the server has to see, and words for the user. This is
 * the only place where that is said.
 */

export const modes = ['off', 'soft-fail', 'hard-fail', 'staple-only'] as const;
export type Mode = (typeof modes)[number];

/** `in`, with what is known of the leaf; or the code, and the alert that goes with it. */
export type Outcome = `in${'' | `: ${string}`}` | `${string} ${string}`;

export type TrustName = 'newRoot' | 'oldRoot' | 'oldRootExpired';
export type CrlName = 'newRoot' | 'oldRoot' | 'issuing' | 'issuingStale' | 'stranger';

export interface ServerKind {
  readonly outcomes: Readonly<Record<Mode, Outcome>>;
  /** Each has to be found in what a user is told, whichever mode refuses. */
  readonly words: readonly RegExp[];
  /** Default: the new root. */
  readonly trust?: readonly TrustName[];
  /** What the client has at hand. Default: the root's, about the issuing CA. */
  readonly crls?: readonly CrlName[];
  /** The client fetches what the certificates point to. */
  readonly fetches?: true;
}

type More = Omit<ServerKind, 'outcomes' | 'words'>;

const expired = 'CERT_HAS_EXPIRED certificate_expired';
const early = 'CERT_NOT_YET_VALID certificate_expired';
const unknownIssuer = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE unknown_ca';
const badSignature = 'CERT_SIGNATURE_FAILURE bad_certificate';
const wrongName = 'ERR_TLS_CERT_ALTNAME_INVALID bad_certificate';
const unsupported = 'ERR_TLS_CERT_UNSUPPORTED unsupported_certificate';
const wrongPurpose = 'INVALID_PURPOSE unsupported_certificate';
const revoked = 'CERT_REVOKED certificate_revoked';
const badStaple = 'ERR_TLS_BAD_CERTIFICATE_STATUS bad_certificate_status_response';
const noStatus = 'ERR_TLS_CERT_STATUS_UNAVAILABLE certificate_unknown';
const nothingKnown = 'in: unavailable';
const allCrls = ['newRoot', 'oldRoot', 'issuing'] as const;

/** The same in each mode: before there is a path, nobody asks for a status. */
function always(outcome: Outcome, words: readonly RegExp[], more: More = {}): ServerKind {
  return { ...byMode([outcome, outcome, outcome, outcome], words), ...more };
}

/** In the order of `modes`. */
function byMode(
  [off, softFail, hardFail, stapleOnly]: readonly [Outcome, Outcome, Outcome, Outcome],
  words: readonly RegExp[] = [],
  more: More = {},
): ServerKind {
  const outcomes = {
    off,
    'soft-fail': softFail,
    'hard-fail': hardFail,
    'staple-only': stapleOnly,
  };
  return { outcomes, words, ...more };
}

const withoutPath = {
  expired: always(expired, [/CN=expired\) expired at \S+Z, \d+ days ago by our clock/, /renewed/]),
  'expired intermediate': always(expired, [/CN=Expired CA\) expired at/, /renewed/]),
  'not yet valid': always(early, [
    /CN=not yet valid\) is not valid before \S+Z, \d+ days/,
    /clock/,
  ]),
  'unknown CA': always(unknownIssuer, [
    /CN=unknown CA\) is issued by CN=Stranger, which is neither/,
  ]),
  'unknown root, sent': always('SELF_SIGNED_CERT_IN_CHAIN unknown_ca', [
    /CN=Stranger\) is self-signed/,
  ]),
  'self-signed': always('DEPTH_ZERO_SELF_SIGNED_CERT unknown_ca', [
    /CN=self-signed\) is self-signed/,
  ]),
  'wrong name': always(wrongName, [/CN=wrong name\) is for other\.example, not for host\.example/]),
  'no name': always(wrongName, [/CN=host\.example\) has no subjectAltName, so it is not for/]),
  'SHA-1': always(badSignature, [/CN=SHA-1\) is signed with/]),
  'SHA-1 intermediate': always(badSignature, [/CN=SHA-1 CA\) is signed with/]),
  'weak key': always(unsupported, [/CN=weak key\) has an RSA key of 1024 bits/, /2048/]),
  'weak intermediate': always(unsupported, [
    /is signed by CN=Weak CA with an RSA key of 1024 bits/,
    /2048/,
  ]),
  'missing intermediate': always(unknownIssuer, [/issued by CN=Issuing CA, which is neither sent/]),
  'wrong purpose': always(wrongPurpose, [/CN=wrong purpose\) .* serverAuth/]),
  'issued by a leaf': always('INVALID_CA bad_certificate', [/CN=Leaf of leaves\) is not a CA/]),
  'one CA too many': always('PATH_LENGTH_EXCEEDED bad_certificate', [/CN=Last CA\) allows 0 CAs/]),
  'outside its constraints': always('ERR_TLS_CERT_CONSTRAINT bad_certificate', [
    /CN=outside its constraints\).*host\.example/,
  ]),
  'critical extension': always('ERR_TLS_CERT_UNKNOWN_CONSTRAINT unsupported_certificate', [
    /CN=critical extension\) has the critical extension 1\.2\.3\.4/,
  ]),
  'changed after signing': always(badSignature, [
    /CN=changed after signing\) has a signature that/,
  ]),
} as const;

const withStaple = {
  'good staple': byMode([
    'in',
    'in: good, by staple',
    'in: good, by staple',
    'in: good, by staple',
  ]),
  'no status': byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=no status\) has no status that counts/],
  ),
  'staple: revoked': byMode(
    ['in', revoked, revoked, revoked],
    [/CN=staple: revoked\) was revoked at \S+Z .*keyCompromise.* stapled/, /replaced/],
  ),
  'stale staple': byMode(
    ['in', badStaple, badStaple, badStaple],
    [/CN=stale staple\) .* should have been replaced by/, /renew/],
  ),
  "another's staple": byMode(
    ['in', badStaple, badStaple, badStaple],
    [/CN=another's staple\) .* about other certificates/],
  ),
  "a stranger's staple": byMode(
    ['in', badStaple, badStaple, badStaple],
    [/CN=a stranger's staple\) .* by CN=Stranger, whose .* no OCSPSigning/],
  ),
  'staple: unknown': byMode(
    ['in', badStaple, badStaple, badStaple],
    [/CN=staple: unknown\) .* does not know it/],
  ),
  'must-staple and stapled': byMode([
    'in',
    'in: good, by staple',
    'in: good, by staple',
    'in: good, by staple',
  ]),
  'must-staple and bare': byMode(
    ['in', noStatus, noStatus, noStatus],
    [/CN=must-staple and bare\) must come with a stapled OCSP response/],
  ),
  'must-staple and stale': byMode(
    ['in', badStaple, badStaple, badStaple],
    [/CN=must-staple and stale\) .* should have been replaced by/],
  ),
} as const;

const withLists = {
  'CRL: good': byMode(['in', 'in: good, by crl', 'in: good, by crl', nothingKnown], [], {
    crls: ['newRoot', 'issuing'],
  }),
  'CRL: revoked': byMode(
    ['in', revoked, revoked, nothingKnown],
    [/CN=CRL: revoked\) was revoked at \S+Z .*keyCompromise.*, as a CRL says/],
    { crls: ['newRoot', 'issuing'] },
  ),
  'CRL: stale': byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=CRL: stale\) .*CN=Issuing CA should have been replaced by/],
    { crls: ['newRoot', 'issuingStale'] },
  ),
  "CRL: a stranger's": byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=CRL: a stranger's\) .*no CRL by CN=Issuing CA/],
    { crls: ['newRoot', 'stranger'] },
  ),
  'CRL: its CA is revoked': byMode(
    ['in', revoked, revoked, nothingKnown],
    [/CN=Revoked CA\) was revoked at \S+Z .*cACompromise.*, as a CRL says/],
  ),
  'good staple but bad CRL': byMode(
    ['in', revoked, revoked, 'in: good, by staple'],
    [/CN=good staple but bad CRL\) was revoked/],
    { crls: ['newRoot', 'issuing'] },
  ),
} as const;

const fetching = { fetches: true } as const;

const withResponder = {
  'responder: good': byMode(
    ['in', 'in: good, by ocsp', 'in: good, by ocsp', nothingKnown],
    [],
    fetching,
  ),
  'responder: revoked': byMode(
    ['in', revoked, revoked, nothingKnown],
    [/CN=responder: revoked\) was revoked at \S+Z .*superseded.*, as an OCSP response says/],
    fetching,
  ),
  'responder: unknown': byMode(
    ['in', 'in: unknown, by ocsp', noStatus, nothingKnown],
    [/CN=responder: unknown\) .*does not know it/],
    fetching,
  ),
  'responder: down': byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=responder: down\) .*http:\/\/127\.0\.0\.1:1\/.*ECONNREFUSED/],
    fetching,
  ),
  'responder: stale': byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=responder: stale\) .*should have been replaced by/],
    fetching,
  ),
  'CRL by HTTP: good': byMode(
    ['in', 'in: good, by crl', 'in: good, by crl', nothingKnown],
    [],
    fetching,
  ),
  'CRL by HTTP: revoked': byMode(
    ['in', revoked, revoked, nothingKnown],
    [/CN=CRL by HTTP: revoked\) was revoked at \S+Z .*keyCompromise.*, as a CRL says/],
    fetching,
  ),
  'CRL by HTTP: 404': byMode(
    ['in', nothingKnown, noStatus, nothingKnown],
    [/CN=CRL by HTTP: 404\) .*http:\/\/127\.0\.0\.1:\d+\/gone\.crl.*404/],
    fetching,
  ),
} as const;

const known = byMode(['in', 'in: good, by crl', 'in: good, by crl', nothingKnown]);
const trusting = (...trust: readonly TrustName[]) => ({ ...known, trust, crls: allCrls });

/** The same name and key certified by the old and the new root, as when a root is replaced. */
const crossSigned = {
  'new chain, old root trusted': trusting('oldRoot'),
  'new chain, new root trusted': trusting('newRoot'),
  'new chain, both trusted': trusting('oldRoot', 'newRoot'),
  'new chain, old root expired': always(expired, [/trust anchor \(CN=Old Root\) expired at/], {
    trust: ['oldRootExpired'],
  }),
  'new chain, old root expired, new trusted': trusting('oldRootExpired', 'newRoot'),
  'new chain without the cross, old trusted': always(
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY unknown_ca',
    [/CN=Issuing CA\) is issued by CN=New Root, which is neither sent nor trusted/],
    { trust: ['oldRoot'] },
  ),
  'old chain, old root trusted': trusting('oldRoot'),
  'old chain, new root trusted': trusting('newRoot'),
  'old chain, both trusted': trusting('oldRoot', 'newRoot'),
  'old chain, old root expired, new trusted': trusting('oldRootExpired', 'newRoot'),
} as const;

export type ServerKindName = keyof typeof serverKinds;

export const serverKinds = {
  ...withoutPath,
  ...withStaple,
  ...withLists,
  ...withResponder,
  ...crossSigned,
} as const satisfies Readonly<Record<string, ServerKind>>;
