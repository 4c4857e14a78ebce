/** OCSP responses made by hand: their form (RFC 6960 4.2), and who may sign them (4.2.2.2). */
import { describe, expect, test } from 'vitest';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { parseCrl } from '../../runtime/x509/crl.ts';
import { isRevokedBy } from '../../runtime/x509/crl-check.ts';
import { parseOcspResponse } from '../../runtime/x509/ocsp.ts';
import { checkOcsp, type OcspRules } from '../../runtime/x509/ocsp-check.ts';
import { encodeOcspRequest } from '../../runtime/x509/ocsp-request.ts';
import {
  anchor,
  commonName,
  der,
  extension,
  extKeyUsage,
  type Fields,
  generalizedTime,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  nowMs,
  octetString,
  oid,
  sequence,
  serverAuth,
  testKey,
  utcTime,
} from './make.ts';
import {
  byKey,
  byName,
  certId,
  crlEntry,
  enumerated,
  isGood,
  isRevoked,
  isUnknown,
  makeCrl,
  makeOcsp,
  type OcspFields,
  ocspError,
  sha1Identifier,
  singleResponse,
} from './make-status.ts';
import { crlRules, hashWithNode, ocspRules } from './status-rules.ts';

const rootDer = makeCa('Root', 'Root');
const root = anchor(rootDer);
const leafDer = makeLeaf('Root', { serialNumber: integer(7) });
const leaf = anchor(leafDer);
const subject = { certificate: leaf, issuer: root, above: [root] };
const id = certId(leafDer, rootDer);
const ocspSigning = '1.3.6.1.5.5.7.3.9';
const noCheck = extension('1.3.6.1.5.5.7.48.1.5', der(0x05));

/** What a response says, or why it is passed over. */
function verdict(bytes: Uint8Array, more: Partial<OcspRules> = {}): string {
  const finding = checkOcsp(subject, parseOcspResponse(bytes), ocspRules(more));
  return finding.kind === 'status' ? finding.facts.status : `${finding.kind}: ${finding.problem}`;
}

const response = (more: Partial<OcspFields> = {}) =>
  makeOcsp({ responses: [singleResponse(id)], ...more });

describe('form', () => {
  test('what a response says', () => {
    const parsed = parseOcspResponse(makeOcsp({ responses: [singleResponse(id, isRevoked)] }));
    expect(parsed).toMatchObject({
      status: 'successful',
      basic: {
        responderId: { name: commonName('Root') },
        signatureAlgorithm: 'ecdsa-sha256',
        certificates: [],
        responses: [
          {
            certId: { hashAlgorithm: '1.3.14.3.2.26', serialNumber: Uint8Array.of(7) },
            status: 'revoked',
            revocationTimeMs: Date.UTC(2029, 11, 1),
            reason: 'keyCompromise',
            thisUpdateMs: Date.UTC(2029, 11, 31),
            nextUpdateMs: Date.UTC(2030, 0, 7),
          },
        ],
      },
    });
  });

  test.each([
    [1, 'malformedRequest'],
    [2, 'internalError'],
    [3, 'tryLater'],
    [5, 'sigRequired'],
    [6, 'unauthorized'],
  ])('error status %i is %s', (code, status) => {
    expect(parseOcspResponse(ocspError(code))).toEqual({ status });
  });

  const basicBytes = (type: string) =>
    sequence(enumerated(0), der(0xa0, sequence(oid(type), octetString(sequence()))));

  test.each([
    ['an error status that is not known', ocspError(4)],
    ['an error status with a response', sequence(enumerated(3), response().subarray(7))],
    ['success without a response', sequence(enumerated(0))],
    ['another type of response', basicBytes('1.3.6.1.5.5.7.48.1.9')],
    ['a response of nothing', basicBytes('1.3.6.1.5.5.7.48.1.1')],
    ['version 1 spelled out', response({ responderId: der(0xa0, integer(0)) })],
    ['a responder id of another type', response({ responderId: der(0xa3, sequence()) })],
    ['a status of another type', response({ responses: [singleResponse(id, der(0x83))] })],
    ['good with contents', response({ responses: [singleResponse(id, der(0x80, [0]))] })],
    ['revoked without a time', response({ responses: [singleResponse(id, der(0xa1))] })],
    [
      'thisUpdate as a UTCTime',
      response({
        responses: [singleResponse(id, isGood, { thisUpdate: utcTime('291231000000Z') })],
      }),
    ],
    [
      'thisUpdate with a fraction',
      response({
        responses: [
          singleResponse(id, isGood, { thisUpdate: generalizedTime('20291231000000.5Z') }),
        ],
      }),
    ],
    ['empty extensions', response({ extensions: der(0xa1, sequence()) })],
    [
      'a hash with parameters',
      response({ responses: [singleResponse(sequence(sequence(oid('1.2.3'), integer(1))))] }),
    ],
  ])('%s is malformed', (_, bytes) => {
    expect(() => parseOcspResponse(bytes)).toThrow(CertificateError);
  });

  test('every cut, and a byte more', () => {
    const whole = response({ certificates: [leafDer] });
    for (let length = 0; length < whole.length; length++) {
      expect(() => parseOcspResponse(whole.subarray(0, length))).toThrow(CertificateError);
    }
    expect(() => parseOcspResponse(Uint8Array.of(...whole, 0))).toThrow(/after the last element/);
  });
});

