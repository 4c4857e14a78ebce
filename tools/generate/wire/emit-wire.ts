/**
 * The wire part of the generator: from spec/wire/*.tls and spec/extensions.ts to the generated
 * decoders, encoders, printers and arbitraries.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type GeneratedFile, SpecError } from '../spec-error.ts';
import { readSpec } from '../spec-source.ts';
import { checkWireFiles } from './check.ts';
import { checkExtensions } from './check-extensions.ts';
import { emitArbitraries } from './emit-arbitraries.ts';
import { emitExtensions } from './emit-extensions.ts';
import { emitMessages } from './emit-messages.ts';
import { emitPrinters } from './emit-printers.ts';
import { type ExtensionTable, readExtensionTable, withExtensionTypes } from './extension-table.ts';
import { parseWireFile } from './parse.ts';
import type { Schema } from './schema.ts';

/** Everything that the spec says about bytes. */
export interface WireSpec {
  readonly schema: Schema;
  readonly extensions: ExtensionTable;
}

/**
 * Reads and checks the wire format.
 *
 * @param root the project's root folder
 * @throws SpecError with file, line and what to write instead
 */
export function readWireSpec(root: string): WireSpec {
  const files = wireFilesOf(root).map((file) => parseWireFile(file, readSpec(root, file)));
  const schema = checkWireFiles(files);
  const extensions = readExtensionTable(readSpec(root, 'spec/extensions.ts'), schema);
  checkExtensions(schema, extensions);
  return { schema: withExtensionTypes(schema, extensions), extensions };
}

/** The wire files in the order of their names. @throws SpecError for what is no wire file */
function wireFilesOf(root: string): string[] {
  const folder = join(root, 'spec/wire');
  const found = existsSync(folder) ? readdirSync(folder).sort() : [];
  const names = found.filter((it) => !isEditorFile(it));
  const other = names.find((it) => !it.endsWith('.tls'));
  if (other !== undefined) {
    throw new SpecError(
      `spec/wire/${other}`,
      1,
      'this is no wire file',
      'Name it *.tls, or drop it.',
    );
  }
  if (names.length > 0) return names.map((it) => `spec/wire/${it}`);
  throw new SpecError('spec/wire', 1, 'there are no wire files', 'Write the structures in *.tls.');
}

/** What editors put beside a file while it is open. */
function isEditorFile(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~');
}

/**
 * @param root the project's root folder
 * @returns the generated files, not yet formatted
 * @throws SpecError with file, line and what to write instead
 */
export function emitWire(root: string): GeneratedFile[] {
  const { schema, extensions } = readWireSpec(root);
  return [
    emitMessages(schema),
    emitExtensions(extensions),
    emitPrinters(schema, extensions),
    emitArbitraries(schema),
  ];
}
