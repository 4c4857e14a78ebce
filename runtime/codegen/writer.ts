/**
 * A growing writer for the presentation language of RFC 9846 section 3, made for generated
 * encoders. It checks each bound again: a value out of bounds is the caller's mistake, a
 * RangeError that names the field, never bytes that the peer would refuse.
 */

/** Long enough for most messages, so that few encoders have to grow. */
const firstCapacity = 256;

/** Writes one structure; byte fields are copied in, so the caller keeps what it gave. */
export class Writer {
  #bytes = new Uint8Array(firstCapacity);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** @throws RangeError unless `value` is an integer from 0 to 2^8-1 */
  uint8(value: number, field: string): void {
    checkUint(value, 0xff, field);
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
  }

  /** @throws RangeError unless `value` is an integer from 0 to 2^16-1 */
  uint16(value: number, field: string): void {
    checkUint(value, 0xffff, field);
    const at = this.#grow(2);
    this.#view.setUint16(at, value);
  }

  /** @throws RangeError unless `value` is an integer from 0 to 2^24-1 */
  uint24(value: number, field: string): void {
    checkUint(value, 0xffffff, field);
    this.#setUint24(this.#grow(3), value);
  }

  /** @throws RangeError unless `value` is an integer from 0 to 2^32-1 */
  uint32(value: number, field: string): void {
    checkUint(value, 0xffffffff, field);
    const at = this.#grow(4);
    this.#view.setUint32(at, value);
  }

  /** @throws RangeError unless `value` is from 0 to 2^64-1 */
  uint64(value: bigint, field: string): void {
    if (BigInt.asUintN(64, value) !== value) {
      throw new RangeError(`${field}: ${value} is not from 0 to 2^64-1`);
    }
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value);
  }

  /** `opaque x[length]`. @throws RangeError when `value` has another length */
  bytes(value: Uint8Array, length: number, field: string): void {
    checkLength(value.length, length, length, field);
    this.#append(value);
  }

  /** Bytes without a length of their own, at the end of a structure. */
  rest(value: Uint8Array): void {
    this.#append(value);
  }

  /** `opaque x<floor..ceiling>` with a length of one byte. @throws RangeError */
  vector8(value: Uint8Array, floor: number, ceiling: number, field: string): void {
    checkLength(value.length, floor, ceiling, field);
    this.uint8(value.length, field);
    this.#append(value);
  }

  /** `opaque x<floor..ceiling>` with a length of two bytes. @throws RangeError */
  vector16(value: Uint8Array, floor: number, ceiling: number, field: string): void {
    checkLength(value.length, floor, ceiling, field);
    this.uint16(value.length, field);
    this.#append(value);
  }

  /** `opaque x<floor..ceiling>` with a length of three bytes. @throws RangeError */
  vector24(value: Uint8Array, floor: number, ceiling: number, field: string): void {
    checkLength(value.length, floor, ceiling, field);
    this.uint24(value.length, field);
    this.#append(value);
  }

  /** Leaves room for a length of `width` bytes. @returns where its vector starts, for `close` */
  open(width: 1 | 2 | 3): number {
    return this.#grow(width) + width;
  }

  /** Ends a vector and writes its length of one byte. @throws RangeError when out of bounds */
  close8(start: number, floor: number, ceiling: number, field: string): void {
    const length = this.#length - start;
    checkLength(length, floor, ceiling, field);
    this.#view.setUint8(start - 1, length);
  }

  /** Ends a vector and writes its length of two bytes. @throws RangeError */
  close16(start: number, floor: number, ceiling: number, field: string): void {
    const length = this.#length - start;
    checkLength(length, floor, ceiling, field);
    this.#view.setUint16(start - 2, length);
  }

  /** Ends a vector and writes its length of three bytes. @throws RangeError */
  close24(start: number, floor: number, ceiling: number, field: string): void {
    const length = this.#length - start;
    checkLength(length, floor, ceiling, field);
    this.#setUint24(start - 3, length);
  }

  /** All that was written. The writer must not be used again: the bytes are its own buffer. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #append(value: Uint8Array): void {
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
  }

  #setUint24(at: number, value: number): void {
    this.#view.setUint8(at, value >>> 16);
    this.#view.setUint16(at + 1, value & 0xffff);
  }

  /** Makes room for `length` more bytes and returns where they start. It may replace `#view`. */
  #grow(length: number): number {
    const at = this.#length;
    this.#length = at + length;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}

function checkUint(value: number, ceiling: number, field: string): void {
  if (!Number.isInteger(value) || value < 0 || value > ceiling) {
    throw new RangeError(`${field}: ${value} is not an integer from 0 to ${ceiling}`);
  }
}

function checkLength(length: number, floor: number, ceiling: number, field: string): void {
  if (length >= floor && length <= ceiling) return;
  const allowed = floor === ceiling ? `${floor}` : `${floor} to ${ceiling}`;
  throw new RangeError(`${field}: ${length} bytes, must be ${allowed}`);
}
