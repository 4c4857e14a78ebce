/**
 * Rules for those who issue (RFC 5280 4, CA/Browser Forum): each is refused by `strict`, and in the
 * other profiles it is a warning and nothing else.
 */
import { describe, expect, test } from 'vitest';
import { type PathInput, verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  anyUsage,
  authorityKeyIdentifier,
  basicConstraints,
  clientAuth,
  commonName,
  der,
  dnsName,
  emptyName,
  extension,
  extKeyUsage,
  type Fields,
  inhibitAnyPolicy,
  integer,
  ipAddress,
  keyUsage,
  makeCa,
  makeLeaf,
  nameConstraints,
  oid,
  pathInput,
  policyConstraints,
  sequence,
  serverAuth,
  subjectAltName,
  subjectKeyIdentifier,
  unsigned,
  uri,
} from './make.ts';

const root = 1;
const ca = 2;
const leaf = 3;

/** Extensions by name, so that a test can replace one; null leaves it out. */
type Extensions = Readonly<Record<string, Uint8Array | null>>;

const goodRoot: Extensions = {
  basic: basicConstraints(true),
  usage: keyUsage('keyCertSign', 'cRLSign'),
  subjectKey: subjectKeyIdentifier(root),
};
const goodCa: Extensions = {
  ...goodRoot,
  extended: extKeyUsage(serverAuth, clientAuth),
  subjectKey: subjectKeyIdentifier(ca),
  authorityKey: authorityKeyIdentifier(root),
};
const goodLeaf: Extensions = {
  usage: keyUsage('digitalSignature'),
  extended: extKeyUsage(serverAuth, clientAuth),
  names: subjectAltName(dnsName('host.example')),
  subjectKey: subjectKeyIdentifier(leaf),
  authorityKey: authorityKeyIdentifier(ca),
};

interface Changes {
  readonly root?: Extensions;
  readonly ca?: Extensions;
  readonly leaf?: Extensions;
  readonly leafFields?: Fields;
}

const listOf = (extensions: Extensions) =>
  Object.values(extensions).filter((value) => value !== null);

function inputOf(changes: Changes, more: Partial<PathInput>): PathInput {
  const extensions = listOf({ ...goodRoot, ...changes.root });
  const chain = [
    makeLeaf('A', {
      ...unsigned,
      subject: commonName('host.example'),
      extensions: listOf({ ...goodLeaf, ...changes.leaf }),
      ...changes.leafFields,
    }),
    makeCa('A', 'Root', { ...unsigned, extensions: listOf({ ...goodCa, ...changes.ca }) }),
  ];
  return pathInput(chain, {
    anchors: [anchor(makeCa('Root', 'Root', { ...unsigned, extensions }))],
    verifySignature: () => true,
    name: undefined,
    ...more,
  });
}

/** The rules that a path breaks, each with the place of who broke it. The verdicts must agree. */
function broken(changes: Changes, more: Partial<PathInput> = {}): readonly string[] {
  const input = inputOf(changes, more);
  const lax = verifyChain({ ...input, profile: 'default' });
  const strict = verifyChain({ ...input, profile: 'strict' });
  if (!lax.accepted) return [`default: ${lax.rule}`];
  const warnings = lax.warnings.map(
    ({ rule, certificate }) => `${rule} ${certificate ?? 'anchor'}`,
  );
  expect(verifyChain({ ...input, profile: 'rfc5280' })).toMatchObject({ warnings: lax.warnings });
  const [first] = lax.warnings;
  expect(strict).toMatchObject(
    first === undefined
      ? { accepted: true, warnings: [] }
      : {
          accepted: false,
          code: 'ERR_TLS_CERT_PROFILE',
          rule: first.rule,
          index: first.certificate,
          detail: first.text,
        },
  );
  return warnings;
}

test('a path that breaks none', () => {
  expect(broken({})).toEqual([]);
});

test('the text names the certificate', () => {
  const result = verifyChain(inputOf({ leafFields: { serialNumber: integer(0) } }, {}));
  expect(result).toMatchObject({
    warnings: [
      {
        certificate: 0,
        rule: 'serial-number-zero',
        text: 'certificate 0 (CN=host.example) has the serial number 0',
      },
    ],
  });
});

