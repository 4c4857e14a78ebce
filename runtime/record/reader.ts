/**
 * The reading half of the record layer (RFC 9846 5, RFC 5246 6): bytes in, one thing out at a time, because
 * keys may change between two things. Any split of the bytes gives the same sequence.
 *
 * What a thing means in the handshake is not decided here; only what no record may look like is.
 */
import { ByteQueue } from './byte-queue.ts';
import { ContentType, RECORD_HEADER_LENGTH } from './content-type.ts';
import { foreignProtocolHint } from './foreign-protocol.ts';
import { HandshakeJoiner } from './handshake-joiner.ts';
import type { Incoming, RecordFault } from './incoming.ts';
import {
  MAX_CIPHERTEXT_LENGTH,
  MAX_INNER_PLAINTEXT_LENGTH,
  MAX_PLAINTEXT_LENGTH,
  MAX_TLS12_CIPHERTEXT_LENGTH,
  type RecordLimits,
} from './limits.ts';
import type { RecordProtection } from './protection.ts';

export type { Incoming } from './incoming.ts';

/** Takes records apart. Before `installKeys` they are TLSPlaintext. */
export class RecordReader {
  readonly #limits: RecordLimits;
  readonly #input = new ByteQueue();
  readonly #joiner: HandshakeJoiner;
  /** TLS 1.2: alerts come in pieces and between pieces (RFC 5246 6.2.1). */
  #alerts: ByteQueue | undefined;
  #keys: RecordProtection | undefined;
  #takesPlaintextAlerts = false;
  #emptyInARow = 0;
  #changeCipherSpecs = 0;
  #maxInnerLength = MAX_INNER_PLAINTEXT_LENGTH;
  #skipsUntil: 'handshakeRecord' | 'protectedRecord' | undefined;
  #skipped = 0;
  #isDiscarding = false;
  #discarded = 0;

  constructor(limits: RecordLimits) {
    this.#limits = limits;
    this.#joiner = new HandshakeJoiner(limits.handshakeBody);
  }

  /** Bytes held: not a whole record yet, or not asked for. */
  get buffered(): number {
    return this.#input.length + this.#joiner.length;
  }

  /** Bytes dropped since `discard`, those held at that time included. */
  get discarded(): number {
    return this.#discarded;
  }

