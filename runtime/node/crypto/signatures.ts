/**
 * Signatures on node:crypto: ECDSA, Ed25519, RSASSA-PSS, and RSASSA-PKCS1-v1_5 to verify. ECDSA
 * signatures take OpenSSL's randomness: they are not the same twice.
 */
import {
  constants,
  createECDH,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { SignatureScheme } from '../../../generated/registries.ts';
import type { EcCurve } from '../../crypto/ec-scalars.ts';
import { encodePkcs8, type PrivateKeyParts } from '../../crypto/private-keys.ts';
import { type Signatures, usesPss } from '../../crypto/signing-key.ts';
import { bufferOf, plain } from './bytes.ts';
import { verificationKeyOf } from './verification-keys.ts';

/** What node:crypto does with signatures. */
export const nodeSignatures: Signatures = {
  verify(scheme, key, message, signature) {
    const publicKey = verificationKeyOf(key);
    if (publicKey === undefined || isShort(signature, publicKey)) return false;
    return verify(hashOf(scheme), message, { key: publicKey, ...paddingOf(scheme) }, signature);
  },

  importKey(parts) {
    const key = importPrivateKey(parts);
    return {
      publicKey: publicKeyOf(parts, key),
      sign: (scheme, message) =>
        plain(sign(hashOf(scheme), message, { key, ...paddingOf(scheme) })),
      // The key is OpenSSL's, which clears it when the KeyObject is collected.
      wipe: () => undefined,
    };
  },
};

/** RFC 8017 8.1.2, 8.2.2: as long as the modulus. OpenSSL takes one without its leading zeros. */
function isShort(signature: Uint8Array, { asymmetricKeyDetails }: KeyObject): boolean {
  const bits = asymmetricKeyDetails?.modulusLength;
  return bits !== undefined && signature.length !== Math.ceil(bits / 8);
}

/** Ed25519 hashes by itself. */
function hashOf({ key, hash }: SignatureScheme): string | null {
  return key === 'ed25519' ? null : hash;
}

function paddingOf(scheme: SignatureScheme): Partial<typeof PSS> {
  return usesPss(scheme) ? PSS : NO_PADDING;
}

/** The salt is as long as the hash (RFC 9846 4.3.3). */
// @req 9846:4.3.3:5 9846:4.3.3:7
const PSS = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
} as const;
const NO_PADDING = {};

function importPrivateKey({ pkcs8 }: PrivateKeyParts): KeyObject {
  const key = encodePkcs8(pkcs8);
  try {
    return createPrivateKey({ key: bufferOf(key), format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

function publicKeyOf(parts: PrivateKeyParts, key: KeyObject): Uint8Array {
  switch (parts.kind) {
    case 'ed25519':
      return plain(
        Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url'),
      );
    case 'rsa':
    case 'rsa-pss':
      return parts.rsa.publicKey;
    default: {
      const ecdh = createECDH(CURVES[parts.kind]);
      ecdh.setPrivateKey(parts.scalar);
      return plain(ecdh.getPublicKey());
    }
  }
}

const CURVES: Readonly<Record<EcCurve, string>> = {
  'ec-p256': 'prime256v1',
  'ec-p384': 'secp384r1',
  'ec-p521': 'secp521r1',
};
