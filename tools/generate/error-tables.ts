/**
 * The registry's tables of alerts, errors, hints and limits -> their part of
 * `generated/registries.ts`. Each names only what stands in the others.
 */
import type { CodeBlockWriter } from 'ts-morph';
import { checkedTable, type Row, type Shape, type Table, textOf } from './check-table.ts';
import { literal, quoted, rfcText } from './code-text.ts';
import type { Hints, Texts } from './error-page.ts';
import type { SpecPlace } from './spec-source.ts';
import { writeDoc, writeUnion } from './write-code.ts';

/** The tables of errors and what goes with them, checked against each other. */
export function readErrorTables(module: Readonly<Record<string, unknown>>, place: SpecPlace) {
  const read = (name: string, shape: Shape) => checkedTable(module[name], place.at(name), shape);
  const alerts = read('alerts', ALERT_SHAPE);
  const errors = read('errors', ERROR_SHAPE);
  checkAlerts(errors, alerts, place);
  const limits = read('limits', LIMIT_SHAPE);
  checkLimits(limits, errors, place);
  const deferrable = checkedNames(module.deferrableErrors, errors, place.at('deferrableErrors'));
  const hints = {
    errors: checkedTexts(module.errorHints, errors, place.at('errorHints')),
    alerts: checkedTexts(module.peerAlertHints, alerts, place.at('peerAlertHints')),
  };
  return { alerts, errors, limits, deferrable, hints };
}

/** Their part of `generated/registries.ts`. */
export function writeErrorTables(
  writer: CodeBlockWriter,
  tables: ReturnType<typeof readErrorTables>,
): void {
  writeAlerts(writer, tables.alerts);
  writeErrors(writer, tables.errors);
  writeHints(writer, tables.hints);
  writeLimits(writer, tables.limits);
  writeDeferrable(writer, tables.deferrable);
}

const ALERT_LEVELS: Readonly<Record<string, number>> = { warning: 1, fatal: 2 };
const ALERT_SHAPE: Shape = {
  code: 'uint8',
  level: Object.keys(ALERT_LEVELS),
  kind: ['closure', 'error'],
  rfc: 'rfc',
};

/** What an error says about whose fault it is. The order is the one in which people read them. */
const FAULTS = [
  'peer',
  'incompatible',
  'malformed',
  'certificate',
  'transport',
  'caller',
  'local',
  'internal',
];
const NO_ALERT = 'none';
const ERROR_SHAPE: Shape = { alert: 'name', fault: FAULTS, rfc: 'rfc', text: 'text' };

const LIMIT_SHAPE: Shape = {
  value: 'count',
  what: 'text',
  error: 'name',
  reason: 'text',
  rfc: 'rfc',
};

/** An error is told by an alert that is there and is one for errors, or by none. */
function checkAlerts(errors: Table, alerts: Table, file: SpecPlace): void {
  if (NO_ALERT in alerts) {
    const remedy = `give it another name: '${NO_ALERT}' says that nothing is sent`;
    throw file.at('alerts').at(NO_ALERT).error('is no name for an alert', remedy);
  }
  for (const [code, row] of Object.entries(errors)) {
    const alert = textOf(row, 'alert');
    if (alert === NO_ALERT || alerts[alert]?.kind === 'error') continue;
    const problem =
      alerts[alert] === undefined ? 'there is no alert' : 'an error does not end with';
    const remedy = `write a name of the table alerts whose kind is error, or '${NO_ALERT}'`;
    throw file.at('errors').at(code).at('alert').error(`${problem} '${alert}'`, remedy);
  }
}

/** Passing a limit is an error of the table. */
function checkLimits(limits: Table, errors: Table, file: SpecPlace): void {
  for (const [name, row] of Object.entries(limits)) {
    const error = textOf(row, 'error');
    if (error in errors) continue;
    const place = file.at('limits').at(name).at('error');
    throw place.error(`there is no error '${error}'`, 'write a name of the table errors');
  }
}

/** A list of error codes, each of them in the table. */
function checkedNames(value: unknown, errors: Table, place: SpecPlace): readonly string[] {
  if (!Array.isArray(value)) throw place.error('it is no list', "write ['CERT_HAS_EXPIRED']");
  const unknown = value.find((one) => !(String(one) in errors));
  if (unknown !== undefined) {
    throw place.error(`there is no error '${unknown}'`, 'write a name of the table errors');
  }
  return value.map(String);
}

/** Texts under names, each of them in the table. */
function checkedTexts(value: unknown, table: Table, place: SpecPlace): Texts {
  const entries = Object.entries(value ?? {});
  for (const [name, text] of entries) {
    if (!(name in table)) {
      throw place.at(name).error(`there is no '${name}'`, 'write a name of the table above');
    }
    if (typeof text !== 'string' || text === '') {
      throw place.at(name).error('is no text', "write 'what people may look at'");
    }
  }
  return Object.fromEntries(entries);
}

