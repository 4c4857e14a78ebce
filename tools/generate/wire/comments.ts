/**
 * Finds the comment that belongs to a line of a wire file, so that comments travel from the
 * spec into the generated documentation. Two places count: the comment that ends on the line
 * above, and the one that begins on the same line, after the code.
 */

interface Comment {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Whether code stands before it on its first line. */
  readonly trailing: boolean;
  readonly text: string;
}

/** @returns a function from a 1-based line to its comment in plain text, '' where there is none */
export function commentsOf(source: string): (line: number) => string {
  const comments = [...source.matchAll(/\/\*[\s\S]*?\*\//g)].map((match) =>
    commentAt(source, match.index, match[0]),
  );
  return (line) => {
    const own = comments.find((it) => it.trailing && it.firstLine === line);
    const above = comments.find((it) => !it.trailing && it.lastLine === line - 1);
    return (own ?? above)?.text ?? '';
  };
}

function commentAt(source: string, start: number, raw: string): Comment {
  const before = source.slice(0, start);
  const firstLine = before.split('\n').length;
  const lastLine = firstLine + raw.split('\n').length - 1;
  const trailing = before.slice(before.lastIndexOf('\n') + 1).trim() !== '';
  return { firstLine, lastLine, trailing, text: plainText(raw) };
}

/** Without the marks; lines keep their breaks, since they are broken with care. */
function plainText(raw: string): string {
  const lines = raw.slice(2, -2).split('\n');
  return lines
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
    .join('\n')
    .trim();
}
