/** CRLs made by hand: what they say of a certificate (RFC 5280 6.3), by both profiles. */
import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../runtime/x509/certificate.ts';
import { parseCrl } from '../../runtime/x509/crl.ts';
import { type CrlRules, checkCrls } from '../../runtime/x509/crl-check.ts';
import { StatusSignatures } from '../../runtime/x509/status-context.ts';
import {
  anchor,
  commonName,
  der,
  dnsName,
  extension,
  goodLeafExtensions,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  nowMs,
  oid,
  sequence,
  subjectKeyIdentifier,
  testKey,
  utcTime,
} from './make.ts';
import {
  type CrlFields,
  certificateIssuer,
  crlDistributionPoints,
  crlEntry,
  crlNumber,
  deltaCrlIndicator,
  directoryName,
  distributionPoint,
  flag,
  fullName,
  issuingDistributionPoint,
  makeCrl,
  reasonCode,
  reasonFlags,
  uri,
} from './make-status.ts';
import { verifyWithNode } from './node-signatures.ts';
import { crlRules } from './status-rules.ts';

const nothing = new Uint8Array(0);
const seven = integer(7);

const root = anchor(makeCa('Root', 'Root'));
const leafDer = makeLeaf('Root', { serialNumber: seven });
const defaultSubject = { certificate: anchor(leafDer), issuer: root, above: [root] };

/** The status by CRLs with these fields, or why the first of them was passed over. */
function statusBy(
  lists: readonly CrlFields[],
  rules: Partial<CrlRules> = {},
  subject = defaultSubject,
): string {
  const crls = lists.map((fields) => parseCrl(makeCrl(fields)));
  const signatures = new StatusSignatures([0x0403], verifyWithNode, 100);
  const { facts, problems } = checkCrls(subject, crls, crlRules({ signatures, ...rules }));
  return facts === undefined ? (problems[0] ?? 'no reason') : (facts.reason ?? facts.status);
}

const rfc5280 = { profile: 'rfc5280' } as const;

