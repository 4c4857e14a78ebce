/** A copy of the project in a temporary folder, to edit its spec and generate from it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = [
  'spec',
  'generated',
  'runtime',
  'tools',
  'test/support',
  'test/traces',
  'package.json',
  'tsconfig.json',
  '.biome.json',
];

/** What a command printed and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'tlschart-copy-'));

  constructor() {
    for (const part of parts) cpSync(join(root, part), join(this.root, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  /** Replaces a text that stands in the file exactly as given; its first occurrence. */
  edit(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not contain: ${from}`);
    this.write(path, text.replace(from, to));
  }

  generate(...args: string[]): Ran {
    return this.run('tools/generate/main.ts', ...args);
  }

  /** Runs a TypeScript file of the copy in a process of its own. */
  run(script: string, ...args: string[]): Ran {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', script, ...args],
      { cwd: this.root, encoding: 'utf8' },
    );
    return { status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
