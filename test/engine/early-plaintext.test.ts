/**
 * Who waits for an answer that brings keys opens nothing of the handshake before: a message in the
 * clear would be taken behind the key change, half a message would span it (RFC 9846 5, 5.1).
 * Found by the walk through client and server (test/paths/pair).
 */
import { expect, it } from 'vitest';
import { HandshakeType } from '../../generated/messages.ts';
import { errorOf } from '../support/effects.ts';
import { ServerState } from '../support/states.ts';
import { answer, waiting, waits } from './waits.ts';

const [choosing] = waits.filter(
  ({ role, state }) => role === 'server' && state === ServerState.CHOOSING,
);
if (choosing === undefined) throw new Error('no server waits for its certificate');

/** Each is the content of one record in the clear. */
const early = [
  ['a Finished', [HandshakeType.finished, 0, 0, 32, ...Array<number>(32).fill(0)]],
  ['an empty Certificate', [HandshakeType.certificate, 0, 0, 4, 0, 0, 0, 0]],
  ['half a message', [HandshakeType.certificate, 0, 0]],
] as const;

it.each(early)('%s in the clear before the server has keys', (_, content) => {
  const { end, task } = waiting(choosing);
  expect(end.receive(Uint8Array.of(22, 3, 3, 0, content.length, ...content))).toEqual([]);
  // Nor does the end of the stream come before it.
  expect(end.do((engine) => engine.receiveEnd())).toEqual([]);
  expect(end.engine.state).toBe(ServerState.CHOOSING);
  answer(end, task);
  const error = errorOf(end.effects);
  expect([error?.code, error?.alert]).toEqual([
    'ERR_TLS_UNEXPECTED_PROTECTION',
    'unexpected_message',
  ]);
});
