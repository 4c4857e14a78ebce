/** Every certificate that can be had, each once, with where it is from. */
import { existsSync, readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { certificatesFromPem } from '../../../runtime/x509/pem.ts';
import { hasOpenssl } from '../../support/openssl.ts';
import { vectorsOf } from '../../support/vectors.ts';
import {
  ascii,
  certificatePolicies,
  commonName,
  der,
  dnsName,
  emptyName,
  extension,
  type Fields,
  generalizedTime,
  goodCaExtensions,
  goodLeafExtensions,
  integer,
  keyUsage,
  makeCa,
  makeLeaf,
  nameConstraints,
  oid,
  sequence,
  subjectAltName,
  utcTime,
  utf8String,
} from '../make.ts';
import { mutate, randomFrom } from '../mutate.ts';
import { opensslCertificates } from './openssl-certificates.ts';

/** Two kinds of trust: what a peer sends is read with more rigour than an anchor. */
export interface Sample {
  readonly source: string;
  readonly der: Uint8Array;
  readonly isAnchor: boolean;
}

/** Those that people have made, before anything is changed in them. */
export function wholeCertificates(): readonly Sample[] {
  const samples = new Map<string, Sample>();
  const add = (source: string, ders: Iterable<Uint8Array>, isAnchor = false) => {
    for (const bytes of ders) {
      const key = Buffer.from(bytes).toString('base64');
      if (!samples.has(key)) samples.set(key, { source, der: Uint8Array.from(bytes), isAnchor });
    }
  };
  add('limbo', limbo());
  add('pkits', pkits());
  add('chromium', chromium());
  add('node', rootCertificates.flatMap(certificatesFromPem), true);
  add('debian', debian(), true);
  add('made', [...Object.values(made), ofSeldomType]);
  for (const [name, bytes] of hasOpenssl() ? opensslCertificates() : []) {
    add(`openssl ${name}`, [bytes]);
  }
  return [...samples.values()];
}

/** So many changed copies of the certificates that are made here: the same ones each time. */
export function mutants(count: number): readonly Sample[] {
  const random = randomFrom(11);
  const originals = Object.values(made);
  return Array.from({ length: count }, (_, number) => {
    const original = originals[number % originals.length] ?? new Uint8Array();
    return { source: 'mutant', der: mutate(original, random), isAnchor: false };
  });
}

/** Bytes of the PEM texts and base64 texts that a vector file has at these places. */
const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));

function limbo(): readonly Uint8Array[] {
  const { testcases } = vectorsOf('x509-limbo.json') as {
    readonly testcases: readonly {
      readonly trusted_certs: readonly string[];
      readonly untrusted_intermediates: readonly string[];
      readonly peer_certificate: string;
    }[];
  };
  return testcases
    .flatMap((one) => [...one.trusted_certs, ...one.untrusted_intermediates, one.peer_certificate])
    .flatMap(certificatesFromPem);
}

function pkits(): readonly Uint8Array[] {
  const { certs } = vectorsOf('pkits.json') as { readonly certs: Readonly<Record<string, string>> };
  return Object.values(certs).map(bytesOf);
}

function chromium(): readonly Uint8Array[] {
  const { verifyCertificateChain: cases } = vectorsOf('chromium-pki.json') as {
    readonly verifyCertificateChain: readonly { readonly chain: readonly string[] }[];
  };
  return cases.flatMap(({ chain }) => chain.map(bytesOf));
}

function debian(): readonly Uint8Array[] {
  const file = '/etc/ssl/certs/ca-certificates.crt';
  return existsSync(file) ? certificatesFromPem(readFileSync(file, 'utf8')) : [];
}

const withText = (tag: number, bytes: Uint8Array | readonly number[]): Fields => ({
  subject: sequence(der(0x31, sequence(oid('2.5.4.3'), der(tag, bytes)))),
});
const withExtension = (id: string, value: Uint8Array): Fields => ({
  extensions: [...goodLeafExtensions(), extension(id, value)],
});
const named = (...names: readonly Uint8Array[]): Fields => ({
  extensions: [keyUsage('digitalSignature'), subjectAltName(...names)],
});

/** registeredAddress: OpenSSL knows more types of attributes by name than the reader of its text. */
const ofSeldomType = makeLeaf('Root', {
  subject: sequence(der(0x31, sequence(oid('2.5.4.26'), utf8String('x')))),
});

