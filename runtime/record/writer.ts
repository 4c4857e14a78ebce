/**
 * The writing half of the record layer (RFC 9846 5.1, 5.2, 5.4; RFC 5246 6.2): messages in, records out, in
 * order. A record is one buffer, filled and sealed in place.
 */
import { ContentType, RECORD_HEADER_LENGTH } from './content-type.ts';
import { MAX_INNER_PLAINTEXT_LENGTH, MAX_PLAINTEXT_LENGTH } from './limits.ts';
import type { RecordProtection } from './protection.ts';

/** What differs between the ends. */
export interface RecordWriterOptions {
  /** A client's first ClientHello goes out under 0x0301, for old servers' sake (RFC 9846 5.1). */
  readonly isClient?: boolean;
  /** Protected content and its type byte are padded to a multiple of so many bytes. */
  readonly padding?: number;
}

/** Turns messages into records. Before `installKeys` they are TLSPlaintext. */
export class RecordWriter {
  readonly #out: (record: Uint8Array) => void;
  #handshakeVersion: number;
  readonly #padding: number;
  #maxInnerLength = MAX_INNER_PLAINTEXT_LENGTH;
  #keys: RecordProtection | undefined;
  #queue: Uint8Array[] = [];

  /** @param out takes each record as it is finished; the bytes are its own */
  constructor(out: (record: Uint8Array) => void, options: RecordWriterOptions = {}) {
    this.#out = out;
    // @req 9846:5.1:10 9846:5.1:14 9846:E.5:9
    this.#handshakeVersion = options.isClient === true ? FIRST_CLIENT_HELLO_VERSION : VERSION;
    this.#padding = options.padding ?? 1;
  }

  /** The longest TLSInnerPlaintext that the peer takes (RFC 8449): content, type byte, padding. */
  limitRecords(maxInnerLength: number): void {
    this.#maxInnerLength = maxInnerLength;
  }

  /** Records under the present keys so far: what the limit of RFC 9846 5.5 counts. */
  get recordsUnderKeys(): number {
    return this.#keys?.recordCount ?? 0;
  }

  /**
   * Queues a handshake message, header included, until `flush` or another call that writes: the
   * messages of one flight share records.
   * @param message kept until then, not copied
   */
  handshake(message: Uint8Array): void {
    this.#queue.push(message);
  }

  /** The dummy of middlebox compatibility mode (RFC 9846 E.4), or that of TLS 1.2: never protected. */
  changeCipherSpec(): void {
    this.flush();
    this.#out(plaintextRecord(ContentType.changeCipherSpec, VERSION, new Parts([CCS_BODY])));
  }

  /** An alert: a record of its own. */
  alert(level: number, description: number): void {
    this.flush();
    // @req 9846:5.1:8 9846:5.1:9
    this.#write(ContentType.alert, VERSION, [Uint8Array.of(level, description)]);
  }

  /**
   * Application data, in records of at most 2^14 bytes; none for no bytes.
   * @throws Error without keys: RFC 9846 5.1 forbids application data in the clear
   */
  data(bytes: Uint8Array): void {
    // @req 9846:5.1:15 5246:7.3:3
    if (this.#keys === undefined) throw new Error('application data before there are keys');
    this.flush();
    this.#write(ContentType.applicationData, VERSION, [bytes]);
  }

  /**
   * Everything from now on goes out under these keys. They belong to the writer; the old ones are
   * wiped.
   */
  installKeys(keys: RecordProtection): void {
    try {
      // @req 9846:5.1:4 9846:5.1:6
      this.flush();
    } catch (cause) {
      keys.wipe();
      throw cause;
    }
    this.#keys?.wipe();
    this.#keys = keys;
  }

  /** Writes what is queued, in as few records as hold it. */
  flush(): void {
    if (this.#queue.length === 0) return;
    // @req 9846:5.1:2
    const messages = this.#queue;
    this.#queue = [];
    this.#write(ContentType.handshake, this.#handshakeVersion, messages);
    this.#handshakeVersion = VERSION;
  }

  /** Wipes the keys and forgets what is queued. Nothing can be written afterwards. */
  wipe(): void {
    this.#keys?.wipe();
    this.#queue = [];
  }

  // @req 9846:5:4 5246:6:1 5246:6.2.1:3
  #write(type: number, version: number, parts: readonly Uint8Array[]): void {
    const content = new Parts(parts);
    // @req 9846:5.1:7 9846:5.4:2 5246:6.2.1:2
    while (content.remaining > 0) {
      this.#out(
        this.#keys === undefined
          ? plaintextRecord(type, version, content)
          : this.#protectedRecord(type, content, this.#keys),
      );
    }
  }

