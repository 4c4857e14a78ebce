/** Emits generated/messages.ts: types, decoders and encoders of every structure of the spec. */
import type { StatementStructures } from 'ts-morph';
import { docComment } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import { decodeFunction, readFunction } from './emit-decoders.ts';
import { encodeFunction, writeFunction } from './emit-encoders.ts';
import { generatedFile } from './emit-text.ts';
import {
  aliasStatement,
  constantStatement,
  enumStatements,
  structStatement,
} from './emit-types.ts';
import type { Schema, WireType } from './schema.ts';

const head =
  docComment(`Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.

The structures on the wire: for each its type, \`decodeX\` and \`encodeX\`. Handshake messages are
bodies without the header of four bytes. Decoders check every bound, leave no byte over and hand
out views of their input; encoders check the same bounds and throw RangeError.`);

/** @returns generated/messages.ts, not yet formatted */
export function emitMessages(schema: Schema): GeneratedFile {
  return generatedFile('generated/messages.ts', [
    `${head}\nimport { Reader } from '../runtime/codegen/reader.ts';`,
    `import { Writer } from '../runtime/codegen/writer.ts';`,
    ...schema.types.flatMap(statementsOf),
  ]);
}

function statementsOf(type: WireType): (string | StatementStructures)[] {
  switch (type.kind) {
    case 'enum':
      return enumStatements(type);
    case 'alias':
      return [aliasStatement(type)];
    case 'constant':
      return [constantStatement(type)];
    case 'struct':
      return [
        structStatement(type),
        decodeFunction(type),
        encodeFunction(type),
        readFunction(type),
        writeFunction(type),
      ];
  }
}
