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
  const outside = new Set(stays(list.source, target));
  const way = lineage(target).filter((state) => !outside.has(state));
  const onWay = new Set(way);
  // A parallel state on the way is entered with all its regions, not only the one of the target.
  const others = way
    .filter((state) => state.type?.text === 'parallel')
    .flatMap((state) => state.children.filter((region) => !onWay.has(region)))
    .flatMap(descent);
  return [...way.reverse(), ...descent(target).slice(1), ...others];
}

/** The states that an edge may leave, whatever was active inside its source. */
export function leftBy(root: StateNode, list: EdgeList, edge: Edge): StateNode[] {
  const target = targetOf(root, list, edge);
  if (target === undefined) return [];
  const outside = new Set(stays(list.source, target));
  const outermost = lineage(list.source)
    .filter((state) => !outside.has(state))
    .at(-1);
  return outermost === undefined ? [] : allStates(outermost);
}

/** What stays active: the innermost state properly around source and target, and all around it. */
function stays(source: StateNode, target: StateNode): StateNode[] {
  const around = new Set(lineage(source).slice(1));
  const domain = lineage(target)
    .slice(1)
    .find((state) => around.has(state) && state.type?.text !== 'parallel');
  return domain === undefined ? [] : lineage(domain);
}
