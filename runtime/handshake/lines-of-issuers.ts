/**
 * Lines of issuers among the certificates that we can show: a CA may be certified by an old and by
 * a new root, and the peer may trust only one of the two.
 *
 * Standard: RFC 9846 4.3.4, 4.5.1.
 */
import { equalBytes } from '../bytes.ts';
import type { Credential } from '../engine/credential.ts';
import type { Certificate } from '../x509/certificate.ts';
import { chainOf } from './credentials.ts';

/** Whether a line of issuers leads from the first certificate to one of these names. */
export function leadsTo(
  authorities: readonly Uint8Array[],
  chain: readonly Certificate[],
): boolean {
  return linesTo(authorities, chain).length > 0;
}

/**
 * The places of those certificates of a credential that the peer is sent, in their order: first what
 * leads to an authority that it has named. Other certificates of the same CAs are left out: OpenSSL
 * and GnuTLS follow the first issuer that they find, NSS the last one, and none tries another.
 */
export function placesFor(
  authorities: readonly Uint8Array[],
  credential: Credential,
): readonly number[] {
  const { certificates } = credential;
  const chain = chainOf(credential);
  const lines = linesTo(authorities, chain);
  const longest = Math.max(...lines.map(({ length }) => length));
  const line = lines.find(({ length }) => length === longest) ?? [];
  const others = chain.filter(({ subject }) =>
    line.some((one) => equalBytes(one.subject, subject)),
  );
  const placeOf = ({ der }: Certificate) => certificates.findIndex((one) => equalBytes(one, der));
  const left = new Set(others.map(placeOf));
  // @req 9846:4.5.1:10
  return [...line.map(placeOf), ...[...certificates.keys()].filter((place) => !left.has(place))];
}

/** Each line from the first certificate up to one that an authority of these names has issued. */
function linesTo(
  authorities: readonly Uint8Array[],
  [leaf, ...others]: readonly Certificate[],
): readonly (readonly Certificate[])[] {
  if (leaf === undefined) return [];
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
