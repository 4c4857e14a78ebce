/** Checks that no two definitions give generated code the same name. */
import { SpecError } from '../spec-error.ts';
import { nameFunction } from './emit-types.ts';
import { camelCase } from './names.ts';
import type { Schema, WireType } from './schema.ts';

/** Where a definition stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** @throws SpecError at the second definition of the two */
export function checkGeneratedNames(schema: Schema, placeOf: (name: string) => Place): void {
  const owners = new Map<string, string>();
  for (const type of schema.types) {
    for (const generated of namesOf(type)) {
      const owner = owners.get(generated);
      if (owner === undefined) {
        owners.set(generated, type.name);
        continue;
      }
      const { file, line } = placeOf(type.name);
      const other = placeOf(owner);
      const problem = `${type.name} would be ${generated} in generated code, as ${owner} is`;
      throw new SpecError(file, line, problem, `Rename one: ${other.file}:${other.line} has it.`);
    }
  }
}

function namesOf(type: WireType): string[] {
  switch (type.kind) {
    case 'enum':
      return [type.name, nameFunction(type)];
    case 'alias':
      return [type.name];
    case 'constant':
      return [camelCase(type.name)];
    case 'struct':
      return [type.name, ...functionPrefixes.map((prefix) => `${prefix}${type.name}`)];
  }
}

const functionPrefixes = ['decode', 'encode', 'read', 'write', 'print', 'show', 'arbitrary'];