describe('what it is about', () => {
  const otherLeaf = makeLeaf('Root', { serialNumber: integer(8) });
  const otherRoot = makeCa('Root', 'Root', { keyLabel: 'Other' });
  const renamed = makeCa('Other', 'Other', { keyLabel: 'Root', issuerKeyLabel: 'Root' });
  const about = (bytes: Uint8Array) => verdict(makeOcsp({ responses: [singleResponse(bytes)] }));

  test('a CertID with SHA-1 or SHA-256', () => {
    expect(about(id)).toBe('good');
    expect(about(certId(leafDer, rootDer, 'sha256'))).toBe('good');
  });

  test.each([
    ['another serial number', certId(otherLeaf, rootDer)],
    ['an issuer with another key', certId(leafDer, otherRoot)],
    ['an issuer with another name', certId(leafDer, renamed)],
    [
      'a hash that is not known',
      sequence(
        sequence(oid('1.2.3')),
        octetString(new Uint8Array(20)),
        octetString(new Uint8Array(20)),
        integer(7),
      ),
    ],
  ])('not %s', (_, bytes) => {
    expect(about(bytes)).toMatch(/^other: /);
  });

  test('one among many', () => {
    const others = Array.from({ length: 100 }, () => singleResponse(certId(otherLeaf, rootDer)));
    expect(verdict(makeOcsp({ responses: [...others, singleResponse(id)] }))).toBe('good');
  });

  test('of several answers the worst', () => {
    const answers = (...statuses: readonly Uint8Array[]) =>
      verdict(makeOcsp({ responses: statuses.map((status) => singleResponse(id, status)) }));
    expect(answers(isGood, isUnknown)).toBe('unknown');
    expect(answers(isGood, isUnknown, isRevoked)).toBe('revoked');
    expect(answers(isRevoked, isGood)).toBe('revoked');
  });

  test('a stale answer does not count beside a fresh one', () => {
    const stale = singleResponse(id, isRevoked, {
      nextUpdate: der(0xa0, generalizedTime('20291231120000Z')),
    });
    expect(verdict(makeOcsp({ responses: [stale, singleResponse(id)] }))).toBe('good');
    expect(verdict(makeOcsp({ responses: [stale] }))).toMatch(
      /^useless: .*should have been replaced/,
    );
  });
});

describe('extensions', () => {
  const critical = (oidText: string) => der(0xa1, sequence(extension(oidText, der(0x05), true)));

  test.each([
    ['of the response', response({ extensions: critical('1.2.3') }), /critical extension 1\.2\.3/],
    [
      'of a single one',
      response({ responses: [singleResponse(id, isGood, { extensions: critical('1.2.3') })] }),
      /critical extension 1\.2\.3/,
    ],
    [
      'a nonce nobody asked for',
      response({ extensions: critical('1.3.6.1.5.5.7.48.1.2') }),
      /^good/,
    ],
    [
      'not critical',
      response({ extensions: der(0xa1, sequence(extension('1.2.3', der(0x05)))) }),
      /^good/,
    ],
  ])('critical ones: %s', (_, bytes, expected) => {
    expect(verdict(bytes)).toMatch(expected);
  });
});

