/** The part of a graph that each version of the protocol has: from the start to the end by its hellos. */
import { type Edge, failureOf, isOver, type Place, type SpecGraph } from './graph.ts';

type Version = 'TLSv1.3' | 'TLSv1.2';

/** Whether TLS 1.2 was chosen. */
export function isTls12({ context }: Place): boolean {
  return context.tls12 === true;
}

/** A graph without what only the other version has. */
export function inVersion(graph: SpecGraph, version: Version): SpecGraph {
  const known = parts[version].get(graph);
  if (known !== undefined) return known;
  const edges = graph.edges.filter(version === 'TLSv1.2' ? isOlder : isNewer);
  const part = { ...graph, edges };
  parts[version].set(graph, part);
  return part;
}
const parts = {
  'TLSv1.3': new WeakMap<SpecGraph, SpecGraph>(),
  'TLSv1.2': new WeakMap<SpecGraph, SpecGraph>(),
} as const;

/** What comes at the end is one for both. */
function isNewer({ from, to }: Edge): boolean {
  return isOver(from) || (!isTls12(from) && (isOver(to) || !isTls12(to)));
}

function isOlder(edge: Edge): boolean {
  if (isOver(edge.from) || isTls12(edge.from)) return true;
  const { retried } = edge.from.context;
  return (
    retried !== true &&
    (!/Hello \((?:v13|retry)\)$/.test(edge.name) || failureOf(edge) !== undefined)
  );
}
