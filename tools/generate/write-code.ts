/** Small pieces of TypeScript text that several emitters write: heads, doc comments, literals. */
import { CodeBlockWriter } from 'ts-morph';

/** A writer with the project's indentation and quotes. */
export function newWriter(): CodeBlockWriter {
  return new CodeBlockWriter({ indentNumberOfSpaces: 2, useSingleQuote: true });
}

/**
 * The doc comment that begins a generated file.
 * @param source path of the spec file
 * @param about what the file holds, in sentences
 */
export function writeFileHead(writer: CodeBlockWriter, source: string, about: string): void {
  writeDoc(writer, [`Generated from ${source} by npm run generate; do not edit.`, '', about]);
}

/** A doc comment; each paragraph is wrapped, an empty one stands for an empty line. */
export function writeDoc(writer: CodeBlockWriter, paragraphs: readonly string[]): void {
  const width = 96 - writer.getIndentationLevel() * 2;
  const lines = paragraphs.flatMap((paragraph) => wrapped(paragraph, width));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length <= width - 4) {
    writer.writeLine(`/** ${only} */`);
    return;
  }
  writer.writeLine('/**');
  for (const line of lines) writer.writeLine(line === '' ? ' *' : ` * ${line}`);
  writer.writeLine(' */');
}

/** `export type Name = 'a' | 'b';` */
export function writeUnion(writer: CodeBlockWriter, name: string, values: readonly string[]): void {
  const members = [...new Set(values)].map(literal).join(' | ');
  writer.writeLine(`export type ${name} = ${members};`);
}

/** A value of the spec as a TypeScript literal. */
export function literal(value: string | number | boolean | readonly string[]): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return `[${value.map(literal).join(', ')}]`;
  const escaped = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
  return value.includes("'") && !value.includes('"')
    ? JSON.stringify(value)
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** A code point as IANA prints it: `0x1301`. */
export function hexCode(code: number): string {
  return `0x${code.toString(16).padStart(4, '0')}`;
}

/** `9846#7.1` as people read it: `RFC 9846 7.1`. A draft has its name where an RFC has a number. */
export function rfcText(citation: string): string {
  const [source = '', section] = citation.split('#');
  return `${/^\d/.test(source) ? `RFC ${source}` : source} ${section}`;
}

function wrapped(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
