/** Walks every path of a spec's graph with a memory of what was done and met on the way. */
import type { Act, Edge, SpecGraph } from './spec-graph.ts';

/** The acts and events that a path has seen. */
export type History = ReadonlySet<string>;

/** Looks at one act, with all that went before it; says what is wrong, if anything is. */
export type Watch = (act: Act, history: History, edge: Edge) => string | undefined;

/**
 * What is wrong on any path, said once an edge.
 * @param memorable acts and events that the watch asks for; the fewer, the quicker
 */
export function faultsOnPaths(
  { starts, edges }: SpecGraph,
  memorable: readonly string[],
  watch: Watch,
): readonly string[] {
  const from = edgesFrom(edges);
  const visited = new Set<string>();
  const faults = new Set<string>();
  const open = starts.map(({ key }) => ({ key, history: new Set<string>() as History }));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const name = `${place.key} ${[...place.history].sort().join()}`;
    if (visited.has(name)) continue;
    visited.add(name);
    for (const edge of from.get(place.key) ?? []) {
      const history = new Set(place.history);
      if (memorable.includes(edge.event.type)) history.add(edge.event.type);
      for (const act of edge.acts) {
        const fault = watch(act, history, edge);
        if (fault !== undefined) faults.add(`${told(edge)}: ${fault}`);
        if (memorable.includes(act.name)) history.add(act.name);
      }
      open.push({ key: edge.to.key, history });
    }
  }
  return [...faults];
}

function edgesFrom(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const found = new Map<string, Edge[]>();
  for (const edge of edges) {
    const others = found.get(edge.from.key);
    if (others === undefined) found.set(edge.from.key, [edge]);
    else others.push(edge);
  }
  return found;
}

/** What is wrong with single edges. */
export function faultsOfEdges(
  { edges }: SpecGraph,
  judge: (edge: Edge) => string | undefined,
): readonly string[] {
  return edges.flatMap((edge) => {
    const fault = judge(edge);
    return fault === undefined ? [] : [`${told(edge)}: ${fault}`];
  });
}

/** An edge in words. */
function told({ from, event, to }: Edge): string {
  const facet = event.facet === undefined ? '' : `/${event.facet}`;
  return `${from.state}, ${event.type}${facet} -> ${to.state}`;
}

/** What is done on an edge, by name. */
export function doings({ acts }: Edge): readonly string[] {
  return acts.map(({ name }) => name);
}