describe('key identifiers', () => {
  const withIssuer = extension(
    '2.5.29.35',
    sequence(der(0x80, [root]), der(0xa1, der(0xa4, commonName('Root'))), der(0x82, [1])),
  );

  test.each<readonly [string, Changes, readonly string[]]>([
    [
      'no authority key identifier',
      { leaf: { authorityKey: null } },
      ['authority-key-identifier-missing 0'],
    ],
    ['the same in a CA', { ca: { authorityKey: null } }, ['authority-key-identifier-missing 1']],
    [
      'one without key',
      { leaf: { authorityKey: extension('2.5.29.35', sequence()) } },
      ['authority-key-identifier-missing 0'],
    ],
    [
      'one of another key',
      { leaf: { authorityKey: authorityKeyIdentifier(9) } },
      ['authority-key-identifier-mismatch 0'],
    ],
    [
      'one of another key in a root',
      { root: { authorityKey: authorityKeyIdentifier(9) } },
      ['authority-key-identifier-mismatch anchor'],
    ],
    ['its own in a root', { root: { authorityKey: authorityKeyIdentifier(root) } }, []],
    [
      'its issuer in a root',
      { root: { authorityKey: withIssuer } },
      ['authority-key-identifier-of-root anchor'],
    ],
    ['its issuer in a CA', { ca: { authorityKey: withIssuer } }, []],
    [
      'no subject key identifier in a CA',
      { ca: { subjectKey: null } },
      ['subject-key-identifier-missing 1'],
    ],
    ['no subject key identifier in a leaf', { leaf: { subjectKey: null } }, []],
  ])('%s', (_, changes, rules) => {
    expect(broken(changes)).toEqual(rules);
  });
});

describe('what is critical', () => {
  const caTrue = sequence(Uint8Array.of(1, 1, 0xff));
  const names = sequence(dnsName('host.example'));

  test.each<readonly [string, Changes, readonly string[]]>([
    [
      'basic constraints of a CA',
      { ca: { basic: extension('2.5.29.19', caTrue) } },
      ['basic-constraints-critical 1'],
    ],
    ['basic constraints of a leaf', { leaf: { basic: extension('2.5.29.19', sequence()) } }, []],
    [
      'name constraints',
      { ca: { constraints: nameConstraints({ permitted: [dnsName('example')] }, false) } },
      ['name-constraints-critical 1'],
    ],
    [
      'name constraints that are',
      { ca: { constraints: nameConstraints({ permitted: [dnsName('example')] }) } },
      [],
    ],
    [
      'policy constraints',
      { ca: { policies: extension('2.5.29.36', sequence(der(0x80, [5]))) } },
      ['policy-constraints-critical 1'],
    ],
    ['policy constraints that are', { ca: { policies: policyConstraints(5) } }, []],
    [
      'inhibitAnyPolicy',
      { ca: { any: extension('2.5.29.54', integer(5)) } },
      ['inhibit-any-policy-critical 1'],
    ],
    ['inhibitAnyPolicy that is', { ca: { any: inhibitAnyPolicy(5) } }, []],
    [
      'a subjectAltName beside a subject',
      { leaf: { names: extension('2.5.29.17', names, true) } },
      ['subject-alt-name-critical 0'],
    ],
    [
      'a subjectAltName without subject',
      { leafFields: { subject: emptyName } },
      ['subject-alt-name-critical 0'],
    ],
    [
      'a subjectAltName without subject that is',
      { leaf: { names: extension('2.5.29.17', names, true) }, leafFields: { subject: emptyName } },
      [],
    ],
  ])('%s', (_, changes, rules) => {
    expect(broken(changes)).toEqual(rules);
  });
});

