/**
 * The arrows of a view. Transitions with the same ends are one arrow with one label; an end that is
 * inside a closed box is drawn at the box; an end outside of the view is a reference. Failures are
 * text in the boxes; where both ends are in sight, or where they come in from outside, one arrow
 * stands for all of them.
 */
import { failureOf } from './fold.ts';
import { type StateModel, statesIn, type TransitionModel } from './machine-model.ts';
import type { View } from './pages.ts';

export interface ViewEdge {
  readonly from: string;
  readonly to: string;
  readonly transitions: readonly TransitionModel[];
  /** The alerts and error codes of an arrow that stands for failures. */
  readonly failures: readonly string[];
}

/** What a view draws of a machine beyond its own states. */
export interface ViewEdges {
  readonly edges: readonly ViewEdge[];
  /** The states outside that its arrows come from or lead to. */
  readonly outside: readonly StateModel[];
}

/** The id of the box that stands for a state outside. */
export function referenceId(state: string): string {
  return `reference ${state}`;
}

export function isReference(id: string): boolean {
  return id.startsWith(referenceId(''));
}

export function viewEdges(machine: StateModel, view: View, errors: ReadonlySet<string>): ViewEdges {
  const ends = new Ends(machine, view);
  const edges = new Map<string, { -readonly [Key in keyof ViewEdge]: ViewEdge[Key] }>();
  for (const transition of statesIn(machine).flatMap(({ transitions }) => transitions)) {
    const failure = failureOf(transition, errors);
    const found = failure === undefined ? ends.ofArrow(transition) : ends.ofFailure(transition);
    if (found === undefined) continue;
    const key = `${found.from}>${found.to}>${failure === undefined}`;
    const edge = edges.get(key) ?? { ...found, transitions: [], failures: [] };
    edge.transitions = [...edge.transitions, transition];
    if (failure !== undefined) edge.failures = [...new Set([...edge.failures, failure])];
    edges.set(key, edge);
  }
  return { edges: [...edges.values()], outside: ends.outside() };
}

type Found = Pick<ViewEdge, 'from' | 'to'> | undefined;

/** Finds the boxes at which transitions begin and end. */
class Ends {
  /** From the root to each state. */
  readonly #lines = new Map<string, readonly StateModel[]>();
  readonly #view: View;
  readonly #outside = new Set<StateModel>();

  constructor(machine: StateModel, view: View) {
    this.#view = view;
    this.#enter(machine, []);
  }

  outside(): readonly StateModel[] {
    return [...this.#outside];
  }

  ofArrow({ source, target }: TransitionModel): Found {
    if (target === undefined) return undefined;
    const [from, to] = [this.#shown(source), this.#shown(target)];
    if (from === undefined && to === undefined) return undefined;
    if (from === undefined) return this.#incoming(source, to);
    if (from !== source && from === to) return undefined;
    if (to !== undefined) return { from, to };
    return { from, to: this.#reference(target) };
  }

  ofFailure({ source, target }: TransitionModel): Found {
    const to = target === undefined ? undefined : this.#shown(target);
    if (target === undefined || to === undefined) return undefined;
    if (this.#shown(source) === undefined) return this.#incoming(source, to);
    return { from: this.#besides(source, target), to };
  }

  #enter(state: StateModel, above: readonly StateModel[]): void {
    const line = [...above, state];
    this.#lines.set(state.id, line);
    for (const child of state.states) this.#enter(child, line);
  }

  #incoming(source: string, to: string | undefined): Found {
    if (to === undefined) return undefined;
    return { from: this.#reference(this.#besides(source, this.#view.root.id)), to };
  }

  #reference(id: string): string {
    const state = this.#line(id).at(-1);
    if (state !== undefined) this.#outside.add(state);
    return referenceId(id);
  }

  /** The box of the view that a state is, or is in. */
  #shown(id: string): string | undefined {
    const line = this.#line(id);
    const root = line.indexOf(this.#view.root);
    if (root === -1) return undefined;
    const inside = line.slice(root);
    const closed = inside.find((state) => !this.#view.open.has(state.id));
    return (closed ?? inside.at(-1))?.id;
  }

  /** The outermost state around `id` that is not around `other`. */
  #besides(id: string, other: string): string {
    const around = this.#line(other);
    return this.#line(id).find((state) => !around.includes(state))?.id ?? id;
  }

  #line(id: string): readonly StateModel[] {
    return this.#lines.get(id) ?? [];
  }
}
