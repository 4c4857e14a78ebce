/** Certificates as the objects that node:tls gives out. */
import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';

export type { PeerCertificate };

/** With the certificates above it, as far as they were sent. A self-signed one is its own issuer. */
export interface DetailedPeerCertificate extends PeerCertificate {
  issuerCertificate?: DetailedPeerCertificate;
}

/**
 * The first certificate of a chain.
 * @param chain DER, the leaf first; at least one
 * @param isDetailed whether those above it are linked to it
 */
export function peerCertificateOf(
  chain: readonly Uint8Array[],
  isDetailed: boolean,
): DetailedPeerCertificate {
  const certificates = chain.map((der) => new X509Certificate(der));
  const [leaf, ...others] = certificates;
  if (leaf === undefined) throw new Error('an empty chain has no certificate');
  const first = legacyObjectOf(leaf);
  if (isDetailed) linkIssuers(leaf, first, others);
  return first;
}

function linkIssuers(
  certificate: X509Certificate,
  object: DetailedPeerCertificate,
  others: readonly X509Certificate[],
): void {
  if (certificate.checkIssued(certificate)) {
    object.issuerCertificate = object;
    return;
  }
  const issuer = others.find((one) => certificate.checkIssued(one));
  if (issuer === undefined) return;
  object.issuerCertificate = legacyObjectOf(issuer);
  // Each is linked once: a chain that leads back to itself comes to an end.
  const rest = others.filter((one) => one !== issuer);
  linkIssuers(issuer, object.issuerCertificate, rest);
}

function legacyObjectOf(certificate: X509Certificate): DetailedPeerCertificate {
  // Node's types leave out the links, which this room makes itself.
  return certificate.toLegacyObject() as DetailedPeerCertificate;
}
