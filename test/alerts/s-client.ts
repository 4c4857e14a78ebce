/**
 * `openssl s_client` as a client that is refused: one process a connection. It is made busy from
 * outside, by SIGSTOP and SIGCONT.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProtocolName } from '../../generated/registries.ts';
import { alertNameOf } from '../../generated/registries.ts';
import type { ClientFiles, Outcome } from './messages.ts';
import { busyMs, type Cell, type Habit, longestMs, megabyte, mostWritten } from './plan.ts';

/** So often a client may have been stopped when it knew already; then the machine is too slow. */
const mostTrials = 20;

/** Makes one connection. @throws Error if a busy client cannot be stopped in time */
export async function meetBySClient(
  port: number,
  { habit, version }: Pick<Cell, 'habit' | 'version'>,
  files: ClientFiles,
): Promise<Outcome> {
  for (let trial = 0; trial < mostTrials; trial++) {
    const client = new SClient(port, version, files);
    const outcome = client.outcome;
    // A client that knew before it was busy has not shown this habit.
    const hasLivedSo = await live(client, habit);
    const told = await outcome;
    if (hasLivedSo) return told;
  }
  throw new Error(`s_client knew of its refusal ${mostTrials} times before it could be stopped`);
}

/** @returns whether it was so */
async function live(client: SClient, habit: Habit): Promise<boolean> {
  switch (habit) {
    case 'idle':
    case 'in pieces':
      return true;
    case 'one write':
      client.type(line);
      return true;
    case 'writing all the time':
      await client.keepTyping();
      return true;
    case 'busy, one write':
      await client.says(/write finished/);
      return await client.pause(line);
    case '1 MB':
      client.type(Buffer.alloc(megabyte, 'm'));
      return true;
    case '1 MB, busy, one write':
      // It is stopped in the middle of it: at its end the alert would be there.
      await client.types(Buffer.alloc(pipeSize, 'm'));
      return await client.pause(Buffer.concat([Buffer.alloc(megabyte - pipeSize, 'm'), line]));
  }
}

const line = Buffer.from('one line\n');

/** What a pipe holds: when it has taken a byte more, the client has begun to send. */
const pipeSize = 2 ** 16 + 1;

const versions = { 'TLSv1.3': '-tls1_3', 'TLSv1.2': '-tls1_2' } as const;

class SClient {
  readonly outcome: Promise<Outcome>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #watchers = new Set<() => void>();
  #words = '';
  #isOver = false;
  #knewAfter: number | undefined;

  constructor(port: number, version: ProtocolName, { ca, shown }: ClientFiles) {
    const began = performance.now();
    const who = shown === undefined ? [] : ['-cert', shown.certificate, '-key', shown.privateKey];
    this.#child = spawn('openssl', [
      ...[
        's_client',
        '-connect',
        `127.0.0.1:${port}`,
        versions[version],
        '-brief',
        '-state',
        '-quiet',
      ],
      ...['-CAfile', ca, '-verify_return_error', '-verify_quiet', ...who],
    ]);
    // A client that is gone reads nothing any more.
    this.#child.stdin.on('error', () => {});
    this.#child.stdout.resume();
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#words += chunk.toString('latin1');
      if (this.#alert !== undefined) this.#knewAfter ??= performance.now() - began;
      this.#look();
    });
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), longestMs);
    this.outcome = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', () => {
        clearTimeout(timer);
        this.#isOver = true;
        this.#look();
        const ms = this.#knewAfter ?? performance.now() - began;
        resolve({ alert: this.#alert, otherwise: lastLine(this.#words), ms });
      });
    });
  }

  /** What it is typed, it sends once the handshake is complete. */
  type(bytes: Buffer): void {
    this.#child.stdin.write(bytes);
  }

  /** The same; waits until it has taken them. */
  async types(bytes: Buffer): Promise<void> {
    await new Promise<void>((done) => this.#child.stdin.write(bytes, () => done()));
  }

  async keepTyping(): Promise<void> {
    const piece = Buffer.alloc(1024, 'p');
    for (let written = 0; written < mostWritten && !this.#isOver; written += piece.length) {
      await this.types(piece);
    }
  }

  /** Waits until it has said this, or has ended. */
  async says(pattern: RegExp): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!this.#isOver && !pattern.test(this.#words)) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /**
   * Stops it for a while, and types something meanwhile.
   * @returns whether it knew nothing when it was stopped
   */
  async pause(bytes: Buffer): Promise<boolean> {
    this.#child.kill('SIGSTOP');
    await sleep(busyMs);
    const isInTime = !this.#isOver && this.#alert === undefined;
    this.type(bytes);
    this.#child.kill('SIGCONT');
    return isInTime;
  }

  get #alert(): string | undefined {
    const [, code] = /SSL alert number (\d+)/.exec(this.#words) ?? [];
    return code === undefined ? undefined : (alertNameOf(Number(code)) ?? code);
  }

  #look(): void {
    for (const look of this.#watchers) look();
  }
}

/** Without the number of its thread, which is another one in each process. */
function lastLine(words: string): string {
  const line = words.trimEnd().split('\n').at(-1) ?? '';
  return line.replace(/^[0-9A-F]{8,16}:(?=error:)/, '');
}
