/** The knobs of revocation one by one, what it tells, and what it asks for. */
import { describe, expect, test } from 'vitest';
import { parseCrl } from '../../runtime/x509/crl.ts';
import {
  checkRevocation,
  type RevocationInput,
  type RevocationPolicy,
} from '../../runtime/x509/revocation.ts';
import type { SignatureMemory } from '../../runtime/x509/status-context.ts';
import {
  anchor,
  commonName,
  der,
  extension,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  sequence,
} from './make.ts';
import {
  byName,
  certId,
  crlDistributionPoints,
  crlEntry,
  directoryName,
  distributionPoint,
  fullName,
  isRevoked,
  makeCrl,
  makeOcsp,
  mustStaple,
  ocspAt,
  singleResponse,
  uri,
} from './make-status.ts';
import { verifyWithNode } from './node-signatures.ts';

import { bad, crls, input, leaf, missing, ocsp, ok, outcome, revoked, root } from './statuses.ts';

describe('what is told', () => {
  test('who says good, and for how long', () => {
    const { certificates } = checkRevocation(input({ staples: [ocsp.good], crls: [crls.good] }));
    expect(certificates).toEqual([
      {
        index: 0,
        status: 'good',
        source: 'staple',
        thisUpdateMs: Date.UTC(2029, 11, 31),
        nextUpdateMs: Date.UTC(2030, 0, 7),
        revocationTimeMs: undefined,
        reason: undefined,
        passedOver: [],
      },
    ]);
  });

  test('the first source of the policy that says good is named', () => {
    const policy = { sources: ['crl', 'staple'] } as const;
    const given = { staples: [ocsp.good], crls: [crls.good] };
    const { certificates } = checkRevocation(input({ ...given, policy }));
    expect(certificates[0]?.source).toBe('crl');
  });

  test('when and why it was revoked', () => {
    const result = checkRevocation(input({ ocsp: [ocsp.revoked] }));
    expect(result.certificates[0]).toMatchObject({
      status: 'revoked',
      source: 'ocsp',
      revocationTimeMs: Date.UTC(2029, 11, 1),
      reason: 'keyCompromise',
    });
    expect(result).toMatchObject({
      index: 0,
      subject: 'CN=Leaf',
      detail:
        'certificate 0 of the path (CN=Leaf) was revoked at 2029-12-01T00:00:00Z ' +
        '(keyCompromise), as an OCSP response says',
    });
  });

  test('why each source was passed over', () => {
    const given = { ocsp: [ocsp.tryLater, ocsp.malformed], crls: [crls.stale] };
    const { certificates } = checkRevocation(input(given));
    expect(certificates[0]?.passedOver).toEqual([
      { source: 'ocsp', problem: expect.stringMatching(/^malformed: .*\(at byte \d+\)$/) },
      { source: 'ocsp', problem: 'the responder answers tryLater' },
      {
        source: 'crl',
        problem: 'the CRL by CN=Root should have been replaced by 2029-12-08T00:00:00Z',
      },
    ]);
  });

  test('nothing of sources that have nothing to do with it', () => {
    const given = { ocsp: [ocsp['about another']], crls: [] };
    expect(checkRevocation(input(given)).certificates[0]?.passedOver).toEqual([]);
  });

  test('a source that the policy leaves out is not asked', () => {
    const given = { staples: [ocsp.revoked], ocsp: [ocsp.revoked], crls: [crls.good] };
    const result = checkRevocation(input({ ...given, policy: { sources: ['crl'] } }));
    expect(outcome(result)).toBe(ok);
  });
});

