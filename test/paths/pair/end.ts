/**
 * One end of a connection: a generated machine, and what its runtime would remember, in abstract
 * values. All of it is numbers and short texts, so that two ends can be told equal by a key.
 */
import { clientInitialContext, clientInitialState } from '../../../generated/client.ts';
import { serverInitialContext, serverInitialState } from '../../../generated/server.ts';
import { isConnected } from '../../support/states.ts';
import { type Value, valueFrom } from './values.ts';

export type Side = 'client' | 'server';

export interface End {
  readonly side: Side;
  state: string;
  readonly context: Record<string, unknown>;
  readonly memory: Memory;
  /** Once it was asked for. */
  key?: Value;
}

export interface Memory {
  /** Hash of the handshake messages so far. */
  transcript: Value;
  /** The ClientHello that was sent or taken, as JSON. */
  hello: string;
  /** The HelloRetryRequest that was sent or taken, as JSON. */
  retry: string;
  suite: string;
  /** `1.2` once that was chosen. */
  version: string;
  /** TLS 1.2: the ServerHello's mark, and whether both know extended_master_secret. */
  sentinel: number;
  extended: number;
  /** TLS 1.2: the client's half of the key exchange. */
  clientShare: string;
  /** The server's key share: group and key. */
  share: string;
  /** Secrets of the two epochs. */
  handshake: Value;
  application: Value;
  readKey: Value;
  readEpoch: number;
  readSequence: number;
  writeKey: Value;
  writeSequence: number;
  takesPlaintextAlerts: boolean;
  /** Half a handshake message is here. */
  isJoining: boolean;
  /** A message that was opened and is held until the open task is answered, and the key then. */
  head: number;
  headEvent: string;
  headKey: Value;
  /** The open task. */
  task: string;
  /** Running deadlines, in the order of `deadlines`. */
  timers: number;
  isInputOver: boolean;
  isEndDue: boolean;
  isDiscarding: boolean;
  isErased: boolean;
  isWriteShut: boolean;
  isTransportClosed: boolean;
  /** Whose certificate the peer showed; whether it proved to have the key; what was said of it. */
  peerCertificate: string;
  isPeerSigned: boolean;
  peerVerdict: string;
  /** Whose certificate we showed. */
  ownCertificate: string;
  /** The transcript behind the peer's good Finished, and behind our own; 0: it is not there. */
  peerFinishedOver: Value;
  finishedOver: Value;
  /** What both must agree on, once connected. */
  session: Value;
  isConnected: boolean;
  hasEndOfData: boolean;
  isEnded: boolean;
  /** How it ended; the first reason stands. */
  reason: string;
  /** The alert that goes with it. */
  alert: string;
  alertsSent: number;
  hasSentCloseNotify: boolean;
  secondHellos: number;
  retriesSent: number;
  isVerdictKept: boolean;
  hasDrainedOut: boolean;
  held: number;
  sent: number;
  delivered: number;
  /** Calls that the application may still make. */
  calls: number;
}

const nothing: Memory = {
  transcript: 0,
  hello: '',
  retry: '',
  suite: '',
  version: '',
  sentinel: 0,
  extended: 0,
  clientShare: '',
  share: '',
  handshake: 0,
  application: 0,
  readKey: 0,
  readEpoch: 0,
  readSequence: 0,
  writeKey: 0,
  writeSequence: 0,
  takesPlaintextAlerts: false,
  isJoining: false,
  head: 0,
  headEvent: '',
  headKey: 0,
  task: '',
  timers: 0,
  isInputOver: false,
  isEndDue: false,
  isDiscarding: false,
  isErased: false,
  isWriteShut: false,
  isTransportClosed: false,
  peerCertificate: '',
  isPeerSigned: false,
  peerVerdict: '',
  ownCertificate: '',
  peerFinishedOver: 0,
  finishedOver: 0,
  session: 0,
  isConnected: false,
  hasEndOfData: false,
  isEnded: false,
  reason: '',
  alert: '',
  alertsSent: 0,
  hasSentCloseNotify: false,
  secondHellos: 0,
  retriesSent: 0,
  isVerdictKept: false,
  hasDrainedOut: false,
  held: 0,
  sent: 0,
  delivered: 0,
  calls: 0,
};

/** An end that has not begun. */
export function newEnd(side: Side, configuration: object, calls: number): End {
  return {
    side,
    state: side === 'client' ? clientInitialState : serverInitialState,
    context: {
      ...(side === 'client' ? clientInitialContext : serverInitialContext),
      ...configuration,
    },
    memory: { ...nothing, calls },
  };
}

export function copyOf({ side, state, context, memory }: End): End {
  return { side, state, context: { ...context }, memory: { ...memory } };
}

/** Equal for ends that are equal; not to be asked for before they are complete. */
export function keyOf(end: End): Value {
  end.key ??= valueFrom(textOf(end));
  return end.key;
}

/** All that is checked or that decides what happens later. */
function textOf({ side, state, context, memory }: End): string {
  const { isEnded, isConnected, session, reason, alertsSent, delivered, sent, calls } = memory;
  if (!isEnded) {
    return `${state};${Object.values(context).join()};${Object.values(memory).map(shortened).join()}`;
  }
  // Of an end that is over only the outcome counts.
  const { alert, peerVerdict, hasDrainedOut, isVerdictKept, finishedOver } = memory;
  const outcome = [side, isConnected, session, reason, alertsSent, delivered, sent, calls];
  return [...outcome, alert, peerVerdict, hasDrainedOut, isVerdictKept, finishedOver].join();
}

function shortened(value: string | number | boolean): string | number {
  if (value === true) return 1;
  return value === false ? '' : value;
}

/** Whether an end stands in a half or the whole of `connected`. */
export function standsConnected({ side, state }: End): boolean {
  return isConnected(side, state);
}
