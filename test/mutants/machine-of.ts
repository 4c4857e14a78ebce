/** The machine of a mutated configuration. */
import { type AnyStateMachine, createMachine } from 'xstate';
import type { Explorable } from '../../tools/explore/machines.ts';
import type { Config } from './mutations.ts';

/** With everything else as in the spec. */
export function machineOf({ machine }: Explorable, config: Config): AnyStateMachine {
  return createMachine(config, machine.implementations) as AnyStateMachine;
}
