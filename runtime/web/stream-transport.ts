/**
 * A pair of WHATWG streams as the transport of a connection. Bytes are read one chunk at a time
 * and only while they are wanted; what is written is taken when the stream wants more.
 */
import { Deadlines, lastBytesMs, type StartTimer } from '../adapter/deadlines.ts';
import type { Transport, TransportListener } from '../adapter/transport.ts';

/** Bytes in, bytes out: what every platform's TCP sockets are, and a TransformStream's two ends. */
export interface ByteStreams {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}

export class StreamTransport implements Transport {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #deadlines: Deadlines;
  readonly #lastBytesMs: number;
  #listener: TransportListener | undefined;
  /** Read before it turned out not to be wanted yet. */
  #held: Uint8Array | undefined;
  #isWanted = false;
  #isReading = false;
  #isOver = false;
  #isShut = false;
  /** The last write, or the end: it settles when all before it is through, too. */
  #written: Promise<void> = Promise.resolve();
  #isHurried = false;
  /** Writes that are not taken yet, the end of the stream among them. */
  #untaken = 0;
  #stopWaiting: () => void = () => {};
  /** When the last bytes are taken, or will never be. */
  readonly #settled = new Promise<void>((resolve) => {
    this.#stopWaiting = resolve;
  });

  /**
   * Locks both streams.
   * @param closeTimeout milliseconds for the last bytes of streams that are being closed
   * @throws TypeError if one of them is locked already
   */
  constructor({ readable, writable }: ByteStreams, startTimer: StartTimer, closeTimeout?: number) {
    if (writable.locked) throw new TypeError('the writable stream is locked');
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    this.#deadlines = new Deadlines(startTimer, () => this.#cutOff());
    this.#lastBytesMs = lastBytesMs(closeTimeout);
    // What goes wrong is told by the calls that it concerns.
    this.#reader.closed.catch(() => {});
    this.#writer.closed.catch(() => {});
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    this.#written = this.#take(this.#writer.write(bytes));
  }

  whenTaken(callback: () => void): void {
    this.#writer.ready.then(callback, (cause: unknown) => this.#fail(cause));
  }

  /**
   * When all that was written so far is through, or never will be; how it failed is told apart.
   * What the stream has room for is not through yet.
   */
  async flushed(): Promise<void> {
    await Promise.race([this.#written.catch(() => {}), this.#settled]);
  }

  shutdownWrite(): void {
    if (this.#isShut) return;
    this.#isShut = true;
    this.#written = this.#take(this.#writer.close());
  }

  close(): void {
    this.#isOver = true;
    this.shutdownWrite();
    this.hurry();
    void this.#finish();
  }

  /** From now on a stream that takes nothing for that long has failed. */
  hurry(): void {
    this.#isHurried = true;
    this.#wait();
  }

  /** Nothing here keeps anything alive that its owner could be waiting for. */
  letGo(): void {}

  drain(): void {
    this.setReading(true);
  }

  setReading(isWanted: boolean): void {
    this.#isWanted = isWanted;
    if (isWanted && !this.#isReading) void this.#read();
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    while (this.#isWanted && !this.#isOver) {
      const chunk = this.#held ?? (await this.#next());
      this.#held = undefined;
      if (chunk === undefined || this.#isOver) break;
      if (this.#isWanted) this.#listener?.onBytes(chunk);
      else this.#held = chunk;
    }
    this.#isReading = false;
  }

  /** The next chunk; undefined: there is none, and the listener has been told why. */
  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#reader.read();
      if (value instanceof Uint8Array) return value;
      if (!done) throw new TypeError('the readable stream gave something else than a Uint8Array');
      this.#isOver = true;
      this.#listener?.onEnd();
    } catch (cause) {
      this.#fail(cause);
    }
    return undefined;
  }

  #fail(cause: unknown): void {
    this.#isOver = true;
    this.#listener?.onFailed(cause);
  }

  /** @returns when it is taken; a failure is told here, and has to be caught nowhere else */
  #take(write: Promise<void>): Promise<void> {
    this.#untaken++;
    const taken = write.then(() => {
      this.#untaken--;
      this.#wait();
    });
    taken.catch((cause: unknown) => this.#fail(cause));
    return taken;
  }

  /** Each time something is taken, the stream has as long again. */
  #wait(): void {
    const afterMs = this.#untaken > 0 ? this.#lastBytesMs : undefined;
    if (this.#isHurried) this.#deadlines.set('lastBytes', afterMs);
  }

  /** Lets go of both streams. */
  async #finish(): Promise<void> {
    this.#writer.closed.then(this.#stopWaiting, this.#stopWaiting);
    await this.#settled;
    this.#deadlines.clear();
    await this.#reader.cancel().catch(() => {});
  }

  /** A write that is under way can go on for ever, whatever the stream is told. */
  #cutOff(): void {
    const late = new Error('the last bytes were not taken in time');
    this.#writer.abort(late).catch(() => {});
    this.#stopWaiting();
    this.#fail(late);
  }
}
