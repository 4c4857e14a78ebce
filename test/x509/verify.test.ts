/** Path validation (RFC 5280 6.1): each rule kept and broken, and which reason is told. */
import { describe, expect, test } from 'vitest';
import { parseAnchor, parseCertificate } from '../../runtime/x509/certificate.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  anyPolicy,
  anyUsage,
  basicConstraints,
  bitString,
  certificatePolicies,
  clientAuth,
  commonName,
  der,
  directoryName,
  dnsName,
  extension,
  extKeyUsage,
  type Fields,
  goodCaExtensions,
  goodLeafExtensions,
  inhibitAnyPolicy,
  ipAddress,
  keyUsage,
  mailbox,
  makeCa,
  makeCertificate,
  makeLeaf,
  nameConstraints,
  nowMs,
  octetString,
  oid,
  pathInput,
  policyConstraints,
  policyMappings,
  sequence,
  serverAuth,
  subjectAltName,
  testKey,
  unsigned,
  uri,
  utcTime,
  utf8String,
} from './make.ts';
import { future, past, rule, textOf, verdict } from './verdict.ts';

/** A chain of a leaf, `Intermediate` with these fields, and the root that is trusted. */
const under = (fields: Fields, leaf: Fields = {}) => [
  makeLeaf('Intermediate', leaf),
  makeCa('Intermediate', 'Root', fields),
];

/** The good extensions of a leaf, with these in the place of the ones they replace. */
function leafWith(usage: Uint8Array, ...others: readonly Uint8Array[]): Uint8Array {
  const names = subjectAltName(dnsName('host.example'));
  return makeLeaf('Root', { extensions: [usage, names, ...others] });
}

const unknownCritical = extension('1.2.3.4', Uint8Array.of(), true);
describe('paths that hold', () => {
  const leaf = makeLeaf('Intermediate');
  const intermediate = makeCa('Intermediate', 'Root');
  const root = makeCa('Root', 'Root');
  const stranger = makeCa('Stranger', 'Nobody');

  test('directly under the anchor', () => {
    expect(verdict([makeLeaf('Root')])).toBe('accepted Leaf < Root');
  });

  // @req 9846:4.5.1:11
  test('the others may come in any order, with the root, strangers and doubles', () => {
    const path = 'accepted Leaf < Intermediate < Root';
    expect(verdict([leaf, intermediate])).toBe(path);
    expect(verdict([leaf, root, intermediate])).toBe(path);
    expect(verdict([leaf, stranger, root, intermediate, leaf, intermediate])).toBe(path);
  });

  test('any certificate of a path can be the anchor', () => {
    expect(verdict([leaf], { anchors: [anchor(intermediate)] })).toBe(
      'accepted Leaf < Intermediate',
    );
  });

  test('for a client, and without a name', () => {
    expect(verdict([leaf, intermediate], { purpose: 'client', name: undefined })).toMatch(
      /^accepted/,
    );
  });

  test('for an address', () => {
    expect(verdict([leaf, intermediate], { name: '192.0.2.1' })).toMatch(/^accepted/);
  });

  test('from @peculiar/x509 style certificates: basicConstraints spelled out in the leaf', () => {
    const extensions = [basicConstraints(false), ...goodLeafExtensions()];
    expect(verdict([makeLeaf('Root', { extensions })])).toMatch(/^accepted/);
  });
});

