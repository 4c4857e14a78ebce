/** Ways to break an explored graph, edge by edge, as a fault in a spec would. */
import type { Action } from '../../../tools/explore/actions.ts';
import type { Role } from '../../../tools/explore/machines.ts';
import type { StateName } from '../../../tools/explore/states.ts';
import type { Edge, Place, SpecGraph } from '../graph.ts';

/** A change to some edges. */
export interface Damage {
  readonly what: string;
  /** Whose machine is broken; undefined: a server's. */
  readonly role?: Role;
  /** The edges as they are in the broken graph; none: it is gone. Undefined: it is as it was. */
  readonly change: Change;
}

/** @param places where a state's name leads: the first place there */
export type Change = (
  edge: Edge,
  places: ReadonlyMap<StateName, Place>,
) => readonly Edge[] | undefined;
export type Which = (edge: Edge) => boolean;

/** On these events in these states; a name that is left out stands for all. */
export function on(name: string | undefined, state?: StateName): Which {
  return (edge) =>
    (name === undefined || edge.name === name || edge.event.type === name) &&
    (state === undefined || edge.from.name === state);
}

export function without(which: Which, name: string): Change {
  return acting(which, (actions) => actions.filter((action) => action.name !== name));
}

/** Where actions are given, they come last. */
export function doingAlso(which: Which, name: string, params: Action['params'] = {}): Change {
  return acting(which, (actions) => [...actions, { name, params }]);
}

export function doingFirst(which: Which, name: string, params: Action['params'] = {}): Change {
  return acting(which, (actions) => [{ name, params }, ...actions]);
}

export function doingInstead(which: Which, name: string, params: Action['params']): Change {
  return acting(which, (actions) =>
    actions.map((action) => (action.name === name ? { name, params } : action)),
  );
}

export function renaming(which: Which, before: string, name: string): Change {
  return acting(which, (actions) =>
    actions.map((action) => (action.name === before ? { ...action, name } : action)),
  );
}

export function doingNothing(which: Which): Change {
  return acting(which, () => []);
}

/** The edge does what it did and leads elsewhere. */
export function to(which: Which, state: StateName): Change {
  return (edge, places) => {
    if (!which(edge)) return undefined;
    const place = places.get(state);
    if (place === undefined) throw new Error(`there is no state ${state}`);
    return [{ ...edge, to: place }];
  };
}

/** The edge does only this and leads there. */
export function instead(which: Which, names: readonly string[], state: StateName): Change {
  const elsewhere = to(which, state);
  const actions = names.map((name) => ({ name, params: {} }));
  return (edge, places) => elsewhere(edge, places)?.map((one) => ({ ...one, actions }));
}

/** The edge does nothing and leads nowhere. */
export function ignored(which: Which): Change {
  return (edge) => (which(edge) ? [{ ...edge, actions: [], to: edge.from }] : undefined);
}

/** There is no such edge. */
export function gone(which: Which): Change {
  return (edge) => (which(edge) ? [] : undefined);
}

/** The graph with the damage; how many edges are not what they were. */
export function broken(
  graph: SpecGraph,
  { change }: Damage,
): { readonly graph: SpecGraph; readonly damaged: number } {
  const places = new Map<StateName, Place>();
  for (const { from } of graph.edges) {
    if (from.name !== undefined && !places.has(from.name)) places.set(from.name, from);
  }
  let damaged = 0;
  const edges = graph.edges.flatMap((edge) => {
    const changed = change(edge, places);
    if (changed !== undefined) damaged += 1;
    return changed ?? [edge];
  });
  return { graph: { ...graph, edges }, damaged };
}

function acting(which: Which, change: (actions: readonly Action[]) => readonly Action[]): Change {
  return (edge) => (which(edge) ? [{ ...edge, actions: change(edge.actions) }] : undefined);
}
