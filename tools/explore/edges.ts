/**
 * Which transitions of the spec a step takes: XState tells what follows, not what led there. So
 * each microstep is looked at: the event's own transitions, then those of `always` and `onDone`.
 */
import { type AnyMachineSnapshot, type AnyStateMachine, getMicrosteps } from 'xstate';
import { type Action, actionOf } from './actions.ts';
import type { Stimulus } from './stimuli.ts';

type Node = AnyMachineSnapshot['_nodes'][number];
type Transition = Node['always'] extends readonly (infer T)[] | undefined ? T : never;
type Happened = { readonly type: string; readonly facet?: string };

/** Every state of the spec, outer ones first. */
export function statesOf({ root }: AnyStateMachine): readonly Node[] {
  const withInner = (node: Node): readonly Node[] => [
    node,
    ...Object.values(node.states).flatMap(withInner),
  ];
  return withInner(root);
}

/** Every transition of the spec, named by where it stands: `client.live.handshake on ccs 0`. */
export function edgesOf(machine: AnyStateMachine): readonly string[] {
  return statesOf(machine).flatMap((node) => [
    ...[...node.transitions.values()].flatMap((transitions) => transitions.map(nameOf)),
    ...(node.always ?? []).map(nameOf),
  ]);
}

/** What comes of an event: where it leads, what is done, and by which edges, in order. */
export interface Outcome {
  readonly next: AnyMachineSnapshot;
  readonly actions: readonly Action[];
  readonly edges: readonly string[];
}

export function outcomeOf(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  { event }: Stimulus,
): Outcome {
  const transitions = machine.getTransitionData(snapshot, event);
  const taken = transitions.map(nameOf);
  // Half of what can happen changes nothing, and need not be played.
  if (transitions.every(isQuiet) && !snapshot._nodes.some(isRestless)) {
    return { next: snapshot, actions: [], edges: taken };
  }
  const between = getMicrosteps(machine, snapshot, event);
  return {
    next: between.at(-1)?.[0] ?? snapshot,
    actions: between.flatMap(([, actions]) => actions.map(actionOf)),
    edges: [...taken, ...between.flatMap(([next]) => consequences(machine, next, event))],
  };
}

function isQuiet({ target, actions }: Transition): boolean {
  return target === undefined && actions.length === 0;
}

/** Whether it may go on by itself. */
function isRestless({ always }: Node): boolean {
  return always !== undefined && always.length > 0;
}

/** What a snapshot between two events goes on with by itself. */
function consequences(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: Happened,
): readonly string[] {
  const always = snapshot._nodes.flatMap((node) => {
    const enabled = node.always?.find((one) => isEnabled(machine, one, snapshot, event));
    return enabled === undefined ? [] : [nameOf(enabled)];
  });
  if (always.length > 0) return always;
  return snapshot._nodes.flatMap((node) => {
    const done = `xstate.done.state.${node.id}`;
    if (!isDone(node, snapshot) || !node.transitions.has(done)) return [];
    return machine.getTransitionData(snapshot, { type: done }).map(nameOf);
  });
}

function isDone(node: Node, snapshot: AnyMachineSnapshot): boolean {
  const children = Object.values(node.states);
  const isActive = (child: Node) => snapshot._nodes.includes(child);
  if (node.type === 'parallel') return children.every((child) => isDone(child, snapshot));
  return children.some((child) => child.type === 'final' && isActive(child));
}

/** A composite guard knows how to ask its parts, and throws when it is called. */
interface Guard {
  (args: object): boolean;
  readonly check?: (snapshot: AnyMachineSnapshot, args: object, guard: Guard) => boolean;
}

function isEnabled(
  machine: AnyStateMachine,
  { guard }: Transition,
  snapshot: AnyMachineSnapshot,
  event: Happened,
): boolean {
  if (guard === undefined) return true;
  // The linter lets guards be names only.
  const found = machine.implementations.guards[guard as string] as Guard;
  const args = { context: snapshot.context, event };
  return found.check === undefined ? found(args) : found.check(snapshot, args, found);
}

function nameOf(transition: Transition): string {
  const known = names.get(transition);
  if (known !== undefined) return known;
  const { source, eventType } = transition;
  const all = source.transitions.get(eventType) ?? source.always ?? [];
  const event = eventType === '' ? 'always' : `on ${shortened(eventType)}`;
  const name = `${source.id} ${event} ${all.indexOf(transition)}`;
  names.set(transition, name);
  return name;
}

const names = new WeakMap<Transition, string>();

/** `xstate.after.drainTimeout.client.ending.draining` -> `after drainTimeout`. */
function shortened(eventType: string): string {
  if (eventType.startsWith('xstate.after.')) return `after ${eventType.split('.')[2]}`;
  return eventType.startsWith('xstate.done.state.') ? 'done' : eventType;
}
