/**
 * The real machine goes along with the steps of a connection. A trace tells no configuration: all
 * are tried, and those that go elsewhere than the trace are given up. What is left tells the
 * context, and which transitions of the spec a step took.
 */
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { outcomeOf, statesOf } from '../../explore/edges.ts';
import { stateName } from '../../explore/graph.ts';
import { type Stimulus, stimuliIn } from '../../explore/stimuli.ts';
import type { Chart } from './charts.ts';

/** What a step says of its event and where it led. */
export interface Happened {
  readonly event: string;
  readonly facet?: string | undefined;
  readonly after: string;
}

export class Replay {
  readonly #chart: Chart;
  /** The machines that agree with the steps so far: before the first, after it, ... */
  readonly #agreeing: (readonly Agreeing[])[];
  readonly #steps: Happened[] = [];

  constructor(chart: Chart, beginnings = beginningsOf(chart)) {
    this.#chart = chart;
    this.#agreeing = [beginnings.map((snapshot) => ({ snapshot, before: undefined }))];
  }

  push(step: Happened): void {
    const machines = this.#agreeing.at(-1) ?? [];
    const next = machines.map(({ snapshot: before }) => {
      const { event } = stimulusOf(this.#chart, before, step);
      return { snapshot: transition(this.#chart.machine, before, event)[0], before };
    });
    this.#steps.push(step);
    this.#agreeing.push(next.filter(({ snapshot }) => stateName(snapshot.value) === step.after));
  }

  /** A machine that agrees with the first `count` steps. */
  after(count: number): AnyMachineSnapshot | undefined {
    return this.#agreeing[count]?.[0]?.snapshot;
  }

  /** The ids of the transitions that the step took which follows `count` others. */
  taken(count: number): readonly string[] {
    const step = this.#steps[count];
    const before = this.#agreeing[count + 1]?.[0]?.before;
    if (step === undefined || before === undefined) return [];
    const stimulus = stimulusOf(this.#chart, before, step);
    const { edges } = outcomeOf(this.#chart.machine, before, stimulus);
    return edges.map((name) => transitionId(this.#chart, name));
  }
}

interface Agreeing {
  readonly snapshot: AnyMachineSnapshot;
  /** The same machine one step ago. */
  readonly before: AnyMachineSnapshot | undefined;
}

/** Every configuration's beginning, that of the defaults first. */
export function beginningsOf({ machine, configuration }: Chart): readonly AnyMachineSnapshot[] {
  const [first] = initialTransition(machine);
  return Object.entries(configuration).reduce<readonly AnyMachineSnapshot[]>(
    (all, [name, values]) =>
      all.flatMap((snapshot) => {
        const own = snapshot.context[name];
        const others = values.filter((value) => value !== own);
        return [own, ...others].map((value) => configured(machine, snapshot, { [name]: value }));
      }),
    [first],
  );
}

export function configured(
  machine: Chart['machine'],
  { value, context }: AnyMachineSnapshot,
  members: Readonly<Record<string, unknown>>,
): AnyMachineSnapshot {
  return machine.resolveState({ value, context: { ...context, ...members } });
}

/** A trace names no facet where the machine asked for none. */
function stimulusOf(
  { facets }: Chart,
  snapshot: AnyMachineSnapshot,
  { event, facet }: Happened,
): Stimulus {
  const known = stimuliIn(snapshot, facets).find(
    (one) => one.type === event && one.facet === facet,
  );
  return known ?? { type: event, facet, event: { type: event, ...(facet && { facet }) } };
}

/** `client.live.handshake on ccs 0` -> `live.handshake|ccs|0`, as the model of the machine has it. */
function transitionId({ machine }: Chart, name: string): string {
  const [source = '', ...words] = name.split(' ');
  const [event, index] = words.filter((word) => word !== 'on' && word !== 'after');
  const node = statesOf(machine).find(({ id }) => id === source);
  return `${node?.path.join('.') || source}|${event}|${index}`;
}
