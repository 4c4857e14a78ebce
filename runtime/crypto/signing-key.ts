/**
 * A private key as TLS uses it, around a library's: which schemes it can sign with, its
 * SubjectPublicKeyInfo, and the check of what it has signed.
 */
import { type SignatureScheme, signatureSchemes } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { PublicKey } from '../x509/algorithms.ts';
import { tags } from '../x509/der.ts';
import { encodeDer } from '../x509/der-writer.ts';
import { decodePrivateKey, type PrivateKeyParts } from './private-keys.ts';
import type { KeyKind, PrivateKey } from './provider.ts';
import { allowsHash, keyForScheme } from './public-keys.ts';

/** A private key in the hands of a library. */
export interface Signer {
  /** What the BIT STRING of SubjectPublicKeyInfo holds: a point, or an RSAPublicKey in DER. */
  readonly publicKey: Uint8Array;
  /** @param scheme one that fits the key */
  sign(scheme: SignatureScheme, message: Uint8Array): Uint8Array;
  wipe(): void;
}

/** What a library does with signatures. Keys and schemes fit together. */
export interface Signatures {
  /** False, and no exception, for a key or a signature that turns out not to be one. */
  verify(
    scheme: SignatureScheme,
    key: PublicKey,
    message: Uint8Array,
    signature: Uint8Array,
  ): boolean;
  /** @param parts views into memory that is the caller's */
  importKey(parts: PrivateKeyParts): Signer;
}

/** As `CryptoProvider.importPrivateKey`. */
export function importSigningKey(pkcs8: Uint8Array, signatures: Signatures): PrivateKey {
  const parts = decodePrivateKey(pkcs8);
  const signer = signatures.importKey(parts);
  if ('publicKey' in parts && parts.publicKey && !equalBytes(parts.publicKey, signer.publicKey)) {
    signer.wipe();
    throw new TypeError('private key: the public key beside it does not belong to it');
  }
  return new SigningKey(parts, signer, signatures);
}

/** Whether RSA pads with PSS: in every scheme of TLS 1.3 (RFC 9846 4.3.3). */
export function usesPss({ key, use }: SignatureScheme): boolean {
  return isRsa(key) && use.includes('tls13');
}

class SigningKey implements PrivateKey {
  readonly kind: KeyKind;
  readonly schemes: readonly number[];
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly #usable: ReadonlyMap<number, SignatureScheme>;
  readonly #signatures: Signatures;
  #signer: Signer | undefined;

  constructor(parts: PrivateKeyParts, signer: Signer, signatures: Signatures) {
    const bits = encodeDer(tags.bitString, NO_UNUSED_BITS, signer.publicKey);
    this.kind = parts.kind;
    this.subjectPublicKeyInfo = encodeDer(tags.sequence, parts.pkcs8.algorithm, bits);
    this.#usable = new Map(schemesOf(parts).map((scheme) => [scheme.code, scheme]));
    this.schemes = [...this.#usable.keys()];
    this.#signatures = signatures;
    this.#signer = signer;
    this.#requireSize();
  }

  sign(code: number, message: Uint8Array): Uint8Array {
    const scheme = this.#usable.get(code);
    if (scheme === undefined) {
      throw new RangeError(`an ${this.kind} key cannot sign with scheme 0x${code.toString(16)}`);
    }
    if (this.#signer === undefined) throw new Error('a wiped private key was asked to sign');
    const signature = this.#signer.sign(scheme, message);
    if (isRsa(this.kind)) this.#requireGood(scheme, message, signature);
    return signature;
  }

  wipe(): void {
    this.#signer?.wipe();
    this.#signer = undefined;
  }

  /** RFC 9846 C.3: one computing fault in an RSA signature gives the primes away. */
  #requireGood(scheme: SignatureScheme, message: Uint8Array, signature: Uint8Array): void {
    const key = keyForScheme(scheme, this.subjectPublicKeyInfo);
    if (key !== undefined && this.#signatures.verify(scheme, key, message, signature)) return;
    signature.fill(0);
    throw new Error('an RSA signature that was just made does not verify');
  }

  /** What we would not accept of a peer we do not use: RSA moduli have bounds. */
  #requireSize(): void {
    const [scheme] = this.#usable.values();
    if (scheme !== undefined && keyForScheme(scheme, this.subjectPublicKeyInfo)) return;
    this.wipe();
    throw new TypeError(`private key: an ${this.kind} key of a size that is not used`);
  }
}

const NO_UNUSED_BITS = Uint8Array.of(0);

function schemesOf(parts: PrivateKeyParts): readonly SignatureScheme[] {
  return Object.values(signatureSchemes).filter(
    (scheme) => scheme.key === parts.kind && allowsHash(parts, scheme),
  );
}

function isRsa(kind: KeyKind): boolean {
  return kind === 'rsa' || kind === 'rsa-pss';
}
