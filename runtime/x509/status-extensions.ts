/**
 * The extensions of a certificate that say where its status can be had and whether it must be
 * stapled: authorityInfoAccess (RFC 5280 4.2.2.1), cRLDistributionPoints (4.2.1.13), freshestCRL
 * (4.2.1.15) and the TLS feature (RFC 7633). Decoded when they are asked for: a path can be judged
 * without them, so a fault in one of them does not spoil a certificate.
 *
 * Every function takes a certificate that could be read and throws CertificateError, with the
 * offset in the certificate, where its extension is malformed.
 */
import type { Certificate } from './certificate.ts';
import { constructedTag, DerReader, tags } from './der.ts';
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

/** The contents of extnValue, or undefined if there is no such extension. */
export function extensionValue(certificate: Certificate, id: string): DerReader | undefined {
  const fields = new DerReader(certificate.der).enter(tags.sequence).enter(tags.sequence);
  const wrapperTag = constructedTag(3);
  while (!fields.isAtEnd && !fields.isNext(wrapperTag)) fields.anyElement();
  const list = fields.enterOptional(wrapperTag)?.enter(tags.sequence);
  while (list !== undefined && !list.isAtEnd) {
    const extension = list.enter(tags.sequence);
    const found = extension.objectIdentifier();
    extension.defaultFalse();
    if (found === id) return extension.enter(tags.octetString);
  }
  return undefined;
}

/** Where the issuer says that OCSP is spoken and its own certificates are. */
export function accessUrls(certificate: Certificate): AccessUrls {
  const value = extensionValue(certificate, '1.3.6.1.5.5.7.1.1');
  const ocsp: GeneralName[] = [];
  const caIssuers: GeneralName[] = [];
  const list = value?.enter(tags.sequence);
  value?.finish();
  if (list?.isAtEnd) list.fail('authorityInfoAccess is empty');
  while (list !== undefined && !list.isAtEnd) {
    const description = list.enter(tags.sequence);
    const method = description.objectIdentifier();
    const location = readGeneralName(description);
    description.finish();
    if (method === '1.3.6.1.5.5.7.48.1') ocsp.push(location);
    else if (method === '1.3.6.1.5.5.7.48.2') caIssuers.push(location);
  }
  return { ocsp: webUrls(ocsp), caIssuers: webUrls(caIssuers) };
}

/** Where the CRLs are on which the certificate would stand; undefined if it does not say. */
export function crlDistributionPoints(
  certificate: Certificate,
): readonly DistributionPoint[] | undefined {
  const value = extensionValue(certificate, '2.5.29.31');
  return value && readDistributionPoints(value);
}

/** Where the delta CRLs are; undefined if the certificate does not say. */
export function freshestCrl(certificate: Certificate): readonly DistributionPoint[] | undefined {
  const value = extensionValue(certificate, '2.5.29.46');
  return value && readDistributionPoints(value);
}

/** The TLS extensions that whoever shows this certificate promises to answer (RFC 7633 4.1). */
export function requiredTlsFeatures(certificate: Certificate): readonly number[] {
  const value = extensionValue(certificate, '1.3.6.1.5.5.7.1.24');
  if (value === undefined) return [];
  const list = value.enter(tags.sequence);
  value.finish();
  const features: number[] = [];
  while (!list.isAtEnd) features.push(list.smallInteger());
  return features;
}
