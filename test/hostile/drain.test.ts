/**
 * A peer that has said a megabyte more by the time it reads: our alert is there for it in full, and
 * then the end of the stream, never a reset. What it may cost us to be so patient is bounded in
 * time and in bytes. RFC 9846 6.1, 6.2.
 */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AlertName } from '../../runtime/index.ts';
import { closeAll, dial, dialTcp, errorOf, pattern, serve, serveTcp } from '../node/network.ts';
import type { Epoch, Role, SendScript } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { bytes, fatalAlert, garbage } from './hand-made.ts';
import { Mailbox } from './mailbox.ts';
import { alertSeen, bytesRecord, message, PuppetPeer } from './puppet-peer.ts';
import { heard } from './raw-peer.ts';
import { clientStages, type Encounter, meet, serverStages, stageOf } from './stages.ts';
import { Target } from './target.ts';
import { tls12Places } from './tls12-stages.ts';
import { turns, until } from './turns.ts';

const megabyte = 2 ** 20;
const unexpectedMessage = 10;
const badRecord = { ...bytesRecord('application', 23, new Uint8Array(100)), isCorrupted: true };

afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
});

describe('a peer that reads after it has said a megabyte', () => {
  /** So that only the peer's FIN can end the drain. */
  const patient = { drainTimeout: 60_000 };
  let target: Target;

  beforeEach(async () => {
    target = await Target.start(patient);
  });
  afterEach(async () => await target.expectFit());

  interface Flood {
    readonly what: string;
    readonly state: string;
    readonly says: readonly SendScript[];
    /** The keys under which the alert must come: a hello that was good gives keys. */
    readonly epoch: Epoch;
    readonly alert: AlertName;
    readonly code: string;
  }

  const noise = { kind: 'raw', bytes: bytes(0x99, garbage(megabyte, 1)) } as const;
  const data = Array.from({ length: 64 }, () =>
    bytesRecord('application', 23, new Uint8Array(2 ** 14)),
  );
  const wrong = { kind: 'set', name: 'verify_data', value: 'wrong' } as const;

  const behindHello = {
    says: (hello: string) => [message('plaintext', hello), noise],
    alert: 'unexpected_message',
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
  } as const;
  const behindFinished = {
    what: 'data behind a wrong Finished',
    state: ServerState.WAIT_FINISHED,
    says: [message('handshake', 'Finished', wrong), ...data],
    alert: 'decrypt_error',
    code: 'ERR_TLS_BAD_FINISHED',
  } as const;
  const connected = {
    what: 'data behind a record that does not decrypt',
    state: ServerState.CONNECTED,
    says: [badRecord, ...data],
    epoch: 'application',
    alert: 'bad_record_mac',
    code: 'ERR_TLS_BAD_RECORD_MAC',
  } as const;

  const toServer: readonly Flood[] = [
    {
      ...behindHello,
      what: 'garbage behind a good ClientHello',
      state: ServerState.START,
      says: behindHello.says('ClientHello'),
      epoch: 'application',
    },
    { ...behindFinished, epoch: 'application' },
    connected,
  ];
  test.each(toServer)('to our server: $what', async (flood) => {
    await expectHeard(flood, await meet('server', stageOf(serverStages, flood.state), target));
  });

  const toClient: readonly Flood[] = [
    {
      ...behindHello,
      what: 'garbage behind a good ServerHello',
      state: ClientState.WAIT_SH,
      says: behindHello.says('ServerHello'),
      epoch: 'handshake',
    },
    { ...behindFinished, epoch: 'handshake' },
    connected,
  ];
  test.each(toClient)('to our client: $what', async (flood) => {
    await expectHeard(
      flood,
      await meet('client', stageOf(clientStages, flood.state), target, patient),
    );
  });

  const tls12States: readonly string[] = [
    ServerState.WAIT_FINISHED12,
    ClientState.WAIT_FINISHED12,
    ServerState.CONNECTED,
    ClientState.CONNECTED,
  ];
  test.each(tls12Places.filter(({ state }) => tls12States.includes(state)))(
    'in TLS 1.2, to our $role in $state',
    async ({ role, stage, state }) => {
      const end = stage.takes.includes('Finished')
        ? { ...behindFinished, says: [message('application', 'Finished', wrong), ...data] }
        : connected;
      const flood = { ...end, state, epoch: stage.writes };
      await expectHeard(flood, await meet(role, stage, target, patient));
    },
  );

  async function expectHeard(flood: Flood, { puppet, error }: Encounter): Promise<void> {
    await sayUnread(puppet, flood.says);
    const seen = await puppet.lastWords();
    expect(seen.at(-1)).toEqual(alertSeen(flood.epoch, flood.alert));
    expect(await error).toMatchObject({ code: flood.code, alert: flood.alert, origin: 'local' });
    if (!puppet.socket.closed) await once(puppet.socket, 'close');
    expect(puppet.socket.errored).toBeNull();
  }
});