describe('validity of each (4.1.2.5)', () => {
  test('expired, wherever it is', () => {
    expect(verdict([makeLeaf('Root', past)])).toBe('CERT_HAS_EXPIRED 0');
    expect(verdict(under(past))).toBe('CERT_HAS_EXPIRED 1');
    const anchors = [anchor(makeCa('Root', 'Root', past))];
    expect(verdict([makeLeaf('Root')], { anchors })).toBe('CERT_HAS_EXPIRED anchor');
  });

  test('not valid yet, wherever it is', () => {
    expect(verdict([makeLeaf('Root', future)])).toBe('CERT_NOT_YET_VALID 0');
    expect(verdict(under(future))).toBe('CERT_NOT_YET_VALID 1');
    const anchors = [anchor(makeCa('Root', 'Root', future))];
    expect(verdict([makeLeaf('Root')], { anchors })).toBe('CERT_NOT_YET_VALID anchor');
  });

  test('first and last second belong to it', () => {
    const leaf = makeLeaf('Root', {
      notBefore: utcTime('300101000000Z'),
      notAfter: utcTime('300101000010Z'),
    });
    const at = (offsetMs: number) => verdict([leaf], { timeMs: nowMs + offsetMs });
    expect(at(-1)).toBe('CERT_NOT_YET_VALID 0');
    expect(at(0)).toMatch(/^accepted/);
    expect(at(10_999)).toMatch(/^accepted/);
    expect(at(11_000)).toBe('CERT_HAS_EXPIRED 0');
  });

  test('the text says when', () => {
    const result = verifyChain(pathInput([makeLeaf('Root', past)]));
    expect(result).toMatchObject({
      subject: 'CN=Leaf',
      detail:
        'certificate 0 (CN=Leaf) expired at 2021-01-01T00:00:00Z, 3287 days ago by our clock, 2030-01-01T00:00:00Z',
    });
  });
});

describe('signatures', () => {
  const forged = makeLeaf('Root', { signedBy: testKey('forger') });

  test('one that does not verify', () => {
    expect(verdict([forged])).toBe('CERT_SIGNATURE_FAILURE 0');
    expect(verdict(under({ signedBy: testKey('forger') }))).toBe('CERT_SIGNATURE_FAILURE 1');
  });

  test('no change of a single bit goes unseen', () => {
    const leaf = makeLeaf('Root');
    const input = pathInput([leaf], { name: undefined });
    for (let bit = 0; bit < leaf.length * 8; bit++) {
      const changed = Uint8Array.from(leaf);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifyChain({ ...input, chain: [changed] }).accepted, `bit ${bit}`).toBe(false);
    }
  });

  test('one in a scheme that was not asked for is not verified', () => {
    expect(verdict([makeLeaf('Root')], { schemes: [0x0804] })).toBe('ERR_TLS_CERT_UNSUPPORTED 0');
    const innerAlgorithm = sequence(oid('1.2.840.10045.4.3.3'));
    expect(verdict([makeLeaf('Root', { innerAlgorithm })])).toBe('ERR_TLS_CERT_UNSUPPORTED 0');
  });

  test('SHA-1 is refused by name', () => {
    const innerAlgorithm = sequence(oid('1.2.840.10045.4.1'));
    expect(verdict([makeLeaf('Root', { innerAlgorithm })])).toBe('CERT_SIGNATURE_FAILURE 0');
  });

  test("an anchor's own signature does not matter", () => {
    const anchors = [anchor(makeCa('Root', 'Root', { signature: bitString(Uint8Array.of(1)) }))];
    expect(verdict([makeLeaf('Root')], { anchors })).toMatch(/^accepted/);
  });
});

