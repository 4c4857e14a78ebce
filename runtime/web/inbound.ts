/**
 * Data from the peer as a ReadableStream: a chunk goes out for each read, what lies here is
 * bounded by the owner, and an error comes after the data before it.
 */

/** Bytes that may lie here before the owner is told that it is enough: as many as four records. */
const maxQueued = 64 * 1024;

export class Inbound {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #onWanted: () => void;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #end: 'closed' | { readonly error: unknown } | undefined;
  #isDropping = false;
  /** Wakes the read that waits. */
  #wake: (() => void) | undefined;

  /** @param onWanted called when there is room again */
  constructor(onWanted: () => void) {
    this.#onWanted = onWanted;
    this.stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => this.#pull(controller),
        cancel: () => this.drop(),
      },
      // Nothing is taken out before somebody reads: else an error would overtake it.
      { highWaterMark: 0 },
    );
  }

  /** Takes data. @returns whether there is room for more */
  push(data: Uint8Array): boolean {
    if (this.#isDropping || data.length === 0) return this.#length < maxQueued;
    this.#chunks.push(data);
    this.#length += data.length;
    this.#wakeUp();
    return this.#length < maxQueued;
  }

  /** No more data will come. */
  close(): void {
    this.#end ??= 'closed';
    this.#wakeUp();
  }

  /** No more data can come. */
  fail(error: unknown): void {
    this.#end ??= { error };
    this.#wakeUp();
  }

  /** Nobody reads any more: what is there and what comes is dropped. */
  drop(): void {
    this.#isDropping = true;
    this.#chunks = [];
    this.#length = 0;
    this.#onWanted();
    this.#wakeUp();
  }

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (this.#chunks.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#length -= chunk.length;
      controller.enqueue(chunk);
      this.#onWanted();
    } else if (this.#end === 'closed') controller.close();
    else controller.error(this.#end?.error);
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
