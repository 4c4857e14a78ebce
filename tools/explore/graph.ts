/**
 * Every situation that a machine can be in, from every configuration, and what follows from every
 * stimulus there. Breadth-first and in the order of the alphabet: the same at each run.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import type { Action } from './actions.ts';
import { outcomeOf } from './edges.ts';
import type { Explorable } from './machines.ts';
import { type Stimulus, stimuliIn } from './stimuli.ts';

/** A configuration of states with its context. */
export interface Situation {
  readonly index: number;
  /** `waitFinished`, `connected(reading, sending)`: as generated code calls it. */
  readonly state: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly snapshot: AnyMachineSnapshot;
  /** One for each stimulus. */
  readonly steps: readonly Step[];
}

/** What follows from a stimulus. */
export interface Step {
  readonly stimulus: Stimulus;
  /** The index of a situation. */
  readonly target: number;
  readonly actions: readonly Action[];
  /** The spec's transitions that are taken, in order. */
  readonly edges: readonly string[];
}

export interface Graph {
  readonly situations: readonly Situation[];
  /** The beginnings, one for each configuration. */
  readonly initial: readonly number[];
}

/** @param onProgress called now and then with the number of situations that have been looked at */
export function explore(
  { machine, facets, configuration }: Explorable,
  onProgress: (done: number, known: number) => void = () => {},
): Graph {
  const found = new Map<string, AnyMachineSnapshot>();
  const indexOf = (snapshot: AnyMachineSnapshot): number => {
    const key = keyOf(snapshot);
    if (!found.has(key)) {
      found.set(key, snapshot);
      indices.set(key, indices.size);
    }
    return indices.get(key) ?? 0;
  };
  const indices = new Map<string, number>();
  const initial = combinations(configuration).map((members) => indexOf(begin(machine, members)));
  const situations: Situation[] = [];
  // A map yields what is added while it is walked.
  for (const snapshot of found.values()) {
    const steps = stimuliIn(snapshot, facets).map((stimulus): Step => {
      const { next, actions, edges } = outcomeOf(machine, snapshot, stimulus);
      return { stimulus, target: indexOf(next), actions, edges };
    });
    const state = stateName(snapshot.value);
    situations.push({
      index: situations.length,
      state,
      context: snapshot.context,
      snapshot,
      steps,
    });
    if (situations.length % 100 === 0) onProgress(situations.length, found.size);
  }
  return { situations, initial };
}

/** Where a connection begins. @param members of the context, which options give */
export function begin(machine: AnyStateMachine, members: object): AnyMachineSnapshot {
  const [{ value, context }] = initialTransition(machine);
  return machine.resolveState({ value, context: { ...context, ...members } });
}

/** The name that generated code gives to a configuration, worked out here a second time. */
export function stateName(value: unknown, parent = ''): string {
  if (typeof value === 'string') return value;
  const regions = Object.entries(value as Record<string, unknown>);
  if (regions.length === 1) return regions.map(([key, inner]) => stateName(inner, key)).join();
  return `${parent}(${regions.map(([, inner]) => stateName(inner)).join(', ')})`;
}

function keyOf({ value, context }: AnyMachineSnapshot): string {
  return `${stateName(value)} ${JSON.stringify(context)}`;
}

/** Every combination of values. */
function combinations(members: Explorable['configuration']): readonly object[] {
  return Object.entries(members).reduce<readonly object[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
