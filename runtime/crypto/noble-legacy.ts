/** What `tlschart/legacy` needs, on noble: in JavaScript, with the tables of its AES. */
import { cbc } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import type { LegacyLibrary } from './legacy-library.ts';

const HASHES = { sha1, sha256, sha384 } as const;

/** TLS pads by itself. */
const NO_PADDING = { disablePadding: true } as const;

export const nobleLegacyLibrary: LegacyLibrary = {
  importCbcKey: (key) => ({
    encrypt: (iv, plaintext) => cbc(key, iv, NO_PADDING).encrypt(plaintext),
    decrypt: (iv, ciphertext) => cbc(key, iv, NO_PADDING).decrypt(ciphertext),
    wipe: () => {
      key.fill(0);
    },
  }),
  hmac: (name, key, message) => hmac(HASHES[name], key, message),
};
