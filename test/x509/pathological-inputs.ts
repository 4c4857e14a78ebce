/**
 * Chains that somebody has made to cost much, each as bad as is known: what grows in it, and which
 * rule ends it. Those of ten certificates fit the message that brings them (128 KiB).
 */
import type { PathInput } from '../../runtime/x509/verify.ts';
import {
  anyPolicy,
  certificatePolicies,
  commonName,
  der,
  directoryName,
  dnsName,
  extension,
  type Fields,
  goodCaExtensions,
  goodLeafExtensions,
  integer,
  ipAddress,
  keyUsage,
  makeCa,
  makeLeaf,
  nameConstraints,
  octetString,
  oid,
  otherName,
  policyMappings,
  sequence,
  subjectAltName,
  testKey,
  unsigned,
  utf8String,
} from './make.ts';

export interface PathologicalInput {
  readonly name: string;
  /** The rule that refuses it, or `accepted`. */
  readonly rule: string;
  readonly chain: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly more: Pick<PathInput, 'name' | 'profile' | 'policies' | 'limits'>;
  /**
   * Whose signatures hold: those that are real; all; or all but the anchor's on the leaf. Keys can
   * be made for which the same signatures hold (RSA, moduli that share most of their factors), so
   * nothing may rest on its being otherwise.
   */
  readonly signed: 'truly' | 'by all' | 'by all but the anchor';
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

const input = (
  name: string,
  rule: string,
  chain: readonly Uint8Array[],
  more: Partial<PathologicalInput> = {},
): PathologicalInput => ({
  name,
  rule,
  chain,
  anchors: [root()],
  signed: 'by all',
  ...more,
  more: { limits: { chainLength: Math.max(10, chain.length) }, ...more.more },
});

const root = (...extensions: readonly Uint8Array[]) =>
  makeCa('Root', 'Root', { extensions: [...goodCaExtensions(), ...extensions] });

/** A CA with a key that nobody else has, and that nobody knows. */
function caOf(subject: string, issuer: string, keyNumber: number, fields: Fields = {}) {
  const subjectPublicKeyInfo = Uint8Array.from(testKey('CA').subjectPublicKeyInfo);
  new DataView(subjectPublicKeyInfo.buffer).setUint16(60, keyNumber);
  return makeCa(subject, issuer, { ...unsigned, subjectPublicKeyInfo, ...fields });
}

const caWith = (...extensions: readonly Uint8Array[]): Fields => ({
  extensions: [...goodCaExtensions(), ...extensions],
});

const leafOf = (issuer: string, ...extensions: readonly Uint8Array[]) =>
  makeLeaf(issuer, { ...unsigned, extensions: [...goodLeafExtensions(), ...extensions] });

const leafFor = (issuer: string, ...names: readonly Uint8Array[]) =>
  makeLeaf(issuer, {
    ...unsigned,
    extensions: [keyUsage('digitalSignature'), subjectAltName(...names)],
  });

/**
 * A leaf and nine CAs of one name, each issued by each, as far as names go, and one of them by the
 * anchor. The anchor is for other names, which says nothing of any one of the lines to it.
 */
const crowd = (fields: (number: number) => Fields = () => ({}), leaf = leafOf('X')) => [
  leaf,
  ...numbers(9).map((number) => caOf('X', number === 8 ? 'Root' : 'X', number, fields(number))),
];

const isForOthers = [root(nameConstraints({ excluded: [directoryName(commonName('X'))] }))];

/** A Name of one attribute, long enough to make comparing it felt, and beginning as all of them do. */
const longName = (length: number) => commonName('n'.repeat(length));

const hosts = (count: number, domain: string) =>
  numbers(count).map((number) => dnsName(`h${number}.${domain}`));
const addresses = (count: number, ...mask: readonly number[]) =>
  numbers(count).map((number) => ipAddress(10, 0, number >> 8, number & 255, ...mask));
const policies = (count: number) => numbers(count).map((number) => `1.3.${number}`);

const explicit = { requireExplicitPolicy: true, initialPolicies: ['1.2.3.4'] };

/** Certificates that certify each other. */
function circles(): PathologicalInput[] {
  const names = numbers(20);
  const mesh = (subject: (i: number) => string, key: (i: number) => number) => [
    leafOf(subject(0)),
    ...names.flatMap((i) => [
      ...names.flatMap((j) => (i === j ? [] : [caOf(subject(i), subject(j), key(i))])),
      caOf(subject(i), 'Root', key(i)),
    ]),
  ];
  const forbidden = names.map((i) => directoryName(commonName(`CA ${i}`)));
  const anchors = isForOthers;
  const signed = names.flatMap((i) =>
    names.map((j) =>
      makeCa('Root', 'Root', { keyLabel: `mesh ${i}`, issuerKeyLabel: `mesh ${j}` }),
    ),
  );
  return [
    input(
      '20 CAs of one name and key',
      'permitted-subtrees',
      [leafOf('X'), ...names.map(() => caOf('X', 'X', 1)), caOf('X', 'Root', 1)],
      {
        anchors: [root(nameConstraints({ permitted: [directoryName(commonName('Y'))] }))],
      },
    ),
    input(
      '20 CAs, each by each, of one name',
      'step-budget',
      mesh(
        () => 'X',
        (i) => i,
      ),
      { anchors },
    ),
    input(
      '20 CAs, each by each, of one key',
      'signature-budget',
      mesh(
        (i) => `CA ${i}`,
        () => 7,
      ),
      {
        anchors: [root(nameConstraints({ excluded: forbidden }))],
      },
    ),
    input(
      '20 CAs, each by each, signed',
      'signature-budget',
      [makeLeaf('Root', { signedBy: testKey('mesh 0') }), ...signed],
      { signed: 'truly' },
    ),
    input(
      '64 CAs of one name and as many keys',
      'signature-budget',
      [leafOf('X'), ...numbers(64).map((i) => caOf('X', i > 31 ? 'Root' : 'X', i))],
      { anchors },
    ),
    input('ten certificates, each by each', 'step-budget', crowd(), { anchors }),
    input('ten certificates, each by each, by RFC 5280', 'step-budget', crowd(), {
      anchors,
      more: { profile: 'rfc5280' },
    }),
    input(
      'ten certificates, each by each, and no CA may be below the anchor',
      'step-budget',
      crowd(),
      {
        anchors: [makeCa('Root', 'Root', { extensions: goodCaExtensions(0) })],
      },
    ),
    input('ten certificates, each by each, in a line of ten', 'step-budget', crowd(), {
      anchors,
      more: { limits: { intermediates: 10 } },
    }),
  ];
}

/** Ten certificates whose paths are judged again and again, with much in each to judge. */
export function heavyCrowds(): PathologicalInput[] {
  const anchors = isForOthers;
  const many = policies(600);
  const critical = extension(
    '2.5.29.32',
    sequence(...policies(900).map((id) => sequence(oid(id)))),
    true,
  );
  const name = longName(5000);
  const long = (number: number) =>
    caOf('', number === 8 ? 'Root' : '', number, {
      subject: name,
      ...(number < 8 && { issuer: name }),
    });
  const others = numbers(700).map((number) => otherName(`1.3.${number}`));
  const networks = nameConstraints({ excluded: addresses(700, 255, 255, 255, 255) });
  return [
    input(
      'names of 5,000 letters',
      'step-budget',
      [makeLeaf('', { ...unsigned, issuer: name }), ...numbers(9).map(long)],
      {
        anchors: [root(nameConstraints({ excluded: [directoryName(name)] }))],
      },
    ),
    input(
      'critical policies',
      'step-budget',
      crowd(() => caWith(critical)),
      { anchors },
    ),
    input(
      'policies that are asked for',
      'policy-budget',
      crowd(() => caWith(certificatePolicies(...many)), leafOf('X', certificatePolicies(...many))),
      {
        more: { profile: 'rfc5280', policies: explicit },
      },
    ),
    input(
      'policies that are mapped',
      'policy-budget',
      crowd(
        () =>
          caWith(
            certificatePolicies(...many),
            policyMappings(...policies(400).map((id) => ['1.3.5', id] as const)),
          ),
        leafOf('X', certificatePolicies(...many)),
      ),
      {
        more: { policies: explicit },
      },
    ),
    input(
      'policies that are malformed at their end',
      'step-budget',
      crowd(() => caWith(certificatePolicies(...many, '1.3.1'))),
      { more: { profile: 'rfc5280' } },
    ),
    input(
      'constraints on names nobody knows',
      'name-constraints-form',
      crowd(() => caWith(nameConstraints({ excluded: others }))),
      { anchors },
    ),
    input(
      'constraints on addresses',
      'step-budget',
      crowd(
        () => caWith(networks),
        leafFor('X', ...addresses(9).map((one) => ipAddress(11, ...one.subarray(3)))),
      ),
      { anchors },
    ),
    input(
      'addresses that each constrains',
      'name-comparison-budget',
      crowd(
        () => caWith(networks),
        leafFor('X', ...addresses(90).map((one) => ipAddress(11, ...one.subarray(3)))),
      ),
      { anchors },
    ),
  ];
}

/** Many names, many constraints. */
function constraints(): PathologicalInput[] {
  const below = (
    excluded: readonly Uint8Array[],
    leaf: Uint8Array,
    permitted?: readonly Uint8Array[],
  ) => [
    leaf,
    caOf('A', 'Root', 0, caWith(nameConstraints({ excluded, ...(permitted && { permitted }) }))),
  ];
  const parts = (count: number, last: string) =>
    directoryName(
      sequence(
        ...[...numbers(count).map(() => 'x'), last].map((text) => commonName(text).subarray(2)),
      ),
    );
  const unlike = (count: number) =>
    numbers(count).map((number) => directoryName(commonName(`ẞÅﬁ\u0345 ${number}`)));
  return [
    input(
      '10,000 constraints for 25 names',
      'excluded-subtrees',
      below(hosts(10_000, 'a'), leafFor('A', ...hosts(24, 'b'), dnsName('h9999.a'))),
    ),
    input(
      '10,000 constraints for 1,000 names',
      'name-comparison-budget',
      below(hosts(10_000, 'a'), leafFor('A', ...hosts(1000, 'b'))),
    ),
    input(
      '500 constraints for 500 names',
      'excluded-subtrees',
      below(hosts(500, 'a'), leafFor('A', ...hosts(499, 'b'), dnsName('h499.a'))),
    ),
    input(
      '500 constraints of the longest names for 500',
      'excluded-subtrees',
      below(
        hosts(500, `${'a.'.repeat(120)}a`),
        leafFor('A', ...hosts(499, `${'a.'.repeat(120)}b`), dnsName(`h499.${'a.'.repeat(120)}a`)),
      ),
    ),
    input(
      '500 networks for 500 addresses',
      'excluded-subtrees',
      below(
        addresses(500, 255, 255, 255, 255),
        leafFor(
          'A',
          ...addresses(499).map((one) => ipAddress(10, 0, 9, ...one.subarray(5))),
          ipAddress(10, 0, 1, 0xf3),
        ),
      ),
    ),
    input(
      '500 directory names of ten parts for 500',
      'accepted',
      below(
        numbers(499).map((number) => parts(10, `${number}`)),
        leafFor('A', ...numbers(499).map((number) => parts(10, `n${number}`))),
      ),
    ),
    input(
      'directory names of many parts',
      'excluded-subtrees',
      below(
        numbers(48).map((number) => parts(99, `${number}`)),
        leafFor('A', ...numbers(47).map((number) => parts(99, `n${number}`)), parts(99, '47')),
      ),
    ),
    input(
      '3,000 directory names in letters that are costly to prepare',
      'excluded-subtrees',
      below(unlike(3000), leafFor('A', ...unlike(3000).slice(-1))),
    ),
    input(
      '10,000 permitted, for 25 names',
      'permitted-subtrees',
      below([dnsName('x')], leafFor('A', ...hosts(24, 'b')), hosts(10_000, 'a')),
    ),
  ];
}

/** One certificate that is long to read. */
function encodings(): PathologicalInput[] {
  const leaf = (name: string, rule: string, fields: Fields, host?: string) =>
    input(name, rule, [makeLeaf('Root', { ...unsigned, ...fields })], { more: { name: host } });
  const extended = (...more: readonly Uint8Array[]): Fields => ({
    extensions: [...goodLeafExtensions(), ...more],
  });
  const nested = (depth: number) => {
    let element = integer(1);
    for (let i = 0; i < depth; i++) element = sequence(element);
    return element;
  };
  const longOid = der(0x06, [0x2a], new Uint8Array(100_000).fill(0xff), [0x01]);
  const subject = (value: Uint8Array, type = oid('2.5.4.3')) =>
    sequence(der(0x31, sequence(type, value)));
  const rdns = sequence(...numbers(9000).map(() => der(0x31, sequence(oid('2.5.4.3'), der(0x0c)))));
  const rdn = sequence(
    der(0x31, ...numbers(9000).map((i) => sequence(oid('2.5.4.3'), utf8String(`${i}`)))),
  );
  const algorithm = sequence(oid('1.2.3'), octetString(new Uint8Array(50_000)));
  return [
    leaf('elements 10,000 deep', 'encoding', { subject: subject(nested(10_000), oid('1.2.3')) }),
    leaf('60,000 elements', 'accepted', {
      subject: subject(der(0x30, ...numbers(60_000).map(() => der(0x05))), oid('1.2.3')),
    }),
    leaf(
      'an identifier of 100,000 bytes in one arc',
      'encoding',
      extended(sequence(longOid, octetString(integer(1)))),
    ),
    leaf('the type of a name of 100,000 bytes', 'encoding', {
      subject: subject(utf8String('x'), longOid),
    }),
    leaf(
      'an identifier of 100,000 arcs',
      'accepted',
      extended(sequence(der(0x06, new Uint8Array(100_000).fill(1)), octetString(integer(1)))),
    ),
    leaf(
      '10,000 extensions',
      'critical-extension',
      extended(...numbers(10_000).map((i) => extension(`1.3.${i}`, integer(1), true))),
    ),
    leaf(
      'the same extension twice, after 10,000',
      'encoding',
      extended(...[...numbers(10_000), 9999].map((i) => extension(`1.3.${i}`, integer(1)))),
    ),
    leaf('10,000 purposes', 'ext-key-usage', {
      extensions: [
        extension('2.5.29.37', sequence(...numbers(10_000).map((i) => oid(`1.3.${i}`)))),
      ],
    }),
    leaf(
      '10,000 names, none of them right',
      'subject-alt-name',
      { extensions: [subjectAltName(...hosts(9000, 'a.bc'))] },
      'h.a.bc',
    ),
    leaf(
      '10,000 wildcards',
      'subject-alt-name',
      { extensions: [subjectAltName(...numbers(10_000).map((i) => dnsName(`*.${i}.ab`)))] },
      'h.a.bc',
    ),
    leaf(
      '20,000 addresses',
      'subject-alt-name',
      {
        extensions: [
          subjectAltName(
            ...numbers(6500).map((i) => ipAddress(...new Array(14).fill(0), i >> 8, i & 255)),
          ),
        ],
      },
      'h.a.bc',
    ),
    leaf('a subject of 9,000 parts, and nobody knows its issuer', 'issuer-unknown', {
      subject: rdns,
      issuer: commonName('Nobody'),
    }),
    leaf('a subject of 120,000 control characters', 'issuer-unknown', {
      subject: subject(utf8String('\u0007'.repeat(120_000))),
      issuer: commonName('Nobody'),
    }),
    leaf('an issuer of 120,000 letters that are escaped', 'issuer-unknown', {
      issuer: subject(utf8String(','.repeat(120_000))),
    }),
    leaf('signature algorithms of 50,000 bytes', 'signature-algorithm', {
      innerAlgorithm: algorithm,
      outerAlgorithm: algorithm,
    }),
    leaf('a key algorithm of 100,000 bytes', 'public-key', {
      subjectPublicKeyInfo: sequence(
        sequence(oid('1.2.3'), octetString(new Uint8Array(100_000))),
        der(0x03, [0, 1]),
      ),
    }),
    leaf('a serial number of 100,000 bytes', 'encoding', {
      serialNumber: der(0x02, new Uint8Array(100_000).fill(1)),
    }),
    leaf('a set of 9,000 attributes, prepared', 'accepted', { subject: rdn }),
    input(
      'a set of 9,000 attributes, by RFC 5280',
      'issuer-unknown',
      [leafOf('A'), caOf('A', 'Nobody', 1, { subject: rdn, issuer: rdn })],
      { more: { profile: 'rfc5280' } },
    ),
    leaf(
      'policies with 10,000 qualifiers',
      'accepted',
      extended(
        extension(
          '2.5.29.32',
          sequence(
            sequence(
              oid('1.2.3'),
              sequence(...numbers(8000).map(() => sequence(oid('1.3.6.1.5.5.7.2.1'), der(0x16)))),
            ),
          ),
          true,
        ),
      ),
    ),
  ];
}

/** A graph of policies with as many edges as a message holds. */
function policyGraphs(): PathologicalInput[] {
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  const dense = policies(30);
  const pairs = dense.flatMap((from) => dense.map((to) => [from, to] as const));
  const cas = (...extensions: readonly Uint8Array[]) =>
    names.map((name, i) => caOf(name, names[i + 1] ?? 'Root', i, caWith(...extensions)));
  const wide = policies(1800);
  return [
    input(
      'a tree of 30^6 policies',
      'explicit-policy',
      [
        leafOf('A', certificatePolicies(...dense, anyPolicy)),
        ...cas(certificatePolicies(...dense), policyMappings(...pairs)),
      ],
      { more: { policies: explicit } },
    ),
    input(
      '1,800 policies in each certificate',
      'explicit-policy',
      [leafOf('A', certificatePolicies(...wide)), ...cas(certificatePolicies(...wide))],
      { more: { policies: explicit, profile: 'rfc5280' } },
    ),
  ];
}

export const pathologicalInputs = (): readonly PathologicalInput[] => [
  ...circles(),
  ...heavyCrowds(),
  ...constraints(),
  ...encodings(),
  ...policyGraphs(),
];