// RFC 7633.
describe('must-staple', () => {
  const promising = makeLeaf('Root', {
    serialNumber: integer(7),
    extensions: [...goodLeafExtensions(), mustStaple],
  });
  const unclear = makeLeaf('Root', {
    serialNumber: integer(7),
    extensions: [...goodLeafExtensions(), extension('1.3.6.1.5.5.7.1.24', integer(5))],
  });
  const check = (
    leafDer: Uint8Array,
    mode: RevocationPolicy['mustStaple'],
    staples: RevocationInput['staples'],
  ) => {
    const path = [anchor(leafDer), anchor(root)];
    // A CRL does not stand in for a staple.
    return outcome(
      checkRevocation(input({ path, staples, crls: [crls.good], policy: { mustStaple: mode } })),
    );
  };

  /** The certificate, the staple, and the outcome with honour, require and ignore. */
  test.each([
    ['promises it, and it came', promising, [ocsp.good], ok, ok, ok],
    ['promises it, and none came', promising, [undefined], missing, missing, ok],
    ['promises it, and tryLater came', promising, [ocsp.tryLater], missing, missing, ok],
    ['promises it, and nobody asked', promising, undefined, ok, missing, ok],
    ['promises nothing, and none came', leaf, [undefined], ok, missing, ok],
    ['promises what cannot be read, and none came', unclear, [undefined], missing, missing, ok],
  ] as const)('the certificate %s', (_, certificate, staples, ...expected) => {
    const settings = ['honour', 'require', 'ignore'] as const;
    expect(settings.map((mode) => check(certificate, mode, staples))).toEqual(expected);
  });

  test('is asked of the leaf only', () => {
    const intermediate = makeCa('Intermediate', 'Root');
    const below = makeLeaf('Intermediate');
    const good = makeOcsp({
      responses: [singleResponse(certId(below, intermediate))],
      responderId: byName(commonName('Intermediate')),
      signedBy: 'Intermediate',
    });
    const path = [below, intermediate, root].map(anchor);
    const policy = { mustStaple: 'require' } as const;
    expect(outcome(checkRevocation(input({ path, staples: [good], policy })))).toBe(ok);
  });

  test('says so', () => {
    const path = [anchor(promising), anchor(root)];
    expect(checkRevocation(input({ path, staples: [undefined] }))).toMatchObject({
      detail: expect.stringMatching(/must come with a stapled OCSP response.*: it came without$/),
      needs: [],
    });
  });
});

describe('the chain', () => {
  const intermediate = makeCa('Intermediate', 'Root', { serialNumber: integer(2) });
  const below = makeLeaf('Intermediate', { serialNumber: integer(7) });
  const path = [anchor(below), anchor(intermediate), anchor(root)];
  const issuer = commonName('Intermediate');
  const leafCrl = makeCrl({ issuer, signedBy: 'Intermediate' });
  const revokesCa = makeCrl({ entries: [crlEntry(integer(2))] });
  const check = (more: Partial<RevocationInput>) => checkRevocation(input({ path, ...more }));

  test('depth chain: an intermediate that is revoked', () => {
    const result = check({ crls: [leafCrl, revokesCa] });
    expect(result).toMatchObject({ accepted: false, code: revoked, index: 1 });
    expect(result.certificates.map(({ status }) => status)).toEqual(['good', 'revoked']);
  });

  test('depth leaf: only the leaf is asked about', () => {
    const policy = { depth: 'leaf', mode: 'hard-fail' } as const;
    const result = check({ crls: [leafCrl, revokesCa], policy });
    expect(outcome(result)).toBe(ok);
    expect(result.certificates.map(({ index }) => index)).toEqual([0]);
  });

  test('depth leaf: a staple of an intermediate that came is judged all the same', () => {
    const policy = { depth: 'leaf' } as const;
    const caId = certId(intermediate, root);
    const good = makeOcsp({ responses: [singleResponse(caId)] });
    const worse = makeOcsp({ responses: [singleResponse(caId, isRevoked)] });
    expect(outcome(check({ policy, staples: [undefined, good] }))).toBe(ok);
    expect(outcome(check({ policy, staples: [undefined, worse] }))).toBe(revoked);
    expect(outcome(check({ policy, staples: [undefined, ocsp.stale] }))).toBe(bad);
  });

  test('hard-fail wants the status of each', () => {
    const policy = { mode: 'hard-fail' } as const;
    expect(check({ crls: [leafCrl], policy })).toMatchObject({ code: missing, index: 1 });
    expect(outcome(check({ crls: [leafCrl, makeCrl()], policy }))).toBe(ok);
  });

  test('what is revoked is told before what is missing', () => {
    const policy = { mode: 'hard-fail' } as const;
    expect(check({ crls: [revokesCa], policy })).toMatchObject({ code: revoked, index: 1 });
  });

  test('a path of a pinned certificate has nobody to ask', () => {
    const policy = { mode: 'hard-fail', mustStaple: 'require' } as const;
    const result = checkRevocation(input({ path: [anchor(root)], policy }));
    expect(result).toEqual({ accepted: true, certificates: [], needs: [] });
  });
});

