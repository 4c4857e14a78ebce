/**
 * Every state that a pair can get into, breadth-first, so that what leads to a violation is told in
 * as few steps as possible; and whether every run ends.
 */
import { type Act, actsIn } from './attacker.ts';
import { checkPair, checkProgress, checkRest } from './checks.ts';
import { type End, type Side, standsConnected } from './end.ts';
import { type Happening, happeningsIn } from './happenings.ts';
import { Host, type Machines } from './host.ts';
import { copyOfPair, keyOfPair, newPair, type Pair, type Scenario, Violation } from './pair.ts';
import type { PairEvent } from './stage.ts';

/** How much there was. */
export interface Findings {
  states: number;
  transitions: number;
  /** Of the longest run. */
  steps: number;
  /** Runs end in these: everybody closed, or connected and silent. */
  rests: number;
  /** States in which both are connected. */
  connected: number;
  /** What the attacker tried, by kind. */
  readonly acts: Map<string, number>;
  /** What each machine met, by side: `waitFinished {...}`, and `waitFinished, hs.finished`. */
  readonly situations: Record<Side, Set<string>>;
  readonly meetings: Record<Side, Set<string>>;
  violation: string | undefined;
}

export function newFindings(): Findings {
  return {
    states: 0,
    transitions: 0,
    steps: 0,
    rests: 0,
    connected: 0,
    acts: new Map(),
    situations: { client: new Set(), server: new Set() },
    meetings: { client: new Set(), server: new Set() },
    violation: undefined,
  };
}

/** Walks all of a scenario, or up to the first violation; adds to what was found before. */
export function search(
  scenario: Scenario,
  machines: Machines,
  found: Findings = newFindings(),
): Findings {
  return new Search(scenario, machines, found).run();
}

class Search {
  readonly #scenario: Scenario;
  readonly #found: Findings;
  readonly #host: Host;
  readonly #indices = new Map<string, number>();
  /** By index; forgotten once its successors are known. */
  readonly #pairs: (Pair | undefined)[] = [];
  readonly #cameFrom: number[] = [];
  readonly #cameBy: string[] = [];
  readonly #successors: (readonly number[])[] = [];

  constructor(scenario: Scenario, machines: Machines, found: Findings) {
    this.#scenario = scenario;
    this.#found = found;
    const pair = newPair(scenario);
    this.#host = new Host(pair, scenario, machines, (side, end, event) =>
      this.#noteMeeting(side, end, event),
    );
  }

  run(): Findings {
    try {
      this.#begin();
      for (let index = 0; index < this.#pairs.length; index++) this.#expand(index);
      this.#found.steps = Math.max(this.#found.steps, this.#longestRun());
    } catch (error) {
      if (!(error instanceof Found)) throw error;
      this.#found.violation = error.message;
    }
    this.#found.states += this.#pairs.length;
    return this.#found;
  }

  #begin(): void {
    for (const side of ['server', 'client'] as const)
      this.#host.happen(side, { type: 'local.start' });
    this.#arrive(this.#host.pair, -1, 'both start');
  }

  #expand(index: number): void {
    const pair = this.#pairs[index];
    if (pair === undefined) return;
    const happenings = happeningsIn(pair, this.#scenario);
    const acts = actsIn(pair);
    for (const { act } of acts) this.#found.acts.set(act, (this.#found.acts.get(act) ?? 0) + 1);
    this.#guard(index, () => this.#checkBeforeGoingOn(pair, happenings));
    this.#successors[index] = [...happenings, ...acts].map((one) => this.#follow(index, pair, one));
    this.#found.transitions += happenings.length + acts.length;
    this.#pairs[index] = undefined;
  }

  #follow(index: number, pair: Pair, happening: Happening | Act): number {
    const { name, happen } = happening;
    const next = copyOfPair(pair);
    this.#host.pair = next;
    this.#guard(index, () => happen(this.#host), name);
    return this.#arrive(next, index, name);
  }

  #arrive(pair: Pair, from: number, by: string): number {
    if (pair.client.memory.isEnded && pair.server.memory.isEnded) {
      pair.to.client.length = 0;
      pair.to.server.length = 0;
    }
    const key = keyOfPair(pair);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#noteSituations(pair);
    const index = this.#indices.size;
    this.#indices.set(key, index);
    this.#pairs.push(pair);
    this.#cameFrom.push(from);
    this.#cameBy.push(by);
    if (standsConnected(pair.client) && standsConnected(pair.server)) this.#found.connected += 1;
    this.#guard(index, () => checkPair(pair, this.#scenario));
    return index;
  }

  #checkBeforeGoingOn(pair: Pair, happenings: readonly Happening[]): void {
    const isUnharmed = pair.acts === this.#scenario.acts;
    if (isUnharmed) checkProgress(happenings);
    if (happenings.some(({ kind }) => kind !== 'call')) return;
    this.#found.rests += 1;
    checkRest(pair, isUnharmed);
  }

  /** A violation is told with all that led to it. */
  #guard(index: number, check: () => void, last?: string): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const lines = [...this.#wayTo(index), ...(last === undefined ? [] : [last])];
      const numbered = lines.map((line, at) => `  ${at + 1}. ${line}`);
      throw new Found([`${this.#scenario.name}: ${error.message}`, ...numbered].join('\n'));
    }
  }

  #wayTo(index: number): readonly string[] {
    const way: string[] = [];
    for (let at = index; at >= 0; at = this.#cameFrom[at] ?? -1)
      way.unshift(this.#cameBy[at] ?? '');
    return way;
  }

  /** Peels off states that nothing leads to any more: what is left over goes round in circles. */
  #longestRun(): number {
    const successors = this.#successors;
    const waiting = new Int32Array(successors.length);
    for (const targets of successors)
      for (const target of targets) waiting[target] = (waiting[target] ?? 0) + 1;
    const steps = new Int32Array(successors.length);
    const ready = [0];
    for (const index of ready) {
      for (const target of successors[index] ?? []) {
        steps[target] = Math.max(steps[target] ?? 0, (steps[index] ?? 0) + 1);
        waiting[target] = (waiting[target] ?? 0) - 1;
        if (waiting[target] === 0) ready.push(target);
      }
    }
    const circle = waiting.findIndex((count) => count > 0);
    this.#guard(Math.max(circle, 0), () => {
      if (circle >= 0) throw new Violation('there is a run that does not end');
    });
    return steps.reduce((longest, one) => Math.max(longest, one), 0);
  }

  #noteMeeting(side: Side, { state }: End, { type }: PairEvent): void {
    this.#found.meetings[side].add(`${state}, ${type}`);
  }

  #noteSituations(pair: Pair): void {
    for (const side of ['client', 'server'] as const) {
      const { state, context } = pair[side];
      this.#found.situations[side].add(`${state} ${Object.values(context).join()}`);
    }
  }
}

/** A violation, told. */
class Found extends Error {}
