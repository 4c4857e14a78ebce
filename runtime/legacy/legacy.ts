/**
 * What the engines take from `tlschart/legacy`, and nothing else of it: who does not ask for it does
 * not load it.
 */
import type { LegacyCipherSuite } from '../../generated/registries.ts';
import type { Secret } from '../codegen/secret.ts';
import type { RandomBytes } from '../crypto/provider.ts';
import type { Credential, DecryptRequest } from '../engine/credential.ts';
import type { RecordProtection } from '../record/protection.ts';
import type { PublicKey } from '../x509/algorithms.ts';
import type { Certificate } from '../x509/certificate.ts';

/**
 * UNSAFE: cipher suites of old equipment. From `tlschart/legacy` or `tlschart/node/legacy`; the
 * option `legacy` of whoever must talk to such equipment takes it.
 *
 * Padding and MAC are checked without a branch or an index that depends on a secret, and a bad
 * secret of static RSA goes on as a good one does. JavaScript promises nothing about time: its
 * compiler and its garbage collector may undo that.
 *
 * For static RSA a server needs an RSA certificate with the key usage keyEncipherment and without
 * digitalSignature, a key that serves nothing else (RFC 9846 F.10), and what decrypts with it:
 * node:crypto, or a `decrypt` of its own. 3DES, RC4, NULL, export and anonymous suites, and
 * compression, are nowhere.
 */
export interface Legacy {
  /** In order of preference, and all behind those that are safe. */
  readonly cipherSuites: readonly LegacyCipherSuite[];
  /** Protects the records of one direction with AES-CBC and an HMAC. */
  cbcRecordKeys(suite: LegacyCipherSuite, keys: CbcKeyMaterial): RecordProtection;
  /** Static RSA, on the client. @param version client_version of our hello */
  sendSecret(serverKey: PublicKey, version: number, random: RandomBytes): SentSecret;
  /**
   * Static RSA, on the server.
   * @param body of the ClientKeyExchange
   * @param version client_version of the client's hello
   * @throws DecodeError for a body that is none
   */
  receiveSecret(
    ownKey: PublicKey,
    body: Uint8Array,
    version: number,
    random: RandomBytes,
  ): StaticRsaDecryption;
  /** Why a certificate cannot be for static RSA; undefined if it can. */
  misuseOf(leaf: Certificate): string | undefined;
  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT for names of static RSA without a credential for it */
  requireDecryption(names: readonly string[] | undefined, credentials: readonly Credential[]): void;
  /** Whether the key of a credential for static RSA also stands in one that signs. */
  servesTwice(
    one: Credential,
    leafOf: (credential: Credential) => Certificate | undefined,
    credentials: readonly Credential[],
  ): boolean;
  /**
   * What decrypts with this private key (PKCS#8, DER), as `Credential.decrypt` does; undefined where
   * nothing here could do so without telling the key by its time.
   */
  readonly decrypter: ((pkcs8: Uint8Array) => NonNullable<Credential['decrypt']>) | undefined;
}

/** What a client sends, and keeps. */
export interface SentSecret {
  /** Of the ClientKeyExchange. */
  readonly body: Uint8Array;
  readonly secret: Secret;
}

/** A secret that a server has not decrypted yet. */
export interface StaticRsaDecryption {
  readonly request: DecryptRequest;
  /**
   * The secret, or one that nobody else has: which of them is not told.
   * @param block with its padding; overwritten. Undefined: it could not be decrypted
   */
  take(block: Uint8Array | undefined): Secret;
  wipe(): void;
}

/** Keys, which the result takes over, and how they are used. */
export interface CbcKeyMaterial {
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  /** In place of MAC-then-encrypt (RFC 7366). */
  readonly encryptsThenMacs: boolean;
  /** Makes the IV of each record. */
  readonly random: RandomBytes;
}
