/** What every emitter writes alike: literals, doc comments, citations, capital letters. */

/** A value of the spec that the generated code holds as it is. */
export type LiteralValue = string | number | boolean | readonly string[];

/** Columns of a doc comment's text outside any block: with its frame it fits into 100. */
export const docWidth = 96;

/** A value of the spec as a TypeScript literal. */
export function literal(value: LiteralValue): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return `[${value.map(quoted).join(', ')}]`;
}

/** A string literal on one line, whatever the text holds; the formatter chooses the quotes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

/** A doc comment of these lines, on one line where that fits. An empty line stays empty. */
export function docComment(text: string, width = docWidth): string {
  const lines = docText(text).split('\n');
  if (lines.length === 1 && text.length <= width - 4) return `/** ${lines.join('')} */`;
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
}

/** Text that cannot end the comment around it. */
export function docText(text: string): string {
  return text.replaceAll('*/', '*\\/');
}

/** Text broken into lines of at most `width` columns, at its spaces. */
export function wrapped(text: string, width = docWidth): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

/** `9846#7.1` as people read it: `RFC 9846 7.1`. A draft has its name where an RFC has a number. */
export function rfcText(citation: string): string {
  const [source = '', section] = citation.split('#');
  return `${/^\d/.test(source) ? `RFC ${source}` : source} ${section}`;
}

/** A code point as IANA prints it: `0x1301`. */
export function hexCode(code: number, digits = 4): string {
  return `0x${code.toString(16).padStart(digits, '0')}`;
}

/** `serverHello` -> `ServerHello`. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
