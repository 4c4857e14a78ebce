/**
 * Bytes that come in pieces of any size and are taken out in pieces of other sizes.
 *
 * Every byte is copied in once, plus at most once on the average when the buffer grows: feeding
 * single bytes costs linear time. What has been taken out is never overwritten, so that views of it
 * stay good; an empty queue holds no memory.
 */
export class ByteQueue {
  #bytes: Uint8Array = NOTHING;
  #start = 0;
  #end = 0;

  /** Bytes in the queue. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Appends a copy. */
  push(chunk: Uint8Array): void {
    if (chunk.length > this.#bytes.length - this.#end) this.#moveToLarger(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The byte at `index`, counted from the front.
   * @throws RangeError outside the queue
   */
  at(index: number): number {
    const isInside = index >= 0 && index < this.length;
    const byte = isInside ? this.#bytes[this.#start + index] : undefined;
    if (byte === undefined) throw new RangeError(`no byte ${index} in ${this.length}`);
    return byte;
  }

  /** The first `count` bytes, which stay in the queue: a view. */
  peek(count: number): Uint8Array {
    if (count > this.length) throw new RangeError(`${count} bytes of ${this.length}`);
    return this.#bytes.subarray(this.#start, this.#start + count);
  }

  /** Removes the first `count` bytes: a view that stays good. */
  take(count: number): Uint8Array {
    const taken = this.peek(count);
    this.#start += count;
    if (this.#start === this.#end) this.clear();
    return taken;
  }

  /** Forgets everything. */
  clear(): void {
    this.#bytes = NOTHING;
    this.#start = 0;
    this.#end = 0;
  }

  /** Doubles, so that growing costs constant time a byte. */
  #moveToLarger(needed: number): void {
    const { length } = this;
    const larger = new Uint8Array(Math.max(length + needed, 2 * length));
    larger.set(this.peek(length));
    this.#bytes = larger;
    this.#start = 0;
    this.#end = length;
  }
}

const NOTHING = new Uint8Array(0);
