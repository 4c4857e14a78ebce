/** What was measured, for people: a line a cell. */
import type { Measured } from './measure.ts';

/** A table with its title above. */
export function printTable(title: string, rows: readonly Measured[]): string {
  const lines = rows.map((row) => columnsOf(row).map(pad).join('  ').trimEnd());
  const head = headings.map(pad).join('  ');
  return [title, head, '-'.repeat(head.length), ...lines, ''].join('\n');
}

/** One line, for progress. */
export function printRow(row: Measured): string {
  return columnsOf(row).map(pad).join('  ').trimEnd();
}

/** How many alerts were lost in all of it. */
export function lostIn(rows: readonly Measured[]): number {
  return rows.reduce((sum, { lost }) => sum + lost.length, 0);
}

export function runsIn(rows: readonly Measured[]): number {
  return rows.reduce((sum, { cell }) => sum + cell.runs, 0);
}

const headings = [
  'client',
  'version',
  'habit',
  'alert',
  'ending',
  'runs',
  'seen',
  'lost',
  'known after',
  'else told',
];
const widths = [8, 7, 21, 8, 15, 5, 5, 5, 11, 0];

function columnsOf({ cell, knownAfterMs, lost }: Measured): readonly string[] {
  const { client, version, habit, isDeferred, ending, runs } = cell;
  const isLate = version === 'TLSv1.3' && isDeferred;
  const when = isLate ? 'deferred' : 'at once';
  const known = knownAfterMs.length === 0 ? '-' : `${median(knownAfterMs).toFixed(1)} ms`;
  const told = [...new Set(lost)].join(', ');
  return [
    client,
    version,
    habit,
    when,
    ending,
    `${runs}`,
    `${knownAfterMs.length}`,
    `${lost.length}`,
    known,
    told,
  ];
}

/** Text to the left, figures to the right. */
function pad(text: string, column: number): string {
  const width = widths[column] ?? 0;
  return column >= 5 && column <= 8 ? text.padStart(width) : text.padEnd(width);
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