/** Signed as they stand, right and wrong ones. */
const made = {
  root: makeCa('Root', 'Root'),
  ca: makeCa('Sub', 'Root', { extensions: goodCaExtensions(3) }),
  leaf: makeLeaf('Root'),
  'leaf without subject': makeLeaf('Root', { subject: emptyName }),
  'leaf with more': makeLeaf('Root', {
    serialNumber: integer(0, 200, 1, 2, 3),
    subject: commonName('Somebody, and some more'),
    extensions: [
      ...goodLeafExtensions(),
      certificatePolicies('1.2.3.4', '1.2.3.5'),
      extension('1.2.3', sequence(integer(1))),
      extension(
        '1.3.6.1.5.5.7.1.1',
        sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), der(0x86, ascii('http://o.example/')))),
      ),
    ],
  }),
  constrained: makeCa('Sub', 'Root', {
    extensions: [...goodCaExtensions(), nameConstraints({ permitted: [dnsName('example')] })],
  }),
  'times at the edges': makeLeaf('Root', {
    notBefore: utcTime('500101000000Z'),
    notAfter: generalizedTime('99991231235959Z'),
  }),
  'the last second of 2049': makeLeaf('Root', { notAfter: utcTime('491231235959Z') }),
  'a GeneralizedTime before 2050': makeLeaf('Root', {
    notAfter: generalizedTime('20401231235959Z'),
  }),
  'a leap day that is none': makeLeaf('Root', { notAfter: utcTime('350229000000Z') }),
  'a time without seconds': makeLeaf('Root', { notAfter: utcTime('3501010000Z') }),
  'a time with an offset': makeLeaf('Root', { notAfter: utcTime('350101000000+0100') }),
  'a time with a fraction': makeLeaf('Root', { notAfter: generalizedTime('20510101000000.5Z') }),
  NumericString: makeLeaf('Root', withText(0x12, ascii('12 3'))),
  VisibleString: makeLeaf('Root', withText(0x1a, ascii('a b'))),
  'UTF-8 that is none': makeLeaf('Root', withText(0x0c, [0x61, 0xff])),
  'BMPString of three bytes': makeLeaf('Root', withText(0x1e, [0, 0x41, 0])),
  'UniversalString beyond Unicode': makeLeaf('Root', withText(0x1c, [0, 0x11, 0, 0])),
  'UniversalString beyond two bytes': makeLeaf('Root', withText(0x1c, [0, 1, 0xf5, 0x11])),
  'an INTEGER for a name': makeLeaf('Root', withText(0x02, [5])),
  'a zero in a name': makeLeaf('Root', withText(0x0c, ascii('host.example\0.evil'))),
  'a zero in an alternative name': makeLeaf('Root', named(dnsName('host.example\0.evil'))),
  wildcards: makeLeaf(
    'Root',
    named(...['*.example.com', '*.com', 'f*.example.net', '*', 'a.*.example.org'].map(dnsName)),
  ),
  'names in all forms': makeLeaf(
    'Root',
    named(
      ...[
        'HOST.example',
        'dot.example.',
        'under_score.example',
        '192.0.2.7',
        'xn--bcher-kva.example',
      ].map(dnsName),
    ),
  ),
  'an address of five bytes': makeLeaf('Root', named(der(0x87, [1, 2, 3, 4, 5]))),
  'a common name alone': makeLeaf('Root', {
    subject: commonName('host.example'),
    extensions: [keyUsage('digitalSignature')],
  }),
  'an extension twice': makeLeaf('Root', withExtension('2.5.29.15', sequence())),
  'empty extensions': makeLeaf('Root', { extensions: [] }),
  'an empty alternative name': makeLeaf('Root', { extensions: [subjectAltName()] }),
  'an empty extended usage': makeLeaf('Root', withExtension('2.5.29.37', sequence())),
  'a usage with zeros at the end': makeLeaf('Root', {
    extensions: [extension('2.5.29.15', der(0x03, [0, 0x80]))],
  }),
  'usages that nobody defined': makeLeaf('Root', {
    extensions: [extension('2.5.29.15', der(0x03, [0, 0x80, 0x81]))],
  }),
  'a FALSE spelled out': makeLeaf('Root', {
    extensions: [extension('2.5.29.19', sequence(Uint8Array.of(1, 1, 0)))],
  }),
  'unique identifiers': makeLeaf('Root', { uniqueIdentifiers: der(0x81, [0, 1]) }),
  'version 1': makeLeaf('Root', { version: new Uint8Array(), extensionsField: new Uint8Array() }),
  'version 2': makeLeaf('Root', { version: der(0xa0, integer(1)) }),
  'an identifier as long as a UUID': makeLeaf(
    'Root',
    withExtension(`2.25.${2n ** 128n - 1n}`, utf8String('x')),
  ),
  'data at the end': Uint8Array.from([...makeLeaf('Root'), 0]),
} as const;
