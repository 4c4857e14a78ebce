/**
 * An X.509 v3 certificate (RFC 5280 4.1), read strictly. What makes the bytes no certificate is an
 * error here; what makes a good certificate useless for a path (an unknown critical extension, a
 * key or signature that is not supported, a date) is kept and judged in verify.ts, so that one bad
 * certificate that nobody needs does not spoil a chain.
 *
 * Not here: versions 1 and 2.
 */
import { equalBytes } from '../bytes.ts';
import {
  type PublicKey,
  readAlgorithmIdentifier,
  readPublicKey,
  type SignatureAlgorithm,
  signatureAlgorithmOf,
} from './algorithms.ts';
import { CertificateError } from './certificate-error.ts';
import { constructedTag, DerReader, primitiveTag, tags } from './der.ts';
import { type CertificateExtensions, noExtensions, readExtensions } from './extensions.ts';
import { isEmptyName, printBriefly, readName } from './names.ts';
import { readTime } from './time.ts';

/** A certificate that could be read. Nothing in it has been verified. All bytes are views. */
export interface Certificate {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** TBSCertificate: what is signed. */
  readonly toBeSigned: Uint8Array;
  /** An INTEGER's contents: not negative, at most 20 octets without its sign. */
  readonly serialNumber: Uint8Array;
  /** Name, DER. Never empty. */
  readonly issuer: Uint8Array;
  /** Name, DER. May be empty in a leaf that has a subjectAltName. */
  readonly subject: Uint8Array;
  /** First instant of validity, milliseconds since 1970. */
  readonly notBeforeMs: number;
  /** Start of the last second of validity, milliseconds since 1970. */
  readonly notAfterMs: number;
  readonly publicKey: PublicKey;
  /** An issuerUniqueID or a subjectUniqueID, which RFC 5280 4.1.2.8 forbids to issue. */
  readonly hasUniqueIdentifiers: boolean;
  readonly extensions: CertificateExtensions;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/**
 * Reads one certificate.
 * @param der nothing may follow the certificate; not copied, and must not change afterwards
 * @throws CertificateError ERR_TLS_CERT_MALFORMED, or ERR_TLS_CERT_UNSUPPORTED for versions 1, 2
 */
export function parseCertificate(der: Uint8Array): Certificate {
  return readCertificate(der, false);
}

/**
 * Reads a trust anchor: as `parseCertificate`, but for two faults of form that roots in public
 * stores have and that leave no doubt of what is meant: a GeneralizedTime before 2050 and a
 * keyUsage that ends with zero bits. A peer's certificates are not excused.
 * @throws CertificateError as `parseCertificate`
 */
export function parseAnchor(der: Uint8Array): Certificate {
  return readCertificate(der, true);
}

/** Whether issuer and subject are the same: a root, or a CA's own key change (RFC 5280 3.2). */
export function isSelfIssued(certificate: Certificate): boolean {
  return equalBytes(certificate.issuer, certificate.subject);
}

/**
 * Decodes an extension that `extensions` keeps only as it stands.
 * @param id dotted
 * @param decode must read the value to its end
 * @returns undefined if the certificate does not have it
 * @throws CertificateError
 */
export function readExtension<Value>(
  { der, extensions }: Certificate,
  id: string,
  decode: (value: DerReader) => Value,
): Value | undefined {
  const extension = extensions.all.get(id);
  if (extension === undefined) return undefined;
  const start = extension.value.byteOffset - der.byteOffset;
  const reader = new DerReader(der, start, start + extension.value.length);
  const value = decode(reader);
  reader.finish();
  return value;
}

/** What to call a certificate in a message to people. */
export function printSubject(certificate: Certificate): string {
  if (!isEmptyName(certificate.subject)) return printBriefly(certificate.subject);
  return `a certificate without subject by ${printBriefly(certificate.issuer)}`;
}

function readCertificate(der: Uint8Array, isAnchor: boolean): Certificate {
  const outer = new DerReader(der);
  const certificate = outer.enter(tags.sequence);
  outer.finish();
  const toBeSigned = certificate.fork().element(tags.sequence);
  const { innerAlgorithm, ...facts } = readToBeSigned(certificate.enter(tags.sequence), isAnchor);
  const algorithm = certificate.element(tags.sequence);
  if (!equalBytes(algorithm, innerAlgorithm)) {
    certificate.fail('the signature algorithm outside differs from the one that is signed');
  }
  const signature = certificate.octetAlignedBitString();
  certificate.finish();
  return {
    der,
    toBeSigned,
    ...facts,
    signatureAlgorithm: signatureAlgorithmOf(algorithm),
    signature,
  };
}

type SignedFacts = Omit<Certificate, 'der' | 'toBeSigned' | 'signatureAlgorithm' | 'signature'> & {
  readonly innerAlgorithm: Uint8Array;
};

/** TBSCertificate, field by field. */
function readToBeSigned(fields: DerReader, isAnchor: boolean): SignedFacts {
  readVersion(fields);
  const serialNumber = readSerialNumber(fields);
  const innerAlgorithm = readAlgorithmIdentifier(fields);
  const issuer = readName(fields);
  if (isEmptyName(issuer)) fields.fail('the issuer is empty');
  const validity = fields.enter(tags.sequence);
  const notBeforeMs = readTime(validity, isAnchor);
  const notAfterMs = readTime(validity, isAnchor);
  validity.finish();
  const subject = readName(fields);
  const publicKey = readPublicKey(fields);
  const uniqueIdentifiers = [1, 2].filter((number) => readUniqueIdentifier(fields, number));
  const extensions = readOptionalExtensions(fields, isAnchor);
  fields.finish();
  return {
    serialNumber,
    innerAlgorithm,
    issuer,
    notBeforeMs,
    notAfterMs,
    subject,
    publicKey,
    hasUniqueIdentifiers: uniqueIdentifiers.length > 0,
    extensions,
  };
}

/** @returns whether it is there */
function readUniqueIdentifier(fields: DerReader, number: number): boolean {
  const tag = primitiveTag(number);
  if (!fields.isNext(tag)) return false;
  fields.bitString(tag);
  return true;
}

/** Version 1 is the default and has no encoding, so its field is absent. */
function readVersion(fields: DerReader): void {
  const version = fields.enterOptional(constructedTag(0));
  if (version === undefined) refuse('the certificate has X.509 version 1', fields);
  const number = version.smallInteger();
  version.finish();
  // @req 9846:4.5.1.2:1 5246:7.4.2:5 5246:7.4.6:3
  if (number !== 2) refuse(`the certificate has X.509 version ${number + 1}`, fields);
}

/**
 * RFC 5280 4.1.2.2. Zero is let through: real trust anchors and private CAs have it, and it
 * endangers nothing.
 */
function readSerialNumber(fields: DerReader): Uint8Array {
  const serialNumber = fields.integer();
  const first = serialNumber[0] ?? 0;
  if (first >= 0x80) fields.fail('the serial number is negative');
  const octets = first === 0 ? serialNumber.length - 1 : serialNumber.length;
  if (octets > 20) fields.fail('the serial number is longer than 20 octets');
  return serialNumber;
}

function readOptionalExtensions(fields: DerReader, isAnchor: boolean): CertificateExtensions {
  const wrapper = fields.enterOptional(constructedTag(3));
  if (wrapper === undefined) return noExtensions;
  const extensions = readExtensions(wrapper, isAnchor);
  wrapper.finish();
  return extensions;
}

function refuse(problem: string, reader: DerReader): never {
  throw new CertificateError('ERR_TLS_CERT_UNSUPPORTED', problem, reader.offset);
}
