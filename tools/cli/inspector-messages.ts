/**
 * The steps of a connection as the Stately Inspector's three messages: an actor, then for each step
 * an event and a snapshot. They carry names only: states, events with their facets, alerts, actions,
 * versions, key epochs. What a trace tells besides the state stands where inspectors show a context.
 */
import { type StateConfig, type StateValue, stateValue } from './state-value.ts';
import type { FailureRecord, StepRecord } from './step-record.ts';

/** What all messages of a connection have. */
interface MessageBase {
  readonly sessionId: string;
  readonly rootId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: string;
  readonly id: string;
  readonly _version: string;
}

/** An event with the facet that it was found to have. */
interface InspectedEvent {
  readonly type: string;
  readonly facet?: string;
}

interface InspectedContext
  extends Pick<StepRecord, 'readEpoch' | 'writeEpoch' | 'protocol' | 'alert'> {
  readonly actions?: StepRecord['actions'];
  readonly rfc?: string;
  readonly failure?: Omit<FailureRecord, 'text'>;
}

interface InspectedSnapshot {
  readonly status: 'active';
  readonly value: StateValue;
  readonly context: InspectedContext;
}

export interface ActorMessage extends MessageBase {
  readonly type: '@xstate.actor';
  /** Role and peer. */
  readonly name: string;
  /** The machine's configuration, as JSON. */
  readonly definition: string;
  readonly snapshot: InspectedSnapshot;
}

export interface EventMessage extends MessageBase {
  readonly type: '@xstate.event';
  readonly event: InspectedEvent;
}

export interface SnapshotMessage extends MessageBase {
  readonly type: '@xstate.snapshot';
  readonly event: InspectedEvent;
  readonly snapshot: InspectedSnapshot;
}

export type InspectorMessage = ActorMessage | EventMessage | SnapshotMessage;

/** Its text may quote the peer; the rest is names of ours. */
function withoutText({ code, alert, origin }: FailureRecord): Omit<FailureRecord, 'text'> {
  return { code, alert, origin };
}

/** The version of @statelyai/inspect whose messages these are. */
const PROTOCOL_VERSION = '0.7.2';

/** Turns the steps of one connection into messages. */
export class InspectedConnection {
  readonly #sessionId: string;
  readonly #definition: StateConfig;
  #count = 0;

  /** @param sessionId unique among the connections of all that stream to the same viewer */
  constructor(sessionId: string, definition: StateConfig) {
    this.#sessionId = sessionId;
    this.#definition = definition;
  }

  /** The messages of a step; before those of the first one the connection introduces itself. */
  messagesOf(step: StepRecord): readonly InspectorMessage[] {
    const { atMs, protocol, alert, readEpoch, writeEpoch, actions, rfc, failure } = step;
    const introduction = this.#count === 0 ? [this.#actor(step)] : [];
    const event = { type: step.event, ...(step.facet !== undefined && { facet: step.facet }) };
    const context = {
      ...{ readEpoch, writeEpoch, actions },
      ...(protocol !== undefined && { protocol }),
      ...(alert !== undefined && { alert }),
      ...(rfc !== undefined && { rfc }),
      ...(failure !== undefined && { failure: withoutText(failure) }),
    };
    const value = stateValue(this.#definition, step.after);
    return [
      ...introduction,
      { type: '@xstate.event', event, ...this.#base(atMs) },
      {
        type: '@xstate.snapshot',
        event,
        snapshot: { status: 'active', value, context },
        ...this.#base(atMs),
      },
    ];
  }

  #actor({ role, peer, before, atMs, readEpoch, writeEpoch }: StepRecord): ActorMessage {
    // The epochs before the first step are those after it: only messages change them.
    const context = { readEpoch, writeEpoch };
    const value = stateValue(this.#definition, before);
    return {
      type: '@xstate.actor',
      name: `${role} ${peer}`,
      definition: JSON.stringify(this.#definition),
      snapshot: { status: 'active', value, context },
      ...this.#base(atMs),
    };
  }

  #base(atMs: number): MessageBase {
    this.#count += 1;
    return {
      sessionId: this.#sessionId,
      rootId: this.#sessionId,
      createdAt: String(atMs),
      id: `${this.#sessionId}.${this.#count}`,
      _version: PROTOCOL_VERSION,
    };
  }
}
