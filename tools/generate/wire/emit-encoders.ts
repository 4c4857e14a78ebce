/**
 * Emits encoders: for each struct an `encodeX`, and a `writeX` that larger structures share.
 * The writer checks the bounds again; what does not fit is the caller's mistake.
 */
import { type FunctionDeclarationStructure, StructureKind } from 'ts-morph';
import { capitalised } from '../code-text.ts';
import { fieldLabel, fieldMessage } from './emit-text.ts';
import { valueName } from './emit-types.ts';
import type { Arm, Codec, Field, StructType, Variant } from './schema.ts';

/** `encodeX`, the entrance. */
export function encodeFunction({ name }: StructType): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: `encode${name}`,
    isExported: true,
    parameters: [{ name: 'value', type: name }],
    returnType: 'Uint8Array',
    docs: [`Encodes one ${name}.\n\n@throws RangeError naming the field that is out of its bounds`],
    statements: [
      'const writer = new Writer();',
      `write${name}(writer, value);`,
      'return writer.finish();',
    ],
  };
}

/** `writeX`, which appends the struct to what is written. */
export function writeFunction(struct: StructType): FunctionDeclarationStructure {
  const mark = struct.fields.length === 0 ? '_' : '';
  return {
    kind: StructureKind.Function,
    name: `write${struct.name}`,
    parameters: [
      { name: `${mark}writer`, type: 'Writer' },
      { name: `${mark}value`, type: struct.name },
    ],
    returnType: 'void',
    statements: [
      ...struct.fields.flatMap((it) => writeField(struct, it)),
      ...(struct.variant === null ? [] : writeVariant(struct, struct.variant)),
    ],
  };
}

function writeField(struct: StructType, field: Field): string[] {
  const value = `value.${field.member}`;
  const lines = writeValue(struct, field, value);
  return field.optional ? [`if (${value} !== undefined) { ${lines.join('\n')} }`] : lines;
}

function writeValue(struct: StructType, field: Field, value: string): string[] {
  const { codec } = field;
  const label = fieldLabel(struct, field);
  switch (codec.kind) {
    case 'list':
      return writeList(codec, field.member, value, label);
    case 'array': {
      const problem = fieldMessage(struct, field, `must have ${codec.count} elements`);
      return [
        `if (${value}.length !== ${codec.count}) throw new RangeError(${problem});`,
        `for (const item of ${value}) ${writeOne(codec.element, 'item', label)}`,
      ];
    }
    default:
      return [writeOne(codec, value, label)];
  }
}

function writeList(
  codec: Extract<Codec, { kind: 'list' }>,
  member: string,
  value: string,
  label: string,
): string[] {
  const start = `startOf${capitalised(member)}`;
  return [
    `const ${start} = writer.open(${codec.prefix});`,
    `for (const item of ${value}) ${writeOne(codec.element, 'item', label)}`,
    `writer.close${8 * codec.prefix}(${start}, ${codec.floor}, ${codec.ceiling}, ${label});`,
  ];
}

/** A statement that writes one value that is not a list. */
function writeOne(codec: Codec, value: string, label: string): string {
  switch (codec.kind) {
    case 'uint':
      return `writer.uint${codec.bits}(${value}, ${label});`;
    case 'bytes':
      return `writer.bytes(${value}, ${codec.length}, ${label});`;
    case 'vector':
      return `writer.vector${8 * codec.prefix}(${value}, ${codec.floor}, ${codec.ceiling}, ${label});`;
    case 'rest':
      return `writer.rest(${value});`;
    case 'struct':
      return `write${codec.struct.name}(writer, ${value});`;
    case 'array':
    case 'list':
      throw new Error(`${label} is a list inside a list, which the checker refuses`);
  }
}

/**
 * One `case` for each arm. A value whose member does not fit its code (or a code without an arm)
 * would not come back as it went, so it is refused.
 */
function writeVariant(struct: StructType, variant: Variant): string[] {
  const selector = `value.${variant.on.member}`;
  const cases = variant.arms.map((arm) => writeArm(struct, variant, arm));
  const fallback =
    variant.otherwise === null
      ? [refusal(struct, variant)]
      : writeGuarded(struct, variant, variant.otherwise);
  return [`switch (${selector}) { ${cases.join('\n')}\ndefault: ${fallback.join('\n')} }`];
}

function writeArm(struct: StructType, variant: Variant, { value, field }: Arm): string {
  const code = `${variant.of.name}.${valueName(variant.of, value.name)}`;
  const body = field === null ? [] : writeGuarded(struct, variant, field);
  return `case ${code}: ${body.join('\n')}\nreturn;`;
}

function writeGuarded(struct: StructType, variant: Variant, field: Field): string[] {
  const guard = `if (value.${field.member} === undefined) ${refusal(struct, variant)}`;
  // Without a default the compiler knows the arm from the code alone.
  return variant.otherwise === null
    ? writeField(struct, field)
    : [guard, ...writeField(struct, field)];
}

function refusal(struct: StructType, variant: Variant): string {
  const problem = fieldMessage(struct, variant.on, 'does not go with the other members');
  return `throw new RangeError(${problem});`;
}
