/**
 * What the policy makes of statuses: each mode with each state a status can be in, the outcome
 * written by hand from the table of the design.
 */
import { describe, expect, test } from 'vitest';
import {
  checkRevocation,
  type RevocationInput,
  type RevocationPolicy,
} from '../../runtime/x509/revocation.ts';

import { bad, crls, input, missing, ocsp, ok, outcome, revoked } from './statuses.ts';

type Given = Pick<RevocationInput, 'staples' | 'ocsp' | 'crls'>;

/** What is known, and the outcome in the modes off, soft-fail, hard-fail and staple-only. */
const table: readonly (readonly [string, Given, string, string, string, string])[] = [
  ['nothing asked for, nothing known', {}, ok, ok, missing, ok],
  ['no staple came', { staples: [undefined] }, ok, ok, missing, ok],
  ['a staple: good', { staples: [ocsp.good] }, ok, ok, ok, ok],
  ['a staple: revoked', { staples: [ocsp.revoked] }, ok, revoked, revoked, revoked],
  ['a staple: unknown', { staples: [ocsp.unknown] }, ok, bad, bad, bad],
  ['a staple: malformed', { staples: [ocsp.malformed] }, ok, bad, bad, bad],
  ['a staple: stale', { staples: [ocsp.stale] }, ok, bad, bad, bad],
  ['a staple: about another', { staples: [ocsp['about another']] }, ok, bad, bad, bad],
  ['a staple: by another key', { staples: [ocsp['by another key']] }, ok, bad, bad, bad],
  ['a staple: tryLater', { staples: [ocsp.tryLater] }, ok, ok, missing, ok],
  ['OCSP: good', { ocsp: [ocsp.good] }, ok, ok, ok, ok],
  ['OCSP: revoked', { ocsp: [ocsp.revoked] }, ok, revoked, revoked, ok],
  ['OCSP: unknown', { ocsp: [ocsp.unknown] }, ok, ok, missing, ok],
  ['OCSP: malformed', { ocsp: [ocsp.malformed] }, ok, ok, missing, ok],
  ['OCSP: stale', { ocsp: [ocsp.stale] }, ok, ok, missing, ok],
  ['OCSP: about another', { ocsp: [ocsp['about another']] }, ok, ok, missing, ok],
  ['OCSP: by another key', { ocsp: [ocsp['by another key']] }, ok, ok, missing, ok],
  ['OCSP: tryLater', { ocsp: [ocsp.tryLater] }, ok, ok, missing, ok],
  ['a CRL: good', { crls: [crls.good] }, ok, ok, ok, ok],
  ['a CRL: revoked', { crls: [crls.revoked] }, ok, revoked, revoked, ok],
  ['a CRL: malformed', { crls: [crls.malformed] }, ok, ok, missing, ok],
  ['a CRL: stale', { crls: [crls.stale] }, ok, ok, missing, ok],
  ['a CRL: by another key', { crls: [crls['by another key']] }, ok, ok, missing, ok],
  ['a CRL: by another issuer', { crls: [crls['by another issuer']] }, ok, ok, missing, ok],
  ['a CRL: unusable', { crls: [crls['with an unknown extension']] }, ok, ok, missing, ok],
  // What sources say together.
  ['revoked wins', { staples: [ocsp.good], crls: [crls.revoked] }, ok, revoked, revoked, ok],
  [
    'and over a bad staple',
    { staples: [ocsp.stale], crls: [crls.revoked] },
    ok,
    revoked,
    revoked,
    bad,
  ],
  ['a bad staple over good', { staples: [ocsp.stale], ocsp: [ocsp.good] }, ok, bad, bad, bad],
  ['good over unknown', { ocsp: [ocsp.unknown], crls: [crls.good] }, ok, ok, ok, ok],
  ['the worst of responders', { ocsp: [ocsp.good, ocsp.unknown] }, ok, ok, missing, ok],
  ['the worst of responders', { ocsp: [ocsp.good, ocsp.revoked] }, ok, revoked, revoked, ok],
];

const modes = ['off', 'soft-fail', 'hard-fail', 'staple-only'] as const;

describe('modes', () => {
  test.each(table)('%s', (_, given, ...expected) => {
    const policy = (mode: RevocationPolicy['mode']) => ({ mode });
    const found = modes.map((mode) =>
      outcome(checkRevocation(input({ ...given, policy: policy(mode) }))),
    );
    expect(found).toEqual(expected);
  });

  // RFC 9846 6.2: bad_certificate_status_response is sent by clients.
  test("a client's bad staple is refused with an alert that a server may send", () => {
    const result = checkRevocation(input({ purpose: 'client', staples: [ocsp.stale] }));
    expect(outcome(result)).toBe(missing);
  });
});
