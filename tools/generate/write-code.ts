/** Pieces of TypeScript that the emitters of the tables write through one writer. */
import { CodeBlockWriter } from 'ts-morph';
import { docComment, docWidth, quoted, wrapped } from './code-text.ts';

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
  const width = docWidth - writer.getIndentationLevel() * 2;
  const text = paragraphs.map((paragraph) => wrapped(paragraph, width)).join('\n');
  for (const line of docComment(text, width).split('\n')) writer.writeLine(line);
}

/** `export type Name = 'a' | 'b';` */
export function writeUnion(writer: CodeBlockWriter, name: string, values: readonly string[]): void {
  const members = [...new Set(values)].map(quoted).join(' | ');
  writer.writeLine(`export type ${name} = ${members};`);
}
