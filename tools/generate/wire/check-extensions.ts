/**
 * Checks what the code for extensions takes for granted of the wire format: the structure of an
 * extension, the place for its types, and messages that have extensions.
 */
import { SpecError } from '../spec-error.ts';
import type { ExtensionTable } from './extension-table.ts';
import type { Field, Schema, WireType } from './schema.ts';

const file = 'spec/extensions.ts';

/** What must stand in spec/wire, as it must be written there. */
const needed: readonly {
  readonly name: string;
  readonly text: string;
  readonly is: (type: WireType) => boolean;
}[] = [
  {
    name: 'ExtensionType',
    text: 'uint16 ExtensionType;',
    is: (type) => type.kind === 'alias' && type.codec.kind === 'uint' && type.codec.bits === 16,
  },
  {
    name: 'Extension',
    text: 'struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension;',
    is: (type) =>
      type.kind === 'struct' &&
      type.fields.map((it) => it.member).join() === 'extensionType,extensionData',
  },
  {
    name: 'hello_retry_request_random',
    text: 'Random hello_retry_request_random = 0x...;',
    is: (type) => type.kind === 'constant' && type.codec.kind === 'bytes',
  },
];

/** @throws SpecError naming what is missing in spec/wire */
export function checkExtensions(schema: Schema, table: ExtensionTable): void {
  for (const { name, text, is } of needed) {
    const type = schema.types.find((it) => it.name === name);
    if (type !== undefined && is(type)) continue;
    throw new SpecError(file, 1, `spec/wire has no ${name} of this form`, `Write there ${text}`);
  }
  for (const { name, struct, line } of table.messages) {
    const taken = [`${name}Extension`, `${name}Extensions`].find((it) =>
      schema.types.some((type) => type.name === it),
    );
    if (taken !== undefined) {
      const problem = `the extensions of ${name} need the name ${taken}, which spec/wire has`;
      throw new SpecError(file, line, problem, 'Rename the type in spec/wire.');
    }
    const type = schema.types.find((it) => it.name === struct);
    if (type?.kind === 'struct' && type.fields.some(holdsExtensions)) continue;
    const problem = `${struct}, the structure of ${name}, holds no extensions`;
    throw new SpecError(file, line, problem, 'Name the structure that has a list of Extension.');
  }
}

function holdsExtensions({ codec }: Field): boolean {
  if (codec.kind !== 'list' || codec.element.kind !== 'struct') return false;
  return codec.element.struct.name === 'Extension';
}
