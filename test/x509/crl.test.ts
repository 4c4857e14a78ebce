/** CRLs made by hand: their form (RFC 5280 5), and entries that are found again. */
import { describe, expect, test } from 'vitest';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { parseCrl } from '../../runtime/x509/crl.ts';
import {
  commonName,
  der,
  emptyName,
  extension,
  generalizedTime,
  integer,
  oid,
  sequence,
  utcTime,
} from './make.ts';
import {
  type CrlFields,
  crlEntry,
  crlNumber,
  flag,
  fullName,
  issuingDistributionPoint,
  makeCrl,
  reasonCode,
  reasonFlags,
  uri,
} from './make-status.ts';

const nothing = new Uint8Array(0);
const seven = integer(7);

describe('form', () => {
  test('what a list says', () => {
    const crl = parseCrl(
      makeCrl({ entries: [crlEntry(seven, [reasonCode(4)])], extensions: [crlNumber(9)] }),
    );
    expect(crl).toMatchObject({
      issuer: commonName('Root'),
      thisUpdateMs: Date.UTC(2029, 11, 31),
      nextUpdateMs: Date.UTC(2030, 0, 7),
      extensions: { crlNumber: 9n, baseCrlNumber: undefined, unknownCritical: [] },
    });
    expect(crl.revokedCertificates.find(Uint8Array.of(7))).toEqual([
      {
        revocationDateMs: Date.UTC(2029, 11, 1),
        reason: 'superseded',
        certificateIssuer: undefined,
      },
    ]);
  });

  test('version 1, which has no extensions', () => {
    const crl = parseCrl(makeCrl({ version: nothing, entries: [crlEntry(seven)] }));
    expect(crl.revokedCertificates.count).toBe(1);
  });

  test('an issuingDistributionPoint', () => {
    const point = issuingDistributionPoint(
      fullName(uri('http://crl.example')),
      flag(1),
      reasonFlags(0x83, 1, 8),
      flag(4),
    );
    expect(
      parseCrl(makeCrl({ extensions: [point] })).extensions.issuingDistributionPoint,
    ).toMatchObject({
      name: { fullName: [{ type: 'uri', uri: 'http://crl.example' }] },
      onlyContainsUserCerts: true,
      onlyContainsCaCerts: false,
      onlyContainsAttributeCerts: false,
      onlySomeReasons: 0b1_0000_0010,
      indirectCrl: true,
    });
  });

  test.each<readonly [string, CrlFields]>([
    ['version 1 spelled out', { version: integer(0) }],
    ['version 3', { version: integer(2) }],
    ['another algorithm outside', { outerAlgorithm: sequence(oid('1.2.3')) }],
    ['an empty issuer', { issuer: emptyName }],
    ['30 February', { thisUpdate: utcTime('300230000000Z') }],
    ['an entry without a date', { entries: [sequence(seven)] }],
    ['an entry with more after its extensions', { entries: [sequence(crlEntry(seven))] }],
    [
      'an entry revoked on 30 February',
      { entries: [crlEntry(seven, [], utcTime('290230000000Z'))] },
    ],
    ['an entry revoked at 24 hours', { entries: [crlEntry(seven, [], utcTime('290227240000Z'))] }],
    ['an entry revoked in month 13', { entries: [crlEntry(seven, [], utcTime('291301000000Z'))] }],
    ['an entry without seconds', { entries: [crlEntry(seven, [], utcTime('2913010000Z'))] }],
    ['an empty serial number', { entries: [crlEntry(integer())] }],
    ['an entry whose date has no Z', { entries: [crlEntry(seven, [], utcTime('2912010000000'))] }],
    ['an entry longer than the list', { entries: [crlEntry(seven), Uint8Array.of(0x30, 0x20, 2)] }],
    [
      // What is too much is what comes after the extensions that it shares with the one before.
      'an entry with a byte after the extensions of the one before',
      {
        entries: [
          crlEntry(seven, [reasonCode(1)]),
          sequence(
            integer(8),
            utcTime('291201000000Z'),
            sequence(reasonCode(1)),
            Uint8Array.of(0x30),
          ),
        ],
      },
    ],
    ['a padded serial number', { entries: [crlEntry(integer(0, 7))] }],
    ['a padded negative serial number', { entries: [crlEntry(integer(0xff, 0xff))] }],
    [
      'empty entry extensions',
      { entries: [sequence(seven, utcTime('291201000000Z'), sequence())] },
    ],
    ['a reason that is not known', { entries: [crlEntry(seven, [reasonCode(7)])] }],
    ['a reason as an INTEGER', { entries: [crlEntry(seven, [extension('2.5.29.21', seven)])] }],
    ['an entry extension twice', { entries: [crlEntry(seven, [reasonCode(1), reasonCode(1)])] }],
    [
      'entry extensions in version 1',
      { version: nothing, entries: [crlEntry(seven, [reasonCode(1)])] },
    ],
    ['extensions in version 1', { version: nothing, extensions: [crlNumber(1)] }],
    ['an extension twice', { extensions: [crlNumber(1), crlNumber(1)] }],
    [
      'a CRL number of 21 octets',
      { extensions: [extension('2.5.29.20', integer(1, ...new Uint8Array(21)))] },
    ],
    ['a negative CRL number', { extensions: [extension('2.5.29.20', integer(0x80))] }],
    ['an empty issuingDistributionPoint', { extensions: [issuingDistributionPoint()] }],
    ['two scopes', { extensions: [issuingDistributionPoint(flag(1), flag(2))] }],
    [
      'reasons that are not known',
      { extensions: [issuingDistributionPoint(reasonFlags(0x83, 9))] },
    ],
    ['no reasons', { extensions: [issuingDistributionPoint(der(0x83, [0]))] }],
    [
      'reasons that end with zeros',
      { extensions: [issuingDistributionPoint(der(0x83, [0, 0x40]))] },
    ],
    ['FALSE spelled out', { extensions: [issuingDistributionPoint(flag(1), der(0x84, [0]))] }],
  ])('%s is malformed', (_, fields) => {
    expect(() => parseCrl(makeCrl(fields))).toThrow(CertificateError);
  });

  test('every cut, and a byte more', () => {
    const whole = makeCrl({
      entries: [crlEntry(seven, [reasonCode(1)])],
      extensions: [crlNumber(1)],
    });
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseCrl(whole.subarray(0, length))).toThrow(CertificateError);
    }
    expect(() => parseCrl(Uint8Array.of(...whole, 0))).toThrow(/after the last element/);
  });

  test('an error tells the place in the whole list', () => {
    const entries = [crlEntry(seven), crlEntry(seven, [], utcTime('290230000000Z'))];
    const bytes = makeCrl({ entries });
    const second = Buffer.from(bytes).indexOf('290230000000Z', 0, 'latin1') - 2;
    expect(() => parseCrl(bytes)).toThrow(`not a date of the calendar (at byte ${second + 15})`);
  });

  test('entries in unusual forms are found', () => {
    const long = integer(...Array.from({ length: 20 }, () => 0x7f));
    const negative = integer(0xff);
    const late = generalizedTime('20550131000000Z');
    const entries = [crlEntry(long), crlEntry(negative), crlEntry(integer(0, 0xff), [], late)];
    const { revokedCertificates } = parseCrl(makeCrl({ entries }));
    const dates = [long, negative, integer(0, 0xff), integer(0x01)].map((serial) =>
      revokedCertificates.find(serial.subarray(2)).map(({ revocationDateMs }) => revocationDateMs),
    );
    const usual = Date.UTC(2029, 11, 1);
    expect(dates).toEqual([[usual], [usual], [Date.UTC(2055, 0, 31)], []]);
  });
});

describe('a large list', () => {
  const serialOf = (number: number) =>
    integer(0x40, number >> 16, (number >> 8) & 0xff, number & 0xff);
  const count = 20_000;
  const entries = Array.from({ length: count }, (_, i) =>
    crlEntry(serialOf(2 * i), i % 3 === 0 ? [reasonCode(1 + (i % 6))] : []),
  );
  const { revokedCertificates } = parseCrl(makeCrl({ entries }));

  test('each is found, and nobody else', () => {
    const found = (number: number) => revokedCertificates.find(serialOf(number).subarray(2)).length;
    expect(revokedCertificates.count).toBe(count);
    for (let i = 0; i < count; i++) {
      if (found(2 * i) !== 1 || found(2 * i + 1) !== 0)
        expect.unreachable(`serial number ${2 * i}`);
    }
  });

  test('with its own reason', () => {
    const [entry] = revokedCertificates.find(serialOf(2 * 9).subarray(2));
    expect(entry?.reason).toBe('superseded');
  });
});
