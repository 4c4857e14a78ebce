/** The command line in child processes: the files that ship, compiled once for each worker. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { CredentialFiles } from '../support/certificates.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const packageRoot = compilePackage();
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
  /**
   * Waits until standard output or standard error matches.
   * @param from looks only behind so many characters of standard error
   */
  seen(pattern: RegExp, from?: number): Promise<RegExpExecArray>;
}

/** A server that is ready. */
export interface Server extends Running {
  /** As it says itself: an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
}

/** Starts `tlschart` with these arguments. */
export function start(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [join(packageRoot, 'dist/tools/cli/main.js'), ...args]);
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
  const seen = async (pattern: RegExp, from = 0) => {
    for (;;) {
      const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr.slice(from));
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

/** Starts `tlschart server` with a certificate, on a free port, and waits until it is ready. */
export async function startServer(
  { certificate, privateKey }: CredentialFiles,
  ...args: readonly string[]
): Promise<Server> {
  const identity = ['--cert', certificate, '--key', privateKey];
  const server = start('server', '--port', '0', ...identity, ...args);
  const [, host = '', port] = await server.seen(/^listening on (.*):(\d+)\n$/);
  return { ...server, host, port: Number(port) };
}

/** Ends what the tests have left running; call it after the last. */
export async function cleanUp(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      child.kill('SIGKILL');
      return once(child, 'close');
    }),
  );
}

/** What `npm run build` makes, in a temporary folder and without the checks. */
function compilePackage(): string {
  const folder = mkdtempSync(join(inject('scratch'), 'package-'));
  const compiler = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const project = ['--project', join(projectRoot, 'runtime/tsconfig.json')];
  const options = ['--noCheck', '--declaration', 'false', '--outDir', join(folder, 'dist')];
  const args = [compiler, ...project, ...options];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the command line does not compile:\n${stdout}`);
  for (const part of ['package.json', 'node_modules']) {
    symlinkSync(join(projectRoot, part), join(folder, part));
  }
  return folder;
}
