/** What the checks of definitions share: one field, a fixed value, the source of a definition. */
import { SpecError } from '../spec-error.ts';
import { camelCase } from './names.ts';
import { codecOf, type Scope } from './resolve.ts';
import { type Codec, type Field, sizeOf } from './schema.ts';
import type { Declaration, WireFile } from './syntax.ts';

/** One field, also of an arm; an arm's field without a name takes that of its type. */
export function fieldOf(declaration: Declaration, wire: WireFile, scope: Scope): Field {
  const codec = codecOf(declaration, wire.file, scope);
  const name = declaration.name ?? declaration.type;
  const { line, value } = declaration;
  if (value !== null) checkFixed(codec, value.hex, name, { file: wire.file, line });
  return {
    name,
    member: camelCase(name),
    codec,
    doc: wire.commentAt(line),
    fixed: value?.hex ?? null,
    optional: false,
    line,
  };
}

/** Holds that a constant has the size of its type. @throws SpecError */
export function checkFixed(
  codec: Codec,
  hex: string,
  name: string,
  at: { readonly file: string; readonly line: number },
): void {
  const { min: bytes } = sizeOf(codec);
  const fits =
    (codec.kind === 'uint' && BigInt(`0x${hex}`) < 2n ** BigInt(codec.bits)) ||
    (codec.kind === 'bytes' && hex.length === 2 * bytes);
  if (fits) return;
  const remedy =
    codec.kind === 'uint'
      ? `Write a number that ${codec.bits} bits can hold.`
      : codec.kind === 'bytes'
        ? `Write 0x and exactly ${2 * bytes} hexadecimal digits.`
        : 'Only numbers and opaque[n] can have a fixed value: drop it.';
  throw new SpecError(at.file, at.line, `the value of ${name} does not fit its type`, remedy);
}

/** Each structure tells where it comes from. @throws SpecError when its comment names no RFC */
export function requireSource(name: string, line: number, wire: WireFile): void {
  if (/RFC \d+/.test(wire.commentAt(line))) return;
  throw new SpecError(
    wire.file,
    line,
    `${name} does not say where it is defined`,
    `Write a comment on the line above: /* What it is. RFC 9846 4.3 */`,
  );
}