describe('issuers (6.1.4)', () => {
  const withExtensions = (...extensions: readonly Uint8Array[]) => verdict(under({ extensions }));
  const certSign = keyUsage('keyCertSign');

  test('basicConstraints says that it is a CA', () => {
    expect(withExtensions(basicConstraints(true), certSign)).toMatch(/^accepted/);
    expect(withExtensions(certSign)).toBe('INVALID_CA 1');
    expect(withExtensions(basicConstraints(false), certSign)).toBe('INVALID_CA 1');
    const anchors = [anchor(makeCa('Root', 'Root', { extensions: [certSign] }))];
    expect(verdict([makeLeaf('Root')], { anchors })).toBe('INVALID_CA anchor');
  });

  test('keyUsage, if there is one, allows to sign certificates', () => {
    expect(withExtensions(basicConstraints(true))).toMatch(/^accepted/);
    const other = keyUsage('digitalSignature', 'cRLSign');
    expect(withExtensions(basicConstraints(true), other)).toBe('INVALID_CA 1');
  });

  test('a leaf cannot issue', () => {
    const below = { subject: commonName('Below'), signedBy: testKey('leaf') };
    const chain = [makeLeaf('Leaf', below), makeLeaf('Root')];
    expect(verdict(chain)).toBe('INVALID_CA 1');
  });

  test('pathLenConstraint counts the CAs below (4.2.1.9)', () => {
    const chain = (pathLen: number) => [
      makeLeaf('B'),
      makeCa('B', 'A'),
      makeCa('A', 'Root', { extensions: goodCaExtensions(pathLen) }),
    ];
    expect(verdict(chain(1))).toBe('accepted Leaf < B < A < Root');
    expect(verdict(chain(0))).toBe('PATH_LENGTH_EXCEEDED 2');
    expect(verdict([makeLeaf('A'), ...chain(0).slice(2)])).toBe('accepted Leaf < A < Root');
    const anchors = [anchor(makeCa('Root', 'Root', { extensions: goodCaExtensions(0) }))];
    expect(verdict(chain(1), { anchors })).toBe('PATH_LENGTH_EXCEEDED anchor');
  });

  test('self-issued CAs are not counted', () => {
    const chain = [
      makeLeaf('A'),
      makeCa('A', 'A', { issuerKeyLabel: 'old A' }),
      makeCa('A', 'Root', { keyLabel: 'old A', extensions: goodCaExtensions(0) }),
    ];
    expect(verdict(chain)).toBe('accepted Leaf < A < A < Root');
  });

  test('extKeyUsage, if there is one, includes the purpose or any', () => {
    const ca = (...usages: readonly string[]) =>
      withExtensions(...goodCaExtensions(), extKeyUsage(...usages));
    expect(ca(serverAuth)).toMatch(/^accepted/);
    expect(ca(anyUsage)).toMatch(/^accepted/);
    expect(ca(clientAuth)).toBe('INVALID_PURPOSE 1');
  });
});

describe('the leaf', () => {
  test('is no CA', () => {
    const leaf = leafWith(keyUsage('digitalSignature', 'keyCertSign'), basicConstraints(true));
    expect(verdict([leaf])).toBe('INVALID_PURPOSE 0');
  });

  // @req 9846:4.5.1.2:3
  test('has a key usage that allows to sign, or none (RFC 9846 4.5.1.2)', () => {
    expect(verdict([leafWith(keyUsage('digitalSignature'))])).toMatch(/^accepted/);
    expect(verdict([leafWith(extKeyUsage(serverAuth))])).toMatch(/^accepted/);
    expect(verdict([leafWith(keyUsage('keyAgreement'))])).toBe('INVALID_PURPOSE 0');
  });

  test('has the extended key usage of its role by name, or none', () => {
    const server = leafWith(extKeyUsage(serverAuth));
    const client = leafWith(extKeyUsage(clientAuth));
    expect(verdict([server])).toMatch(/^accepted/);
    expect(verdict([client])).toBe('INVALID_PURPOSE 0');
    expect(verdict([server], { purpose: 'client' })).toBe('INVALID_PURPOSE 0');
    expect(verdict([client], { purpose: 'client' })).toMatch(/^accepted/);
    expect(verdict([leafWith(extKeyUsage(anyUsage))])).toBe('INVALID_PURPOSE 0');
    expect(verdict([leafWith(keyUsage('digitalSignature'))], { purpose: 'client' })).toMatch(
      /^accepted/,
    );
  });

  test('has a key of a supported kind', () => {
    const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.10'));
    const point = testKey('leaf').subjectPublicKeyInfo.slice(-65);
    const subjectPublicKeyInfo = sequence(algorithm, bitString(point));
    expect(verdict([makeLeaf('Root', { subjectPublicKeyInfo })])).toBe(
      'ERR_TLS_CERT_UNSUPPORTED 0',
    );
  });

  test('is for the name that was asked for', () => {
    const address = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    expect(verdict([makeLeaf('Root')], { name: 'other.example' })).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID 0',
    );
    const subject = commonName('host.example');
    const extensions = [keyUsage('digitalSignature')];
    expect(verdict([makeLeaf('Root', { subject, extensions })])).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID 0',
    );
    const leaf = makeLeaf('Root', {
      extensions: [subjectAltName(dnsName('host.example'), ipAddress(...address))],
    });
    const result = verifyChain(pathInput([leaf], { name: 'other.example' }));
    expect(result).toMatchObject({
      detail:
        'certificate 0 (CN=Leaf) is for host.example, 2001:db8:0:0:0:0:0:1, not for other.example',
    });
  });
});

