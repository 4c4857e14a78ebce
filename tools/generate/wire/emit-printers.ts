/**
 * Emits generated/printers.ts: for each struct a `printX` that tells it field by field, with the
 * extensions of a message told by what they mean in that message.
 */
import {
  type FunctionDeclarationStructure,
  type StatementStructures,
  StructureKind,
} from 'ts-morph';
import { docComment, quoted } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import { generatedFile, importOf } from './emit-text.ts';
import { nameFunction, valueName } from './emit-types.ts';
import type { ExtensionMessage, ExtensionRow, ExtensionTable } from './extension-table.ts';
import {
  armsOf,
  type Codec,
  type EnumType,
  type Field,
  type Schema,
  type StructType,
  structsOf,
} from './schema.ts';

const head =
  docComment(`Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.

Structures in words, for traces: one line a field, names for code points, long bytes shortened.
Nothing here runs unless somebody traces.`);

/** @returns generated/printers.ts, not yet formatted */
export function emitPrinters(schema: Schema, table: ExtensionTable): GeneratedFile {
  const structs = structsOf(schema);
  return generatedFile('generated/printers.ts', [
    `${head}\nimport { Printer } from '../runtime/codegen/printer.ts';`,
    importOf(valueImports(schema, table), './messages.ts', 'import'),
    importOf([...structs.map((it) => it.name), 'Extension'], './messages.ts', 'import type'),
    ...structs.flatMap((it) => [printFunction(it), showFunction(it, table)]),
    ...table.messages.map((it) => extensionFunction(it, table.rows)),
  ]);
}

function valueImports(schema: Schema, table: ExtensionTable): string[] {
  const enums = structsOf(schema).flatMap((it) =>
    [...it.fields, ...armsOf(it)].flatMap((field) => enumsIn(field)),
  );
  const selected = structsOf(schema)
    .filter((it) => it.variant?.otherwise === null)
    .flatMap((it) => it.variant?.of.name ?? []);
  const bodies = table.rows.flatMap((row) => [...row.bodies.values()]);
  const decoders = bodies.flatMap((it) =>
    it.kind === 'struct' ? [`decode${it.struct.name}`] : [],
  );
  const fixed = ['ExtensionType', 'extensionTypeName', 'helloRetryRequestRandom'];
  return [...enums.map(nameFunction), ...selected, ...decoders, ...fixed];
}

function enumsIn(field: Field | null): EnumType[] {
  const codec = field?.codec;
  const inner = codec?.kind === 'list' || codec?.kind === 'array' ? codec.element : codec;
  return inner?.kind === 'uint' && inner.of !== null ? [inner.of] : [];
}

function printFunction({ name }: StructType): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: `print${name}`,
    isExported: true,
    parameters: [{ name: 'value', type: name }],
    returnType: 'readonly string[]',
    docs: [`The fields of one ${name}, a line each.`],
    statements: [
      'const printer = new Printer();',
      `show${name}(printer, value);`,
      'return printer.lines;',
    ],
  };
}

function showFunction(struct: StructType, table: ExtensionTable): FunctionDeclarationStructure {
  const mark = struct.fields.length === 0 ? '_' : '';
  return {
    kind: StructureKind.Function,
    name: `show${struct.name}`,
    parameters: [
      { name: `${mark}printer`, type: 'Printer' },
      { name: `${mark}value`, type: struct.name },
    ],
    returnType: 'void',
    statements: [
      ...struct.fields.map((it) => showField(struct, it, table)),
      ...showArms(struct, table),
    ],
  };
}

