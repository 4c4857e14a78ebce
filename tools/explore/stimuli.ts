/** What can happen to a machine in a situation: every event with every facet, and its delays. */
import type { AnyMachineSnapshot } from 'xstate';
import type { Explorable } from './machines.ts';

/** An event as the machine meets it. */
export interface Stimulus {
  /** As generated code calls it: `hs.serverHello`, `after.drainTimeout`. */
  readonly type: string;
  readonly facet: string | undefined;
  /** As XState calls it. */
  readonly event: { readonly type: string; readonly facet?: string };
}

/** In the order of the alphabet; the delays that are running come last. */
export function stimuliIn(
  snapshot: AnyMachineSnapshot,
  facets: Explorable['facets'],
): readonly Stimulus[] {
  return [...alphabetOf(facets), ...delaysIn(snapshot)];
}

/** `hs.serverHello (v13)`: for people, and for keys. */
export function nameOf({ type, facet }: Stimulus): string {
  return facet === undefined ? type : `${type} (${facet})`;
}

/** `xstate.after.drainTimeout.client.ending.draining` -> `drainTimeout`. */
export function delayOf(xstateType: unknown): string {
  return String(xstateType).split('.')[2] ?? '';
}

function alphabetOf(facets: Explorable['facets']): readonly Stimulus[] {
  const known = alphabets.get(facets);
  if (known !== undefined) return known;
  const alphabet = Object.entries(facets).flatMap(([type, values]): Stimulus[] =>
    values.length === 0
      ? [{ type, facet: undefined, event: { type } }]
      : values.map((facet) => ({ type, facet, event: { type, facet } })),
  );
  alphabets.set(facets, alphabet);
  return alphabet;
}

/** Each is made once: a stimulus can be told by its identity. */
const alphabets = new WeakMap<Explorable['facets'], readonly Stimulus[]>();

/** The delays that are running. */
export function delaysIn(snapshot: AnyMachineSnapshot): readonly Stimulus[] {
  const types = snapshot._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType));
  return types.map((type) => ({
    type: `after.${delayOf(type)}`,
    facet: undefined,
    event: { type: String(type) },
  }));
}
