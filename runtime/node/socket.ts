/**
 * One TLS connection as a Duplex stream over a TCP socket: calls and bytes go into an engine, its
 * effects are carried out in order. What happens in which state is not known here.
 *
 * Names are node:tls's where it has them. Not here yet: the rest of its surface.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ErrorCode } from '../../generated/registries.ts';
import type { ConnectionInfo, Effect, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import { TlsError } from '../errors.ts';
import { type Answerers, answerTask } from './answers.ts';
import { Deadlines } from './deadlines.ts';
import { Wire } from './wire.ts';

/**
 * Bytes that answer the peer (KeyUpdate) and that it does not read. A peer that only asks gets no
 * more of our memory than this: then it is not read until it reads.
 */
const maxUnreadAnswers = 64 * 1024;

/** What a TlsSocket is made with, besides its TCP socket and its engine. */
export interface TlsSocketSettings extends Answerers {
  readonly allowHalfOpen?: boolean | undefined;
  readonly highWaterMark?: number | undefined;
}

type WriteCallback = (error?: Error | null) => void;

/**
 * A TLS connection. Made by `connect` and by a server.
 *
 * Events besides those of a Duplex: `secureConnect` (clients: the handshake is complete and the
 * server is who it should be), `secure` (both roles), `keylog` (a line for a key log file; only
 * with the option `keyLog`), `timeout`. An `error` is a TlsError; a connection that is cut off
 * without close_notify is one too (`ERR_TLS_TRUNCATED`), never an `end`.
 */
export class TlsSocket extends Duplex {
  readonly encrypted = true;
  /** Whether the peer's certificates were verified. */
  authorized = false;
  /** Why they would have been refused; set only with `rejectUnauthorized: false`. */
  authorizationError: ErrorCode | null = null;
  /** The protocol that ALPN chose; false if none; null before the handshake is complete. */
  alpnProtocol: string | false | null = null;
  /** The name that the client asked for by SNI; false if none; null as above. */
  servername: string | false | null = null;
  readonly #tcp: Socket;
  readonly #wire: Wire;
  readonly #engine: Engine;
  readonly #answerers: Answerers;
  readonly #deadlines = new Deadlines((name) => this.#perform(this.#engine.deadlineReached(name)));
  readonly #effects: Effect[] = [];
  #isPerforming = false;
  #connection: ConnectionInfo | undefined;
  /** The callback of the write that the transport has not taken yet. */
  #written: WriteCallback | undefined;
  #unreadAnswers = 0;
  #isWaiting = false;
  #isFull = false;
  /** No data can come any more: what the peer still sends is for the engine to count. */
  #isInputOver = false;
  #failure: TlsError | undefined;

