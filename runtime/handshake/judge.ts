/** Small helpers of the facts: what a check throws makes a message invalid. */
import type { ErrorCode } from '../../generated/registries.ts';
import type { HandshakeMessage, TlsEvent } from '../engine/events.ts';
import { fromDecodeError, TlsError } from '../errors.ts';

/** The facet that `check` finds; `invalid`, with the error on the event, if it refuses. */
export function judged<F extends string>(event: TlsEvent, check: () => F): F | 'invalid' {
  try {
    return check();
  } catch (error) {
    event.error = fromDecodeError(error);
    return 'invalid';
  }
}

/** Refuses the message at hand. @throws TlsError */
export function refuse(code: ErrorCode, message: string): never {
  throw new TlsError(code, { message });
}

/** The message of an `hs.` event. @throws Error for any other event */
export function messageOf(event: TlsEvent): HandshakeMessage {
  if (event.message === undefined) throw new Error(`${event.type} carries no handshake message`);
  return event.message;
}

/** The body of a handshake message. @throws TlsError if it is longer than its limit */
export function bodyOf(
  event: TlsEvent,
  tooLarge: ErrorCode = 'ERR_TLS_MESSAGE_TOO_LARGE',
): Uint8Array {
  const { body, isTooLarge } = messageOf(event);
  return isTooLarge ? refuse(tooLarge, `${event.type.slice(3)} is longer than its limit`) : body;
}

/** Whether keys may change here: if not, the error says so. */
export function isUnaligned(event: TlsEvent): boolean {
  // @req 9846:5.1:5
  if (messageOf(event).isAligned) return false;
  event.error = new TlsError('ERR_TLS_UNALIGNED_KEY_CHANGE', {
    message: `more handshake bytes follow ${event.type.slice(3)} in its record, although the keys change there`,
  });
  return true;
}