describe('what could be fetched', () => {
  const urls = ['http://ocsp.example/a', 'ldap://ocsp.example', 'http://ocsp.example/b'];
  const crlUrl = 'http://crl.example/1.crl';
  const told = makeLeaf('Root', {
    serialNumber: integer(7),
    extensions: [
      ...goodLeafExtensions(),
      ocspAt(...urls),
      crlDistributionPoints(distributionPoint(fullName(uri(crlUrl), uri('ldap://crl.example')))),
    ],
  });
  const path = [anchor(told), anchor(root)];
  const check = (more: Partial<RevocationInput>) => checkRevocation(input({ path, ...more }));
  const all = [
    'ocsp 0 http://ocsp.example/a',
    'ocsp 0 http://ocsp.example/b',
    'crl http://crl.example/1.crl',
  ];

  test.each(['soft-fail', 'hard-fail'] as const)('%s: what is open', (mode) => {
    expect(check({ policy: { mode } }).needs.map((need) => need.id)).toEqual(all);
  });

  test('in the order of the sources, and of those only', () => {
    const [one, two, crl] = all;
    const ids = (sources: RevocationPolicy['sources']) =>
      check({ policy: { sources } }).needs.map((need) => need.id);
    expect(ids(['crl', 'ocsp'])).toEqual([crl, one, two]);
    expect(ids(['staple', 'crl'])).toEqual([crl]);
    expect(check({ policy: { mode: 'staple-only' } }).needs).toEqual([]);
    expect(check({ policy: { mode: 'off' } }).needs).toEqual([]);
  });

  test('not what is known, nor when the refusal is final', () => {
    expect(check({ staples: [ocsp.good] }).needs).toEqual([]);
    expect(check({ staples: [ocsp.revoked] }).needs).toEqual([]);
    expect(check({ staples: [ocsp.stale] }).needs).toEqual([]);
  });

  test('not what was fetched before, whatever came of it', () => {
    const { needs } = check({ fetched: all.slice(0, 1) });
    expect(needs.map((need) => need.id)).toEqual(all.slice(1));
    expect(check({ fetched: all, policy: { mode: 'hard-fail' } }).needs).toEqual([]);
  });

  test('what did not come is told, with its URL and why', () => {
    const { needs } = check({});
    const [first, second] = needs;
    if (first === undefined || second === undefined) throw new Error('there are two needs');
    const unavailable = [
      { need: first, problem: 'connect ECONNREFUSED\u001b[0m' },
      { need: second, problem: undefined },
      { need: { ...second, index: 1 }, problem: "another certificate's" },
    ];
    const result = check({ fetched: all, unavailable, policy: { mode: 'hard-fail' } });
    expect(result).toMatchObject({
      detail:
        'certificate 0 of the path (CN=Leaf) has no status that counts: ' +
        'OCSP: nothing came from http://ocsp.example/a (connect ECONNREFUSED\\1b[0m); ' +
        'OCSP: nothing came from http://ocsp.example/b',
    });
  });

  test('what was fetched is used when it is given', () => {
    const policy = { mode: 'hard-fail' } as const;
    expect(outcome(check({ policy }))).toBe(missing);
    expect(outcome(check({ policy, ocsp: [ocsp.good], fetched: all.slice(0, 1) }))).toBe(ok);
    expect(outcome(check({ policy, crls: [crls.good], fetched: all.slice(2) }))).toBe(ok);
  });

  test('not for whom depth leaves out', () => {
    const caExtensions = [
      extension('2.5.29.19', sequence(der(0x01, [0xff])), true),
      ocspAt('http://ocsp.example/ca'),
    ];
    const intermediate = makeCa('Intermediate', 'Root', { extensions: caExtensions });
    const three = [makeLeaf('Intermediate'), intermediate, root].map(anchor);
    const staples = [undefined, ocsp.tryLater];
    const needs = (depth: RevocationPolicy['depth']) =>
      checkRevocation(input({ path: three, staples, policy: { depth } })).needs.length;
    expect([needs('chain'), needs('leaf')]).toEqual([1, 0]);
  });

  test('lists of others and deltas only in the profile that can use them', () => {
    const lister = der(0xa2, directoryName(commonName('Lister')));
    const extensions = [
      ...goodLeafExtensions(),
      crlDistributionPoints(
        distributionPoint(fullName(uri('http://crl.example/own'))),
        distributionPoint(fullName(uri('http://crl.example/other')), lister),
      ),
      extension(
        '2.5.29.46',
        sequence(distributionPoint(fullName(uri('http://crl.example/delta')))),
      ),
    ];
    const odd = [anchor(makeLeaf('Root', { extensions })), anchor(root)];
    const needs = (profile: 'default' | 'rfc5280') =>
      checkRevocation(input({ path: odd, profile })).needs.map(({ url }) => url.slice(19));
    expect(needs('default')).toEqual(['own']);
    expect(needs('rfc5280')).toEqual(['own', 'other', 'delta']);
  });

  test('a malformed extension names nothing', () => {
    const extensions = [...goodLeafExtensions(), extension('1.3.6.1.5.5.7.1.1', sequence())];
    const odd = anchor(makeLeaf('Root', { extensions }));
    expect(checkRevocation(input({ path: [odd, anchor(root)] })).needs).toEqual([]);
  });

  test('a CRL that serves two certificates is fetched once', () => {
    const points = crlDistributionPoints(distributionPoint(fullName(uri(crlUrl))));
    const caExtensions = [extension('2.5.29.19', sequence(der(0x01, [0xff])), true), points];
    const intermediate = makeCa('Intermediate', 'Root', { extensions: caExtensions });
    const below = makeLeaf('Intermediate', { extensions: [...goodLeafExtensions(), points] });
    const three = [below, intermediate, root].map(anchor);
    expect(checkRevocation(input({ path: three })).needs).toHaveLength(1);
  });
});

