/**
 * Record protection of TLS 1.2 with an AEAD (RFC 5246 6.2.3.3): the content type stays in the clear
 * and is authenticated beside the record's number, version and length.
 */
import type { Aead } from '../crypto/provider.ts';
import { RECORD_HEADER_LENGTH } from './content-type.ts';
import type { RecordProtection } from './protection.ts';
import { RecordSequence } from './record-sequence.ts';

/** The keys of one direction: there is no key change. */
export class Tls12RecordKeys implements RecordProtection {
  readonly hidesType = false;
  readonly #aead: Aead;
  readonly #iv: Uint8Array;
  readonly #explicitLength: number;
  readonly #nonce: Uint8Array;
  readonly #additionalData = new Uint8Array(ADDITIONAL_DATA_LENGTH);
  readonly #sequence = new RecordSequence();

  /**
   * @param aead belongs to the new object, which wipes it
   * @param fixedIv the part of nonces that does not travel; belongs to the new object
   * @param explicitLength bytes of the nonce that travel with each record: 8 (RFC 5288 3), or 0,
   * where the record's number is mixed into the nonce instead (RFC 7905 2)
   */
  constructor(aead: Aead, fixedIv: Uint8Array, explicitLength: number) {
    this.#aead = aead;
    this.#iv = fixedIv;
    this.#explicitLength = explicitLength;
    this.#nonce = new Uint8Array(fixedIv.length + explicitLength);
  }

  get prefixLength(): number {
    return this.#explicitLength;
  }

  get tagLength(): number {
    return this.#aead.tagLength;
  }

  get recordCount(): number {
    return this.#sequence.number;
  }

  sealedLength(contentLength: number): number {
    return this.#explicitLength + contentLength + this.tagLength;
  }

  seal(record: Uint8Array): void {
    const body = record.subarray(RECORD_HEADER_LENGTH + this.#explicitLength);
    const plaintext = body.subarray(0, body.length - this.tagLength);
    const additionalData = this.#authenticate(record, plaintext.length);
    const nonce = this.#nonceFor();
    // The number is never the same twice, which is all that is asked of the part that travels.
    record.set(nonce.subarray(this.#iv.length), RECORD_HEADER_LENGTH);
    // @req 5246:6.1:1
    this.#sequence.count();
    this.#aead.seal(nonce, additionalData, plaintext, body);
  }

  open(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    const length = fragment.length - this.#explicitLength - this.tagLength;
    if (length < 0) return undefined;
    const additionalData = this.#authenticate(header, length);
    const nonce = this.#nonceFor();
    if (this.#explicitLength > 0) {
      nonce.set(fragment.subarray(0, this.#explicitLength), this.#iv.length);
    }
    const ciphertext = fragment.subarray(this.#explicitLength);
    const content = this.#aead.open(nonce, additionalData, ciphertext);
    if (content !== undefined) this.#sequence.count();
    return content;
  }

  wipe(): void {
    this.#aead.wipe();
    this.#iv.fill(0);
    this.#nonce.fill(0);
  }

  /** seq_num, type, version, length of the content (6.2.3.3). */
  #authenticate(header: Uint8Array, length: number): Uint8Array {
    const data = this.#additionalData;
    this.#sequence.writeTo(data, 0);
    data.set(header.subarray(0, 3), 8);
    data[11] = length >>> 8;
    data[12] = length;
    return data;
  }

  #nonceFor(): Uint8Array {
    const nonce = this.#nonce;
    nonce.set(this.#iv);
    if (this.#explicitLength > 0) this.#sequence.writeTo(nonce, this.#iv.length);
    else this.#sequence.mixInto(nonce);
    return nonce;
  }
}

const ADDITIONAL_DATA_LENGTH = 13;
