/**
 * The seed of this folder's property tests: always the same, unless TLSCHART_SEED is set to look
 * further. It stands in the titles of the suites, so each report prints it.
 */
export const seed = Number(process.env.TLSCHART_SEED ?? 9846);

/** How fast-check runs here. @param runs how many values are tried */
export function runsOf(runs: number): { readonly seed: number; readonly numRuns: number } {
  return { seed, numRuns: runs };
}
