/**
 * Record protection with AES-CBC and an HMAC (RFC 5246 6.2.3.2), in both orders: MAC-then-encrypt,
 * which is the RFC's, and encrypt-then-MAC (RFC 7366), where both sides know it. A record that is
 * wrong is wrong in one way only: it does not open.
 *
 * Not here: TLS 1.1 and older, whose IVs could be guessed.
 */
import { equalBytes } from '../bytes.ts';
import type { CbcCipher, LegacyLibrary, MacName } from '../crypto/legacy-library.ts';
import { hashBlocks } from '../crypto/noble-hash-blocks.ts';
import type { RandomBytes } from '../crypto/provider.ts';
import { draw } from '../crypto/random.ts';
import { RECORD_HEADER_LENGTH } from '../record/content-type.ts';
import type { RecordProtection } from '../record/protection.ts';
import { RecordSequence } from '../record/record-sequence.ts';
import { openMacThenEncrypt } from './mac-then-encrypt.ts';

/** The keys of one direction, which belong to the protection, and how they are used. */
export interface CbcKeys {
  readonly mac: MacName;
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  readonly encryptsThenMacs: boolean;
  /** Makes the IV of each record. */
  readonly random: RandomBytes;
}

export class CbcRecordKeys implements RecordProtection {
  readonly hidesType = false;
  /** The IV stands in front of each record. */
  readonly prefixLength = BLOCK;
  readonly #library: LegacyLibrary;
  readonly #keys: CbcKeys;
  readonly #cipher: CbcCipher;
  readonly #macLength: number;
  readonly #sequence = new RecordSequence();
  #isWiped = false;

  constructor(library: LegacyLibrary, keys: CbcKeys) {
    this.#library = library;
    this.#keys = keys;
    this.#cipher = library.importCbcKey(keys.key);
    this.#macLength = hashBlocks[keys.mac].outputLength;
  }

  get recordCount(): number {
    return this.#sequence.number;
  }

  sealedLength(contentLength: number): number {
    // @req 5246:6.2.3.2:4
    const { encryptsThenMacs } = this.#keys;
    const mac = this.#macLength;
    return encryptsThenMacs
      ? BLOCK + padded(contentLength + 1) + mac
      : BLOCK + padded(contentLength + mac + 1);
  }

  seal(record: Uint8Array, contentLength: number): void {
    this.#requireKeys();
    // @req 5246:6.2.3.2:1
    const body = record.subarray(RECORD_HEADER_LENGTH);
    body.set(draw(this.#keys.random, BLOCK));
    if (this.#keys.encryptsThenMacs) {
      const end = body.length - this.#macLength;
      this.#encrypt(body.subarray(0, end), contentLength);
      body.set(this.#mac(record, body.subarray(0, end)), end);
    } else {
      const content = body.subarray(BLOCK, BLOCK + contentLength);
      body.set(this.#mac(record, content), BLOCK + contentLength);
      this.#encrypt(body, contentLength + this.#macLength);
    }
    this.#sequence.count();
  }

  open(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    this.#requireKeys();
    const content = this.#keys.encryptsThenMacs
      ? this.#openEncryptThenMac(header, fragment)
      : this.#openMacThenEncrypt(header, fragment);
    if (content !== undefined) this.#sequence.count();
    return content;
  }

  wipe(): void {
    this.#isWiped = true;
    this.#cipher.wipe();
    this.#keys.macKey.fill(0);
  }

  #requireKeys(): void {
    if (this.#isWiped) throw new Error('a wiped key was asked to protect a record');
  }

  /** Pads what stands behind the IV, each byte of it saying how many more there are, and encrypts. */
  #encrypt(body: Uint8Array, length: number): void {
    const blocks = body.subarray(BLOCK);
    // @req 5246:6.2.3.2:2
    blocks.fill(blocks.length - length - 1, length);
    blocks.set(this.#cipher.encrypt(body.subarray(0, BLOCK), blocks));
  }

  #openMacThenEncrypt(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    // Lengths are seen by everybody.
    const least = BLOCK + padded(this.#macLength + 1);
    if (fragment.length < least || fragment.length % BLOCK !== 0) return undefined;
    const data = this.#decrypt(fragment);
    const { mac, macKey } = this.#keys;
    const macOf = { hash: hashBlocks[mac], key: macKey };
    const length = openMacThenEncrypt(macOf, this.#head(header, 0), data);
    return length === undefined ? wiped(data) : data.slice(0, length);
  }

  #openEncryptThenMac(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    const end = fragment.length - this.#macLength;
    if (end < 2 * BLOCK || end % BLOCK !== 0) return undefined;
    const sealed = fragment.subarray(0, end);
    if (!equalBytes(this.#mac(header, sealed), fragment.subarray(end))) return undefined;
    const data = this.#decrypt(sealed);
    // Only somebody with the keys has come so far: there is nothing to be found out any more.
    const padding = data[data.length - 1] ?? 0;
    const length = data.length - 1 - padding;
    const isGood = length >= 0 && data.subarray(length).every((byte) => byte === padding);
    return isGood ? data.slice(0, length) : wiped(data);
  }

  #decrypt(sealed: Uint8Array): Uint8Array {
    return this.#cipher.decrypt(sealed.subarray(0, BLOCK), sealed.subarray(BLOCK));
  }

  /** MAC of something whose length is no secret. */
  #mac(header: Uint8Array, content: Uint8Array): Uint8Array {
    const { mac, macKey } = this.#keys;
    const head = this.#head(header, content.length);
    const message = new Uint8Array(HEAD_LENGTH + content.length);
    message.set(head);
    message.set(content, HEAD_LENGTH);
    const result = this.#library.hmac(mac, macKey, message);
    message.fill(0);
    return result;
  }

  /** seq_num, type, version, length: what a MAC begins with (6.2.3.1). */
  #head(header: Uint8Array, length: number): Uint8Array {
    const head = new Uint8Array(HEAD_LENGTH);
    this.#sequence.writeTo(head, 0);
    head.set(header.subarray(0, 3), 8);
    head[11] = length >>> 8;
    head[12] = length;
    return head;
  }
}

/** Bytes in a block of AES. */
const BLOCK = 16;
const HEAD_LENGTH = 13;

function padded(length: number): number {
  return Math.ceil(length / BLOCK) * BLOCK;
}

function wiped(data: Uint8Array): undefined {
  data.fill(0);
  return undefined;
}
