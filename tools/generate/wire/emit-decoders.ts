/**
 * Emits decoders: for each struct a `decodeX` that wants the whole input used, and a `readX` that
 * larger structures share. The code is straight: one call of the reader for each field.
 */
import { type FunctionDeclarationStructure, StructureKind } from 'ts-morph';
import { fieldLabel, typeOf } from './emit-text.ts';
import { valueName } from './emit-types.ts';
import { aroundName } from './names.ts';
import type { Codec, Field, StructType, Variant } from './schema.ts';

/** `decodeX`, the entrance. */
export function decodeFunction(struct: StructType): FunctionDeclarationStructure {
  const { name } = struct;
  return {
    kind: StructureKind.Function,
    name: `decode${name}`,
    isExported: true,
    parameters: [{ name: 'bytes', type: 'Uint8Array' }],
    returnType: name,
    docs: [
      `Decodes one ${name}; byte fields are views of \`bytes\`.\n\n@throws DecodeError unless \`bytes\` is one ${name} and nothing else`,
    ],
    statements: [
      'const reader = new Reader(bytes);',
      `const value = read${name}(reader);`,
      `reader.end('${name}');`,
      'return value;',
    ],
  };
}

/** `readX`, which leaves the reader behind the struct. */
export function readFunction(struct: StructType): FunctionDeclarationStructure {
  const unused = struct.fields.length === 0;
  return {
    kind: StructureKind.Function,
    name: `read${struct.name}`,
    parameters: [{ name: unused ? '_reader' : 'reader', type: 'Reader' }],
    returnType: struct.name,
    statements: [
      ...struct.fields.flatMap((it) => readField(struct, it)),
      ...(struct.variant === null
        ? [returned(struct.fields.map((it) => it.member))]
        : readVariant(struct, struct.variant)),
    ],
  };
}

function returned(members: readonly string[]): string {
  return `return { ${members.join(', ')} };`;
}

/** Statements after which a constant with the field's name holds its value. */
function readField(struct: StructType, field: Field): string[] {
  const label = fieldLabel(struct, field);
  if (field.codec.kind !== 'list' && field.codec.kind !== 'array') {
    const read = readValue(field.codec, label);
    if (!field.optional) return [`const ${field.member} = ${read};`];
    return [`const ${field.member} = reader.hasMore ? ${read} : undefined;`];
  }
  const list = `${typeOf(field.codec.element)}[]`;
  if (!field.optional) {
    return [`const ${field.member}: ${list} = [];`, ...readElements(field, field.codec, label)];
  }
  const body = [`${field.member} = [];`, ...readElements(field, field.codec, label)];
  return [
    `let ${field.member}: ${list} | undefined;`,
    `if (reader.hasMore) { ${body.join('\n')} }`,
  ];
}

function readElements(
  { member }: Field,
  codec: Extract<Codec, { kind: 'list' | 'array' }>,
  label: string,
): string[] {
  const push = `${member}.push(${readValue(codec.element, label)});`;
  if (codec.kind === 'array') {
    return [`for (let index = 0; index < ${codec.count}; index += 1) ${push}`];
  }
  const outer = aroundName(member);
  const bounds = `${codec.floor}, ${codec.ceiling}`;
  return [
    `const ${outer} = reader.open${8 * codec.prefix}(${bounds}, ${label});`,
    `while (reader.hasMore) ${push}`,
    `reader.close(${outer});`,
  ];
}

/** An expression that reads one value that is not a list. */
function readValue(codec: Codec, label: string): string {
  switch (codec.kind) {
    case 'uint':
      return `reader.uint${codec.bits}(${label})`;
    case 'bytes':
      return `reader.bytes(${codec.length}, ${label})`;
    case 'vector':
      return `reader.vector${8 * codec.prefix}(${codec.floor}, ${codec.ceiling}, ${label})`;
    case 'rest':
      return 'reader.rest()';
    case 'struct':
      return `read${codec.struct.name}(reader)`;
    case 'array':
    case 'list':
      throw new Error(`${label} is a list inside a list, which the checker refuses`);
  }
}

function readVariant(struct: StructType, variant: Variant): string[] {
  const selector = variant.on.member;
  const cases = variant.arms.map(({ value, field }) => {
    const code = `${variant.of.name}.${valueName(variant.of, value.name)}`;
    return `case ${code}: { ${armBody(struct, variant, field, code).join('\n')} }`;
  });
  const otherwise =
    variant.otherwise === null
      ? `default: throw reader.unknownCase(${fieldLabel(struct, variant.on)}, ${selector});`
      : `default: { ${armBody(struct, variant, variant.otherwise, selector).join('\n')} }`;
  return [`switch (${selector}) { ${[...cases, otherwise].join('\n')} }`];
}

function armBody(
  struct: StructType,
  variant: Variant,
  field: Field | null,
  code: string,
): string[] {
  const common = struct.fields.map((it) =>
    it === variant.on && code !== it.member ? `${it.member}: ${code}` : it.member,
  );
  if (field === null) return [returned(common)];
  return [...readField(struct, field), returned([...common, field.member])];
}
