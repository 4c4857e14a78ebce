/**
 * Plays a trace on real bytes: an engine on one side, a puppet on the other. What happened is
 * written down for `compare.ts`; what may never happen, whatever a trace says, is an Error here.
 */
import { alertCodes, alertNameOf } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { CryptoProvider, Effect, EndReason, Engine, Task } from '../../runtime/index.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import { namesOf } from '../support/effects.ts';
import { randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import { recordOf, type Seen, type SendScript } from '../support/puppet-script.ts';
import { callEngine, codeOf } from './calls.ts';
import { newEngine } from './engines.ts';
import type { Cause, Result, Trace, Turn } from './trace.ts';

/** How a trace is played. */
export interface Staging {
  /** How bytes reach the engine: a line of the trace at once, or one by one. */
  readonly delivery: 'at once' | 'byte by byte';
  readonly engineCrypto: CryptoProvider;
  readonly puppetCrypto: CryptoProvider;
}

/** What came of one turn. */
export interface TurnOutcome {
  readonly seen: readonly Seen[];
  readonly results: readonly Happened[];
}

/** A result, with all that is known of the connection. */
export type Happened =
  | Exclude<Result, { readonly kind: 'connected' }>
  | { readonly kind: 'connected'; readonly info: Readonly<Record<string, unknown>> };

export interface Outcome {
  readonly turns: readonly TurnOutcome[];
  /** All that the engine got and gave until then. */
  readonly received: Uint8Array;
  readonly effects: readonly Effect[];
  /** Undefined: the connection is open. */
  readonly end: EndReason | undefined;
}

/** @throws Error if the engine does what no trace allows */
export function play(trace: Trace, staging: Staging): Outcome {
  const player = new Player(trace, staging);
  const turns = trace.turns.map((turn) => player.turn(turn));
  const { received, effects } = player;
  if (trace.end !== undefined) player.playOut();
  return { turns, received, effects, end: player.end };
}

class Player {
  readonly #engine: Engine;
  readonly #puppet: Puppet;
  readonly #delivery: Staging['delivery'];
  readonly #endsBadly: boolean;
  readonly #received: Uint8Array[] = [];
  readonly #allEffects: Effect[] = [];
  #effects: Effect[] = [];
  #isShut = false;
  #isClosed = false;
  #task: Task | undefined;
  /** The deadlines that are running. */
  readonly #deadlines = new Set<string>();
  /** The error alert that the engine sent. */
  #alert: string | undefined;
  /** Its close_notify or error alert is out, and the peer has to be given the time to read it. */
  #hasLastWords = false;
  end: EndReason | undefined;

  constructor(trace: Trace, { delivery, engineCrypto, puppetCrypto }: Staging) {
    const puppetRole = trace.role === 'client' ? 'server' : 'client';
    this.#engine = newEngine(trace, engineCrypto);
    this.#puppet = new Puppet(puppetRole, randomFrom('puppet'), puppetCrypto);
    this.#delivery = delivery;
    this.#endsBadly = trace.end !== undefined && trace.end !== 'clean end';
  }

  get received(): Uint8Array {
    return concatBytes(this.#received);
  }

  get effects(): readonly Effect[] {
    return [...this.#allEffects];
  }

  turn({ cause }: Turn): TurnOutcome {
    this.#effects = [];
    const thrown = this.#perform(cause);
    const written = this.#effects.flatMap((one) => (one.type === 'write' ? [one.data] : []));
    const seen = this.#puppet.read(concatBytes(written));
    this.#noteAlerts(seen, cause);
    this.#checkDeadlines();
    return { seen, results: [...this.#effects.flatMap(resultOf), ...thrown] };
  }

  /**
   * Whatever still comes, nothing more is sent or delivered, and the end comes at the latest with
   * the end of the transport. A connection that ended well or by the peer's alert has ended here.
   */
  playOut(): void {
    const hadEnded = this.end !== undefined;
    demand(hadEnded || this.#hasLastWords, 'the transport is open, and there is nothing to say');
    for (const script of moreOfEverything) this.#doNothing(this.#puppet.send(script));
    if (!hadEnded) this.#take(this.#engine.receiveEnd());
    if (this.end === undefined) throw new Error('the connection has no end');
    demand(this.#isClosed, 'the transport is not closed');
    this.#checkDeadlines();
    demand(this.#engine.isEnded, 'the engine does not know that it has ended');
    this.#checkError(this.end);
  }

  #perform(cause: Cause): readonly Happened[] {
    switch (cause.kind) {
      case 'start':
        this.#take(this.#engine.start());
        return [];
      case 'receive':
        this.#receive(cause.records.map((one) => this.#puppet.send(one)));
        return [];
      case 'endOfFile':
        this.#take(this.#engine.receiveEnd());
        return [];
      case 'transportFailure':
        this.#take(this.#engine.transportFailed(new Error('the network is gone')));
        return [];
      case 'call':
        return this.#call(cause);
    }
  }

  #call(cause: { readonly name: string; readonly argument: string }): readonly Happened[] {
    try {
      this.#take(callEngine(this.#engine, cause, this.#task));
      return [];
    } catch (error) {
      return [{ kind: 'throws', code: codeOf(error) }];
    }
  }

  #receive(records: readonly Uint8Array[]): void {
    this.#received.push(...records);
    if (this.#delivery === 'at once') this.#take(this.#engine.receive(concatBytes(records)));
    else this.#receiveSingly(records);
  }

  /** The record that a trace ends a connection with must be the one that is refused. */
  #receiveSingly(records: readonly Uint8Array[]): void {
    for (const [index, record] of records.entries()) {
      for (const byte of record) {
        const wasGoingOn = !this.#isShut && !this.#isClosed;
        this.#take(this.#engine.receive(Uint8Array.of(byte)));
        const isOver = wasGoingOn && (this.#isShut || this.#isClosed);
        demand(
          !isOver || !this.#endsBadly || index === records.length - 1,
          `it ended with record ${index + 1} of ${records.length}`,
        );
      }
    }
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      demand(this.end === undefined, `${effect.type} after the end`);
      if (effect.type === 'write') demand(!this.#isShut && !this.#isClosed, 'a write after FIN');
      if (effect.type === 'shutdownWrite') this.#isShut = true;
      if (effect.type === 'closeTransport') this.#isClosed = true;
      if (effect.type === 'wait') this.#task = effect.task;
      if (effect.type === 'ended') this.end = effect.reason;
      if (effect.type === 'deadline') this.#noteDeadline(effect);
      this.#effects.push(effect);
      this.#allEffects.push(effect);
    }
  }

  #noteDeadline({ name, afterMs }: Extract<Effect, { readonly type: 'deadline' }>): void {
    if (afterMs === undefined) this.#deadlines.delete(name);
    else this.#deadlines.add(name);
  }

  /** One at a time, that of the handshake only until there is a connection, none at the end. */
  #checkDeadlines(): void {
    const running = [...this.#deadlines];
    const { readEpoch, writeEpoch } = this.#engine.inspect();
    const isConnected = readEpoch === 'application' && writeEpoch === 'application';
    demand(running.length <= 1, `${running} run at once`);
    demand(
      !isConnected || !this.#deadlines.has('handshakeTimeout'),
      'the handshake has a deadline',
    );
    demand(this.end === undefined || running.length === 0, `${running} after the end`);
  }

  /**
   * An error alert is followed by a half-close and a drain, so that the peer can read it; only the
   * end of the transport closes at once.
   */
  #noteAlerts(seen: readonly Seen[], cause: Cause): void {
    const alerts = seen.flatMap((one) =>
      one.kind === 'bytes' && one.contentType === ContentType.alert ? [one.bytes] : [],
    );
    const [level, last] = alerts.at(-1) ?? [];
    if (last === undefined) return;
    // After any other warning it goes on (RFC 5246 7.2.2).
    if (level === 1 && last === alertCodes.no_renegotiation) return;
    demand(this.#isShut || this.#isClosed, 'the write side is open after the last words');
    this.#hasLastWords = true;
    const closeNotify = 0;
    if (last === closeNotify) return;
    this.#alert = alertNameOf(last);
    if (cause.kind !== 'receive') return;
    demand(this.#isShut && !this.#isClosed, 'the transport is closed before the alert is read');
  }

  #doNothing(bytes: Uint8Array): void {
    const names = namesOf(this.#engine.receive(bytes));
    demand(names.length === 0, `after the end: ${names.join(', ')}`);
  }

  /** The error tells of the alert that was sent, or whose it was. */
  #checkError(reason: EndReason): void {
    if (reason.clean) return;
    const { code, alert, origin, state } = reason.error;
    const isPeers = peersCodes.includes(code);
    demand(origin === (isPeers ? 'peer' : 'local'), `the error's origin is ${origin}`);
    demand(state !== undefined && state !== '', 'the error knows no state');
    if (this.#alert !== undefined) demand(alert === this.#alert, `the error's alert is ${alert}`);
  }
}

const peersCodes = ['ERR_TLS_PEER_ALERT', 'ERR_TLS_REFUSED_AFTER_HANDSHAKE'];

/** What a peer may still have under way. */
const moreOfEverything: readonly SendScript[] = [
  recordOf('application', [dataContent()]),
  recordOf('handshake', [dataContent()]),
  recordOf('application', [
    { kind: 'bytes', contentType: ContentType.alert, bytes: Uint8Array.of(1, 0) },
  ]),
  recordOf('plaintext', [
    { kind: 'bytes', contentType: ContentType.alert, bytes: Uint8Array.of(2, 40) },
  ]),
  { kind: 'raw', bytes: new TextEncoder().encode('GET / HTTP/1.1') },
];

function dataContent() {
  const bytes = new TextEncoder().encode('nobody reads this');
  return { kind: 'bytes', contentType: ContentType.applicationData, bytes } as const;
}

/** Timers, half-closes and the end are looked at elsewhere. */
function resultOf(effect: Effect): Happened[] {
  switch (effect.type) {
    case 'data':
      return [{ kind: 'data', bytes: effect.data }];
    case 'endOfData':
      return [{ kind: 'endOfData' }];
    case 'wait':
      return [{ kind: 'waits', task: effect.task.kind }];
    case 'fact':
      if (effect.fact.name === 'confirmed') return [{ kind: 'confirmed' }];
      return effect.fact.name === 'connected'
        ? [{ kind: 'connected', info: { ...effect.fact.connection } }]
        : [];
    default:
      return [];
  }
}

function demand(condition: boolean, problem: string): void {
  if (!condition) throw new Error(problem);
}
