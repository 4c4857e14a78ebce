/**
 * `openssl s_server` and `openssl s_client` as peers, each a process of its own. Tests wait for
 * what a process says, for its data or for its end; nothing here waits for a clock.
 *
 * The tools mix their own words with the peer's data on one stream. So all test data is `noise`:
 * each byte has its top bit set, which no word of theirs has, and no line of it is a command.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { CredentialFiles } from './certificates.ts';

const running = new Set<OpensslProcess>();

/** Whether there is an openssl of the version that the tests know. */
export function hasOpenssl(): boolean {
  const { stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return stdout?.startsWith('OpenSSL 3.') ?? false;
}

/** Ends what a test has left running; call it after each test. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((one) => one.kill()));
}

/** One run of openssl. */
export class OpensslProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<number | null>;
  readonly #data: Buffer[] = [];
  readonly #watchers = new Set<() => void>();
  #words = '';
  #isOver = false;

  constructor(args: readonly string[]) {
    this.#child = spawn('openssl', args);
    running.add(this);
    // A process that is gone does not read: its tests look at its exit code and its words.
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#exit = once(this.#child, 'close').then(([code]) => {
      running.delete(this);
      this.#isOver = true;
      this.#tellWatchers();
      return code;
    });
  }

  /** All that openssl has said so far, on both of its streams. */
  get words(): string {
    return this.#words;
  }

  /** All data from the peer so far. */
  get data(): Buffer {
    return Buffer.concat(this.#data);
  }

  /** Waits until openssl has said this. Rejects if it ends without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return await this.#until(`says ${pattern}`, () => pattern.exec(this.#words) ?? undefined);
  }

  /** Waits until openssl has got as many bytes from the peer. Rejects if it ends before. */
  async receives(length: number): Promise<Buffer> {
    return await this.#until(`receives ${length} bytes`, () => {
      const received = this.#data.reduce((sum, chunk) => sum + chunk.length, 0);
      return received < length ? undefined : this.data;
    });
  }

  /** Gives bytes to openssl's standard input: data for the peer, or a line with a command. */
  types(input: string | Uint8Array): void {
    this.#child.stdin.write(input);
  }

  /** Ends openssl's standard input: it closes the connection. */
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
    this.#words += Buffer.from(chunk.filter((byte) => byte < 0x80)).toString('latin1');
    this.#data.push(Buffer.from(chunk.filter((byte) => byte >= 0x80)));
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
        else reject(new Error(`openssl ended before it ${what}. It said:\n${this.#words}`));
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** `s_server` for one connection on a free port of 127.0.0.1. */
export async function startServer(
  identity: CredentialFiles,
  args: readonly string[] = [],
): Promise<{ readonly openssl: OpensslProcess; readonly port: number }> {
  const { certificate, privateKey } = identity;
  const where = ['-accept', '127.0.0.1:0', '-naccept', '1'];
  const who = ['-cert', certificate, '-key', privateKey];
  const openssl = new OpensslProcess(['s_server', ...where, ...who, ...args]);
  const [, port] = await openssl.says(/^ACCEPT .*:(\d+)$/m);
  return { openssl, port: Number(port) };
}

/** `s_client`, on its way to 127.0.0.1. */
export function startClient(port: number, args: readonly string[] = []): OpensslProcess {
  return new OpensslProcess(['s_client', '-connect', `127.0.0.1:${port}`, ...args]);
}

/** The dummy change_cipher_spec records that openssl shows with `-msg`: sent `>>>`, got `<<<`. */
export function dummiesIn(words: string, direction: '>>>' | '<<<'): number {
  const header = new RegExp(`^${direction} .*RecordHeader.*\\n +14 03 03 00 01$`, 'gm');
  return words.match(header)?.length ?? 0;
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
