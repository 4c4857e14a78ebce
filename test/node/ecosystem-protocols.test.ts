/**
 * What else people put TLS under, with real traffic: WebSockets by ws, HTTP/2 by node:http2, TLS
 * within TLS, and the streams that drivers bring along.
 */
import { once } from 'node:events';
import * as http from 'node:http';
import * as http2 from 'node:http2';
import * as https from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as tls from 'node:tls';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import {
  type ConnectOptions,
  connect,
  createServer,
  type TlsSocket,
} from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, listening, pattern, readAll, serve, sha256 } from './network.ts';

afterEach(closeAll);

const { ca, leaf } = await makeTestPki();
const trust = { ca: ca.certificatePem };
const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };

describe('ws', () => {
  /** A WebSocket server that echoes, over our TLS. */
  async function serveEcho(): Promise<number> {
    const web = http.createServer();
    new WebSocketServer({ server: web }).on('connection', (socket) => {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    });
    const server = createServer(identity, (socket) => web.emit('connection', socket));
    return (await listening(server)).port;
  }

  test('client and server: messages of many sizes, and an orderly close', async () => {
    const port = await serveEcho();
    const sockets: TlsSocket[] = [];
    const createConnection = (options: object) => {
      const socket = connect({ ...(options as ConnectOptions), ...trust });
      sockets.push(socket);
      return socket;
    };
    // ws has the types of net.connect here, and takes any Duplex.
    const options = { createConnection } as unknown as ConstructorParameters<typeof WebSocket>[2];
    const client = new WebSocket(`wss://localhost:${port}/chat?room=1`, undefined, options);
    await once(client, 'open');
    for (const length of [0, 1, 125, 126, 65_536, 1_000_000]) {
      const sent = pattern(length);
      client.send(sent);
      const [received] = await once(client, 'message');
      expect(sha256(received as Buffer)).toBe(sha256(sent));
    }
    client.close(1000, 'done');
    const [code, reason] = await once(client, 'close');
    expect([code, String(reason)]).toEqual([1000, 'done']);
    expect(sockets[0]?.authorized).toBe(true);
    if (sockets[0]?.closed === false) await once(sockets[0], 'close');
  });

  test('a client of Node’s TLS', async () => {
    const port = await serveEcho();
    const client = new WebSocket(`wss://localhost:${port}`, trust);
    await once(client, 'open');
    client.send('hello');
    expect(String((await once(client, 'message'))[0])).toBe('hello');
    client.close();
    await once(client, 'close');
  });
});

