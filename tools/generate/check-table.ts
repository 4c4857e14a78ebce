/**
 * The checks that every literal table of the spec must pass before code is made of it: each row
 * has a name that code can use, the fields of its shape and no others, and no code stands twice.
 */
import { isIdentifier } from './identifiers.ts';
import type { SpecPlace } from './spec-source.ts';

/** One row of a table: its checked fields. Lists hold text. */
export type Row = Readonly<Record<string, string | number | boolean | readonly string[]>>;
/** A table of the spec: rows by name, in the order of the file. */
export type Table = Readonly<Record<string, Row>>;
/** A field's kind, or the closed list of texts that it may be, or that it may list. */
export type FieldKind = keyof typeof FIELD_KINDS | readonly string[] | ListOf;
/** A list of one or more of these texts, each once. */
export interface ListOf {
  readonly listOf: readonly string[];
}
/** The fields of a row. All must be there. */
export type Shape = Readonly<Record<string, FieldKind>>;

/**
 * The table, once each row is known to have its shape.
 * @param shape the same for all rows, or chosen by a look at the row
 * @throws SpecError naming the row, the field and what belongs there
 */
export function checkedTable(
  table: unknown,
  place: SpecPlace,
  shape: Shape | ((row: Readonly<Record<string, unknown>>) => Shape),
): Table {
  if (!isRecord(table)) throw place.error('is not exported', 'export it as an object literal');
  for (const [name, row] of Object.entries(table)) {
    if (!isRecord(row)) throw place.at(name).error('is not an object literal', 'write { ... }');
    requireIdentifier(name, place.at(name));
    checkRow(row, place.at(name), typeof shape === 'function' ? shape(row) : shape);
  }
  checkDistinctCodes(table as Table, place);
  // checkRow has looked at every field of every row.
  return table as Table;
}

/** @throws SpecError unless code can use the name as it is */
function requireIdentifier(name: string, place: SpecPlace): void {
  if (isIdentifier(name)) return;
  const remedy = 'write letters and digits only, and no word that TypeScript keeps for itself';
  throw place.error('is no name for generated code', remedy);
}

/** A field that the shape declares as text. */
export function textOf(row: Row, field: string): string {
  return String(row[field]);
}

/** Whether a value is an object with named fields. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const CITATION = /^(?:\d+|draft-[a-z\d-]+)#[\w.]+$/;

const FIELD_KINDS = {
  uint8: { is: (value: unknown) => isUint(value, 0xff), remedy: 'an integer from 0 to 255' },
  uint16: { is: (value: unknown) => isUint(value, 0xffff), remedy: 'an integer from 0 to 0xffff' },
  length: {
    is: (value: unknown) => isUint(value, 0xffff) && value !== 0,
    remedy: 'a length in bytes, from 1 to 65535',
  },
  count: {
    is: (value: unknown) => isUint(value, Number.MAX_SAFE_INTEGER),
    remedy: 'an integer from 0 to 2^53-1',
  },
  text: {
    is: (value: unknown) => typeof value === 'string' && /^[^\r\n]+$/.test(value),
    remedy: 'a text of one line',
  },
  // HkdfLabel has 255 bytes for it, of which "tls13 " takes 6 (RFC 9846 7.1).
  label: {
    is: (value: unknown) => typeof value === 'string' && /^[\x20-\x7e]{1,249}$/.test(value),
    remedy: 'a label of 1 to 249 ASCII characters',
  },
  flag: { is: (value: unknown) => typeof value === 'boolean', remedy: 'true or false' },
  name: { is: isName, remedy: "a name without spaces, such as 'sha256'" },
  names: {
    is: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isName),
    remedy: "a list of names, such as ['mainSecret']",
  },
  rfc: {
    is: (value: unknown) => typeof value === 'string' && CITATION.test(value),
    remedy: "the RFC's number or the draft's name, '#' and the section, such as '9846#7.1'",
  },
};

function checkRow(row: Readonly<Record<string, unknown>>, place: SpecPlace, shape: Shape): void {
  for (const [field, kind] of Object.entries(shape)) {
    if (!(field in row)) throw place.error(`has no field ${field}`, `add ${remedyFor(kind)}`);
    if (!fits(row[field], kind)) {
      const found = JSON.stringify(row[field]);
      throw place.at(field).error(`${found} does not fit`, `write ${remedyFor(kind)}`);
    }
  }
  for (const field of Object.keys(row)) {
    if (field in shape) continue;
    const known = Object.keys(shape).join(', ');
    throw place.at(field).error('is no field of this table', `its fields are ${known}`);
  }
}

function fits(value: unknown, kind: FieldKind): boolean {
  if (typeof kind === 'string') return FIELD_KINDS[kind].is(value);
  if (!isList(kind)) return typeof value === 'string' && kind.includes(value);
  if (!Array.isArray(value) || value.length === 0) return false;
  return new Set(value).size === value.length && value.every((one) => kind.listOf.includes(one));
}

function remedyFor(kind: FieldKind): string {
  if (typeof kind === 'string') return FIELD_KINDS[kind].remedy;
  return isList(kind) ? `a list of ${kind.listOf.join(', ')}` : `one of ${kind.join(', ')}`;
}

function isList(kind: readonly string[] | ListOf): kind is ListOf {
  return 'listOf' in kind;
}

function isUint(value: unknown, max: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[\w.-]+$/.test(value);
}

function checkDistinctCodes(table: Table, place: SpecPlace): void {
  const nameOf = new Map<unknown, string>();
  for (const [name, row] of Object.entries(table)) {
    if (row.code === undefined) continue;
    const other = nameOf.get(row.code);
    if (other !== undefined) {
      const problem = `code ${row.code} already belongs to ${other}`;
      throw place.at(name).at('code').error(problem, 'give each entry its own IANA code point');
    }
    nameOf.set(row.code, name);
  }
}
