/**
 * What follows an event without another one (D14): no guard is asked after a `set` of what it
 * looks at, because the order of actions would then decide what it sees; and `always` edges come
 * to an end.
 *
 * The rule follows every edge into the states that it enters, and on through their `always` and
 * `onDone` edges. It knows no values, so it follows every edge of a list: it may report a way that
 * no event takes, but misses none.
 */
import {
  type ActionUse,
  allLists,
  type Edge,
  type EdgeList,
  nameOfList,
  type StateNode,
} from '../machine.ts';
import type { MachineSpec } from '../spec-file.ts';
import { commonAncestor, descent, enteredBy, isInside, leftBy, lineage } from '../tree.ts';
import { readsOf } from '../used-guards.ts';
import { eventsOf } from './events.ts';

/** Checks every macrostep: each edge alone, and edges of two regions for the same event. */
export function checkMacrosteps(spec: MachineSpec): void {
  const walk = new MacrostepWalk(spec);
  const start = descent(spec.root);
  walk.settle(start.flatMap(eventlessLists), setsOf(start.flatMap((state) => state.entry)));
  const lists = allLists(spec.root).filter(
    ({ trigger }) => trigger === 'on' || trigger === 'after',
  );
  for (const list of lists) walk.takeEach([list]);
  for (const pair of concurrentLists(lists, spec)) walk.takeEach(pair);
}

/** A member of the context that was set earlier in the macrostep. */
interface SetMember {
  readonly name: string;
  readonly line: number;
}

interface Step {
  readonly list: EdgeList;
  readonly edge: Edge;
}

class MacrostepWalk {
  readonly #spec: MachineSpec;
  readonly #seen = new Set<string>();
  readonly #reported = new Set<EdgeList>();
  /** The lists that are being followed, to notice a circle. */
  readonly #under = new Set<EdgeList>();

  constructor(spec: MachineSpec) {
    this.#spec = spec;
  }

  /** Takes every combination of one edge of each list, in one microstep, and follows on. */
  takeEach(
    lists: readonly EdgeList[],
    waiting: readonly EdgeList[] = [],
    sets: readonly SetMember[] = [],
  ): void {
    for (const steps of combinations(lists)) this.#take(steps, waiting, sets);
  }

  /**
   * Follows the lists that need no event until none is left.
   * @param pending of all states just entered, and what waited before
   * @param sets what was set earlier in the macrostep
   */
  settle(pending: readonly EdgeList[], sets: readonly SetMember[]): void {
    const names = sets.map(({ name }) => name).sort();
    const situation = [...names, '|', ...pending.map((list) => nameOfList(list))].join(' ');
    if (this.#seen.has(situation)) {
      this.#checkCircle(pending);
      return;
    }
    this.#seen.add(situation);
    for (const list of pending) this.#checkGuards(list, sets);
    const next = nextOf(pending);
    const waiting = pending.filter((list) => !next.includes(list));
    for (const list of next) this.#under.add(list);
    if (next.length > 0) this.takeEach(next, waiting, sets);
    for (const list of next) this.#under.delete(list);
  }

  #take(steps: readonly Step[], waiting: readonly EdgeList[], sets: readonly SetMember[]): void {
    const { root } = this.#spec;
    const left = steps.flatMap(({ list, edge }) => leftBy(root, list, edge));
    const entered = steps.flatMap(({ list, edge }) => enteredBy(root, list, edge));
    const actions = [
      ...left.flatMap((state) => state.exit),
      ...steps.flatMap(({ edge }) => edge.actions),
      ...entered.flatMap((state) => state.entry),
    ];
    const stillWaiting = waiting.filter((list) => !left.includes(list.source));
    const pending = new Set([...stillWaiting, ...entered.flatMap(eventlessLists)]);
    this.settle([...pending], [...sets, ...setsOf(actions)]);
  }

  #checkGuards(list: EdgeList, sets: readonly SetMember[]): void {
    if (this.#reported.has(list)) return;
    for (const { guard } of list.edges) {
      if (guard === undefined) continue;
      const reads = readsOf(guard.text, this.#spec.setup).context.map(({ text }) => text);
      const set = sets.find(({ name }) => reads.includes(name));
      if (set === undefined) continue;
      this.#reported.add(list);
      const when = `after the set of line ${set.line} in the same macrostep`;
      const problem = `guard '${guard.text}' in ${nameOfList(list)} is asked ${when} (D14)`;
      const remedy = 'ask before the set: put the guard on the edge that sets, with a target each';
      this.#spec.report(guard.line, problem, remedy);
      return;
    }
  }

  #checkCircle(pending: readonly EdgeList[]): void {
    for (const list of pending) {
      if (!this.#under.has(list) || this.#reported.has(list)) continue;
      this.#reported.add(list);
      const problem = `${nameOfList(list)} leads back to itself without an event (D9)`;
      this.#spec.report(list.line, problem, 'break the circle: wait for an event somewhere in it');
    }
  }
}

/** Which lists go next: the innermost `always`; `onDone` only when no `always` is left. */
function nextOf(pending: readonly EdgeList[]): EdgeList[] {
  const always = pending.filter((list) => list.trigger === 'always');
  if (always.length === 0) return [...pending];
  return always.filter(
    (list) => !always.some((other) => other !== list && isInside(other.source, list.source)),
  );
}

/** What a state does by itself once it is entered: `always`, and `onDone` of what it completes. */
function eventlessLists(state: StateNode): EdgeList[] {
  const own = state.lists.filter((list) => list.trigger === 'always');
  const [, parent, around] = lineage(state);
  if (state.type?.text !== 'final' || parent === undefined) return own;
  const completed = around?.type?.text === 'parallel' ? [parent, around] : [parent];
  const done = completed.flatMap(({ lists }) =>
    lists.filter(({ trigger }) => trigger === 'onDone'),
  );
  return [...own, ...done];
}

function combinations(lists: readonly EdgeList[]): Step[][] {
  return lists.reduce<Step[][]>(
    (before, list) =>
      before.flatMap((steps) => list.edges.map((edge) => [...steps, { list, edge }])),
    [[]],
  );
}

function setsOf(actions: readonly ActionUse[]): readonly SetMember[] {
  return actions
    .filter((action) => action.text === 'set')
    .flatMap(({ params, line }) => params?.members.map(({ name }) => ({ name, line })) ?? []);
}

/** Pairs of lists that one event can take at once: in two regions of a parallel state. */
function concurrentLists(lists: readonly EdgeList[], spec: MachineSpec): [EdgeList, EdgeList][] {
  return lists.flatMap((one, index) =>
    lists.slice(index + 1).flatMap((other): [EdgeList, EdgeList][] => {
      const around = commonAncestor(one.source, other.source);
      if (around?.type?.text !== 'parallel') return [];
      if (around === one.source || around === other.source) return [];
      const events = eventsOf(one, spec);
      const meet = eventsOf(other, spec).some((event) => events.includes(event));
      return meet ? [[one, other]] : [];
    }),
  );
}
