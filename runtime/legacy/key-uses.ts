/**
 * What a key for static RSA may be (RFC 9846 F.10): one that serves nothing else. Where its decryption
 * can be made to answer an attacker's questions, he can make it sign too: with a key that also signs he
 * would be the server, in TLS 1.3 as well.
 */
import type { LegacyCipherSuite } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Credential } from '../engine/credential.ts';
import { refuseArgument } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';

/**
 * Why the certificate cannot be used for static RSA; undefined if it can.
 * @param leaf the credential's own certificate
 */
export function misuseOf(leaf: Certificate): string | undefined {
  const { keyUsage } = leaf.extensions;
  if (leaf.publicKey.kind !== 'rsa') return 'static RSA takes an RSA key';
  if (keyUsage === undefined) return 'static RSA takes a certificate with a key usage';
  if (!keyUsage.has('keyEncipherment')) return 'its key usage lacks keyEncipherment';
  if (keyUsage.has('digitalSignature')) {
    return 'its key usage has digitalSignature: the key of static RSA must serve nothing else (RFC 9846 F.10)';
  }
  return undefined;
}

/**
 * A server that is told to speak static RSA must have a key for it.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the suite
 */
export function requireDecryption(
  suites: readonly LegacyCipherSuite[],
  names: readonly string[] | undefined,
  credentials: readonly Credential[],
): void {
  const wanted = suites.find(
    ({ name, keyExchange }) => keyExchange === 'rsa' && names?.includes(name),
  );
  if (wanted === undefined || credentials.some(({ decrypt }) => decrypt !== undefined)) return;
  refuseArgument(
    'cipherSuites',
    `${wanted.name} needs a credential that decrypts: an RSA certificate with the key usage keyEncipherment and without digitalSignature`,
  );
}

/** Whether the same key also stands in a credential that signs. */
export function servesTwice(
  one: Credential,
  leafOf: (credential: Credential) => Certificate | undefined,
  credentials: readonly Credential[],
): boolean {
  const key = leafOf(one)?.publicKey.subjectPublicKeyInfo;
  return credentials.some((other) => {
    const theirs = leafOf(other)?.publicKey.subjectPublicKeyInfo;
    const isSame = key !== undefined && theirs !== undefined && equalBytes(key, theirs);
    return isSame && other.decrypt === undefined;
  });
}
