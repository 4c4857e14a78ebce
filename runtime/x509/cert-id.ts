/**
 * CertID (RFC 6960 4.1.1): how OCSP names a certificate, by hashes of its issuer and its serial
 * number. The hashes only name: who has found a collision has found another way to ask, and still
 * no answer that the issuer's key signs.
 */
import { equalBytes } from '../bytes.ts';
import type { Certificate } from './certificate.ts';
import type { CertId } from './ocsp.ts';

/** Hashes that CertIDs and responder ids are made with. */
export type StatusHashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export type StatusHash = (name: StatusHashName, data: Uint8Array) => Uint8Array;

/** Whether a CertID means this certificate by this issuer. A hash that is not known means nobody. */
export function isFor(
  id: CertId,
  { serialNumber }: Certificate,
  issuer: Certificate,
  hash: StatusHash,
): boolean {
  const name = hashNames[id.hashAlgorithm];
  return (
    name !== undefined &&
    equalBytes(id.serialNumber, serialNumber) &&
    equalBytes(id.issuerKeyHash, hash(name, issuer.publicKey.key)) &&
    equalBytes(id.issuerNameHash, hash(name, issuer.subject))
  );
}

const hashNames: Readonly<Record<string, StatusHashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
