/** Reads and checks spec/extensions.ts: which extension may stand in which message. */
import { rfcText } from '../code-text.ts';
import { isIdentifier } from '../identifiers.ts';
import { SpecError } from '../spec-error.ts';
import { parseSpec } from '../spec-source.ts';
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
  readonly line: number;
}

export interface ExtensionMessage {
  readonly abbreviation: string;
  readonly name: string;
  /** The structure whose `extensions` these are. */
  readonly struct: string;
  /** Whether its extensions are answers to what this side has asked for. */
  readonly answers: boolean;
  readonly rfc: string;
  readonly line: number;
}

export interface ExtensionTable {
  readonly messages: readonly ExtensionMessage[];
  readonly rows: readonly ExtensionRow[];
}

const file = 'spec/extensions.ts';
const messageKeys = ['name', 'struct', 'answers', 'rfc'];
const rowKeys = ['code', 'rfc', 'in', 'unasked', 'last'];

/**
 * @param text the text of spec/extensions.ts
 * @param schema the wire format, for the structures that cells name
 * @throws SpecError
 */
export function readExtensionTable(text: string, schema: Schema): ExtensionTable {
  const source = parseSpec(file, text);
  const structs = new Map(
    schema.types.filter((it) => it.kind === 'struct').map((it) => [it.name, it]),
  );
  const messages = [...entries(readLiteral(file, source, 'extensionMessages'))].map(
    ([abbreviation, literal]) => messageOf(abbreviation, literal, structs),
  );
  const rows = [...entries(readLiteral(file, source, 'extensions'))].map(([name, literal]) =>
    rowOf(name, literal, { structs, messages }),
  );
  checkDistinct(messages, ({ name }) => name, 'the name');
  checkDistinct(rows, ({ code }) => code, 'the code point');
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

interface Known {
  readonly structs: ReadonlyMap<string, StructType>;
  readonly messages: readonly ExtensionMessage[];
}

function messageOf(
  abbreviation: string,
  literal: Literal,
  structs: ReadonlyMap<string, StructType>,
): ExtensionMessage {
  checkKeys(literal, messageKeys);
  const name = textOf(literal, 'name');
  checkName(name, literal.line);
  const struct = textOf(literal, 'struct');
  if (!structs.has(struct)) throw unknownStruct(struct, literal.line);
  const answers = entries(literal).get('answers')?.value;
  if (typeof answers !== 'boolean') {
    const problem = `${name} does not say whether its extensions are answers`;
    throw new SpecError(file, literal.line, problem, 'Write answers: true or answers: false.');
  }
  return { abbreviation, name, struct, answers, rfc: sectionOf(literal), line: literal.line };
}

function rowOf(name: string, literal: Literal, known: Known): ExtensionRow {
  checkKeys(literal, rowKeys);
  checkName(name, literal.line);
  const code = entries(literal).get('code')?.value;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 0 || code > 0xffff) {
    throw new SpecError(file, literal.line, `${name} has no code point`, 'Write code: 0 to 65535.');
  }
  const cells = entries(literal).get('in');
  if (cells === undefined) {
    const problem = `${name} stands in no message`;
    throw new SpecError(file, literal.line, problem, "Write in: { CH: 'known' }.");
  }
  const bodies = bodiesOf(cells, known);
  const read = known.messages.filter((it) => isRead(bodies.get(it.abbreviation)));
  return {
    name,
    code,
    rfc: sectionOf(literal),
    bodies,
    unasked: messagesIn(
      literal,
      'unasked',
      read.filter((it) => it.answers),
      known,
    ),
    last: messagesIn(literal, 'last', read, known),
    line: literal.line,
  };
}

function isRead(body: Body | undefined): boolean {
  return body !== undefined && body.kind !== 'known';
}

function bodiesOf(cells: Literal, { structs, messages }: Known): ReadonlyMap<string, Body> {
  const known = messages.map((it) => it.abbreviation);
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

/** A list of messages, of those for which the key says something. */
function messagesIn(
  literal: Literal,
  key: string,
  meant: readonly ExtensionMessage[],
  { messages }: Known,
): string[] {
  const list = entries(literal).get(key);
  if (list === undefined) return [];
  if (!Array.isArray(list.value)) {
    throw new SpecError(file, list.line, `${key} is not a list`, "Write a list such as ['CH'].");
  }
  const known = messages.map((it) => it.abbreviation);
  const choice = meant.map((it) => it.abbreviation);
  return list.value.map(({ value, line }: Literal) => {
    if (typeof value !== 'string' || !known.includes(value)) {
      throw unknownMessage(String(value), line, known);
    }
    if (choice.includes(value)) return value;
    const remedy = choice.length === 0 ? `Drop ${key}.` : `Write one of: ${choice.join(', ')}.`;
    throw new SpecError(file, line, `${key} says nothing of ${value} here`, remedy);
  });
}

function checkDistinct<Entry extends { readonly line: number; readonly name: string }>(
  all: readonly Entry[],
  keyOf: (entry: Entry) => unknown,
  what: string,
): void {
  for (const [index, entry] of all.entries()) {
    const earlier = all.slice(0, index).find((it) => keyOf(it) === keyOf(entry));
    if (earlier === undefined) continue;
    const problem = `${entry.name} has ${what} of ${earlier.name} in line ${earlier.line}`;
    throw new SpecError(file, entry.line, problem, 'Look up its own.');
  }
}

function checkKeys(literal: Literal, known: readonly string[]): void {
  for (const [key, { line }] of entries(literal)) {
    if (known.includes(key)) continue;
    throw new SpecError(file, line, `${key} means nothing here`, `Write ${known.join(', ')}.`);
  }
}

function checkName(name: string, line: number): void {
  if (isIdentifier(name)) return;
  const remedy = 'Write letters, digits and _, and no word that TypeScript keeps for itself.';
  throw new SpecError(file, line, `${name} is no name for generated code`, remedy);
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

function sectionOf(literal: Literal): string {
  const rfc = textOf(literal, 'rfc');
  if (/^\d+#[\w.]+$/.test(rfc)) return rfc;
  const line = entries(literal).get('rfc')?.line ?? literal.line;
  throw new SpecError(file, line, `${rfc} is no section of an RFC`, "Write such as '9846#4.3'.");
}

function unknownStruct(name: string, line: number): SpecError {
  const remedy = "Write the name of a struct in spec/wire, 'opaque' or 'known'.";
  return new SpecError(file, line, `${name} is no structure`, remedy);
}

function unknownMessage(name: string, line: number, known: readonly string[]): SpecError {
  return new SpecError(file, line, `${name} is no message`, `Write one of: ${known.join(', ')}.`);
}
