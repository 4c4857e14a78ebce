/**
 * Signatures on noble-curves: ECDSA (FIPS 186-5, deterministic by RFC 6979) and Ed25519
 * (RFC 8032); RSA is in noble-rsa.ts. Equal inputs give equal ECDSA and Ed25519 signatures.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { Secret } from '../codegen/secret.ts';
import type { EcCurve } from './ec-scalars.ts';
import { importRsaKey, verifyRsa } from './noble-rsa.ts';
import type { Signatures, Signer } from './signing-key.ts';

/** What noble does with signatures. */
export const nobleSignatures: Signatures = {
  verify(scheme, { kind, key }, message, signature) {
    switch (kind) {
      case 'ec-p256':
      case 'ec-p384':
      case 'ec-p521':
        // @req 8422:5.10:3
        return CURVES[kind].verify(signature, HASHES[scheme.hash](message), key, HASHED);
      // @req 8422:5.10:5
      case 'ed25519':
        // noble throws for a wrong length; strict about encodings as RFC 8032, not as ZIP 215.
        return (
          signature.length === 64 && ed25519.verify(signature, message, key, { zip215: false })
        );
      case 'rsa':
      case 'rsa-pss':
        return verifyRsa(scheme, key, message, signature);
      case 'unsupported':
        return false;
    }
  },

  importKey(parts) {
    switch (parts.kind) {
      case 'ed25519':
        return importEd25519Key(parts.seed);
      case 'rsa':
      case 'rsa-pss':
        return importRsaKey(parts.rsa);
      default:
        return importEcKey(parts.kind, parts.scalar);
    }
  },
};

const HASHES = { sha256, sha384, sha512 } as const;

/** Each curve's own hash is the one that TLS ties to it (RFC 9846 4.3.3). */
const CURVES = { 'ec-p256': p256, 'ec-p384': p384, 'ec-p521': p521 } as const;

/**
 * RFC 9846 wants the hash made here (`prehash`), DER signatures, and has no rule against the
 * larger of the two values of s, which noble refuses unless told otherwise.
 */
const ECDSA = { prehash: true, lowS: false, format: 'der' } as const;

/** The same where the hash is not the curve's own, as TLS 1.2 allows. */
const HASHED = { ...ECDSA, prehash: false } as const;

function importEcKey(kind: EcCurve, scalar: Uint8Array): Signer {
  const curve = CURVES[kind];
  const privateKey = new Secret(new Uint8Array(scalar));
  return {
    publicKey: curve.getPublicKey(privateKey.bytes, false),
    sign: (_scheme, message) => curve.sign(message, privateKey.bytes, ECDSA),
    wipe: () => privateKey.wipe(),
  };
}

function importEd25519Key(seed: Uint8Array): Signer {
  const privateKey = new Secret(new Uint8Array(seed));
  return {
    publicKey: ed25519.getPublicKey(privateKey.bytes),
    sign: (_scheme, message) => ed25519.sign(message, privateKey.bytes),
    wipe: () => privateKey.wipe(),
  };
}
