/**
 * The functions of RFC 9846 7.1 that the key schedule is written in: HKDF-Extract,
 * HKDF-Expand-Label and Derive-Secret, over a hash that is chosen once.
 *
 * HKDF itself (RFC 5869) belongs to the crypto provider; here is only what TLS adds: the label.
 * The TLS 1.2 PRF is deliberately not here.
 */
import { Secret } from './secret.ts';

/** HKDF (RFC 5869) bound to the cipher suite's hash. */
export interface Kdf {
  /** Hash.length of the RFC, in bytes. */
  readonly hashLength: number;
  /** Transcript-Hash(""): the hash of no bytes. */
  readonly emptyHash: Uint8Array;
  /** HKDF-Extract. Returns `hashLength` new bytes, which belong to the caller. */
  extract(salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array;
  /** HKDF-Expand. Returns `length` new bytes, which belong to the caller. */
  expand(secret: Uint8Array, info: Uint8Array, length: number): Uint8Array;
}

/** The two fields of HKDF-Expand-Label that have a usual value. */
export interface ExpandOptions {
  /** At most 255 bytes; empty if absent. */
  readonly context?: Uint8Array;
  /** Bytes wanted; Hash.length if absent. */
  readonly length?: number;
}

/** The "0" of the RFC's diagram: Hash.length zero bytes in the place of a secret that is absent. */
export function zeroSecret(kdf: Kdf): Secret {
  return new Secret(new Uint8Array(kdf.hashLength));
}

/** HKDF-Extract(salt, keyMaterial). Both inputs stay the caller's to wipe. */
export function extractSecret(kdf: Kdf, salt: Secret, keyMaterial: Secret): Secret {
  return new Secret(kdf.extract(salt.bytes, keyMaterial.bytes));
}

/**
 * HKDF-Expand-Label(secret, label, context, length) of RFC 9846 7.1.
 * @param label ASCII, without the prefix "tls13 "
 * @returns a new secret of `options.length` bytes; `secret` stays the caller's to wipe
 * @throws RangeError if label or context do not fit into HkdfLabel
 */
export function expandLabel(
  kdf: Kdf,
  secret: Secret,
  label: string,
  options: ExpandOptions = {},
): Secret {
  const length = options.length ?? kdf.hashLength;
  const info = encodeHkdfLabel(label, options.context ?? NO_CONTEXT, length);
  return new Secret(kdf.expand(secret.bytes, info, length));
}

/**
 * Derive-Secret(secret, label, messages) of RFC 9846 7.1.
 * @param transcriptHash Transcript-Hash(messages), Hash.length bytes
 */
export function deriveSecret(
  kdf: Kdf,
  secret: Secret,
  label: string,
  transcriptHash: Uint8Array,
): Secret {
  if (transcriptHash.length !== kdf.hashLength) {
    throw new RangeError(
      `transcriptHash: ${transcriptHash.length} bytes where the hash has ${kdf.hashLength}`,
    );
  }
  return expandLabel(kdf, secret, label, { context: transcriptHash });
}

const NO_CONTEXT = new Uint8Array(0);
const LABEL_PREFIX = 'tls13 ';

/** struct HkdfLabel { uint16 length; opaque label<7..255>; opaque context<0..255>; } */
function encodeHkdfLabel(label: string, context: Uint8Array, length: number): Uint8Array {
  const fullLabel = new TextEncoder().encode(LABEL_PREFIX + label);
  if (label.length === 0 || fullLabel.length > 255) {
    throw new RangeError(`label: ${fullLabel.length} bytes with its prefix, allowed are 7 to 255`);
  }
  if (context.length > 255) {
    throw new RangeError(`context: ${context.length} bytes, allowed are 0 to 255`);
  }
  if (!Number.isInteger(length) || length < 0 || length > 0xffff) {
    throw new RangeError(`length: ${length} is no uint16`);
  }
  const info = new Uint8Array(2 + 1 + fullLabel.length + 1 + context.length);
  info[0] = length >>> 8;
  info[1] = length;
  info[2] = fullLabel.length;
  info.set(fullLabel, 3);
  info[3 + fullLabel.length] = context.length;
  info.set(context, 4 + fullLabel.length);
  return info;
}
