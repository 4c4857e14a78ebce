/**
 * ML-KEM-768 (FIPS 203) on node:crypto where it has it (Node 24.7 and later, with OpenSSL 3.5), on
 * noble elsewhere. Both make the same key of the same random bytes.
 *
 * OpenSSL brings its own randomness to an encapsulation. Where the caller brings some, as tests do
 * that must be reproducible, noble encapsulates.
 */
import * as nodeCrypto from 'node:crypto';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { bytesOfHex, concatBytes } from '../../bytes.ts';
import type { Kem } from '../../crypto/hybrid-group.ts';
import { nobleMlKem768 } from '../../crypto/noble-ml-kem.ts';
import { draw } from '../../crypto/random.ts';
import { bufferOf, plain } from './bytes.ts';
import { nodeRandomBytes } from './random.ts';

/** Not in the types of Node 20. */
interface KemFunctions {
  encapsulate(key: KeyObject): { ciphertext: Buffer; sharedKey: Buffer };
  decapsulate(key: KeyObject, ciphertext: Uint8Array): Buffer;
}

/** PrivateKeyInfo of id-alg-ml-kem-768 up to the 64 bytes of the seed, which stands alone. */
const PKCS8_PREFIX = bytesOfHex('3054020100300b060960864801650304040204428040');
/** SubjectPublicKeyInfo up to the 1184 bytes of the key. */
const SPKI_PREFIX = bytesOfHex('308204b2300b0609608648016503040402038204a100');

/** The faster one that there is. */
export const nodeMlKem768: Kem = nativeMlKem768() ?? nobleMlKem768;

function nativeMlKem768(): Kem | undefined {
  // What this Node has at run time, whatever the types say.
  const { encapsulate, decapsulate } = nodeCrypto as Partial<KemFunctions>;
  if (encapsulate === undefined || decapsulate === undefined || !hasMlKem()) return undefined;
  return {
    publicKeyLength: nobleMlKem768.publicKeyLength,
    ciphertextLength: nobleMlKem768.ciphertextLength,
    generate(random) {
      const privateKey = importSeed(draw(random, 64));
      return {
        publicKey: publicKeyOf(privateKey),
        decapsulate: (ciphertext) => plain(decapsulate(privateKey, ciphertext)),
        // The key is OpenSSL's, which clears it when the KeyObject is collected.
        wipe: () => undefined,
      };
    },
    encapsulate(publicKey, random) {
      if (random !== nodeRandomBytes) return nobleMlKem768.encapsulate(publicKey, random);
      const key = importPublicKey(publicKey);
      if (key === undefined) return undefined;
      const { ciphertext, sharedKey } = encapsulate(key);
      return { ciphertext: plain(ciphertext), secret: plain(sharedKey) };
    },
  };
}

/** The functions may be there without the algorithm: with an older OpenSSL, or another library. */
function hasMlKem(): boolean {
  try {
    return publicKeyOf(importSeed(new Uint8Array(64))).length === nobleMlKem768.publicKeyLength;
  } catch {
    return false;
  }
}

/** @param seed d and z of FIPS 203 7.1; overwritten */
function importSeed(seed: Uint8Array): KeyObject {
  const key = concatBytes([PKCS8_PREFIX, seed]);
  seed.fill(0);
  try {
    return createPrivateKey({ key: bufferOf(key), format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return plain(spki).slice(SPKI_PREFIX.length);
}

/** Undefined where OpenSSL finds a coefficient of 3329 or more (FIPS 203 7.2). */
function importPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  const key = bufferOf(concatBytes([SPKI_PREFIX, publicKey]));
  try {
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