describe('default profile', () => {
  test.each<readonly [string, readonly CrlFields[], string | RegExp]>([
    ['an empty list', [{}], 'good'],
    ['the certificate', [{ entries: [crlEntry(seven)] }], 'unspecified'],
    ['on hold', [{ entries: [crlEntry(seven, [reasonCode(6)])] }], 'certificateHold'],
    ['another certificate', [{ entries: [crlEntry(integer(8))] }], 'good'],
    ['no list', [], /no CRL by CN=Root is given/],
    [
      'the newer of two',
      [{ entries: [crlEntry(seven)], thisUpdate: utcTime('291230000000Z') }, {}],
      'good',
    ],
    [
      'of two at once the higher number',
      [{ entries: [crlEntry(seven)], extensions: [crlNumber(1)] }, { extensions: [crlNumber(2)] }],
      'good',
    ],
    [
      'whichever comes first',
      [{ extensions: [crlNumber(1)] }, { entries: [crlEntry(seven)], extensions: [crlNumber(2)] }],
      'unspecified',
    ],
    [
      'a critical extension',
      [{ extensions: [extension('1.2.3', nothing, true)] }],
      /critical.*1\.2\.3/,
    ],
    ['an extension', [{ extensions: [extension('1.2.3', nothing)] }], 'good'],
    [
      'a critical extension of any entry',
      [{ entries: [crlEntry(integer(8), [extension('1.2.3', nothing, true)])] }],
      /critical.*1\.2\.3/,
    ],
    [
      'an indirect list',
      [{ extensions: [issuingDistributionPoint(flag(4))] }],
      /is an indirect CRL/,
    ],
    [
      'an entry of another issuer',
      [{ entries: [crlEntry(seven, [certificateIssuer(commonName('Other'))])] }],
      /names other issuers/,
    ],
    ['a list for users', [{ extensions: [issuingDistributionPoint(flag(1))] }], 'good'],
    ['a list for CAs', [{ extensions: [issuingDistributionPoint(flag(2))] }], /of CAs only/],
    ['a list for attributes', [{ extensions: [issuingDistributionPoint(flag(5))] }], /attribute/],
    [
      'some reasons',
      [{ extensions: [issuingDistributionPoint(reasonFlags(0x83, 1, 2))] }],
      /do not cover all reasons/,
    ],
    [
      'all reasons in two lists',
      [
        { extensions: [issuingDistributionPoint(reasonFlags(0x83, 1, 2))] },
        { extensions: [issuingDistributionPoint(reasonFlags(0x83, 3, 4, 5, 6, 7, 8))] },
      ],
      'good',
    ],
    [
      'some reasons, and one applies',
      [
        {
          entries: [crlEntry(seven, [reasonCode(1)])],
          extensions: [issuingDistributionPoint(reasonFlags(0x83, 1, 2))],
        },
      ],
      'keyCompromise',
    ],
    [
      'a delta CRL alone',
      [{ extensions: [crlNumber(2), deltaCrlIndicator(1)] }],
      /no CRL by CN=Root is given/,
    ],
    [
      'a delta CRL beside its base',
      [
        { extensions: [crlNumber(1)] },
        { entries: [crlEntry(seven)], extensions: [crlNumber(2), deltaCrlIndicator(1)] },
      ],
      'good',
    ],
    [
      'the same reasons in an older list, which is not asked any more',
      [
        { extensions: [issuingDistributionPoint(reasonFlags(0x83, 1, 2))] },
        {
          thisUpdate: utcTime('291230000000Z'),
          entries: [crlEntry(seven)],
          extensions: [issuingDistributionPoint(reasonFlags(0x83, 1, 2))],
        },
      ],
      /do not cover all reasons/,
    ],
    [
      'twice on the list, once as removed',
      [{ entries: [crlEntry(seven, [reasonCode(8)]), crlEntry(seven, [reasonCode(1)])] }],
      'keyCompromise',
    ],
    [
      'a name that is written otherwise',
      [{ issuer: commonName('ROOT') }],
      /no CRL by CN=Root is given/,
    ],
  ])('%s', (_, lists, expected) => {
    expect(statusBy(lists)).toMatch(expected);
  });

  test('an issuer without cRLSign', () => {
    const extensions = [
      extension('2.5.29.19', sequence(der(0x01, [0xff])), true),
      keyUsage('keyCertSign'),
    ];
    const issuer = anchor(makeCa('Root', 'Root', { extensions }));
    expect(statusBy([{}], {}, { ...defaultSubject, issuer, above: [issuer] })).toMatch(
      /no cRLSign/,
    );
  });

  test('a signature with SHA-1', () => {
    expect(statusBy([{ innerAlgorithm: sequence(oid('1.2.840.10045.4.1')) }])).toMatch(/is weak/);
  });

  test('a scheme that nobody here can verify', () => {
    const signatures = new StatusSignatures([], verifyWithNode, 100);
    expect(statusBy([{}], { signatures })).toMatch(/is unsupported/);
  });
});

