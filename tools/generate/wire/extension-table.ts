/** Reads and checks spec/extensions.ts: which extension may stand in which message. */
import { SpecError } from '../spec-error.ts';
import { type Literal, readLiteral } from './read-literal.ts';
import type { EnumType, Schema, StructType } from './schema.ts';

/** What the body of an extension is in one message. */
export type Body =
  | { readonly kind: 'struct'; readonly struct: StructType }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'known' };

export interface ExtensionRow {
  readonly name: string;
  readonly code: number;
  readonly rfc: string;
  /** By the abbreviation of the message. */
  readonly bodies: ReadonlyMap<string, Body>;
  readonly unasked: readonly string[];
  readonly last: readonly string[];
}

export interface ExtensionMessage {
  readonly abbreviation: string;
  readonly name: string;
  /** The structure whose `extensions` these are. */
  readonly struct: string;
  /** Whether its extensions are answers to what this side has asked for. */
  readonly answers: boolean;
  readonly rfc: string;
}

export interface ExtensionTable {
  readonly messages: readonly ExtensionMessage[];
  readonly rows: readonly ExtensionRow[];
}

const file = 'spec/extensions.ts';

/**
 * @param source the text of spec/extensions.ts
 * @param schema the wire format, for the structures that cells name
 * @throws SpecError
 */
export function readExtensionTable(source: string, schema: Schema): ExtensionTable {
  const structs = new Map(
    schema.types.filter((it) => it.kind === 'struct').map((it) => [it.name, it]),
  );
  const messages = [...entries(readLiteral(file, source, 'extensionMessages'))].map(
    ([abbreviation, literal]) => messageOf(abbreviation, literal, structs),
  );
  const known = messages.map((it) => it.abbreviation);
  const rows = [...entries(readLiteral(file, source, 'extensions'))].map(([name, literal]) =>
    rowOf(name, literal, { structs, known }),
  );
  checkCodes(rows, readLiteral(file, source, 'extensions'));
  return { messages, rows };
}

/** The table's names as an enum, in the place of the bare number that the wire files have. */
export function withExtensionTypes(schema: Schema, table: ExtensionTable): Schema {
  const types = schema.types.map((it) => {
    if (it.kind !== 'alias' || it.name !== 'ExtensionType') return it;
    const values = table.rows.map(({ name, code, rfc }) => ({ name, code, doc: rfcText(rfc) }));
    values.sort((one, other) => one.code - other.code);
    const doc = 'The type of an extension. RFC 9846 4.3; spec/extensions.ts';
    return { kind: 'enum', name: it.name, doc, bits: 16, values, ranges: [] } satisfies EnumType;
  });
  return { types };
}

/** `9846#4.3` as `RFC 9846 4.3`. */
export function rfcText(rfc: string): string {
  return `RFC ${rfc.replace('#', ' ')}`;
}

interface Known {
  readonly structs: ReadonlyMap<string, StructType>;
  readonly known: readonly string[];
}

function messageOf(
  abbreviation: string,
  literal: Literal,
  structs: ReadonlyMap<string, StructType>,
): ExtensionMessage {
  const name = textOf(literal, 'name');
  const struct = textOf(literal, 'struct');
  if (!structs.has(struct)) throw unknownStruct(struct, literal.line);
  const answers = entries(literal).get('answers')?.value === true;
  return { abbreviation, name, struct, answers, rfc: textOf(literal, 'rfc') };
}

function rowOf(name: string, literal: Literal, known: Known): ExtensionRow {
  const code = entries(literal).get('code')?.value;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 0 || code > 0xffff) {
    throw new SpecError(file, literal.line, `${name} has no code point`, 'Write code: 0 to 65535.');
  }
  const cells = entries(literal).get('in');
  if (cells === undefined) {
    throw new SpecError(
      file,
      literal.line,
      `${name} stands in no message`,
      "Write in: { CH: 'known' }.",
    );
  }
  return {
    name,
    code,
    rfc: textOf(literal, 'rfc'),
    bodies: bodiesOf(cells, known),
    unasked: messagesIn(literal, 'unasked', known.known),
    last: messagesIn(literal, 'last', known.known),
  };
}

function bodiesOf(cells: Literal, { structs, known }: Known): ReadonlyMap<string, Body> {
  const bodies = new Map<string, Body>();
  for (const [message, { value, line }] of entries(cells)) {
    if (!known.includes(message)) throw unknownMessage(message, line, known);
    const struct = typeof value === 'string' ? structs.get(value) : undefined;
    if (struct !== undefined) bodies.set(message, { kind: 'struct', struct });
    else if (value === 'opaque' || value === 'known') bodies.set(message, { kind: value });
    else throw unknownStruct(String(value), line);
  }
  return bodies;
}

function messagesIn(literal: Literal, key: string, known: readonly string[]): string[] {
  const list = entries(literal).get(key);
  if (list === undefined) return [];
  if (!Array.isArray(list.value)) {
    throw new SpecError(file, list.line, `${key} is not a list`, "Write a list such as ['CH'].");
  }
  return list.value.map(({ value, line }: Literal) => {
    if (typeof value !== 'string' || !known.includes(value))
      throw unknownMessage(String(value), line, known);
    return value;
  });
}

function checkCodes(rows: readonly ExtensionRow[], literal: Literal): void {
  const names = new Map<number, string>();
  for (const { name, code } of rows) {
    const earlier = names.get(code);
    if (earlier !== undefined) {
      const line = entries(literal).get(name)?.line ?? literal.line;
      throw new SpecError(
        file,
        line,
        `${name} has the code point of ${earlier}`,
        'Look up its own.',
      );
    }
    names.set(code, name);
  }
}

function entries(literal: Literal): ReadonlyMap<string, Literal> {
  if (literal.value instanceof Map) return literal.value;
  throw new SpecError(file, literal.line, 'an object is due here', 'Write { ... }.');
}

function textOf(literal: Literal, key: string): string {
  const value = entries(literal).get(key)?.value;
  if (typeof value === 'string') return value;
  throw new SpecError(file, literal.line, `${key} is missing`, `Write ${key}: '...'.`);
}

function unknownStruct(name: string, line: number): SpecError {
  const remedy = "Write the name of a struct in spec/wire, 'opaque' or 'known'.";
  return new SpecError(file, line, `${name} is no structure`, remedy);
}

function unknownMessage(name: string, line: number, known: readonly string[]): SpecError {
  return new SpecError(file, line, `${name} is no message`, `Write one of: ${known.join(', ')}.`);
}
