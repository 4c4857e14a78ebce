/** What a walk through scenarios found, in lines for people. */
import { clientStates } from '../../../generated/client-states.ts';
import { serverStates } from '../../../generated/server-states.ts';
import { States } from '../../support/states.ts';
import type { Side } from './end.ts';
import type { Findings } from './search.ts';

const states = { client: Object.keys(clientStates), server: Object.keys(serverStates) };

/** States of a machine in which it never was; `IDLE` is left before a pair begins. */
export function neverMet({ situations }: Findings, side: Side): readonly string[] {
  const met = new Set([...situations[side]].map((text) => text.slice(0, text.lastIndexOf(' '))));
  met.add(States[side].IDLE);
  return states[side].filter((state) => !met.has(state));
}

export function linesOf(found: Findings, scenarios: number, seconds: number): string {
  const count = (number: number) => number.toLocaleString('en');
  const acts = [...found.acts].map(([act, number]) => `${act} ${count(number)}`).sort();
  const machine = (side: Side) =>
    [
      `${side}: ${found.situations[side].size} configurations`,
      `${found.meetings[side].size} pairs of state and event`,
      `${states[side].length - neverMet(found, side).length} of ${states[side].length} states`,
    ].join(', ');
  return [
    `${scenarios} scenarios: ${count(found.states)} states, ${count(found.transitions)} transitions, ${seconds.toFixed(1)} s`,
    `  the longest run has ${found.steps} steps; ${count(found.rests)} states at rest, ${count(found.connected)} with both connected`,
    `  ${machine('client')}`,
    `  ${machine('server')}`,
    ...(acts.length > 0 ? [`  acts of the attacker: ${acts.join(', ')}`] : []),
  ].join('\n');
}
