/** Checks one struct: its fields, its select, and that what takes all bytes stands last. */
import { isIdentifier } from '../identifiers.ts';
import { SpecError } from '../spec-error.ts';
import { checkVariant, isExtensionsSelect, optionalField } from './check-select.ts';
import { fieldOf, requireSource } from './field.ts';
import { aroundName, takenMemberNames } from './names.ts';
import type { Scope } from './resolve.ts';
import { armsOf, type Field, isOpenEnded, type StructType } from './schema.ts';
import type { SelectSyntax, StructSyntax, WireFile } from './syntax.ts';

/** @throws SpecError */
export function checkStruct(syntax: StructSyntax, wire: WireFile, scope: Scope): StructType {
  requireSource(syntax.name, syntax.line, wire);
  const fields: Field[] = [];
  let select: SelectSyntax | null = null;
  for (const member of syntax.members) {
    if (select !== null) {
      throw new SpecError(
        wire.file,
        member.line,
        'something stands after a select',
        'Put the select last.',
      );
    }
    if (member.kind === 'select') select = member;
    else fields.push(fieldOf(member, wire, scope));
  }
  const struct = withSelect(syntax, { fields, select }, wire, scope);
  checkMembers(struct, wire.file);
  checkEnds(struct, wire.file);
  return struct;
}

function withSelect(
  { name, line }: StructSyntax,
  { fields, select }: { readonly fields: readonly Field[]; readonly select: SelectSyntax | null },
  wire: WireFile,
  scope: Scope,
): StructType {
  const plain = {
    kind: 'struct',
    name,
    doc: wire.commentAt(line),
    fields,
    variant: null,
    file: wire.file,
  } as const;
  if (select === null) return plain;
  if (isExtensionsSelect(select)) {
    return { ...plain, fields: [...fields, optionalField(select, wire, scope)] };
  }
  return { ...plain, variant: checkVariant(plain, select, wire, scope) };
}

function checkMembers(struct: StructType, file: string): void {
  const seen = new Map<string, Field>();
  for (const field of [...struct.fields, ...armsOf(struct)]) {
    if (field === null) continue;
    const earlier = seen.get(field.member);
    if (earlier !== undefined) {
      const problem = `${struct.name}.${field.name} stands twice (also in line ${earlier.line})`;
      throw new SpecError(file, field.line, problem, 'Rename one of the two.');
    }
    if (takenMemberNames.has(field.member) || !isIdentifier(field.member)) {
      const problem = `${struct.name}.${field.name} has a name that generated code needs`;
      throw new SpecError(file, field.line, problem, 'Choose a longer name.');
    }
    seen.set(field.member, field);
  }
  for (const field of seen.values()) {
    const clash = field.codec.kind === 'list' ? seen.get(aroundName(field.member)) : undefined;
    if (clash === undefined) continue;
    const problem = `${struct.name}.${clash.name} has a name that the code for ${field.name} needs`;
    throw new SpecError(file, clash.line, problem, 'Choose another name.');
  }
}

/** What takes all bytes that are left must stand last. */
function checkEnds(struct: StructType, file: string): void {
  const last = struct.variant === null ? struct.fields.length - 1 : struct.fields.length;
  struct.fields.forEach((field, index) => {
    if (index >= last || !isOpenEnded(field.codec)) return;
    const name = `${struct.name}.${field.name}`;
    const problem = `${name} takes all bytes that are left, but something follows`;
    throw new SpecError(file, field.line, problem, 'Put it last, or give it a length.');
  });
}
