/**
 * ECDSA over P-256 with SHA-256 (RFC 9846 4.3.3, FIPS 186-5) on noble-curves, and the two DER
 * wrappings of its keys: SubjectPublicKeyInfo (RFC 5480) and PKCS#8 (RFC 5958, RFC 5915).
 *
 * Only uncompressed points: RFC 5480 lets certificates carry compressed ones, nobody issues them,
 * and RFC 8422 has taken them out of TLS.
 */
import { p256 } from '@noble/curves/nist.js';
import { signatureSchemes } from '../../generated/registries.ts';
import { concatBytes, equalBytes } from '../bytes.ts';
import { Secret } from '../codegen/secret.ts';
import { constructedTag, tags } from '../x509/der.ts';
import { decodePkcs8, readPrivateKey } from './pkcs8.ts';
import type { PrivateKey } from './provider.ts';

const SCHEME = signatureSchemes.ecdsa_secp256r1_sha256;
const SCALAR_LENGTH = 32;
const POINT_LENGTH = 65;

/** AlgorithmIdentifier's content: id-ecPublicKey (1.2.840.10045.2.1), prime256v1 (...3.1.7). */
const ALGORITHM = Uint8Array.of(
  ...[0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
);

/** All of a P-256 SubjectPublicKeyInfo that stands before the point. */
const SPKI_PREFIX = Uint8Array.of(
  ...[0x30, 0x59, 0x30, ALGORITHM.length, ...ALGORITHM],
  ...[0x03, POINT_LENGTH + 1, 0x00],
);

/**
 * RFC 9846 wants the hash made here (`prehash`), DER signatures, and has no rule against the
 * larger of the two values of s, which noble refuses unless told otherwise.
 */
const ECDSA_OPTIONS = { prehash: true, lowS: false, format: 'der' } as const;

/** Whether a DER signature verifies; false too for a key or signature that is not well formed. */
export function verifyP256(
  subjectPublicKeyInfo: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const point = pointOf(subjectPublicKeyInfo);
  return point !== undefined && p256.verify(signature, message, point, ECDSA_OPTIONS);
}

/**
 * A P-256 private key. Signatures are deterministic (RFC 6979), so equal inputs give equal bytes.
 * @param pkcs8 DER PrivateKeyInfo, copied
 * @throws TypeError for anything that is not a P-256 key in that form
 */
export function importP256PrivateKey(pkcs8: Uint8Array): PrivateKey {
  const { algorithm, privateKey } = decodePkcs8(pkcs8);
  if (!equalBytes(algorithm, ALGORITHM)) {
    throw new TypeError('private key: not an EC key on P-256, the only kind that can sign here');
  }
  const key = decodeEcPrivateKey(privateKey);
  if (key.scalar.length !== SCALAR_LENGTH || !p256.utils.isValidSecretKey(key.scalar)) {
    throw new TypeError('private key: not a scalar of P-256');
  }
  const point = p256.getPublicKey(key.scalar, false);
  if (key.publicKey !== undefined && !equalBytes(key.publicKey, point)) {
    throw new TypeError('private key: the public key beside it does not belong to it');
  }
  const scalar = new Secret(new Uint8Array(key.scalar));
  return {
    kind: SCHEME.key,
    schemes: [SCHEME.code],
    subjectPublicKeyInfo: concatBytes([SPKI_PREFIX, point]),
    sign(scheme, message) {
      if (scheme !== SCHEME.code) {
        throw new RangeError(`a P-256 key cannot sign with scheme 0x${scheme.toString(16)}`);
      }
      return p256.sign(message, scalar.bytes, ECDSA_OPTIONS);
    },
    wipe: () => scalar.wipe(),
  };
}

function pointOf(subjectPublicKeyInfo: Uint8Array): Uint8Array | undefined {
  const point = subjectPublicKeyInfo.subarray(SPKI_PREFIX.length);
  if (point.length !== POINT_LENGTH || point[0] !== 0x04) return undefined;
  const prefix = subjectPublicKeyInfo.subarray(0, SPKI_PREFIX.length);
  return equalBytes(prefix, SPKI_PREFIX) ? point : undefined;
}

/** The parts of ECPrivateKey (RFC 5915 3) that say something: views into the input. */
interface EcPrivateKey {
  readonly scalar: Uint8Array;
  /** Optional in the structure: the uncompressed point. */
  readonly publicKey: Uint8Array | undefined;
}

function decodeEcPrivateKey(der: Uint8Array): EcPrivateKey {
  return readPrivateKey(der, (fields) => {
    if (fields.smallInteger() !== 1) throw new TypeError('private key: ECPrivateKey has version 1');
    const scalar = fields.contents(tags.octetString);
    // parameters: the curve has been told by AlgorithmIdentifier.
    fields.enterOptional(constructedTag(0));
    const publicKey = fields.enterOptional(constructedTag(1))?.octetAlignedBitString();
    return { scalar, publicKey };
  });
}
