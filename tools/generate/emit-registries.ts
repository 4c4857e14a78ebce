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
import { errorPage } from './error-page.ts';
import { readErrorTables, writeErrorTables } from './error-tables.ts';
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

  const tables = readErrorTables(module, place);
  const codePoints = CODE_POINT_REGISTRIES.map((registry) => ({
    registry,
    table: read(registry.table, registry.shape),
  }));

  const writer = newWriter();
  writeFileHead(writer, SPEC_FILE, FILE_ABOUT);
  writeErrorTables(writer, tables);
  writeVocabularies(
    writer,
    codePoints.map(({ table }) => table),
  );
  for (const { registry, table } of codePoints) writeCodePoints(writer, registry, table);
  return [
    { path: 'generated/registries.ts', text: writer.toString() },
    { path: 'generated/errors.md', text: errorPage(tables) },
  ];
}

const FILE_ABOUT =
  'The code points that this implementation knows, by name and by code, and the one table ' +
  'from an error to the alert that tells the peer of it.';

/** A registry of uint16 code points: the shape of its rows and the code to write for it. */
interface CodePointRegistry {
  readonly table: string;
  /** The generated interface; `${type}Name` is the union of the IANA names. */
  readonly type: string;
  /** What an entry is, in words. */
  readonly what: string;
  readonly shape: Shape;
  readonly fields: readonly Field[];
  /** No look-up is written, which programs without a use for the table would carry. */
  readonly isOptional?: boolean;
}

/** A field of the generated interface besides `name` and `code`. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

const SUITE_LENGTHS: readonly Field[] = [
  { name: 'keyLength', type: 'number', doc: 'Bytes in a key of the cipher.' },
  { name: 'ivLength', type: 'number', doc: 'Bytes in an AEAD nonce.' },
  {
    name: 'explicitNonceLength',
    type: 'number',
    doc: 'Bytes of the nonce that travel with each record (RFC 5288 3).',
  },
  { name: 'tagLength', type: 'number', doc: 'Bytes that the AEAD adds to a plaintext.' },
  { name: 'recordLimit', type: 'number', doc: 'Records that may be sent under one key.' },
];

const CODE_POINT_REGISTRIES: readonly CodePointRegistry[] = [
  {
    table: 'cipherSuites',
    type: 'CipherSuite',
    what: 'cipher suite',
    shape: {
      code: 'uint16',
      protocol: ['TLSv1.2', 'TLSv1.3'],
      authentication: ['any', 'ecdsa', 'rsa'],
      aead: 'name',
      hash: 'name',
      keyLength: 'length',
      ivLength: 'length',
      explicitNonceLength: 'count',
      tagLength: 'length',
      recordLimit: 'count',
      rfc: 'rfc',
    },
    fields: [
      { name: 'protocol', type: 'ProtocolName', doc: 'The one version that it is for.' },
      {
        name: 'authentication',
        type: "'any' | 'ecdsa' | 'rsa'",
        doc: 'Which kind of signature the server makes; EdDSA goes with ECDSA (RFC 8422 2.2).',
      },
      { name: 'aead', type: 'AeadName', doc: 'What protects the records.' },
      { name: 'hash', type: 'HashName', doc: 'Hashes the transcript and derives the keys.' },
      ...SUITE_LENGTHS,
    ],
  },
  {
    table: 'legacyCipherSuites',
    type: 'LegacyCipherSuite',
    what: 'cipher suite that is not safe any more',
    isOptional: true,
    shape: {
      code: 'uint16',
      protocol: ['TLSv1.2'],
      keyExchange: ['ecdhe', 'rsa'],
      authentication: ['ecdsa', 'rsa'],
      aead: ['none', 'aes-128-gcm', 'aes-256-gcm'],
      mac: ['none', 'sha1', 'sha256', 'sha384'],
      hash: 'name',
      macLength: 'count',
      keyLength: 'length',
      ivLength: 'count',
      explicitNonceLength: 'count',
      tagLength: 'count',
      recordLimit: 'count',
      rfc: 'rfc',
    },
    fields: [
      { name: 'protocol', type: "'TLSv1.2'", doc: 'The one version that it is for.' },
      {
        name: 'keyExchange',
        type: "'ecdhe' | 'rsa'",
        doc: 'How the secret comes about; with `rsa` the server decrypts it, and signs nothing.',
      },
      { name: 'authentication', type: "'ecdsa' | 'rsa'", doc: "The kind of the server's key." },
      {
        name: 'aead',
        type: "'none' | 'aes-128-gcm' | 'aes-256-gcm'",
        doc: 'What protects the records; `none`: AES-CBC and an HMAC.',
      },
      {
        name: 'mac',
        type: "'none' | 'sha1' | 'sha256' | 'sha384'",
        doc: 'The hash of the HMAC; `none` with an AEAD.',
      },
      { name: 'hash', type: 'HashName', doc: 'Hashes the transcript and derives the keys.' },
      { name: 'macLength', type: 'number', doc: 'Bytes in a key of the HMAC, and in its result.' },
      ...SUITE_LENGTHS,
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
      tls12: 'flag',
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
      { name: 'tls12', type: 'boolean', doc: 'Whether TLS 1.2 can use it as well.' },
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
      use: { listOf: ['tls13', 'tls12', 'certificate'] },
      rfc: 'rfc',
    },
    fields: [
      { name: 'key', type: 'KeyKind', doc: 'The kind of key that makes such signatures.' },
      { name: 'hash', type: 'HashName', doc: 'Hashes what is signed.' },
      {
        name: 'use',
        type: "readonly ('tls13' | 'tls12' | 'certificate')[]",
        doc: 'Where it may stand: in the handshake of a version, in the signatures of a chain.',
      },
    ],
  },
];

/** The unions of names that the tables use: AEADs, hashes, kinds of keys. */
function writeVocabularies(writer: CodeBlockWriter, tables: readonly Table[]): void {
  const named = (field: string) =>
    tables.flatMap((table) =>
      Object.values(table).flatMap((row) => (field in row ? [textOf(row, field)] : [])),
    );
  const without = (names: readonly string[], one: string) => names.filter((name) => name !== one);
  writer.blankLine();
  writeDoc(writer, ['AEAD algorithms of the cipher suites.']);
  writeUnion(writer, 'AeadName', without(named('aead'), 'none'));
  writer.blankLine();
  writeDoc(writer, ['Hash functions of the cipher suites and signature schemes.']);
  writeUnion(writer, 'HashName', named('hash'));
  writer.blankLine();
  writeDoc(writer, ["Versions of TLS that are spoken here, by node:tls's names."]);
  writeUnion(writer, 'ProtocolName', named('protocol'));
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
  writer.write(';').newLine();
  if (registry.isOptional === true) return;
  writer.blankLine();
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
