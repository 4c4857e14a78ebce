/** `--watch`: each save is generated from, however the editor saves; `--check` does not go with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProjectCopy } from '../support/project-copy.ts';

let copy: ProjectCopy;
let watcher: ChildProcess | undefined;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(async () => {
  if (watcher !== undefined) {
    watcher.kill();
    await once(watcher, 'exit');
    watcher = undefined;
  }
  copy.remove();
});

/** The lines that the watcher prints, one run of it after the other. */
function watch(): AsyncIterator<string> {
  const args = ['--import', 'tsx', 'tools/generate/main.ts', '--watch'];
  watcher = spawn(process.execPath, args, { cwd: copy.root, stdio: ['ignore', 'pipe', 'pipe'] });
  if (!watcher.stdout) throw new Error('no output');
  return createInterface(watcher.stdout)[Symbol.asyncIterator]();
}

/** Reads on until a run has changed something. */
async function changes(lines: AsyncIterator<string>): Promise<string[]> {
  const wrote: string[] = [];
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error('the watcher ended');
    if (value.startsWith('wrote ')) wrote.push(value.slice('wrote '.length));
    if (wrote.length > 0 && value.includes('files generated')) return wrote;
  }
}

/** Saves as careful editors do: a new file takes the place of the old one. */
function save(path: string, from: string, to: string): void {
  const text = copy.read(path);
  expect(text).toContain(from);
  copy.write(`${path}~`, text.replace(from, to));
  renameSync(join(copy.root, `${path}~`), join(copy.root, path));
}

test('every save is seen, also one that replaces the file, of the spec and of a trace', {
  timeout: 120_000,
}, async () => {
  const lines = watch();
  expect((await lines.next()).value).toBe('watching spec/ and test/traces/');
  expect((await lines.next()).value).toContain('0 changed');
  for (const [from, to] of [
    ['What happened.', 'What took place.'],
    ['What took place.', 'What came to pass.'],
  ] as const) {
    save('spec/wire/alert.tls', from, to);
    expect(await changes(lines)).toEqual(['generated/messages.ts']);
  }
  // Where a trace stands is a link in its picture.
  save('test/traces/key-update.md', '# ', '\n# ');
  expect(await changes(lines)).toEqual(['generated/diagrams/sequence-key-update.svg']);
});

test('--check compares once', () => {
  const { status, output } = copy.generate('--watch', '--check');
  expect(output).toContain("option '--watch' cannot be used with option '--check'");
  expect(status).toBe(1);
});
