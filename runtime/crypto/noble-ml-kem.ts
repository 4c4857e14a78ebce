/**
 * ML-KEM-768 (FIPS 203) on noble-post-quantum, in the forms of the standard that take randomness
 * from outside: KeyGen_internal(d, z) and Encaps_internal(ek, m).
 */
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { Secret } from '../codegen/secret.ts';
import type { Encapsulation, Kem } from './hybrid-group.ts';
import type { RandomBytes } from './provider.ts';
import { draw } from './random.ts';

/** FIPS 203 7.1: d and z, 32 bytes each. */
const SEED_LENGTH = 64;
/** FIPS 203 7.2: m. */
const MESSAGE_LENGTH = 32;

/** ML-KEM-768. A key pair takes 64 random bytes (d and z), an encapsulation 32 (m). */
export const nobleMlKem768: Kem = {
  publicKeyLength: 1184,
  ciphertextLength: 1088,

  generate(random) {
    const seed = draw(random, SEED_LENGTH);
    const { publicKey, secretKey } = ml_kem768.keygen(seed);
    seed.fill(0);
    const privateKey = new Secret(secretKey);
    return {
      publicKey,
      decapsulate: (ciphertext) => ml_kem768.decapsulate(ciphertext, privateKey.bytes),
      wipe: () => privateKey.wipe(),
    };
  },

  encapsulate,
};

function encapsulate(publicKey: Uint8Array, random: RandomBytes): Encapsulation | undefined {
  const message = draw(random, MESSAGE_LENGTH);
  try {
    const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, message);
    return { ciphertext: cipherText, secret: sharedSecret };
  } catch {
    // Lengths are right: it is the modulus check of FIPS 203 7.2, a coefficient of 3329 or more.
    return undefined;
  } finally {
    message.fill(0);
  }
}
