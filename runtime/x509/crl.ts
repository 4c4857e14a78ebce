/**
 * Certificate revocation lists (RFC 5280 5), read as strictly as certificates are. Both versions:
 * RFC 5280 5 wants complete CRLs of version 1 understood, and they have no extensions. What makes
 * a good list useless for a certificate (its scope, its age, an unknown critical extension) is kept
 * and judged in crl-check.ts.
 *
 * One form that RFC 5280 5.1.2.4 forbids is read all the same: a GeneralizedTime before 2050. CAs
 * write it, and it leaves no doubt of what is meant.
 */
import { equalBytes, hexOf } from '../bytes.ts';
import { type SignatureAlgorithm, signatureAlgorithmOf } from './algorithms.ts';
import { RevokedCertificates } from './crl-entries.ts';
import { constructedTag, DerReader, primitiveTag, tags } from './der.ts';
import {
  type DistributionPointName,
  readDistributionPointName,
  readReasonFlags,
} from './distribution-points.ts';
import { readExtensionList } from './extension-list.ts';
import { isEmptyName, readName } from './names.ts';
import { readTime } from './time.ts';

/** A list that could be read. Nothing in it has been verified. All bytes are views. */
export interface Crl {
  /** The whole list. */
  readonly der: Uint8Array;
  /** TBSCertList: what is signed. */
  readonly toBeSigned: Uint8Array;
  /** Name, DER. Never empty. */
  readonly issuer: Uint8Array;
  /** Milliseconds since 1970. */
  readonly thisUpdateMs: number;
  /** Milliseconds since 1970; undefined if the list does not say. */
  readonly nextUpdateMs: number | undefined;
  readonly revokedCertificates: RevokedCertificates;
  readonly extensions: CrlExtensions;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/** What the extensions of a list say (RFC 5280 5.2). A member is undefined if it is absent. */
export interface CrlExtensions {
  /** keyIdentifier of authorityKeyIdentifier. */
  readonly authorityKeyIdentifier: Uint8Array | undefined;
  readonly crlNumber: bigint | undefined;
  /** deltaCRLIndicator: the number of the list that this one says the changes of. */
  readonly baseCrlNumber: bigint | undefined;
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined;
  /** Dotted OIDs of the critical extensions that nobody here can judge. */
  readonly unknownCritical: readonly string[];
}

/** Which certificates a list speaks about (RFC 5280 5.2.5). */
export interface IssuingDistributionPoint {
  /** As it stands: a delta CRL has the same one as its base. */
  readonly der: Uint8Array;
  readonly name: DistributionPointName | undefined;
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCaCerts: boolean;
  readonly onlyContainsAttributeCerts: boolean;
  /** ReasonFlags as a mask; undefined for all reasons. */
  readonly onlySomeReasons: number | undefined;
  readonly indirectCrl: boolean;
}

/**
 * Reads one list.
 * @param der nothing may follow the list; not copied, and must not change afterwards
 * @throws CertificateError
 */
export function parseCrl(der: Uint8Array): Crl {
  const outer = new DerReader(der);
  const list = outer.enter(tags.sequence);
  outer.finish();
  const toBeSigned = list.fork().element(tags.sequence);
  const { innerAlgorithm, ...facts } = readToBeSigned(list.enter(tags.sequence), der);
  const algorithm = list.element(tags.sequence);
  if (!equalBytes(algorithm, innerAlgorithm)) {
    list.fail('the signature algorithm outside differs from the one that is signed');
  }
  const signature = list.octetAlignedBitString();
  list.finish();
  const signatureAlgorithm = signatureAlgorithmOf(algorithm);
  return { der, toBeSigned, ...facts, signatureAlgorithm, signature };
}

type SignedFacts = Omit<Crl, 'der' | 'toBeSigned' | 'signatureAlgorithm' | 'signature'> & {
  readonly innerAlgorithm: Uint8Array;
};

/** TBSCertList, field by field. */
function readToBeSigned(fields: DerReader, der: Uint8Array): SignedFacts {
  const isVersion2 = fields.isNext(tags.integer);
  if (isVersion2 && fields.smallInteger() !== 1) fields.fail('the CRL has no version 1 or 2');
  const innerAlgorithm = fields.unreadElement(tags.sequence);
  const issuer = readName(fields);
  if (isEmptyName(issuer)) fields.fail('the issuer is empty');
  const thisUpdateMs = readTime(fields, true);
  const nextUpdateMs = isNextTime(fields) ? readTime(fields, true) : undefined;
  const revokedCertificates = readRevokedCertificates(fields, der, isVersion2);
  const wrapper = isVersion2 ? fields.enterOptional(constructedTag(0)) : undefined;
  const extensions = wrapper === undefined ? noExtensions : readCrlExtensions(wrapper);
  fields.finish();
  return { innerAlgorithm, issuer, thisUpdateMs, nextUpdateMs, revokedCertificates, extensions };
}

function isNextTime(fields: DerReader): boolean {
  return fields.isNext(tags.utcTime) || fields.isNext(tags.generalizedTime);
}

/** RFC 5280 5.1.2.6: where nothing is revoked, the list is absent, not empty. */
function readRevokedCertificates(
  fields: DerReader,
  der: Uint8Array,
  isVersion2: boolean,
): RevokedCertificates {
  const list = fields.enterOptional(tags.sequence);
  if (list?.isAtEnd) list.fail('the list of revoked certificates is empty');
  const end = fields.offset;
  return new RevokedCertificates(der, list?.offset ?? end, end, isVersion2);
}

const noExtensions: CrlExtensions = {
  authorityKeyIdentifier: undefined,
  crlNumber: undefined,
  baseCrlNumber: undefined,
  issuingDistributionPoint: undefined,
  unknownCritical: [],
};

type Found = { -readonly [Name in keyof CrlExtensions]: CrlExtensions[Name] };

function readCrlExtensions(wrapper: DerReader): CrlExtensions {
  const found: Found = { ...noExtensions };
  const unknownCritical = readExtensionList(wrapper, (id, value) => readValue(id, value, found));
  wrapper.finish();
  return { ...found, unknownCritical };
}

/** Decodes one extension. @returns whether it is understood */
function readValue(id: string, value: DerReader, found: Found): boolean {
  switch (id) {
    case '2.5.29.20':
      found.crlNumber = readCrlNumber(value);
      return true;
    case '2.5.29.27':
      found.baseCrlNumber = readCrlNumber(value);
      return true;
    case '2.5.29.28':
      found.issuingDistributionPoint = readIssuingDistributionPoint(value);
      return true;
    case '2.5.29.35':
      found.authorityKeyIdentifier = readKeyIdentifier(value);
      return true;
    default:
      return false;
  }
}

/** RFC 5280 5.2.3: not negative, at most 20 octets. */
function readCrlNumber(value: DerReader): bigint {
  const contents = value.integer();
  if ((contents[0] ?? 0) >= 0x80 || contents.length > 21)
    value.fail('a CRL number is out of range');
  return BigInt(`0x${hexOf(contents)}`);
}

function readKeyIdentifier(value: DerReader): Uint8Array | undefined {
  const sequence = value.enter(tags.sequence);
  const keyIdentifier = primitiveTag(0);
  const found = sequence.isNext(keyIdentifier) ? sequence.contents(keyIdentifier) : undefined;
  sequence.enterOptional(constructedTag(1)); // authorityCertIssuer
  sequence.enterOptional(primitiveTag(2)); // authorityCertSerialNumber
  sequence.finish();
  return found;
}

function readIssuingDistributionPoint(value: DerReader): IssuingDistributionPoint {
  const der = value.fork().element(tags.sequence);
  const fields = value.enter(tags.sequence);
  if (fields.isAtEnd) fields.fail('issuingDistributionPoint is empty');
  const wrapper = fields.enterOptional(constructedTag(0));
  const name = wrapper && readDistributionPointName(wrapper);
  const reasonsTag = primitiveTag(3);
  const point = {
    der,
    name,
    onlyContainsUserCerts: fields.defaultFalse(primitiveTag(1)),
    onlyContainsCaCerts: fields.defaultFalse(primitiveTag(2)),
    onlySomeReasons: fields.isNext(reasonsTag) ? readReasonFlags(fields, reasonsTag) : undefined,
    indirectCrl: fields.defaultFalse(primitiveTag(4)),
    onlyContainsAttributeCerts: fields.defaultFalse(primitiveTag(5)),
  };
  fields.finish();
  const kinds = [
    point.onlyContainsUserCerts,
    point.onlyContainsCaCerts,
    point.onlyContainsAttributeCerts,
  ];
  if (kinds.filter((isOnly) => isOnly).length > 1) value.fail('a CRL has two exclusive scopes');
  return point;
}
