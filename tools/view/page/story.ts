/** Steps that one can go back and forth in: of a simulation, or of connections. */
import type { AnyMachineSnapshot } from 'xstate';
import type { StepRecord } from '../../cli/step-record.ts';
import type { Role } from './charts.ts';

export interface Story {
  readonly steps: readonly StepRecord[];
  /** How many of the steps are in effect. What is out of range is put into it. */
  position: number;
  placeOf(role: Role): MachinePlace;
  /** The machine that took the last step, where it is known. */
  readonly snapshot: AnyMachineSnapshot | undefined;
}

/** Where a machine is, and how it got there. */
export interface MachinePlace {
  /** The state's name; undefined: the machine has not begun. */
  readonly state: string | undefined;
  /** The ids of the transitions that the last step took. */
  readonly taken: readonly string[];
}

/** The last of the steps that are in effect. */
export function lastStep({ steps, position }: Story): StepRecord | undefined {
  return steps[position - 1];
}
