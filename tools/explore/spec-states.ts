/** The spec's own names of its states. Tests of what runs ask the generated machines: `test/support`. */
import { transition } from 'xstate';
import { begin, stateName } from './graph.ts';
import { explorableOf, type Role } from './machines.ts';
import { beginnings, statesFound } from './states.ts';

/** By what they are. A machine that is broken on purpose calls its states the same. */
export function specStates<R extends Role>(role: R) {
  const { machine } = explorableOf(role);
  return statesFound(role, (way) => {
    const from = begin(machine, beginnings[role]);
    const { value } = way.reduce((at, event) => transition(machine, at, event)[0], from);
    return stateName(value);
  });
}
