/**
 * Reads a wire file with the grammar beside this file. The grammar is compiled when it is first
 * needed, at generation time; nothing of it is shipped.
 */
import { readFileSync } from 'node:fs';
import peggy from 'peggy';
import { SpecError } from '../spec-error.ts';
import { commentsOf } from './comments.ts';
import type { Definition, WireFile } from './syntax.ts';

/**
 * @param file path from the project's root, for errors
 * @param source what stands in it
 * @throws SpecError when it is not in the presentation language
 */
export function parseWireFile(file: string, source: string): WireFile {
  return { file, definitions: definitionsOf(file, source), commentAt: commentsOf(source) };
}

let compiled: peggy.Parser | undefined;

function grammar(): peggy.Parser {
  compiled ??= peggy.generate(
    readFileSync(new URL('./presentation.peggy', import.meta.url), 'utf8'),
  );
  return compiled;
}

function definitionsOf(file: string, source: string): readonly Definition[] {
  const parser = grammar();
  try {
    return parser.parse(source);
  } catch (error) {
    if (!(error instanceof parser.SyntaxError)) throw error;
    const { line } = error.location.start;
    const [problem = '', remedy = wordsFor(error.expected ?? [])] = problemOf(error).split('\n');
    throw new SpecError(file, line, `syntax error: ${problem}`, remedy);
  }
}

/** The grammar's own words where it has some (with a remedy in a second line). */
function problemOf(error: peggy.parser.SyntaxError): string {
  if (error.expected === null) return error.message;
  const found = error.found === null ? 'the end of the file' : `"${error.found}"`;
  return `found ${found} in column ${error.location.start.column}`;
}

/** What would have been right, without the spaces and comments that may stand anywhere. */
function wordsFor(expected: readonly peggy.parser.Expectation[]): string {
  const words = expected.map((it) => {
    if (it.type === 'literal') return `"${it.text}"`;
    return it.type === 'other' ? it.description : 'another character';
  });
  const vague = ['a space', 'a comment', 'another character'];
  const useful = [...new Set(words)].filter((it) => !vague.includes(it)).sort();
  return `Write ${useful.length === 0 ? 'a complete definition' : useful.join(' or ')}.`;
}
