/**
 * `spec/registries.ts` -> `generated/registries.ts`: the code points with their names, the look-up
 * from a code that came over the wire, and the one table from an error to its alert.
 *
 * Only the tables' own consistency is checked here (shape, ranges, duplicates, names that must
 * exist). Whether a code is the one that IANA lists is for the reader of the spec.
 */
import type { CodeBlockWriter } from 'ts-morph';
import { checkedTable, type Row, type Shape, type Table, textOf } from './check-table.ts';
import { hexCode, literal, quoted, rfcText } from './code-text.ts';
import { errorPage, type Hints, type Texts } from './error-page.ts';
import type { GeneratedFile } from './spec-error.ts';
import { loadSpecModule, SpecPlace } from './spec-source.ts';
import { newWriter, writeDoc, writeFileHead, writeUnion } from './write-code.ts';

const SPEC_FILE = 'spec/registries.ts';

/**
 * The generated registries.
 * @param root the project's root; the spec is read from there
 * @throws SpecError for a malformed row, a code that stands twice, an unknown alert
 */
export async function emitRegistries(root: string): Promise<GeneratedFile[]> {
  const module = await loadSpecModule(root, SPEC_FILE);
  const place = new SpecPlace(root, SPEC_FILE);
  const read = (name: string, shape: Shape) => checkedTable(module[name], place.at(name), shape);

  const alerts = read('alerts', ALERT_SHAPE);
  const errors = read('errors', ERROR_SHAPE);
  checkAlerts(errors, alerts, place);
  const deferrable = checkedNames(module.deferrableErrors, errors, place.at('deferrableErrors'));
  const hints = {
    errors: checkedTexts(module.errorHints, errors, place.at('errorHints')),
    alerts: checkedTexts(module.peerAlertHints, alerts, place.at('peerAlertHints')),
  };
  const codePoints = CODE_POINT_REGISTRIES.map((registry) => ({
    registry,
    table: read(registry.table, registry.shape),
  }));

  const writer = newWriter();
  writeFileHead(writer, SPEC_FILE, FILE_ABOUT);
  writeAlerts(writer, alerts);
  writeErrors(writer, errors);
  writeHints(writer, hints);
  writeDeferrable(writer, deferrable);
  writeVocabularies(
    writer,
    codePoints.map(({ table }) => table),
  );
  for (const { registry, table } of codePoints) writeCodePoints(writer, registry, table);
  return [
    { path: 'generated/registries.ts', text: writer.toString() },
    { path: 'generated/errors.md', text: errorPage({ errors, alerts, hints }) },
  ];
}

const FILE_ABOUT =
  'The code points that this implementation knows, by name and by code, and the one table ' +
  'from an error to the alert that tells the peer of it.';

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

/** A registry of uint16 code points: the shape of its rows and the code to write for it. */
interface CodePointRegistry {
  readonly table: string;
  /** The generated interface; `${type}Name` is the union of the IANA names. */
  readonly type: string;
  /** What an entry is, in words. */
  readonly what: string;
  readonly shape: Shape;
  readonly fields: readonly Field[];
}