describe('distribution points of the certificate', () => {
  const url = 'http://crl.example/1';
  const subjectWith = (...points: readonly Uint8Array[]) => {
    const extensions = [...goodLeafExtensions(), crlDistributionPoints(...points)];
    const certificate = anchor(makeLeaf('Root', { serialNumber: seven, extensions }));
    return { ...defaultSubject, certificate };
  };
  const at = distributionPoint(fullName(uri(url)));
  const here: CrlFields = { extensions: [issuingDistributionPoint(fullName(uri(url)))] };
  const there: CrlFields = { extensions: [issuingDistributionPoint(fullName(uri('http://x')))] };

  test('the list of a point', () => {
    expect(statusBy([here], {}, subjectWith(at))).toBe('good');
    expect(statusBy([{}], {}, subjectWith(at))).toBe('good');
    expect(statusBy([there], {}, subjectWith(at))).toMatch(/another distribution point/);
    expect(statusBy([here])).toMatch(/another distribution point/);
  });

  test('a name relative to the issuer is the same as its full name', () => {
    const part = sequence(oid('2.5.4.11'), der(0x0c, [0x61]));
    const full = sequence(commonName('Root').subarray(2), der(0x31, part));
    const relative = der(0xa0, der(0xa1, part));
    const list: CrlFields = { extensions: [issuingDistributionPoint(relative)] };
    const point = distributionPoint(der(0xa0, der(0xa0, directoryName(full))));
    expect(statusBy([list], {}, subjectWith(point))).toBe('good');
    expect(statusBy([list], {}, subjectWith(distributionPoint(relative)))).toBe('good');
  });

  test('names of other types are the same byte for byte', () => {
    const list = (name: string): CrlFields => ({
      extensions: [issuingDistributionPoint(fullName(dnsName(name)))],
    });
    const subject = subjectWith(distributionPoint(fullName(dnsName('a'))));
    expect(statusBy([list('a')], {}, subject)).toBe('good');
    expect(statusBy([list('b')], {}, subject)).toMatch(/another distribution point/);
  });

  test('points for some reasons each', () => {
    const some = (...bits: number[]) =>
      distributionPoint(fullName(uri(url)), reasonFlags(0x81, ...bits));
    expect(statusBy([here], {}, subjectWith(some(1, 2)))).toMatch(/do not cover all reasons/);
    const both = subjectWith(some(1, 2), some(3, 4, 5, 6, 7, 8));
    expect(statusBy([here], {}, both)).toBe('good');
  });

  test('a malformed extension leaves the status open', () => {
    const extensions = [...goodLeafExtensions(), extension('2.5.29.31', sequence())];
    const certificate = anchor(makeLeaf('Root', { extensions }));
    const status = statusBy([{}], {}, { ...defaultSubject, certificate });
    expect(status).toMatch(/^cRLDistributionPoints: .*\(at byte \d+\)/);
  });

  test('who issues the list for the certificate may be another', () => {
    const foreign = distributionPoint(der(0xa2, directoryName(commonName('Lister'))));
    const lister = anchor(
      makeLeaf('Root', {
        subject: commonName('Lister'),
        subjectPublicKeyInfo: testKey('Lister').subjectPublicKeyInfo,
        serialNumber: integer(9),
        extensions: [
          keyUsage('cRLSign'),
          crlDistributionPoints(distributionPoint(fullName(uri('http://lister.example')))),
        ],
      }),
    );
    const list = (more: CrlFields = {}): CrlFields => ({
      issuer: commonName('Lister'),
      signedBy: 'Lister',
      extensions: [issuingDistributionPoint(flag(4))],
      ...more,
    });
    const subject = subjectWith(foreign);
    const known = { ...rfc5280, crlSigners: [lister] };
    const byRoot = [certificateIssuer(commonName('Root'))];
    expect(statusBy([list()], known, subject)).toBe('good');
    expect(statusBy([list()], {}, subject)).toMatch(/is an indirect CRL/);
    expect(statusBy([list()], rfc5280, subject)).toMatch(/whose key is not known/);
    expect(statusBy([list({ extensions: [] })], known, subject)).toMatch(/not an indirect CRL/);
    // A point without a name means what is named after who issues its list.
    const named = (name: string): CrlFields =>
      list({
        extensions: [issuingDistributionPoint(fullName(directoryName(commonName(name))), flag(4))],
      });
    expect(statusBy([named('Lister')], known, subject)).toBe('good');
    expect(statusBy([named('Other')], known, subject)).toMatch(/another distribution point/);
    // An entry counts for its own issuer only, and for those that follow without one.
    expect(statusBy([list({ entries: [crlEntry(seven)] })], known, subject)).toBe('good');
    expect(statusBy([list({ entries: [crlEntry(seven, byRoot)] })], known, subject)).toBe(
      'unspecified',
    );
    const following = [crlEntry(integer(1), byRoot), crlEntry(seven)];
    expect(statusBy([list({ entries: following })], known, subject)).toBe('unspecified');
    const others = [certificateIssuer(commonName('Other'))];
    const left = [crlEntry(integer(1), byRoot), crlEntry(integer(2), others), crlEntry(seven)];
    expect(statusBy([list({ entries: left })], known, subject)).toBe('good');
    // A signer that the root has taken back signs nothing.
    const revokesLister: CrlFields = {
      entries: [crlEntry(integer(9))],
      extensions: [issuingDistributionPoint(fullName(uri('http://lister.example')))],
    };
    expect(statusBy([list(), revokesLister], known, subject)).toMatch(/which is revoked/);
  });
});

