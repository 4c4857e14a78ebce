/** What `tlschart/node/legacy` needs, on node:crypto: OpenSSL's AES tells nothing by its timing. */
import {
  type Cipher,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type Decipher,
} from 'node:crypto';
import type { LegacyLibrary } from '../../crypto/legacy-library.ts';
import { plain } from './bytes.ts';

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
};

/** Whole blocks in, whole blocks out: TLS pads by itself. */
function pass(cipher: Cipher | Decipher, blocks: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false);
  const result = plain(cipher.update(blocks));
  cipher.final();
  return result;
}
