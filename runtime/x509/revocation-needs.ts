/**
 * What a host can fetch to learn a status: OCSP responses and CRLs at the URLs that a certificate
 * names. Deciding whether to fetch, and fetching, is the host's.
 */

import { CertificateError } from './certificate-error.ts';
import { namesOf } from './distribution-points.ts';
import { encodeOcspRequest } from './ocsp-request.ts';
import { webUrls } from './point-names.ts';
import type { RevocationInput, RevocationNeed } from './revocation-input.ts';
import type { StatusSource } from './revocation-policy.ts';
import type { StatusSubject } from './status-context.ts';
import { accessUrls, crlDistributionPoints, freshestCrl } from './status-extensions.ts';

/** The needs for one certificate, in the order of `sources`, less those that were fetched. */
export function needsFor(
  index: number,
  subject: StatusSubject,
  sources: readonly StatusSource[],
  { hash, fetched = [], profile = 'default' }: RevocationInput,
): readonly RevocationNeed[] {
  const makers: Readonly<Record<StatusSource, () => readonly RevocationNeed[]>> = {
    staple: () => [],
    ocsp: () => {
      const request = encodeOcspRequest(subject.certificate, subject.issuer, hash);
      return ocspUrls(subject).map((url) => ({
        kind: 'ocsp',
        id: `ocsp ${index} ${url}`,
        index,
        url,
        request,
      }));
    },
    crl: () =>
      crlUrls(subject, profile).map((url) => ({ kind: 'crl', id: `crl ${url}`, index, url })),
  };
  return sources.flatMap((source) => makers[source]()).filter(({ id }) => !fetched.includes(id));
}

function ocspUrls({ certificate }: StatusSubject): readonly string[] {
  return urlsOf(() => accessUrls(certificate).ocsp);
}

/** Delta CRLs, and CRLs by others than the issuer, are of use in the `rfc5280` profile only. */
function crlUrls(
  { certificate }: StatusSubject,
  profile: 'default' | 'rfc5280',
): readonly string[] {
  return urlsOf(() => {
    const points = crlDistributionPoints(certificate) ?? [];
    const usable =
      profile === 'rfc5280'
        ? [...points, ...(freshestCrl(certificate) ?? [])]
        : points.filter(({ crlIssuer }) => crlIssuer.length === 0);
    return usable.flatMap(({ name }) => webUrls(namesOf(name, certificate.issuer)));
  });
}

/** Each once. An extension that is malformed names nothing; that it is, is told elsewhere. */
function urlsOf(read: () => readonly string[]): readonly string[] {
  try {
    return [...new Set(read())];
  } catch (error) {
    if (error instanceof CertificateError) return [];
    throw error;
  }
}
