/**
 * What stands at a mark, in a few words for the report: the heading of a trace, the name of a test,
 * the function, the state and its event. By indentation, which the formatter guarantees.
 */

/** How many names are told, the innermost ones. */
const told = 2;
/** Keys of every machine's literal, which tell nothing. */
const silent: ReadonlySet<string> = new Set(['states', 'on', 'always', 'guard', 'target', 'after']);

/** @param index of the mark's line */
export function placeAt(file: string, lines: readonly string[], index: number): string {
  return file.endsWith('.md') ? headingAbove(lines, index) : namesAround(lines, index);
}

function headingAbove(lines: readonly string[], index: number): string {
  const heading = lines.slice(0, index + 1).findLast((line) => /^#+ /.test(line));
  return heading?.replace(/^#+ /, '') ?? '';
}

/** The names from the outermost block to the line below the mark. */
function namesAround(lines: readonly string[], index: number): string {
  const below = lines.findIndex((line, at) => at > index && !isComment(line));
  if (below < 0) return '';
  let indent = indentOf(lines[below] ?? '');
  const names = [nameIn(lines, below)];
  for (let at = index; at >= 0 && indent > 0; at--) {
    const line = lines[at] ?? '';
    if (isComment(line) || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    names.unshift(nameIn(lines, at));
  }
  const useful = names.filter((name) => name !== undefined && !silent.has(name));
  return useful.slice(-told).join(' > ');
}

function isComment(line: string): boolean {
  return /^\s*(?:\/\/|\/?\*|$)/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** What the code that begins in this line is called. */
function nameIn(lines: readonly string[], at: number): string | undefined {
  const line = (lines[at] ?? '').trim();
  if (/^(?:describe|it|test)\b/.test(line)) return titleIn(lines.slice(at).join('\n'));
  const patterns = [
    /^(?:export )?(?:abstract )?(?:async )?(?:function|class|const|interface) ([\w$]+)/,
    /^'([^']+)':/,
    /^([\w$]+):/,
    /^(?:(?:protected|override|async|static|get) )*(?!if|for|while|switch|return)(#?[\w$]+)\(.*\{$/,
  ];
  return patterns.map((pattern) => pattern.exec(line)?.[1]).find((name) => name !== undefined);
}

/** The first text of a call: the title of a test, also where it stands behind a table of cases. */
function titleIn(call: string): string | undefined {
  const direct = /^\w+\(\s*(['"`])(.+?)\1/s.exec(call);
  const afterTable = /\)\(\s*(['"`])(.+?)\1/s.exec(call);
  return (direct ?? afterTable)?.[2];
}
