/**
 * XState as the compiler: asks the pure `transition()` of a spec machine what follows from every
 * event in every reachable configuration, and forks at each guard it asks. So hierarchy, regions,
 * `always`, wildcards and the order of entry and exit come from XState, not from a second reading.
 *
 * Guards are not evaluated but decided both ways; a branch that no facet and no context can take
 * is dropped, whereby a context can have every value that its type allows: configuration is never
 * assigned by the machine. What comes out is a decision tree for each state and event.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createMachine,
  initialTransition,
  transition,
} from 'xstate';

/** One thing to do, in order. `set` changes the context, `start` and `stop` are timers. */
export type Step =
  | { readonly kind: 'action'; readonly name: string; readonly params: Params | undefined }
  | { readonly kind: 'set'; readonly params: Params }
  | { readonly kind: 'start' | 'stop'; readonly delay: string };

/** Literal parameters of an action, as the spec writes them. */
export type Params = Readonly<Record<string, string | number | boolean>>;

/** What an event leads to: steps and a target, or a question with two answers. */
export type Outcome =
  | { readonly kind: 'leaf'; readonly target: string; readonly steps: readonly Step[] }
  | { readonly kind: 'fork'; readonly guard: string; readonly yes: Outcome; readonly no: Outcome };

/** A reachable configuration. `ancestors` are the compound states around it, outermost first. */
export interface CompiledState {
  readonly name: string;
  readonly ancestors: readonly string[];
  readonly description: string;
  readonly rfc: string | undefined;
  readonly tags: readonly string[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** A whole machine, as the emitters need it. */
export interface CompiledMachine {
  readonly initial: string;
  readonly states: readonly CompiledState[];
  /** What entering a state with an `id` does, wherever one comes from: id -> outcome. */
  readonly landings: ReadonlyMap<string, Outcome>;
  readonly events: readonly string[];
}

/** Event names with their facets, as in `spec/facets.ts`. */
export type Facets = Readonly<Record<string, readonly string[]>>;

/** The values a context can hold, key by key, as its type declares them. */
export type Domain = ReadonlyMap<string, readonly (string | boolean)[]>;

type Decisions = ReadonlyMap<string, boolean>;

/** Explores `machine` from its initial state to the last reachable one. Deterministic. */
export function compileMachine(
  machine: AnyStateMachine,
  facets: Facets,
  domain: Domain,
): CompiledMachine {
  const asker = new Asker(machine, facets, domain);
  const [initial] = initialTransition(asker.machine);
  const found = new Map<string, AnyMachineSnapshot>([[stateName(initial.value), initial]]);
  const states: CompiledState[] = [];
  for (const snapshot of found.values()) {
    const outcomes = new Map<string, Outcome>();
    for (const event of [...Object.keys(facets), ...pendingDelays(snapshot)]) {
      outcomes.set(event, asker.ask(snapshot, event, found));
    }
    states.push(describe(snapshot, outcomes));
  }
  const delays = new Set(states.flatMap((s) => [...s.outcomes.keys()]).filter(isDelay));
  return {
    initial: stateName(initial.value),
    states,
    landings: compileLandings(machine, facets, domain),
    events: [...Object.keys(facets), ...delays],
  };
}

/** `after.drainTimeout`: the name under which a delay enters the generated machine. */
function isDelay(event: string): boolean {
  return event.startsWith('after.');
}

/**
 * The name of a configuration: its leaf, or `connected(reading, sending)` for parallel regions.
 */
function stateName(value: unknown, parent = ''): string {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value as Record<string, unknown>);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return stateName(only[1], only[0]);
  return `${parent}(${entries.map(([, region]) => stateName(region)).join(', ')})`;
}

/** Asks one machine, deciding its guards from outside. */
class Asker {
  readonly machine: AnyStateMachine;
  readonly #facets: Facets;
  readonly #guards: Readonly<Record<string, (args: object) => boolean>>;
  readonly #contexts: readonly object[];
  /** Answers of `#isPossible`: a question comes up in nearly every state. */
  readonly #possible = new Map<string, boolean>();
  #decisions: Decisions = new Map();
  #undecided: string | undefined;

  constructor(machine: AnyStateMachine, facets: Facets, domain: Domain) {
    this.#facets = facets;
    this.#guards = simpleGuards(machine);
    this.#contexts = contexts(domain);
    const guards = Object.fromEntries(
      Object.keys(this.#guards).map((name) => [name, () => this.#decide(name)]),
    );
    this.machine = machine.provide({ guards, actions: { set: () => {} } });
  }

  /** The decision tree of `event` in `snapshot`; configurations not seen before go to `found`. */
  ask(
    snapshot: AnyMachineSnapshot,
    event: string,
    found: Map<string, AnyMachineSnapshot>,
    decisions: Decisions = new Map(),
  ): Outcome {
    this.#decisions = decisions;
    this.#undecided = undefined;
    const [next, actions] = transition(this.machine, snapshot, { type: toXState(snapshot, event) });
    const guard = this.#undecided;
    if (guard === undefined) {
      const target = stateName(next.value);
      if (!found.has(target)) found.set(target, next);
      return { kind: 'leaf', target, steps: actions.map(toStep) };
    }
    const branch = (answer: boolean): Outcome | undefined => {
      const assumed = new Map(decisions).set(guard, answer);
      return this.#isPossible(event, assumed)
        ? this.ask(snapshot, event, found, assumed)
        : undefined;
    };
    const yes = branch(true);
    const no = branch(false);
    if (yes !== undefined && no !== undefined) return { kind: 'fork', guard, yes, no };
    const certain = yes ?? no;
    if (certain === undefined) throw new Error(`no branch of ${event} is possible`);
    return certain;
  }

  #decide(name: string): boolean {
    const decided = this.#decisions.get(name);
    if (decided === undefined) this.#undecided ??= name;
    return decided ?? false;
  }

