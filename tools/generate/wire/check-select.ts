/**
 * Checks a select. Two kinds are allowed: over an enum field of the same struct, and RFC 5246
 * 7.4.1.2's `extensions_present`, a last field that may be absent. Selecting by the type of the
 * message around it is the extension table's matter (spec/extensions.ts).
 */
import { SpecError } from '../spec-error.ts';
import { fieldOf } from './field.ts';
import type { Scope } from './resolve.ts';
import type { Arm, EnumType, EnumValue, Field, StructType, Variant } from './schema.ts';
import type { SelectArm, SelectSyntax, WireFile } from './syntax.ts';

/** Whether this is the select that RFC 5246 has for a block of extensions that may be missing. */
export function isExtensionsSelect(select: SelectSyntax): boolean {
  return select.on === 'extensions_present';
}

/** @throws SpecError unless the arms are `false`, without content, and `true` */
export function optionalField(select: SelectSyntax, wire: WireFile, scope: Scope): Field {
  const [absent, present] = select.arms;
  const wellFormed =
    select.arms.length === 2 &&
    absent?.name === 'false' &&
    absent.field === null &&
    present?.name === 'true';
  if (!wellFormed || present?.field == null) {
    throw new SpecError(
      wire.file,
      select.line,
      'extensions_present must have two arms, one of them empty',
      'Write case false: struct {}; case true: Extension extensions<0..2^16-1>;',
    );
  }
  return { ...fieldOf(present.field, wire, scope), optional: true };
}

/** @throws SpecError for a select over no enum, an unknown case, a case that stands twice */
export function checkVariant(
  struct: StructType,
  select: SelectSyntax,
  wire: WireFile,
  scope: Scope,
): Variant {
  const { on, of } = selectorOf(struct, select, wire.file);
  const arms: Arm[] = [];
  let otherwise: Field | null = null;
  for (const arm of select.arms) {
    const field = arm.field === null ? null : fieldOf(arm.field, wire, scope);
    if (arm.name === null) {
      otherwise = defaultField(arm, field, otherwise, wire.file);
    } else {
      const value = caseValue(of, arm.name, arm.line, wire.file);
      checkOnce(value, arms, arm.line, wire.file);
      arms.push({ value, field });
    }
  }
  return { on, of, arms, otherwise };
}

function selectorOf(
  struct: StructType,
  select: SelectSyntax,
  file: string,
): { on: Field; of: EnumType } {
  const name = select.on.startsWith(`${struct.name}.`)
    ? select.on.slice(struct.name.length + 1)
    : select.on;
  const on = struct.fields.find((it) => it.name === name);
  if (on === undefined) {
    throw new SpecError(
      file,
      select.line,
      `${select.on} is not a field before this select in ${struct.name}`,
      'Select over an enum field that stands before; for the type of the message around it, ' +
        'write a struct for each and use spec/extensions.ts.',
    );
  }
  if (on.codec.kind !== 'uint' || on.codec.of === null) {
    const problem = `${select.on} is not an enum, so nothing can be selected by it`;
    throw new SpecError(file, select.line, problem, 'Give the field the type of an enum.');
  }
  return { on, of: on.codec.of };
}

function caseValue(of: EnumType, name: string, line: number, file: string): EnumValue {
  const value = of.values.find((it) => it.name === name);
  if (value !== undefined) return value;
  const known = of.values.map((it) => it.name).join(', ');
  throw new SpecError(file, line, `${of.name} has no value ${name}`, `Write one of: ${known}.`);
}

function checkOnce(value: EnumValue, arms: readonly Arm[], line: number, file: string): void {
  if (!arms.some((it) => it.value.code === value.code)) return;
  throw new SpecError(file, line, `case ${value.name} stands twice`, 'Drop one of the two.');
}

function defaultField(
  arm: SelectArm,
  field: Field | null,
  earlier: Field | null,
  file: string,
): Field {
  if (earlier !== null) {
    throw new SpecError(file, arm.line, 'default stands twice', 'Drop one of the two.');
  }
  if (field === null) {
    const remedy = 'Write what it holds, such as default: opaque other[rest];';
    throw new SpecError(file, arm.line, 'a default without content', remedy);
  }
  return field;
}
