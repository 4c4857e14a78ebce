/** Checks one enum: its width, and that each name and each code stands once. RFC 9846 3.5 */
import { SpecError } from '../spec-error.ts';
import { requireSource } from './field.ts';
import { camelCase } from './names.ts';
import type { Bits, EnumType } from './schema.ts';
import type { EnumItem, EnumSyntax, WireFile } from './syntax.ts';

/** @throws SpecError */
export function checkEnum(syntax: EnumSyntax, wire: WireFile): EnumType {
  requireSource(syntax.name, syntax.line, wire);
  const named = syntax.items.filter((it) => it.name !== null);
  if (named.length === 0) {
    throw new SpecError(
      wire.file,
      syntax.line,
      `${syntax.name} names no value`,
      'Write name(1), ...',
    );
  }
  checkCodes(syntax, wire.file);
  const ranges = named.filter((it) => it.from !== it.to);
  return {
    kind: 'enum',
    name: syntax.name,
    doc: wire.commentAt(syntax.line),
    bits: widthOf(syntax, wire.file),
    values: named
      .filter((it) => it.from === it.to)
      .map((it) => ({ name: it.name ?? '', code: it.from, doc: docOf(it, syntax, wire) })),
    ranges: ranges.map(({ name, from, to }) => ({ name: name ?? '', from, to })),
  };
}

/** A comment belongs to the first element of its line, and not to an element of the enum's own. */
function docOf(item: EnumItem, syntax: EnumSyntax, wire: WireFile): string {
  const first = syntax.items.find((it) => it.line === item.line);
  return item.line === syntax.line || item !== first ? '' : wire.commentAt(item.line);
}

function checkCodes(syntax: EnumSyntax, file: string): void {
  const earlier: EnumItem[] = [];
  for (const item of syntax.items) {
    if (item.from > item.to) {
      const remedy = `Write ${item.name}(${item.to}..${item.from}).`;
      throw new SpecError(file, item.line, `the range of ${item.name} runs backwards`, remedy);
    }
    if (item.name === null) continue;
    checkAgainst(item, earlier, syntax, file);
    earlier.push(item);
  }
}

function checkAgainst(
  item: EnumItem,
  earlier: readonly EnumItem[],
  syntax: EnumSyntax,
  file: string,
): void {
  const sameCode = earlier.find((it) => item.from <= it.to && it.from <= item.to);
  if (sameCode !== undefined) {
    const other = `${sameCode.name} in line ${sameCode.line}`;
    const problem = `${syntax.name}.${item.name} has a code of ${other}`;
    throw new SpecError(file, item.line, problem, 'Give each element a code of its own.');
  }
  const single = item.from === item.to;
  if (single && earlier.some((it) => it.name === item.name && it.from === it.to)) {
    const problem = `${syntax.name}.${item.name} stands twice`;
    throw new SpecError(file, item.line, problem, 'Rename one; only ranges may share a name.');
  }
  const alike = earlier.find((it) => single && it.from === it.to && isAlike(it, item));
  if (alike !== undefined) {
    const problem = `${syntax.name}.${item.name} is ${alike.name} in camel case`;
    throw new SpecError(file, item.line, problem, 'Rename one: generated code has one for both.');
  }
}

function isAlike(one: EnumItem, other: EnumItem): boolean {
  return camelCase(one.name ?? '') === camelCase(other.name ?? '');
}

/** `(255)` without a name sets the width; otherwise the largest code does. */
function widthOf(syntax: EnumSyntax, file: string): Bits {
  const [given, second] = syntax.items.filter((it) => it.name === null);
  const wrong = given !== undefined && given.from !== given.to ? given : second;
  if (wrong !== undefined) {
    const problem = `${syntax.name} has more than one maximum`;
    throw new SpecError(
      file,
      wrong.line,
      problem,
      'Write one number without a name, such as (255).',
    );
  }
  const width = given?.to;
  const largest = Math.max(...syntax.items.map((it) => it.to));
  if (width !== undefined && largest > width) {
    const item = syntax.items.find((it) => it.to === largest) ?? syntax;
    const problem = `${item.name}(${largest}) is above the enum's maximum ${width}`;
    throw new SpecError(
      file,
      item.line,
      problem,
      `Write a code up to ${width}, or raise (${width}).`,
    );
  }
  if (largest > 0xffffffff) {
    throw new SpecError(
      file,
      syntax.line,
      `${syntax.name} needs more than 32 bits`,
      'Write smaller codes.',
    );
  }
  return largest > 0xffffff ? 32 : largest > 0xffff ? 24 : largest > 0xff ? 16 : 8;
}
