/**
 * Whether a certificate is for the host that was asked for (RFC 6125 6, RFC 9525 6): only names in
 * subjectAltName count, the subject's common name never does.
 *
 * A wildcard stands for exactly one whole label, the left-most, and not directly under a top-level
 * label. Addresses match only iPAddress entries, bit for bit.
 *
 * Not here: converting U-labels to A-labels (the caller's, by UTS 46), URI and service names, and
 * the public suffix list.
 */
import { equalBytes } from '../bytes.ts';
import type { Certificate } from './certificate.ts';
import { normaliseHostName, parseIpAddress } from './host-names.ts';

/**
 * Whether a certificate is for this host. A name that is neither a host name nor an address in
 * text matches nothing.
 * @param name a DNS name with A-labels, with or without the final dot, in any case; or an IPv4 or
 *   IPv6 address in text, without brackets or zone
 */
export function matchesName(certificate: Certificate, name: string): boolean {
  const alternatives = certificate.extensions.subjectAltName;
  if (alternatives === undefined) return false;
  const address = parseIpAddress(name);
  if (address !== undefined) {
    return alternatives.ipAddresses.some((presented) => equalBytes(presented, address));
  }
  const host = normaliseHostName(name);
  if (host === undefined) return false;
  return alternatives.dnsNames.some((presented) => matchesHost(presented.toLowerCase(), host));
}

/** The first text that is not, letter for letter, a dNSName of a certificate or one of its addresses. */
export function firstUnnamed(
  { extensions }: Certificate,
  texts: readonly string[],
): string | undefined {
  const { dnsNames = [], ipAddresses = [] } = extensions.subjectAltName ?? {};
  const known = new Set([...dnsNames, ...ipAddresses.map(String)]);
  return texts.find((text) => !known.has(text) && !known.has(String(parseIpAddress(text))));
}

function matchesHost(presented: string, host: string): boolean {
  if (!presented.startsWith('*.')) return presented === host;
  const parent = normaliseHostName(presented.slice(2));
  // A presented name has no final dot (RFC 5280 4.2.1.6), which normalising would take away.
  if (parent === undefined || parent !== presented.slice(2) || !parent.includes('.')) return false;
  const firstDot = host.indexOf('.');
  return firstDot > 0 && host.slice(firstDot + 1) === parent;
}
