/**
 * The stream under a TLS connection, a TCP socket as a rule: bytes out in as few writes as there
 * are flights, bytes in only while they are wanted, and an end that lets the peer read our last
 * words.
 *
 * Every write waits for the phase of the event loop that follows reading. So an alert that lies in
 * the receive buffer is read before a write can run into EPIPE, which makes Node drop the unread:
 * with a server that closes on a busy client, 50 of 50 alerts arrive instead of none. It also
 * makes one write of all that one turn of the loop has to say. What comes between the reading and
 * the write is read when the write has failed (`#readOut`): where clients keep writing to servers
 * that close, 39 of 1,200 alerts came just then.
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Deadlines, lastBytesMs } from '../adapter/deadlines.ts';
import type { Transport, TransportListener } from '../adapter/transport.ts';
import { readInTurn } from './drain-turns.ts';
import { startTimer } from './timers.ts';

/** A stream that is perhaps a socket: what only sockets have is asked for with `?.`. */
export type Carried = Duplex &
  Partial<
    Pick<
      Socket,
      | 'address'
      | 'autoSelectFamilyAttemptedAddresses'
      | 'connecting'
      | 'localAddress'
      | 'localFamily'
      | 'localPort'
      | 'pending'
      | 'ref'
      | 'remoteAddress'
      | 'remoteFamily'
      | 'remotePort'
      | 'resetAndDestroy'
      | 'setKeepAlive'
      | 'setNoDelay'
      | 'unref'
    >
  >;

/** Callbacks of one write to the socket. */
type Batch = (() => void)[];

export class Wire implements Transport {
  readonly #socket: Carried;
  readonly #deadlines = new Deadlines(startTimer, () => this.#socket.destroy());
  readonly #lastBytesMs: number;
  #listener: TransportListener | undefined;
  #queued: Uint8Array[] = [];
  #whenTaken: Batch = [];
  /** The last write that the socket has not taken yet. */
  #underWay: Batch | undefined;
  #flush: NodeJS.Immediate | undefined;
  #isShut = false;
  #isClosing = false;
  #isDraining = false;
  #hasFailed = false;

  /**
   * @param socket belongs to the wire from now on
   * @param closeTimeout milliseconds for the last bytes of a socket that is being closed
   */
  constructor(socket: Carried, closeTimeout?: number) {
    this.#socket = socket;
    this.#lastBytesMs = lastBytesMs(closeTimeout);
    // Whoever made it may not have thought of last words after the peer's FIN.
    socket.allowHalfOpen = true;
    // A flight is one write already: Nagle's algorithm could only delay it.
    socket.setNoDelay?.(true);
  }

  listen(listener: TransportListener): void {
    const socket = this.#socket;
    this.#listener = listener;
    socket.on('data', this.#onBytes);
    socket.on('end', () => listener.onEnd());
    socket.on('error', (cause) => listener.onFailed(cause));
    socket.on('close', () => this.#onClose());
    // One that is gone already has said so before anybody listened.
    if (socket.destroyed) setImmediate(() => this.#onClose());
    else if (socket.readableEnded) setImmediate(() => listener.onEnd());
  }

  write(bytes: Uint8Array): void {
    this.#queued.push(bytes);
    this.#schedule();
  }

  /** Calls back when the socket has taken all that was written so far; never if it fails. */
  whenTaken(callback: () => void): void {
    this.#whenTaken.push(callback);
    this.#schedule();
  }

  /** Sends FIN after what was written. */
  shutdownWrite(): void {
    this.#isShut = true;
    this.#schedule();
  }

  /** Closes the socket when what was written has been taken. */
  close(): void {
    this.#isClosing = true;
    this.#schedule();
  }

  /** Keeps no process alive any more. A socket that has not met its peer yet is closed at once. */
  letGo(): void {
    this.#socket.unref?.();
    if (this.#socket.connecting === true) this.#socket.destroy();
  }

  /** From now on bytes come in one read at a time, each when its turn comes. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.#socket.off('data', this.#onBytes);
    this.#socket.on('readable', () => readInTurn(this.#readOnce));
  }

  /** Lets bytes come in, or leaves them to TCP's flow control. */
  setReading(isWanted: boolean): void {
    if (this.#isDraining) return;
    if (isWanted !== this.#socket.isPaused()) return;
    if (isWanted) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Calls back when the socket is closed. */
  whenClosed(callback: () => void): void {
    if (this.#socket.closed) callback();
    else this.#socket.once('close', callback);
  }

  readonly #onBytes = (bytes: Buffer): void => this.#listener?.onBytes(bytes);

  readonly #readOnce = (): void => {
    const bytes: Buffer | null = this.#socket.read();
    if (bytes !== null) this.#onBytes(bytes);
  };

  #schedule(): void {
    this.#flush ??= setImmediate(() => this.#flushNow());
  }

  #flushNow(): void {
    this.#flush = undefined;
    if (this.#socket.destroyed) return;
    // Whoever is called back may write more, and close after it: that has a flush of its own.
    const [isClosing, isShut] = [this.#isClosing, this.#isShut];
    const batch = this.#whenTaken;
    const bytes = joined(this.#queued);
    this.#whenTaken = [];
    this.#queued = [];
    if (bytes.length > 0) this.#send(bytes, batch);
    else if (this.#underWay !== undefined) this.#underWay.push(...batch);
    else callAll(batch);
    if (isClosing) this.#closeSocket();
    else if (isShut) this.#socket.end();
  }

  #send(bytes: Uint8Array, batch: Batch): void {
    this.#underWay = batch;
    this.#socket.write(bytes, (error) => {
      if (this.#underWay === batch) this.#underWay = undefined;
      if (error) this.#readOut(error);
      else callAll(batch);
    });
  }

  /**
   * Node is about to destroy the socket for a write that has failed, with all that it has not read.
   * It may do so when everything is read, which is no more than TCP has already; the failure is
   * told then.
   */
  #readOut(failure: Error): void {
    const socket = this.#socket;
    const canRead = socket instanceof Socket && !socket.destroyed && !socket.isPaused();
    if (this.#hasFailed || !canRead) return;
    this.#hasFailed = true;
    const { destroy, push } = socket;
    const finish = () => {
      Object.assign(socket, { destroy, push });
      return socket.destroy(failure);
    };
    socket.destroy = (error) => (error === failure ? socket : finish());
    // The stream takes nothing any more that comes from below.
    socket.push = (bytes: Uint8Array | null) => {
      if (bytes === null) finish();
      else this.#listener?.onBytes(bytes);
      return true;
    };
    this.#deadlines.set('lastBytes', this.#lastBytesMs);
  }

  #closeSocket(): void {
    const socket = this.#socket;
    // To nobody has anything been sent yet, so nothing can be lost.
    if (socket.connecting === true) {
      socket.destroy();
      return;
    }
    if (socket.writableFinished || this.#hasFailed) socket.destroy();
    else socket.end(() => socket.destroy());
    this.#deadlines.set('lastBytes', this.#lastBytesMs);
  }

  /** A socket may also be closed by somebody else, without an end and without an error. */
  #onClose(): void {
    clearImmediate(this.#flush);
    this.#deadlines.clear();
    this.#listener?.onFailed(new Error('the socket was closed'));
  }
}

function callAll(batch: Batch): void {
  for (const callback of batch) callback();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
