/**
 * Two ways to do the same, measured in turns: what slows the machine down slows both. Only the
 * ratio carries over to another machine.
 */

/** One of the two: does it `times` times; how long that took is measured outside. */
export type Work = (times: number) => Promise<void> | void;

export interface Comparison {
  /** Median, in milliseconds for one time. */
  readonly ours: number;
  readonly theirs: number;
}

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** Times in each round. */
  readonly times: number;
}

/** Runs both in turns after one round each to warm up. */
export async function compare(ours: Work, theirs: Work, amount: Amount): Promise<Comparison> {
  const figures = { ours: [] as number[], theirs: [] as number[] };
  await timed(ours, amount.times);
  await timed(theirs, amount.times);
  for (let round = 0; round < amount.rounds; round++) {
    figures.ours.push(await timed(ours, amount.times));
    figures.theirs.push(await timed(theirs, amount.times));
  }
  return { ours: median(figures.ours), theirs: median(figures.theirs) };
}

async function timed(work: Work, times: number): Promise<number> {
  const began = performance.now();
  await work(times);
  return (performance.now() - began) / times;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
