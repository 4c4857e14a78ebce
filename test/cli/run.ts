/** The command line in child processes, as people run it in a checkout. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<ChildProcess>();

/** What is left of a command when it has ended. */
export interface Ended {
  /** The exit code; null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until standard output or standard error matches. */
  seen(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts `tlschart` with these arguments. */
export function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/cli/main.ts', ...args], {
    cwd: projectRoot,
  });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('latin1').on('data', (text: string) => {
      output[name] += text;
      child.emit('test:output');
    });
  }
  const ended = once(child, 'close').then(([code]): Ended => {
    running.delete(child);
    child.emit('test:output');
    return { code, ...output };
  });
  const seen = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
      if (match !== null) return match;
      if (!running.has(child)) throw new Error(`${pattern} never came:\n${output.stderr}`);
      await once(child, 'test:output');
    }
  };
  child.stdin.on('error', () => {});
  return { child, ended, seen };
}

/** Runs `tlschart` to its end. @param stdin what it reads, then the end of it */
export async function run(
  args: readonly string[],
  stdin: string | Uint8Array = '',
): Promise<Ended> {
  const { child, ended } = start(...args);
  child.stdin?.end(stdin);
  return await ended;
}

/** Starts `tlschart server` on a free port and waits until it is ready. */
export async function startServer(
  ...args: readonly string[]
): Promise<Running & { readonly port: number }> {
  const server = start('server', '--port', '0', ...args);
  const [, port] = await server.seen(/listening on .*:(\d+)\n/);
  return { ...server, port: Number(port) };
}

/** Ends what a test has left running. */
export async function killAll(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
}
