/** Engines brought to each of their states, with all their secrets watched. */
import { clientStates } from '../../generated/client-states.ts';
import { serverStates } from '../../generated/server-states.ts';
import type { StateInfo } from '../../runtime/codegen/state-info.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { Engine, ServerOptions } from '../../runtime/index.ts';
import { legacy } from '../../runtime/legacy/index.ts';
import { rsaDecrypter } from '../legacy/identities.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { type End, Pair, type PairOptions, signedBy } from '../support/pair.ts';
import { recordEachMessage } from '../support/record-each-message.ts';
import { ClientState, ServerState, States } from '../support/states.ts';
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

/** What the generated tables tell of a state. @throws Error if there is no such state */
export function infoOf(role: Role, state: string): StateInfo {
  const table: Readonly<Record<string, StateInfo>> =
    role === 'client' ? clientStates : serverStates;
  const info = table[state];
  if (info === undefined) throw new Error(`no ${role} is ever in ${state}`);
  return info;
}

/**
 * Brings an engine to a state. Mocks must be restored afterwards.
 * @param own more options for this engine
 */
export function reach(role: Role, state: string, own: EngineOptions = {}): Situation {
  recordEachMessage();
  const watched = watchCrypto();
  const pair = newPair(role, state, { crypto: watched.crypto, ...own });
  const end: End<Engine> = pair[role];
  const peer: End<Engine> = pair[role === 'client' ? 'server' : 'client'];
  const situation = { pair, end, peer, watched };
  if (state !== States[role].IDLE) {
    pair.start().run(() => end.engine.state === state);
    if (end.engine.state !== state) lead(situation, state);
  }
  if (end.engine.state !== state) throw new Error(`${end.engine.state} where ${state} was wanted`);
  return situation;
}

/** The options with which a server comes to this state. */
export function serverOptionsFor(state: string): Partial<ServerOptions> {
  return optionsFor.server[state]?.server ?? {};
}

function newPair(role: Role, state: string, own: EngineOptions): Pair {
  const { client = {}, server = {} } = optionsFor[role][state] ?? {};
  const isTls12 = isOfTls12(role, state) || own.maxVersion === 'TLSv1.2';
  const pair = {
    client: role === 'client' ? { ...client, ...own } : client,
    server: role === 'server' ? { ...server, ...own } : server,
  };
  return new Pair(isTls12 ? inTls12(role, pair) : pair);
}

/** The peer is limited to TLS 1.2. A curve of a certificate must be offered there (RFC 8422 5.1). */
function inTls12(role: Role, { client, server }: PairOptions): PairOptions {
  const maxVersion = 'TLSv1.2';
  return {
    client: {
      groups: ['x25519', 'secp256r1'],
      ...client,
      ...(role === 'server' && { maxVersion }),
    },
    server: { ...server, ...(role === 'client' && { maxVersion }) },
  };
}

/** Whether a state is one of the handshake of TLS 1.2. */
export function isOfTls12(role: Role, state: string): boolean {
  return Object.entries(States[role]).some(([name, one]) => one === state && name.endsWith('12'));
}

const later = () => undefined;
const shown = { credentials: [{ certificates: serverCertificates, privateKey: serverKey() }] };
/** It offers all, and the server has a certificate for nothing but static RSA. */
const oldClient = { legacy };
const asking: PairOptions = { server: { clientAuth: 'request' } };
const asksTwice: PairOptions = { server: { cookieSecret: new Uint8Array(32) } };

/** What makes a connection pass through states that it usually does not. */
const optionsFor: Readonly<Record<Role, Readonly<Record<string, PairOptions>>>> = {
  client: {
    [ClientState.WAIT_SECOND_SH]: asksTwice,
    [ClientState.WAIT_CERT]: asking,
    [ClientState.VERIFYING]: { client: { verifyPeer: later } },
    [ClientState.CHOOSING]: { ...asking, client: { chooseCertificate: later } },
    [ClientState.SIGNING]: { ...asking, client: signedBy(later) },
    [ClientState.WAIT_RSA_CR_SHD12]: {
      client: oldClient,
      server: { legacy, credentials: [rsaDecrypter()] },
    },
    [ClientState.WAIT_SHD12]: asking,
    [ClientState.VERIFYING12]: { client: { verifyPeer: later } },
    [ClientState.CHOOSING12]: { ...asking, client: { chooseCertificate: later } },
    [ClientState.SIGNING12]: { ...asking, client: signedBy(later) },
  },
  server: {
    [ServerState.WAIT_SECOND_CH]: asksTwice,
    [ServerState.CHOOSING]: { server: { chooseCertificate: later } },
    [ServerState.SIGNING]: { server: signedBy(later) },
    [ServerState.WAIT_CERT]: asking,
    [ServerState.WAIT_CV]: { ...asking, client: shown },
    [ServerState.VERIFYING]: {
      server: { clientAuth: 'request', verifyPeer: later },
      client: shown,
    },
    [ServerState.DEFERRING]: { server: { clientAuth: 'require' } },
    [ServerState.CHOOSING12]: { server: { chooseCertificate: later } },
    [ServerState.SIGNING12]: { server: signedBy(later) },
    [ServerState.WAIT_CERT12]: asking,
    [ServerState.DECRYPTING12]: {
      client: oldClient,
      server: { legacy, credentials: [{ ...rsaDecrypter(), decrypt: later }] },
    },
    [ServerState.WAIT_CV12]: { ...asking, client: shown },
    [ServerState.VERIFYING12]: {
      server: { clientAuth: 'request', verifyPeer: later },
      client: shown,
    },
  },
};

/** On from a connection that is there. */
function lead({ pair, end, peer }: Situation, state: string): void {
  const { HALF_CLOSED_LOCAL, LINGERING, HALF_CLOSED_REMOTE, DRAINING, CLOSED } =
    States[end.engine.role];
  switch (state) {
    case HALF_CLOSED_LOCAL:
      end.do((engine) => engine.end());
      break;
    case LINGERING:
      end.do((engine) => engine.close());
      break;
    case HALF_CLOSED_REMOTE:
      peer.do((engine) => engine.end());
      pair.run(() => end.engine.state === state);
      break;
    case DRAINING:
      end.receive(text('noise'));
      break;
    case CLOSED:
      end.do((engine) => engine.transportFailed(new Error('gone')));
  }
}
