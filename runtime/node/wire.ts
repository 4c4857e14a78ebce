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
  onFailed(cause: unknown): void;
}

export class Wire {
  readonly #socket: Socket;
  readonly #listener: WireListener;
  #queued: Uint8Array[] = [];
  #whenTaken: (() => void)[] = [];
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

  /** Whether the socket has no peer yet. */
  get isConnecting(): boolean {
    return this.#socket.connecting;
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

  /** Closes a socket that nobody needs any more, in the background if it has something to say. */
  letGo(): void {
    this.#socket.unref();
    // Nothing has been sent to anybody, so nothing can be lost.
    if (this.#socket.connecting) this.#socket.destroy();
  }

  /** Lets bytes come in, or leaves them to TCP's flow control. */
  setReading(isWanted: boolean): void {
    if (isWanted === !this.#socket.isPaused()) return;
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
    const callbacks = this.#whenTaken;
    const taken = () => {
      for (const callback of callbacks) callback();
    };
    const bytes = joined(this.#queued);
    this.#queued = [];
    this.#whenTaken = [];
    if (bytes.length === 0) taken();
    else this.#socket.write(bytes, (error) => (error ? undefined : taken()));
    if (this.#isClosing) this.#closeSocket();
    else if (this.#isShut) this.#socket.end();
  }

  #closeSocket(): void {
    const socket = this.#socket;
    if (socket.connecting) {
      socket.destroy();
      return;
    }
    socket.destroySoon();
    const timer = setTimeout(() => socket.destroy(), lastBytesTimeoutMs).unref();
    socket.once('close', () => clearTimeout(timer));
  }

  /** A socket that closes without end and without error was destroyed by somebody else. */
  #onClose(): void {
    clearImmediate(this.#flush);
    this.#listener.onFailed(new Error('the socket was closed'));
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