function showField(struct: StructType, field: Field, table: ExtensionTable): string {
  const value = `value.${field.member}`;
  const { codec } = field;
  if (codec.kind !== 'list' && codec.kind !== 'array') {
    const shown = showOne(codec, quoted(field.name), value);
    return field.optional ? `if (${value} !== undefined) { ${shown} }` : shown;
  }
  const list = field.optional ? `${value} ?? []` : value;
  if (codec.element.kind === 'uint') {
    const names = `(${list}).map((item) => ${numberText(codec.element, 'item')}).join(', ')`;
    return `printer.field(${quoted(field.name)}, ${names});`;
  }
  if (isExtension(codec.element)) {
    return showExtensions(struct, list, table);
  }
  const label = `\`${field.name}[\${index}]\``;
  return `for (const [index, item] of (${list}).entries()) { ${showOne(codec.element, label, 'item')} }`;
}

/** Statements that print one value that is not a list. */
function showOne(codec: Codec, label: string, value: string): string {
  switch (codec.kind) {
    case 'uint':
      return `printer.field(${label}, ${numberText(codec, value)});`;
    case 'bytes':
    case 'vector':
    case 'rest':
      return `printer.bytes(${label}, ${value});`;
    case 'struct':
      return `printer.open(${label});\nshow${codec.struct.name}(printer, ${value});\nprinter.close();`;
    case 'array':
    case 'list':
      throw new Error(`${label} is a list inside a list, which the checker refuses`);
  }
}

function numberText(codec: Extract<Codec, { kind: 'uint' }>, value: string): string {
  return codec.of === null ? `\`\${${value}}\`` : `${nameFunction(codec.of)}(${value})`;
}

/** An arm's member is there or not, which tells the arms apart; without a default the code does. */
function showArms(struct: StructType, table: ExtensionTable): string[] {
  const { variant } = struct;
  if (variant === null) return [];
  if (variant.otherwise !== null) {
    return armsOf(struct).flatMap((field) =>
      field === null
        ? []
        : [`if (value.${field.member} !== undefined) { ${showField(struct, field, table)} }`],
    );
  }
  const cases = variant.arms.map(({ value, field }) => {
    const shown = field === null ? '' : showField(struct, field, table);
    return `case ${variant.of.name}.${valueName(variant.of, value.name)}: ${shown}\nbreak;`;
  });
  return [`switch (value.${variant.on.member}) { ${cases.join('\n')} }`];
}

function isExtension(codec: Codec): boolean {
  return codec.kind === 'struct' && codec.struct.name === 'Extension';
}

/** Prints the extensions of a struct by the message that the struct is. */
function showExtensions(struct: StructType, list: string, table: ExtensionTable): string {
  const names = table.messages.filter((it) => it.struct === struct.name).map((it) => it.name);
  const [name = ''] = names;
  if (!names.includes('HelloRetryRequest')) {
    return `for (const item of ${list}) show${name}Extension(printer, item);`;
  }
  // One structure, three messages: the Random tells one (RFC 9846 4.2.3), supported_versions another.
  return `const isRetry = value.random.every((byte, at) => byte === helloRetryRequestRandom[at]);
    const isTls13 = (${list}).some((item) => item.extensionType === ExtensionType.supported_versions);
    const showOne = isRetry
      ? showHelloRetryRequestExtension
      : isTls13 ? show${name}Extension : showTls12${name}Extension;
    for (const item of ${list}) showOne(printer, item);`;
}

function extensionFunction(
  { name, abbreviation }: ExtensionMessage,
  rows: readonly ExtensionRow[],
): StatementStructures {
  const cases = rows.flatMap((row) => {
    const body = row.bodies.get(abbreviation);
    if (body?.kind !== 'struct') return [];
    const { name: struct } = body.struct;
    return `case ExtensionType.${row.name}:
      printer.body(name, extensionData, { decode: decode${struct}, show: show${struct} });
      return;`;
  });
  return {
    kind: StructureKind.Function,
    name: `show${name}Extension`,
    parameters: [
      { name: 'printer', type: 'Printer' },
      { name: '{ extensionType, extensionData }', type: 'Extension' },
    ],
    returnType: 'void',
    statements: [
      'const name = extensionTypeName(extensionType);',
      `switch (extensionType) { ${cases.join('\n')}\ndefault: printer.bytes(name, extensionData); }`,
    ],
  };
}
