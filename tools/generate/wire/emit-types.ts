/** Emits the TypeScript types of the wire format, with the comments of the spec. */
import { type StatementStructures, StructureKind, VariableDeclarationKind } from 'ts-morph';
import { capitalised, docComment, hexCode, quoted } from '../code-text.ts';
import { boundsOf, hexBytes, typeOf } from './emit-text.ts';
import { camelCase } from './names.ts';
import type { AliasType, Constant, EnumType, Field, StructType, Variant } from './schema.ts';

/**
 * Messages have names of their own all over the project (`hs.serverHello`), so this one enum is
 * written in camel case; all others keep the names of their IANA registry.
 */
const namedInCamelCase = 'HandshakeType';

/** The name of an enum's value in generated code. */
export function valueName(of: EnumType, name: string): string {
  return of.name === namedInCamelCase ? camelCase(name) : name;
}

/** The name of the function that gives a code its name. */
export function nameFunction(of: EnumType): string {
  return `${camelCase(of.name)}Name`;
}

/** The type, the table of names and the function from code to name of one enum. */
export function enumStatements(of: EnumType): (string | StatementStructures)[] {
  return [
    {
      kind: StructureKind.TypeAlias,
      name: of.name,
      type: 'number',
      isExported: true,
      docs: [of.doc],
    },
    `${docComment(`Names for the values of ${of.name}; others may come.`)}
export const ${of.name} = {
${of.values.map((it) => valueLine(of, it.name, it.code, it.doc)).join('\n')}
} as const;`,
    {
      kind: StructureKind.Function,
      name: nameFunction(of),
      isExported: true,
      parameters: [{ name: 'code', type: of.name }],
      returnType: 'string',
      docs: [`The name of a value of ${of.name}, its number where it has none.`],
      statements: nameStatements(of),
    },
  ];
}

function valueLine(of: EnumType, name: string, code: number, doc: string): string {
  const comment = doc === '' ? '' : `${docComment(doc)}\n`;
  return `${comment}${valueName(of, name)}: ${codeText(of, code)},`;
}

/** Code points of one byte are told in decimal, wider ones in hexadecimal, as IANA does. */
function codeText(of: EnumType, code: number): string {
  return of.bits === 8 ? `${code}` : hexCode(code, of.bits / 4);
}

function nameStatements(of: EnumType): string[] {
  const number =
    of.bits === 8 ? `\`\${code}\`` : `\`0x\${code.toString(16).padStart(${of.bits / 4}, '0')}\``;
  const cases = of.values.map(
    (it) => `case ${codeText(of, it.code)}: return ${quoted(valueName(of, it.name))};`,
  );
  const ranges = of.ranges.map(
    (it) =>
      `if (code >= ${codeText(of, it.from)} && code <= ${codeText(of, it.to)}) return \`${it.name}(\${number})\`;`,
  );
  const rest =
    ranges.length === 0
      ? [`return ${number};`]
      : [`const number = ${number};`, ...ranges, 'return number;'];
  return [`switch (code) { ${cases.join('\n')} }`, ...rest];
}

/** The type of a name that the spec gives to a number or to bytes. */
export function aliasStatement(alias: AliasType): StatementStructures {
  const type = typeOf({ ...alias.codec, alias: null });
  return {
    kind: StructureKind.TypeAlias,
    name: alias.name,
    type,
    isExported: true,
    docs: [joined(alias.doc, boundsOf(alias.codec))],
  };
}

/** A constant of the spec: a number, or bytes that nobody may write to. */
export function constantStatement(constant: Constant): StatementStructures {
  const initializer =
    constant.codec.kind === 'bytes'
      ? `new Uint8Array([${hexBytes(constant.hex)}])`
      : `0x${constant.hex}${isBigInt(constant) ? 'n' : ''}`;
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [{ name: camelCase(constant.name), initializer }],
    isExported: true,
    docs: constant.doc === '' ? [] : [constant.doc],
  };
}

function isBigInt({ codec }: Constant): boolean {
  return codec.kind === 'uint' && codec.bits === 64;
}

/** The type of a struct: an interface, or a union of one shape for each arm of its select. */
export function structStatement(struct: StructType): StatementStructures {
  const { name, variant, doc, fields } = struct;
  const common = { name, isExported: true, docs: [doc] };
  if (variant !== null) {
    const shapes = variantShapes(struct, variant);
    return { kind: StructureKind.TypeAlias, type: `\n| ${shapes.join('\n| ')}`, ...common };
  }
  if (fields.length === 0) {
    return { kind: StructureKind.TypeAlias, type: 'Readonly<Record<string, never>>', ...common };
  }
  const properties = fields.map((it) => ({
    name: it.member,
    type: memberType(it),
    isReadonly: true,
    docs: fieldDocs(it),
  }));
  return { kind: StructureKind.Interface, properties, ...common };
}

function memberType(field: Field): string {
  return field.optional ? `${typeOf(field.codec)} | undefined` : typeOf(field.codec);
}

function fieldDocs(field: Field): string[] {
  const always = field.fixed === null ? '' : `Senders write 0x${field.fixed}.`;
  const text = capitalised(joined(joined(field.doc, always), boundsOf(field.codec)));
  return text === '' ? [] : [text];
}

function variantShapes(struct: StructType, variant: Variant): string[] {
  const labels = [...variant.arms.map((it) => it.field), variant.otherwise];
  const shapes = variant.arms.map(({ value, field }) => {
    const literal = `typeof ${variant.of.name}.${valueName(variant.of, value.name)}`;
    return shapeText(struct, variant, { literal, own: field, labels });
  });
  if (variant.otherwise === null) return shapes;
  return [
    ...shapes,
    shapeText(struct, variant, { literal: variant.of.name, own: variant.otherwise, labels }),
  ];
}

/** The members of other arms are there as `undefined`: a test for one tells the arms apart. */
function shapeText(
  struct: StructType,
  variant: Variant,
  arm: { literal: string; own: Field | null; labels: readonly (Field | null)[] },
): string {
  const common = struct.fields.map((it) =>
    member(it, it === variant.on ? arm.literal : memberType(it)),
  );
  const own = arm.own === null ? [] : [member(arm.own, memberType(arm.own))];
  const others = arm.labels
    .filter((it) => it !== null && it !== arm.own)
    .map((it) => `readonly ${it?.member}?: undefined;`);
  return `{\n${[...common, ...own, ...others].join('\n')}\n}`;
}

function member(field: Field, type: string): string {
  const docs = fieldDocs(field).map((doc) => docComment(doc));
  return [...docs, `readonly ${field.member}: ${type};`].join('\n');
}

function joined(first: string, second: string): string {
  return [first, second].filter((it) => it !== '').join(first.endsWith('.') ? ' ' : '; ');
}
