/** Engines brought to each of their states, with all their secrets watched. */
import { vi } from 'vitest';
import { clientStates } from '../../generated/client-states.ts';
import { encodeCertificateRequestExtension } from '../../generated/extensions.ts';
import { encodeCertificateRequest, HandshakeType } from '../../generated/messages.ts';
import { serverStates } from '../../generated/server-states.ts';
import type { Engine } from '../../runtime/index.ts';
import { ServerActions } from '../../runtime/server/actions.ts';
import { type End, Pair } from '../support/pair.ts';
import { recordEachMessage } from '../support/record-each-message.ts';
import { type WatchedCrypto, watchCrypto } from '../support/watched-crypto.ts';
import type { Role } from './replay.ts';
import { text } from './stream-parts.ts';

/** An engine in a state, and the peer that brought it there. */
export interface Situation {
  readonly pair: Pair;
  readonly end: End<Engine>;
  readonly peer: End<Engine>;
  readonly watched: WatchedCrypto;
}

/** All states of a role, by the generated machine. */
export const statesOf: Readonly<Record<Role, readonly string[]>> = {
  client: Object.keys(clientStates),
  server: Object.keys(serverStates),
};

/** Brings an engine to a state. Mocks must be restored afterwards. */
export function reach(role: Role, state: string): Situation {
  recordEachMessage();
  if (state === 'waitCertificate') askForCertificate();
  const watched = watchCrypto();
  const pair = newPair(role, state, watched);
  const end: End<Engine> = pair[role];
  const peer: End<Engine> = pair[role === 'client' ? 'server' : 'client'];
  const situation = { pair, end, peer, watched };
  if (state !== 'idle') {
    pair.start().run(() => end.engine.state === state);
    if (end.engine.state !== state) lead(situation, state);
  }
  if (end.engine.state !== state) throw new Error(`${end.engine.state} where ${state} was wanted`);
  return situation;
}

function newPair(role: Role, state: string, { crypto }: WatchedCrypto): Pair {
  const later = () => undefined;
  const watchedSide = { [role]: { crypto } };
  if (state === 'verifyPeer') return new Pair({ client: { crypto, verifyPeer: later } });
  if (state === 'signing') return new Pair({ server: { crypto, sign: later } });
  return new Pair(watchedSide);
}

/** On from a connection that is there. */
function lead({ pair, end, peer }: Situation, state: string): void {
  switch (state) {
    case 'connected(reading, sent)':
      end.do((engine) => engine.end());
      break;
    case 'connected(lingering, sent)':
      end.do((engine) => engine.close());
      break;
    case 'connected(received, sending)':
      peer.do((engine) => engine.end());
      pair.run(() => end.engine.state === state);
      break;
    case 'draining':
      end.receive(text('noise'));
      break;
    case 'closed':
      end.do((engine) => engine.transportFailed(new Error('gone')));
  }
}

/** Servers ask for the client's certificate, as this library's own never do. */
function askForCertificate(): void {
  const signatureAlgorithms = { supportedSignatureAlgorithms: [0x0403] };
  const body = encodeCertificateRequest({
    certificateRequestContext: new Uint8Array(0),
    extensions: [encodeCertificateRequestExtension('signatureAlgorithms', signatureAlgorithms)],
  });
  const { sendCertificate } = ServerActions.prototype;
  vi.spyOn(ServerActions.prototype, 'sendCertificate').mockImplementation(function (
    this: ServerActions,
  ) {
    // `send` is protected, and the one way to a message that is in the transcript too.
    const sender = this as unknown as { send(handshakeType: number, body: Uint8Array): void };
    sender.send(HandshakeType.certificateRequest, body);
    sendCertificate.call(this);
  });
}
