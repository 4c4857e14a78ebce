import { encodeServerECDHParams, type ServerECDHParams } from '../../generated/messages.ts';
import { concatBytes } from '../bytes.ts';
import type { Session } from './session.ts';

/**
 * What CertificateVerify signs in TLS 1.3 (RFC 9846 4.5.2): 64 spaces, a text that tells the roles apart, a
 * zero byte, the transcript hash up to Certificate. The padding keeps TLS 1.2 signatures from
 * being used here, the text those of the other side.
 */
export function signedContent(signer: 'client' | 'server', transcriptHash: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(`TLS 1.3, ${signer} CertificateVerify`);
  const content = new Uint8Array(64 + text.length + 1 + transcriptHash.length);
  content.fill(0x20, 0, 64);
  content.set(text, 64);
  content.set(transcriptHash, 64 + text.length + 1);
  return content;
}

/** What ServerKeyExchange signs in TLS 1.2 (RFC 8422 5.4): both randoms, and the server's half. */
export function signedExchange(
  { clientRandom, serverRandom }: Pick<Session, 'clientRandom' | 'serverRandom'>,
  params: ServerECDHParams,
): Uint8Array {
  return concatBytes([clientRandom, serverRandom, encodeServerECDHParams(params)]);
}
