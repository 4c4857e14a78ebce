/** What `tlschart/node/legacy` needs, on node:crypto: OpenSSL's AES tells nothing by its timing. */
import {
  type Cipher,
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type Decipher,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import type { LegacyLibrary } from '../../crypto/legacy-library.ts';
import { bufferOf, plain } from './bytes.ts';

export const nodeLegacyLibrary: LegacyLibrary = {
  importCbcKey(key) {
    const type = `aes-${8 * key.length}-cbc`;
    const keyObject = createSecretKey(key);
    key.fill(0);
    return {
      encrypt: (iv, plaintext) => pass(createCipheriv(type, keyObject, iv), plaintext),
      decrypt: (iv, ciphertext) => pass(createDecipheriv(type, keyObject, iv), ciphertext),
      // OpenSSL's copy is cleared when the KeyObject is collected.
      wipe: () => undefined,
    };
  },
  hmac: (name, key, message) => plain(createHmac(name, key).update(message).digest()),
  rsaEncrypt({ subjectPublicKeyInfo }, block) {
    const spki = bufferOf(subjectPublicKeyInfo);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return plain(publicEncrypt({ key, padding: RSA_NO_PADDING }, block));
  },
};

const { RSA_NO_PADDING } = constants;

/**
 * Decrypts with an RSA key, and leaves the padding on: OpenSSL's own ways to take it off tell whether
 * it was there, by an error, or by their time, and their implicit rejection is not in all that Node 20
 * comes with.
 * @param pkcs8 DER PrivateKeyInfo, copied
 * @returns a function that throws for what is no ciphertext of the key, which everybody can see
 */
export function importDecrypter(pkcs8: Uint8Array): (ciphertext: Uint8Array) => Uint8Array {
  // Blinded, as OpenSSL does all private operations of RSA.
  // @req 5246:7.4.7.1:8
  const key = createPrivateKey({ key: bufferOf(pkcs8), format: 'der', type: 'pkcs8' });
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('private key: no RSA key');
  return (ciphertext) => plain(privateDecrypt({ key, padding: RSA_NO_PADDING }, ciphertext));
}

/** Whole blocks in, whole blocks out: TLS pads by itself. */
function pass(cipher: Cipher | Decipher, blocks: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false);
  const result = plain(cipher.update(blocks));
  cipher.final();
  return result;
}
