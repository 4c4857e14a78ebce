/** The extensions that say where a status can be had (RFC 5280 4.2.1.13, 4.2.2.1; RFC 7633). */
import { describe, expect, test } from 'vitest';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import {
  accessUrls,
  crlDistributionPoints,
  freshestCrl,
  requiredTlsFeatures,
} from '../../runtime/x509/status-extensions.ts';
import {
  anchor,
  ascii,
  commonName,
  der,
  dnsName,
  extension,
  goodLeafExtensions,
  integer,
  makeLeaf,
  oid,
  sequence,
} from './make.ts';
import {
  directoryName,
  distributionPoint,
  fullName,
  mustStaple,
  ocspAt,
  reasonFlags,
  uri,
} from './make-status.ts';

const leafWith = (...extensions: readonly Uint8Array[]) =>
  anchor(makeLeaf('Root', { extensions: [...goodLeafExtensions(), ...extensions] }));
const bare = leafWith();
const points = (...list: readonly Uint8Array[]) => extension('2.5.29.31', sequence(...list));
const access = (method: string, location: Uint8Array) => sequence(oid(method), location);
const aia = (...list: readonly Uint8Array[]) => extension('1.3.6.1.5.5.7.1.1', sequence(...list));
const feature = (value: Uint8Array) => extension('1.3.6.1.5.5.7.1.24', value);

test('a certificate without them says nothing', () => {
  expect(accessUrls(bare)).toEqual({ ocsp: [], caIssuers: [] });
  expect(crlDistributionPoints(bare)).toBeUndefined();
  expect(freshestCrl(bare)).toBeUndefined();
  expect(requiredTlsFeatures(bare)).toEqual([]);
  const noExtensions = anchor(makeLeaf('Root', { extensionsField: new Uint8Array(0) }));
  expect(crlDistributionPoints(noExtensions)).toBeUndefined();
});

describe('authorityInfoAccess', () => {
  test('OCSP and issuers, as far as they can be fetched', () => {
    const certificate = leafWith(
      aia(
        access('1.3.6.1.5.5.7.48.1', uri('http://ocsp.example')),
        access('1.3.6.1.5.5.7.48.2', uri('HTTPS://ca.example/ca.cer')),
        access('1.3.6.1.5.5.7.48.2', uri('ldap://ca.example')),
        access('1.3.6.1.5.5.7.48.1', directoryName(commonName('OCSP'))),
        access('1.3.6.1.5.5.7.48.3', uri('http://time.example')),
      ),
    );
    expect(accessUrls(certificate)).toEqual({
      ocsp: ['http://ocsp.example'],
      caIssuers: ['HTTPS://ca.example/ca.cer'],
    });
  });

  test.each([
    ['empty', aia()],
    ['without a location', aia(sequence(oid('1.3.6.1.5.5.7.48.1')))],
    ['with a URI beyond ASCII', aia(access('1.3.6.1.5.5.7.48.1', der(0x86, [0xe9])))],
    ['with a name of no type', aia(access('1.3.6.1.5.5.7.48.1', der(0x89, ascii('x'))))],
    [
      'with more after it',
      extension('1.3.6.1.5.5.7.1.1', Uint8Array.of(...sequence(access('1.2.3', uri('x'))), 0)),
    ],
  ])('%s is malformed', (_, bytes) => {
    expect(() => accessUrls(leafWith(bytes))).toThrow(CertificateError);
  });

  test('an error tells the place in the certificate', () => {
    const certificate = leafWith(ocspAt('http://é.example'));
    const place = Buffer.from(certificate.der).indexOf('http://', 0, 'latin1');
    expect(() => accessUrls(certificate)).toThrow(
      `a URI is not ASCII (at byte ${place + 'http://é.example'.length + 1})`,
    );
  });
});

describe('distribution points', () => {
  const part = sequence(oid('2.5.4.3'), der(0x0c, ascii('part')));

  test('names, reasons and issuers', () => {
    const certificate = leafWith(
      points(
        distributionPoint(fullName(uri('http://crl.example'), dnsName('crl.example'))),
        distributionPoint(
          der(0xa0, der(0xa1, part)),
          reasonFlags(0x81, 0, 1, 7),
          der(0xa2, directoryName(commonName('Lister'))),
        ),
      ),
    );
    expect(crlDistributionPoints(certificate)).toEqual([
      {
        name: {
          fullName: [
            { type: 'uri', uri: 'http://crl.example' },
            { type: 'other', der: dnsName('crl.example') },
          ],
        },
        reasons: undefined,
        crlIssuer: [],
      },
      {
        name: { nameRelativeToCrlIssuer: part },
        // The first flag is unused.
        reasons: 0b1000_0010,
        crlIssuer: [{ type: 'directoryName', name: commonName('Lister') }],
      },
    ]);
  });

  test('freshestCRL has the same form', () => {
    const certificate = leafWith(
      extension('2.5.29.46', sequence(distributionPoint(fullName(uri('http://delta.example'))))),
    );
    expect(freshestCrl(certificate)).toMatchObject([
      { name: { fullName: [{ uri: 'http://delta.example' }] } },
    ]);
  });

  test.each([
    ['none', points()],
    ['a point without a name', points(distributionPoint(reasonFlags(0x81, 1)))],
    ['an empty name', points(distributionPoint(der(0xa0)))],
    ['a full name of nothing', points(distributionPoint(der(0xa0, der(0xa0))))],
    ['two names', points(distributionPoint(der(0xa0, der(0xa0, uri('x')), der(0xa1, part))))],
    ['a relative name of nothing', points(distributionPoint(der(0xa0, der(0xa1))))],
    ['a relative name that is none', points(distributionPoint(der(0xa0, der(0xa1, integer(1)))))],
    [
      'reasons before the name',
      points(distributionPoint(reasonFlags(0x81, 1), fullName(uri('x')))),
    ],
  ])('%s: malformed', (_, bytes) => {
    expect(() => crlDistributionPoints(leafWith(bytes))).toThrow(CertificateError);
  });
});

describe('TLS feature', () => {
  test('code points of extensions', () => {
    expect(requiredTlsFeatures(leafWith(mustStaple))).toEqual([5]);
    expect(requiredTlsFeatures(leafWith(feature(sequence(integer(17), integer(5)))))).toEqual([
      17, 5,
    ]);
    expect(requiredTlsFeatures(leafWith(feature(sequence())))).toEqual([]);
  });

  test.each([
    ['not a list', feature(integer(5))],
    ['a negative number', feature(sequence(integer(0xff)))],
    ['more after it', feature(Uint8Array.of(...sequence(integer(5)), 0))],
  ])('%s: malformed', (_, bytes) => {
    expect(() => requiredTlsFeatures(leafWith(bytes))).toThrow(CertificateError);
  });
});
