/** noRevAvail (RFC 9608): nobody is asked about such a certificate, and what may not have it. */
import { describe, expect, test } from 'vitest';
import { checkRevocation } from '../../runtime/x509/revocation.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  der,
  extension,
  goodCaExtensions,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  pathInput,
} from './make.ts';
import {
  crlDistributionPoints,
  distributionPoint,
  fullName,
  mustStaple,
  ocspAt,
  uri,
} from './make-status.ts';
import { crls, input, leaf, ocsp, ok, outcome, root } from './statuses.ts';

const null_ = der(0x05);
const noRevAvail = extension('2.5.29.56', null_);
const point = distributionPoint(fullName(uri('http://crl.example/')));
const leafWith = (...extensions: readonly Uint8Array[]) =>
  makeLeaf('Root', {
    serialNumber: integer(7),
    extensions: [...goodLeafExtensions(), ...extensions],
  });
const exemptLeaf = leafWith(noRevAvail);
const exempt = { path: [anchor(exemptLeaf), anchor(root)] };

describe('revocation', () => {
  test.each([
    ['hard-fail, where nobody says anything', { policy: { mode: 'hard-fail' } }],
    ['hard-fail, with a CRL of others', { policy: { mode: 'hard-fail' }, crls: [crls.good] }],
    ['a CRL that lists it', { crls: [crls.revoked] }],
    ['a bad staple', { staples: [ocsp.malformed] }],
  ] as const)('RFC 9608 4: %s: it passes, and nobody is asked', (_name, more) => {
    const result = checkRevocation(input({ ...more, ...exempt }));
    expect(outcome(result)).toBe(ok);
    expect(result.needs).toEqual([]);
    expect(result.certificates).toMatchObject([
      { index: 0, status: 'exempt', source: undefined, passedOver: [] },
    ]);
  });

  test('without it the same is refused', () => {
    const policy = { mode: 'hard-fail' } as const;
    expect(outcome(checkRevocation(input({ policy })))).not.toBe(ok);
    const path = [anchor(leaf), anchor(root)];
    expect(outcome(checkRevocation(input({ path, crls: [crls.revoked] })))).not.toBe(ok);
  });

  test('who demands a staple demands it all the same', () => {
    const required = { mustStaple: 'require' } as const;
    expect(outcome(checkRevocation(input({ ...exempt, policy: required })))).not.toBe(ok);
    const path = [anchor(leafWith(noRevAvail, mustStaple)), anchor(root)];
    expect(outcome(checkRevocation(input({ path, staples: [undefined] })))).not.toBe(ok);
  });
});

describe('paths', () => {
  const ca = (...extensions: readonly Uint8Array[]) =>
    makeCa('CA', 'Root', { extensions: [...goodCaExtensions(), ...extensions] });

  test('a leaf may have it', () => {
    expect(verifyChain(pathInput([exemptLeaf]))).toMatchObject({ accepted: true });
  });

  test.each<[string, readonly Uint8Array[], RegExp]>([
    ['critical', [leafWith(extension('2.5.29.56', null_, true))], /as a critical extension/],
    ['with CRLs', [leafWith(noRevAvail, crlDistributionPoints(point))], /where its CRLs are/],
    ['with a responder', [leafWith(noRevAvail, ocspAt('http://o/'))], /names an OCSP responder/],
    ['in a CA', [makeLeaf('CA'), ca(noRevAvail)], /is a CA certificate/],
  ])('RFC 9608 3: %s: refused', (_name, chain, detail) => {
    for (const profile of ['default', 'strict', 'rfc5280'] as const) {
      const result = verifyChain(pathInput(chain, { profile }));
      expect(result).toMatchObject({ accepted: false, rule: 'no-rev-avail' });
      expect(result).toMatchObject({ detail: expect.stringMatching(detail) });
    }
  });

  test.each([
    ['contents', extension('2.5.29.56', Uint8Array.of(5, 1, 0))],
    ['another type', extension('2.5.29.56', integer(1))],
    ['nothing', extension('2.5.29.56', new Uint8Array(0))],
  ])('RFC 9608 2: a value with %s is malformed', (_name, wrong) => {
    const result = verifyChain(pathInput([leafWith(wrong)]));
    expect(result).toMatchObject({ accepted: false, code: 'ERR_TLS_CERT_MALFORMED' });
  });
});
