/** The interop table as text: what was run, how it came out, what was left out and why. */
import { type Cell, describePattern } from './cell.ts';
import type { Seat } from './peers/peer.ts';
import type { Plan } from './plan.ts';
import { ourCipherSuites, ourGroups } from './providers.ts';

/** What became of a peer in a role. */
export interface Result {
  readonly seat: Seat;
  readonly plan: Plan;
  readonly outcomes: Map<Cell, Outcome>;
}

export interface Outcome {
  /** `ok`, `refused: <alert>` where that is right, or `FAILED`. */
  readonly told: string;
  readonly ms: number;
}

/** Everything about each peer in each role, and the sums. */
export function printTable(results: readonly Result[]): string {
  return [...results.map(printResult), printSums(results)].join('\n\n');
}

function printResult(result: Result): string {
  const { seat, plan } = result;
  return [
    `== ${nameOf(seat)} as ${seat.role}`,
    ...printMatrix(result),
    ...printLines(result, [...plan.pairs, ...plan.extra]),
    ...plan.skipped.map(({ cell, reason }) => `  left out: ${describePattern(cell)}: ${reason}`),
  ].join('\n');
}

/** Suites x groups: what came of it with each of our providers, once if it is the same. */
function printMatrix({ plan, outcomes }: Result): string[] {
  const rows = ourCipherSuites.map((cipherSuite) => [
    cipherSuite,
    ...ourGroups.map((group) => {
      const cells = plan.full.filter(
        (one) => one.cipherSuite === cipherSuite && one.group === group,
      );
      const told = cells.map((cell) => outcomes.get(cell)?.told ?? '?');
      return [...new Set(told)].join(' / ') || '-';
    }),
  ]);
  return align([['', ...ourGroups], ...rows]).map((line) => `  ${line}`);
}

function printLines({ outcomes }: Result, cells: readonly Cell[]): string[] {
  const rows = cells.map((cell) => {
    const { told, ms } = outcomes.get(cell) ?? { told: '?', ms: 0 };
    return [told, `${Math.round(ms).toString().padStart(5)} ms`, describePattern(cell)];
  });
  return align(rows).map((line) => `  ${line}`);
}

function printSums(results: readonly Result[]): string {
  const rows = results.map(({ seat, plan, outcomes }) => {
    const all = [...outcomes.values()];
    const failed = all.filter(({ told }) => told === 'FAILED').length;
    const seconds = all.reduce((sum, { ms }) => sum + ms, 0) / 1000;
    const counts = [all.length - failed, failed, plan.skipped.length, seconds.toFixed(1)];
    return [nameOf(seat), seat.role, ...counts.map(String)];
  });
  const heads = ['peer', 'role', 'passed', 'failed', 'left out', 'seconds in cells'];
  return align([heads, ...rows]).join('\n');
}

function nameOf({ peer: { name, version = '' } }: Seat): string {
  return `${name} ${version}`.trim();
}

/** Columns of the same width, two spaces apart. */
function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths?.[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
