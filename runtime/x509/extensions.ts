/**
 * The extensions of a certificate (RFC 5280 4.2): those that every path validation judges are
 * decoded, all are kept as they stand. One that stands twice is malformed.
 *
 * Not here: what the values mean for a path (rules.ts), and whatever is needed only at times
 * (policies.ts; distribution points and access information).
 */
import { constructedTag, type DerReader, primitiveTag, tags } from './der.ts';
import { type GeneralNames, readGeneralNames } from './general-names.ts';
import { type NameConstraints, readNameConstraints } from './name-constraints.ts';

/** KeyUsage bits (RFC 5280 4.2.1.3), the first first. */
export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof keyUsages)[number];

/** RFC 5280 4.2.1.9. */
export interface BasicConstraints {
  readonly cA: boolean;
  /** How many CAs may follow; undefined for any number. */
  readonly pathLenConstraint: number | undefined;
}

/** One extension, not decoded. */
export interface RawExtension {
  readonly isCritical: boolean;
  /** What its OCTET STRING holds. */
  readonly value: Uint8Array;
}

/** What the extensions of one certificate say. A member is undefined if the extension is absent. */
export interface CertificateExtensions {
  readonly basicConstraints: BasicConstraints | undefined;
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** KeyPurposeIds in dotted form (RFC 5280 4.2.1.12). */
  readonly extKeyUsage: readonly string[] | undefined;
  readonly subjectAltName: GeneralNames | undefined;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
  /** keyIdentifier of authorityKeyIdentifier; its other forms are not used. */
  readonly authorityKeyIdentifier: Uint8Array | undefined;
  readonly nameConstraints: NameConstraints | undefined;
  /** All extensions by their dotted OID, in their order. */
  readonly all: ReadonlyMap<string, RawExtension>;
  /** Dotted OIDs of the critical extensions that nobody here can judge. */
  readonly unknownCritical: readonly string[];
}

/** What a certificate without extensions has. */
export const noExtensions: CertificateExtensions = {
  basicConstraints: undefined,
  keyUsage: undefined,
  extKeyUsage: undefined,
  subjectAltName: undefined,
  subjectKeyIdentifier: undefined,
  authorityKeyIdentifier: undefined,
  nameConstraints: undefined,
  all: new Map(),
  unknownCritical: [],
};

/**
 * Reads `Extensions`.
 * @param isAnchor lets a keyUsage that ends with zero bits pass
 * @throws CertificateError
 */
export function readExtensions(reader: DerReader, isAnchor: boolean): CertificateExtensions {
  const found: Found = { ...noExtensions };
  const all = new Map<string, RawExtension>();
  const unknownCritical: string[] = [];
  const list = reader.enter(tags.sequence);
  do {
    const extension = list.enter(tags.sequence);
    const id = extension.objectIdentifier();
    if (all.has(id)) extension.fail(`the extension ${id} stands twice`);
    const isCritical = extension.defaultFalse();
    const value = extension.fork();
    all.set(id, { isCritical, value: extension.contents(tags.octetString) });
    const isJudged = readValue(id, value.enter(tags.octetString), found, isAnchor);
    if (isCritical && !isJudged) unknownCritical.push(id);
    extension.finish();
  } while (!list.isAtEnd);
  return { ...found, all, unknownCritical };
}

type Found = { -readonly [Name in keyof CertificateExtensions]: CertificateExtensions[Name] };

/**
 * Decodes one extension. The key identifiers only help to find a path and do not restrict one, so
 * they do not count as judged: RFC 5280 4.2.1.1 and 4.2.1.2 have them never critical.
 * @returns whether path validation judges it
 */
function readValue(id: string, value: DerReader, found: Found, isAnchor: boolean): boolean {
  switch (id) {
    case '2.5.29.14':
      found.subjectKeyIdentifier = value.contents(tags.octetString);
      value.finish();
      return false;
    case '2.5.29.35':
      found.authorityKeyIdentifier = readAuthorityKeyIdentifier(value);
      value.finish();
      return false;
    case '2.5.29.15':
      found.keyUsage = readKeyUsage(value, isAnchor);
      break;
    case '2.5.29.17':
      found.subjectAltName = readGeneralNames(value);
      break;
    case '2.5.29.19':
      found.basicConstraints = readBasicConstraints(value);
      break;
    case '2.5.29.30':
      found.nameConstraints = readNameConstraints(value);
      break;
    // Judged with the policies of the whole path, from their raw values.
    case '2.5.29.32':
    case '2.5.29.33':
    case '2.5.29.36':
    case '2.5.29.54':
      return true;
    // Judged in no-rev-avail.ts.
    case '2.5.29.56':
      return true;
    case '2.5.29.37':
      found.extKeyUsage = readExtKeyUsage(value);
      break;
    default:
      return false;
  }
  value.finish();
  return true;
}

function readBasicConstraints(value: DerReader): BasicConstraints {
  const sequence = value.enter(tags.sequence);
  const cA = sequence.defaultFalse();
  const pathLenConstraint = sequence.isNext(tags.integer) ? sequence.smallInteger() : undefined;
  sequence.finish();
  return { cA, pathLenConstraint };
}

/** A named BIT STRING: DER cuts zero bits off the end (X.690 11.2.2), and none at all is no usage. */
export function readKeyUsage(value: DerReader, isAnchor: boolean): ReadonlySet<KeyUsage> {
  const { bytes, unusedBits } = value.bitString();
  const count = bytes.length * 8 - unusedBits;
  const isSet = (bit: number) => (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
  const usages = keyUsages.filter((_, bit) => isSet(bit));
  if (usages.length === 0) value.fail('keyUsage is empty');
  if (!isAnchor && !isSet(count - 1)) value.fail('keyUsage does not end with a bit that is set');
  const hasUndefined = bytes.length > 2 || ((bytes[1] ?? 0) & 0x7f) !== 0;
  if (hasUndefined) value.fail('keyUsage has bits that nobody defined');
  return new Set(usages);
}

/** ExtKeyUsageSyntax (RFC 5280 4.2.1.12). */
export function readExtKeyUsage(value: DerReader): readonly string[] {
  const sequence = value.enter(tags.sequence);
  const purposes = [sequence.objectIdentifier()];
  while (!sequence.isAtEnd) purposes.push(sequence.objectIdentifier());
  return purposes;
}

function readAuthorityKeyIdentifier(value: DerReader): Uint8Array | undefined {
  const sequence = value.enter(tags.sequence);
  const keyIdentifier = primitiveTag(0);
  const found = sequence.isNext(keyIdentifier) ? sequence.contents(keyIdentifier) : undefined;
  sequence.enterOptional(constructedTag(1)); // authorityCertIssuer
  sequence.enterOptional(primitiveTag(2)); // authorityCertSerialNumber
  sequence.finish();
  return found;
}
