/**
 * Reads traces from Markdown: every fenced block marked `client` or `server` is one, named by the
 * heading above it. The notation stands in README.md. What does not follow it is an error with
 * file and line: a line that is passed over would test nothing.
 */
import type { ErrorCode } from '../../generated/registries.ts';
import type { Role } from '../support/puppet-script.ts';
import { readBytes, readRecords } from './read-records.ts';
import type { Cause, Ending, Expected, Fact, Result, Trace, Turn } from './trace.ts';
import { NotationError, type RegisteredNames, Words } from './words.ts';

/**
 * @param names what alerts and errors are called
 * @throws NotationError naming file and line
 */
export function readTraces(
  file: string,
  markdown: string,
  names: RegisteredNames,
): readonly Trace[] {
  const traces: Trace[] = [];
  for (const block of blocksIn(file, markdown)) {
    if (traces.some(({ name }) => name === block.name)) {
      throw new NotationError(`${file}:${block.line}: a second trace "${block.name}"`);
    }
    traces.push(readBlock(file, block, names));
  }
  return traces;
}

/** A fenced block. */
interface Block {
  readonly name: string;
  readonly role: Role;
  /** Of the opening fence, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

function blocksIn(file: string, markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let name = '';
  let open: { name: string; language: string; line: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(text);
    if (fence === null && open !== undefined) open.lines.push(text);
    else if (fence === null) name = /^#+ (.*)$/.exec(text)?.[1] ?? name;
    else if (open === undefined)
      open = { name, language: fence[1] ?? '', line: index + 1, lines: [] };
    else {
      blocks.push(...blockOf(file, open));
      open = undefined;
    }
  }
  if (open !== undefined) throw new NotationError(`${file}:${open.line}: a fence without end`);
  return blocks;
}

/** `text` is for people; any other language would be a trace that nobody runs. */
function blockOf(file: string, open: Omit<Block, 'role'> & { language: string }): readonly Block[] {
  const { language, ...block } = open;
  if (language === 'text') return [];
  if (language === 'client' || language === 'server') return [{ ...block, role: language }];
  throw new NotationError(`${file}:${block.line}: a fence of '${language}'`);
}

function readBlock(file: string, block: Block, names: RegisteredNames): Trace {
  const reader = new TraceReader(names);
  for (const { text, line } of joinedLines(block)) {
    try {
      reader.take(text, line);
    } catch (error) {
      throw new NotationError(`${file}:${line}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const { options, end } = reader;
  return { file, name: block.name, role: block.role, options, turns: reader.turns(), end };
}

/** A line that begins with a space continues the one before; `#` begins a remark. */
function joinedLines({ lines, line }: Block): { text: string; line: number }[] {
  const joined: { text: string; line: number }[] = [];
  for (const [index, text] of lines.entries()) {
    const last = joined.at(-1);
    if (text.startsWith('#') || text.trim() === '') continue;
    if (text.startsWith(' ') && last !== undefined) last.text += ` ${text.trim()}`;
    else joined.push({ text, line: line + 1 + index });
  }
  return joined;
}

/** Collects the lines of one block. */
class TraceReader {
  readonly options = new Map<string, string>();
  end: Ending | undefined;
  readonly #turns: { line: number; cause: Cause; sends: Expected[]; results: Result[] }[] = [
    { line: 0, cause: { kind: 'start' }, sends: [], results: [] },
  ];

  readonly #names: RegisteredNames;

  constructor(names: RegisteredNames) {
    this.#names = names;
  }

  turns(): readonly Turn[] {
    return this.#turns;
  }

  take(text: string, line: number): void {
    const words = new Words(text, this.#names);
    const mark = words.take();
    if (this.end !== undefined) words.fail('nothing may stand behind the end');
    if (mark === '->') this.#last.sends.push(...readExpected(words));
    else if (mark === '=') this.#takeResult(words);
    else if (mark !== 'with')
      this.#turns.push({ line, cause: readCause(mark, words), sends: [], results: [] });
    else this.#takeOption(words);
    if (!words.isOver) words.fail(`'${words.rest()}' is too much`);
  }

  get #last() {
    const last = this.#turns.at(-1);
    if (last === undefined) throw new NotationError('there is no turn');
    return last;
  }

  #takeOption(words: Words): void {
    if (this.#turns.length > 1) words.fail('options stand at the top');
    const name = words.take();
    words.expect('=');
    this.options.set(name, words.rest());
  }

  #takeResult(words: Words): void {
    const result = readResult(words);
    if (typeof result === 'string') this.end = result;
    else this.#last.results.push(result);
  }
}

function readExpected(words: Words): readonly Expected[] {
  return readRecords(words).flatMap((record) => {
    if (record.kind === 'raw') return words.fail('raw bytes are for what the engine receives');
    return record.contents.map((content) => ({ epoch: record.epoch, content }));
  });
}

function readCause(mark: string, words: Words): Cause {
  if (mark === '!') return { kind: 'call', name: words.take(), argument: words.rest() };
  if (mark !== '<-') words.fail(`a line cannot begin with '${mark}'`);
  if (words.takes('end')) {
    words.expect('of');
    words.expect('file');
    return { kind: 'endOfFile' };
  }
  if (words.takes('transport')) {
    words.expect('failure');
    return { kind: 'transportFailure' };
  }
  return { kind: 'receive', records: readRecords(words) };
}

function readResult(words: Words): Result | Ending {
  const word = words.take();
  if (word === 'connected') return { kind: 'connected', facts: readFacts(words) };
  if (word === 'data') return { kind: 'data', bytes: readBytes(words) };
  if (word === 'confirmed') return { kind: 'confirmed' };
  if (word === 'waits') return { kind: 'waits', task: words.take() };
  if (word === 'throws') return { kind: 'throws', code: words.take() };
  const said = `${word} ${words.rest()}`.trim();
  if (said === 'end of data') return { kind: 'endOfData' };
  if (said === 'clean end') return said;
  // What the registry names is what the type of the same registry lists.
  if (words.names.errors.has(said)) return said as ErrorCode;
  return words.fail(`'${said}' is no result`);
}

function readFacts(words: Words): readonly Fact[] {
  const facts: Fact[] = [];
  if (!words.takes('(')) return facts;
  do {
    const name = words.take();
    words.expect('=');
    facts.push([name, words.upTo(';', ')')]);
  } while (words.takes(';'));
  words.expect(')');
  return facts;
}