function writeHints(writer: CodeBlockWriter, { errors, alerts }: Hints): void {
  writer.blankLine();
  writeDoc(writer, ['What people may look at, or do, when a connection ended so.']);
  writer
    .write('export const errorHints: Readonly<Partial<Record<ErrorCode, string>>> = ')
    .write(`${objectLiteral(errors)};`)
    .blankLine();
  writeDoc(writer, ['What it means when the peer sends this alert.']);
  writer
    .write('export const peerAlertHints: Readonly<Partial<Record<AlertName, string>>> = ')
    .write(`${objectLiteral(alerts)};`)
    .newLine();
}

function writeLimits(writer: CodeBlockWriter, limits: Table): void {
  writer.blankLine();
  writeDoc(writer, ['What a peer may make grow, and repeat: when it is enough. Lengths in bytes.']);
  writer.write('export const limits = ').inlineBlock(() => {
    for (const [name, row] of Object.entries(limits)) {
      const [what, reason] = [textOf(row, 'what'), textOf(row, 'reason')];
      writeDoc(writer, [`${what}: ${reason}. @see ${rfcText(textOf(row, 'rfc'))}`]);
      writer.writeLine(`${name}: ${row.value},`);
    }
  });
  writer.write(' as const;').newLine();
}

function writeAlerts(writer: CodeBlockWriter, alerts: Table): void {
  const rows = Object.entries(alerts);
  writer.blankLine();
  writeDoc(writer, ['AlertDescription (RFC 9846 6): the code of each alert.']);
  writer.write('export const alertCodes = ').inlineBlock(() => {
    for (const [name, row] of rows) writer.writeLine(`${name}: ${row.code},`);
  });
  writer.write(' as const;').newLine().blankLine();

  writeDoc(writer, ["An alert's IANA name."]);
  writer.writeLine('export type AlertName = keyof typeof alertCodes;').blankLine();

  writeDoc(writer, ['AlertLevel (RFC 9846 6) of each alert when it is sent: warning 1, fatal 2.']);
  writer
    .write('export const alertLevels: Readonly<Record<AlertName, 1 | 2>> = ')
    .inlineBlock(() => {
      for (const [name, row] of rows) {
        writer.writeLine(`${name}: ${ALERT_LEVELS[textOf(row, 'level')]},`);
      }
    });
  writer.write(';').newLine().blankLine();

  const closures = rows.filter(([, row]) => row.kind === 'closure').map(([name]) => name);
  writeDoc(writer, [
    'The alerts that end one direction in peace; all others are errors (6.1, 6.2).',
  ]);
  writer
    .writeLine('export const closureAlerts: ReadonlySet<AlertName> = new Set<AlertName>([')
    .writeLine(`${closures.map(quoted).join(', ')}]);`)
    .blankLine();

  writeDoc(writer, ['The name of an alert that came over the wire; undefined if it is unknown.']);
  writer.write('export function alertNameOf(code: number): AlertName | undefined').block(() => {
    writer.writeLine('return alertNames.get(code);');
  });
  writer
    .blankLine()
    .writeLine('const alertNames: ReadonlyMap<number, AlertName> = new Map<number, AlertName>([');
  for (const [name, row] of rows) writer.writeLine(`  [${row.code}, ${quoted(name)}],`);
  writer.writeLine(']);');
}

function writeDeferrable(writer: CodeBlockWriter, names: readonly string[]): void {
  writer.blankLine();
  writeDoc(writer, ["Refusals of a client's certificate that may be told after its Finished."]);
  writer
    .writeLine('export const deferrableErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([')
    .writeLine(`${names.map(literal).join(', ')}]);`)
    .blankLine();
}

function writeErrors(writer: CodeBlockWriter, errors: Table): void {
  const rows = Object.entries(errors);
  writer.blankLine();
  writeDoc(writer, ['Every way in which a connection can end badly.']);
  writeUnion(writer, 'ErrorCode', Object.keys(errors));
  writer.blankLine();
  writeDoc(writer, ['Whose fault an error is.']);
  writeUnion(writer, 'Fault', FAULTS);
  writer.blankLine();
  writeDoc(writer, ['What is fixed about an error.']);
  writer.write('export interface ErrorInfo').block(() => {
    writeDoc(writer, [`The alert that tells the peer; '${NO_ALERT}' where nothing can be said.`]);
    writer.writeLine(`readonly alert: AlertName | ${quoted(NO_ALERT)};`);
    writer.writeLine('readonly fault: Fault;');
    writeDoc(writer, ['RFC and section, such as `9846#5.1`.']);
    writer.writeLine('readonly rfc: string;');
    writeDoc(writer, ['One clause that says what happened.']);
    writer.writeLine('readonly text: string;');
  });
  writer.blankLine();
  writeDoc(writer, ['The one table from an error to its alert.']);
  writer
    .write('export const errorInfo: Readonly<Record<ErrorCode, ErrorInfo>> = ')
    .inlineBlock(() => {
      for (const [code, row] of rows) writer.writeLine(`${code}: ${objectLiteral(row)},`);
    });
  writer.write(';').newLine();
}

function objectLiteral(row: Row | Texts): string {
  const fields = Object.entries(row).map(([field, value]) => `${field}: ${literal(value)}`);
  return `{ ${fields.join(', ')} }`;
}