describe('what cannot be judged is refused', () => {
  const code = 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT';
  const qualifier = sequence(oid('1.2.3'), sequence(sequence(oid('1.2.4'), utf8String('x'))));

  test.each([
    ['an unknown critical extension', unknownCritical],
    [
      'a critical policy with an unknown qualifier',
      extension('2.5.29.32', sequence(qualifier), true),
    ],
    [
      'critical name constraints of a form that is not compared',
      nameConstraints({ excluded: [der(0x88, [0x2a])] }),
    ],
  ])('%s', (_, constraint) => {
    const extensions = [...goodCaExtensions(), constraint];
    expect(verdict(under({ extensions }))).toBe(`${code} 1`);
    const anchors = [anchor(makeCa('Root', 'Root', { extensions }))];
    expect(verdict([makeLeaf('Root')], { anchors })).toBe(`${code} anchor`);
    const leaf = makeLeaf('Root', { extensions: [...goodLeafExtensions(), constraint] });
    expect(verdict([leaf])).toBe(`${code} 0`);
  });

  test('a unique identifier, but by RFC 5280 alone (4.1.2.8)', () => {
    const leaf = makeLeaf('Root', { uniqueIdentifiers: der(0x81, [0, 1]) });
    expect(rule([leaf])).toBe('unique-identifiers 0');
    expect(rule([leaf], { profile: 'strict' })).toBe('unique-identifiers 0');
    expect(rule([leaf], { profile: 'rfc5280' })).toBe('accepted');
  });

  test('critical policies that are malformed', () => {
    const leaf = makeLeaf('Root', {
      extensions: [...goodLeafExtensions(), extension('2.5.29.32', sequence(), true)],
    });
    expect(verdict([leaf])).toBe('ERR_TLS_CERT_MALFORMED 0');
  });

  test('what is not critical and restricts nothing is passed over', () => {
    const extensions = [
      ...goodLeafExtensions(),
      extension('1.2.3.4', octetString(Uint8Array.of())),
    ];
    expect(verdict([makeLeaf('Root', { extensions })])).toMatch(/^accepted/);
  });

  test('in a certificate that nobody needs it does no harm', () => {
    const stranger = makeCa('Stranger', 'Root', { extensions: [unknownCritical] });
    const anchors = [anchor(stranger), anchor(makeCa('Root', 'Root'))];
    expect(verdict([makeLeaf('Root'), stranger], { anchors })).toMatch(/^accepted/);
  });
});

describe('by RFC 5280 alone', () => {
  const profile = 'rfc5280';

  test('a CA may be the leaf, and a leaf may be for any purpose', () => {
    const ca = leafWith(keyUsage('digitalSignature', 'keyCertSign'), basicConstraints(true));
    expect(rule([ca], { profile })).toBe('accepted');
    expect(rule([leafWith(extKeyUsage(anyUsage))], { profile })).toBe('accepted');
    expect(rule([leafWith(extKeyUsage(clientAuth))], { profile })).toBe('ext-key-usage 0');
  });

  test('names are compared without case and white space (7.1)', () => {
    const leaf = makeLeaf('Root', { issuer: commonName('  rOOT ') });
    expect(rule([leaf], { profile })).toBe('accepted');
    expect(rule([leaf])).toBe('issuer-unknown 0');
    const chain = [
      makeLeaf('A', { issuer: commonName('a') }),
      makeCa('A', 'A', { issuer: commonName('a'), issuerKeyLabel: 'old A' }),
      makeCa('A', 'Root', { keyLabel: 'old A', extensions: goodCaExtensions(0) }),
    ];
    expect(rule(chain, { profile }), 'self-issued in other letters').toBe('accepted');
  });
});

