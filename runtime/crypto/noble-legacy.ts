/** What `tlschart/legacy` needs, on noble: in JavaScript, with the tables of its AES. */
import { cbc } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { bytesOfHex, hexOf } from '../bytes.ts';
import type { LegacyLibrary } from './legacy-library.ts';
import { rsaPublicNumbers } from './rsa-private-key.ts';

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

  // The exponent is public; the block is not, and big integers compute in a time of their own. An
  // observer sees one such computation for each secret, and never the same secret again.
  rsaEncrypt(key, block) {
    const { n, e } = rsaPublicNumbers(key.key);
    const result = power(BigInt(`0x${hexOf(block)}`), e, n);
    return bytesOfHex(result.toString(16).padStart(2 * block.length, '0'));
  },
};

/** base^exponent mod modulus, by squaring. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}
