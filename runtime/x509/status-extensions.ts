/**
 * The extensions of a certificate that say where its status can be had and whether it must be
 * stapled: authorityInfoAccess (RFC 5280 4.2.2.1), cRLDistributionPoints (4.2.1.13), freshestCRL
 * (4.2.1.15) and the TLS feature (RFC 7633). Decoded when they are asked for: a path can be judged
 * without them, so a fault in one of them does not spoil a certificate.
 *
 * Every function takes a certificate that could be read and throws CertificateError, with the
 * offset in the certificate, where its extension is malformed.
 */
import { type Certificate, readExtension } from './certificate.ts';
import { type DerReader, tags } from './der.ts';
import { type DistributionPoint, readDistributionPoints } from './distribution-points.ts';
import { type GeneralName, readGeneralName, webUrls } from './point-names.ts';

/** What authorityInfoAccess names, as http or https URLs; others cannot be fetched. */
export interface AccessUrls {
  readonly ocsp: readonly string[];
  /** Where certificates of the issuer are. */
  readonly caIssuers: readonly string[];
}

/** Code points of TLS extensions that a certificate can demand (RFC 7633). */
export const tlsFeatures = { statusRequest: 5 } as const;

/** Where the issuer says that OCSP is spoken and its own certificates are. */
export function accessUrls(certificate: Certificate): AccessUrls {
  const found = readExtension(certificate, '1.3.6.1.5.5.7.1.1', readAccessUrls);
  return found ?? { ocsp: [], caIssuers: [] };
}

/** Where the CRLs are on which the certificate would stand; undefined if it does not say. */
export function crlDistributionPoints(
  certificate: Certificate,
): readonly DistributionPoint[] | undefined {
  return readExtension(certificate, '2.5.29.31', readDistributionPoints);
}

/** Where the delta CRLs are; undefined if the certificate does not say. */
export function freshestCrl(certificate: Certificate): readonly DistributionPoint[] | undefined {
  return readExtension(certificate, '2.5.29.46', readDistributionPoints);
}

/** The TLS extensions that whoever shows this certificate promises to answer (RFC 7633 4.1). */
export function requiredTlsFeatures(certificate: Certificate): readonly number[] {
  return readExtension(certificate, '1.3.6.1.5.5.7.1.24', readFeatures) ?? [];
}

function readAccessUrls(value: DerReader): AccessUrls {
  const ocsp: GeneralName[] = [];
  const caIssuers: GeneralName[] = [];
  const list = value.enter(tags.sequence);
  do {
    const description = list.enter(tags.sequence);
    const method = description.objectIdentifier();
    const location = readGeneralName(description);
    description.finish();
    if (method === '1.3.6.1.5.5.7.48.1') ocsp.push(location);
    else if (method === '1.3.6.1.5.5.7.48.2') caIssuers.push(location);
  } while (!list.isAtEnd);
  return { ocsp: webUrls(ocsp), caIssuers: webUrls(caIssuers) };
}

function readFeatures(value: DerReader): readonly number[] {
  const list = value.enter(tags.sequence);
  const features: number[] = [];
  while (!list.isAtEnd) features.push(list.smallInteger());
  return features;
}
