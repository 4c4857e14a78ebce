/**
 * The tour of what a peer, an application, a transport or a clock can cause. Where nothing can
 * follow that a puppet could still do, a path ends.
 */
import { classesOf } from '../../tools/explore/classes.ts';
import { explore, type Graph, type Situation, type Step } from '../../tools/explore/graph.ts';
import type { Explorable, Role } from '../../tools/explore/machines.ts';
import { type Path, tourOf } from '../../tools/explore/tour.ts';
import type { Epoch } from '../support/puppet-script.ts';
import { States } from '../support/states.ts';
import { type Cause, causeOf } from './causes.ts';

/** A step with all that is known of it beforehand. */
export interface Leg {
  readonly from: Situation;
  readonly step: Step;
  readonly to: Situation;
  readonly cause: Cause;
}

/** From a beginning to where nothing is left to be seen. */
export interface WirePath {
  readonly start: Situation;
  readonly legs: readonly Leg[];
}

export interface WirePlan {
  readonly paths: readonly WirePath[];
  /** Pairs of class and stimulus that can be caused, and all of them. */
  readonly pairs: number;
  readonly allPairs: number;
}

export function planFor(explorable: Explorable): WirePlan {
  const graph = explore(explorable);
  const classes = classesOf(graph);
  const epochs = readEpochs(explorable.role, graph);
  const tasks = openTasks(graph);
  const causes = new Map<Step, Cause>();
  for (const situation of graph.situations) {
    const epoch = epochs.get(situation.index) ?? 'plaintext';
    const task = tasks.get(situation.state);
    for (const step of situation.steps) {
      const cause = causeOf({ role: explorable.role, situation, epoch, task }, step.stimulus);
      if (cause !== undefined) causes.set(step, cause);
    }
  }
  const possible = onlyPossible(graph, (step) => causes.has(step));
  const tour = tourOf(possible, [...classes, -1]);
  return {
    paths: tour.map((path) => legsOf(graph, path, causes)),
    pairs: pairsIn(possible, classes),
    allPairs: pairsIn(graph, classes),
  };
}

/** The keys that are read under in each situation: whatever way leads there, they are the same. */
function readEpochs(role: Role, { situations, initial }: Graph): ReadonlyMap<number, Epoch> {
  const { DRAINING, CLOSED } = States[role];
  const epochs = new Map<number, Epoch>(initial.map((index) => [index, 'plaintext']));
  for (const [index, epoch] of epochs) {
    for (const { target, actions } of situations[index]?.steps ?? []) {
      const next = installedIn(actions) ?? epoch;
      const known = epochs.get(target);
      const isOver = [DRAINING, CLOSED].some((state) => state === situations[target]?.state);
      if (known === undefined) epochs.set(target, next);
      else if (known !== next && !isOver) throw new Error(`two epochs in one situation: ${target}`);
    }
  }
  return epochs;
}

/** By state, the question that is open in it. */
function openTasks({ situations }: Graph): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { target, actions } of situations.flatMap(({ steps }) => steps)) {
    const asked = actions.findLast(({ name }) => name === 'startTask');
    const state = situations[target]?.state;
    if (asked !== undefined && state !== undefined) found.set(state, String(asked.params.task));
  }
  return found;
}

function installedIn(actions: Step['actions']): Epoch | undefined {
  const installed = actions.findLast(({ name }) => name === 'installReadKeys');
  return installed?.params.epoch as Epoch | undefined;
}

/**
 * Only steps that can be caused. Behind some of them nothing is to be tried: no bytes come after the
 * end of the stream, and a fifth warning would be one too many. They lead to a last situation.
 */
function onlyPossible(graph: Graph, isPossible: (step: Step) => boolean): Graph {
  const last = graph.situations.length;
  const ends = ['io.eof', 'io.failed', 'alert.userCanceled', 'alert.warning'];
  const situations = graph.situations.map((situation) => ({
    ...situation,
    steps: situation.steps
      .filter(isPossible)
      .map((step) => (ends.includes(step.stimulus.type) ? { ...step, target: last } : step)),
  }));
  const [first] = graph.situations;
  if (first === undefined) return graph;
  const sink = { ...first, index: last, state: 'over', steps: [] };
  return { situations: [...situations, sink], initial: graph.initial };
}

/** Steps of the tour are copies where they end a path: found again by their stimulus. */
function legsOf(
  { situations }: Graph,
  { start, steps }: Path,
  causes: ReadonlyMap<Step, Cause>,
): WirePath {
  const legs: Leg[] = [];
  let at = start;
  for (const { stimulus } of steps) {
    const from = situations[at];
    const step = from?.steps.find((one) => one.stimulus === stimulus || isSame(one, stimulus));
    const to = step && situations[step.target];
    const cause = step && causes.get(step);
    if (!from || !step || !to || !cause) throw new Error('the tour leads where nothing is');
    legs.push({ from, step, to, cause });
    at = step.target;
  }
  const first = situations[start];
  if (first === undefined) throw new Error('the tour begins where nothing is');
  return { start: first, legs };
}

function isSame({ stimulus: { type, facet } }: Step, other: Step['stimulus']): boolean {
  return type === other.type && facet === other.facet;
}

function pairsIn({ situations }: Graph, classes: readonly number[]): number {
  const pairs = new Set(
    situations.flatMap(({ index, steps }) =>
      steps.map(({ stimulus: { type, facet } }) => `${classes[index]} ${type} ${facet}`),
    ),
  );
  return pairs.size;
}