describe('other keys (rfc5280)', () => {
  const signer = (more: Parameters<typeof makeLeaf>[1] = {}) =>
    anchor(
      makeLeaf('Root', {
        subject: commonName('Root'),
        subjectPublicKeyInfo: testKey('second').subjectPublicKeyInfo,
        serialNumber: integer(9),
        extensions: [keyUsage('cRLSign'), subjectKeyIdentifier(2)],
        ...more,
      }),
    );
  const by = (crlSigners: readonly Certificate[], profile: CrlRules['profile'] = 'rfc5280') =>
    statusBy([{ signedBy: 'second' }], { profile, crlSigners });

  test('a certificate for CRLs that the issuer has issued', () => {
    expect(by([signer()])).toBe('good');
    expect(by([signer()], 'default')).toMatch(/signature that is bad/);
  });

  test.each([
    ['issued by nobody of the path', { signedBy: testKey('Mallory') }, /no CA of the path/],
    ['without cRLSign', { extensions: [keyUsage('digitalSignature')] }, /bad|no cRLSign/],
    ['not valid any more', { notAfter: utcTime('290101000000Z') }, /not valid now/],
    [
      'with a critical extension',
      { extensions: [keyUsage('cRLSign'), extension('1.2.3', nothing, true)] },
      /critical extension/,
    ],
  ])('not one that is %s', (_, fields, expected) => {
    const crls = [parseCrl(makeCrl({ signedBy: 'second' }))];
    const { facts, problems } = checkCrls(
      defaultSubject,
      crls,
      crlRules({ ...rfc5280, crlSigners: [signer(fields)] }),
    );
    expect(facts).toBeUndefined();
    expect(problems.join()).toMatch(expected);
  });

  test('not one whose issuer has another name', () => {
    expect(by([signer({ issuer: commonName('Other') })])).toMatch(/no CA of the path/);
  });

  test('key identifiers say whom to try first', () => {
    const decoys = [1, 3, 4].map((key) =>
      signer({
        subjectPublicKeyInfo: testKey(`decoy ${key}`).subjectPublicKeyInfo,
        extensions: [keyUsage('cRLSign'), subjectKeyIdentifier(key)],
      }),
    );
    const identifier = extension('2.5.29.35', sequence(der(0x80, [2])));
    // The list, the certificate of its signer, and whether the root has signed what may revoke it.
    const signatures = new StatusSignatures([0x0403], verifyWithNode, 3);
    const rules = { ...rfc5280, crlSigners: [...decoys, signer()], signatures };
    expect(statusBy([{ signedBy: 'second', extensions: [identifier] }], rules)).toBe('good');
  });

  test('names that differ in case and space only', () => {
    expect(statusBy([{ issuer: commonName('  ROOT ') }], rfc5280)).toBe('good');
  });
});

describe('delta CRLs (rfc5280)', () => {
  const base = (entries: readonly Uint8Array[] = [], number = 5): CrlFields => ({
    entries,
    extensions: [crlNumber(number)],
  });
  const delta = (entries: readonly Uint8Array[], more: CrlFields = {}): CrlFields => ({
    entries,
    extensions: [crlNumber(7), deltaCrlIndicator(4)],
    ...more,
  });
  const revokes = [crlEntry(seven, [reasonCode(1)])];
  const removes = [crlEntry(seven, [reasonCode(8)])];
  const holds = [crlEntry(seven, [reasonCode(6)])];

  test.each<readonly [string, readonly CrlFields[], string]>([
    ['revokes', [base(), delta(revokes)], 'keyCompromise'],
    ['removes from hold', [base(holds), delta(removes)], 'good'],
    ['says nothing of it', [base(holds), delta([])], 'certificateHold'],
    ['begins after its base', [base([], 3), delta(revokes)], 'good'],
    ['is older than its base', [base([], 7), delta(revokes)], 'good'],
    [
      'is newer, but of another issuer',
      [
        base(),
        delta(revokes),
        delta([], { issuer: commonName('Other'), thisUpdate: utcTime('291231120000Z') }),
      ],
      'keyCompromise',
    ],
    ['is not signed as its base', [base(), delta(revokes, { signedBy: 'Mallory' })], 'good'],
    ['is stale', [base(), delta(revokes, { nextUpdate: utcTime('291231120000Z') })], 'good'],
    [
      'has another scope',
      [
        base(),
        delta(revokes, {
          extensions: [crlNumber(7), deltaCrlIndicator(4), issuingDistributionPoint(flag(1))],
        }),
      ],
      'good',
    ],
    [
      'is not the newest',
      [base(), delta(revokes), delta(removes, { thisUpdate: utcTime('291231120000Z') })],
      'good',
    ],
  ])('one that %s', (_, lists, expected) => {
    expect(statusBy(lists, rfc5280)).toBe(expected);
  });
});

test('a list from the future, of yesterday and of no time', () => {
  const at = (timeMs: number) => statusBy([{}], { timeMs });
  expect(at(nowMs - 2 * 24 * 3_600_000)).toMatch(/to come/);
  expect(at(nowMs + 7 * 24 * 3_600_000)).toMatch(/should have been replaced/);
  expect(at(Number.NaN)).toMatch(/to come/);
});
