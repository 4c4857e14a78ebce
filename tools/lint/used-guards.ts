/**
 * What a guard looks at, all told: a composite looks at whatever its parts look at.
 */
import type { ContextRead } from './guard.ts';
import type { Word } from './machine.ts';
import type { Setup } from './setup.ts';

export interface GuardReads {
  readonly facets: readonly Word[];
  readonly context: readonly ContextRead[];
}

/** The reads of the guard `name` and of its parts. An unknown guard reads nothing. */
export function readsOf(name: string, setup: Setup): GuardReads {
  const guards = [...partsOf(name, setup)].flatMap((part) => setup.guards.get(part) ?? []);
  return {
    facets: guards.flatMap((guard) => guard.facets),
    context: guards.flatMap((guard) => guard.context),
  };
}

/** The names of a guard and all its parts, each once (a composite may not end in itself). */
export function partsOf(name: string, setup: Setup, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const part of setup.guards.get(name)?.parts ?? []) partsOf(part.text, setup, seen);
  return seen;
}
