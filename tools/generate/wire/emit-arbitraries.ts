/**
 * Emits generated/arbitraries.ts: values of every structure for property tests (fast-check), and
 * one table of all structures, so that a test can go over them without knowing any. It does
 * not ship.
 */
import { type FunctionDeclarationStructure, StructureKind } from 'ts-morph';
import { docComment } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import { generatedFile, importOf } from './emit-text.ts';
import { valueName } from './emit-types.ts';
import {
  armsOf,
  type Codec,
  type EnumType,
  type Field,
  type Schema,
  type StructType,
  sizeOf,
  structsOf,
  type Variant,
} from './schema.ts';

/** Bytes that a variable field gets above its floor at most: vectors of them stay in bounds. */
const spareBytes = 48;
/** Elements that a list gets above its fewest at most. */
const spareElements = 4;

const head =
  docComment(`Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.

Values of every structure for property tests; not part of what ships. Fields keep well below
their ceilings here: the tests try the bounds one by one.`);

/** @returns generated/arbitraries.ts, not yet formatted */
export function emitArbitraries(schema: Schema): GeneratedFile {
  const structs = structsOf(schema);
  const codecs = structs.flatMap(({ name }) => [`decode${name}`, `encode${name}`]);
  const selected = structs.flatMap((it) => (it.variant === null ? [] : [it.variant.of.name]));
  return generatedFile('generated/arbitraries.ts', [
    `${head}\nimport fc from 'fast-check';`,
    importOf([...codecs, ...selected], './messages.ts', 'import'),
    importOf(
      structs.map((it) => it.name),
      './messages.ts',
      'import type',
    ),
    importOf(
      structs.map((it) => `print${it.name}`),
      './printers.ts',
      'import',
    ),
    structureTable(structs),
    ...structs.map(arbitraryFunction),
  ]);
}

function structureTable(structs: readonly StructType[]): string {
  const entries = structs.map(
    ({ name }) =>
      `structure('${name}', arbitrary${name}(), { decode: decode${name}, encode: encode${name}, print: print${name} }),`,
  );
  return `/** One structure with its type hidden: what a test of all structures needs. */
export interface Structure {
  readonly name: string;
  /** A value and its encoding. */
  readonly samples: fc.Arbitrary<{ readonly value: unknown; readonly bytes: Uint8Array }>;
  decode(bytes: Uint8Array): unknown;
  /** The value must be of the structure's type: one of \`samples\`, or what \`decode\` gave. */
  encode(value: unknown): Uint8Array;
  /** Decodes and encodes again. */
  recode(bytes: Uint8Array): Uint8Array;
  print(bytes: Uint8Array): readonly string[];
}

/** Every structure of the spec. */
export const structures: readonly Structure[] = [
${entries.join('\n')}
];

interface Codec<Value> {
  decode(bytes: Uint8Array): Value;
  encode(value: Value): Uint8Array;
  print(value: Value): readonly string[];
}

function structure<Value>(
  name: string,
  arbitrary: fc.Arbitrary<Value>,
  { decode, encode, print }: Codec<Value>,
): Structure {
  return {
    name,
    samples: arbitrary.map((value) => ({ value, bytes: encode(value) })),
    decode,
    // The type is hidden on purpose; the interface says what may be given.
    encode: (value) => encode(value as Value),
    recode: (bytes) => encode(decode(bytes)),
    print: (bytes) => print(decode(bytes)),
  };
}`;
}

function arbitraryFunction(struct: StructType): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: `arbitrary${struct.name}`,
    isExported: true,
    returnType: `fc.Arbitrary<${struct.name}>`,
    docs: [`Any ${struct.name}.`],
    statements: [`return ${structArbitrary(struct)};`],
  };
}

function structArbitrary(struct: StructType): string {
  if (struct.variant !== null) return variantArbitrary(struct, struct.variant);
  if (struct.fields.length === 0) return `fc.constant<${struct.name}>({})`;
  return record(struct.fields.map((it) => [it.member, fieldArbitrary(it)]));
}

