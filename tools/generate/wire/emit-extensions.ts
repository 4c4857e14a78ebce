/**
 * Emits generated/extensions.ts: for each message the typed form of its extensions, a decoder
 * that holds the rules of RFC 9846 4.3, and an encoder for one extension at a time.
 */
import { type StatementStructures, StructureKind } from 'ts-morph';
import { docComment, quoted, rfcText } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import { generatedFile, importOf } from './emit-text.ts';
import type { Body, ExtensionMessage, ExtensionRow, ExtensionTable } from './extension-table.ts';
import { camelCase } from './names.ts';

const head = docComment(`Generated from spec/extensions.ts by npm run generate; do not edit.

What may stand in the extensions of each message (RFC 9846 4.3), typed. Decoders throw
DecodeError for a body that is malformed (ERR_TLS_DECODE), for a type that stands twice
(ERR_TLS_DUPLICATE_EXTENSION), for a known type in a message that must not have it
(ERR_TLS_FORBIDDEN_EXTENSION) and for an answer to what was not asked
(ERR_TLS_UNSUPPORTED_EXTENSION). Encoders make one extension; their order is the caller's.`);

/** @returns generated/extensions.ts, not yet formatted */
export function emitExtensions(table: ExtensionTable): GeneratedFile {
  return generatedFile('generated/extensions.ts', [
    `${head}\nimport { ExtensionBlock } from '../runtime/codegen/extension-block.ts';`,
    importOf(codecNames(table), './messages.ts', 'import'),
    importOf(typeNames(table), './messages.ts', 'import type'),
    `${docComment('While it is filled; outside it is readonly.')}
type Draft<Extensions> = { -readonly [Name in keyof Extensions]: Extensions[Name] };`,
    ...table.messages.flatMap((message) => messageStatements(message, table.rows)),
  ]);
}

function bodies(table: ExtensionTable): Body[] {
  return table.rows.flatMap((row) => [...row.bodies.values()]);
}

function codecNames(table: ExtensionTable): string[] {
  const names = bodies(table).flatMap((it) =>
    it.kind === 'struct' ? [`decode${it.struct.name}`, `encode${it.struct.name}`] : [],
  );
  return [...names, 'ExtensionType', 'extensionTypeName'];
}

function typeNames(table: ExtensionTable): string[] {
  const names = bodies(table).flatMap((it) => (it.kind === 'struct' ? [it.struct.name] : []));
  return [...names, 'Extension'];
}

/** A row that the message's typed form has a member for. */
interface TypedRow {
  readonly row: ExtensionRow;
  readonly member: string;
  readonly body: Exclude<Body, { kind: 'known' }>;
}

function typedRows(message: ExtensionMessage, rows: readonly ExtensionRow[]): TypedRow[] {
  return rows.flatMap((row) => {
    const body = row.bodies.get(message.abbreviation);
    if (body === undefined || body.kind === 'known') return [];
    return [{ row, member: camelCase(row.name), body }];
  });
}

function bodyType(body: TypedRow['body']): string {
  return body.kind === 'struct' ? body.struct.name : 'Uint8Array';
}

function messageStatements(
  message: ExtensionMessage,
  rows: readonly ExtensionRow[],
): (string | StatementStructures)[] {
  const typed = typedRows(message, rows);
  return [
    {
      kind: StructureKind.Interface,
      name: `${message.name}Extensions`,
      isExported: true,
      docs: [`The extensions of a ${message.name} that are read. ${rfcText(message.rfc)}`],
      properties: typed.map(({ member, body, row }) => ({
        name: member,
        type: bodyType(body),
        isReadonly: true,
        hasQuestionToken: true,
        docs: [rfcText(row.rfc)],
      })),
    },
    decoder(message, rows, typed),
    ...encoder(message, typed),
  ];
}

function decoder(
  message: ExtensionMessage,
  rows: readonly ExtensionRow[],
  typed: readonly TypedRow[],
): StatementStructures {
  const { name, answers } = message;
  const asked = answers ? '\n@param requested the types that this side asked for' : '';
  return {
    kind: StructureKind.Function,
    name: `decode${name}Extensions`,
    isExported: true,
    parameters: [
      { name: 'extensions', type: 'readonly Extension[]' },
      ...(answers ? [{ name: 'requested', type: 'ReadonlySet<number>' }] : []),
    ],
    returnType: `${name}Extensions`,
    docs: [
      `Reads the extensions of a ${name}; byte fields are views.\n${asked}\n@throws DecodeError with a code for each rule that is broken`,
    ],
    statements: [
      `const block = new ExtensionBlock(${quoted(name)}, extensions, extensionTypeName);`,
      `const found: Draft<${name}Extensions> = {};`,
      `for (const { extensionType, extensionData } of extensions) {
  switch (extensionType) {
${[...typed.map((it) => typedCase(message, it)), ...untypedCases(message, rows)].join('\n')}
  }
}`,
      'return found;',
    ],
  };
}

function typedCase(message: ExtensionMessage, { row, member, body }: TypedRow): string {
  const value =
    body.kind === 'struct' ? `decode${body.struct.name}(extensionData)` : 'extensionData';
  return `case ExtensionType.${row.name}:
  ${taking(message, row)}
  found.${member} = ${value};
  break;`;
}

/** How an extension is taken: an answer must have been asked for, some must stand last. */
function taking({ abbreviation, answers }: ExtensionMessage, row: ExtensionRow): string {
  if (row.last.includes(abbreviation)) return 'block.takeLast(extensionType);';
  const needsAsking = answers && !row.unasked.includes(abbreviation);
  return needsAsking ? 'block.takeAnswer(extensionType, requested);' : 'block.take(extensionType);';
}

function untypedCases(message: ExtensionMessage, rows: readonly ExtensionRow[]): string[] {
  const { abbreviation, answers } = message;
  const unread = rows.filter((it) => it.bodies.get(abbreviation)?.kind === 'known');
  const absent = rows.filter((it) => !it.bodies.has(abbreviation));
  const unknown = answers
    ? 'throw block.unsupported(extensionType);'
    : 'block.take(extensionType);';
  return [
    ...grouped(
      unread,
      `${answers ? 'block.takeAnswer(extensionType, requested)' : 'block.take(extensionType)'};\nbreak;`,
    ),
    ...grouped(absent, 'throw block.forbidden(extensionType);'),
    `default: ${unknown}`,
  ];
}

function grouped(rows: readonly ExtensionRow[], body: string): string[] {
  if (rows.length === 0) return [];
  return [...rows.map((it) => `case ExtensionType.${it.name}:`), body];
}

function encoder(
  message: ExtensionMessage,
  typed: readonly TypedRow[],
): (string | StatementStructures)[] {
  const { name } = message;
  const entries = typed.map(
    ({ member, body }) => `| readonly [name: ${quoted(member)}, value: ${bodyType(body)}]`,
  );
  const cases = typed.map(({ row, member, body }) => {
    const data = body.kind === 'struct' ? `encode${body.struct.name}(value)` : 'value';
    return `case ${quoted(member)}: return { extensionType: ExtensionType.${row.name}, extensionData: ${data} };`;
  });
  return [
    `${docComment(`The name of an extension in a ${name} and its value.`)}
export type ${name}Extension =\n${entries.join('\n')};`,
    `${docComment(`Makes one extension of a ${name}.\n\n@throws RangeError naming the field that is out of its bounds`)}
export function encode${name}Extension(...[name, value]: ${name}Extension): Extension {
  switch (name) {
${cases.join('\n')}
  }
}`,
  ];
}