describe('node:http2', () => {
  const body = pattern(200_000);

  function answer(stream: http2.ServerHttp2Stream): void {
    void readAll(stream).then((received) => {
      stream.respond({ ':status': 200, 'x-hash': sha256(received) });
      stream.end(body);
    });
  }

  /** HTTP/2 and HTTP/1.1 behind our TLS: what ALPN has chosen decides. */
  async function serveHttp2(): Promise<number> {
    const web = http.createServer((_request, response) => response.end('by HTTP/1.1'));
    const server = createServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
      if (socket.alpnProtocol !== 'h2') {
        web.emit('connection', socket);
        return;
      }
      const session = http2.performServerHandshake(socket);
      session.on('stream', answer).on('error', () => {});
    });
    return (await listening(server)).port;
  }

  function open(port: number, createConnection: () => Duplex): http2.ClientHttp2Session {
    return http2.connect(`https://localhost:${port}`, { createConnection });
  }

  /** Over such a wrapper Node can give `data` before `response`: nothing here needs their order. */
  async function exchange(session: http2.ClientHttp2Session, sent: Buffer) {
    const stream = session.request({ ':method': 'POST' });
    const response = new Promise<http2.IncomingHttpHeaders>((resolve) => {
      stream.on('response', resolve);
    });
    stream.end(sent);
    const received = await readAll(stream);
    expect((await response)['x-hash']).toBe(sha256(sent));
    expect(sha256(received)).toBe(sha256(body));
  }

  async function closeSession(session: http2.ClientHttp2Session): Promise<void> {
    const closed = once(session, 'close');
    session.close();
    await closed;
  }

  test('client and server, three streams at once', async () => {
    const port = await serveHttp2();
    const socket = connect({ port, host: 'localhost', ALPNProtocols: ['h2'], ...trust });
    await once(socket, 'secureConnect');
    const session = open(port, () => socket);
    await Promise.all([0, 1, 50_000].map((length) => exchange(session, pattern(length))));
    // Node 20 wraps what is no socket of its own, and then says h2c of the session.
    expect(socket.alpnProtocol).toBe('h2');
    await closeSession(session);
  });

  test('a client whose socket is still connecting', async () => {
    const port = await serveHttp2();
    const session = open(port, () =>
      connect({ port, host: 'localhost', ALPNProtocols: ['h2'], ...trust }),
    );
    await exchange(session, pattern(1_000));
    await closeSession(session);
  });

  test('a client of Node’s TLS', async () => {
    const port = await serveHttp2();
    const session = http2.connect(`https://localhost:${port}`, trust);
    await exchange(session, pattern(70_000));
    await closeSession(session);
  });

  test('a client that knows HTTP/1.1 only gets it', async () => {
    const port = await serveHttp2();
    const createConnection = (options: object) =>
      connect({ ...(options as ConnectOptions), ALPNProtocols: ['http/1.1'], ...trust });
    const [response] = await once(https.get({ port, createConnection }), 'response');
    expect(String(await readAll(response))).toBe('by HTTP/1.1');
  });

  test('undici with allowH2', async () => {
    const port = await serveHttp2();
    const sockets: TlsSocket[] = [];
    const dispatcher = new Agent({
      allowH2: true,
      connect: ({ hostname, servername }, callback) => {
        const ALPNProtocols = ['h2', 'http/1.1'];
        const socket = connect({ host: hostname, port, servername, ALPNProtocols, ...trust });
        sockets.push(socket);
        // undici's types know sockets of Node's own only.
        socket.once('secureConnect', () => callback(null, socket as unknown as Socket));
        socket.once('error', (error) => callback(error, null));
      },
    });
    const sent = pattern(20_000);
    const options = { dispatcher, method: 'POST', body: sent } as const;
    const response = await request(`https://localhost:${port}`, options);
    expect(response.headers['x-hash']).toBe(sha256(sent));
    expect(sha256(Buffer.from(await response.body.arrayBuffer()))).toBe(sha256(body));
    expect(sockets.map(({ alpnProtocol }) => alpnProtocol)).toEqual(['h2']);
    const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
    await dispatcher.close();
    await closed;
  });

  test('an http2 server that is given our socket', async () => {
    const web = http2.createServer().on('stream', answer);
    const server = createServer({ ...identity, ALPNProtocols: ['h2'] }, (socket) => {
      web.emit('connection', socket);
    });
    const { port } = await listening(server);
    const session = http2.connect(`https://localhost:${port}`, trust);
    await exchange(session, pattern(10_000));
    await closeSession(session);
  });

  test('a server of Node’s TLS', async () => {
    const server = http2.createSecureServer(identity).on('stream', answer);
    const { port } = await listening(server);
    const session = open(port, () =>
      connect({ port, host: 'localhost', ALPNProtocols: ['h2'], ...trust }),
    );
    await exchange(session, pattern(30_000));
    await closeSession(session);
  });
});

describe('other transports', () => {
  const echo = (socket: Duplex) => void pipeline(socket, socket).catch(() => {});

  test('TLS within TLS: through a proxy that speaks TLS itself', async () => {
    const inner = await serve(echo, { allowHalfOpen: true });
    const proxy = await serve(
      (near) => {
        const far = connectTcp({ port: inner.port, host: '127.0.0.1', allowHalfOpen: true });
        void pipeline(near, far, near).catch(() => {});
      },
      { allowHalfOpen: true },
    );
    const outer = connect({ port: proxy.port, host: 'localhost', ...trust });
    const socket = connect({
      socket: outer,
      servername: 'localhost',
      allowHalfOpen: true,
      ...trust,
    });
    const sent = pattern(200_000);
    socket.end(sent);
    expect(sha256(await readAll(socket))).toBe(sha256(sent));
    expect(socket.remotePort).toBe(proxy.port);
  });

  test('a socket of node:tls as the transport', async () => {
    const relay = tls.createServer(identity, (outer) => ours.emit('connection', outer));
    const ours = createServer({ ...identity, allowHalfOpen: true }, echo);
    await listening(ours);
    const { port } = await listening(relay);
    const outer = tls.connect({ port, host: 'localhost', ...trust });
    const socket = connect({
      socket: outer,
      servername: 'localhost',
      allowHalfOpen: true,
      ...trust,
    });
    const sent = pattern(100_000);
    socket.end(sent);
    expect(sha256(await readAll(socket))).toBe(sha256(sent));
  });

  test('a driver that calls connect() on the stream that it was given', async () => {
    const { port } = await serve(echo);
    const stream = connect({ port, host: 'localhost', ...trust });
    const events: string[] = [];
    stream.setNoDelay(true).setKeepAlive(true, 1_000);
    stream.connect(5432, 'ignored.example', () => events.push('connect'));
    await once(stream, 'connect');
    stream.connect(5432);
    await once(stream, 'connect');
    expect(events).toEqual(['connect']);
    stream.write('select 1');
    expect(String((await once(stream, 'data'))[0])).toBe('select 1');
    stream.destroySoon();
    await once(stream, 'close');
  });
});
