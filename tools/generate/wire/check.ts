/**
 * From the syntax of all wire files to one checked schema. What the grammar cannot see is
 * refused here: names, duplicates, widths, bounds.
 */
import { SpecError } from '../spec-error.ts';
import { checkEnum } from './check-enum.ts';
import { checkGeneratedNames } from './check-names.ts';
import { checkStruct } from './check-struct.ts';
import { checkFixed } from './field.ts';
import { basicBits, takenTypeNames } from './names.ts';
import { codecOf, type Scope } from './resolve.ts';
import type { Constant, Schema, WireType } from './schema.ts';
import type { AliasSyntax, Definition, WireFile } from './syntax.ts';

interface Entry {
  readonly definition: Definition;
  readonly wire: WireFile;
  resolved: WireType | 'resolving' | undefined;
}

/** @throws SpecError with the file, the line and what to write instead */
export function checkWireFiles(files: readonly WireFile[]): Schema {
  const entries = entriesOf(files);
  const scope: Scope = {
    lookUp(name, file, line) {
      const entry = entries.get(name);
      if (entry === undefined) throw unknownType(name, file, line);
      if (entry.resolved === 'resolving') throw endlessType(name, file, line);
      return resolve(entry, scope);
    },
  };
  const schema = { types: [...entries.values()].map((entry) => resolve(entry, scope)) };
  checkGeneratedNames(schema, (name) => {
    const entry = entries.get(name);
    return { file: entry?.wire.file ?? '', line: entry?.definition.line ?? 1 };
  });
  return schema;
}

function entriesOf(files: readonly WireFile[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const wire of files) {
    for (const definition of wire.definitions) {
      checkTypeName(definition, wire.file, entries);
      entries.set(definition.name, { definition, wire, resolved: undefined });
    }
  }
  return entries;
}

function checkTypeName(definition: Definition, file: string, seen: Map<string, Entry>): void {
  const { name, line } = definition;
  const earlier = seen.get(name);
  if (earlier !== undefined) {
    const place = `${earlier.wire.file}:${earlier.definition.line}`;
    throw new SpecError(
      file,
      line,
      `${name} is defined twice`,
      `Rename it or drop it: ${place} has it.`,
    );
  }
  if (name === 'opaque' || name in basicBits || takenTypeNames.has(name)) {
    throw new SpecError(file, line, `${name} is a name that is taken`, 'Choose another name.');
  }
  const isConstant = definition.kind === 'alias' && definition.value !== null;
  const wellFormed = isConstant ? /^[a-z]/ : /^[A-Z]/;
  if (wellFormed.test(name)) return;
  const [what, first] = isConstant ? ['a constant', 'a small'] : ['a type', 'a capital'];
  const problem = `${name} is no name for ${what}`;
  throw new SpecError(file, line, problem, `Begin it with ${first} letter.`);
}

function resolve(entry: Entry, scope: Scope): WireType {
  if (entry.resolved !== undefined && entry.resolved !== 'resolving') return entry.resolved;
  entry.resolved = 'resolving';
  entry.resolved = resolveDefinition(entry, scope);
  return entry.resolved;
}

function resolveDefinition({ definition, wire }: Entry, scope: Scope): WireType {
  switch (definition.kind) {
    case 'enum':
      return checkEnum(definition, wire);
    case 'struct':
      return checkStruct(definition, wire, scope);
    case 'alias':
      return definition.value === null
        ? aliasOf(definition, wire, scope)
        : constantOf(definition, definition.value.hex, wire, scope);
  }
}

function aliasOf(definition: AliasSyntax, wire: WireFile, scope: Scope): WireType {
  const { name, line } = definition;
  const codec = codecOf(definition, wire.file, scope);
  if (codec.kind !== 'uint' && codec.kind !== 'bytes' && codec.kind !== 'vector') {
    throw new SpecError(
      wire.file,
      line,
      `${name} gives a name to something that is neither a number nor bytes`,
      `Write a struct with one field: struct { ${definition.type} field; } ${name};`,
    );
  }
  return { kind: 'alias', name, doc: wire.commentAt(line), codec: { ...codec, alias: name } };
}

function constantOf(definition: AliasSyntax, hex: string, wire: WireFile, scope: Scope): Constant {
  const { name, line } = definition;
  const codec = codecOf(definition, wire.file, scope);
  checkFixed(codec, hex, name, { file: wire.file, line });
  return { kind: 'constant', name, doc: wire.commentAt(line), codec, hex };
}

function unknownType(name: string, file: string, line: number): SpecError {
  const problem = `${name} is not defined`;
  return new SpecError(file, line, problem, `Define ${name} in spec/wire, or correct the name.`);
}

function endlessType(name: string, file: string, line: number): SpecError {
  const problem = `${name} contains itself and would have no end`;
  return new SpecError(file, line, problem, 'Take this field out of the circle.');
}
