/** Reading certificates (RFC 5280 4.1, 4.2): what is taken, and each rule once broken. */
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, test } from 'vitest';
import {
  type Certificate,
  parseAnchor,
  parseCertificate,
  printSubject,
  readExtension,
} from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import type { DerReader } from '../../runtime/x509/der.ts';
import { certificatesFromPem } from '../../runtime/x509/pem.ts';
import { makeTestPki } from '../support/certificates.ts';
import {
  anyUsage,
  authorityKeyIdentifier,
  bitString,
  commonName,
  der,
  dnsName,
  ecdsaSha256,
  emptyName,
  extension,
  extKeyUsage,
  type Fields,
  generalizedTime,
  integer,
  ipAddress,
  isTrue,
  keyUsage,
  makeCertificate,
  octetString,
  oid,
  sequence,
  serverAuth,
  subjectAltName,
  subjectKeyIdentifier,
  testKey,
  utcTime,
  utf8String,
} from './make.ts';

const parse = (fields: Fields): Certificate => parseCertificate(makeCertificate(fields));

/** What is thrown for these fields: its code and text. */
function refusal(fields: Fields): string {
  return refusalOf(makeCertificate(fields));
}

function refusalOf(bytes: Uint8Array): string {
  try {
    parseCertificate(bytes);
  } catch (error) {
    if (error instanceof CertificateError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

describe('a good certificate', () => {
  const certificate = parse({
    serialNumber: integer(0x00, 0x80, 0x01),
    extensions: [
      keyUsage('digitalSignature', 'keyAgreement'),
      extKeyUsage(serverAuth, anyUsage),
      subjectAltName(
        dnsName('a.example'),
        der(0x81, [0x61]),
        ipAddress(...new Array<number>(16).fill(1)),
        der(0xa4, commonName('directory')),
      ),
      subjectKeyIdentifier(1, 2),
      authorityKeyIdentifier(3, 4),
      extension('1.2.3.4', octetString(Uint8Array.of(1))),
    ],
  });

  test('its fields', () => {
    expect([...certificate.serialNumber]).toEqual([0x00, 0x80, 0x01]);
    expect(printSubject(certificate)).toBe('CN=Leaf');
    expect(certificate.issuer).toEqual(commonName('Root'));
    expect(certificate.notBeforeMs).toBe(Date.UTC(2025, 0, 1));
    expect(certificate.notAfterMs).toBe(Date.UTC(2035, 0, 1));
    expect(certificate.publicKey.kind).toBe('ec-p256');
    expect(certificate.publicKey.subjectPublicKeyInfo).toEqual(
      testKey('leaf').subjectPublicKeyInfo,
    );
    expect(certificate.signatureAlgorithm).toBe('ecdsa-sha256');
  });

  test('its extensions', () => {
    const { extensions } = certificate;
    expect([...(extensions.keyUsage ?? [])]).toEqual(['digitalSignature', 'keyAgreement']);
    expect(extensions.extKeyUsage).toEqual([serverAuth, anyUsage]);
    expect(extensions.subjectAltName?.dnsNames).toEqual(['a.example']);
    expect(extensions.subjectAltName?.ipAddresses).toEqual([new Uint8Array(16).fill(1)]);
    expect(extensions.subjectKeyIdentifier).toEqual(Uint8Array.of(1, 2));
    expect(extensions.authorityKeyIdentifier).toEqual(Uint8Array.of(3, 4));
    expect(extensions.basicConstraints).toBeUndefined();
    expect(extensions.unknownCritical).toEqual([]);
  });

  test('it may have no extensions at all', () => {
    expect(parse({ extensionsField: new Uint8Array(0) }).extensions.keyUsage).toBeUndefined();
  });
});

describe('the whole', () => {
  const good = makeCertificate({});

  test('cut off at every byte, it is malformed', () => {
    for (let length = 0; length < good.length; length++) {
      expect(refusalOf(good.subarray(0, length))).toMatch(/^ERR_TLS_CERT_MALFORMED/);
    }
  });

  test('nothing may follow it', () => {
    expect(refusalOf(Uint8Array.of(...good, 0))).toContain('after the last element');
  });

  test('whatever byte is changed, it is read or refused and nothing else happens', () => {
    for (let at = 0; at < good.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0x81, 0xff, (good[at] ?? 0) ^ 1]) {
        const changed = Uint8Array.from(good);
        changed[at] = value;
        expect(refusalOf(changed)).toMatch(/^(accepted|ERR_TLS_CERT_(MALFORMED|UNSUPPORTED))/);
      }
    }
  });

  test('the signature algorithm inside equals the one outside (4.1.1.2)', () => {
    const sha384 = sequence(oid('1.2.840.10045.4.3.3'));
    expect(refusal({ innerAlgorithm: ecdsaSha256, outerAlgorithm: sha384 })).toContain('differs');
  });

  test('the signature is whole bytes', () => {
    expect(refusal({ signature: bitString(Uint8Array.of(0x80), 7) })).toContain('whole bytes');
  });
});

describe('version and serial number (4.1.2.1, 4.1.2.2)', () => {
  // @req 9846:4.5.1.2:1 5246:7.4.2:5 5246:7.4.6:3
  test.each([
    ['1', new Uint8Array(0)],
    ['1', der(0xa0, integer(0))],
    ['2', der(0xa0, integer(1))],
    ['4', der(0xa0, integer(3))],
  ])('version %s is not supported', (number, version) => {
    expect(refusal({ version })).toContain(
      `ERR_TLS_CERT_UNSUPPORTED: the certificate has X.509 version ${number}`,
    );
  });

  test('20 octets are the limit, a sign octet not counted', () => {
    const twenty = new Array<number>(20).fill(0xff);
    expect(refusal({ serialNumber: integer(0, ...twenty) })).toBe('accepted');
    expect(refusal({ serialNumber: integer(0x7f, ...twenty) })).toContain('20 octets');
  });

  test('negative ones are refused, zero is let through', () => {
    expect(refusal({ serialNumber: integer(0xff) })).toContain('negative');
    expect(refusal({ serialNumber: integer(0) })).toBe('accepted');
  });

  test('unique identifiers are seen (4.1.2.8)', () => {
    expect(parse({}).hasUniqueIdentifiers).toBe(false);
    for (const tag of [0x81, 0x82]) {
      expect(parse({ uniqueIdentifiers: der(tag, [0, 1]) }).hasUniqueIdentifiers).toBe(true);
      expect(refusal({ uniqueIdentifiers: der(tag) })).toMatch(/^ERR_TLS_CERT_MALFORMED/);
    }
    const swapped = Uint8Array.of(...der(0x82, [0, 1]), ...der(0x81, [0, 1]));
    expect(refusal({ uniqueIdentifiers: swapped })).toMatch(/^ERR_TLS_CERT_MALFORMED/);
  });
});

describe('validity (4.1.2.5)', () => {
  const timeOf = (notBefore: Uint8Array) => parse({ notBefore }).notBeforeMs;

  test('two digits of a year mean 1950 to 2049', () => {
    expect(timeOf(utcTime('491231235959Z'))).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
    expect(timeOf(utcTime('500101000000Z'))).toBe(Date.UTC(1950, 0, 1));
  });

  test('GeneralizedTime begins with 2050', () => {
    expect(timeOf(generalizedTime('20500101000000Z'))).toBe(Date.UTC(2050, 0, 1));
    expect(timeOf(generalizedTime('99991231235959Z'))).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
    const notBefore = generalizedTime('20491231235959Z');
    expect(refusal({ notBefore })).toContain('before 2050');
    expect(parseAnchor(makeCertificate({ notBefore })).notBeforeMs).toBe(
      Date.UTC(2050, 0, 1) - 1000,
    );
  });

  test('dates are those of the calendar', () => {
    expect(timeOf(utcTime('240229000000Z'))).toBe(Date.UTC(2024, 1, 29));
    const wrong = [
      '230229000000Z',
      '240230000000Z',
      '241301000000Z',
      '240001000000Z',
      '240100000000Z',
    ];
    for (const text of [...wrong, '240101240000Z', '240101006000Z', '240101000060Z']) {
      expect(refusal({ notBefore: utcTime(text) })).toContain('calendar');
    }
  });

  test.each([
    ['without seconds', utcTime('2401010000Z')],
    ['with an offset', utcTime('240101000000+0100')],
    ['without Z', utcTime('240101000000')],
    ['with a fraction', generalizedTime('20500101000000.5Z')],
    ['with letters', utcTime('24010100000AZ')],
    ['with a space for a digit', utcTime('24 101000000Z')],
  ])('a time %s is refused', (_, notBefore) => {
    expect(refusal({ notBefore })).toContain('whole seconds and Zulu');
  });

  test('another type is refused', () => {
    expect(refusal({ notBefore: der(0x16, [0x30]) })).toContain('expected the type 0x18');
  });
});

describe('algorithms (4.1.1.2)', () => {
  const identifiers = [
    ['without a name', sequence()],
    ['that begins with something else', sequence(integer(1))],
    ['with two parameters', sequence(oid('1.2.3'), integer(1), integer(1))],
  ] as const;

  test.each(identifiers)('one %s is malformed', (_, identifier) => {
    const subjectPublicKeyInfo = sequence(identifier, bitString(Uint8Array.of(1)));
    expect(refusal({ subjectPublicKeyInfo })).toMatch(/^ERR_TLS_CERT_MALFORMED/);
    const both = { innerAlgorithm: identifier, outerAlgorithm: identifier };
    expect(refusal(both)).toMatch(/^ERR_TLS_CERT_MALFORMED/);
  });
});

describe('names (4.1.2.4, 4.1.2.6)', () => {
  const named = (type: string, value: Uint8Array) =>
    sequence(der(0x31, sequence(oid(type), value)));

  test('the issuer is never empty, the subject may be', () => {
    expect(refusal({ issuer: emptyName })).toContain('the issuer is empty');
    expect(printSubject(parse({ subject: emptyName }))).toBe(
      'a certificate without subject by CN=Root',
    );
  });

  test.each([
    ['an empty set', sequence(der(0x31))],
    ['an attribute without value', sequence(der(0x31, sequence(oid('2.5.4.3'))))],
    ['an attribute with two values', sequence(der(0x31, sequence(oid('2.5.4.3'), isTrue, isTrue)))],
    ['a sequence for a set', sequence(sequence(sequence(oid('2.5.4.3'), utf8String('x'))))],
    ['a common name that is no string', named('2.5.4.3', integer(5))],
    ['a domain component that is no string', named('0.9.2342.19200300.100.1.25', integer(5))],
    ['UTF-8 that is none', named('2.5.4.3', der(0x0c, [0xff]))],
    ['half a character of two bytes', named('1.2.3', der(0x1e, [0, 65, 0]))],
    ['half a character of four bytes', named('1.2.3', der(0x1c, [0, 0, 65]))],
    ['a surrogate for a character', named('2.5.4.3', der(0x1c, [0, 0, 0xd8, 0]))],
  ])('%s is malformed', (_, subject) => {
    expect(refusal({ subject })).toMatch(/^ERR_TLS_CERT_MALFORMED/);
  });

  test('a type that nobody here knows may have any value', () => {
    expect(printSubject(parse({ subject: named('1.2.3', integer(5)) }))).toBe('1.2.3=#020105');
  });
});

describe('extensions (4.2)', () => {
  const refusalWith = (...extensions: readonly Uint8Array[]) => refusal({ extensions });

  test('one that stands twice is malformed, known or not', () => {
    const unknown = extension('1.2.3', octetString(Uint8Array.of()));
    expect(refusalWith(unknown, unknown)).toContain('1.2.3 stands twice');
    const usage = keyUsage('digitalSignature');
    expect(refusalWith(usage, usage)).toContain('2.5.29.15 stands twice');
  });

  test('critical ones that nobody judges are kept for the verdict', () => {
    const extensions = [
      extension('1.2.3', Uint8Array.of(), true),
      extension('2.5.29.35', sequence(), true),
      extension('2.5.29.14', octetString(Uint8Array.of(1)), true),
      extension('2.5.29.32', Uint8Array.of(), true),
    ];
    const { unknownCritical } = parse({ extensions }).extensions;
    // Policies are judged with those of the whole path.
    expect(unknownCritical).toEqual(['1.2.3', '2.5.29.35', '2.5.29.14']);
  });

  test('all are kept as they stand', () => {
    const certificate = parse({
      extensions: [keyUsage('cRLSign'), extension('1.2.3', octetString(Uint8Array.of(7)))],
    });
    expect([...certificate.extensions.all]).toEqual([
      ['2.5.29.15', { isCritical: true, value: bitString(Uint8Array.of(2), 1) }],
      ['1.2.3', { isCritical: false, value: octetString(Uint8Array.of(7)) }],
    ]);
    const decode = (value: DerReader) => value.contents(0x04);
    expect(readExtension(certificate, '1.2.3', decode)).toEqual(Uint8Array.of(7));
    expect(readExtension(certificate, '1.2.4', decode)).toBeUndefined();
    expect(() => readExtension(certificate, '1.2.3', () => undefined)).toThrow('last element');
  });

  const trailing = Uint8Array.of(0x05, 0x00);
  const joined = (...parts: readonly Uint8Array[]) =>
    Uint8Array.from(parts.flatMap((part) => [...part]));

  test.each([
    ['no extension', der(0xa3, sequence())],
    ['data after the list', der(0xa3, sequence(keyUsage('cRLSign')), trailing)],
    [
      'critical FALSE',
      der(0xa3, sequence(sequence(oid('1.2'), Uint8Array.of(1, 1, 0), octetString(trailing)))),
    ],
    [
      'data after a value',
      der(0xa3, sequence(sequence(oid('1.2'), octetString(trailing), trailing))),
    ],
  ])('a list with %s is malformed', (_, extensionsField) => {
    expect(refusal({ extensionsField })).toMatch(/^ERR_TLS_CERT_MALFORMED/);
  });

  test.each([
    ['basicConstraints', '2.5.29.19', sequence(isTrue)],
    ['keyUsage', '2.5.29.15', bitString(Uint8Array.of(0x80), 7)],
    ['extKeyUsage', '2.5.29.37', sequence(oid(serverAuth))],
    ['subjectAltName', '2.5.29.17', sequence(dnsName('a'))],
    ['subjectKeyIdentifier', '2.5.29.14', octetString(Uint8Array.of(1))],
    ['authorityKeyIdentifier', '2.5.29.35', sequence(der(0x80, [1]))],
  ])('data after the value of %s is malformed', (_, id, value) => {
    expect(refusalWith(extension(id, value))).toBe('accepted');
    expect(refusalWith(extension(id, joined(value, trailing)))).toContain('after the last element');
  });

  test.each([
    ['cA spelled out as FALSE', '2.5.29.19', sequence(Uint8Array.of(1, 1, 0))],
    ['a negative path length', '2.5.29.19', sequence(isTrue, integer(0xff))],
    ['a keyUsage without bits', '2.5.29.15', bitString(Uint8Array.of())],
    ['a keyUsage of zeros', '2.5.29.15', bitString(Uint8Array.of(0))],
    ['a keyUsage that ends with zeros', '2.5.29.15', bitString(Uint8Array.of(0x80), 0)],
    ['a keyUsage with a tenth bit', '2.5.29.15', bitString(Uint8Array.of(0x80, 0x40), 6)],
    ['an empty extKeyUsage', '2.5.29.37', sequence()],
    ['an empty subjectAltName', '2.5.29.17', sequence()],
    ['a name of an unknown type', '2.5.29.17', sequence(der(0x89, [0x61]))],
    ['a primitive directoryName', '2.5.29.17', sequence(der(0x84, [0x61]))],
    ['a dNSName beyond ASCII', '2.5.29.17', sequence(der(0x82, [0xe4]))],
    [
      'an address with its mask',
      '2.5.29.17',
      sequence(der(0x87, [192, 0, 2, 0, 255, 255, 255, 0])),
    ],
    ['text for a subjectAltName', '2.5.29.17', dnsName('a.example')],
  ])('%s is malformed', (_, id, value) => {
    expect(refusalWith(extension(id, value))).toMatch(/^ERR_TLS_CERT_MALFORMED/);
  });

  test('an anchor is excused for a keyUsage that ends with zeros', () => {
    const bytes = makeCertificate({
      extensions: [extension('2.5.29.15', bitString(Uint8Array.of(6)))],
    });
    expect([...(parseAnchor(bytes).extensions.keyUsage ?? [])]).toEqual(['keyCertSign', 'cRLSign']);
  });
});

describe('certificates by others', () => {
  test('of @peculiar/x509 are read as node:crypto reads them', async () => {
    for (const credential of Object.values(await makeTestPki())) {
      const ours = parseCertificate(credential.certificate);
      const theirs = new X509Certificate(credential.certificate);
      expect(printSubject(ours)).toBe(theirs.subject);
      expect(ours.notAfterMs).toBe(Date.parse(theirs.validTo));
      expect(ours.extensions.basicConstraints?.cA).toBe(theirs.ca);
      const spki = theirs.publicKey.export({ format: 'der', type: 'spki' });
      expect(ours.publicKey.subjectPublicKeyInfo).toEqual(Uint8Array.from(spki));
    }
  });

  test('every root of Node can be an anchor', () => {
    for (const pem of rootCertificates) {
      const [bytes = new Uint8Array()] = certificatesFromPem(pem);
      const ours = parseAnchor(bytes);
      const theirs = new X509Certificate(pem);
      expect(ours.publicKey.kind).not.toBe('unsupported');
      expect(ours.notBeforeMs).toBe(Date.parse(theirs.validFrom));
      expect(ours.notAfterMs).toBe(Date.parse(theirs.validTo));
    }
  });
});