describe('time', () => {
  const at = (timeMs: number, policy: Partial<RevocationPolicy> = {}) =>
    outcome(
      checkRevocation(
        input({
          timeMs,
          crls: [crls.good],
          policy: { mode: 'hard-fail', clockSkewSeconds: 0, ...policy },
        }),
      ),
    );
  const thisUpdate = Date.UTC(2029, 11, 31);
  const nextUpdate = Date.UTC(2030, 0, 7);

  test('from thisUpdate on, before nextUpdate', () => {
    expect(
      [thisUpdate - 1, thisUpdate, nextUpdate - 1, nextUpdate].map((time) => at(time)),
    ).toEqual([missing, ok, ok, missing]);
  });

  test('clockSkewSeconds widens both ends', () => {
    const skew = { clockSkewSeconds: 60 };
    const times = [
      thisUpdate - 60_001,
      thisUpdate - 60_000,
      nextUpdate + 59_999,
      nextUpdate + 60_000,
    ];
    expect(times.map((time) => at(time, skew))).toEqual([missing, ok, ok, missing]);
  });

  test('maxAgeSeconds counts though nextUpdate is to come', () => {
    const maxAge = { maxAgeSeconds: 3600 };
    expect(
      [thisUpdate + 3_600_000, thisUpdate + 3_600_001].map((time) => at(time, maxAge)),
    ).toEqual([ok, missing]);
  });

  test('clockSkewSeconds counts for maxAgeSeconds as well', () => {
    const both = { maxAgeSeconds: 3600, clockSkewSeconds: 60 };
    const times = [thisUpdate + 3_660_000, thisUpdate + 3_660_001];
    expect(times.map((time) => at(time, both))).toEqual([ok, missing]);
  });

  test('without nextUpdate a status counts for a week, or for maxAgeSeconds', () => {
    const open = makeCrl({ nextUpdate: new Uint8Array(0) });
    const check = (timeMs: number, maxAgeSeconds?: number) => {
      const policy = { mode: 'hard-fail', clockSkewSeconds: 0, maxAgeSeconds } as const;
      return outcome(checkRevocation(input({ timeMs, crls: [open], policy })));
    };
    const week = 7 * 24 * 3_600_000;
    expect(check(thisUpdate + week)).toBe(ok);
    expect(check(thisUpdate + week + 1)).toBe(missing);
    expect(check(thisUpdate + week + 1, 30 * 24 * 3600)).toBe(ok);
  });

  test('a time that is no number is never within', () => {
    expect(at(Number.NaN)).toBe(missing);
  });
});

describe('limits', () => {
  test('one signature more than allowed is fatal, even to soft-fail', () => {
    const given = { staples: [ocsp.good], crls: [crls.good] };
    expect(outcome(checkRevocation(input({ ...given, limits: { signatures: 2 } })))).toBe(ok);
    expect(checkRevocation(input({ ...given, limits: { signatures: 1 } }))).toMatchObject({
      accepted: false,
      code: 'PATH_LENGTH_EXCEEDED',
      detail: 'certificate 0 of the path (CN=Leaf) needs more than 1 signatures of statuses',
    });
  });

  test('a host that keeps verdicts has a CRL verified once', () => {
    let count = 0;
    const verifySignature: RevocationInput['verifySignature'] = (...all) => {
      count += 1;
      return verifyWithNode(...all);
    };
    const memory: SignatureMemory = new WeakMap();
    const parsed = input({ memory, verifySignature, crls: [parseCrl(crls.good)] });
    expect([checkRevocation(parsed), checkRevocation(parsed)].map(outcome)).toEqual([ok, ok]);
    expect(count).toBe(1);
  });
});
