/**
 * What a state says of itself (D11): tags from a closed set, the RFC section of what it reads, a
 * description; and that a state which waits for an outside answer can get one.
 */
import { type Literal, memberOf, textOf } from '../literal.ts';
import { type ActionUse, allLists, allStates, nameOf, type StateNode } from '../machine.ts';
import type { MachineSpec } from '../spec-file.ts';
import { commonAncestor, targetOf } from '../tree.ts';

const knownTags = ['reading', 'waiting', 'flushing'];
/** RFC number, `#`, section: `9846#4.5.1`, or an appendix: `9846#A.2`. */
const rfcSection = /^[0-9]{4}#([0-9]+|[A-Z])(\.[0-9]+)*$/;
const rfcAdvice = "write meta: { rfc: '9846#4.5.1' }, the section that says what is read here";

/** Checks tags, meta and description of every state. */
export function checkNotes(spec: MachineSpec): void {
  for (const state of allStates(spec.root)) {
    checkTags(state, spec);
    checkMeta(state, spec);
    checkReading(state, spec);
    checkWaiting(state, spec);
  }
}

function checkTags(state: StateNode, spec: MachineSpec): void {
  for (const { text, line } of state.tags) {
    if (knownTags.includes(text)) continue;
    spec.report(line, `unknown tag '${text}' (D11)`, `tags are ${knownTags.join(', ')}`);
  }
  if (state.tags.length === 0 || state.description?.text.trim()) return;
  const remedy = 'write description: what happens here, in one sentence for people';
  spec.report(state.line, `${nameOf(state)} has a tag and no description (D11)`, remedy);
}

function checkMeta({ meta }: StateNode, spec: MachineSpec): void {
  if (meta === undefined || meta.kind === 'foreign') return;
  const rfc = textOf(memberOf(meta, 'rfc'));
  const only = meta.kind === 'object' && meta.members.length === 1;
  if (only && rfc !== undefined && rfcSection.test(rfc)) return;
  spec.report(meta.line, `meta is no RFC section: ${describe(meta)} (D11)`, rfcAdvice);
}

function describe(meta: Literal): string {
  return textOf(memberOf(meta, 'rfc')) ?? 'it holds one member, rfc';
}

/** A `reading` state names its section; a state that takes a message by name is `reading`. */
function checkReading(state: StateNode, spec: MachineSpec): void {
  if (hasTag(state, 'reading')) {
    if (state.meta === undefined) {
      spec.report(state.line, `${nameOf(state)} reads and names no RFC section (D11)`, rfcAdvice);
    }
    return;
  }
  for (const { trigger, name, line } of state.lists) {
    if (trigger !== 'on' || !name.startsWith('hs.') || name === 'hs.*') continue;
    if (isReadElsewhere(state, name, spec)) continue;
    const remedy = "write tags: ['reading'] and meta: { rfc: ... }";
    spec.report(line, `${nameOf(state)} takes '${name}' and has no tag 'reading' (D11)`, remedy);
  }
}

/** Whether another region reads the event, so that this one only does its own part for it. */
function isReadElsewhere(state: StateNode, event: string, spec: MachineSpec): boolean {
  return allStates(spec.root).some(
    (other) =>
      hasTag(other, 'reading') &&
      other.lists.some((list) => list.name === event) &&
      commonAncestor(state, other)?.type?.text === 'parallel',
  );
}

/** A task is started where somebody waits for it, and a `waiting` state hears of either end. */
function checkWaiting(state: StateNode, spec: MachineSpec): void {
  if (!hasTag(state, 'waiting')) {
    const start = state.entry.find(startsTask);
    if (start === undefined) return;
    const remedy = "write tags: ['waiting']: no further message is taken until the answer is in";
    spec.report(start.line, `${nameOf(state)} starts a task and does not wait (D11)`, remedy);
    return;
  }
  for (const event of ['task.done', 'task.failed']) {
    if (state.lists.some((list) => list.name === event)) continue;
    const remedy = `write '${event}' under on: every answer has its edge`;
    spec.report(state.line, `${nameOf(state)} waits and has no edge for '${event}' (D11)`, remedy);
  }
  if (state.entry.some(startsTask) || isStartedOnTheWay(state, spec)) return;
  const remedy = "write entry: [{ type: 'startTask', params: { task: ... } }]";
  spec.report(state.line, `${nameOf(state)} waits for a task that nobody starts (D11)`, remedy);
}

function isStartedOnTheWay(state: StateNode, spec: MachineSpec): boolean {
  return allLists(spec.root).some((list) =>
    list.edges.some(
      (edge) => targetOf(spec.root, list, edge) === state && edge.actions.some(startsTask),
    ),
  );
}

function startsTask(action: ActionUse): boolean {
  return action.text === 'startTask';
}

function hasTag(state: StateNode, tag: string): boolean {
  return state.tags.some(({ text }) => text === tag);
}
