/** What we can show of ourselves, and how its key is used. */
import type { PrivateKey } from '../crypto/provider.ts';

/** A certificate chain, and the key that proves that it is ours. */
export interface Credential {
  /** DER, our own certificate first. */
  readonly certificates: readonly Uint8Array[];
  /**
   * Other certificates of the CAs in that chain, or of those above it, in DER: sent in their place
   * to a peer that names an authority to which only they lead, as after the change of a root.
   */
  readonly alternatives?: readonly Uint8Array[];
  /** The key of the first certificate; may be left out if `sign` is given. */
  readonly privateKey?: PrivateKey;
  /**
   * OCSP responses in DER, by the place of their certificates, for peers that ask for them: asked
   * for at each handshake, so that they can be renewed. Undefined: there is none at the moment.
   */
  readonly staples?: () => readonly (Uint8Array | undefined)[];
  /** Signs in place of `privateKey`. Undefined: the answer comes later, by `answer`. */
  readonly sign?: (request: SignRequest) => Uint8Array | undefined;
  /**
   * UNSAFE, only with `legacy`: this credential is for static RSA, and for nothing else. Its
   * certificate has the key usage keyEncipherment without digitalSignature. Decrypts without taking
   * off any padding; undefined: the answer comes later, by `answer`.
   */
  readonly decrypt?: (request: DecryptRequest) => Uint8Array | undefined;
}

/** Decrypt with RSA, and leave the padding on: as many bytes as the modulus has (RFC 8017 5.1.2). */
export interface DecryptRequest {
  readonly ciphertext: Uint8Array;
}

/** Sign `content` (RFC 9846 4.5.2: already with padding, context string and transcript hash). */
export interface SignRequest {
  /** SignatureScheme code point. */
  readonly scheme: number;
  readonly content: Uint8Array;
}
