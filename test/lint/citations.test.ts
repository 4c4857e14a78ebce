/**
 * Every RFC section that the spec cites exists, in each RFC whose text stands beside the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const specs = new URL('../../spec/', import.meta.url);
const rfcs = new URL('../../../shared/rfc/', import.meta.url);

describe('citations of the spec', () => {
  const missing = !existsSync(rfcs);
  if (missing && process.env.CI)
    throw new Error('CI must check citations: ../shared/rfc is missing');

  test.skipIf(missing)('name sections that exist', () => {
    const cited = citations();
    expect(cited.length).toBeGreaterThan(20);
    const wrong = cited.filter(({ rfc, section }) => sectionsOf(rfc)?.has(section) === false);
    expect(wrong).toEqual([]);
  });
});

interface Citation {
  readonly file: string;
  readonly rfc: string;
  readonly section: string;
}

/** Every `rfc: '9846#4.5.1'` in spec/. */
function citations(): Citation[] {
  const files = readdirSync(specs).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(new URL(file, specs), 'utf8');
    const found = text.matchAll(/rfc: '(?<rfc>\d+)#(?<section>[^']*)'/g);
    return [...found].map(({ groups }) => ({
      file,
      rfc: groups?.rfc ?? '',
      section: groups?.section ?? '',
    }));
  });
}

const known = new Map<string, ReadonlySet<string> | undefined>();

/** The numbers of an RFC's sections; undefined if its text is not there. */
function sectionsOf(rfc: string): ReadonlySet<string> | undefined {
  if (!known.has(rfc)) known.set(rfc, readSections(rfc));
  return known.get(rfc);
}

function readSections(rfc: string): ReadonlySet<string> | undefined {
  const markdown = new URL(`rfc${rfc}.md`, rfcs);
  if (existsSync(markdown)) return countHeadings(readFileSync(markdown, 'utf8'));
  const plain = new URL(`rfc${rfc}.txt`, rfcs);
  if (!existsSync(plain)) return undefined;
  const headings = readFileSync(plain, 'utf8').matchAll(
    /^ {0,3}((?:\d+|[A-Z])(?:\.\d+)*)\.? {1,3}\S/gm,
  );
  return new Set([...headings].map((match) => match[1] ?? ''));
}

/** The Markdown source of an RFC has no numbers: they follow from the order of the headings. */
function countHeadings(text: string): ReadonlySet<string> {
  const sections = new Set<string>();
  let counters: number[] = [];
  let inAppendices = false;
  let inFigure = false;
  for (const line of text.split('\n')) {
    if (/^(~~~|```)/.test(line)) inFigure = !inFigure;
    if (line.startsWith('--- back')) [inAppendices, counters] = [true, []];
    const depth = inFigure ? 0 : (/^(#+)\s/.exec(line)?.[1]?.length ?? 0);
    if (depth === 0) continue;
    counters = [...counters.slice(0, depth - 1), (counters[depth - 1] ?? 0) + 1];
    const [first = 0, ...rest] = counters;
    const chapter = inAppendices ? String.fromCharCode(64 + first) : String(first);
    sections.add([chapter, ...rest].join('.'));
  }
  return sections;
}
