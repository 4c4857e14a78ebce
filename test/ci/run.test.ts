/**
 * `.ci/run` counts honestly: it runs here in a small checkout whose `npm` does as it is told.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
/** Checks of `.ci/run` that are not test runs, when ../shared is there. */
const otherChecks = 13;

let around: string;
let checkout: string;

beforeEach(() => {
  around = mkdtempSync(join(tmpdir(), 'tlschart-ci-'));
  checkout = join(around, 'checkout');
  mkdirSync(join(checkout, '.ci'), { recursive: true });
  mkdirSync(join(checkout, 'dist/tools/cli'), { recursive: true });
  mkdirSync(join(around, 'shared/vectors'), { recursive: true });
  for (const name of ['run', 'totals.mjs']) {
    copyFileSync(join(projectRoot, '.ci', name), join(checkout, '.ci', name));
  }
  writeFileSync(join(checkout, '.ci/packages'), '# none\n');
  writeFileSync(
    join(checkout, 'package.json'),
    JSON.stringify({
      name: 'tlschart',
      exports: { '.': './a.mjs', './node': './a.mjs' },
      scripts: {},
    }),
  );
  writeFileSync(join(checkout, 'a.mjs'), '');
  writeFileSync(join(checkout, 'dist/tools/cli/main.js'), '');
  execFileSync('git', ['init', '--quiet'], { cwd: checkout });
});
afterEach(() => rmSync(around, { recursive: true, force: true }));

test('all is well: every test and every other check is counted', () => {
  const run = runCi({ report: vitestReport({ passed: 40, skipped: 2, todo: 1 }) });
  expect(run.lastLine).toBe(`${40 + otherChecks} passed, 0 failed, 3 skipped`);
  expect(run.code).toBe(0);
});

test('a failed check fails the run, and the others still run', () => {
  const run = runCi({ report: vitestReport({ passed: 40 }), failing: 'run types' });
  expect(run.output).toContain('== types: FAILED');
  expect(run.output).toContain('== start: passed');
  expect(run.lastLine).toBe(`${39 + otherChecks} passed, 1 failed, 0 skipped`);
  expect(run.code).toBe(1);
});

test('failed tests are counted one by one', () => {
  const run = runCi({ report: vitestReport({ passed: 38, failed: 2 }), testExit: 1 });
  expect(run.lastLine).toBe(`${38 + otherChecks} passed, 2 failed, 0 skipped`);
  expect(run.code).toBe(1);
});

test('a test file that does not load is a failure', () => {
  const run = runCi({ report: vitestReport({ passed: 5, unloadable: 2 }), testExit: 1 });
  expect(run.lastLine).toBe(`${5 + otherChecks} passed, 2 failed, 0 skipped`);
});

test('a test run that falls over, finds nothing or reports nothing is a failure', () => {
  const fallen = runCi({ report: vitestReport({ passed: 5 }), testExit: 1 });
  expect(fallen.lastLine).toBe(`${5 + otherChecks} passed, 1 failed, 0 skipped`);
  const empty = runCi({ report: vitestReport({}) });
  expect(empty.lastLine).toBe(`${otherChecks} passed, 1 failed, 0 skipped`);
  const silent = runCi({ report: undefined });
  expect(silent.lastLine).toBe(`${otherChecks} passed, 1 failed, 0 skipped`);
  expect([fallen.code, empty.code, silent.code]).toEqual([1, 1, 1]);
});

test('after a failed install nothing else is run, and all of it is counted as skipped', () => {
  const run = runCi({ report: vitestReport({ passed: 40 }), failing: 'ci --engine-strict' });
  expect(run.lastLine).toBe(`1 passed, 1 failed, ${otherChecks - 2 + 1} skipped`);
  expect(run.code).toBe(1);
});

test('a missing ../shared is a failure in CI and a skip elsewhere', () => {
  rmSync(join(around, 'shared'), { recursive: true });
  const report = vitestReport({ passed: 40 });
  expect(runCi({ report, ci: true }).lastLine).toBe(
    `${39 + otherChecks} passed, 1 failed, 0 skipped`,
  );
  expect(runCi({ report, ci: false }).lastLine).toBe(
    `${39 + otherChecks} passed, 0 failed, 1 skipped`,
  );
});

test('a check that changes the checkout is found out', () => {
  const run = runCi({ report: vitestReport({ passed: 1 }), touching: 'start' });
  expect(run.output).toContain('?? touched');
  expect(run.lastLine).toBe(`${otherChecks} passed, 1 failed, 0 skipped`);
});

interface Plan {
  /** What vitest writes as its report; undefined: nothing. */
  readonly report: string | undefined;
  readonly testExit?: number;
  /** Arguments of the `npm` call that fails. */
  readonly failing?: string;
  /** Arguments of the `npm` call that leaves a file behind. */
  readonly touching?: string;
  readonly ci?: boolean;
}

/** Runs `.ci/run` with an `npm` that follows the plan. */
function runCi(plan: Plan): { output: string; lastLine: string; code: number | null } {
  const bin = join(around, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(around, 'report.json'), plan.report ?? '');
  writeFileSync(join(bin, 'npm'), npmThat(plan), { mode: 0o755 });
  const ran = spawnSync('bash', ['.ci/run'], {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      PATH: [bin, process.env.PATH ?? ''].join(delimiter),
      ...(plan.ci === false ? {} : { CI: 'true' }),
    },
  });
  const lines = ran.stdout.trimEnd().split('\n');
  return { output: ran.stdout, lastLine: lines.at(-1) ?? '', code: ran.status };
}

function npmThat(plan: Plan): string {
  return `#!/usr/bin/env bash
case "$*" in
  "${plan.failing ?? 'nothing'}") exit 1 ;;
  "${plan.touching ?? 'nothing'}") touch touched ;;
  "run test -- "*)
    last="\${@: -1}"
    [ -s ../report.json ] && cp ../report.json "\${last#*=}"
    exit ${plan.testExit ?? 0} ;;
esac
`;
}

interface Counts {
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly todo?: number;
  /** Files that threw before their first test. */
  readonly unloadable?: number;
}

/** The part of vitest's JSON report that is read. */
function vitestReport(counts: Counts): string {
  const { passed = 0, failed = 0, skipped = 0, todo = 0, unloadable = 0 } = counts;
  const assertionResults = Array.from({ length: failed }, () => ({ status: 'failed' }));
  const status = failed > 0 ? 'failed' : 'passed';
  const unloaded = { status: 'failed', assertionResults: [] };
  return JSON.stringify({
    numTotalTests: passed + failed + skipped + todo,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: todo,
    testResults: [{ status, assertionResults }, ...Array(unloadable).fill(unloaded)],
  });
}
