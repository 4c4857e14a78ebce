/**
 * The text of RFC 9846 from beside the project, for tests that hold the spec against it. Missing
 * texts skip those tests with a reason in the title; in CI they are a failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { parseWireFile } from '../../tools/generate/wire/parse.ts';
import type { Definition } from '../../tools/generate/wire/syntax.ts';

const path = fileURLToPath(new URL('../../../shared/rfc/rfc9846.md', import.meta.url));

/** A `describe` that needs the RFC's text. */
export function describeRfc(title: string, suite: (text: string) => void): void {
  if (existsSync(path)) {
    const text = readFileSync(path, 'utf8');
    describe(title, () => suite(text));
  } else if (process.env.CI) {
    it(`${title}: ../shared/rfc/rfc9846.md is there`, () => {
      throw new Error('CI must hold the spec against the RFC: ../shared/rfc/rfc9846.md is missing');
    });
  } else {
    it.skip(`${title}: skipped, ../shared/rfc/rfc9846.md is not there`, () => undefined);
  }
}

/** Every definition of the RFC that is written in our part of the language, by name. */
export function definitionsIn(text: string): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const blocks = text.matchAll(/^ *(?:enum|struct) \{[\s\S]*?\n? *\} \w+;$|^ *opaque \w+[[<].*;/gm);
  for (const [block] of blocks) {
    for (const definition of definitionsOf(block)) {
      if (!found.has(definition.name)) found.set(definition.name, definition);
    }
  }
  return found;
}

/** Sections 4 to 7 come before appendix B, which repeats them with reserved values. */
function definitionsOf(block: string): readonly Definition[] {
  try {
    return parseWireFile('rfc9846.md', block).definitions;
  } catch {
    // A form that our files do not use, such as an arm with a comment in place of a field; what
    // must be found is listed by the tests.
    return [];
  }
}

/** The rows of the table in 4.3: name to abbreviations of messages. */
export function extensionTableIn(text: string): Map<string, readonly string[]> {
  const rows = text.matchAll(/^\| (\w+)[^|]*\| +((?:CH|SH|EE|CT|CR|NST|HRR)[A-Z, ]*) *\|$/gm);
  return new Map(
    [...rows].map(([, name = '', where = '']) => [name, where.split(/[, ]+/).filter(Boolean)]),
  );
}
