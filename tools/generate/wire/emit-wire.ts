/**
 * The wire part of the generator: from spec/wire/*.tls and spec/extensions.ts to the generated
 * decoders, encoders, printers and arbitraries.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from '../spec-error.ts';
import { checkWireFiles } from './check.ts';
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
  const folder = join(root, 'spec/wire');
  const names = readdirSync(folder)
    .filter((it) => it.endsWith('.tls'))
    .sort();
  const files = names.map((it) =>
    parseWireFile(`spec/wire/${it}`, readFileSync(join(folder, it), 'utf8')),
  );
  const schema = checkWireFiles(files);
  const table = readFileSync(join(root, 'spec/extensions.ts'), 'utf8');
  const extensions = readExtensionTable(table, schema);
  return { schema: withExtensionTypes(schema, extensions), extensions };
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
