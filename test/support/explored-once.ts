/** Graphs of machines: tests that run in one process explore each machine once. */
import { explore, type Graph } from '../../tools/explore/graph.ts';
import type { Explorable } from '../../tools/explore/machines.ts';

/** What `explore` gives. Do not change it: others look at the same one. */
export function exploredOnce(explorable: Explorable): Graph {
  const known = graphs.get(explorable);
  if (known !== undefined) return known;
  const graph = explore(explorable);
  graphs.set(explorable, graph);
  return graph;
}

const graphs = new WeakMap<Explorable, Graph>();
