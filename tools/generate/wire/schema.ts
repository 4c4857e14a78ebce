/**
 * A wire format that has been checked: every name is resolved, every bound is known to be
 * possible. The emitters read this and never the syntax.
 */

/** Bits of a number on the wire. */
export type Bits = 8 | 16 | 24 | 32 | 64;

/** Bytes of the length before a vector. */
export type Prefix = 1 | 2 | 3;

export interface EnumValue {
  /** As the spec writes it, which is the name in the IANA registry. */
  readonly name: string;
  readonly code: number;
  readonly doc: string;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly doc: string;
  readonly bits: Bits;
  readonly values: readonly EnumValue[];
  /** Reserved regions: a name for every code from `from` to `to`. */
  readonly ranges: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** How the bytes of one field are read and written. `alias`: its name in the spec, if any. */
export type Codec =
  | {
      readonly kind: 'uint';
      readonly bits: Bits;
      readonly alias: string | null;
      readonly of: EnumType | null;
    }
  | { readonly kind: 'bytes'; readonly length: number; readonly alias: string | null }
  | {
      readonly kind: 'vector';
      readonly prefix: Prefix;
      readonly floor: number;
      readonly ceiling: number;
      readonly alias: string | null;
    }
  | { readonly kind: 'rest' }
  | { readonly kind: 'struct'; readonly struct: StructType }
  | { readonly kind: 'array'; readonly count: number; readonly element: Codec }
  | {
      readonly kind: 'list';
      readonly prefix: Prefix;
      readonly floor: number;
      readonly ceiling: number;
      readonly element: Codec;
    };

export interface Field {
  /** As the spec writes it: `legacy_session_id`. */
  readonly name: string;
  /** As TypeScript writes it: `legacySessionId`. */
  readonly member: string;
  readonly codec: Codec;
  readonly doc: string;
  /** What a sender writes here, always; in hexadecimal digits. */
  readonly fixed: string | null;
  /** Whether it may be absent together with all that could follow (`extensions_present`). */
  readonly optional: boolean;
  readonly line: number;
}

/** One arm of a select; `field: null` where it holds nothing. */
export interface Arm {
  readonly value: EnumValue;
  readonly field: Field | null;
}

export interface Variant {
  /** The field before it that decides. */
  readonly on: Field;
  readonly of: EnumType;
  readonly arms: readonly Arm[];
  /** What every other code holds; without it, other codes are malformed. */
  readonly otherwise: Field | null;
}

export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly Field[];
  /** A select, always behind the fields. */
  readonly variant: Variant | null;
  readonly file: string;
}

export interface AliasType {
  readonly kind: 'alias';
  readonly name: string;
  readonly doc: string;
  readonly codec: Extract<Codec, { kind: 'uint' | 'bytes' | 'vector' }>;
}

export interface Constant {
  readonly kind: 'constant';
  readonly name: string;
  readonly doc: string;
  readonly codec: Codec;
  readonly hex: string;
}

export type WireType = EnumType | StructType | AliasType | Constant;

/** All definitions of all files, in the order of the spec. */
export interface Schema {
  readonly types: readonly WireType[];
}

/** @returns the structures alone */
export function structsOf(schema: Schema): StructType[] {
  return schema.types.filter((it) => it.kind === 'struct');
}

/** The fewest and the most bytes that a codec can take. */
export interface Size {
  readonly min: number;
  readonly max: number;
}

export function sizeOf(codec: Codec): Size {
  switch (codec.kind) {
    case 'uint':
      return { min: codec.bits / 8, max: codec.bits / 8 };
    case 'bytes':
      return { min: codec.length, max: codec.length };
    case 'vector':
    case 'list':
      return { min: codec.prefix + codec.floor, max: codec.prefix + codec.ceiling };
    case 'rest':
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case 'struct':
      return structSize(codec.struct);
    case 'array': {
      const element = sizeOf(codec.element);
      return { min: codec.count * element.min, max: codec.count * element.max };
    }
  }
}

function structSize(struct: StructType): Size {
  let { min, max } = { min: 0, max: 0 };
  for (const field of struct.fields) {
    const size = sizeOf(field.codec);
    min += field.optional ? 0 : size.min;
    max += size.max;
  }
  const arms = armsOf(struct).map((it) => (it === null ? { min: 0, max: 0 } : sizeOf(it.codec)));
  if (arms.length === 0) return { min, max };
  return {
    min: min + Math.min(...arms.map((it) => it.min)),
    max: max + Math.max(...arms.map((it) => it.max)),
  };
}

/** The fields of all arms of a struct's select, the default's last. */
export function armsOf(struct: StructType): (Field | null)[] {
  if (struct.variant === null) return [];
  const { arms, otherwise } = struct.variant;
  return [...arms.map((it) => it.field), ...(otherwise === null ? [] : [otherwise])];
}

/** Whether a codec takes all bytes that are left, so that nothing may follow it. */
export function isOpenEnded(codec: Codec): boolean {
  if (codec.kind === 'rest') return true;
  if (codec.kind !== 'struct') return false;
  const fields = [...codec.struct.fields, ...armsOf(codec.struct)];
  return fields.some((it) => it !== null && (it.optional || isOpenEnded(it.codec)));
}
