/**
 * RSASSA-PSS and RSASSA-PKCS1-v1_5 (RFC 8017) on micro-rsa-dsa-dh.
 *
 * JavaScript's big integers compute in a time that depends on the numbers. What an observer could
 * learn from that by many signatures is hidden by another exponent for each: d plus a random
 * multiple of the group's order signs as d does.
 */
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { randomBytes } from '@noble/hashes/utils.js';
import { mgf1, PKCS1_SHA256, PKCS1_SHA384, PKCS1_SHA512, PSS } from 'micro-rsa-dsa-dh/rsa.js';
import type { SignatureScheme } from '../../generated/registries.ts';
import { hexOf } from '../bytes.ts';
import { type RsaPrivateKey, rsaPublicNumbers } from './rsa-private-key.ts';
import { type Signer, usesPss } from './signing-key.ts';

/**
 * Whether an RSA signature verifies.
 * @param publicKey RSAPublicKey, DER, known to be well formed
 */
export function verifyRsa(
  scheme: SignatureScheme,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = rsaPublicNumbers(publicKey);
  try {
    return paddingOf(scheme).verify(key, message, signature);
  } catch {
    // It throws where the number under the signature is too large to be any padding.
    return false;
  }
}

/** A key that signs with PSS, and for TLS 1.2 with PKCS #1. */
export function importRsaKey(rsa: RsaPrivateKey): Signer {
  const { modulus: n, privateExponent, prime1, prime2, publicKey } = rsa;
  const order = (prime1 - 1n) * (prime2 - 1n);
  return {
    publicKey,
    sign(scheme, message) {
      const blind = BigInt(`0x${hexOf(randomBytes(BLINDING_LENGTH))}`);
      const d = privateExponent + blind * order;
      return paddingOf(scheme).sign({ n, d }, message);
    },
    // Big integers cannot be overwritten: whoever holds this object lets go of it.
    wipe: () => undefined,
  };
}

const BLINDING_LENGTH = 8;

function paddingOf(scheme: SignatureScheme) {
  return (usesPss(scheme) ? PSS_PADDING : PKCS1_PADDING)[scheme.hash];
}

/** The salt is as long as the hash (RFC 9846 4.3.3). */
// @req 9846:4.3.3:5 9846:4.3.3:7
const PSS_PADDING = {
  sha256: PSS(sha256, mgf1(sha256), sha256.outputLen),
  sha384: PSS(sha384, mgf1(sha384), sha384.outputLen),
  sha512: PSS(sha512, mgf1(sha512), sha512.outputLen),
} as const;

// @req 5246:4.7:1
const PKCS1_PADDING = {
  sha256: PKCS1_SHA256,
  sha384: PKCS1_SHA384,
  sha512: PKCS1_SHA512,
} as const;
