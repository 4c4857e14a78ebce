/**
 * Static RSA (RFC 5246 7.4.7.1) as the engines use it: the client's ClientKeyExchange, and what the
 * server makes of it.
 */
import {
  decodeEncryptedPreMasterSecret,
  encodeEncryptedPreMasterSecret,
} from '../../generated/messages.ts';
import type { LegacyLibrary } from '../crypto/legacy-library.ts';
import type { RandomBytes } from '../crypto/provider.ts';
import { type PublicKey, readRsaPublicKey } from '../x509/algorithms.ts';
import type { SentSecret, StaticRsaDecryption } from './legacy.ts';
import { newPreMasterSecret, paddedSecret, takePreMasterSecret } from './pre-master-secret.ts';

/** The client's side. */
export function sendSecret(
  library: LegacyLibrary,
  serverKey: PublicKey,
  version: number,
  random: RandomBytes,
): SentSecret {
  const secret = newPreMasterSecret(version, random);
  const block = paddedSecret(secret, modulusLengthOf(serverKey), random);
  try {
    const encryptedPreMasterSecret = library.rsaEncrypt(serverKey, block);
    return { body: encodeEncryptedPreMasterSecret({ encryptedPreMasterSecret }), secret };
  } catch (error) {
    secret.wipe();
    throw error;
  } finally {
    block.fill(0);
  }
}

/** The server's side, up to the decryption: the other secret is made before (7.4.7.1). */
export function receiveSecret(
  ownKey: PublicKey,
  body: Uint8Array,
  version: number,
  random: RandomBytes,
): StaticRsaDecryption {
  const { encryptedPreMasterSecret: ciphertext } = decodeEncryptedPreMasterSecret(body);
  const fallback = newPreMasterSecret(version, random);
  const modulusLength = modulusLengthOf(ownKey);
  return {
    request: { ciphertext: ciphertext.slice() },
    take: (block) => takePreMasterSecret(block, modulusLength, version, fallback),
    wipe: () => fallback.wipe(),
  };
}

/** In bytes, without the zero that a DER INTEGER may begin with. */
function modulusLengthOf({ key }: PublicKey): number {
  const { modulus } = readRsaPublicKey(key);
  return modulus.length - (modulus[0] === 0 ? 1 : 0);
}
