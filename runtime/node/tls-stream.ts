/**
 * The data of a TLS connection as a Duplex stream: what is written is encrypted part by part as
 * the transport takes it, what comes is read as fast as it is wanted, and a connection that is cut
 * off is an error that comes after the data before it.
 *
 * Not here: what a connection tells about itself, and the surface of a socket.
 */
import { Duplex } from 'node:stream';
import type { Answerers } from '../adapter/answers.ts';
import { Carrier } from '../adapter/carrier.ts';
import type { EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import { TlsError } from '../errors.ts';
import { startTimer } from './timers.ts';
import { type Carried, Wire } from './wire.ts';

/**
 * Bytes that are encrypted before the transport has taken those before them. A longer write goes
 * out in parts: a slow reader costs no second copy of it.
 */
const maxBytesUnderWay = 256 * 1024;

/** What a stream is made with, besides its transport and its engine. */
export interface TlsStreamSettings extends Answerers {
  readonly allowHalfOpen?: boolean | null | undefined;
  readonly highWaterMark?: number | null | undefined;
  /** Milliseconds for the last bytes of a transport that is being closed. Default: 5,000. */
  readonly closeTimeout?: number | null | undefined;
}

type WriteCallback = (error?: Error | null) => void;

export abstract class TlsStream extends Duplex {
  protected readonly carrier: Carrier;
  readonly #wire: Wire;
  /** What was written and has not been sent yet. */
  #unsent: Uint8Array[] = [];
  #unsentLength = 0;
  /** Called when the transport has taken all of it. */
  #whenWritten: WriteCallback | undefined;
  /** Why the connection ended, while data from before is still to be read. */
  #failure: TlsError | undefined;
  #isConnected = false;
  #bytesRead = 0;
  #bytesTaken = 0;
  #maxSendFragment = maxBytesUnderWay;

  /**
   * @param transport belongs to the stream from now on
   * @param engine not started yet
   */
  protected constructor(transport: Carried, engine: Engine, settings: TlsStreamSettings) {
    const { allowHalfOpen, highWaterMark, closeTimeout, ...answerers } = settings;
    super({
      allowHalfOpen: allowHalfOpen === true,
      ...(highWaterMark != null && { highWaterMark }),
    });
    this.#wire = new Wire(transport, closeTimeout ?? undefined);
    this.carrier = new Carrier({
      engine,
      answerers,
      listener: {
        onData: (data) => this.#deliver(data),
        onEndOfData: () => this.#deliverEnd(),
        onFact: (fact) => this.#take(fact),
        onEnded: (reason) => this.#conclude(reason),
        onActivity: () => this.onActivity(),
      },
      startTimer,
      callApart: (call) => process.nextTick(call),
      transport: this.#wire,
    });
  }

  /** Application data so far, in bytes. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** Application data so far, in bytes, with what waits to be sent. */
  get bytesWritten(): number {
    return this.#bytesTaken + this.writableLength;
  }

  /** What has become true of the connection. */
  protected abstract onFact(fact: Fact): void;

  /** Bytes came or went. */
  protected abstract onActivity(): void;

  /**
   * The most bytes of application data in a record that we send: 512 to 16,384. A small record is
   * decrypted sooner, and costs more.
   * @returns whether that can be done
   */
  setMaxSendFragment(size: number): boolean {
    if (!(Number.isInteger(size) && size >= 512 && size <= 16_384)) return false;
    this.#maxSendFragment = size;
    return true;
  }

  /** Sends what was written and our close_notify, then destroys. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /** Hands out data that is there; a failure comes after it. */
  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    if (this.#failure !== undefined && this.readableLength === 0) {
      process.nextTick(() => this.destroy(this.#failure));
    }
    return chunk;
  }

  override _read(): void {
    this.carrier.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: WriteCallback): void {
    this.#begin([chunk], callback);
  }

  /** All that was written in one turn leaves together. */
  override _writev(chunks: { readonly chunk: Uint8Array }[], callback: WriteCallback): void {
    this.#begin(
      chunks.map(({ chunk }) => chunk),
      callback,
    );
  }

  override _final(callback: WriteCallback): void {
    if (this.#failure !== undefined) {
      callback(this.#failure);
      return;
    }
    this.#whenWritten = callback;
    this.carrier.end();
    this.#confirm();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const isInterrupted = !this.carrier.isEnded;
    if (isInterrupted) this.carrier.abort();
    this.#refuseWrite(error ?? new TlsError('ERR_TLS_ABORTED'));
    if (isInterrupted || error !== null) callback(error);
    else this.#wire.whenClosed(() => callback(null));
  }

  #begin(chunks: Uint8Array[], callback: WriteCallback): void {
    this.#unsent = chunks;
    this.#unsentLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#whenWritten = callback;
    this.#sendMore();
  }

  #sendMore(): void {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      for (const part of this.#nextParts()) this.carrier.write(part);
    } catch (error) {
      this.#refuseWrite(reasonOf(error));
      return;
    }
    this.#confirm();
  }

  /** The next bytes to send, taken from what is unsent. */
  #nextParts(): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let room = maxBytesUnderWay;
    while (room > 0) {
      const chunk = this.#unsent.shift();
      if (chunk === undefined) break;
      const part = chunk.subarray(0, Math.min(room, this.#maxSendFragment));
      if (chunk.length > part.length) this.#unsent.unshift(chunk.subarray(part.length));
      room -= part.length;
      parts.push(part);
    }
    return parts;
  }

  /** Before the handshake is complete, data and the end wait in the engine: so does this. */
  #confirm(): void {
    if (this.#whenWritten === undefined || !this.#isConnected) return;
    this.carrier.whenTaken((failure) => {
      if (failure !== undefined) return this.#refuseWrite(failure);
      if (this.#unsent.length > 0) return this.#sendMore();
      const whenWritten = this.#whenWritten;
      this.#whenWritten = undefined;
      this.#bytesTaken += this.#unsentLength;
      this.#unsentLength = 0;
      whenWritten?.();
    });
  }

  #refuseWrite(error: Error): void {
    const whenWritten = this.#whenWritten;
    this.#whenWritten = undefined;
    this.#unsent = [];
    this.#unsentLength = 0;
    whenWritten?.(error);
  }

  #deliver({ buffer, byteOffset, length }: Uint8Array): boolean {
    this.#bytesRead += length;
    return this.destroyed || this.push(Buffer.from(buffer, byteOffset, length));
  }

  #deliverEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  #take(fact: Fact): void {
    if (this.destroyed) return;
    if (fact.name === 'connected') {
      this.#isConnected = true;
      this.#confirm();
    }
    this.onFact(fact);
  }

  /**
   * A failure waits for a reader that still has data to read, but not for one that may itself be
   * waiting for a write: what is piped into itself reads no further before that is settled.
   */
  #conclude(reason: EndReason): void {
    if (reason.clean) return;
    const isRead = this.readableLength > 0 && this.readableFlowing !== null;
    if (isRead && this.#whenWritten === undefined) this.#failure = reason.error;
    else this.destroy(reason.error);
  }
}

/** Why a write was refused: the failure of the connection, where there is one behind it. */
function reasonOf(error: unknown): Error {
  // The engine throws nothing but its own errors.
  const { cause } = error as TlsError;
  return cause instanceof TlsError ? cause : (error as TlsError);
}
