/**
 * OCSP requests (RFC 6960 4.1) in the form of RFC 5019 2.1.1: one certificate, SHA-1, no nonce and
 * no signature, so that a responder can answer from its cache.
 */
import type { StatusHash } from './cert-id.ts';
import type { Certificate } from './certificate.ts';
import { tags } from './der.ts';
import { encodeDer } from './der-writer.ts';

/** DER of an OCSPRequest for the status of a certificate. */
export function encodeOcspRequest(
  { serialNumber }: Certificate,
  issuer: Certificate,
  hash: StatusHash,
): Uint8Array {
  const certId = encodeDer(
    tags.sequence,
    sha1Identifier,
    encodeDer(tags.octetString, hash('sha1', issuer.subject)),
    encodeDer(tags.octetString, hash('sha1', issuer.publicKey.key)),
    encodeDer(tags.integer, serialNumber),
  );
  const request = encodeDer(tags.sequence, certId);
  const requestList = encodeDer(tags.sequence, request);
  const toBeSigned = encodeDer(tags.sequence, requestList);
  return encodeDer(tags.sequence, toBeSigned);
}

/** AlgorithmIdentifier with its NULL (RFC 3279 2.2.1 writes it so, and responders expect it). */
const sha1Identifier = Uint8Array.of(0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 5, 0);
