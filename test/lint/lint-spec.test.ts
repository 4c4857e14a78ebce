/**
 * The linter as a whole: a sound spec passes, this project's passes, a broken one is told by file
 * and line on the command line.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintSpec, lintTexts } from '../../tools/lint/lint-spec.ts';
import { ClientState } from '../support/states.ts';
import { soundSpec } from './fixture.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

describe('the linter', () => {
  test('finds no fault in a sound spec', () => {
    const result = lintTexts(soundSpec);
    expect(result.faults).toEqual([]);
    // Of either machine: 13 states below the root, 14 edges.
    expect(result).toMatchObject({ states: 26, edges: 28 });
  });

  test("finds no fault in this project's spec", () => {
    const result = lintSpec(projectRoot);
    expect(result.faults.map((fault) => fault.message)).toEqual([]);
    expect(result.states).toBeGreaterThan(20);
  });

  test('tells a missing file', () => {
    const files = new Map(soundSpec);
    files.delete('spec/server.ts');
    expect(messages(files)).toEqual([
      expect.stringMatching(/^spec\/server.ts:1: the file is missing/),
    ]);
  });

  test('tells a syntax error by its line', () => {
    const text =
      'export const clientMachine = setup({}).createMachine({\n  id: client client,\n});\n';
    const files = new Map([...soundSpec, ['spec/client.ts', text]]);
    expect(messages(files)).toEqual([
      expect.stringMatching(
        /^spec\/client.ts:2: not TypeScript: ',' expected\.\n {2}mend the syntax/,
      ),
    ]);
  });

  test('tells all faults at once, in the order of the text', () => {
    const text = (soundSpec.get('spec/client.ts') ?? '')
      .replace("initial: 'waitHello'", "initial: 'waitHallo'")
      .replace("'9846#4.2.3'", "'somewhere'")
      .replace('after: { drainTimeout', 'after: { drain');
    const files = new Map([...soundSpec, ['spec/client.ts', text]]);
    const lines = lintTexts(files).faults.map((fault) => fault.line);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  });
});

describe('npm run lint:spec', () => {
  const root = mkdtempSync(join(tmpdir(), 'tlschart-lint-'));

  beforeAll(() => {
    for (const part of ['spec', 'tools', 'package.json', 'tsconfig.json']) {
      cpSync(join(projectRoot, part), join(root, part), { recursive: true });
    }
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('counts states and edges, or prints every fault and fails', () => {
    const good = runMain(root);
    expect(good.stdout).toMatch(/^spec: \d+ states, \d+ edges, no faults\n$/);
    expect(good.status).toBe(0);

    const path = join(root, 'spec/client.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replace(`initial: '${ClientState.IDLE}'`, `initial: '${ClientState.IDLE}s'`),
    );
    const bad = runMain(root);
    expect(bad.stderr).toMatch(
      new RegExp(
        `^spec/client\\.ts:\\d+: initial '${ClientState.IDLE}s' is no child of state live \\(D9\\)$`,
        'm',
      ),
    );
    expect(bad.stderr).toMatch(`  did you mean '${ClientState.IDLE}'?`);
    expect(bad.status).toBe(1);
  });
});

function messages(files: ReadonlyMap<string, string>): string[] {
  return lintTexts(files).faults.map((fault) => fault.message);
}

function runMain(root: string): { stdout: string; stderr: string; status: number | null } {
  const command = ['--import', 'tsx', 'tools/lint/main.ts'];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' });
}
