/**
 * Record protection (RFC 9846 5.2, 5.3): one AEAD key and IV, one sequence number, one direction.
 */
import { deriveTrafficIv, deriveTrafficKey } from '../../generated/key-schedule.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import type { Secret } from '../codegen/secret.ts';
import { type Aead, type CryptoProvider, createKdf } from '../crypto/provider.ts';
import { RECORD_HEADER_LENGTH } from './content-type.ts';
import { RecordSequence } from './record-sequence.ts';

/** What protects the records of one direction, until the next key change. */
export interface RecordProtection {
  /** Whether the content type is inside, behind the content: so in TLS 1.3. */
  readonly hidesType: boolean;
  /** Bytes between the header and the content. */
  readonly prefixLength: number;
  /** Records that have been sealed or opened. */
  readonly recordCount: number;
  /** Bytes behind the header of a record with so much to be protected. */
  sealedLength(contentLength: number): number;
  /**
   * Seals a record in place.
   * @param record the header, with the length of the sealed record; room for the prefix; what is to
   * be protected; room for what comes behind it
   * @param contentLength bytes of what is to be protected
   */
  seal(record: Uint8Array, contentLength: number): void;
  /**
   * Opens a record.
   * @param header its first five bytes
   * @param fragment the rest
   * @returns what was protected, or undefined if the record is not authentic: then it has not
   * counted either
   */
  open(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined;
  /** Overwrites key and IV. The object is of no use afterwards. */
  wipe(): void;
}

/** The protection of TLS 1.3. */
export class RecordKeys implements RecordProtection {
  readonly hidesType = true;
  readonly prefixLength = 0;
  readonly #aead: Aead;
  readonly #iv: Uint8Array;
  readonly #nonce: Uint8Array;
  readonly #sequence = new RecordSequence();

  /**
   * @param aead belongs to the new object, which wipes it
   * @param iv as long as the AEAD's nonce, at least 8 bytes; belongs to the new object
   */
  constructor(aead: Aead, iv: Uint8Array) {
    this.#aead = aead;
    this.#iv = iv;
    this.#nonce = new Uint8Array(iv.length);
  }

  get tagLength(): number {
    return this.#aead.tagLength;
  }

  get recordCount(): number {
    return this.#sequence.number;
  }

  sealedLength(contentLength: number): number {
    return contentLength + this.tagLength;
  }

  seal(record: Uint8Array): void {
    const header = record.subarray(0, RECORD_HEADER_LENGTH);
    const body = record.subarray(RECORD_HEADER_LENGTH);
    const plaintext = body.subarray(0, body.length - this.tagLength);
    const nonce = this.#nonceFor();
    this.#sequence.count();
    this.#aead.seal(nonce, header, plaintext, body);
  }

  /** The header is the additional data; the result is TLSInnerPlaintext. */
  open(header: Uint8Array, encryptedRecord: Uint8Array): Uint8Array | undefined {
    const inner = this.#aead.open(this.#nonceFor(), header, encryptedRecord);
    if (inner !== undefined) this.#sequence.count();
    return inner;
  }

  wipe(): void {
    this.#aead.wipe();
    this.#iv.fill(0);
    this.#nonce.fill(0);
  }

  /** The IV with the sequence number added to its last 64 bits. RFC 9846 5.3 */
  #nonceFor(): Uint8Array {
    const nonce = this.#nonce;
    nonce.set(this.#iv);
    this.#sequence.mixInto(nonce);
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