describe('usages', () => {
  const codeSigning = '1.3.6.1.5.5.7.3.3';

  test.each<readonly [string, Changes, readonly string[]]>([
    ['no key usage in a CA', { ca: { usage: null } }, ['key-usage-missing 1']],
    ['no key usage in a leaf', { leaf: { usage: null } }, []],
    [
      'keyCertSign in a leaf',
      { leaf: { usage: keyUsage('digitalSignature', 'keyCertSign') } },
      ['key-cert-sign-without-ca 0'],
    ],
    [
      'a path length in a leaf',
      { leaf: { basic: extension('2.5.29.19', sequence(integer(0))) } },
      ['path-len-constraint-without-ca 0'],
    ],
    ['a path length in a CA', { ca: { basic: basicConstraints(true, 0) } }, []],
    [
      'an extended key usage in a root',
      { root: { extended: extKeyUsage(serverAuth) } },
      ['ext-key-usage-of-root anchor'],
    ],
    ['none in a CA', { ca: { extended: null } }, ['ext-key-usage-missing 1']],
    ['none in a leaf', { leaf: { extended: null } }, ['ext-key-usage-missing 0']],
    [
      'any in a leaf',
      { leaf: { extended: extKeyUsage(serverAuth, anyUsage) } },
      ['ext-key-usage-any 0'],
    ],
    [
      'any in a CA',
      { ca: { extended: extKeyUsage(serverAuth, anyUsage) } },
      ['ext-key-usage-any 1'],
    ],
    [
      'another in a leaf',
      { leaf: { extended: extKeyUsage(serverAuth, codeSigning) } },
      ['ext-key-usage-mixed 0'],
    ],
    ['another in a CA', { ca: { extended: extKeyUsage(serverAuth, codeSigning) } }, []],
  ])('%s', (_, changes, rules) => {
    expect(broken(changes)).toEqual(rules);
  });

  test('for any purpose, those of TLS are not asked for', () => {
    const changes = { leaf: { extended: null }, ca: { extended: null } };
    expect(broken(changes, { purpose: 'any' })).toEqual([]);
    expect(broken({ leaf: { extended: extKeyUsage(codeSigning) } }, { purpose: 'any' })).toEqual(
      [],
    );
  });
});

describe('names', () => {
  const named = (...names: readonly Uint8Array[]) => ({ names: subjectAltName(...names) });
  const called = (text: string) => ({ subject: commonName(text) });

  test.each<readonly [string, Changes, readonly string[]]>([
    [
      'no subjectAltName',
      { leaf: { names: null }, leafFields: called('') },
      ['subject-alt-name-missing 0', 'common-name-not-in-subject-alt-name 0'],
    ],
    [
      'a common name of its own',
      { leafFields: called('A') },
      ['common-name-not-in-subject-alt-name 0'],
    ],
    [
      'one in other letters',
      { leafFields: called('HOST.example') },
      ['common-name-not-in-subject-alt-name 0'],
    ],
    ['an address', { leaf: named(ipAddress(192, 0, 2, 1)), leafFields: called('192.0.2.1') }, []],
    [
      'another address',
      { leaf: named(ipAddress(192, 0, 2, 1)), leafFields: called('192.0.2.2') },
      ['common-name-not-in-subject-alt-name 0'],
    ],
    [
      'an underscore',
      { leaf: named(dnsName('host.example'), dnsName('a_b.example')) },
      ['dns-name-syntax 0'],
    ],
    ['an empty name', { leaf: named(dnsName('host.example'), dnsName('')) }, ['dns-name-syntax 0']],
    [
      'a final period',
      { leaf: named(dnsName('host.example'), dnsName('a.')) },
      ['dns-name-syntax 0'],
    ],
    ['a wildcard', { leaf: named(dnsName('host.example'), dnsName('*.a.example')) }, []],
    [
      'a wildcard further on',
      { leaf: named(dnsName('host.example'), dnsName('a.*.example')) },
      ['dns-name-syntax 0'],
    ],
    [
      'a leading period in a constraint',
      { ca: { constraints: nameConstraints({ permitted: [dnsName('example'), dnsName('.a')] }) } },
      ['name-constraints-leading-period 1'],
    ],
  ])('%s', (_, changes, rules) => {
    expect(broken(changes)).toEqual(rules);
  });

  test("a client's certificate needs none, and its common name is a person's", () => {
    expect(
      broken({ leaf: { names: null }, leafFields: called('Me') }, { purpose: 'client' }),
    ).toEqual([]);
  });

  test('a wildcard directly below a public suffix, if a list is given', () => {
    const changes = { leaf: named(dnsName('host.example'), dnsName('*.CO.uk')) };
    const isPublicSuffix = (name: string) => name === 'co.uk';
    expect(broken(changes)).toEqual([]);
    expect(broken(changes, { isPublicSuffix })).toEqual(['public-suffix-wildcard 0']);
    const below = { leaf: named(dnsName('host.example'), dnsName('*.a.co.uk'), dnsName('co.uk')) };
    expect(broken(below, { isPublicSuffix })).toEqual([]);
  });
});

