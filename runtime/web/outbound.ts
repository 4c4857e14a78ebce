/** Data for the peer as a WritableStream: encrypted part by part, as fast as the transport takes it. */
import type { Carrier } from '../adapter/carrier.ts';
import { refuseArgument } from '../errors.ts';
import type { StreamTransport } from './stream-transport.ts';

/**
 * Bytes that are encrypted before the transport has taken those before them. A longer chunk goes
 * out in parts: a slow reader costs no second copy of it.
 */
const maxBytesUnderWay = 256 * 1024;

/** Bytes that may wait in the stream before its writer is asked to wait. */
const highWaterMark = 64 * 1024;

/** What the end of a stream has to know of the transport. */
type LastBytes = Pick<StreamTransport, 'flushed' | 'hurry'>;

export class Outbound {
  readonly stream: WritableStream<Uint8Array>;
  readonly #carrier: Carrier;
  #controller: WritableStreamDefaultController | undefined;
  #isClosed = false;
  /** The chunk that is being sent. */
  #sending: Promise<void> = Promise.resolve();
  /** Ends a wait for a transport that will never take anything any more. */
  #giveUp: ((error: unknown) => void) | undefined;

  readonly #transport: LastBytes;

  /**
   * @param opened nothing is written before; when it rejects, so does the stream
   */
  constructor(carrier: Carrier, opened: Promise<unknown>, transport: LastBytes) {
    this.#carrier = carrier;
    this.#transport = transport;
    this.stream = new WritableStream<Uint8Array>(
      {
        start: async (controller) => {
          this.#controller = controller;
          // Does not wait for a write that the transport may never take, as `abort` below does.
          controller.signal.addEventListener('abort', () => this.#abort());
          await opened;
        },
        write: async (chunk) => {
          this.#sending = this.#send(chunk);
          await this.#sending;
        },
        close: async () => {
          this.#isClosed = true;
          carrier.end();
          await this.#taken();
          await this.#unlessGivenUp(transport.flushed());
        },
        abort: () => this.#abort(),
      },
      // What has no length is refused when its turn comes, with an error that says so.
      { highWaterMark, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  /** Sends what was written, as far as that can be known: a locked stream may get more later. */
  async finish(): Promise<void> {
    const isOurs = !this.stream.locked && !this.#isClosed;
    this.#transport.hurry();
    await (isOurs ? this.stream.close() : this.#sending).catch(() => {
      // How the connection ended is told by `closed`.
    });
  }

  fail(error: unknown): void {
    this.#controller?.error(error);
    this.#giveUp?.(error);
  }

  #abort(): void {
    this.#isClosed = true;
    this.#carrier.abort();
  }

  async #send(chunk: Uint8Array): Promise<void> {
    if (!(chunk instanceof Uint8Array)) {
      // The stream is broken from now on: its end could not be told the peer in peace.
      this.#carrier.abort();
      refuseArgument('chunk', 'must be a Uint8Array');
    }
    for (let at = 0; at < chunk.length; at += maxBytesUnderWay) {
      this.#carrier.write(chunk.subarray(at, at + maxBytesUnderWay));
      await this.#taken();
    }
  }

  async #taken(): Promise<void> {
    const taken = new Promise<void>((resolve, reject) => {
      this.#carrier.whenTaken((failure) => (failure === undefined ? resolve() : reject(failure)));
    });
    await this.#unlessGivenUp(taken);
  }

  #unlessGivenUp(wait: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#giveUp = reject;
      wait.then(resolve, reject);
    });
  }
}
