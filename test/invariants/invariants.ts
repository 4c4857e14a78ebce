/**
 * What must hold of every path of a spec machine, by the numbers of the list of invariants: those that
 * concern order, epochs, ending and liveness, as far as a graph can tell. Each file says what is left
 * to other tests; 14 is of TLS 1.2, 28 is of engines (`test/engine/reproducible`, `test/engine/split`),
 * 29 of traces and mutants (`test/traces`, `test/mutants`).
 */
import type { Explorable } from '../../tools/explore/machines.ts';
import { closing } from './closing.ts';
import { ending } from './ending.ts';
import { graphOf } from './graph.ts';
import { hygiene } from './hygiene.ts';
import type { Invariant } from './invariant.ts';
import { keys } from './keys.ts';
import { endlessStates, liveness } from './liveness.ts';
import { order } from './order.ts';

export const invariants = [
  ...order,
  ...keys,
  ...ending,
  ...closing,
  ...liveness,
  ...hygiene,
] as const satisfies readonly Invariant[];

export type InvariantName = (typeof invariants)[number]['name'];

/**
 * The first rule that a machine breaks, with its faults; undefined: all hold. For machines that may be
 * broken in any way: one that would not come to rest is not explored.
 */
export function firstBroken(
  explorable: Explorable,
): { readonly name: string; readonly faults: readonly string[] } | undefined {
  const endless = endlessStates(explorable);
  if (endless.length > 0) return { name: 'moves', faults: endless };
  const graph = graphOf(explorable);
  for (const { name, faults } of invariants) {
    const found = faults(graph);
    if (found.length > 0) return { name, faults: found };
  }
  return undefined;
}

/** `2: connected is reached by ...`: for the names of tests. */
export function titleOf({ number, rule }: Invariant): string {
  return number === undefined ? rule : `${number}: ${rule}`;
}
