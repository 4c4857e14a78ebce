/**
 * The TCP socket under a TLS connection: bytes out in as few writes as there are flights, bytes in
 * only while they are wanted, and an end that lets the peer read our last words.
 *
 * Every write waits for the phase of the event loop that follows reading. So an alert that lies in
 * the receive buffer is read before a write can run into EPIPE, which makes Node drop the unread:
 * with a server that closes on a busy client, 50 of 50 alerts arrive instead of none. It also
 * makes one write of all that one turn of the loop has to say.
 */
import type { Socket } from 'node:net';

/**
 * How long a closing socket may take to hand its last bytes to the peer. One that does not read
 * must not hold a socket for ever; everybody else is done in a round trip.
 */
const lastBytesTimeoutMs = 5_000;

/** What a wire tells its owner. */
export interface WireListener {
  onBytes(bytes: Uint8Array): void;
  /** The peer's FIN. */
  onEnd(): void;
  /** The socket failed, or is gone. May come more than once. */
  onFailed(cause: unknown): void;
}

/** Callbacks of one write to the socket. */
type Batch = (() => void)[];

export class Wire {
  readonly #socket: Socket;
  readonly #listener: WireListener;
  #queued: Uint8Array[] = [];
  #whenTaken: Batch = [];
  /** The last write that the kernel has not taken yet. */
  #underWay: Batch | undefined;
  #flush: NodeJS.Immediate | undefined;
  #isShut = false;
  #isClosing = false;

  /** @param socket made with `allowHalfOpen`; it belongs to the wire from now on */
  constructor(socket: Socket, listener: WireListener) {
    this.#socket = socket;
    this.#listener = listener;
    // A flight is one write already: Nagle's algorithm could only delay it.
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => listener.onBytes(bytes));
    socket.on('end', () => listener.onEnd());
    socket.on('error', (cause) => listener.onFailed(cause));
    socket.on('close', () => this.#onClose());
  }

  write(bytes: Uint8Array): void {
    this.#queued.push(bytes);
    this.#schedule();
  }

  /** Calls back when the kernel has taken all that was written so far; never if the socket fails. */
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
    this.#socket.unref();
    if (this.#socket.connecting) this.#socket.destroy();
  }

  /** Lets bytes come in, or leaves them to TCP's flow control. */
  setReading(isWanted: boolean): void {
    if (isWanted !== this.#socket.isPaused()) return;
    if (isWanted) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Calls back when the socket is closed. */
  whenClosed(callback: () => void): void {
    if (this.#socket.closed) callback();
    else this.#socket.once('close', callback);
  }

  #schedule(): void {
    this.#flush ??= setImmediate(() => this.#flushNow());
  }

  #flushNow(): void {
    this.#flush = undefined;
    if (this.#socket.destroyed) return;
    const batch = this.#whenTaken;
    const bytes = joined(this.#queued);
    this.#whenTaken = [];
    this.#queued = [];
    if (bytes.length > 0) this.#send(bytes, batch);
    else if (this.#underWay !== undefined) this.#underWay.push(...batch);
    else callAll(batch);
    if (this.#isClosing) this.#closeSocket();
    else if (this.#isShut) this.#socket.end();
  }

  #send(bytes: Uint8Array, batch: Batch): void {
    this.#underWay = batch;
    this.#socket.write(bytes, (error) => {
      if (this.#underWay === batch) this.#underWay = undefined;
      if (!error) callAll(batch);
    });
  }

  #closeSocket(): void {
    const socket = this.#socket;
    // To nobody has anything been sent yet, so nothing can be lost.
    if (socket.connecting) {
      socket.destroy();
      return;
    }
    socket.destroySoon();
    const timer = setTimeout(() => socket.destroy(), lastBytesTimeoutMs).unref();
    socket.once('close', () => clearTimeout(timer));
  }

  /** A socket may also be closed by somebody else, without an end and without an error. */
  #onClose(): void {
    clearImmediate(this.#flush);
    this.#listener.onFailed(new Error('the socket was closed'));
  }
}

function callAll(batch: Batch): void {
  for (const callback of batch) callback();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
