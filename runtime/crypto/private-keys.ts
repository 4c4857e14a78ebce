/**
 * Private keys for signatures, taken apart: EC (RFC 5915), Ed25519 (RFC 8410), RSA and RSA-PSS
 * (RFC 8017). All that can be wrong with one is found here, so that providers refuse the same keys
 * with the same words. Whether a public half that comes along belongs to the key is left to
 * signing-key.ts: it takes the provider's arithmetic.
 */
import { keyAlgorithmOf } from '../x509/algorithms.ts';
import { constructedTag, DerReader, tags } from '../x509/der.ts';
import { encodeDer } from '../x509/der-writer.ts';
import { type EcCurve, isScalar } from './ec-scalars.ts';
import { decodePkcs8, inDer, type Pkcs8, readPrivateKey } from './pkcs8.ts';
import type { HashName } from './provider.ts';
import { decodeRsaPrivateKey, type RsaPrivateKey } from './rsa-private-key.ts';

/** A private key by its kind. Bytes are views into the input. */
export type PrivateKeyParts = EcPrivateKey | Ed25519PrivateKey | RsaKeyParts;

interface CommonParts {
  readonly pkcs8: Pkcs8;
  /** As in `KeyAlgorithm`. */
  readonly onlyHash: HashName | undefined;
}

/** ECPrivateKey (RFC 5915 3) on a named curve. */
export interface EcPrivateKey extends CommonParts {
  readonly kind: EcCurve;
  /** From 1 to the order less one, big-endian. */
  readonly scalar: Uint8Array;
  /** Optional in the structure: the uncompressed point, not verified. */
  readonly publicKey: Uint8Array | undefined;
}

/** CurvePrivateKey (RFC 8410 7). */
export interface Ed25519PrivateKey extends CommonParts {
  readonly kind: 'ed25519';
  /** The 32 bytes of RFC 8032 5.1.5. */
  readonly seed: Uint8Array;
}

/** RSAPrivateKey (RFC 8017 A.1.2) for either kind of padding. */
export interface RsaKeyParts extends CommonParts {
  readonly kind: 'rsa' | 'rsa-pss';
  readonly rsa: RsaPrivateKey;
}

/** @throws TypeError for anything that is not a PKCS#8 key that TLS can sign with */
export function decodePrivateKey(pkcs8: Uint8Array): PrivateKeyParts {
  const fields = decodePkcs8(pkcs8);
  const { kind, onlyHash } = keyAlgorithmOf(fields.algorithm);
  const common = { pkcs8: fields, onlyHash };
  switch (kind) {
    case 'ec-p256':
    case 'ec-p384':
    case 'ec-p521':
      return { kind, ...common, ...decodeEcPrivateKey(kind, fields.privateKey) };
    case 'ed25519':
      return { kind, ...common, seed: decodeEd25519PrivateKey(fields.privateKey) };
    case 'rsa':
    case 'rsa-pss':
      return { kind, ...common, rsa: decodeRsaPrivateKey(fields.privateKey) };
    case 'unsupported':
      throw new TypeError(`private key: of a kind that cannot sign here; ${KINDS} can`);
  }
}

/**
 * PrivateKeyInfo of the bare key: version 0, no attributes, no public half outside.
 * @returns new bytes, for the caller to wipe
 */
export function encodePkcs8({ algorithm, privateKey }: Pkcs8): Uint8Array {
  const version = Uint8Array.of(tags.integer, 1, 0);
  return encodeDer(tags.sequence, version, algorithm, encodeDer(tags.octetString, privateKey));
}

const KINDS = 'EC on P-256, P-384 and P-521, Ed25519, RSA';

function decodeEcPrivateKey(
  curve: EcCurve,
  der: Uint8Array,
): Pick<EcPrivateKey, 'scalar' | 'publicKey'> {
  return readPrivateKey(der, (fields) => {
    if (fields.smallInteger() !== 1) throw new TypeError('private key: ECPrivateKey has version 1');
    const scalar = fields.contents(tags.octetString);
    if (!isScalar(curve, scalar)) throw new TypeError(`private key: not a scalar of ${curve}`);
    // parameters: the curve has been told by AlgorithmIdentifier.
    fields.enterOptional(constructedTag(0));
    const publicKey = fields.enterOptional(constructedTag(1))?.octetAlignedBitString();
    return { scalar, publicKey };
  });
}

function decodeEd25519PrivateKey(der: Uint8Array): Uint8Array {
  const seed = inDer(() => {
    const reader = new DerReader(der);
    const contents = reader.contents(tags.octetString);
    reader.finish();
    return contents;
  });
  if (seed.length !== 32) throw new TypeError('private key: an Ed25519 key has 32 bytes');
  return seed;
}
