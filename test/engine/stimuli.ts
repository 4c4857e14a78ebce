/**
 * What can end a connection, or would like to: what it is to the spec, and how it is done to a
 * real engine with real bytes.
 */
import type { AlertName, Effect, Engine } from '../../runtime/index.ts';
import type { End } from '../support/pair.ts';
import type { Happening } from './spec-walk.ts';
import { text } from './stream-parts.ts';
import type { WireTap } from './wire-tap.ts';

export interface Stimulus {
  readonly name: string;
  /** What it is to the machine. */
  readonly event: Happening;
  readonly act: (end: End<Engine>, tap: WireTap) => readonly Effect[];
  /** The alert that the peer sends. */
  readonly peerAlert?: AlertName;
  /** Waits behind the answer to an open question. */
  readonly isHeld?: boolean;
}

export const endOfStream: Stimulus = {
  name: 'the end of the stream',
  event: { type: 'io.eof', facet: undefined },
  act: (end) => end.do((engine) => engine.receiveEnd()),
};

export const abort: Stimulus = {
  name: 'abort()',
  event: { type: 'local.abort', facet: undefined },
  act: (end) => end.do((engine) => engine.abort()),
};

/** Each of them; the deadlines come besides, as each machine has them. */
export const stimuli: readonly Stimulus[] = [
  endOfStream,
  {
    name: 'a transport error',
    event: { type: 'io.failed', facet: undefined },
    act: (end) => end.do((engine) => engine.transportFailed(new Error('gone'))),
  },
  abort,
  {
    name: 'end()',
    event: { type: 'local.close', facet: 'write' },
    act: (end) => end.do((engine) => engine.end()),
  },
  {
    name: 'close()',
    event: { type: 'local.close', facet: 'full' },
    act: (end) => end.do((engine) => engine.close()),
  },
  {
    name: "the peer's close_notify",
    event: { type: 'alert.closeNotify', facet: undefined },
    act: (end, tap) => end.receive(tap.alert('close_notify')),
  },
  {
    name: "the peer's fatal alert",
    event: { type: 'alert.fatal', facet: undefined },
    act: (end, tap) => end.receive(tap.alert('access_denied')),
    peerAlert: 'access_denied',
  },
  {
    name: "the peer's user_canceled",
    event: { type: 'alert.userCanceled', facet: undefined },
    act: (end, tap) => end.receive(tap.alert('user_canceled')),
  },
  {
    name: 'a record that is none',
    event: { type: 'record.unknownType', facet: undefined },
    act: (end) => end.receive(text('noise')),
    isHeld: true,
  },
];

/** The time of a deadline has come. */
export function deadline(name: string): Stimulus {
  return {
    name,
    event: { type: `after.${name}`, facet: undefined },
    act: (end) => end.do((engine) => engine.deadlineReached(name)),
  };
}
