/**
 * One TLS connection as a Duplex stream over a TCP socket. Names are node:tls's where it has
 * them. Not here yet: the rest of its surface.
 */
import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ErrorCode } from '../../generated/registries.ts';
import type { ConnectionInfo, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import { TlsError } from '../errors.ts';
import type { Answerers } from './answers.ts';
import { Carrier } from './carrier.ts';

/**
 * Bytes that are encrypted before the transport has taken those before them. A longer write goes
 * out in parts: a slow reader costs no second copy of it.
 */
const maxBytesUnderWay = 256 * 1024;

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
 *
 * `end` closes our half only. `destroy` says the last words in the background.
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
  readonly #carrier: Carrier;
  #connection: ConnectionInfo | undefined;
  /** What was written and has not been sent yet. */
  #unsent: Uint8Array[] = [];
  /** Called when the transport has taken all of it. */
  #whenWritten: WriteCallback | undefined;
  /** Why the connection ended, while data from before is still to be read. */
  #failure: TlsError | undefined;

  /**
   * @param tcp made with `allowHalfOpen: true`; it belongs to the TlsSocket from now on
   * @param engine not started yet
   */
  constructor(tcp: Socket, engine: Engine, settings: TlsSocketSettings = {}) {
    const { allowHalfOpen = false, highWaterMark, ...answerers } = settings;
    super({ allowHalfOpen, ...(highWaterMark !== undefined && { highWaterMark }) });
    this.#tcp = tcp;
    this.#carrier = new Carrier(tcp, engine, answerers, {
      onData: (data) => this.#deliver(data),
      onEndOfData: () => this.#deliverEnd(),
      onFact: (fact) => this.#tell(fact),
      onEnded: (reason) => this.#conclude(reason),
    });
    tcp.on('timeout', () => this.emit('timeout'));
    this.#carrier.start();
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

  get remoteAddress(): string | undefined {
    return this.#tcp.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#tcp.remotePort;
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

  /** Hands out data that is there; a failure comes after it. */
  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    if (this.#failure !== undefined && this.readableLength === 0) {
      process.nextTick(() => this.destroy(this.#failure));
    }
    return chunk;
  }

  override _read(): void {
    this.#carrier.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: WriteCallback): void {
    this.#unsent = [chunk];
    this.#whenWritten = callback;
    this.#sendMore();
  }

  /** All that was written in one turn leaves together. */
  override _writev(chunks: { readonly chunk: Uint8Array }[], callback: WriteCallback): void {
    this.#unsent = chunks.map(({ chunk }) => chunk);
    this.#whenWritten = callback;
    this.#sendMore();
  }

  override _final(callback: WriteCallback): void {
    this.#whenWritten = callback;
    this.#carrier.end();
    this.#confirm();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const isInterrupted = !this.#carrier.isEnded;
    if (isInterrupted) this.#carrier.abort();
    this.#refuseWrite(error ?? new TlsError('ERR_TLS_ABORTED'));
    if (isInterrupted || error !== null) callback(error);
    else this.#carrier.whenClosed(() => callback(null));
  }

  #sendMore(): void {
    try {
      if (this.#failure !== undefined) throw this.#failure;
      for (const part of this.#nextParts()) this.#carrier.write(part);
    } catch (error) {
      // The engine throws nothing but its own errors.
      this.#refuseWrite(error as TlsError);
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
      if (chunk.length > room) this.#unsent.unshift(chunk.subarray(room));
      const part = chunk.subarray(0, room);
      room -= part.length;
      parts.push(part);
    }
    return parts;
  }

  /** Before the handshake is complete, data and the end wait in the engine: so does this. */
  #confirm(): void {
    if (this.#whenWritten === undefined || this.#connection === undefined) return;
    this.#carrier.whenTaken(() => {
      if (this.#unsent.length > 0) return this.#sendMore();
      const whenWritten = this.#whenWritten;
      this.#whenWritten = undefined;
      whenWritten?.();
    });
  }

  #refuseWrite(error: Error): void {
    const whenWritten = this.#whenWritten;
    this.#whenWritten = undefined;
    this.#unsent = [];
    whenWritten?.(error);
  }

  #deliver({ buffer, byteOffset, length }: Uint8Array): boolean {
    return this.destroyed || this.push(Buffer.from(buffer, byteOffset, length));
  }

  #deliverEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  #tell(fact: Fact): void {
    if (this.destroyed) return;
    if (fact.name === 'keylog') {
      this.emit('keylog', Buffer.from(`${fact.line}\n`));
      return;
    }
    const { connection } = fact;
    this.#connection = connection;
    this.authorized = connection.authorized;
    this.alpnProtocol = connection.alpnProtocol ?? false;
    this.servername = connection.serverName ?? false;
    this.#confirm();
    this.emit('secure');
  }

  /** A failure waits for a reader that still has data to read. */
  #conclude(reason: EndReason): void {
    if (reason.clean) return;
    if (this.readableLength === 0 || this.readableFlowing === null) this.destroy(reason.error);
    else this.#failure = reason.error;
  }
}
