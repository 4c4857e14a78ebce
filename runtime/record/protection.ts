/**
 * Record protection (RFC 9846 5.2, 5.3): one AEAD key and IV, one sequence number, one direction.
 */
import { deriveTrafficIv, deriveTrafficKey } from '../../generated/key-schedule.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import type { Secret } from '../codegen/secret.ts';
import { type Aead, type CryptoProvider, createKdf } from '../crypto/provider.ts';
import { RECORD_HEADER_LENGTH } from './content-type.ts';

/** The keys of one direction until the next key change. */
export class RecordKeys {
  readonly #aead: Aead;
  readonly #iv: Uint8Array;
  readonly #nonce: Uint8Array;
  // @req 9846:5.3:1
  #sequenceNumber = 0;

  /**
   * @param aead belongs to the new object, which wipes it
   * @param iv as long as the AEAD's nonce, at least 8 bytes; belongs to the new object
   */
  constructor(aead: Aead, iv: Uint8Array) {
    this.#aead = aead;
    this.#iv = iv;
    this.#nonce = new Uint8Array(iv.length);
  }

  /** Bytes that protection adds to TLSInnerPlaintext. */
  get tagLength(): number {
    return this.#aead.tagLength;
  }

  /** Records that have been sealed or opened under these keys. */
  get recordCount(): number {
    return this.#sequenceNumber;
  }

  /**
   * Seals a record in place.
   * @param record the header, with the length of the sealed record; TLSInnerPlaintext; and
   * `tagLength` bytes of room
   */
  seal(record: Uint8Array): void {
    const header = record.subarray(0, RECORD_HEADER_LENGTH);
    const body = record.subarray(RECORD_HEADER_LENGTH);
    const plaintext = body.subarray(0, body.length - this.tagLength);
    this.#aead.seal(this.#nextNonce(), header, plaintext, body);
  }

  /**
   * Opens a record.
   * @param header TLSCiphertext's first five bytes, which are the additional data
   * @returns TLSInnerPlaintext, or undefined if the record is not authentic: then it has not
   * counted either
   */
  open(header: Uint8Array, encryptedRecord: Uint8Array): Uint8Array | undefined {
    const inner = this.#aead.open(this.#nextNonce(), header, encryptedRecord);
    if (inner === undefined) this.#sequenceNumber -= 1;
    return inner;
  }

  /** Overwrites key and IV. The object is of no use afterwards. */
  wipe(): void {
    this.#aead.wipe();
    this.#iv.fill(0);
    this.#nonce.fill(0);
  }

  /** The IV with the sequence number added (exclusive or) to its last 64 bits. RFC 9846 5.3 */
  #nextNonce(): Uint8Array {
    // The number has 64 bits and must not wrap; ours ends earlier, where JavaScript stops counting
    // exactly. No key lives that long (5.5).
    // @req 9846:5.3:2
    if (this.#sequenceNumber === Number.MAX_SAFE_INTEGER) {
      throw new Error('the sequence number of a record key is used up');
    }
    const nonce = this.#nonce;
    nonce.set(this.#iv);
    let rest = this.#sequenceNumber++;
    for (let i = nonce.length - 1; rest > 0; i--) {
      nonce[i] = (nonce[i] ?? 0) ^ (rest % 256);
      rest = Math.floor(rest / 256);
    }
    return nonce;
  }
}

/**
 * Record keys from a traffic secret (RFC 9846 7.3).
 * @param secret stays the caller's: a key update still needs it
 */
export function deriveRecordKeys(
  provider: CryptoProvider,
  suite: CipherSuite,
  secret: Secret,
): RecordKeys {
  const kdf = createKdf(provider, suite.hash);
  const iv = deriveTrafficIv(kdf, secret, suite.ivLength);
  try {
    return new RecordKeys(
      createTrafficAead(provider, suite, deriveTrafficKey(kdf, secret, suite.keyLength)),
      iv.bytes,
    );
  } catch (cause) {
    iv.wipe();
    throw cause;
  }
}

/** An AEAD that holds the key by itself: ours is wiped. */
function createTrafficAead(provider: CryptoProvider, suite: CipherSuite, key: Secret): Aead {
  try {
    return provider.createAead(suite.aead, key.bytes);
  } finally {
    key.wipe();
  }
}
