/** What an invariant is, and the ways to ask a graph for what breaks it. */
import { type Edge, type Place, type SpecGraph, told } from './graph.ts';

/** A rule, and what breaks it. */
export interface Invariant {
  readonly name: string;
  /** In the list of invariants; undefined: it is a rule of RFC 9846, whose section `rule` names. */
  readonly number: number | undefined;
  readonly rule: string;
  /** In words, the first few; none: the rule holds on every path. */
  readonly faults: (graph: SpecGraph) => readonly string[];
}

/** More than these tell nobody more. */
const enough = 20;

/** What is wrong with single edges. */
export function faultsOfEdges(
  { edges }: SpecGraph,
  judge: (edge: Edge) => string | undefined,
): readonly string[] {
  const faults: string[] = [];
  for (const edge of edges) {
    const fault = judge(edge);
    if (fault !== undefined) faults.push(`${told(edge)}: ${fault}`);
    if (faults.length === enough) break;
  }
  return faults;
}

/** Goes along every path, and remembers what it needs of the way. */
export interface Watcher<Memory> {
  readonly begin: (start: Place) => Memory;
  /**
   * What to remember after this edge: one and the same object for what is the same. Undefined: the
   * path is of no interest from here on. Where there is a fault, the path is not followed either.
   */
  readonly follow: (
    memory: Memory,
    edge: Edge,
    report: (fault: string) => void,
  ) => Memory | undefined;
}

/** What is wrong on any path, once an edge. Ends also where paths do not: memories must be few. */
export function faultsOnPaths<Memory>(
  graph: SpecGraph,
  { begin, follow }: Watcher<Memory>,
): readonly string[] {
  const leaving = edgesByPlace(graph);
  const faults = new Set<string>();
  const open: { readonly place: Place; readonly memory: Memory }[] = [];
  const visited = new Map<Memory, Set<number>>();
  const visit = (place: Place, memory: Memory) => {
    const places = visited.get(memory) ?? new Set();
    visited.set(memory, places);
    if (places.has(place.index)) return;
    places.add(place.index);
    open.push({ place, memory });
  };
  for (const start of graph.starts) visit(start, begin(start));
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const edge of leaving.get(here.place.index) ?? []) {
      let isGood = true;
      const next = follow(here.memory, edge, (fault) => {
        isGood = false;
        faults.add(`${told(edge)}: ${fault}`);
      });
      if (faults.size >= enough) return [...faults];
      const isNew = next !== here.memory || edge.to !== here.place;
      if (next !== undefined && isNew && isGood) visit(edge.to, next);
    }
  }
  return [...faults];
}

/** Those that lead on from each place, by its index. */
function edgesByPlace({ edges }: SpecGraph): ReadonlyMap<number, readonly Edge[]> {
  const known = leavingOf.get(edges);
  if (known !== undefined) return known;
  const found = new Map<number, Edge[]>();
  for (const edge of edges) {
    const others = found.get(edge.from.index);
    if (others === undefined) found.set(edge.from.index, [edge]);
    else others.push(edge);
  }
  leavingOf.set(edges, found);
  return found;
}
const leavingOf = new WeakMap<readonly Edge[], ReadonlyMap<number, readonly Edge[]>>();
