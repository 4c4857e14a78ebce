/**
 * Finds the length fields in an encoding by reading it along the spec itself: a second reader of
 * the wire format, slow and independent of the generated one. It expects well-formed bytes.
 */
import {
  type Codec,
  type Field,
  type StructType,
  sizeOf,
} from '../../tools/generate/wire/schema.ts';

/** One length on the wire. */
export interface LengthField {
  /** The vector that it is the length of. */
  readonly name: string;
  readonly offset: number;
  readonly width: number;
  readonly value: number;
  readonly floor: number;
  readonly ceiling: number;
}

/** @returns every length field of an encoded struct, outer ones before inner ones */
export function lengthFieldsOf(struct: StructType, bytes: Uint8Array): LengthField[] {
  const walk = new Walk(bytes);
  const end = walk.struct(struct, { at: 0, limit: bytes.length });
  if (end !== bytes.length) throw new Error(`${struct.name} ends at ${end} of ${bytes.length}`);
  return walk.found;
}

/** Reads a big-endian number. */
function numberAt(bytes: Uint8Array, offset: number, width: number): number {
  return bytes.subarray(offset, offset + width).reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A copy with another number at an offset. */
export function withNumberAt(
  bytes: Uint8Array,
  { offset, width }: { readonly offset: number; readonly width: number },
  value: number,
): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i < width; i += 1) copy[offset + i] = value / 256 ** (width - 1 - i);
  return copy;
}

/** Where to read and where the surrounding vector ends. */
interface Place {
  readonly at: number;
  readonly limit: number;
}

class Walk {
  readonly found: LengthField[] = [];
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  struct(struct: StructType, { at, limit }: Place): number {
    let next = at;
    let selector = -1;
    for (const field of struct.fields) {
      if (field.optional && next === limit) continue;
      if (field === struct.variant?.on)
        selector = numberAt(this.#bytes, next, sizeOf(field.codec).min);
      next = this.#field(struct, field, { at: next, limit });
    }
    if (struct.variant === null) return next;
    const arm = struct.variant.arms.find((it) => it.value.code === selector);
    const field = arm === undefined ? struct.variant.otherwise : arm.field;
    return field === null ? next : this.#field(struct, field, { at: next, limit });
  }

  #field(struct: StructType, field: Field, place: Place): number {
    return this.#codec(field.codec, `${struct.name}.${field.name}`, place);
  }

  #codec(codec: Codec, name: string, { at, limit }: Place): number {
    switch (codec.kind) {
      case 'uint':
      case 'bytes':
        return at + sizeOf(codec).min;
      case 'rest':
        return limit;
      case 'struct':
        return this.struct(codec.struct, { at, limit });
      case 'vector':
        return this.#length(codec, name, at);
      case 'list': {
        const end = this.#length(codec, name, at);
        return this.#elements(codec.element, name, { at: at + codec.prefix, limit: end });
      }
      case 'array':
        return this.#elements(codec.element, name, { at, limit: at + sizeOf(codec).min });
    }
  }

  #elements(element: Codec, name: string, { at, limit }: Place): number {
    let next = at;
    while (next < limit) next = this.#codec(element, name, { at: next, limit });
    return next;
  }

  /** Notes a length and returns where its vector ends. */
  #length(
    codec: Extract<Codec, { kind: 'vector' | 'list' }>,
    name: string,
    offset: number,
  ): number {
    const { prefix: width, floor, ceiling } = codec;
    const value = numberAt(this.#bytes, offset, width);
    this.found.push({ name, offset, width, value, floor, ceiling });
    return offset + width + value;
  }
}