describe('who may sign', () => {
  const delegate = (fields: Fields = {}) =>
    makeLeaf('Root', {
      subject: commonName('Responder'),
      subjectPublicKeyInfo: testKey('Responder').subjectPublicKeyInfo,
      serialNumber: integer(9),
      extensions: [keyUsage('digitalSignature'), extKeyUsage(ocspSigning), noCheck],
      ...fields,
    });
  const byDelegate = (fields: Fields = {}, more: Partial<OcspFields> = {}) =>
    response({
      responderId: byName(commonName('Responder')),
      signedBy: 'Responder',
      certificates: [leafDer, delegate(fields)],
      ...more,
    });
  const withExtensions = (...extensions: readonly Uint8Array[]) => byDelegate({ extensions });

  test('the issuer, by its name or key', () => {
    expect(verdict(response())).toBe('good');
    expect(verdict(response({ responderId: byKey(root) }))).toBe('good');
  });

  test('a delegate, by its name or key', () => {
    expect(verdict(byDelegate())).toBe('good');
    expect(verdict(byDelegate({}, { responderId: byKey(anchor(delegate())) }))).toBe('good');
  });

  test('a responder that is trusted here', () => {
    const own = anchor(makeCa('Responder', 'Responder'));
    const bytes = byDelegate({}, { certificates: [] });
    expect(verdict(bytes)).toMatch(/no key is known/);
    expect(verdict(bytes, { responders: [own] })).toBe('good');
    expect(verdict(bytes, { responders: [own], timeMs: nowMs + 3 * 24 * 3_600_000 })).toBe('good');
    const expired = anchor(
      makeCa('Responder', 'Responder', { notAfter: utcTime('290101000000Z') }),
    );
    expect(verdict(bytes, { responders: [expired] })).toMatch(/not valid now/);
  });

  test.each([
    [
      'a broken signature',
      response({ signature: der(0x03, [0, 1, 2, 3]) }),
      /signature that is bad/,
    ],
    ['another key', response({ signedBy: 'Mallory' }), /signature that is bad/],
    [
      'SHA-1',
      response({ algorithm: sequence(oid('1.2.840.10045.4.1')) }),
      /signature that is weak/,
    ],
    [
      'a responder id of somebody else',
      response({ responderId: byName(commonName('X')) }),
      /no key/,
    ],
    ['a delegate that is not there', byDelegate({}, { certificates: [] }), /no key is known/],
    ['a delegate without OCSPSigning', withExtensions(extKeyUsage(serverAuth)), /no OCSPSigning/],
    ['a delegate for anything', withExtensions(extKeyUsage('2.5.29.37.0')), /no OCSPSigning/],
    ['a delegate without usages', withExtensions(keyUsage('digitalSignature')), /no OCSPSigning/],
    [
      'a delegate without digitalSignature',
      withExtensions(keyUsage('cRLSign'), extKeyUsage(ocspSigning)),
      /no digitalSignature/,
    ],
    [
      'a delegate with a critical extension',
      withExtensions(extKeyUsage(ocspSigning), extension('1.2.3', der(0x05), true)),
      /critical extension/,
    ],
    ['a delegate of another key', byDelegate({ signedBy: testKey('Other') }), /has not issued/],
    ['a delegate of another name', byDelegate({ issuer: commonName('Other') }), /has not issued/],
    ['an expired delegate', byDelegate({ notAfter: utcTime('290101000000Z') }), /not valid now/],
    ['a delegate to come', byDelegate({ notBefore: utcTime('310101000000Z') }), /not valid now/],
    [
      'a delegate behind more certificates than are looked at',
      byDelegate({}, { certificates: [leafDer, leafDer, leafDer, leafDer, delegate()] }),
      /no key is known/,
    ],
    [
      'the certificate itself',
      response({
        signedBy: 'leaf',
        responderId: byName(commonName('Leaf')),
        certificates: [leafDer],
      }),
      /no OCSPSigning/,
    ],
  ])('not %s', (_, bytes, expected) => {
    expect(verdict(bytes)).toMatch(expected);
  });

  // RFC 6960 4.2.2.2.1.
  test('a delegate that a CRL revokes, unless the issuer wants it trusted', () => {
    const crls = [parseCrl(makeCrl({ entries: [crlEntry(integer(9))] }))];
    const rules = {
      isRevoked: (of: Parameters<OcspRules['isRevoked']>[0]) => isRevokedBy(of, crls, crlRules()),
    };
    const checked = withExtensions(extKeyUsage(ocspSigning));
    expect(verdict(checked)).toBe('good');
    expect(verdict(checked, rules)).toMatch(/is revoked/);
    expect(verdict(byDelegate(), rules)).toBe('good');
  });
});

// RFC 5019 2.1.1, RFC 6960 4.1.1. openssl reads it in ocsp-openssl.test.ts.
test('a request', () => {
  const hash = (bytes: Uint8Array) => octetString(hashWithNode('sha1', bytes));
  const expected = sequence(
    sequence(
      sequence(
        sequence(
          sequence(sha1Identifier, hash(root.subject), hash(root.publicKey.key), integer(7)),
        ),
      ),
    ),
  );
  expect(encodeOcspRequest(leaf, root, hashWithNode)).toEqual(expected);
});
