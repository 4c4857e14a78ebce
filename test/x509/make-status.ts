/**
 * CRLs and OCSP responses by hand, right ones and wrong ones, as make.ts has certificates: every
 * field can be replaced by any bytes.
 */
import { p256 } from '@noble/curves/nist.js';
import { concatBytes } from '../../runtime/bytes.ts';
import { type Certificate, parseCertificate } from '../../runtime/x509/certificate.ts';
import {
  ascii,
  bitString,
  commonName,
  der,
  ecdsaSha256,
  extension,
  generalizedTime,
  integer,
  isTrue,
  octetString,
  oid,
  sequence,
  testKey,
  utcTime,
} from './make.ts';
import { hashWithNode } from './status-rules.ts';

const nothing = new Uint8Array(0);

/** Fields of a CRL in DER. What is left out is that of a good, empty one by `Root`. */
export interface CrlFields {
  readonly version?: Uint8Array;
  readonly innerAlgorithm?: Uint8Array;
  readonly outerAlgorithm?: Uint8Array;
  readonly issuer?: Uint8Array;
  readonly thisUpdate?: Uint8Array;
  /** Empty: none. */
  readonly nextUpdate?: Uint8Array;
  readonly entries?: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
  /** Label of the key. */
  readonly signedBy?: string;
  readonly signature?: Uint8Array;
}

export function makeCrl(fields: CrlFields = {}): Uint8Array {
  const { entries = [], extensions = [] } = fields;
  const toBeSigned = sequence(
    fields.version ?? integer(1),
    fields.innerAlgorithm ?? ecdsaSha256,
    fields.issuer ?? commonName('Root'),
    fields.thisUpdate ?? utcTime('291231000000Z'),
    fields.nextUpdate ?? utcTime('300107000000Z'),
    entries.length === 0 ? nothing : sequence(concatBytes(entries)),
    extensions.length === 0 ? nothing : der(0xa0, sequence(...extensions)),
  );
  const algorithm = fields.outerAlgorithm ?? fields.innerAlgorithm ?? ecdsaSha256;
  const signature = fields.signature ?? sign(toBeSigned, fields.signedBy ?? 'Root');
  return sequence(toBeSigned, algorithm, signature);
}

function sign(toBeSigned: Uint8Array, label: string): Uint8Array {
  return bitString(p256.sign(toBeSigned, testKey(label).secretKey, { format: 'der' }));
}

/** One revoked certificate. */
export function crlEntry(
  serialNumber: Uint8Array,
  extensions: readonly Uint8Array[] = [],
  revocationDate: Uint8Array = utcTime('291201000000Z'),
): Uint8Array {
  const all = extensions.length === 0 ? nothing : sequence(...extensions);
  return sequence(serialNumber, revocationDate, all);
}

export const enumerated = (value: number) => der(0x0a, [value]);
export const reasonCode = (code: number) => extension('2.5.29.21', enumerated(code));
export const crlNumber = (number: number) => extension('2.5.29.20', integer(number));
export const deltaCrlIndicator = (base: number) => extension('2.5.29.27', integer(base), true);

export const directoryName = (name: Uint8Array) => der(0xa4, name);
export const uri = (text: string) => der(0x86, ascii(text));
export const certificateIssuer = (name: Uint8Array) =>
  extension('2.5.29.29', sequence(directoryName(name)), true);

/** The fields in their order, each with its tag. */
export const issuingDistributionPoint = (...fields: readonly Uint8Array[]) =>
  extension('2.5.29.28', sequence(...fields), true);
export const fullName = (...names: readonly Uint8Array[]) => der(0xa0, der(0xa0, ...names));
export const flag = (number: number) => der(0x80 | number, isTrue.subarray(2));
/** ReasonFlags with a tag, of which `bits` are set. */
export function reasonFlags(tag: number, ...bits: readonly number[]): Uint8Array {
  const last = Math.max(...bits);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return der(tag, [7 - (last & 7)], bytes);
}

export function distributionPoint(...fields: readonly Uint8Array[]): Uint8Array {
  return sequence(...fields);
}

export const crlDistributionPoints = (...points: readonly Uint8Array[]) =>
  extension('2.5.29.31', sequence(...points));

/** authorityInfoAccess with OCSP at these URLs. */
export function ocspAt(...urls: readonly string[]): Uint8Array {
  const entries = urls.map((url) => sequence(oid('1.3.6.1.5.5.7.48.1'), uri(url)));
  return extension('1.3.6.1.5.5.7.1.1', sequence(...entries));
}

/** The TLS feature status_request. */
export const mustStaple = extension('1.3.6.1.5.5.7.1.24', sequence(integer(5)));

export const sha1Identifier = sequence(oid('1.3.14.3.2.26'), der(0x05));
const sha256Identifier = sequence(oid('2.16.840.1.101.3.4.2.1'));

/** CertID of a certificate, DER, by its issuer, DER. */
export function certId(
  certificate: Uint8Array,
  issuer: Uint8Array,
  hash: 'sha1' | 'sha256' = 'sha1',
): Uint8Array {
  const { serialNumber } = parseCertificate(certificate);
  const by = parseCertificate(issuer);
  return sequence(
    hash === 'sha1' ? sha1Identifier : sha256Identifier,
    octetString(hashWithNode(hash, by.subject)),
    octetString(hashWithNode(hash, by.publicKey.key)),
    der(0x02, serialNumber),
  );
}

export const isGood = der(0x80);
export const isUnknown = der(0x82);
export const isRevoked = der(0xa1, generalizedTime('20291201000000Z'), der(0xa0, enumerated(1)));

/** One SingleResponse; fresh if nothing else is said. */
export function singleResponse(
  id: Uint8Array,
  status: Uint8Array = isGood,
  more: { thisUpdate?: Uint8Array; nextUpdate?: Uint8Array; extensions?: Uint8Array } = {},
): Uint8Array {
  return sequence(
    id,
    status,
    more.thisUpdate ?? generalizedTime('20291231000000Z'),
    more.nextUpdate ?? der(0xa0, generalizedTime('20300107000000Z')),
    more.extensions ?? nothing,
  );
}

/** Fields of an OCSP response. What is left out is that of one signed by `Root` itself. */
export interface OcspFields {
  readonly responderId?: Uint8Array;
  readonly responses: readonly Uint8Array[];
  readonly extensions?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly certificates?: readonly Uint8Array[];
  /** Label of the key. */
  readonly signedBy?: string;
  readonly signature?: Uint8Array;
}

export const byName = (name: Uint8Array) => der(0xa1, name);

export function byKey({ publicKey }: Certificate): Uint8Array {
  return der(0xa2, octetString(hashWithNode('sha1', publicKey.key)));
}

export function makeOcsp(fields: OcspFields): Uint8Array {
  const { certificates = [] } = fields;
  const data = sequence(
    fields.responderId ?? byName(commonName('Root')),
    generalizedTime('20291231000000Z'),
    sequence(...fields.responses),
    fields.extensions ?? nothing,
  );
  const basic = sequence(
    data,
    fields.algorithm ?? ecdsaSha256,
    fields.signature ?? sign(data, fields.signedBy ?? 'Root'),
    certificates.length === 0 ? nothing : der(0xa0, sequence(...certificates)),
  );
  const responseBytes = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octetString(basic));
  return sequence(enumerated(0), der(0xa0, responseBytes));
}

/** A response that is an error status. */
export const ocspError = (code: number) => sequence(enumerated(code));
