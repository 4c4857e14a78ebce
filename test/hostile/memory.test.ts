/**
 * Whatever a peer did, nothing of its connection is held once it is over: no engine, no stream, no
 * socket, no key; and peers who stay and go as far as the limits allow cost what the limits say.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Engine } from '../../runtime/engine/engine.ts';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import type { Server, ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import { createServer } from '../../runtime/node/index.ts';
import { closeAll, dial, dialTcp, errorOf, readAll, serveTcp } from '../node/network.ts';
import { makeTestPki } from '../support/certificates.ts';
import { randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import type { SendScript } from '../support/puppet-script.ts';
import { ServerState } from '../support/states.ts';
import { bytesHeld, Census } from './census.ts';
import { bytes, garbage, record } from './hand-made.ts';
import { Mailbox } from './mailbox.ts';
import { bytesRecord, message, PuppetPeer } from './puppet-peer.ts';
import { provoke, sayAndLeave, sayAndReset } from './raw-peer.ts';
import { stageOf } from './stages.ts';
import { tls12ServerStages } from './tls12-stages.ts';
import { turns, until } from './turns.ts';

const badRecord = { ...bytesRecord('application', 23, new Uint8Array(100)), isCorrupted: true };
const wrong = { kind: 'set', name: 'verify_data', value: 'wrong' } as const;
const clientHello = Buffer.from(
  new Puppet('client', randomFrom('puppet')).send(message('plaintext', 'ClientHello')),
);

/** The longest body of a ClientHello. */
const limit = 64 * 1024;
/** Such a ClientHello but for its last byte, in records that are as full as they may be. */
const longestHello = bytes(
  record(22, 1, 1, 0, 0, Buffer.alloc(2 ** 14 - 4)),
  ...Array<Buffer>(3).fill(record(22, Buffer.alloc(2 ** 14))),
  record(22, Buffer.alloc(3)),
);

let census: Census;

