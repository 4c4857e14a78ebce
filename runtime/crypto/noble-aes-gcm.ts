/**
 * AES-128-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags on noble-ciphers.
 *
 * A noble cipher object is good for one nonce, so each record makes its own; of the 11
 * microseconds that a short record takes, expanding the key again is 0.6. Keeping the expanded key
 * and GHASH's tables would gain a fifth on long records and needs noble's internals: not done.
 */
import { gcm } from '@noble/ciphers/aes.js';
import type { Aead } from './provider.ts';

const KEY_LENGTH = 16;
const TAG_LENGTH = gcm.tagLength;

/**
 * AES-128-GCM under `key`, of which it keeps a copy.
 * @throws RangeError if the key is not 16 bytes long: AES-256 must not slip in as AES-128
 */
export function createAesGcm(key: Uint8Array): Aead {
  if (key.length !== KEY_LENGTH) {
    throw new RangeError(`key: ${key.length} bytes where AES-128 has ${KEY_LENGTH}`);
  }
  const ownKey = new Uint8Array(key);
  let wiped = false;
  const requireKey = () => {
    if (wiped) throw new Error('a wiped key was asked to protect a record');
  };
  return {
    tagLength: TAG_LENGTH,
    seal(nonce, additionalData, plaintext, into) {
      requireKey();
      into.set(gcm(ownKey, nonce, additionalData).encrypt(plaintext));
    },
    open(nonce, additionalData, ciphertext) {
      requireKey();
      if (ciphertext.length < TAG_LENGTH) return undefined;
      try {
        return gcm(ownKey, nonce, additionalData).decrypt(ciphertext);
      } catch {
        // All arguments have been checked: what is left is a tag that does not verify.
        return undefined;
      }
    },
    wipe() {
      ownKey.fill(0);
      wiped = true;
    },
  };
}
