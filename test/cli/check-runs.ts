/**
 * `tlschart check` in this process, from the arguments that people write to the exit code: a
 * process of its own for each case would cost more than all that is judged. That the command is
 * wired up is tested with processes, in usage.test.ts and client-server.test.ts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { runCheck } from '../../tools/cli/check.ts';
import { withCheckOptions } from '../../tools/cli/check-options.ts';
import type { Ended } from './run.ts';

let folder: string | undefined;

/** Runs it to its end. @throws UsageError, CommanderError where the command exits with 2 */
export async function check(...args: readonly string[]): Promise<Ended> {
  const command = withCheckOptions(new Command()).exitOverride();
  command.configureOutput({ writeErr: () => {} }).parse(args, { from: 'user' });
  const output = { stdout: '', stderr: '' };
  const written = (['stdout', 'stderr'] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (text: string | Uint8Array) => {
      output[name] += text;
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    const [address] = command.processedArgs;
    return { code: await runCheck(address, command.opts()), ...output };
  } finally {
    for (const restore of written) restore();
  }
}

/** The object that `--json` prints, with the exit code. */
export async function checkJson(...args: readonly string[]) {
  const { code, stdout, stderr } = await check(...args, '--json');
  return { code, stderr, report: JSON.parse(stdout) };
}

/** A file with these bytes. @returns its path */
export function file(name: string, contents: Uint8Array | string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'tlschart-check-'));
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
}

/** PEM (RFC 7468) of one block or more. */
export function pem(label: string, ...blocks: readonly Uint8Array[]): string {
  const one = (der: Uint8Array) => {
    const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
    return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
  };
  return blocks.map(one).join('').replace(/\n\n/g, '\n');
}

/** Removes the files; call it after the last test. */
export function removeFiles(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
