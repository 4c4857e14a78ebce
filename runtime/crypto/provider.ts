/**
 * The one interface between this TLS and cryptography. A provider holds no TLS knowledge beyond
 * code points: labels, transcripts, nonces and record headers are made by its callers.
 *
 * All calls are synchronous. Keys, secrets and signatures go in and out as bytes, so that any
 * library can stand behind it. What a peer sends is never an exception: it is `undefined` or
 * `false`. Exceptions are for misuse (RangeError, TypeError) and for what should never be (Error).
 *
 * No function needs `this`: they may be taken off the provider. A library becomes a provider by
 * `buildProvider`, which sees to everything that must be the same for all.
 */
import type { AeadName, HashName, KeyKind } from '../../generated/registries.ts';
import type { Kdf } from '../codegen/kdf.ts';
import type { Secret } from '../codegen/secret.ts';

export type { AeadName, HashName, KeyKind };

/** Gives `length` random bytes that belong to the caller. */
export type RandomBytes = (length: number) => Uint8Array;

/** What a TLS connection needs of a crypto library. */
export interface CryptoProvider {
  /** Short name for traces, such as `noble`. */
  readonly name: string;
  /** Code points of the cipher suites it can do, the preferred first. */
  readonly cipherSuites: readonly number[];
  /** Code points of the groups it can do, the preferred first. */
  readonly groups: readonly number[];
  /** Code points of the signature schemes it can verify, the preferred first. */
  readonly signatureSchemes: readonly number[];

  /** Bytes of the platform's secure random number generator. */
  randomBytes(length: number): Uint8Array;

  hash(name: HashName, data: Uint8Array): Uint8Array;
  createHash(name: HashName): RunningHash;
  hmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array;
  /** RFC 5869 2.2. */
  hkdfExtract(name: HashName, salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array;
  /**
   * RFC 5869 2.3.
   * @param length bytes, at most 255 times the hash's
   * @throws RangeError for more, and for a secret that is shorter than the hash
   */
  hkdfExpand(name: HashName, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array;

  /** Copies `key`: the caller wipes its own. @throws RangeError for a key of the wrong length */
  createAead(name: AeadName, key: Uint8Array): Aead;

  /**
   * The client's side of a key exchange (RFC 9846 4.3.8).
   * @param random makes the private key: equal bytes make equal shares, whatever the provider. It
   * gives arrays that belong to the share, and may be asked again where they are no private key
   * @throws RangeError for a group that is not in `groups`, and for a `random` of another length
   */
  offerKeyShare(group: number, random: RandomBytes): KeyShare;

  /**
   * The server's side: own share and secret in one step, as a KEM has no other order.
   * Undefined if the peer's share is not valid for the group.
   * @param random as for `offerKeyShare`; where it is the provider's own `randomBytes`, the library
   * may bring its own randomness instead
   * @throws RangeError as `offerKeyShare`
   */
  acceptKeyShare(
    group: number,
    peerShare: Uint8Array,
    random: RandomBytes,
  ): AcceptedKeyShare | undefined;

  /**
   * Whether `signature` over `message` verifies. A key that is malformed or of another kind than
   * the scheme's, and a malformed signature, do not verify.
   * @param subjectPublicKeyInfo DER, as it stands in a certificate
   * @throws RangeError for a scheme that is not in `signatureSchemes`
   */
  verify(
    scheme: number,
    subjectPublicKeyInfo: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ): boolean;

  /**
   * A private key to sign with.
   * @param pkcs8 DER PrivateKeyInfo (RFC 5958); copied, the caller wipes its own
   * @throws TypeError for anything that is not a key which this provider can sign with
   */
  importPrivateKey(pkcs8: Uint8Array): PrivateKey;
}

/** A hash that can be asked in the middle: the transcript's. */
export interface RunningHash {
  update(data: Uint8Array): void;
  /** The hash of all data so far. More may follow. */
  digest(): Uint8Array;
}

/** An AEAD (RFC 5116) under one key. Nobody but the caller watches over nonces. */
export interface Aead {
  /** Bytes that sealing adds. */
  readonly tagLength: number;
  /**
   * Writes ciphertext and tag to `into`, which is `plaintext.length + tagLength` long and may
   * begin where `plaintext` begins.
   * @throws RangeError for a nonce or an `into` of another length; Error after `wipe`
   */
  seal(
    nonce: Uint8Array,
    additionalData: Uint8Array,
    plaintext: Uint8Array,
    into: Uint8Array,
  ): void;
  /**
   * The plaintext in a new array, or undefined if the tag does not verify.
   * @throws RangeError for a nonce of another length; Error after `wipe`
   */
  open(
    nonce: Uint8Array,
    additionalData: Uint8Array,
    ciphertext: Uint8Array,
  ): Uint8Array | undefined;
  /** Overwrites the key, or lets go of it where the library holds it. No use afterwards. */
  wipe(): void;
}

/** A key share that waits for the peer's. */
export interface KeyShare {
  readonly group: number;
  /** What goes into KeyShareEntry.key_exchange. */
  readonly publicKey: Uint8Array;
  /**
   * The shared secret; undefined if the peer's share is invalid (wrong length, not on the curve,
   * all-zero result of X25519; RFC 9846 4.3.8.2, 7.4.2).
   * @throws Error after `wipe`
   */
  secretWith(peerShare: Uint8Array): Secret | undefined;
  /** Overwrites the private key, or lets go of it where the library holds it. */
  wipe(): void;
}

/** What `acceptKeyShare` gives. */
export interface AcceptedKeyShare {
  readonly publicKey: Uint8Array;
  readonly secret: Secret;
}

/** A private key for signatures. */
export interface PrivateKey {
  /** As in the column `key` of the signature schemes. */
  readonly kind: KeyKind;
  /** Code points of the schemes it can sign with, the preferred first. */
  readonly schemes: readonly number[];
  /** DER SubjectPublicKeyInfo of the public half. */
  readonly subjectPublicKeyInfo: Uint8Array;
  /**
   * A signature; need not be the same twice. One made with RSA has been verified (RFC 9846 C.3).
   * @throws RangeError for a scheme that is not in `schemes`; Error after `wipe`
   */
  sign(scheme: number, message: Uint8Array): Uint8Array;
  /** Overwrites the private key, or lets go of it where the library holds it. */
  wipe(): void;
}

/** The provider's HKDF with one hash, as the generated key schedule takes it. */
export function createKdf(provider: CryptoProvider, hash: HashName): Kdf {
  const emptyHash = provider.hash(hash, new Uint8Array(0));
  return {
    hashLength: emptyHash.length,
    emptyHash,
    extract: (salt, keyMaterial) => provider.hkdfExtract(hash, salt, keyMaterial),
    expand: (secret, info, length) => provider.hkdfExpand(hash, secret, info, length),
  };
}
