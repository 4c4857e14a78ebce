/** `npm run requirements` on small projects: what it prints and writes, and how it exits. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
let around: string;
let project: string;

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'tlschart-requirements-'));
  project = join(around, 'project');
  for (const folder of ['spec', 'runtime', 'test']) {
    mkdirSync(join(project, folder), { recursive: true });
  }
});
afterEach(() => rmSync(around, { recursive: true }));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const command = ['--import', 'tsx', 'tools/requirements/main.ts', '--root', project, ...args];
  const { PATH = '' } = process.env;
  return spawnSync(process.execPath, command, {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { PATH, ...env },
  });
}

test('without a table it is skipped, but not in CI', () => {
  const skipped = run(['--check']);
  expect(skipped.stdout).toContain('skipped, not there: ../shared/requirements/rfc9846.tsv');
  expect(skipped.status).toBe(0);
  expect(run(['--check'], { CI: 'true' }).status).toBe(1);
});

test('--check fails for what is open; the report can be written', () => {
  mkdirSync(join(around, 'shared/requirements'), { recursive: true });
  const head = 'id\tlevel\tsection\ttitle\tsentence\n';
  for (const rfc of ['5246', '5746', '7627', '8422']) writeTable(rfc, head);
  writeTable('9846', `${head}9846:4:1\tMUST\t4\tHandshake\tMessages MUST come.\n`);
  const out = join(around, 'report.md');
  const open = run(['--check', '--out', out]);
  expect(open.stderr).toContain('9846:4:1 is open: Messages MUST come.');
  expect(open.status).toBe(1);
  writeFileSync(join(project, 'runtime/send.ts'), '// @req 9846:4:1\nexport const send = 1;\n');
  expect(run(['--out', out]).status).toBe(0);
  expect(readFileSync(out, 'utf8')).toContain('carried by `runtime/send.ts:1` send');
});

function writeTable(rfc: string, content: string): void {
  writeFileSync(join(around, `shared/requirements/rfc${rfc}.tsv`), content);
}