  #protectedRecord(type: number, content: Parts, keys: RecordProtection): Uint8Array {
    return keys.hidesType
      ? this.#hiddenTypeRecord(type, content, keys)
      : this.#openTypeRecord(type, content, keys);
  }

  /** TLSCiphertext of TLS 1.2, whose limit does not count a type byte (RFC 8449 4). */
  #openTypeRecord(type: number, content: Parts, keys: RecordProtection): Uint8Array {
    // @req 5246:6.2.1:1
    const length = Math.min(content.remaining, this.#maxInnerLength, MAX_PLAINTEXT_LENGTH);
    const record = newRecord(type, VERSION, keys.sealedLength(length));
    const at = RECORD_HEADER_LENGTH + keys.prefixLength;
    content.copyTo(record.subarray(at, at + length));
    keys.seal(record, length);
    return record;
  }

  /** TLSCiphertext with as much of the content as fits. */
  #hiddenTypeRecord(type: number, content: Parts, keys: RecordProtection): Uint8Array {
    // @req 9846:5.2:1 9846:5.4:5
    const length = Math.min(content.remaining, this.#maxInnerLength - 1);
    const innerLength = this.#padded(length + 1);
    const sealedLength = keys.sealedLength(innerLength);
    const record = newRecord(ContentType.applicationData, VERSION, sealedLength);
    const typeAt = RECORD_HEADER_LENGTH + length;
    content.copyTo(record.subarray(RECORD_HEADER_LENGTH, typeAt));
    record[typeAt] = type;
    keys.seal(record, innerLength);
    return record;
  }

  /** RFC 9846 5.4: padding counts as the content does, and must fit in as well. */
  #padded(innerLength: number): number {
    const padded = Math.ceil(innerLength / this.#padding) * this.#padding;
    return Math.min(padded, this.#maxInnerLength);
  }
}

/** legacy_record_version: ignored by all who read it. */
const VERSION = 0x0303;
const FIRST_CLIENT_HELLO_VERSION = 0x0301;
const CCS_BODY = Uint8Array.of(1);

/** TLSPlaintext with as much of the content as fits. */
function plaintextRecord(type: number, version: number, content: Parts): Uint8Array {
  // @req 9846:5.1:12
  const length = Math.min(content.remaining, MAX_PLAINTEXT_LENGTH);
  const record = newRecord(type, version, length);
  content.copyTo(record.subarray(RECORD_HEADER_LENGTH));
  return record;
}

/** A record whose header is there and whose body is zeros. */
function newRecord(type: number, version: number, bodyLength: number): Uint8Array {
  // The body begins at a multiple of four bytes: ciphers that read words need no copy then.
  const alignment = 3;
  // @req 9846:5.4:1
  const buffer = new Uint8Array(alignment + RECORD_HEADER_LENGTH + bodyLength);
  const record = buffer.subarray(alignment);
  record[0] = type;
  record[1] = version >>> 8;
  record[2] = version;
  record[3] = bodyLength >>> 8;
  record[4] = bodyLength;
  return record;
}

/** The bytes of several arrays, to be copied into arrays of other lengths. */
class Parts {
  readonly #parts: readonly Uint8Array[];
  #index = 0;
  #at = 0;
  #remaining = 0;

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts;
    for (const part of parts) this.#remaining += part.length;
  }

  /** Bytes not copied yet. */
  get remaining(): number {
    return this.#remaining;
  }

  /** Fills `into`, which is not longer than what remains. */
  copyTo(into: Uint8Array): void {
    let filled = 0;
    while (filled < into.length) {
      const part = this.#parts[this.#index];
      if (part === undefined) throw new RangeError('more bytes were asked for than remain');
      const piece = part.subarray(this.#at, this.#at + into.length - filled);
      into.set(piece, filled);
      filled += piece.length;
      this.#at += piece.length;
      if (this.#at === part.length) {
        this.#index++;
        this.#at = 0;
      }
    }
    this.#remaining -= filled;
  }
}