describe('authorityInfoAccess', () => {
  const access = (...descriptions: readonly Uint8Array[]) => ({
    leaf: { access: extension('1.3.6.1.5.5.7.1.1', sequence(...descriptions)) },
  });
  const ocsp = oid('1.3.6.1.5.5.7.48.1');

  test.each([
    ['one description', access(sequence(ocsp, uri('http://ocsp.example'))), []],
    ['none', access(), ['authority-info-access-malformed 0']],
    ['one without location', access(sequence(ocsp)), ['authority-info-access-malformed 0']],
    [
      'one with a location that is no name',
      access(sequence(ocsp, integer(1))),
      ['authority-info-access-malformed 0'],
    ],
    [
      'data after it',
      access(sequence(ocsp, uri('http://a'), integer(1))),
      ['authority-info-access-malformed 0'],
    ],
  ])('%s', (_, changes, rules) => {
    expect(broken(changes)).toEqual(rules);
  });
});

test('the modulus of an RSA key has whole bytes', () => {
  const rsa = sequence(oid('1.2.840.113549.1.1.1'), der(0x05));
  const keyOf = (firstByte: number) => {
    const modulus = der(0x02, [0], [firstByte], new Uint8Array(257).fill(0xff));
    const key = sequence(
      firstByte >= 0x80 ? modulus : der(0x02, [firstByte], new Uint8Array(257).fill(0xff)),
      integer(1, 0, 1),
    );
    return { subjectPublicKeyInfo: sequence(rsa, der(0x03, [0], key)) };
  };
  expect(broken({ leafFields: keyOf(0xff) })).toEqual([]);
  expect(broken({ leafFields: keyOf(0x0f) })).toEqual(['rsa-modulus-length 0']);
});

test('who prints a verdict has the warnings too, found when they are looked at', () => {
  const result = verifyChain(inputOf({ leafFields: { serialNumber: integer(0) } }, {}));
  if (!result.accepted) throw new Error(result.detail);
  expect(Object.keys(result)).toContain('warnings');
  expect(JSON.parse(JSON.stringify(result))).toMatchObject({
    warnings: [{ rule: 'serial-number-zero' }],
  });
  expect(result.warnings).toBe(result.warnings);
});

test('another path, which breaks none, is found', () => {
  const good = inputOf({}, { profile: 'strict' });
  const bad = inputOf(
    {
      ca: {
        subjectKey: subjectKeyIdentifier(ca),
        basic: extension('2.5.29.19', sequence(Uint8Array.of(1, 1, 0xff))),
      },
    },
    {},
  );
  const chain = [...bad.chain, ...good.chain.slice(1)];
  expect(verifyChain({ ...good, chain })).toMatchObject({ accepted: true, warnings: [] });
});

test('a leaf whose key identifier is not that of one issuer may be of another', () => {
  const input = inputOf({}, { profile: 'strict' });
  const [leafBytes = new Uint8Array()] = input.chain;
  const namesake = anchor(makeCa('A', 'A', { ...unsigned, extensions: listOf(goodRoot) }));
  expect(verifyChain({ ...input, chain: [leafBytes], anchors: [namesake] })).toMatchObject({
    rule: 'authority-key-identifier-mismatch',
    index: 0,
  });
  const anchors = [namesake, ...input.anchors];
  expect(verifyChain({ ...input, anchors })).toMatchObject({ accepted: true });
});