  /**
   * @param tcp made with `allowHalfOpen: true`; it belongs to the TlsSocket from now on
   * @param engine not started yet
   */
  constructor(tcp: Socket, engine: Engine, settings: TlsSocketSettings = {}) {
    const { allowHalfOpen = false, highWaterMark, ...answerers } = settings;
    super({ allowHalfOpen, ...(highWaterMark !== undefined && { highWaterMark }) });
    this.#tcp = tcp;
    this.#engine = engine;
    this.#answerers = answerers;
    this.#wire = new Wire(tcp, {
      onBytes: (bytes) => this.#receive(bytes),
      onEnd: () => this.#perform(engine.receiveEnd()),
      onFailed: (cause) => this.#perform(engine.transportFailed(cause)),
    });
    tcp.on('timeout', () => this.emit('timeout'));
    this.#perform(engine.start());
  }

  /** What was negotiated; undefined before the handshake is complete. */
  get connection(): ConnectionInfo | undefined {
    return this.#connection;
  }

  /** `TLSv1.3`; null before the handshake is complete. */
  getProtocol(): string | null {
    return this.#connection?.protocol ?? null;
  }

  /** The cipher suite in IANA's words; undefined before the handshake is complete. */
  getCipher(): { name: string; standardName: string; version: string } | undefined {
    if (this.#connection === undefined) return undefined;
    const { cipherSuite, protocol } = this.#connection;
    return { name: cipherSuite, standardName: cipherSuite, version: protocol };
  }

  /** The peer's own certificate; undefined if it showed none. */
  getPeerX509Certificate(): X509Certificate | undefined {
    const leaf = this.#connection?.peerCertificates[0];
    return leaf === undefined ? undefined : new X509Certificate(leaf);
  }

  // What belongs to the TCP socket

  get remoteAddress(): string | undefined {
    return this.#tcp.remoteAddress;
  }
  get remotePort(): number | undefined {
    return this.#tcp.remotePort;
  }
  get remoteFamily(): string | undefined {
    return this.#tcp.remoteFamily;
  }
  get localAddress(): string | undefined {
    return this.#tcp.localAddress;
  }
  get localPort(): number | undefined {
    return this.#tcp.localPort;
  }

  /** Emits `timeout` after so many milliseconds without traffic; 0: never. Closes nothing. */
  setTimeout(afterMs: number, onTimeout?: () => void): this {
    if (onTimeout !== undefined) this.once('timeout', onTimeout);
    this.#tcp.setTimeout(afterMs);
    return this;
  }

  /** Does nothing: each flight is one write already, and none of them waits. */
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(isWanted?: boolean, initialDelayMs?: number): this {
    this.#tcp.setKeepAlive(isWanted, initialDelayMs);
    return this;
  }

  ref(): this {
    this.#tcp.ref();
    return this;
  }

  unref(): this {
    this.#tcp.unref();
    return this;
  }

  /** Sends what was written and our close_notify, then destroys. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  // The stream

  /** Hands out data that is there; a failure comes after it. */
  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    if (this.#failure !== undefined && this.readableLength === 0) {
      process.nextTick(() => this.destroy(this.#failure));
    }
    return chunk;
  }

  override _read(): void {
    this.#isFull = false;
    this.#chooseReading();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: WriteCallback): void {
    this.#send([chunk], callback);
  }

  /** All that was written in one turn leaves together. */
  override _writev(chunks: { readonly chunk: Uint8Array }[], callback: WriteCallback): void {
    this.#send(
      chunks.map(({ chunk }) => chunk),
      callback,
    );
  }

  override _final(callback: WriteCallback): void {
    this.#perform(this.#engine.end());
    this.#wire.whenTaken(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const isInterrupted = !this.#engine.isEnded;
    this.#isInputOver = true;
    if (isInterrupted) {
      this.#perform(this.#engine.abort());
      this.#wire.letGo();
    }
    this.#chooseReading();
    this.#written?.(error ?? new TlsError('ERR_TLS_ABORTED'));
    this.#written = undefined;
    if (isInterrupted || error !== null) callback(error);
    else this.#wire.whenClosed(() => callback(null));
  }

  #send(chunks: readonly Uint8Array[], callback: WriteCallback): void {
    if (this.#failure !== undefined) return callback(this.#failure);
    try {
      for (const chunk of chunks) this.#perform(this.#engine.write(chunk));
    } catch (error) {
      // The engine throws nothing but its own errors.
      return callback(error as TlsError);
    }
    this.#written = callback;
    this.#confirmWrite();
  }

  /** Before the handshake is complete, data waits in the engine: the callback waits with it. */
  #confirmWrite(): void {
    const callback = this.#written;
    if (callback === undefined || this.#connection === undefined) return;
    this.#wire.whenTaken(() => {
      if (this.#written !== callback) return;
      this.#written = undefined;
      callback();
    });
  }

  #receive(bytes: Uint8Array): void {
    const effects = this.#engine.receive(bytes);
    const answered = effects.reduce(
      (sum, effect) => sum + (effect.type === 'write' ? effect.data.length : 0),
      0,
    );
    this.#unreadAnswers += answered;
    this.#perform(effects);
    if (answered === 0) return;
    this.#wire.whenTaken(() => {
      this.#unreadAnswers -= answered;
      this.#chooseReading();
    });
  }

  // Effects

  /** Carries out effects in order, also those that come while others are carried out. */
  #perform(effects: readonly Effect[]): void {
    this.#effects.push(...effects);
    if (this.#isPerforming) return;
    this.#isPerforming = true;
    try {
      for (let next = this.#effects.shift(); next !== undefined; next = this.#effects.shift()) {
        this.#carryOut(next);
      }
    } finally {
      this.#isPerforming = false;
    }
    this.#chooseReading();
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'write':
        return this.#wire.write(effect.data);
      case 'data':
        return this.#deliver(effect.data);
      case 'endOfData':
        this.#isInputOver = true;
        if (!this.destroyed) this.push(null);
        return;
      case 'shutdownWrite':
        // Unless it was our own wish, the engine drains from here on.
        if (!this.writableEnded) this.#isInputOver = true;
        return this.#wire.shutdownWrite();
      case 'closeTransport':
        return this.#wire.close();
      case 'deadline':
        return this.#deadlines.set(effect.name, effect.afterMs);
      case 'wait':
        this.#isWaiting = true;
        void answerTask(effect.task, this.#answerers).then((answer) => {
          this.#isWaiting = false;
          this.#perform(this.#engine.answer(effect.task.id, answer));
        });
        return;
      case 'fact':
        return this.#tell(effect.fact);
      case 'ended':
        return this.#conclude(effect.reason);
    }
  }

  /** Data for the application; when it has enough, TCP has to wait. */
  #deliver({ buffer, byteOffset, length }: Uint8Array): void {
    if (this.destroyed) return;
    if (!this.push(Buffer.from(buffer, byteOffset, length))) this.#isFull = true;
  }

  #tell(fact: Fact): void {
    if (this.destroyed) return;
    switch (fact.name) {
      case 'keylog':
        this.emit('keylog', Buffer.from(`${fact.line}\n`));
        return;
      case 'connected': {
        const { connection } = fact;
        this.#connection = connection;
        this.authorized = connection.authorized;
        this.alpnProtocol = connection.alpnProtocol ?? false;
        this.servername = connection.serverName ?? false;
        this.#confirmWrite();
        this.emit('secure');
      }
    }
  }

  /** A failure waits for a reader that still has data to read. */
  #conclude(reason: EndReason): void {
    this.#deadlines.clear();
    this.#isInputOver = true;
    if (reason.clean) return;
    if (this.readableLength === 0 || this.readableFlowing === null) this.destroy(reason.error);
    else this.#failure = reason.error;
  }

  /** Nothing is read that nobody has asked for; what nobody will get is read to its end. */
  #chooseReading(): void {
    const isHeldUp = this.#isWaiting || this.#isFull || this.#unreadAnswers > maxUnreadAnswers;
    this.#wire.setReading(this.#isInputOver || !isHeldUp);
  }
}
