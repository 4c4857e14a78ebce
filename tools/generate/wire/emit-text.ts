/** Small pieces of TypeScript text that all emitters of the wire format share. */
import { Project, type StatementStructures } from 'ts-morph';
import { quoted } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import type { Codec, Field, StructType } from './schema.ts';

type Statements = readonly (string | StatementStructures)[];

/** One generated file from its statements; the formatter gives it its last shape. */
export function generatedFile(path: string, statements: Statements): GeneratedFile {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile(path, { statements: statements.map(spaced) });
  return { path, text: file.getFullText() };
}

/** An empty line before each documented piece; the formatter takes what is too many. */
function spaced(statement: string | StatementStructures): string | StatementStructures {
  if (typeof statement !== 'string') return { ...statement, leadingTrivia: '\n' };
  return statement.startsWith('/**') ? `\n${statement}` : statement;
}

/** How errors and traces name a field: `'ClientHello.random'`. */
export function fieldLabel(struct: StructType, field: Field): string {
  return quoted(`${struct.name}.${field.name}`);
}

/** What is wrong with a field, as a literal: `'ServerName.name_type: does not go with ...'`. */
export function fieldMessage(struct: StructType, field: Field, problem: string): string {
  return quoted(`${struct.name}.${field.name}: ${problem}`);
}

/** The TypeScript type of a codec's value. */
export function typeOf(codec: Codec): string {
  switch (codec.kind) {
    case 'uint':
      return codec.alias ?? (codec.bits === 64 ? 'bigint' : 'number');
    case 'bytes':
    case 'vector':
      return codec.alias ?? 'Uint8Array';
    case 'rest':
      return 'Uint8Array';
    case 'struct':
      return codec.struct.name;
    case 'array':
    case 'list':
      return `readonly ${typeOf(codec.element)}[]`;
  }
}

/** The lines of an import that names what is used, or nothing. */
export function importOf(
  names: Iterable<string>,
  from: string,
  kind: 'import' | 'import type',
): string {
  const sorted = [...new Set(names)].sort();
  return sorted.length === 0 ? '' : `${kind} { ${sorted.join(', ')} } from ${quoted(from)};`;
}

/** The bytes of a hexadecimal constant, as elements of an array. */
export function hexBytes(hex: string): string {
  return (hex.match(/../g) ?? []).map((it) => `0x${it}`).join(', ');
}

/** Lengths in words, for documentation: `2 to 65534 bytes`. */
export function boundsOf(codec: Codec): string {
  switch (codec.kind) {
    case 'bytes':
      return `${codec.length} bytes`;
    case 'vector':
    case 'list':
      return `${codec.floor} to ${codec.ceiling} bytes`;
    default:
      return '';
  }
}
