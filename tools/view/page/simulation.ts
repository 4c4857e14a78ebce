/** A machine that is driven by hand: the real one, with every event that it knows to choose from. */
import { type AnyMachineSnapshot, transition } from 'xstate';
import type { StepRecord } from '../../cli/step-record.ts';
import { actionText } from '../../diagrams/machine/fold.ts';
import { stateName } from '../../explore/graph.ts';
import { delayOf, nameOf, type Stimulus, stimuliIn } from '../../explore/stimuli.ts';
import { type Chart, errorCodes, type Role } from './charts.ts';
import { beginningsOf, configured, Replay } from './replay.ts';
import { lastStep, type MachinePlace, type Story } from './story.ts';

/** The members of the context that options give. */
export type Configuration = Readonly<Record<string, string>>;

/** What can be chosen in a situation, and what comes of it. */
export interface Choice {
  /** `hs.serverHello (v13)`. */
  readonly name: string;
  readonly stimulus: Stimulus;
  readonly kind: 'moves' | 'stays' | 'fails' | 'ignored';
  /** The state that it leads to. */
  readonly after: string;
  /** The alert or error code, if it fails. */
  readonly failure: string | undefined;
}

/** An action as XState hands it out. */
interface Executed {
  readonly type: string;
  readonly params?: unknown;
}

export class Simulation implements Story {
  readonly chart: Chart;
  readonly configuration: Configuration;
  readonly steps: StepRecord[] = [];
  readonly #snapshots: AnyMachineSnapshot[];
  /** How many of the steps are in effect: one can go back, and forward again. */
  #position = 0;

  constructor(chart: Chart, configuration: Configuration = {}) {
    this.chart = chart;
    const [first] = beginningsOf(chart);
    if (first === undefined) throw new Error('a machine without a beginning');
    const members = Object.entries(chart.configuration).map(([name, values]) => {
      const chosen = values.find((value) => String(value) === configuration[name]);
      return [name, chosen ?? first.context[name]] as const;
    });
    this.configuration = Object.fromEntries(
      members.map(([name, value]) => [name, String(value)] as const),
    );
    this.#snapshots = [configured(chart.machine, first, Object.fromEntries(members))];
  }

  /** Sends events, as far as they can happen. @returns what is wrong with the others */
  takeAll(path: readonly string[]): string {
    try {
      for (const name of path) this.take(name);
      return '';
    } catch (error) {
      return `The link does not fit this machine: ${error instanceof Error ? error.message : error}`;
    }
  }

  get position(): number {
    return this.#position;
  }

  set position(count: number) {
    this.#position = Math.max(0, Math.min(count, this.steps.length));
  }

  get snapshot(): AnyMachineSnapshot {
    const snapshot = this.#snapshots[this.#position];
    if (snapshot === undefined) throw new Error('a step without a snapshot');
    return snapshot;
  }

  /** The names of the events so far. */
  get path(): readonly string[] {
    return this.steps.slice(0, this.#position).map(nameOfStep);
  }

  placeOf(role: Role): MachinePlace {
    if (role !== this.chart.role) return { state: undefined, taken: [] };
    const replay = new Replay(this.chart, this.#snapshots.slice(this.#position - 1).slice(0, 1));
    const step = lastStep(this);
    if (step !== undefined) replay.push(step);
    return { state: stateName(this.snapshot.value), taken: replay.taken(0) };
  }

  choices(): readonly Choice[] {
    return stimuliIn(this.snapshot, this.chart.facets).map((stimulus) => this.#choice(stimulus));
  }

  /** Sends an event; steps that one had gone back over are forgotten. @throws Error for an unknown one */
  take(name: string): void {
    const stimulus = stimuliIn(this.snapshot, this.chart.facets).find(
      (one) => nameOf(one) === name,
    );
    if (stimulus === undefined) {
      throw new Error(`${name} cannot happen in ${stateName(this.snapshot.value)}`);
    }
    const [next, actions] = this.#transition(stimulus);
    const epochs = this.#epochs();
    for (const { type, params } of actions) {
      if (type === 'installReadKeys') epochs.readEpoch = epochOf(params);
      if (type === 'installWriteKeys') epochs.writeEpoch = epochOf(params);
    }
    const before = stateName(this.snapshot.value);
    const { type: event, facet } = stimulus;
    const { role } = this.chart;
    this.steps.length = this.#position;
    this.#snapshots.length = this.#position + 1;
    this.steps.push({
      ...{ role, peer: 'simulation', atMs: this.#position, event, facet, before },
      ...{ after: stateName(next.value), actions: actions.map(textOf), ...epochs },
    });
    this.#snapshots.push(next);
    this.#position += 1;
  }

  #choice(stimulus: Stimulus): Choice {
    const [next, actions] = this.#transition(stimulus);
    const after = stateName(next.value);
    const failure = actions.map(failureOf).find((one) => one !== undefined);
    const isSame = after === stateName(this.snapshot.value);
    const isIdle = actions.length === 0 && sameContext(next, this.snapshot);
    const quiet = isIdle ? 'ignored' : 'stays';
    const kind = failure !== undefined ? 'fails' : isSame ? quiet : 'moves';
    return { name: nameOf(stimulus), stimulus, kind, after, failure };
  }

  #transition({ event }: Stimulus): readonly [AnyMachineSnapshot, readonly Executed[]] {
    return transition(this.chart.machine, this.snapshot, event);
  }

  #epochs(): { readEpoch: string; writeEpoch: string } {
    const { readEpoch = 'plaintext', writeEpoch = 'plaintext' } = lastStep(this) ?? {};
    return { readEpoch, writeEpoch };
  }
}

function nameOfStep({ event, facet }: StepRecord): string {
  return facet === undefined ? event : `${event} (${facet})`;
}

function sameContext(one: AnyMachineSnapshot, other: AnyMachineSnapshot): boolean {
  return JSON.stringify(one.context) === JSON.stringify(other.context);
}

function epochOf(params: unknown): string {
  return String((params as { epoch?: unknown } | undefined)?.epoch);
}

/** The alert or error code with which an action ends a connection. */
function failureOf({ params }: Executed): string | undefined {
  const { alert, code } = (params ?? {}) as { alert?: unknown; code?: unknown };
  if (typeof alert === 'string') return alert;
  return typeof code === 'string' && errorCodes.has(code) ? code : undefined;
}

function textOf({ type, params }: Executed): string {
  const details = params as { sendId?: string; event?: { type: string } } | undefined;
  if (type === 'xstate.raise') return `startTimer(${delayOf(details?.event?.type)})`;
  if (type === 'xstate.cancel') return `stopTimer(${delayOf(details?.sendId)})`;
  return actionText({ type, params: (params ?? {}) as Readonly<Record<string, unknown>> });
}
