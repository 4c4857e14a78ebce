/**
 * Ways through the tree of states: where a target leads, what is entered with it, what is left.
 */
import { allStates, type Edge, type EdgeList, type StateNode } from './machine.ts';

/** The state that a target names: `#id` anywhere, otherwise a sibling of the edge's source. */
export function targetOf(root: StateNode, list: EdgeList, edge: Edge): StateNode | undefined {
  const target = edge.target?.text;
  if (target === undefined) return undefined;
  if (!target.startsWith('#')) return childOf(list.source.parent, target);
  return allStates(root).find((state) => state.id?.text === target.slice(1));
}

export function childOf(state: StateNode | undefined, key: string): StateNode | undefined {
  return state?.children.find((child) => child.key === key);
}

/** The state and everything around it, from the inside out. */
export function lineage(state: StateNode): StateNode[] {
  return state.parent === undefined ? [state] : [state, ...lineage(state.parent)];
}

/** The state and all that is entered with it: initial children, every region of a parallel one. */
export function descent(state: StateNode): StateNode[] {
  const inner =
    state.type?.text === 'parallel'
      ? state.children
      : [childOf(state, state.initial?.text ?? '')].filter((child) => child !== undefined);
  return [state, ...inner.flatMap(descent)];
}

/** The innermost state around both. */
export function commonAncestor(a: StateNode, b: StateNode): StateNode | undefined {
  const around = new Set(lineage(a));
  return lineage(b).find((state) => around.has(state));
}

/** The states that an edge enters, the outermost first. Nothing for an edge without a target. */
export function enteredBy(root: StateNode, list: EdgeList, edge: Edge): StateNode[] {
  const target = targetOf(root, list, edge);
  if (target === undefined) return [];
  const domain = domainOf(list.source, target, edge);
  const way = lineage(target).filter((state) => state !== domain && isInside(state, domain));
  // A parallel state on the way is entered with all its regions, not only the one of the target.
  const others = [...way, domain]
    .filter((state) => state?.type?.text === 'parallel')
    .flatMap((state) => state?.children.filter((region) => !way.includes(region)) ?? [])
    .flatMap(descent);
  return [...way.reverse(), ...descent(target).slice(1), ...others];
}

/** The states that an edge may leave, whatever was active inside its source. */
export function leftBy(root: StateNode, list: EdgeList, edge: Edge): StateNode[] {
  const target = targetOf(root, list, edge);
  if (target === undefined) return [];
  const domain = domainOf(list.source, target, edge);
  return domain === undefined ? allStates(root) : allStates(domain).slice(1);
}

/** Whether a state is `outer` or in it; everything is in undefined, the outside of the root. */
export function isInside(state: StateNode, outer: StateNode | undefined): boolean {
  return outer === undefined || lineage(state).includes(outer);
}

/** What stays active: the source if the target is in it, else the innermost state around both. */
function domainOf(source: StateNode, target: StateNode, edge: Edge): StateNode | undefined {
  if (!edge.reenter && isInside(target, source)) return source;
  const around = lineage(source).slice(1);
  return lineage(target)
    .slice(1)
    .find((state) => around.includes(state));
}
