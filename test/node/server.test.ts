/** No client can stop a server: whatever one does, the next one is served. */
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { TlsClient } from '../../runtime/index.ts';
import type { Server, TlsError, TlsSocket } from '../../runtime/node/index.ts';
import { ServerState } from '../support/states.ts';
import { closeAll, dial, dialTcp, errorOf, readAll, serve } from './network.ts';

afterEach(closeAll);

interface Watched {
  readonly port: number;
  readonly server: Server;
  /** The next handshake that fails. */
  failure(): Promise<TlsError>;
}

async function serveWatched(): Promise<Watched> {
  const { server, port } = await serve((socket) => socket.resume().end('served'), {
    drainTimeout: 100,
  });
  return {
    server,
    port,
    failure: async () => (await once(server, 'tlsClientError'))[0],
  };
}

async function expectServed(port: number): Promise<void> {
  expect((await readAll(await dial(port))).toString()).toBe('served');
}

/** First bytes that are no ClientHello, and what comes of them. */
const strangers: readonly [name: string, bytes: Buffer, alert: number, code: string][] = [
  [
    'plain HTTP',
    Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
    10,
    'ERR_TLS_UNKNOWN_RECORD_TYPE',
  ],
  ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), 10, 'ERR_TLS_UNKNOWN_RECORD_TYPE'],
  ['zeros', Buffer.alloc(100), 10, 'ERR_TLS_UNKNOWN_RECORD_TYPE'],
  ['an oversized record', Buffer.from('1603014801', 'hex'), 22, 'ERR_TLS_RECORD_OVERFLOW'],
  ['application data', Buffer.from('170303000100', 'hex'), 10, 'ERR_TLS_UNEXPECTED_PROTECTION'],
  ['an empty ClientHello', Buffer.from('160301000401000000', 'hex'), 50, 'ERR_TLS_DECODE'],
  ['a Finished', Buffer.from('160301000414000000', 'hex'), 10, 'ERR_TLS_UNEXPECTED_MESSAGE'],
];

describe('what is no TLS gets an alert, and the next client is served', () => {
  test.each(strangers)('%s', async (_name, bytes, alert, code) => {
    const { port, failure } = await serveWatched();
    const client = dialTcp(port);
    const error = failure();
    client.end(bytes);
    expect((await readAll(client)).toString('hex')).toBe(
      `1503030002${'02'}${alert.toString(16).padStart(2, '0')}`,
    );
    expect(await error).toMatchObject({ code, state: ServerState.START, origin: 'local' });
    await expectServed(port);
  });
});

describe('clients that leave', () => {
  /** The ClientHello of a client that never goes on. */
  function clientHello(): Uint8Array {
    const [first] = new TlsClient({ serverName: 'localhost' })
      .start()
      .filter((one) => one.type === 'write');
    return first?.data ?? Buffer.of();
  }

  test('at any byte of the ClientHello, with FIN or with RST', async () => {
    const { port, server } = await serveWatched();
    const hello = clientHello();
    const lengths = [0, 1, 4, 5, 6, 9, 10, 40, hello.length - 1];
    const failures: string[] = [];
    server.on('tlsClientError', (error: TlsError) => failures.push(error.code));
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      for (const length of lengths) {
        const client = dialTcp(port);
        await once(client, 'connect');
        if (length > 0) await new Promise((done) => client.write(hello.subarray(0, length), done));
        const gone = once(server, 'tlsClientError');
        client.resume()[leave]();
        await gone;
      }
    }
    expect(failures).toHaveLength(2 * lengths.length);
    for (const code of failures) expect(code).toMatch(/^ERR_TLS_(TRUNCATED|TRANSPORT)$/);
    await expectServed(port);
  });

  test('right after the server has answered', async () => {
    const { port, failure } = await serveWatched();
    const client = dialTcp(port);
    client.write(clientHello());
    await once(client, 'data');
    const error = failure();
    client.resetAndDestroy();
    expect((await error).code).toBe('ERR_TLS_TRANSPORT');
    await expectServed(port);
  });

  test('in the middle of the data, with nobody listening for errors', async () => {
    const { server, port } = await serve((socket) => {
      socket.resume();
      socket.write('x'.repeat(100_000), () => accepted.destroy());
    });
    let accepted: { destroy(): void } = { destroy: () => {} };
    server.on('connection', (tcp) => {
      accepted = tcp;
    });
    expect((await errorOf(await dial(port))).code).toBe('ERR_TLS_TRUNCATED');
    server.removeAllListeners('secureConnection');
    server.on('secureConnection', (socket: TlsSocket) => socket.end('served'));
    await expectServed(port);
  });
});

test('a client that refuses the certificate: its alert is told', async () => {
  const { port, failure } = await serveWatched();
  const error = failure();
  const client = await dial(port, { servername: 'other.example' });
  client.on('error', () => {});
  expect(await error).toMatchObject({
    code: 'ERR_TLS_PEER_ALERT',
    alert: 'bad_certificate',
    origin: 'peer',
  });
});

test('a client that says nothing is dropped at the deadline', async () => {
  const { server, port } = await serve(() => {}, { handshakeTimeout: 20, drainTimeout: 20 });
  const failure = once(server, 'tlsClientError');
  const client = dialTcp(port);
  expect((await failure)[0]).toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
  client.destroy();
});

test('close() refuses new clients and lets the others finish', async () => {
  const { server, port } = await serve((socket) => socket.pipe(socket));
  const client = await dial(port, { allowHalfOpen: true });
  await once(client, 'secureConnect');
  const closed = once(server, 'close');
  server.close();
  client.end('still there');
  expect((await readAll(client)).toString()).toBe('still there');
  await closed;
  server.listen(0);
});
