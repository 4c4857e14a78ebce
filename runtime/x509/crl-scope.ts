/**
 * Whether a CRL speaks about a certificate: the issuer and the scope of RFC 5280 6.3.3 (b) and the
 * reasons of (d). Pure questions; signatures, dates and entries are crl-check.ts.
 */
import type { Certificate } from './certificate.ts';
import type { Crl, IssuingDistributionPoint } from './crl.ts';
import { allReasons, type DistributionPoint, namesOf } from './distribution-points.ts';
import { directoryNames, type NameEquality, shareName } from './point-names.ts';

/**
 * The point of a certificate that names none, as RFC 5280 6.3.3 assumes it at its end: all reasons,
 * and a CRL by the issuer of the certificate.
 */
export function assumedPoint(certificate: Certificate): DistributionPoint {
  const name = { fullName: [{ type: 'directoryName', name: certificate.issuer }] } as const;
  return { name, reasons: undefined, crlIssuer: [] };
}

/** Whether the CRL is by whom the point says (6.3.3 (b) (1), but for indirectCRL). */
export function isByExpectedIssuer(
  { crlIssuer }: DistributionPoint,
  certificate: Certificate,
  crl: Crl,
  isSameName: NameEquality,
): boolean {
  if (crlIssuer.length === 0) return isSameName(crl.issuer, certificate.issuer);
  return directoryNames(crlIssuer).some((name) => isSameName(crl.issuer, name));
}

/** Why the CRL does not speak about the certificate (6.3.3 (b)); undefined if it does. */
export function outOfScope(
  point: DistributionPoint,
  certificate: Certificate,
  crl: Crl,
  isSameName: NameEquality,
): string | undefined {
  const { issuingDistributionPoint: issuing } = crl.extensions;
  const isForeign = point.crlIssuer.length > 0;
  if (isForeign && issuing?.indirectCrl !== true) return 'is not an indirect CRL';
  if (issuing === undefined) return undefined;
  if (!isFromPoint(issuing, point, certificate, crl, isSameName)) {
    return 'is for another distribution point';
  }
  const isCa = certificate.extensions.basicConstraints?.cA === true;
  if (issuing.onlyContainsUserCerts && isCa) return 'is for certificates of users only';
  if (issuing.onlyContainsCaCerts && !isCa) return 'is for certificates of CAs only';
  if (issuing.onlyContainsAttributeCerts) return 'is for attribute certificates only';
  return undefined;
}

/** The reasons that the CRL covers for certificates of this point (6.3.3 (d)), as a mask. */
export function coveredReasons({ reasons = allReasons }: DistributionPoint, crl: Crl): number {
  const { onlySomeReasons = allReasons } = crl.extensions.issuingDistributionPoint ?? {};
  return reasons & onlySomeReasons;
}

/** 6.3.3 (b) (2) (i). */
function isFromPoint(
  issuing: IssuingDistributionPoint,
  point: DistributionPoint,
  certificate: Certificate,
  crl: Crl,
  isSameName: NameEquality,
): boolean {
  if (issuing.name === undefined) return true;
  const issuingNames = namesOf(issuing.name, crl.issuer);
  const [crlIssuer = certificate.issuer] = directoryNames(point.crlIssuer);
  const names = point.name === undefined ? point.crlIssuer : namesOf(point.name, crlIssuer);
  return shareName(issuingNames, names, isSameName);
}
