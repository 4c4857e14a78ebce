/**
 * A bounded reader for the presentation language of RFC 9846 section 3, made for generated
 * decoders. Numbers are big-endian; byte fields are views of the input, never copies, so they
 * live as long as the input does and change with it.
 *
 * Not here: what the bytes mean. A reader knows lengths and bounds, nothing else.
 */
import { DecodeError } from './decode-error.ts';

/** Reads forward through one structure and never beyond the innermost open vector. */
export class Reader {
  readonly #view: DataView;
  #at = 0;
  #limit: number;

  /** @param bytes the structure, whole; it is neither copied nor changed */
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limit = bytes.byteLength;
  }

  /** Bytes read so far. */
  get offset(): number {
    return this.#at;
  }

  /** Whether bytes are left in the innermost open vector (or in the input, where none is open). */
  get hasMore(): boolean {
    return this.#at < this.#limit;
  }

  /** @throws DecodeError when the byte is not there */
  uint8(field: string): number {
    return this.#view.getUint8(this.#take(1, field));
  }

  /** @throws DecodeError when fewer than two bytes are left */
  uint16(field: string): number {
    return this.#view.getUint16(this.#take(2, field));
  }

  /** @throws DecodeError when fewer than three bytes are left */
  uint24(field: string): number {
    const at = this.#take(3, field);
    return (this.#view.getUint8(at) << 16) | this.#view.getUint16(at + 1);
  }

  /** @throws DecodeError when fewer than four bytes are left */
  uint32(field: string): number {
    return this.#view.getUint32(this.#take(4, field));
  }

  /**
   * A bigint: a number cannot hold each uint64.
   *
   * @throws DecodeError when fewer than eight bytes are left
   */
  uint64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(8, field));
  }

  /** `opaque x[length]`: a view. @throws DecodeError when fewer bytes are left */
  bytes(length: number, field: string): Uint8Array {
    return this.#viewAt(this.#take(length, field), length);
  }

  /** Everything that is left, for a field whose length only the caller knows: a view. */
  rest(): Uint8Array {
    const start = this.#at;
    this.#at = this.#limit;
    return this.#viewAt(start, this.#limit - start);
  }

  /** `opaque x<floor..ceiling>` with a length of one byte: a view. @throws DecodeError */
  vector8(floor: number, ceiling: number, field: string): Uint8Array {
    const length = this.#within(this.uint8(field), floor, ceiling, field);
    return this.bytes(length, field);
  }

  /** `opaque x<floor..ceiling>` with a length of two bytes: a view. @throws DecodeError */
  vector16(floor: number, ceiling: number, field: string): Uint8Array {
    const length = this.#within(this.uint16(field), floor, ceiling, field);
    return this.bytes(length, field);
  }

  /** `opaque x<floor..ceiling>` with a length of three bytes: a view. @throws DecodeError */
  vector24(floor: number, ceiling: number, field: string): Uint8Array {
    const length = this.#within(this.uint24(field), floor, ceiling, field);
    return this.bytes(length, field);
  }

  /**
   * Enters a vector with a length of one byte: until `close`, nothing beyond it can be read.
   *
   * @returns the limit around it, for `close`
   * @throws DecodeError when the length is out of bounds or more than what is left
   */
  open8(floor: number, ceiling: number, field: string): number {
    return this.#open(this.#within(this.uint8(field), floor, ceiling, field), field);
  }

  /** Like `open8`, with a length of two bytes. @throws DecodeError */
  open16(floor: number, ceiling: number, field: string): number {
    return this.#open(this.#within(this.uint16(field), floor, ceiling, field), field);
  }

  /** Like `open8`, with a length of three bytes. @throws DecodeError */
  open24(floor: number, ceiling: number, field: string): number {
    return this.#open(this.#within(this.uint24(field), floor, ceiling, field), field);
  }

  /** Leaves a vector that has been read to its end. @param outer what its `open` returned */
  close(outer: number): void {
    this.#limit = outer;
  }

  /** Holds that the structure used the whole input (RFC 9846 4.3). @throws DecodeError */
  end(structure: string): void {
    const left = this.#limit - this.#at;
    // @req 9846:4.3:2 9846:6:6
    if (left > 0) throw this.#error(structure, `${left} bytes are left over`);
  }

  /** The error for a select without an arm for `code`; to be thrown by the caller. */
  unknownCase(field: string, code: number): DecodeError {
    return this.#error(field, `${code} names no variant`);
  }

  #take(length: number, field: string): number {
    const at = this.#at;
    if (length > this.#limit - at) {
      throw this.#error(field, `needs ${length} bytes, ${this.#limit - at} are left`);
    }
    this.#at = at + length;
    return at;
  }

  #within(length: number, floor: number, ceiling: number, field: string): number {
    if (length < floor || length > ceiling) {
      throw this.#error(field, `length ${length}, must be ${floor} to ${ceiling}`);
    }
    return length;
  }

  #open(length: number, field: string): number {
    const outer = this.#limit;
    if (length > outer - this.#at) {
      throw this.#error(field, `length ${length}, ${outer - this.#at} bytes are left`);
    }
    this.#limit = this.#at + length;
    return outer;
  }

  /** A plain Uint8Array whatever the input's class is: a Buffer must not leak out of here. */
  #viewAt(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length);
  }

  #error(field: string, problem: string): DecodeError {
    return new DecodeError('ERR_TLS_DECODE', field, this.#at, problem);
  }
}
