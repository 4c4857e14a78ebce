/** The words of errors: what came, what was expected, where. */
import type { StateInfo } from '../codegen/state-info.ts';
import type { TlsEvent } from '../engine/events.ts';
import { TlsError } from '../errors.ts';

/** Where an event met the machine. */
export interface Place {
  readonly state: string;
  readonly info: StateInfo | undefined;
  readonly isTls12: boolean;
}

/** The error of an event that carries none of its own: a record fault, or a fault of order. */
export function errorOf(event: TlsEvent, place: Place): TlsError {
  if (event.fault !== undefined) {
    const { code, detail } = event.fault;
    return new TlsError(code, detail === '' ? {} : { message: detail });
  }
  if (event.type === 'local.internalError' || event.type === 'task.failed') {
    return new TlsError('ERR_TLS_INTERNAL', { cause: event.cause });
  }
  const received = spoken(event);
  const { expects = [], expectsInTls12 = expects } = place.info ?? {};
  // A state may take a message once, and not always: what came was not expected.
  const expected = (place.isTls12 ? expectsInTls12 : expects).filter((name) => name !== received);
  const message = unexpected(received, expected, place.state);
  return new TlsError('ERR_TLS_UNEXPECTED_MESSAGE', { message, received, expected });
}

/** Notes on an error where it happened. No alert has told of it yet. */
export function located(error: TlsError, place: Place): TlsError {
  error.state = place.state;
  error.alert = undefined;
  return error;
}

function unexpected(received: string, expected: readonly string[], state: string): string {
  const wanted = expected.length === 0 ? 'nothing from the peer' : expected.join(' or ');
  return `expected ${wanted}, got ${received} in ${state}`;
}

/** `hs.serverHello` -> `serverHello`. */
function spoken({ type }: TlsEvent): string {
  if (type === 'ccs') return 'change_cipher_spec';
  if (type === 'app.data') return 'application data';
  if (type === 'hs.unknown') return 'a handshake message of unknown type';
  return type.replace(/^hs\./, '');
}
