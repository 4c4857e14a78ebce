/** Whatever happens, nothing stays open: each write, end and socket hears how it went. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, dial, dialTcp, errorOf, serve, serveByHand, serveTcp } from './network.ts';

afterEach(closeAll);

/** A record of application data that does not decrypt. */
const badRecord = Buffer.from(`1703030013${'00'.repeat(19)}`, 'hex');

/** So that only the peer's FIN ends a drain in the time that a test has. */
const patient = { drainTimeout: 60_000 };

describe('a connection that is reset', () => {
  test('while an echo waits to be taken by a client that does not read', async () => {
    const { server, port } = await serve((socket) => socket.pipe(socket));
    const secured = once(server, 'secureConnection');
    const tcp = dialTcp(port);
    const client = await dial(port, { socket: tcp });
    client.on('error', () => {}).pause();
    const [echo]: TlsSocket[] = await secured;
    if (echo === undefined) throw new Error('the server has no socket');
    const failed = once(echo, 'error');
    const closed = closeOf(echo);
    await fill(client, echo);
    tcp.resetAndDestroy();
    expect((await failed)[0]).toMatchObject({ code: 'ERR_TLS_TRANSPORT' });
    await closed;
  });

  test('when only our close_notify was still to come: that is an end as well', async () => {
    const { port } = await serve((socket) => socket.end());
    const tcp = dialTcp(port);
    const client = await dial(port, { socket: tcp, allowHalfOpen: true });
    await once(client.resume(), 'end');
    tcp._write = (_chunk, _encoding, callback) => callback(new Error('reset by peer'));
    const finished = once(client, 'finish');
    const closed = closeOf(client);
    client.end();
    await finished;
    await closed;
    expect(client.errored).toBeNull();
  });

  test.each(['write', 'end'] as const)(
    '%s after a failure that waits for a reader is refused with that failure',
    async (call) => {
      const { client } = await meetFailure();
      const closed = closeOf(client);
      const failed = once(client, 'error');
      client[call]('too late');
      expect((await failed)[0]).toMatchObject({ code: 'ERR_TLS_BAD_RECORD_MAC' });
      await closed;
    },
  );

  /** A client that has data to read, and a failure behind it. */
  async function meetFailure(): Promise<{ client: TlsSocket }> {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      socket.cork();
      send(engine.write(Buffer.alloc(100)));
      send(engine.write(Buffer.alloc(100)));
      socket.write(badRecord);
      socket.uncork();
    });
    const client = await dial(port, patient);
    await new Promise((resolve) => {
      client.once('data', () => resolve(client.pause()));
    });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(client.destroyed).toBe(false);
    return { client };
  }
});

describe('while we drain after an alert of ours', () => {
  test('a write is refused with the reason for the alert', async () => {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      socket.cork();
      send(engine.write(Buffer.alloc(100)));
      socket.write(badRecord);
      socket.uncork();
    });
    const client = await dial(port, patient);
    const refused = new Promise<unknown>((resolve) => {
      client.once('data', () => client.write('an answer', resolve));
    });
    const failed = errorOf(client);
    expect(await refused).toMatchObject({ code: 'ERR_TLS_BAD_RECORD_MAC', origin: 'local' });
    expect(await failed).toMatchObject({ code: 'ERR_TLS_BAD_RECORD_MAC' });
  });

  test('the error is told at once, to a peer that keeps its half open', async () => {
    const peers: Socket[] = [];
    const { port } = await serveTcp((socket) => {
      peers.push(socket);
      socket.write('no TLS at all\n');
    });
    const client = await dial(port, patient);
    expect((await errorOf(client)).code).toBe('ERR_TLS_UNKNOWN_RECORD_TYPE');
    const [peer] = peers;
    expect(peer?.closed).toBe(false);
    // The peer has our alert to read, and then FIN: no reset.
    const heard: Buffer[] = [];
    peer?.on('data', (chunk: Buffer) => heard.push(chunk));
    await once(peer ?? client, 'end');
    expect(Buffer.concat(heard).subarray(-7).toString('hex')).toBe('1503030002020a');
  });

  test('what still comes is read, although nobody wants it and our half was closed', async () => {
    const { port } = await serveByHand(({ socket, engine, send }) => {
      socket.once('end', () => {
        socket.cork();
        send(engine.write(Buffer.alloc(100)));
        socket.write(badRecord);
        // As long as this is not read, nobody sees the end behind it.
        socket.end(Buffer.alloc(300_000));
        socket.uncork();
      });
    });
    const tcp = dialTcp(port);
    const client = await dial(port, { ...patient, socket: tcp, highWaterMark: 1 });
    client.on('error', () => {}).pause();
    client.end();
    await closeOf(tcp);
    client.destroy();
  });

  test('a transport that takes nothing gets closeTimeout for its last bytes', async () => {
    const stuck = new Duplex({ read() {}, write() {} });
    const timeouts = { handshakeTimeout: 10, drainTimeout: 10, closeTimeout: 10 };
    const failed = errorOf(await dial(0, { ...timeouts, socket: stuck }));
    await closeOf(stuck);
    expect(await failed).toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
  });

  test('with closeTimeout: Infinity it gets five seconds', async () => {
    const stuck = new Duplex({ read() {}, write() {} });
    const client = await dial(0, { drainTimeout: 10, closeTimeout: Infinity, socket: stuck });
    const closed = closeOf(stuck);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      client.destroy();
      for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
      vi.advanceTimersByTime(10);
      for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
      expect(stuck.closed).toBe(false);
      vi.advanceTimersByTime(5_000);
      await closed;
    } finally {
      vi.useRealTimers();
    }
  });
});

/** Fails if it does not come soon, by itself. */
async function closeOf(stream: Duplex): Promise<void> {
  const signal = AbortSignal.timeout(4_000);
  await new Promise<void>((resolve, reject) => {
    stream.once('close', resolve);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** Writes until neither side moves any more. */
async function fill(client: TlsSocket, echo: TlsSocket): Promise<void> {
  for (let still = 0, read = -1; still < 50; still++) {
    if (client.writableLength === 0) client.write(Buffer.alloc(2 ** 20));
    await new Promise(setImmediate);
    if (echo.bytesRead === read) continue;
    read = echo.bytesRead;
    still = 0;
  }
  expect(echo.readableLength).toBeGreaterThan(0);
  expect(echo.writableLength).toBeGreaterThan(0);
}
