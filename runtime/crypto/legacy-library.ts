/**
 * What the suites of `tlschart/legacy` need of a crypto library, beside a provider: AES-CBC, hash
 * functions block by block, and RSA without a padding of the library's own.
 */
import type { PublicKey } from '../x509/algorithms.ts';

/** Hashes of the HMACs. */
export type MacName = 'sha1' | 'sha256' | 'sha384';

/** AES-CBC under one key, without padding: lengths are multiples of 16 bytes. */
export interface CbcCipher {
  encrypt(iv: Uint8Array, plaintext: Uint8Array): Uint8Array;
  decrypt(iv: Uint8Array, ciphertext: Uint8Array): Uint8Array;
  wipe(): void;
}

/** A hash function that is asked after each block what it has come to. */
export interface HashBlocks {
  /** Bytes in a block: a power of two. */
  readonly blockLength: number;
  /** Bytes in a hash. */
  readonly outputLength: number;
  /** Bytes of the last block that hold the length of the message. */
  readonly lengthLength: number;
  /** Begins a new message. */
  begin(): Compressor;
}

/** The compression function with its state. */
export interface Compressor {
  /** Takes in the block that begins at `at`. */
  compress(blocks: DataView, at: number): void;
  /** The state, 32 bits a number; the hash is the beginning of it. */
  words(): readonly number[];
}

/** What a library brings. */
export interface LegacyLibrary {
  /** Hands a key to the library; the bytes belong to the result. */
  importCbcKey(key: Uint8Array): CbcCipher;
  /** HMAC of a message whose length is no secret. */
  hmac(name: MacName, key: Uint8Array, message: Uint8Array): Uint8Array;
  /**
   * RSA without padding (RFC 8017 5.1.1).
   * @param key an RSA key
   * @param block as long as its modulus, and smaller
   */
  rsaEncrypt(key: PublicKey, block: Uint8Array): Uint8Array;
}
