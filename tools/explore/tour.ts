/**
 * Paths that together take every stimulus in every class, also those that are ignored and those
 * that are fatal. Greedy: from where a path stands it goes to the nearest stimulus that is still
 * to be taken there, those first that lead nowhere else; a path ends when nothing is in reach.
 */
import type { Graph, Step } from './graph.ts';
import { nameOf } from './stimuli.ts';

/** From a beginning, one step after the other. */
export interface Path {
  /** The index of the first situation. */
  readonly start: number;
  readonly steps: readonly Step[];
}

/** @param classes by the index of a situation, see `classesOf` */
export function tourOf(graph: Graph, classes: readonly number[]): readonly Path[] {
  const plan = new Plan(graph, classes);
  const paths: Path[] = [];
  for (const start of graph.initial) {
    for (let path = plan.walk(start); path.steps.length > 0; path = plan.walk(start)) {
      paths.push(path);
    }
  }
  return paths;
}

/** A step out of a situation, with the pair of class and stimulus that it takes. */
interface Move {
  readonly step: Step;
  readonly pair: number;
  readonly staysHere: boolean;
}

/** How the search came to a situation. */
interface Arrival {
  readonly from: number;
  readonly by: Move;
}

class Plan {
  /** By the index of a situation: its moves, those that stay there first. */
  readonly #moves: readonly (readonly Move[])[];
  /** By the index of a situation: one move to each other situation that is next to it. */
  readonly #ways: readonly (readonly Move[])[];
  readonly #isTaken: boolean[] = [];

  constructor({ situations }: Graph, classes: readonly number[]) {
    const pairs = new Map<string, number>();
    this.#moves = situations.map(({ index, steps }) => {
      const moves = steps.map((step): Move => {
        const name = `${classes[index]} ${nameOf(step.stimulus)}`;
        const pair = pairs.get(name) ?? pairs.size;
        pairs.set(name, pair);
        return { step, pair, staysHere: step.target === index };
      });
      return [...moves.filter((one) => one.staysHere), ...moves.filter((one) => !one.staysHere)];
    });
    this.#ways = this.#moves.map((moves) => [
      ...new Map(moves.toReversed().map((move) => [move.step.target, move])).values(),
    ]);
  }

  /** One path: as long as anything is in reach. */
  walk(start: number): Path {
    const steps: Step[] = [];
    let at = start;
    for (let way = this.#nearest(at); way.length > 0; way = this.#nearest(at)) {
      for (const { step, pair } of way) {
        this.#isTaken[pair] = true;
        steps.push(step);
        at = step.target;
      }
    }
    return { start, steps };
  }

  /** The shortest way whose last step is still to be taken; empty: there is none. */
  #nearest(from: number): readonly Move[] {
    const reached = new Map<number, Arrival | undefined>([[from, undefined]]);
    for (const index of reached.keys()) {
      const open = this.#moves[index]?.find(({ pair }) => !this.#isTaken[pair]);
      if (open !== undefined) return [...wayTo(reached, index), open];
      for (const move of this.#ways[index] ?? []) {
        const { target } = move.step;
        if (!reached.has(target)) reached.set(target, { from: index, by: move });
      }
    }
    return [];
  }
}

function wayTo(reached: ReadonlyMap<number, Arrival | undefined>, index: number): readonly Move[] {
  const way: Move[] = [];
  for (let came = reached.get(index); came !== undefined; came = reached.get(came.from)) {
    way.unshift(came.by);
  }
  return way;
}
