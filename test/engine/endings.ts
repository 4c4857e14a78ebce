/**
 * Every way of ending in every state, and what comes of it: what is said to the peer, the effects,
 * the state that follows, the reason if all is over. From RFC 9846 6, 6.1, 6.2.
 */
import type { Effect, Engine } from '../../runtime/index.ts';
import { text } from './stream-parts.ts';

/** Something that ends a connection, or would like to. */
export interface Ending {
  readonly name: string;
  readonly call: (engine: Engine) => readonly Effect[];
  /** By state or group of states; nothing happens in those that are not named. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** The group of states that ends alike, or the state itself. */
export function groupOf(state: string): string {
  if (['verifyPeer', 'signing', 'chooseCertificate'].includes(state)) return 'waiting';
  return state.startsWith('wait') ? 'reading' : state;
}

const toDraining = 'write, shutdownWrite, deadline drainTimeout -> draining';
const toClosed = 'closeTransport, ended -> closed';
const canceled = `user_canceled close_notify: deadline handshakeTimeout off, ${toDraining}`;
const finished = `close_notify: write, shutdownWrite, ${toClosed}: clean`;
const refused = `unexpected_message: deadline handshakeTimeout off, ${toDraining}`;
/** A refused client is told why, whatever happens meanwhile. */
const told = `certificate_required: deadline deferralTimeout off, ${toDraining}`;
const kept = `: deadline drainTimeout off, ${toClosed}: ERR_TLS_UNKNOWN_RECORD_TYPE`;

/** In each state that reads, and in those that wait: the connection is over for this reason. */
function overIn(code: string): Readonly<Record<string, string>> {
  return {
    idle: `: ${toClosed}: ${code}`,
    reading: `: deadline handshakeTimeout off, ${toClosed}: ${code}`,
    waiting: `: deadline handshakeTimeout off, ${toClosed}: ${code}`,
    'connected(reading, sending)': `: ${toClosed}: ${code}`,
    'connected(reading, sent)': `: ${toClosed}: ${code}`,
    'connected(lingering, sent)': `: deadline closeTimeout off, ${toClosed}: ${code}`,
    deferring: `: deadline deferralTimeout off, ${toClosed}: ERR_TLS_CERTIFICATE_REQUIRED`,
    draining: kept,
  };
}

/** All of them. */
export const endings: readonly Ending[] = [
  {
    name: 'end()',
    call: (engine) => engine.end(),
    outcomes: {
      idle: `: ${toClosed}: clean`,
      'connected(reading, sending)':
        'close_notify: write, shutdownWrite -> connected(reading, sent)',
      'connected(received, sending)': finished,
    },
  },
  {
    name: 'close()',
    call: (engine) => engine.close(),
    outcomes: {
      idle: `: ${toClosed}: clean`,
      'connected(reading, sending)':
        'close_notify: write, shutdownWrite, deadline closeTimeout -> connected(lingering, sent)',
      'connected(reading, sent)': ': deadline closeTimeout -> connected(lingering, sent)',
      'connected(received, sending)': finished,
    },
  },
  {
    name: 'abort()',
    call: (engine) => engine.abort(),
    outcomes: {
      idle: `: ${toClosed}: ERR_TLS_ABORTED`,
      reading: canceled,
      waiting: canceled,
      deferring: told,
      'connected(reading, sending)': `close_notify: ${toDraining}`,
      'connected(received, sending)': `close_notify: ${toDraining}`,
      // After our close_notify nothing is said.
      'connected(reading, sent)': ': deadline drainTimeout -> draining',
      'connected(lingering, sent)':
        ': deadline closeTimeout off, deadline drainTimeout -> draining',
    },
  },
  {
    name: 'the end of the stream',
    call: (engine) => engine.receiveEnd(),
    // Where the peer has said goodbye, it is nothing new.
    outcomes: overIn('ERR_TLS_TRUNCATED'),
  },
  {
    name: 'a transport error',
    call: (engine) => engine.transportFailed(new Error('gone')),
    outcomes: {
      ...overIn('ERR_TLS_TRANSPORT'),
      'connected(received, sending)': `: ${toClosed}: ERR_TLS_TRANSPORT`,
    },
  },
  {
    name: 'a record that is none',
    call: (engine) => engine.receive(text('noise')),
    outcomes: {
      idle: `unexpected_message: ${toDraining}`,
      reading: refused,
      deferring: told,
      'connected(reading, sending)': `unexpected_message: ${toDraining}`,
      'connected(reading, sent)': ': deadline drainTimeout -> draining',
      'connected(lingering, sent)':
        ': deadline closeTimeout off, deadline drainTimeout -> draining',
    },
  },
  {
    name: 'handshakeTimeout',
    call: (engine) => engine.deadlineReached('handshakeTimeout'),
    outcomes: { reading: canceled, waiting: canceled },
  },
  {
    name: 'deferralTimeout',
    call: (engine) => engine.deadlineReached('deferralTimeout'),
    outcomes: { deferring: told },
  },
  {
    name: 'closeTimeout',
    call: (engine) => engine.deadlineReached('closeTimeout'),
    outcomes: {
      'connected(lingering, sent)': `: deadline closeTimeout off, ${toClosed}: ERR_TLS_CLOSE_TIMEOUT`,
    },
  },
  {
    name: 'drainTimeout',
    call: (engine) => engine.deadlineReached('drainTimeout'),
    outcomes: { draining: kept },
  },
];
