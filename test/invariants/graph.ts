/**
 * An explored machine as a set of places and edges, as the invariants look at it. It can be made of
 * any machine of a role, also of one that is broken on purpose.
 */
import type { Action } from '../../tools/explore/actions.ts';
import type { Situation } from '../../tools/explore/graph.ts';
import type { Explorable, Role } from '../../tools/explore/machines.ts';
import { specStates } from '../../tools/explore/spec-states.ts';
import type { StateName } from '../../tools/explore/states.ts';
import { delaysIn, nameOf, type Stimulus } from '../../tools/explore/stimuli.ts';
import { exploredOnce } from '../support/explored-once.ts';

/** How far a connection is. */
export type Phase = 'idle' | 'handshake' | 'deferring' | 'connected' | 'draining' | 'closed';

/** A state with all that the machine remembers there. */
export interface Place {
  readonly index: number;
  /** As the generated tables name it. */
  readonly state: string;
  /** What it is, if that has a name. */
  readonly name: StateName | undefined;
  readonly phase: Phase;
  /** Connected, and the peer may still send. */
  readonly isReceiving: boolean;
  /** Connected, and we may still send. */
  readonly isSending: boolean;
  /** Connected and done with both directions: only the peer's close_notify is waited for. */
  readonly isLingering: boolean;
  /** An answer is waited for. */
  readonly isWaiting: boolean;
  readonly context: Readonly<Record<string, unknown>>;
  /** The delays that are running, by name. */
  readonly delays: readonly string[];
  /** The events that it says something about, if only that nothing follows; `hs.*` are all of a kind. */
  readonly declared: ReadonlySet<string>;
}

export interface Edge {
  readonly from: Place;
  readonly event: Stimulus;
  /** `hs.serverHello (v13)`. */
  readonly name: string;
  readonly actions: readonly Action[];
  readonly to: Place;
}

export interface SpecGraph {
  readonly explorable: Explorable;
  /** Where a connection begins: one place a configuration. */
  readonly starts: readonly Place[];
  readonly edges: readonly Edge[];
}

export function graphOf(explorable: Explorable): SpecGraph {
  const { situations, initial } = exploredOnce(explorable);
  const whereIs = placesOf(explorable.role);
  const places = mergedAtTheEnd(situations, situations.map(whereIs));
  const at = (index: number): Place => {
    const place = places[index];
    if (place === undefined) throw new Error(`there is no situation ${index}`);
    return place;
  };
  const kept = situations.filter(({ index }) => at(index).index === index);
  const edges = kept.flatMap(({ index, steps }) =>
    steps.map(({ stimulus, actions, target }): Edge => {
      const name = nameOf(stimulus);
      return { from: at(index), event: stimulus, name, actions, to: at(target) };
    }),
  );
  return { explorable, starts: initial.map(at), edges };
}

/**
 * When the outcome stands, what was remembered on the way makes no difference: of places of one state
 * from which the same follows on every event, only the first is kept.
 */
function mergedAtTheEnd(
  situations: readonly Situation[],
  places: readonly Place[],
): readonly Place[] {
  const merged = [...places];
  for (const phase of ['closed', 'draining'] as const) {
    const firsts = new Map<string, Place>();
    const same: (readonly [Place, Place])[] = [];
    for (const { index, steps, state } of situations) {
      const own = places[index];
      if (own?.phase !== phase) continue;
      const what = steps.map(({ actions, target }) => {
        const to = target === index ? 'here' : merged[target]?.index;
        return `${to}${actions.length === 0 ? '' : JSON.stringify(actions)}`;
      });
      const text = `${state} ${what.join()}`;
      const first = firsts.get(text) ?? own;
      firsts.set(text, first);
      same.push([own, first]);
    }
    for (const [own, first] of same) merged[own.index] = first;
  }
  return merged;
}

/** States that are a phase by themselves. */
const phases: Partial<Record<StateName, Phase>> = {
  IDLE: 'idle',
  DEFERRING: 'deferring',
  DRAINING: 'draining',
  CLOSED: 'closed',
};

/** The one place where invariants know what the spec calls its states. */
function placesOf(role: Role): (situation: Situation) => Place {
  const states = specStates(role);
  const names = new Map(Object.entries(states).map(([name, state]) => [state, name as StateName]));
  const [connected, , sending] = partsOf(states.CONNECTED);
  const [, received] = partsOf(states.HALF_CLOSED_REMOTE);
  const [, lingering] = partsOf(states.LINGERING);
  return ({ index, state, context, snapshot }) => {
    const name = names.get(state);
    const [whole, inbound, outbound] = partsOf(state);
    const isConnected = whole === connected;
    return {
      index,
      state,
      name,
      phase: isConnected ? 'connected' : ((name && phases[name]) ?? 'handshake'),
      isReceiving: isConnected && inbound !== received,
      isSending: isConnected && outbound === sending,
      isLingering: isConnected && inbound === lingering,
      isWaiting: snapshot.hasTag('waiting'),
      context,
      delays: delaysIn(snapshot).map(({ type }) => type.slice('after.'.length)),
      declared: new Set(snapshot._nodes.flatMap(({ transitions }) => [...transitions.keys()])),
    };
  };
}

/** `connected(reading, sending)` -> the state and its two halves. */
function partsOf(state: string): readonly string[] {
  return state.split(/[(,) ]+/);
}

/** Whether the outcome of the connection stands. */
export function isOver({ phase }: Place): boolean {
  return phase === 'draining' || phase === 'closed';
}

/** Whether nothing comes of it. */
export function isIgnored({ from, actions, to }: Edge): boolean {
  return actions.length === 0 && from === to;
}

/** What is done on an edge, by name. */
export function doings({ actions }: Edge): readonly string[] {
  return actions.map(({ name }) => name);
}

/** The alert with which the edge fails, as the spec names it; undefined: it does not. */
export function failureOf({ actions }: Edge): unknown {
  const failure = actions.find(({ name }) => name === 'fail');
  return failure && (failure.params.alert ?? 'no alert');
}

/** Whatever leaves: messages, alerts, data. */
export function isWrite(name: string): boolean {
  return name.startsWith('send');
}

/** An edge in words. */
export function told({ from, name, to }: Edge): string {
  return `${from.state}, ${name} -> ${to.state}`;
}