beforeEach(() => {
  census = new Census();
  vi.spyOn(Engine.prototype, 'start');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

describe('our server', () => {
  let server: Server;
  let port = 0;

  afterEach(async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
  });

  /** Ways to end a connection before there are keys. */
  const quickVisits: readonly (() => Promise<unknown>)[] = [
    async () => await provoke(port, bytes(0x99, garbage(5_000, 1))),
    async () => await provoke(port, bytes('GET / HTTP/1.1\r\n\r\n')),
    async () => await provoke(port, record(22, 1, 0x10, 0, 0, garbage(1_000, 2))),
    async () => await provoke(port, record(21, 2, 40)),
    async () => await sayAndLeave(port, bytes()),
    async () => await sayAndLeave(port, clientHello.subarray(0, 100)),
    async () => await sayAndReset(dialTcp(port), clientHello.subarray(0, 100)),
  ];
  /** Ways to end one later; the last is the right one. */
  const longVisits: readonly (() => Promise<unknown>)[] = [
    async () => await leave(await greet()),
    async () => (await greet()).socket.resetAndDestroy(),
    async () => await leave(await greet(), message('handshake', 'Finished', wrong)),
    async () => await leave(await greet(), message('handshake', 'Finished'), badRecord),
    async () => {
      const client = await dial(port);
      client.write('\n');
      await readAll(client);
    },
  ];

  test('holds nothing of 300 connections', async () => {
    await listen();
    for (let i = 0; i < 35; i++) await Promise.all(quickVisits.map(async (visit) => await visit()));
    for (let i = 0; i < 11; i++) await Promise.all(longVisits.map(async (visit) => await visit()));
    // The engines of the 11 good clients are counted too.
    await expectForgotten({ 'TCP socket': 300, TlsSocket: 300, engine: 311, key: 187 });
  });

  test('holds nothing of 25 connections of TLS 1.2', async () => {
    await listen();
    const { WAIT_FINISHED12, CONNECTED } = ServerState;
    const visits: readonly (() => Promise<unknown>)[] = [
      async () => await leave(await inTls12(WAIT_FINISHED12)),
      async () =>
        await leave(await inTls12(WAIT_FINISHED12), message('application', 'Finished', wrong)),
      async () => await leave(await inTls12(CONNECTED)),
      async () => (await inTls12(CONNECTED)).socket.resetAndDestroy(),
      async () => await leave(await inTls12(CONNECTED), badRecord),
    ];
    for (let i = 0; i < 5; i++) await Promise.all(visits.map(async (visit) => await visit()));
    // Before Finished there is one to read with.
    await expectForgotten({ 'TCP socket': 25, TlsSocket: 25, engine: 25, key: 40 });
  });

  test('holds nothing of 30 clients who never said a word, nor ever left', async () => {
    await listen({ handshakeTimeout: 30, drainTimeout: 30 });
    const silent = Array.from(
      { length: 30 },
      async () => await once(dialTcp(port).resume(), 'end'),
    );
    await Promise.all(silent);
    await untilAlone();
    noteEngines();
    expect(census.born).toEqual({ 'TCP socket': 30, TlsSocket: 30, engine: 30 });
    expect(await census.alive()).toEqual({ 'TCP socket': 0, TlsSocket: 0, engine: 0 });
  });

  test('40 clients who stop a byte before the end of the longest hello', async () => {
    await listen();
    const accepted: Socket[] = [];
    server.on('connection', (tcp) => accepted.push(tcp));
    await provoke(port, bytes('whatever is made once, is made now'));
    await untilAlone();
    accepted.length = 0;
    const before = await bytesHeld();
    const clients = Array.from({ length: 40 }, () => dialTcp(port));
    for (const client of clients) client.write(longestHello);
    const hasTaken = ({ bytesRead }: Socket) => bytesRead === longestHello.length;
    await until(() => accepted.length === clients.length && accepted.every(hasTaken));
    const meanwhile = await bytesHeld();
    for (const client of clients) client.end();
    await untilAlone();
    accepted.length = 0;
    await closeAll();
    const after = await bytesHeld();
    expect((meanwhile - before) / clients.length).toBeGreaterThan(limit);
    // The buffer grows by doubling; what a connection costs anyway is in the rest.
    expect((meanwhile - before) / clients.length).toBeLessThan(3 * limit);
    expect((after - before) / clients.length).toBeLessThan(limit / 4);
  });

  /** So many there were, and none is left. */
  async function expectForgotten(born: Readonly<Record<string, number>>): Promise<void> {
    await untilAlone();
    await closeAll();
    noteEngines();
    expect(census.born).toEqual(born);
    expect(await census.alive()).toEqual({ 'TCP socket': 0, TlsSocket: 0, engine: 0, key: 0 });
  }

  async function greet(): Promise<PuppetPeer> {
    const puppet = new PuppetPeer('client', dialTcp(port));
    puppet.say(message('plaintext', 'ClientHello'));
    await puppet.sees('Finished');
    return puppet;
  }

  async function inTls12(state: string): Promise<PuppetPeer> {
    const puppet = new PuppetPeer('client', dialTcp(port));
    await stageOf(tls12ServerStages, state).lead(puppet);
    return puppet;
  }

  async function leave(puppet: PuppetPeer, ...scripts: readonly SendScript[]): Promise<void> {
    if (scripts.length > 0) puppet.say(...scripts);
    else puppet.socket.end();
    await puppet.lastWords();
  }

  /** A server of its own: those of the other tests are looked after, and so are their sockets. */
  async function listen(options: Partial<ServerTlsOptions> = {}): Promise<void> {
    const { leaf } = await makeTestPki();
    server = createServer({
      cert: leaf.certificatePem,
      key: leaf.privateKeyPem,
      crypto: counted(noble),
      ...options,
    });
    server.on('connection', (tcp) => census.note('TCP socket', tcp));
    server.on('tlsClientError', (_, socket) => census.note('TlsSocket', socket));
    server.on('secureConnection', (socket: TlsSocket) => {
      census.note('TlsSocket', socket);
      socket.on('error', () => {});
      socket.once('data', () => socket.end('served'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server has an address with a port.
    ({ port } = server.address() as AddressInfo);
  }

  async function untilAlone(): Promise<void> {
    while ((await connectionCount()) > 0) await turns(1);
  }

  async function connectionCount(): Promise<number> {
    return await new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }
});

describe('our client', () => {
  const flight = ['EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished'];

  /** Answers to our hello that are no good. */
  const answers: readonly ((peer: PuppetPeer) => unknown)[] = [
    (peer) => peer.say({ kind: 'raw', bytes: bytes('HTTP/1.1 400 Bad Request\r\n\r\n') }),
    (peer) => peer.say({ kind: 'raw', bytes: record(21, 2, 40) }),
    (peer) => peer.socket.end(bytes(22, 3, 3)),
    (peer) => peer.socket.resetAndDestroy(),
    (peer) => greet(peer, message('handshake', 'CertificateRequest'), badRecord),
    (peer) => greet(peer, ...flightWith('CertificateVerify', 'signature')),
    (peer) => greet(peer, ...flightWith('Finished', 'verify_data')),
    (peer) => greet(peer, ...flightWith('none', 'none'), badRecord),
  ];

  test('holds nothing of 80 connections', async () => {
    for (let i = 0; i < 80; i += answers.length) {
      await Promise.all(answers.map(meet));
    }
    await closeAll();
    noteEngines();
    // Four of the answers bring handshake keys, one of them application keys too.
    expect(census.born).toEqual({ TlsSocket: 80, engine: 80, key: 100 });
    expect(await census.alive()).toEqual({ TlsSocket: 0, engine: 0, key: 0 });
  });

  async function meet(answer: (peer: PuppetPeer) => unknown): Promise<void> {
    const peers = new Mailbox<PuppetPeer>();
    const { port } = await serveTcp((socket) => peers.put(new PuppetPeer('server', socket)));
    const verifyPeer = () => ({ accepted: true }) as const;
    const client = await dial(port, { verifyPeer, crypto: counted(noble) });
    census.note('TlsSocket', client);
    const error = errorOf(client);
    const peer = await peers.take();
    await peer.sees('ClientHello');
    // So that no drain takes longer than it must.
    peer.socket.once('end', () => peer.socket.end());
    answer(peer);
    await error;
  }

  function greet(peer: PuppetPeer, ...scripts: readonly SendScript[]): void {
    peer.say(message('plaintext', 'ServerHello'), ...scripts);
  }

  /** The server's flight with one message that is wrong in one field. */
  function flightWith(wrongMessage: string, field: string): readonly SendScript[] {
    const change = { kind: 'set', name: field, value: 'wrong' } as const;
    return flight.map((name) =>
      name === wrongMessage ? message('handshake', name, change) : message('handshake', name),
    );
  }
});

/** The same provider; its keys are counted. */
function counted(base: CryptoProvider): CryptoProvider {
  const note = <T extends object>(thing: T): T => {
    census.note('key', thing);
    return thing;
  };
  return { ...base, createAead: (...args) => note(base.createAead(...args)) };
}

/** Counts the engines that were started, and makes the tool that knows them forget. */
function noteEngines(): void {
  const { mock } = vi.mocked(Engine.prototype.start);
  // A method is called on an object of its class.
  for (const engine of mock.contexts as readonly Engine[]) census.note('engine', engine);
  vi.clearAllMocks();
}
