/**
 * The graph of a spec machine: every situation that XState's own `transition()` can reach from
 * every configuration, and every edge between them, with all that is done on it. What must hold of
 * every path is checked here, where all paths are.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  transition,
} from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import {
  clientConfiguration,
  clientFacets,
  serverConfiguration,
  serverFacets,
} from '../../spec/facets.ts';
import { serverMachine } from '../../spec/server.ts';
import type { Role } from './replay.ts';

/** Something that is done on an edge, in order; timers are `startTimer` and `stopTimer`. */
export interface Act {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What may happen: as the runtime calls it, `after.drainTimeout` for a delay. */
export interface Happening {
  readonly type: string;
  readonly facet: string | undefined;
}

/** A state with all that the machine remembers there. */
export interface SpecSituation {
  readonly key: string;
  /** As the generated tables name it. */
  readonly state: string;
  readonly context: Readonly<Record<string, unknown>>;
  /** The delays that are running, by name. */
  readonly delays: readonly string[];
}

export interface Edge {
  readonly from: SpecSituation;
  readonly event: Happening;
  readonly acts: readonly Act[];
  readonly to: SpecSituation;
}

export interface SpecGraph {
  readonly role: Role;
  /** Where a connection begins: one situation a configuration. */
  readonly starts: readonly SpecSituation[];
  readonly edges: readonly Edge[];
}

interface Spec {
  readonly machine: AnyStateMachine;
  readonly facets: Readonly<Record<string, readonly string[]>>;
  readonly configuration: Readonly<Record<string, readonly unknown[]>>;
}

const specs: Readonly<Record<Role, Spec>> = {
  client: { machine: clientMachine, facets: clientFacets, configuration: clientConfiguration },
  server: { machine: serverMachine, facets: serverFacets, configuration: serverConfiguration },
};

/** All that can happen to a machine, in all situations. */
export function explore(role: Role): SpecGraph {
  const { configuration, facets } = specs[role];
  const starts = combinations(configuration).map((members) => SpecWalk.begin(role, members));
  const found = new Map(starts.map((walk) => [walk.situation.key, walk]));
  const edges: Edge[] = [];
  for (const walk of found.values()) {
    for (const event of happenings(facets, walk.situation.delays)) {
      const next = walk.after(event);
      const to = found.get(next.walk.situation.key) ?? next.walk;
      found.set(to.situation.key, to);
      edges.push({ from: walk.situation, event, acts: next.acts, to: to.situation });
    }
  }
  return { role, starts: starts.map(({ situation }) => situation), edges };
}

/** Where nothing asks what the machine remembers: one situation each. */
const pastRemembering: ReadonlySet<string> = new Set(['draining', 'closed']);

/** Whether the spec keeps to that: no guard stands on what leads on from there. */
export function asksNothingAtTheEnd(role: Role): boolean {
  const { ending } = specs[role].machine.root.states;
  const nodes = [ending, ...[...pastRemembering].map((name) => ending?.states[name])];
  return nodes.every((node) =>
    [...(node?.transitions.values() ?? [])].flat().every(({ guard }) => guard === undefined),
  );
}

/** A place in a machine, and the way on from it. Never changes. */
export class SpecWalk {
  readonly situation: SpecSituation;
  readonly #role: Role;
  readonly #snapshot: AnyMachineSnapshot;

  private constructor(role: Role, snapshot: AnyMachineSnapshot) {
    this.#role = role;
    this.#snapshot = snapshot;
    const state = nameOf(snapshot.value);
    const context: Readonly<Record<string, unknown>> = snapshot.context;
    const delays = snapshot._nodes.flatMap((node) =>
      node.after.map(({ eventType }) => delayOf(eventType)),
    );
    const memory = pastRemembering.has(state) ? '' : ` ${JSON.stringify(context)}`;
    this.situation = { key: `${state}${memory}`, state, context, delays };
  }

  /** @param members of the context, which options give */
  static begin(role: Role, members: object = {}): SpecWalk {
    const { machine } = specs[role];
    const [initial] = initialTransition(machine);
    const context = { ...initial.context, ...members };
    return new SpecWalk(role, machine.resolveState({ value: initial.value, context }));
  }

  /** What is done when this happens, and where that leads. */
  after({ type, facet }: Happening): { readonly acts: readonly Act[]; readonly walk: SpecWalk } {
    const event = { type: this.#xstateName(type), ...(facet !== undefined && { facet }) };
    const [next, actions] = transition(specs[this.#role].machine, this.#snapshot, event);
    return { acts: actions.map(actOf), walk: new SpecWalk(this.#role, next) };
  }

  /** XState names a delay's event after the state as well. */
  #xstateName(type: string): string {
    const nodes = this.#snapshot._nodes;
    const delayed = nodes
      .flatMap((node) => node.after)
      .find((one) => type === `after.${delayOf(one.eventType)}`);
    return String(delayed?.eventType ?? type);
  }
}

/** Milliseconds by the name of the delay. */
export function delaysOf(role: Role): Readonly<Record<string, unknown>> {
  return specs[role].machine.implementations.delays;
}

/** Every event with every facet. */
function happenings(facets: Spec['facets'], delays: readonly string[]): readonly Happening[] {
  const listed = Object.entries(facets).flatMap(([type, values]) =>
    (values.length === 0 ? [undefined] : values).map((facet) => ({ type, facet })),
  );
  return [...listed, ...delays.map((delay) => ({ type: `after.${delay}`, facet: undefined }))];
}

/** Every combination of values. */
function combinations(members: Spec['configuration']): readonly object[] {
  return Object.entries(members).reduce<readonly object[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** `{ live: { connected: { inbound: 'received', outbound: 'sent' } } }`: `connected(received, sent)`. */
function nameOf(value: unknown, parent = ''): string {
  if (typeof value === 'string') return value;
  const regions = Object.entries(value as Record<string, unknown>);
  if (regions.length === 1) return regions.map(([name, inner]) => nameOf(inner, name)).join();
  return `${parent}(${regions.map(([, inner]) => nameOf(inner)).join(', ')})`;
}

/** `xstate.after.drainTimeout.client.ending.draining` -> `drainTimeout`. */
function delayOf(xstateName: unknown): string {
  return String(xstateName).split('.')[2] ?? '';
}

function actOf(action: { readonly type: string; readonly params?: unknown }): Act {
  // What XState does itself has a shape of its own; other parameters are literals of the spec.
  const params = (action.params ?? {}) as {
    readonly sendId?: string;
    readonly event?: { readonly type: string };
  };
  if (action.type === 'xstate.raise') {
    return { name: 'startTimer', params: { delay: delayOf(params.event?.type) } };
  }
  if (action.type === 'xstate.cancel') {
    return { name: 'stopTimer', params: { delay: delayOf(params.sendId) } };
  }
  return { name: action.type, params: { ...params } };
}
