/**
 * Finds the comment that belongs to a line of a wire file, so that comments travel from the
 * spec into the generated documentation. A comment that shares a line with code belongs to that
 * line; one that stands alone belongs to the line below it.
 */

interface Comment {
  /** The line that it is about. */
  readonly line: number;
  readonly text: string;
}

/** @returns a function from a 1-based line to its comment in plain text, '' where there is none */
export function commentsOf(source: string): (line: number) => string {
  const comments = [...source.matchAll(/\/\*[\s\S]*?\*\//g)].map((match) =>
    commentAt(source, match.index, match[0]),
  );
  return (line) => comments.find((it) => it.line === line)?.text ?? '';
}

function commentAt(source: string, start: number, raw: string): Comment {
  const before = source.slice(0, start);
  const after = source.slice(start + raw.length);
  const firstLine = before.split('\n').length;
  const lastLine = firstLine + raw.split('\n').length - 1;
  const codeBefore = before.slice(before.lastIndexOf('\n') + 1).trim() !== '';
  const codeAfter = (after.split('\n')[0] ?? '').trim() !== '';
  const line = codeBefore ? firstLine : codeAfter ? lastLine : lastLine + 1;
  return { line, text: plainText(raw) };
}

/** Without the marks; lines keep their breaks, since they are broken with care. */
function plainText(raw: string): string {
  const lines = raw.slice(2, -2).split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim();
}