/** A field of the generated interface besides `name` and `code`. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

const CODE_POINT_REGISTRIES: readonly CodePointRegistry[] = [
  {
    table: 'cipherSuites',
    type: 'CipherSuite',
    what: 'cipher suite',
    shape: {
      code: 'uint16',
      aead: 'name',
      hash: 'name',
      keyLength: 'length',
      ivLength: 'length',
      tagLength: 'length',
      recordLimit: 'count',
      rfc: 'rfc',
    },
    fields: [
      { name: 'aead', type: 'AeadName', doc: 'What protects the records.' },
      { name: 'hash', type: 'HashName', doc: 'Hashes the transcript and derives the keys.' },
      { name: 'keyLength', type: 'number', doc: 'Bytes in an AEAD key.' },
      { name: 'ivLength', type: 'number', doc: 'Bytes in an AEAD nonce.' },
      { name: 'tagLength', type: 'number', doc: 'Bytes that the AEAD adds to a plaintext.' },
      { name: 'recordLimit', type: 'number', doc: 'Records that may be sent under one key.' },
    ],
  },
  {
    table: 'namedGroups',
    type: 'NamedGroup',
    what: 'group for the key exchange',
    shape: {
      code: 'uint16',
      clientShareLength: 'length',
      serverShareLength: 'length',
      postQuantum: 'flag',
      rfc: 'rfc',
    },
    fields: [
      { name: 'clientShareLength', type: 'number', doc: "Bytes in a client's key share." },
      { name: 'serverShareLength', type: 'number', doc: "Bytes in a server's key share." },
      {
        name: 'postQuantum',
        type: 'boolean',
        doc: 'Whether it withstands quantum computers: worth a HelloRetryRequest.',
      },
    ],
  },
  {
    table: 'signatureSchemes',
    type: 'SignatureScheme',
    what: 'signature scheme',
    shape: {
      code: 'uint16',
      key: 'name',
      hash: 'name',
      use: { listOf: ['handshake', 'certificate'] },
      rfc: 'rfc',
    },
    fields: [
      { name: 'key', type: 'KeyKind', doc: 'The kind of key that makes such signatures.' },
      { name: 'hash', type: 'HashName', doc: 'Hashes what is signed.' },
      {
        name: 'use',
        type: "readonly ('handshake' | 'certificate')[]",
        doc: 'Where it may stand: in CertificateVerify, in the signatures of a chain.',
      },
    ],
  },
];

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

/** The unions of names that the tables use: AEADs, hashes, kinds of keys. */
function writeVocabularies(writer: CodeBlockWriter, tables: readonly Table[]): void {
  const named = (field: string) =>
    tables.flatMap((table) =>
      Object.values(table).flatMap((row) => (field in row ? [textOf(row, field)] : [])),
    );
  writer.blankLine();
  writeDoc(writer, ['AEAD algorithms of the cipher suites.']);
  writeUnion(writer, 'AeadName', named('aead'));
  writer.blankLine();
  writeDoc(writer, ['Hash functions of the cipher suites and signature schemes.']);
  writeUnion(writer, 'HashName', named('hash'));
  writer.blankLine();
  writeDoc(writer, ['Kinds of signature keys.']);
  writeUnion(writer, 'KeyKind', named('key'));
}

function writeCodePoints(writer: CodeBlockWriter, registry: CodePointRegistry, table: Table): void {
  const { type, what } = registry;
  writer.blankLine();
  writeDoc(writer, [`IANA name of a ${what}.`]);
  writeUnion(writer, `${type}Name`, Object.keys(table));
  writer.blankLine();
  writeEntryType(writer, registry);
  writer.blankLine();
  writeDoc(writer, [`Each ${what} that is known, in our order of preference.`]);
  writer
    .write(`export const ${registry.table}: Readonly<Record<${type}Name, ${type}>> = `)
    .inlineBlock(() => {
      for (const [name, row] of Object.entries(table)) {
        writeDoc(writer, [`${rfcText(textOf(row, 'rfc'))}.`]);
        writer.writeLine(`${name}: ${entryLiteral(name, row, registry)},`);
      }
    });
  writer.write(';').newLine().blankLine();
  writeLookup(writer, registry);
}

function writeEntryType(writer: CodeBlockWriter, registry: CodePointRegistry): void {
  writeDoc(writer, [`What is fixed about a ${registry.what}.`]);
  writer.write(`export interface ${registry.type}`).block(() => {
    writer.writeLine(`readonly name: ${registry.type}Name;`);
    writeDoc(writer, ['The code point on the wire.']);
    writer.writeLine('readonly code: number;');
    for (const field of registry.fields) {
      writeDoc(writer, [field.doc]);
      writer.writeLine(`readonly ${field.name}: ${field.type};`);
    }
  });
}

function writeLookup(writer: CodeBlockWriter, { table, type, what }: CodePointRegistry): void {
  const lookup = `${type.charAt(0).toLowerCase()}${type.slice(1)}Of`;
  writeDoc(writer, [`The ${what} with this code point; undefined if it is not known here.`]);
  writer.write(`export function ${lookup}(code: number): ${type} | undefined`).block(() => {
    writer.writeLine(`return ${table}ByCode.get(code);`);
  });
  writer
    .blankLine()
    .writeLine(`const ${table}ByCode: ReadonlyMap<number, ${type}> = new Map(`)
    .writeLine(`  Object.values(${table}).map((entry) => [entry.code, entry]),`)
    .writeLine(');');
}

function entryLiteral(name: string, row: Row, registry: CodePointRegistry): string {
  const fields = registry.fields.map((field) => `${field.name}: ${literal(row[field.name] ?? '')}`);
  return `{ name: ${quoted(name)}, code: ${hexCode(Number(row.code))}, ${fields.join(', ')} }`;
}

function objectLiteral(row: Row): string {
  const fields = Object.entries(row).map(([field, value]) => `${field}: ${literal(value)}`);
  return `{ ${fields.join(', ')} }`;
}
