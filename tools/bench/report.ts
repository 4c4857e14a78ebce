/** One figure a line, as JSON: for people with a pager and for programs with a parser. */

export interface Figure {
  readonly benchmark: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** What it is compared with, in the same run. */
  readonly peer?: string;
  readonly theirs?: number;
}

/** Prints the figure, with the ratio of ours to theirs if there is a peer. */
export function report(figure: Figure): void {
  const { ours, theirs, ...names } = figure;
  const ratio = theirs === undefined ? {} : { theirs: short(theirs), ratio: short(ours / theirs) };
  process.stdout.write(`${JSON.stringify({ ...names, ours: short(ours), ...ratio })}\n`);
}

function short(figure: number): number {
  return Number(figure.toPrecision(3));
}
