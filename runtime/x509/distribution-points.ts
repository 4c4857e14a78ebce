/**
 * Where the CRLs of a certificate are, and what of it each of them covers (RFC 5280 4.2.1.13): the
 * words that cRLDistributionPoints, freshestCRL and a CRL's issuingDistributionPoint share.
 */
import { constructedTag, DerReader, primitiveTag, tags } from './der.ts';
import { readName } from './names.ts';
import { type GeneralName, nameBelow, readGeneralNames } from './point-names.ts';

/** DistributionPointName: full names, or one part to put below the name of the CRL's issuer. */
export type DistributionPointName =
  | { readonly fullName: readonly GeneralName[] }
  /** Contents of a RelativeDistinguishedName. */
  | { readonly nameRelativeToCrlIssuer: Uint8Array };

/** DistributionPoint. */
export interface DistributionPoint {
  readonly name: DistributionPointName | undefined;
  /** ReasonFlags, bit `n` for reason `n`; undefined for all reasons. */
  readonly reasons: number | undefined;
  /** Who issues its CRL; empty if it is the issuer of the certificate. */
  readonly crlIssuer: readonly GeneralName[];
}

/** ReasonFlags 1 to 8, keyCompromise to aACompromise: what a status has to cover to be whole. */
export const allReasons = 0b1_1111_1110;

/** CRLDistributionPoints. @throws CertificateError */
export function readDistributionPoints(value: DerReader): readonly DistributionPoint[] {
  const list = value.enter(tags.sequence);
  const points = [readDistributionPoint(list)];
  while (!list.isAtEnd) points.push(readDistributionPoint(list));
  return points;
}

/** The contents of the `[0]` that holds a DistributionPointName. @throws CertificateError */
export function readDistributionPointName(wrapper: DerReader): DistributionPointName {
  const fullName = wrapper.enterOptional(constructedTag(0));
  if (fullName !== undefined) {
    wrapper.finish();
    return { fullName: readGeneralNames(fullName) };
  }
  const nameRelativeToCrlIssuer = wrapper.contents(constructedTag(1));
  wrapper.finish();
  readName(new DerReader(nameBelow(emptyName, nameRelativeToCrlIssuer)));
  return { nameRelativeToCrlIssuer };
}

/**
 * ReasonFlags with an implicit tag, as a mask. A named BIT STRING: DER cuts zero bits off the end
 * (X.690 11.2.2), and none at all is no reason. The first flag is unused and does not count.
 * @throws CertificateError
 */
export function readReasonFlags(reader: DerReader, tag: number): number {
  const { bytes, unusedBits } = reader.bitString(tag);
  const count = bytes.length * 8 - unusedBits;
  const isSet = (flag: number) => (((bytes[flag >> 3] ?? 0) >> (7 - (flag & 7))) & 1) === 1;
  if (count > reasonFlags) reader.fail('ReasonFlags has unknown reasons');
  if (!isSet(count - 1)) reader.fail('ReasonFlags does not end with a bit that is set');
  let mask = 0;
  for (let flag = 1; flag < count; flag++) if (isSet(flag)) mask |= 1 << flag;
  return mask;
}

/** unused, and eight reasons. */
const reasonFlags = 9;

/** All names of a point, relative ones spelled out below `crlIssuer` (a Name, DER). */
export function namesOf(
  name: DistributionPointName | undefined,
  crlIssuer: Uint8Array,
): readonly GeneralName[] {
  if (name === undefined) return [];
  if ('fullName' in name) return name.fullName;
  return [{ type: 'directoryName', name: nameBelow(crlIssuer, name.nameRelativeToCrlIssuer) }];
}

const emptyName = Uint8Array.of(tags.sequence, 0);

function readDistributionPoint(list: DerReader): DistributionPoint {
  const fields = list.enter(tags.sequence);
  const wrapper = fields.enterOptional(constructedTag(0));
  const name = wrapper && readDistributionPointName(wrapper);
  const reasonsTag = primitiveTag(1);
  const reasons = fields.isNext(reasonsTag) ? readReasonFlags(fields, reasonsTag) : undefined;
  const issuers = fields.enterOptional(constructedTag(2));
  const crlIssuer = issuers === undefined ? [] : readGeneralNames(issuers);
  fields.finish();
  if (name === undefined && crlIssuer.length === 0) fields.fail('a distribution point has no name');
  return { name, reasons, crlIssuer };
}
