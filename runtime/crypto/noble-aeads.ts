/**
 * AES-GCM (NIST SP 800-38D) and ChaCha20-Poly1305 (RFC 8439) on noble-ciphers.
 *
 * A noble cipher object is good for one nonce, so each record makes its own; of the 11
 * microseconds that a short AES-GCM record takes, expanding the key again is 0.6. Keeping the
 * expanded key and GHASH's tables would gain a fifth on long records and needs noble's internals:
 * not done.
 */
import { gcm } from '@noble/ciphers/aes.js';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { AeadKey } from './aead.ts';
import type { AeadName } from './provider.ts';

/** Hands a key to noble. AES knows the key's size by its length. */
export function importNobleAeadKey(name: AeadName, key: Uint8Array): AeadKey {
  const cipher = name === 'chacha20-poly1305' ? chacha20poly1305 : gcm;
  return {
    seal(nonce, additionalData, plaintext, into) {
      if (cipher === gcm) into.set(gcm(key, nonce, additionalData).encrypt(plaintext));
      else chacha20poly1305(key, nonce, additionalData).encrypt(plaintext, into);
    },
    open(nonce, additionalData, sealed) {
      try {
        return cipher(key, nonce, additionalData).decrypt(sealed);
      } catch {
        // All arguments have been checked: what is left is a tag that does not verify.
        return undefined;
      }
    },
    wipe: () => {
      key.fill(0);
    },
  };
}
