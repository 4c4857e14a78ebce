/**
 * The tree (D3, D8, D9, D10): ids and targets, initial states, parallel regions, final states,
 * delays; and nothing in it that cannot be reached.
 */
import { allLists, allStates, nameOf, nameOfList, type StateNode } from '../machine.ts';
import { adviseName, lowerCamel } from '../report.ts';
import type { MachineSpec } from '../spec-file.ts';
import { childOf, descent, enteredBy, lineage, targetOf } from '../tree.ts';

/** Two regions multiply the graph by themselves; more make it unreadable. */
const maxRegions = 2;

/** Checks the tree of a machine. */
export function checkStructure(spec: MachineSpec): void {
  checkKeys(spec);
  for (const state of allStates(spec.root)) {
    checkId(state, spec);
    if (state.type?.text === 'parallel') checkParallel(state, spec);
    else if (state.type?.text === 'final') checkFinal(state, spec);
    else if (state.type !== undefined) checkType(state, spec);
    else checkInitial(state, spec);
    checkDone(state, spec);
  }
  checkTargets(spec);
  checkDelays(spec);
  checkReachable(spec);
}

/** A state is known by its key alone, in generated code and to people. */
function checkKeys(spec: MachineSpec): void {
  const lines = new Map<string, number>();
  for (const { key, line, parent } of allStates(spec.root)) {
    if (parent === undefined) continue;
    if (!lowerCamel.test(key)) {
      spec.report(line, `'${key}' is no name of a state (D3)`, 'write it in lower camel case');
    }
    const first = lines.get(key);
    if (first === undefined) lines.set(key, line);
    else {
      const remedy = 'give each state a name of its own, wherever it stands: code knows no other';
      spec.report(line, `a state '${key}' is already on line ${first} (D3)`, remedy);
    }
  }
}

function checkId({ id }: StateNode, spec: MachineSpec): void {
  if (id === undefined) return;
  if (!lowerCamel.test(id.text)) {
    spec.report(id.line, `'${id.text}' is no id (D3)`, 'write it in lower camel case');
  }
  const first = allStates(spec.root).find((state) => state.id?.text === id.text)?.id;
  if (first === id || first === undefined) return;
  const remedy = 'give each state an id of its own';
  spec.report(id.line, `id '${id.text}' stands twice, first on line ${first.line} (D3)`, remedy);
}

function checkType({ type }: StateNode, spec: MachineSpec): void {
  const remedy = "write 'parallel', 'final', or no type at all";
  spec.report(type?.line ?? 1, `type '${type?.text}' is outside the dialect (D10)`, remedy);
}

function checkInitial(state: StateNode, spec: MachineSpec): void {
  const { initial, children, line } = state;
  const keys = children.map((child) => child.key);
  if (children.length === 0) {
    if (initial === undefined) return;
    const remedy = 'remove it, or write its states';
    spec.report(initial.line, `initial in ${nameOf(state)}, which has no states (D9)`, remedy);
  } else if (initial === undefined) {
    const remedy = `write initial: '${keys[0]}'`;
    spec.report(line, `${nameOf(state)} has states and no initial one (D9)`, remedy);
  } else if (childOf(state, initial.text) === undefined) {
    const problem = `initial '${initial.text}' is no child of ${nameOf(state)} (D9)`;
    spec.report(initial.line, problem, adviseName(initial.text, keys));
  }
}

function checkParallel(state: StateNode, spec: MachineSpec): void {
  const { line, children, initial } = state;
  if (children.length !== maxRegions) {
    const problem = `${nameOf(state)} is parallel with ${children.length} regions (D9)`;
    spec.report(line, problem, `a parallel state has ${maxRegions} regions, each of them small`);
  }
  if (initial !== undefined) {
    const remedy = 'remove it: all regions are entered';
    spec.report(initial.line, `initial in ${nameOf(state)}, which is parallel (D9)`, remedy);
  }
  const outer = lineage(state).find((one) => one !== state && one.type?.text === 'parallel');
  if (outer === undefined) return;
  const problem = `${nameOf(state)} is parallel inside ${nameOf(outer)}, which is so too (D9)`;
  spec.report(line, problem, 'two regions at a time: make one of them a compound state');
}

