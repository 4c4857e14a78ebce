/**
 * Foreign programs as peers, each a process of its own. Tests wait for what a process says, for
 * its data or for its end; nothing here waits for a clock.
 *
 * The tools mix their own words with the peer's data on one stream. So all test data is `noise`:
 * each byte has its top bit set, which no word of theirs has, and no line of it is a command.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/** What a process runs with, besides its arguments. */
export interface ToolSettings {
  readonly cwd?: string;
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the peer's data as it comes. */
  readonly onData?: (data: Buffer) => void;
}

const running = new Set<ToolProcess>();

/** Ends what a test has left running; call it after each test. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.kill()));
}

/** One run of a program. */
export class ToolProcess {
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<number | null>;
  readonly #data: Buffer[] = [];
  readonly #onData: ToolSettings['onData'];
  readonly #watchers = new Set<() => void>();
  #dataLength = 0;
  #words = '';
  #isOver = false;

  constructor(program: string, args: readonly string[], settings: ToolSettings = {}) {
    const { cwd, env, onData } = settings;
    this.#name = program;
    this.#onData = onData;
    this.#child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
    running.add(this);
    // A process that is gone does not read: its tests look at its exit code and its words.
    this.#child.stdin.on('error', () => {});
    // A program that is not there is told by `close`, as one that has ended at once.
    this.#child.on('error', (error) => this.#hear(error.message));
    this.#child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#exit = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        running.delete(this);
        this.#isOver = true;
        this.#tellWatchers();
        resolve(code);
      });
    });
  }

  /** All that the program has said so far, on both of its streams. */
  get words(): string {
    return this.#words;
  }

  /** All data from the peer so far. */
  get data(): Buffer {
    return Buffer.concat(this.#data);
  }

  /**
   * Waits until the program has said this. Rejects if it ends without.
   * @param from looks only at what it has said behind so many characters of `words`
   */
  async says(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    const find = () => pattern.exec(this.#words.slice(from)) ?? undefined;
    return await this.#until(`says ${pattern}`, find);
  }

  /** Waits until the program has got as many bytes from the peer. Rejects if it ends before. */
  async receives(length: number): Promise<Buffer> {
    return await this.#until(`receives ${length} bytes`, () =>
      this.#dataLength < length ? undefined : this.data,
    );
  }

  /** Gives bytes to the program's standard input: data for the peer, or a line with a command. */
  types(input: string | Uint8Array): void {
    this.#child.stdin.write(input);
  }

  /** Ends the program's standard input: most then close the connection. */
  stopsTyping(): void {
    this.#child.stdin.end();
  }

  /** Waits for the end. Null: it was killed. */
  async exits(): Promise<number | null> {
    return await this.#exit;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }

  #take(chunk: Buffer): void {
    const words = chunk.filter((byte) => byte < 0x80);
    const data = words.length === 0 ? chunk : Buffer.from(chunk.filter((byte) => byte >= 0x80));
    if (data.length > 0) {
      this.#data.push(data);
      this.#dataLength += data.length;
      this.#onData?.(data);
    }
    this.#hear(Buffer.from(words).toString('latin1'));
  }

  #hear(words: string): void {
    this.#words += words;
    this.#tellWatchers();
  }

  #tellWatchers(): void {
    for (const look of this.#watchers) look();
  }

  #until<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found === undefined && !this.#isOver) return;
        this.#watchers.delete(look);
        if (found !== undefined) resolve(found);
        else reject(new Error(`${this.#name} ended before it ${what}. It said:\n${this.#words}`));
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** Data for tests: looks random, is the same each time, and has the top bit of each byte set. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let value = seed;
  for (let at = 0; at < length; at++) {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = 0x80 | (value >>> 24);
  }
  return bytes;
}
