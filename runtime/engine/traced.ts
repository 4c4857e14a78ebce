/**
 * The trace hook. Without one nothing here runs; with one the machine's facts and actions are
 * wrapped so that each step can be told in names.
 */
import { alertNameOf, type ProtocolName } from '../../generated/registries.ts';
import type { StateInfo } from '../codegen/state-info.ts';
import type { TlsError } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { Driven } from './engine.ts';
import type { TlsEvent } from './events.ts';
import type { TraceStep } from './trace.ts';

/** What was asked and done in the step under way. */
export class StepNotes {
  facet: string | undefined;
  actions: string[] = [];

  /** The same facts, noting the answers. */
  facts<T extends object>(facts: T): T {
    return wrapped(facts, (_name, _args, result) => {
      this.facet = result === undefined ? undefined : String(result);
    });
  }

  /** The same actions, noting their names and parameters. */
  actionsOf<T extends object>(actions: T): T {
    return wrapped(actions, (name, args) => {
      const params = args.find((one) => !isEvent(one));
      this.actions.push(params === undefined ? name : `${name}(${spoken(params)})`);
    });
  }
}

/** What the trace needs besides the machine. */
export interface TraceContext {
  readonly role: 'client' | 'server';
  readonly connection: Connection;
  /** What is known of the version: a session. */
  readonly session: { readonly protocol: ProtocolName | undefined };
  readonly states: Readonly<Record<string, StateInfo>>;
  readonly trace: (step: TraceStep) => void;
}

/** The same machine, telling each step. */
export function tracedDriver(driven: Driven, notes: StepNotes, context: TraceContext): Driven {
  const { role, connection, session, states, trace } = context;
  return {
    role,
    get state() {
      return driven.state;
    },
    messages: driven.messages,
    erase: () => driven.erase(),
    exportKeyingMaterial: (...args) => driven.exportKeyingMaterial(...args),
    finishedOf: (side) => driven.finishedOf(side),
    step(event) {
      const before = driven.state;
      const hadReason = connection.reason !== undefined;
      notes.facet = undefined;
      notes.actions = [];
      connection.note = undefined;
      try {
        driven.step(event);
      } finally {
        trace({
          role,
          protocol: session.protocol,
          event: event.type,
          alert: alertOf(event),
          facet: notes.facet,
          before,
          after: driven.state,
          actions: notes.actions,
          readEpoch: connection.readEpoch,
          writeEpoch: connection.writeEpoch,
          rfc: states[before]?.rfc,
          note: noteOf(connection),
          failure: hadReason ? undefined : failureOf(connection),
        });
      }
    },
  };
}

function alertOf({ alertCode }: TlsEvent): string | undefined {
  if (alertCode === undefined) return undefined;
  return alertNameOf(alertCode) ?? `number ${alertCode}`;
}

function noteOf({ note }: Connection): string | undefined {
  return note?.();
}

function failureOf({ reason }: Connection): TlsError | undefined {
  return reason?.clean === false ? reason.error : undefined;
}

type Method = (...args: unknown[]) => unknown;

function wrapped<T extends object>(
  target: T,
  note: (name: string, args: readonly unknown[], result: unknown) => void,
): T {
  return new Proxy(target, {
    get(object, name) {
      const member = Reflect.get(object, name, object);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        let result: unknown;
        try {
          result = (member as Method).apply(object, args);
          return result;
        } finally {
          note(String(name), args, result);
        }
      };
    },
  });
}

function isEvent(value: unknown): value is TlsEvent {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function spoken(params: unknown): string {
  if (typeof params !== 'object' || params === null) return String(params);
  return Object.values(params).map(String).join(', ');
}
