/**
 * What reaches the machines. The engine makes one event at a time, in the order of the stream;
 * `type` is all that the machine looks at, the rest is for the facts and actions.
 */

import type { ClientEventType } from '../../generated/client.ts';
import { AlertLevel, HandshakeType } from '../../generated/messages.ts';
import type { ErrorCode } from '../../generated/registries.ts';
import type { ServerEventType } from '../../generated/server.ts';
import type { TlsError } from '../errors.ts';
import type { IncomingAlert } from '../record/incoming.ts';
import type { Incoming } from '../record/reader.ts';
import type { Credential } from './credential.ts';
import type { PeerVerdict, TaskAnswer } from './tasks.ts';

/** The name of any event of either machine. */
export type EventType = ClientEventType | ServerEventType;

/** An event on its way through a machine. */
export interface TlsEvent {
  readonly type: EventType;
  /** A handshake message, where that is what came. */
  readonly message?: HandshakeMessage;
  /** `app.data`: from the peer. `local.write`: from the application. */
  readonly data?: Uint8Array;
  /** `local.close`: both directions, or only ours. */
  readonly isFullClose?: boolean;
  /** `ccs`: the single byte 1 in the clear. */
  readonly isWellFormed?: boolean;
  /** `ccs`: keys change here, as TLS 1.2 has it. */
  readonly changesKeys?: boolean;
  /** `local.rekey`: a key has protected as many records as it may. */
  readonly isLimitReached?: boolean;
  /** `alert.*`: AlertDescription. */
  readonly alertCode?: number;
  /** `task.done` after verifyPeer. */
  readonly verdict?: PeerVerdict;
  /** `task.done` after chooseCertificate. */
  readonly credential?: Credential | 'none';
  /** `task.done` after sign. */
  readonly signature?: Uint8Array;
  /** `task.done` after decrypt: with its padding. */
  readonly block?: Uint8Array;
  /** `record.*`: what is wrong, for the error's text. */
  readonly fault?: { readonly code: ErrorCode; readonly detail: string };
  /** `io.failed`, `task.failed`, `local.internalError`. */
  readonly cause?: unknown;
  /** Set by a fact that finds the message invalid. */
  error?: TlsError;
  /** Set by a fact for the actions that follow; read through a `Finding`. */
  finding?: unknown;
}

/** A complete handshake message, or the header of one that is too large. */
export interface HandshakeMessage {
  readonly raw: Uint8Array;
  readonly body: Uint8Array;
  /** No handshake byte follows in the same record. */
  readonly isAligned: boolean;
  readonly isTooLarge: boolean;
}

/** What a fact finds out and an action needs: the typed way through `TlsEvent.finding`. */
export class Finding<T> {
  set(event: TlsEvent, value: T): void {
    event.finding = value;
  }
  /** @throws Error if the fact has not been asked: the spec lacks a guard. */
  of(event: TlsEvent): T {
    if (event.finding === undefined) throw new Error(`${event.type}: the fact was not asked`);
    // Only the fact of the same message sets it, through the same Finding.
    return event.finding as T;
  }
}

/** Handshake type -> event. What is not listed is `hs.unknown`. */
const handshakeEvents: ReadonlyMap<number, EventType> = new Map<number, EventType>([
  [HandshakeType.helloRequest, 'hs.helloRequest'],
  [HandshakeType.clientHello, 'hs.clientHello'],
  [HandshakeType.serverHello, 'hs.serverHello'],
  [HandshakeType.newSessionTicket, 'hs.newSessionTicket'],
  [HandshakeType.endOfEarlyData, 'hs.endOfEarlyData'],
  [HandshakeType.encryptedExtensions, 'hs.encryptedExtensions'],
  [HandshakeType.certificate, 'hs.certificate'],
  [HandshakeType.serverKeyExchange, 'hs.serverKeyExchange'],
  [HandshakeType.certificateRequest, 'hs.certificateRequest'],
  [HandshakeType.serverHelloDone, 'hs.serverHelloDone'],
  [HandshakeType.certificateVerify, 'hs.certificateVerify'],
  [HandshakeType.clientKeyExchange, 'hs.clientKeyExchange'],
  [HandshakeType.finished, 'hs.finished'],
  [HandshakeType.certificateStatus, 'hs.certificateStatus'],
  [HandshakeType.keyUpdate, 'hs.keyUpdate'],
]);

/** The event for what the record layer found. */
export function eventOf(incoming: Incoming): TlsEvent {
  switch (incoming.kind) {
    case 'handshake':
      return {
        type: handshakeEvents.get(incoming.msgType) ?? 'hs.unknown',
        message: {
          raw: incoming.message,
          body: incoming.body,
          isAligned: incoming.aligned,
          isTooLarge: incoming.tooLarge,
        },
      };
    case 'applicationData':
      return { type: 'app.data', data: incoming.data };
    case 'changeCipherSpec':
      return { type: 'ccs', isWellFormed: true, changesKeys: incoming.changesKeys };
    case 'badChangeCipherSpec':
      return { type: 'ccs', isWellFormed: false, fault: faultOf(incoming) };
    case 'alert':
      return { type: alertEvent(incoming), alertCode: incoming.description };
    case 'malformedAlert':
      return { type: 'alert.malformed', fault: { code: 'ERR_TLS_DECODE', detail: '' } };
    default:
      return { type: recordEvents[incoming.kind], fault: faultOf(incoming) };
  }
}

type RecordFault = Extract<Incoming, { readonly detail: string }>;

const recordEvents = {
  badMac: 'record.badMac',
  overflow: 'record.overflow',
  empty: 'record.empty',
  unknownType: 'record.unknownType',
  plaintext: 'record.plaintext',
  interleaved: 'record.interleaved',
  flood: 'record.limit',
} as const satisfies Record<Exclude<RecordFault['kind'], 'badChangeCipherSpec'>, EventType>;

const recordErrors = {
  badMac: 'ERR_TLS_BAD_RECORD_MAC',
  overflow: 'ERR_TLS_RECORD_OVERFLOW',
  empty: 'ERR_TLS_EMPTY_RECORD',
  unknownType: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
  plaintext: 'ERR_TLS_UNEXPECTED_PROTECTION',
  interleaved: 'ERR_TLS_INTERLEAVED_RECORD',
  flood: 'ERR_TLS_FLOOD',
  badChangeCipherSpec: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
} as const satisfies Record<RecordFault['kind'], ErrorCode>;

function faultOf(incoming: RecordFault) {
  return { code: recordErrors[incoming.kind], detail: incoming.detail };
}

const closeNotify = 0;
const userCanceled = 90;

/** The two closure alerts are known whatever their level. What a level means is the machine's to say. */
function alertEvent({ level, description }: IncomingAlert): EventType {
  // @req 9846:6:4 9846:6:5
  if (description === closeNotify) return 'alert.closeNotify';
  if (description === userCanceled) return 'alert.userCanceled';
  return level === AlertLevel.warning ? 'alert.warning' : 'alert.fatal';
}

/** The event for the answer to a task. */
export function answerEvent(answer: TaskAnswer): TlsEvent {
  switch (answer.kind) {
    case 'verifyPeer':
      if ('needs' in answer.verdict) break;
      return { type: 'task.done', verdict: answer.verdict };
    case 'chooseCertificate':
      return { type: 'task.done', credential: answer.credential };
    case 'sign':
      return { type: 'task.done', signature: answer.signature };
    case 'decrypt':
      return { type: 'task.done', block: answer.block };
    case 'failed':
      return { type: 'task.failed', cause: answer.cause };
  }
  throw new Error(`${answer.kind} is no answer to the question of the machine`);
}
