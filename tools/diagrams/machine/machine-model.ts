/**
 * A machine as plain data: its states and transitions as a picture or a page needs them, read from
 * the XState machine itself, so that targets are resolved as XState resolves them. Runs in a
 * browser too.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

export interface StateModel {
  /** The keys from the root, joined by dots; the root's is the machine's own. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  readonly description: string | undefined;
  /** `9846#4.2.3`. */
  readonly rfc: string | undefined;
  readonly tags: readonly string[];
  readonly entry: readonly ActionModel[];
  readonly exit: readonly ActionModel[];
  /** The id of the state that it begins in. */
  readonly initial: string | undefined;
  readonly states: readonly StateModel[];
  /** In the order in which they are tried. */
  readonly transitions: readonly TransitionModel[];
}

export interface ActionModel {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface TransitionModel {
  /** Unique in its machine: state, event, place in the event's list. */
  readonly id: string;
  readonly source: string;
  /** `always`: without an event. `after`: a delay, by its name. `done`: all below is final. */
  readonly kind: 'event' | 'always' | 'after' | 'done';
  /** The event's or delay's name; empty for the others. */
  readonly event: string;
  readonly guard: string | undefined;
  /** Whether guarded ones stand before it: it is taken when they are not. */
  readonly isElse: boolean;
  readonly actions: readonly ActionModel[];
  /** The id of the state that it leads to; undefined: none, only the actions are done. */
  readonly target: string | undefined;
}

/** The root of a machine, with all that is below. */
export function machineModel(machine: AnyStateMachine): StateModel {
  return stateModel(machine.root);
}

/** A state and all below it, each before those below. */
export function statesIn(state: StateModel): readonly StateModel[] {
  return [state, ...state.states.flatMap(statesIn)];
}

function stateModel(node: AnyStateNode): StateModel {
  const { config } = node;
  return {
    id: idOf(node),
    name: node.key,
    kind: kindOf(node),
    description: node.description,
    rfc: typeof node.meta?.rfc === 'string' ? node.meta.rfc : undefined,
    tags: [...node.tags],
    entry: actionsOf(config.entry),
    exit: actionsOf(config.exit),
    initial: initialOf(node),
    states: Object.values(node.states).map((child) => stateModel(child as AnyStateNode)),
    transitions: transitionsOf(node),
  };
}

function idOf(node: AnyStateNode): string {
  return node.path.length === 0 ? node.key : node.path.join('.');
}

function kindOf({ type }: AnyStateNode): StateModel['kind'] {
  // The dialect has no history states.
  return type === 'history' ? 'atomic' : type;
}

function initialOf(node: AnyStateNode): string | undefined {
  const [target] = node.type === 'compound' ? (node.initial.target ?? []) : [];
  return target === undefined ? undefined : idOf(target as AnyStateNode);
}

/** XState keeps `always` apart; the others are by event, delays and `onDone` under names of its own. */
function transitionsOf(node: AnyStateNode): readonly TransitionModel[] {
  const byEvent: [string, readonly AnyTransitionDefinition[]][] = [...node.transitions];
  if (node.always !== undefined) byEvent.push(['', node.always]);
  return byEvent.flatMap(([descriptor, list]) =>
    list.map((transition, index) => transitionModel(node, descriptor, transition, index)),
  );
}

function transitionModel(
  node: AnyStateNode,
  descriptor: string,
  transition: AnyTransitionDefinition,
  index: number,
): TransitionModel {
  const target = transition.target?.[0];
  const { kind, event } = named(descriptor);
  return {
    id: `${idOf(node)}|${event === '' ? kind : event}|${index}`,
    source: idOf(node),
    kind,
    event,
    guard: guardOf(transition.guard),
    isElse: index > 0 && transition.guard === undefined,
    actions: actionsOf(transition.actions),
    target: target === undefined ? undefined : idOf(target as AnyStateNode),
  };
}

function named(descriptor: string): Pick<TransitionModel, 'kind' | 'event'> {
  if (descriptor === '') return { kind: 'always', event: '' };
  if (descriptor.startsWith('xstate.done.state.')) return { kind: 'done', event: '' };
  const [, delay] = /^xstate\.after\.([^.]+)\./.exec(descriptor) ?? [];
  return delay === undefined
    ? { kind: 'event', event: descriptor }
    : { kind: 'after', event: delay };
}

/** The dialect names every guard (D5). */
function guardOf(guard: unknown): string | undefined {
  if (guard === undefined) return undefined;
  return typeof guard === 'string' ? guard : String((guard as { type: unknown }).type);
}

/** The dialect names every action, with literal params (D6). */
function actionsOf(actions: unknown): readonly ActionModel[] {
  if (actions === undefined) return [];
  return [actions].flat().map((action) => {
    if (typeof action === 'string') return { type: action, params: {} };
    const { type, params } = action as { type: string; params?: Record<string, unknown> };
    return { type, params: params ?? {} };
  });
}