test('for any purpose, usages of the leaf are not judged, those of CAs are', () => {
  const purpose = 'any';
  expect(rule([leafWith(keyUsage('cRLSign'))], { purpose })).toBe('accepted');
  expect(rule([leafWith(extKeyUsage(clientAuth))], { purpose })).toBe('accepted');
  const extensions = [basicConstraints(true), keyUsage('cRLSign')];
  expect(rule(under({ extensions }), { purpose })).toBe('ca-key-cert-sign 1');
});

describe('certificates that cannot be read', () => {
  const garbage = Uint8Array.of(0x30, 0x01, 0x00);
  const version1 = makeCertificate({ version: new Uint8Array(0) });

  test('the leaf must be', () => {
    expect(verdict([garbage])).toBe('ERR_TLS_CERT_MALFORMED 0');
    expect(verdict([version1])).toBe('ERR_TLS_CERT_UNSUPPORTED 0');
    expect(verdict([])).toBe('ERR_TLS_CERT_MALFORMED 0');
  });

  test('one that nobody needs does no harm', () => {
    expect(verdict([makeLeaf('Root'), garbage, version1])).toMatch(/^accepted/);
  });

  test('where an issuer is missing, they are the reason', () => {
    const result = verifyChain(pathInput([makeLeaf('Intermediate'), garbage]));
    expect(textOf(result)).toBe('ERR_TLS_CERT_MALFORMED 1');
    expect(result).toMatchObject({
      subject: undefined,
      detail: expect.stringContaining('certificate 1: '),
    });
    expect(verdict([makeLeaf('Root', past), garbage])).toBe('CERT_HAS_EXPIRED 0');
  });

  test('what the callback throws is not swallowed: it is no word of the peer', () => {
    const verifySignature = () => {
      throw new RangeError('a bug');
    };
    expect(() => verdict([makeLeaf('Root')], { verifySignature })).toThrow('a bug');
  });
});

test('whatever byte of a CA is changed, there is a verdict, in every profile', () => {
  const extensions = [
    ...goodCaExtensions(),
    nameConstraints({
      permitted: [dnsName('example'), directoryName(commonName('Leaf'))],
      excluded: [mailbox('a@b.example'), ipAddress(10, 0, 0, 0, 255, 0, 0, 0), uri('c.example')],
    }),
    certificatePolicies(anyPolicy),
    policyMappings(['1.2.3', '1.2.4']),
    policyConstraints(5, 5),
    inhibitAnyPolicy(5),
    extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.2.3'), uri('http://a')))),
  ];
  const ca = makeCa('Intermediate', 'Root', { ...unsigned, extensions });
  const leaf = makeLeaf('Intermediate', unsigned);
  const codes = new Set<string>();
  for (let at = 0; at < ca.length; at++) {
    const changed = Uint8Array.from(ca);
    changed[at] = (changed[at] ?? 0) ^ (at % 2 === 0 ? 0x01 : 0x80);
    for (const profile of ['default', 'strict', 'rfc5280'] as const) {
      codes.add(rule([leaf, changed], { profile }));
    }
  }
  expect([...codes]).toEqual(
    expect.arrayContaining(['accepted', 'encoding 1', 'permitted-subtrees 0']),
  );
});

test('parseCertificate and parseAnchor agree on a good certificate', () => {
  const bytes = makeCa('Root', 'Root');
  expect(parseAnchor(bytes)).toEqual(parseCertificate(bytes));
});