describe.each(['server', 'client'] as const)('what our %s grants', (role) => {
  const noBounds = { drainTimeout: Infinity, drainBudget: Infinity };

  test('a silent peer: drainTimeout', async () => {
    const { peer, isGone, error } = await quarrel(role, { ...noBounds, drainTimeout: 200 });
    const since = performance.now();
    peer.write('no TLS\n');
    expect(await heard(peer)).toEqual(fatalAlert(unexpectedMessage));
    await until(isGone);
    expect(performance.now() - since).toBeGreaterThanOrEqual(199);
    expect(await error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' });
  });

  test('a peer that goes on byte by byte: no more than drainTimeout', async () => {
    const { peer, isGone, error } = await quarrel(role, { ...noBounds, drainTimeout: 200 });
    const answer = heard(peer);
    const trickling = trickle(peer);
    expect(await answer).toEqual(fatalAlert(unexpectedMessage));
    await until(isGone);
    await trickling;
    expect(await error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' });
  });

  test.each([
    ['as told', 100_000, { ...noBounds, drainBudget: 100_000 }],
    ['by default', 16 * megabyte, { drainTimeout: Infinity }],
  ])('a peer that pours: drainBudget, %s %i bytes', async (_, budget, bounds) => {
    const { peer, isGone, error } = await quarrel(role, bounds);
    const isTaken = new Promise((taken) => peer.write(bytes(0x99, garbage(budget - 1, 1)), taken));
    expect(await heard(peer)).toEqual(fatalAlert(unexpectedMessage));
    await isTaken;
    // What still lies between us and the peer is read by then.
    await turns(300);
    expect(isGone()).toBe(false);
    peer.write('!');
    await until(isGone);
    expect(await error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' });
    await trickle(peer);
  });
});

test('a peer that pours and never reads is not read much beyond drainBudget', async () => {
  const drainBudget = 200_000;
  const { server, port } = await serve(() => {}, { drainBudget, drainTimeout: Infinity });
  const accepted = once(server, 'connection');
  const peer = dialTcp(port);
  const [tcp]: Socket[] = await accepted;
  while (!peer.destroyed) {
    peer.write(garbage(2 ** 14, 0));
    await turns(1);
  }
  // What one read may bring.
  expect(tcp?.bytesRead).toBeLessThanOrEqual(drainBudget + 2 ** 16);
});

test('a peer that takes nothing holds no socket, not even for the data before the alert', async () => {
  const drainTimeout = 1_000;
  const lastBytesTimeout = 5_000;
  const drained = new Mailbox<string>();
  const { server, port } = await serve((socket) => socket.write(pattern(24 * megabyte)), {
    drainTimeout,
    trace: ({ after }) => {
      if (after === ServerState.DRAINING) drained.put(after);
    },
  });
  const accepted = once(server, 'connection');
  const peer = new PuppetPeer('client', dialTcp(port));
  const [tcp]: Socket[] = await accepted;
  peer.say(message('plaintext', 'ClientHello'));
  await peer.sees('Finished');
  peer.socket.pause();
  peer.say(message('handshake', 'Finished'));
  // Until no more fits between us and the peer.
  for (let sent = -1; sent !== tcp?.bytesWritten; await turns(50)) sent = tcp?.bytesWritten ?? 0;
  expect(tcp?.writableLength).toBeGreaterThan(0);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  peer.say(badRecord);
  await drained.take();
  vi.advanceTimersByTime(drainTimeout);
  await turns(10);
  expect(tcp?.destroyed).toBe(false);
  vi.advanceTimersByTime(lastBytesTimeout);
  expect(tcp?.destroyed).toBe(true);
});

/** One of us in a drain to be, and a peer without TLS. */
interface Quarrel {
  readonly peer: Socket;
  /** Whether our TCP socket is closed. */
  readonly isGone: () => boolean;
  /** What our connection ends with. */
  readonly error: Promise<Error>;
}

interface Bounds {
  readonly drainTimeout: number;
  readonly drainBudget?: number;
}

async function quarrel(role: Role, bounds: Bounds): Promise<Quarrel> {
  return role === 'server' ? await quarrelWithServer(bounds) : await quarrelWithClient(bounds);
}

async function quarrelWithServer(bounds: Bounds): Promise<Quarrel> {
  const { server, port } = await serve(() => {}, bounds);
  const accepted = once(server, 'connection');
  const error = once(server, 'tlsClientError').then(([told]) => told);
  const peer = dialTcp(port);
  const [tcp]: Socket[] = await accepted;
  return { peer, isGone: () => tcp?.destroyed === true, error };
}

async function quarrelWithClient(bounds: Bounds): Promise<Quarrel> {
  const peers = new Mailbox<Socket>();
  const { port } = await serveTcp((socket) => peers.put(socket));
  const client = await dial(port, bounds);
  const error = errorOf(client);
  const peer = await peers.take();
  await once(peer, 'data');
  // A socket that is closed has no port.
  return { peer, isGone: () => client.localPort === undefined, error };
}

/** Says it all, and reads nothing until the other end has taken it. */
async function sayUnread(puppet: PuppetPeer, scripts: readonly SendScript[]): Promise<void> {
  puppet.socket.pause();
  puppet.say(...scripts);
  await new Promise<void>((resolve, reject) => {
    puppet.socket.write('', (error) => (error ? reject(error) : resolve()));
  });
  puppet.socket.resume();
}

/** Sends a byte at each turn of the loop until the connection is reset. */
async function trickle(socket: Socket): Promise<void> {
  while (!socket.destroyed) {
    socket.write('~');
    await turns(1);
  }
}
