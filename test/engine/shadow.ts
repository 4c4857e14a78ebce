/**
 * The spec beside an engine: it takes each step that the engine traces, in XState, and so knows
 * what must come of the next event, down to the effects and the words for the peer.
 */
import { expect } from 'vitest';
import { type ErrorCode, errorInfo } from '../../generated/registries.ts';
import type { ClientOptions, ServerOptions, TraceStep } from '../../runtime/index.ts';
import type { Action } from '../../tools/explore/actions.ts';
import type { Role } from './replay.ts';
import { delaysOf, type Happening, SpecWalk } from './spec-walk.ts';

/** What must come of an event. */
export interface Forecast {
  readonly state: string;
  /** The alerts for the peer, in order, by name. */
  readonly words: readonly string[];
  /** The effects in order, as `namesOf` names them. */
  readonly effects: readonly string[];
  /** Why the connection is over, from here on or already; undefined: it is not. */
  readonly reason: Reason | undefined;
}

/** Why a connection is over, as the error will tell it. */
export type Reason =
  | { readonly clean: true }
  | {
      readonly clean: false;
      readonly code: ErrorCode | undefined;
      readonly alert: string | undefined;
      readonly state: string;
    };

/** Members of the options that the machine knows. */
type Configuration = Pick<ServerOptions & ClientOptions, 'allowTruncation'> &
  Pick<ServerOptions, 'clientAuth' | 'deferClientAuthAlerts'>;

export class Shadow {
  readonly #role: Role;
  /** Of a refusal that is not told yet. */
  readonly #verdict: ErrorCode;
  #walk: SpecWalk;
  #reason: Reason | undefined;

  /** @param verdict the code of a refusal that the server keeps, if there will be one */
  constructor(role: Role, options: Configuration, verdict: ErrorCode) {
    const { allowTruncation = false, clientAuth = 'none', deferClientAuthAlerts = true } = options;
    const forServer = { clientAuth, defersAlerts: deferClientAuthAlerts };
    this.#role = role;
    this.#verdict = verdict;
    this.#walk = SpecWalk.begin(role, {
      allowsTruncation: allowTruncation,
      ...(role === 'server' && forServer),
    });
  }

  /** The delays that are running, by name. */
  get delays(): readonly string[] {
    return this.#walk.delays;
  }

  /** How long a delay of the spec is, in milliseconds. */
  lengthOf(delay: string): unknown {
    return delaysOf(this.#role)[delay];
  }

  /** The engine has made a step: so does the spec, and both must be in the same state. */
  take(step: TraceStep): void {
    expect(this.#walk.state).toBe(step.before);
    const event = { type: step.event, facet: step.facet };
    const { actions, walk } = this.#walk.after(event);
    expect(walk.state).toBe(step.after);
    this.#reason ??= this.#reasonIn(actions, event, this.#walk);
    this.#walk = walk;
  }

  /** What must come of these events, were they to happen now, one after the other. */
  forecast(...events: readonly Happening[]): Forecast {
    let walk = this.#walk;
    let reason = this.#reason;
    const actions: Action[] = [];
    const words: string[] = [];
    for (const event of events) {
      const next = walk.after(event);
      reason ??= this.#reasonIn(next.actions, event, walk);
      walk = next.walk;
      actions.push(...next.actions);
      const said = next.actions.flatMap(({ name }) => spoken[name] ?? []);
      words.push(...said.map((word) => (word === 'fatal' ? alertOf(reason) : word)));
    }
    return { state: walk.state, words, effects: effectsOf(actions), reason };
  }

  #reasonIn(actions: readonly Action[], { type }: Happening, walk: SpecWalk): Reason | undefined {
    const action = actions.find(({ name }) => reasons.includes(name));
    if (action === undefined) return undefined;
    const { name, params } = action;
    if (params.code === 'closed') return { clean: true };
    const isKept = params.alert === 'ofVerdict' || name === 'recordVerdict';
    const code = isKept ? this.#verdict : (codeIn(params) ?? codesOfFaults[type]);
    const sent = isKept ? errorInfo[this.#verdict].alert : String(params.alert);
    return {
      clean: false,
      code,
      alert: actions.some((one) => one.name === 'sendAlert') ? sent : undefined,
      state: walk.state,
    };
  }
}

const reasons = ['fail', 'recordEnd', 'recordVerdict', 'takePeerAlert'];

/** The registry's codes of faults that only the event itself can tell. */
const codesOfFaults: Readonly<Record<string, ErrorCode>> = {
  'record.unknownType': 'ERR_TLS_UNKNOWN_RECORD_TYPE',
};

const spoken: Readonly<Record<string, string>> = {
  sendAlert: 'fatal',
  sendCloseNotify: 'close_notify',
  sendUserCanceled: 'user_canceled',
  sendNoRenegotiation: 'no_renegotiation',
};

const spokenEffects: Readonly<Record<string, string>> = {
  shutdownWrite: 'shutdownWrite',
  closeTransport: 'closeTransport',
  reportEndOfData: 'endOfData',
  reportEnded: 'ended',
};

/** The words of one call leave in one write; deadlines do not part them. */
function effectsOf(actions: readonly Action[]): readonly string[] {
  const effects: string[] = [];
  let isSpeaking = false;
  for (const { name, params } of actions) {
    isSpeaking ||= name in spoken;
    if (name === 'startTimer') effects.push(`deadline ${params.delay}`);
    if (name === 'stopTimer') effects.push(`deadline ${params.delay} off`);
    const effect = spokenEffects[name];
    if (effect === undefined) continue;
    if (isSpeaking) effects.push('write');
    isSpeaking = false;
    effects.push(effect);
  }
  return isSpeaking ? [...effects, 'write'] : effects;
}

function alertOf(reason: Reason | undefined): string {
  return reason?.clean === false ? (reason.alert ?? 'none') : 'none';
}

function codeIn({ code }: Action['params']): ErrorCode | undefined {
  return Object.keys(errorInfo).find((one): one is ErrorCode => one === code);
}
