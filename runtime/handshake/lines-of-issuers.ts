/**
 * Lines of issuers among the certificates that we can show: a CA may be certified by an old and by
 * a new root, and the peer may trust only one of the two.
 *
 * Standard: RFC 9846 4.3.4, 4.5.1.
 */
import { equalBytes } from '../bytes.ts';
import type { Credential } from '../engine/credential.ts';
import type { Certificate } from '../x509/certificate.ts';
import { alternativesOf, chainOf } from './credentials.ts';

/** Whether a line of issuers leads from the credential to one of these names. */
export function leadsTo(authorities: readonly Uint8Array[], credential: Credential): boolean {
  return linesTo(authorities, knownOf(credential)).length > 0;
}

/** One of the certificates that are sent, in DER. */
export interface SentCertificate {
  readonly certificate: Uint8Array;
  /** Where it stands in the credential; undefined for an alternative. */
  readonly place: number | undefined;
}

/**
 * What a peer is sent, in its order: first what leads to an authority that it has named. Other
 * certificates of the same CAs are left out: OpenSSL and GnuTLS follow the first issuer that they
 * find, NSS the last one, and none tries another.
 */
export function certificatesFor(
  authorities: readonly Uint8Array[],
  credential: Credential,
): readonly SentCertificate[] {
  const lines = linesTo(authorities, knownOf(credential));
  const longest = Math.max(...lines.map(({ length }) => length));
  const line = lines.find(({ length }) => length === longest) ?? [];
  const { certificates } = credential;
  const placeOf = (der: Uint8Array) => certificates.findIndex((one) => equalBytes(one, der));
  const left = chainOf(credential)
    .filter(({ subject }) => line.some((one) => equalBytes(one.subject, subject)))
    .map(({ der }) => placeOf(der));
  // RFC 9846 4.5.1: each should certify the one before it.
  const first = line.map(({ der: certificate }) => {
    const place = placeOf(certificate);
    return { certificate, place: place < 0 ? undefined : place };
  });
  const others = certificates.map((certificate, place) => ({ certificate, place }));
  return [...first, ...others.filter(({ place }) => !left.includes(place))];
}

function knownOf(credential: Credential): readonly Certificate[] {
  return [...chainOf(credential), ...alternativesOf(credential)];
}

/** Each line from the first certificate up to one that an authority of these names has issued. */
function linesTo(
  authorities: readonly Uint8Array[],
  [leaf, ...others]: readonly Certificate[],
): readonly (readonly Certificate[])[] {
  if (leaf === undefined || authorities.length === 0) return [];
  const lines = [{ line: [leaf], end: leaf }];
  const reached = new Set([leaf]);
  // Grows while it is walked.
  for (const { line, end } of lines) {
    for (const ca of others) {
      if (reached.has(ca) || !equalBytes(ca.subject, end.issuer)) continue;
      reached.add(ca);
      lines.push({ line: [...line, ca], end: ca });
    }
  }
  return lines
    .filter(({ end }) => authorities.some((name) => equalBytes(name, end.issuer)))
    .map(({ line }) => line);
}