  /** Is there a facet of this event and a context for which the guards answer so? */
  #isPossible(event: string, decisions: Decisions): boolean {
    const answers = [...decisions];
    const question = `${event} ${answers}`;
    const known = this.#possible.get(question);
    if (known !== undefined) return known;
    const named = this.#facets[event] ?? [];
    const facets = named.length > 0 ? named : [undefined];
    const isPossible = facets.some((facet) =>
      this.#contexts.some((context) =>
        answers.every(
          ([name, answer]) => this.#guards[name]?.({ context, event: { facet } }) === answer,
        ),
      ),
    );
    this.#possible.set(question, isPossible);
    return isPossible;
  }
}

/** The guards that are functions; composites ask these by name. */
function simpleGuards(machine: AnyStateMachine) {
  const all = Object.entries(machine.implementations.guards);
  const simple = all.filter(([, guard]) => typeof guard === 'function' && !('check' in guard));
  return Object.fromEntries(simple) as Record<string, (args: object) => boolean>;
}

function contexts(domain: Domain): readonly object[] {
  let all: object[] = [{}];
  for (const [key, values] of domain) {
    all = all.flatMap((context) => values.map((value) => ({ ...context, [key]: value })));
  }
  return all;
}

/** XState lists actions with parameters resolved; timers show as raise and cancel. */
function toStep(action: { readonly type: string; readonly params?: unknown }): Step {
  const params = action.params as
    | (Params & { readonly event?: { readonly type: string }; readonly sendId?: string })
    | undefined;
  switch (action.type) {
    case 'xstate.raise':
      return { kind: 'start', delay: delayOf(String(params?.event?.type)) };
    case 'xstate.cancel':
      return { kind: 'stop', delay: delayOf(String(params?.sendId)) };
    case 'set':
      return { kind: 'set', params: params ?? {} };
    default:
      return { kind: 'action', name: action.type, params };
  }
}

/** `xstate.after.drainTimeout.client.ending.draining` -> `drainTimeout`. */
function delayOf(xstateEvent: string): string {
  return xstateEvent.split('.')[2] ?? '';
}

/** The `after` events that can come in this configuration, as `after.<delay>`. */
function pendingDelays(snapshot: AnyMachineSnapshot): string[] {
  const names = snapshot._nodes.flatMap((node) => node.after.map((a) => delayOf(a.eventType)));
  return [...new Set(names)].map((name) => `after.${name}`);
}

function toXState(snapshot: AnyMachineSnapshot, event: string): string {
  if (!isDelay(event)) return event;
  const name = event.slice('after.'.length);
  const all = snapshot._nodes.flatMap((node) => node.after.map((a) => a.eventType));
  return all.find((type) => delayOf(type) === name) ?? event;
}

function describe(snapshot: AnyMachineSnapshot, outcomes: Map<string, Outcome>): CompiledState {
  const nodes = [...snapshot._nodes].sort((a, b) => a.path.length - b.path.length);
  const leaves = nodes.filter((node) => Object.keys(node.states).length === 0);
  const parallel = nodes.find((node) => node.type === 'parallel');
  const own = parallel === undefined ? leaves : [parallel, ...leaves];
  const around = parallel ?? leaves[0]?.parent;
  return {
    name: stateName(snapshot.value),
    ancestors: (around?.path ?? []).map(String),
    description: own.flatMap((node) => node.description ?? []).join(' '),
    rfc: leaves.map((node) => (node.meta as { rfc?: string } | undefined)?.rfc).find(Boolean),
    tags: [...snapshot.tags].sort(),
    outcomes,
  };
}

/** Enters each state that has an `id`, from a state outside everything, to see what that does. */
function compileLandings(
  machine: AnyStateMachine,
  facets: Facets,
  domain: Domain,
): Map<string, Outcome> {
  const config = machine.config as { readonly states: object };
  const ids = explicitIds(config.states);
  const implementations = machine.implementations as Parameters<AnyStateMachine['provide']>[0];
  const fromOutside = createMachine({
    ...machine.config,
    initial: 'outside',
    on: Object.fromEntries(ids.map((id) => [`land.${id}`, `#${id}`])),
    states: { ...config.states, outside: {} },
  }).provide(implementations);
  const asker = new Asker(fromOutside, facets, domain);
  const [outside] = initialTransition(asker.machine);
  return new Map(ids.map((id) => [id, asker.ask(outside, `land.${id}`, new Map())]));
}

/** The `id`s in the literal, in its order: the targets from afar. */
function explicitIds(states: object): string[] {
  const ids: string[] = [];
  JSON.stringify(states, (key, node) => {
    if (key === 'id') ids.push(String(node));
    return node;
  });
  return ids;
}
