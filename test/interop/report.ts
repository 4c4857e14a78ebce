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
    `== ${seat.peer.name} ${seat.peer.version} as ${seat.role}`,
    ...printMatrix(result),
    ...[...plan.pairs, ...plan.extra].map((cell) => printLine(result, cell)),
    ...plan.skipped.map(({ cell, reason }) => `  left out: ${describePattern(cell)}: ${reason}`),
  ].join('\n');
}

/** Suites x groups. */
function printMatrix({ plan, outcomes }: Result): string[] {
  const rows = ourCipherSuites.map((cipherSuite) => [
    cipherSuite,
    ...ourGroups.map((group) => {
      const cell = plan.full.find((one) => one.cipherSuite === cipherSuite && one.group === group);
      return cell === undefined ? '-' : (outcomes.get(cell)?.told ?? '?');
    }),
  ]);
  return align([['', ...ourGroups], ...rows]).map((line) => `  ${line}`);
}

function printLine({ outcomes }: Result, cell: Cell): string {
  const { told, ms } = outcomes.get(cell) ?? { told: '?', ms: 0 };
  return `  ${told.padEnd(8)} ${Math.round(ms).toString().padStart(5)} ms  ${describePattern(cell)}`;
}

function printSums(results: readonly Result[]): string {
  const rows = results.map(({ seat, plan, outcomes }) => {
    const all = [...outcomes.values()];
    const failed = all.filter(({ told }) => told === 'FAILED').length;
    const seconds = all.reduce((sum, { ms }) => sum + ms, 0) / 1000;
    const counts = [all.length - failed, failed, plan.skipped.length, seconds.toFixed(1)];
    return [`${seat.peer.name} ${seat.peer.version}`, seat.role, ...counts.map(String)];
  });
  const heads = ['peer', 'role', 'passed', 'failed', 'left out', 'seconds in cells'];
  return align([heads, ...rows]).join('\n');
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