  /** Bytes of the transport. They are copied: the caller may use its buffer again. */
  push(chunk: Uint8Array): void {
    if (this.#isDiscarding) this.#discarded += chunk.length;
    else this.#input.push(chunk);
  }

  /** Whether a record of the handshake in the clear is at the front of what is not opened. */
  get isPlainHandshakeNext(): boolean {
    return this.#input.length > 0 && this.#input.at(0) === ContentType.handshake;
  }

  /**
   * The next thing, or undefined until more bytes have come.
   * @param leavesPlainHandshake records of the handshake in the clear stay unopened, and what is
   * behind them: keys may come that leave no room for them (RFC 9846 5.1)
   */
  next(leavesPlainHandshake = false): Incoming | undefined {
    for (;;) {
      const message = this.#joiner.next() ?? this.#nextAlert();
      if (message !== undefined) return message;
      if (leavesPlainHandshake && this.isPlainHandshakeNext) return undefined;
      const outcome = this.#nextRecord();
      if (outcome === 'needsMore') return undefined;
      if (outcome !== 'nothing') return outcome;
    }
  }

  /**
   * The records from now on are protected with these keys. They belong to the reader; the old ones
   * are wiped.
   * @param plaintextAlerts whether an alert in the clear is good until the first record has opened:
   * a peer that fails before it has keys cannot say so otherwise
   */
  installKeys(keys: RecordProtection, plaintextAlerts: boolean): void {
    this.#keys?.wipe();
    this.#keys = keys;
    this.#takesPlaintextAlerts = plaintextAlerts;
  }

  /** TLS 1.2 was chosen: what follows is read by its rules. */
  speakTls12(): void {
    this.#alerts = new ByteQueue();
  }

  /**
   * Early data may come that we have no keys for (RFC 9846 4.3.10): protected records that do not
   * decrypt are dropped.
   * @param until the record that ends this: the first one that decrypts, or the next one of the
   * handshake in the clear, which is the second ClientHello
   */
  skipEarlyData(until: 'handshakeRecord' | 'protectedRecord'): void {
    this.#skipsUntil = until;
  }

  /** The longest TLSInnerPlaintext that the peer was allowed (RFC 8449). */
  limitRecords(maxInnerLength: number): void {
    this.#maxInnerLength = maxInnerLength;
  }

  /** From now on bytes are counted and dropped, keys are wiped, `next` gives nothing. */
  discard(): void {
    this.#discarded += this.buffered;
    this.#isDiscarding = true;
    this.#input.clear();
    this.#joiner.clear();
    this.#alerts?.clear();
    this.wipe();
  }

  /** Wipes the keys. */
  wipe(): void {
    this.#keys?.wipe();
  }

  #nextRecord(): Outcome {
    const input = this.#input;
    if (input.length < RECORD_HEADER_LENGTH) return 'needsMore';
    // @req 9846:5.1:11 9846:E:1 9846:E.2:4 5246:E.1:5
    const type = input.at(0);
    const length = input.at(3) * 256 + input.at(4);
    const fault = this.#headerFault(type, length);
    if (fault !== undefined) return fault;
    if (input.length < RECORD_HEADER_LENGTH + length) return 'needsMore';
    const header = input.take(RECORD_HEADER_LENGTH);
    const body = input.take(length);
    if (this.#keys?.hidesType === false) return this.#takeTls12(type, header, body, this.#keys);
    if (type === ContentType.changeCipherSpec) return this.#takeChangeCipherSpec(body);
    if (type === ContentType.alert) return this.#takeAlert(body);
    if (type === ContentType.handshake) return this.#takeHandshake(body);
    return this.#takeProtected(header, body);
  }

  /** What a header rules out, before any of the body is waited for. */
  #headerFault(type: number, length: number): RecordFault | undefined {
    // @req 9846:5:5 9846:E.5:6
    if (!contentTypeNames.has(type)) {
      return fault('unknownType', foreignProtocolHint(this.#input.peek(RECORD_HEADER_LENGTH)));
    }
    if (this.#keys?.hidesType === false) {
      const max = MAX_TLS12_CIPHERTEXT_LENGTH;
      return length > max ? overflow(length, max) : undefined;
    }
    const isProtected = type === ContentType.applicationData;
    const max = isProtected ? MAX_CIPHERTEXT_LENGTH : MAX_PLAINTEXT_LENGTH;
    // @req 9846:5.1:13 9846:5.2:2 9846:5.2:5 5246:6.2.3:1
    if (length > max) return overflow(length, max);
    if (isProtected) {
      if (this.#keys !== undefined || this.#skipsUntil !== undefined) return undefined;
      return fault('plaintext', 'a protected record before there are keys');
    }
    return this.#plaintextHeaderFault(type, length);
  }

  #plaintextHeaderFault(type: number, length: number): RecordFault | undefined {
    const isProtectedNow = this.#keys !== undefined && type !== ContentType.changeCipherSpec;
    if (isProtectedNow && !this.#isTolerated(type, length)) {
      const detail = `a record of type ${nameOf(type)} in the clear where all are protected`;
      return fault('plaintext', detail);
    }
    if (type === ContentType.handshake) {
      return length === 0 ? fault('empty', 'a handshake record without content') : undefined;
    }
    // @req 9846:5.1:3
    return this.#interleavedFault(type) ?? emptyAlertFault(type, length);
  }

  /** An alert of a peer that has no keys yet: only a well-formed one. */
  #isTolerated(type: number, length: number): boolean {
    return this.#takesPlaintextAlerts && type === ContentType.alert && length === ALERT_LENGTH;
  }

  /**
   * RFC 9846 5.1: no other record between two parts of a handshake message; in TLS 1.2 alerts may
   * stand there. Nor may keys change inside an alert.
   */
  #interleavedFault(type: number): RecordFault | undefined {
    const isInAlert = type === ContentType.changeCipherSpec && (this.#alerts?.length ?? 0) > 0;
    if (isInAlert) return fault('interleaved', 'a change_cipher_spec record inside an alert');
    if (this.#joiner.length === 0) return undefined;
    if (this.#alerts !== undefined && type === ContentType.alert) return undefined;
    return fault('interleaved', `a record of type ${nameOf(type)} inside a handshake message`);
  }

  #takeChangeCipherSpec(body: Uint8Array): Outcome {
    // @req 9846:5:2
    if (body.length !== 1 || body[0] !== 1) {
      return fault('badChangeCipherSpec', 'a change_cipher_spec record that is not the byte 1');
    }
    this.#changeCipherSpecs++;
    if (this.#changeCipherSpecs <= this.#limits.changeCipherSpecs) {
      return { kind: 'changeCipherSpec', changesKeys: this.#alerts !== undefined };
    }
    return fault('flood', `more than ${this.#limits.changeCipherSpecs} change_cipher_spec records`);
  }

  #takeHandshake(content: Uint8Array): Outcome {
    if (this.#skipsUntil === 'handshakeRecord') this.#skipsUntil = undefined;
    this.#joiner.push(content);
    return 'nothing';
  }

  /** In TLS 1.2 two bytes are an alert wherever they come from; one waits for the other. */
  #takeAlert(content: Uint8Array): Outcome {
    if (this.#alerts === undefined) return alertOf(content);
    this.#alerts.push(content);
    return this.#nextAlert() ?? 'nothing';
  }

  #nextAlert(): Incoming | undefined {
    const alerts = this.#alerts;
    return alerts && alerts.length >= ALERT_LENGTH ? alertOf(alerts.take(ALERT_LENGTH)) : undefined;
  }

  /** A protected record of TLS 1.2, whose type stands in its header. */
  #takeTls12(type: number, header: Uint8Array, body: Uint8Array, keys: RecordProtection): Outcome {
    const content = keys.open(header, body);
    if (content === undefined) return fault('badMac', 'a record that does not decrypt');
    const max = Math.min(this.#maxInnerLength, MAX_PLAINTEXT_LENGTH);
    return content.length > max ? overflow(content.length, max) : this.#takeInner(type, content);
  }

  #takeProtected(header: Uint8Array, body: Uint8Array): Outcome {
    const inner = this.#keys?.open(header, body);
    if (inner === undefined) {
      if (this.#skipsUntil !== undefined) return this.#skip(body.length);
      // @req 9846:5.2:3
      return fault('badMac', 'a record that does not decrypt');
    }
    this.#skipsUntil = undefined;
    this.#takesPlaintextAlerts = false;
    // @req 9846:5.4:5
    if (inner.length > this.#maxInnerLength) {
      const allowed = this.#maxInnerLength;
      return fault('overflow', `${inner.length} bytes after decryption, allowed are ${allowed}`);
    }
    // @req 9846:5.4:3 9846:5.4:4
    const typeAt = lastNonZero(inner);
    const type = inner[typeAt];
    if (type === undefined) return fault('empty', 'a protected record of padding only');
    return this.#takeInner(type, inner.subarray(0, typeAt));
  }

  #takeInner(type: number, content: Uint8Array): Outcome {
    if (type !== ContentType.applicationData || content.length > 0) this.#emptyInARow = 0;
    if (type === ContentType.handshake) {
      if (content.length > 0) return this.#takeHandshake(content);
      // @req 9846:5.4:2
      return fault('empty', 'a protected handshake record without content');
    }
    const interleaved = this.#interleavedFault(type);
    if (interleaved !== undefined) return interleaved;
    switch (type) {
      case ContentType.applicationData:
        return content.length > 0
          ? { kind: 'applicationData', data: content }
          : this.#takeEmpty(content);
      case ContentType.alert:
        return emptyAlertFault(type, content.length) ?? this.#takeAlert(content);
      case ContentType.changeCipherSpec:
        // @req 9846:5:2
        return fault('badChangeCipherSpec', 'a protected change_cipher_spec record');
      default:
        return fault('unknownType', `a protected record of type ${type}`);
    }
  }

  /** A record that we cannot read has no sequence number of ours. */
  #skip(length: number): Outcome {
    this.#skipped += length;
    if (this.#skipped <= this.#limits.skippedBytes) return 'nothing';
    return fault('flood', `more than ${this.#limits.skippedBytes} bytes of refused early data`);
  }

  /** Cover traffic, if the machine takes data here at all. */
  #takeEmpty(data: Uint8Array): Outcome {
    this.#emptyInARow++;
    if (this.#emptyInARow <= this.#limits.emptyRecords) return { kind: 'applicationData', data };
    return fault('flood', `more than ${this.#limits.emptyRecords} empty records in a row`);
  }
}

/** What comes of looking at the front of the input. */
type Outcome = Incoming | 'needsMore' | 'nothing';

const ALERT_LENGTH = 2;

const contentTypeNames: ReadonlyMap<number, string> = new Map([
  [ContentType.changeCipherSpec, 'change_cipher_spec'],
  [ContentType.alert, 'alert'],
  [ContentType.handshake, 'handshake'],
  [ContentType.applicationData, 'application_data'],
]);

function nameOf(type: number): string {
  return contentTypeNames.get(type) ?? String(type);
}

function overflow(length: number, max: number): RecordFault {
  return fault('overflow', `a record of ${length} bytes, allowed are ${max}`);
}

function fault(kind: RecordFault['kind'], detail: string): RecordFault {
  return { kind, detail };
}

function emptyAlertFault(type: number, length: number): RecordFault | undefined {
  if (type !== ContentType.alert || length > 0) return undefined;
  return fault('empty', 'an alert record without content');
}

function alertOf(content: Uint8Array): Incoming {
  const [level, description] = content;
  // @req 9846:5.1:8 9846:5.1:9
  if (content.length !== ALERT_LENGTH || level === undefined || description === undefined) {
    return { kind: 'malformedAlert' };
  }
  return { kind: 'alert', level, description };
}

/** The index of the content type: the last byte that is not padding. -1 if there is none. */
function lastNonZero(inner: Uint8Array): number {
  let at = inner.length - 1;
  while (at >= 0 && inner[at] === 0) at--;
  return at;
}