function record(members: readonly (readonly [string, string])[]): string {
  const properties = members.map(([name, arbitrary]) => `${name}: ${arbitrary}`).join(', ');
  return `fc.record({ ${properties} }, { noNullPrototype: true })`;
}

/** One record for each arm; the default gets every code that has no arm of its own. */
function variantArbitrary(struct: StructType, variant: Variant): string {
  const codes = variant.arms.map(
    (it) => `${variant.of.name}.${valueName(variant.of, it.value.name)}`,
  );
  const arms = variant.arms.map(({ field }, index) =>
    armRecord(struct, variant, field, `fc.constant(${codes[index]})`),
  );
  if (variant.otherwise !== null) {
    const others = `fc.integer({ min: 0, max: ${2 ** variant.of.bits - 1} })
      .filter((code) => ${codes.map((it) => `code !== ${it}`).join(' && ')})`;
    arms.push(armRecord(struct, variant, variant.otherwise, others));
  }
  return `fc.oneof(${arms.join(', ')})`;
}

function armRecord(struct: StructType, variant: Variant, own: Field | null, code: string): string {
  const common = struct.fields.map(
    (it) => [it.member, it === variant.on ? code : fieldArbitrary(it)] as const,
  );
  return record(own === null ? common : [...common, [own.member, fieldArbitrary(own)]]);
}

function fieldArbitrary(field: Field): string {
  const arbitrary = codecArbitrary(field.codec);
  return field.optional ? `fc.option(${arbitrary}, { nil: undefined })` : arbitrary;
}

function codecArbitrary(codec: Codec): string {
  switch (codec.kind) {
    case 'uint':
      return numberArbitrary(codec);
    case 'bytes':
      return bytesArbitrary(codec.length, codec.length);
    case 'vector':
      return bytesArbitrary(codec.floor, Math.min(codec.ceiling, codec.floor + spareBytes));
    case 'rest':
      return bytesArbitrary(0, spareBytes);
    case 'struct':
      return `arbitrary${codec.struct.name}()`;
    case 'array':
      return listArbitrary(codec.element, codec.count, codec.count);
    case 'list':
      return listArbitrary(codec.element, ...elementCounts(codec));
  }
}

function numberArbitrary({ bits, of }: Extract<Codec, { kind: 'uint' }>): string {
  if (bits === 64) return 'fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })';
  const any = `fc.integer({ min: 0, max: ${2 ** bits - 1} })`;
  return of === null ? any : `fc.oneof(${named(of)}, ${any})`;
}

function named(of: EnumType): string {
  return `fc.constantFrom(${of.values.map((it) => it.code).join(', ')})`;
}

function bytesArbitrary(minLength: number, maxLength: number): string {
  return `fc.uint8Array({ minLength: ${minLength}, maxLength: ${maxLength} })`;
}

function listArbitrary(element: Codec, minLength: number, maxLength: number): string {
  return `fc.array(${codecArbitrary(element)}, { minLength: ${minLength}, maxLength: ${maxLength} })`;
}

/** How many elements surely keep a list's bytes within its bounds. */
function elementCounts({
  floor,
  ceiling,
  element,
}: Extract<Codec, { kind: 'list' }>): [number, number] {
  const fewest = Math.ceil(floor / sizeOf(element).min);
  const most = Math.floor(ceiling / largestSample(element));
  return [fewest, Math.max(fewest, Math.min(most, fewest + spareElements))];
}

/** The most bytes that a value made here can take. */
function largestSample(codec: Codec): number {
  switch (codec.kind) {
    case 'vector':
      return codec.prefix + Math.min(codec.ceiling, codec.floor + spareBytes);
    case 'rest':
      return spareBytes;
    case 'struct': {
      const fields = codec.struct.fields.map((it) => largestSample(it.codec));
      const arms = armsOf(codec.struct).map((it) => (it === null ? 0 : largestSample(it.codec)));
      return fields.reduce((sum, it) => sum + it, 0) + Math.max(0, ...arms);
    }
    case 'list':
      return codec.prefix + elementCounts(codec)[1] * largestSample(codec.element);
    default:
      return sizeOf(codec).max;
  }
}
