/** The states that a name in a trace stands for. */
import { type StateConfig, type StateValue, stateValue } from '../../cli/state-value.ts';
import type { Chart } from './charts.ts';

/** The ids of all states that are active in a state of that name, those around it included. */
export function activeIn({ machine }: Chart, name: string): ReadonlySet<string> {
  // XState's configurations have what is asked of them here, and much more.
  return new Set(idsIn(stateValue(machine.config as StateConfig, name), ''));
}

function idsIn(value: StateValue, outer: string): readonly string[] {
  if (typeof value === 'string') return [`${outer}${value}`];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${outer}${key}`,
    ...idsIn(inner, `${outer}${key}.`),
  ]);
}
