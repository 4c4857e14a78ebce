/**
 * Where requirements are cited: the mark `@req` at the beginning of a comment of its own, with one or
 * more ids behind it on the same line, right above what enforces or proves them.
 *
 *   // @req 9846:4.2.3:5 9846:4.2.3:8         in spec/, runtime/ and test/
 *   <!-- @req 9846:4.2.3:5 -->                under the heading of a trace, in test/traces/*.md
 *
 * In spec/ and runtime/ it says what carries the requirement, in test/ what proves it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeAt } from './place.ts';
import { idPattern } from './requirements.ts';

/** One id at one place. */
export interface Citation {
  readonly id: string;
  readonly kind: 'carries' | 'proves';
  /** Relative to the project, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The names of what stands there, the innermost last. */
  readonly place: string;
}

/** What was found, and marks that say nothing. */
export interface Citations {
  readonly citations: readonly Citation[];
  readonly problems: readonly string[];
}

const folders = { spec: 'carries', runtime: 'carries', test: 'proves' } as const;
/** Its tests speak of marks that are none. */
const ownTests = 'test/requirements/';

/** All citations of a project, by file and line. */
export function readCitations(root: string): Citations {
  const found = Object.entries(folders).flatMap(([folder, kind]) =>
    filesIn(root, folder).map((file) =>
      citationsIn(file, kind, readFileSync(join(root, file), 'utf8')),
    ),
  );
  return {
    citations: found.flatMap(({ citations }) => citations),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function filesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:ts|mjs|md|tls)$/.test(file) && !file.startsWith(ownTests))
    .sort();
}

/** The citations of one file. */
export function citationsIn(file: string, kind: Citation['kind'], text: string): Citations {
  const lines = text.split('\n');
  const citations: Citation[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    const ids = idsOf(line);
    if (ids === undefined) continue;
    const wrong = ids.length === 0 ? ['nothing'] : ids.filter((id) => !idPattern.test(id));
    for (const word of wrong) problems.push(`${file}:${index + 1}: @req ${word} is no id`);
    const place = placeAt(file, lines, index);
    for (const id of ids) citations.push({ id, kind, file, line: index + 1, place });
  }
  return { citations: citations.filter(({ id }) => idPattern.test(id)), problems };
}

/** The words behind the mark; undefined where there is none. */
function idsOf(line: string): readonly string[] | undefined {
  const words = /^\s*(?:\/\/|\/?\*|<!--) @req\b(.*)$/.exec(line)?.[1];
  return words
    ?.replace(/(?:\*\/|-->)\s*$/, '')
    .split(' ')
    .filter((word) => word !== '');
}