function checkFinal(state: StateNode, spec: MachineSpec): void {
  if (state.children.length === 0 && state.lists.length === 0) return;
  const remedy = 'remove what is in it, or its type: nothing follows a final state';
  spec.report(state.line, `${nameOf(state)} is final and goes on (D9)`, remedy);
}

/** `onDone` stands where there is something to be done with, and nowhere else. */
function checkDone(state: StateNode, spec: MachineSpec): void {
  const done = state.lists.find((list) => list.trigger === 'onDone');
  if (done === undefined || canBeDone(state)) return;
  const remedy = "write a child of type: 'final' (in each region of a parallel state)";
  spec.report(done.line, `onDone of ${nameOf(state)}, which is never done (D9)`, remedy);
}

function canBeDone({ type, children }: StateNode): boolean {
  if (type?.text === 'parallel') return children.every(canBeDone);
  return children.some((child) => child.type?.text === 'final');
}

function checkTargets(spec: MachineSpec): void {
  const ids = allStates(spec.root).flatMap((state) => (state.id ? [`#${state.id.text}`] : []));
  for (const list of allLists(spec.root)) {
    for (const edge of list.edges) {
      const { target, line } = edge;
      if (target === undefined) {
        if (list.trigger !== 'always') continue;
        const problem = `${nameOfList(list)} has no target and would be taken for ever (D9)`;
        spec.report(line, problem, 'write the state to go on to');
      } else if (/^#?[A-Za-z][A-Za-z0-9]*$/.test(target.text)) {
        const found = targetOf(spec.root, list, edge);
        if (found === spec.root) {
          const remedy = 'name a state in it: nothing resets the context of a machine';
          spec.report(target.line, `target '${target.text}' is the root (D3)`, remedy);
        }
        if (found !== undefined) continue;
        const siblings = list.source.parent?.children.map((one) => one.key) ?? [];
        const known = target.text.startsWith('#') ? ids : [...siblings, ...ids];
        const problem = `unknown target '${target.text}' (D3)`;
        spec.report(target.line, problem, adviseName(target.text, known));
      } else {
        const remedy = "write a sibling's key, or give the state an id and write '#id'";
        spec.report(target.line, `target '${target.text}' (D3)`, remedy);
      }
    }
  }
}

function checkDelays(spec: MachineSpec): void {
  const used = new Set<string>();
  for (const { trigger, name, line } of allLists(spec.root)) {
    if (trigger !== 'after') continue;
    used.add(name);
    if (spec.setup.delays.has(name)) continue;
    const isNumber = /^[0-9]/.test(name);
    const problem = isNumber ? `after ${name}: a number (D8)` : `unknown delay '${name}' (D8)`;
    const remedy = isNumber
      ? 'name the delay under delays in setup(), and write that name'
      : adviseName(name, spec.setup.delays.keys());
    spec.report(line, problem, remedy);
  }
  for (const [name, line] of spec.setup.delays) {
    if (used.has(name)) continue;
    spec.report(line, `delay '${name}' is not used (D8)`, 'remove it, or name it under after');
  }
}

function checkReachable(spec: MachineSpec): void {
  const reached = new Set<StateNode>();
  const queue = descent(spec.root);
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    if (reached.has(state)) continue;
    reached.add(state);
    for (const list of state.lists) {
      for (const edge of list.edges) queue.push(...enteredBy(spec.root, list, edge));
    }
  }
  for (const state of allStates(spec.root)) {
    // One report for a whole subtree.
    if (reached.has(state) || (state.parent && !reached.has(state.parent))) continue;
    const remedy = 'remove it, or write the edge that leads there';
    spec.report(state.line, `${nameOf(state)} cannot be reached (D9)`, remedy);
  }
}
