/**
 * What people put TLS under, with real traffic: node:https requests and agents, undici, an HTTP
 * server. Bytes are compared by hash, and each test waits for the close of what it has opened.
 */
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  type buildConnector,
  Agent as UndiciAgent,
  fetch as undiciFetch,
  request as undiciRequest,
} from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, createServer, type TlsSocket } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, listening, pattern, readAll, sha256 } from './network.ts';

afterEach(closeAll);

const { ca, leaf } = await makeTestPki();
const trust = { ca: ca.certificatePem };
const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
const body = pattern(300_000);

/** Answers with the hash of what it got, and with a megabyte for a GET. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
  const received = await readAll(request);
  response.setHeader('x-method', request.method ?? '');
  response.setHeader('x-encrypted', String((request.socket as unknown as TlsSocket).encrypted));
  response.end(request.method === 'GET' ? body : sha256(received));
}

interface WebServer {
  readonly origin: string;
  readonly port: number;
  /** The TLS connections so far. */
  readonly sockets: readonly TlsSocket[];
}

/** A node:http server behind our TLS server. */
async function serveHttp(handler: http.RequestListener = answer): Promise<WebServer> {
  const web = http.createServer(handler);
  const sockets: TlsSocket[] = [];
  const server = createServer({ ...identity, ALPNProtocols: ['http/1.1'] }, (socket) => {
    sockets.push(socket);
    web.emit('connection', socket);
  });
  const { port } = await listening(server);
  return { origin: `https://localhost:${port}`, port, sockets };
}

/** A node:https server: nothing of ours on that side. */
async function serveNodeHttps(handler: http.RequestListener = answer): Promise<WebServer> {
  const server = https.createServer({ ...identity, minVersion: 'TLSv1.3' }, handler);
  const { port } = await listening(server);
  return { origin: `https://localhost:${port}`, port, sockets: [] };
}

async function responseTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  const [response] = await once(request, 'response');
  return response;
}

const servers: [string, () => Promise<WebServer>][] = [
  ['our server', serveHttp],
  ['node:https', serveNodeHttps],
];

describe.each(servers)('node:https requests to %s', (_name, serve) => {
  test('https.request with createConnection: up and down, by hash', async () => {
    const { origin } = await serve();
    const sockets: TlsSocket[] = [];
    const createConnection = (options: http.ClientRequestArgs): Duplex => {
      const socket = connect({ ...options, ...trust });
      sockets.push(socket);
      return socket;
    };
    const got = await responseTo(https.get(`${origin}/path?query`, { createConnection }));
    expect(sha256(await readAll(got))).toBe(sha256(body));
    const put = https.request(origin, { method: 'PUT', createConnection }).end(body);
    expect(await text(await responseTo(put))).toBe(sha256(body));
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
    expect(sockets.map(({ authorized }) => authorized)).toEqual([true, true]);
  });

  test('an untrusted server is an error of the request', async () => {
    const { origin } = await serve();
    const createConnection = (options: http.ClientRequestArgs) => connect(options);
    const request = https.get(origin, { createConnection });
    const [error] = await once(request, 'error').catch((cause: unknown) => [cause]);
    expect(error).toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  test('an https.Agent with keep-alive: five requests, one connection', async () => {
    const { origin } = await serve();
    const agent = new OurAgent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const reused: boolean[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const request = https.request(origin, { agent, method: 'POST', timeout: 10_000 });
      request.end(body.subarray(0, 10_000 * turn));
      const response = await responseTo(request);
      ports.add(response.socket.localPort);
      reused.push(request.reusedSocket);
      expect(await text(response)).toBe(sha256(body.subarray(0, 10_000 * turn)));
      // The agent takes the socket back when the response is over.
      if (Object.keys(agent.freeSockets).length === 0) await once(agent, 'free');
    }
    expect(reused).toEqual([false, true, true, true, true]);
    expect([agent.opened.length, ports.size]).toEqual([1, 1]);
    const [socket] = agent.opened;
    const closed = socket && once(socket, 'close');
    agent.destroy();
    await closed;
  });

  test('a timeout of the agent is one of the request', async () => {
    const { origin } = await serve();
    const agent = new OurAgent({ keepAlive: true, timeout: 5_000 });
    const request = https.get(origin, { agent });
    const response = await responseTo(request);
    expect(agent.opened[0]?.timeout).toBe(5_000);
    await readAll(response);
    agent.destroy();
  });
});

/** How an agent comes to use this TLS. */
class OurAgent extends https.Agent {
  readonly opened: TlsSocket[] = [];

  // What node:https passes on is what it would pass to tls.connect.
  override createConnection(options: object): Duplex {
    const socket = connect({ ...options, ...trust });
    this.opened.push(socket);
    return socket;
  }
}

describe('a slow server', () => {
  test('a request that times out tells so, and its socket can be destroyed', async () => {
    const { origin } = await serveHttp(() => {});
    const agent = new OurAgent({ keepAlive: true });
    const request = https.get(origin, { agent, timeout: 30 });
    await once(request, 'timeout');
    const socket = agent.opened[0];
    request.destroy();
    await expect(once(request, 'response')).rejects.toMatchObject({ code: 'ECONNRESET' });
    if (socket?.closed === false) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
  });
});

describe('undici', () => {
  /** How undici comes to use this TLS: the callback is called in a later turn, as it must be. */
  function ourConnector(opened: TlsSocket[], trusted: object = trust): buildConnector.connector {
    return ({ hostname, port, servername }, callback) => {
      const socket = connect({
        host: hostname,
        port: port || 443,
        servername,
        ALPNProtocols: ['http/1.1'],
        ...trusted,
      });
      opened.push(socket);
      // undici's types know sockets of Node's own only.
      socket.once('secureConnect', () => callback(null, socket as unknown as Socket));
      socket.once('error', (error) => callback(error, null));
    };
  }

  test.each(servers)('Agent and fetch over one connection to %s', async (_name, serve) => {
    const { origin } = await serve();
    const opened: TlsSocket[] = [];
    const dispatcher = new UndiciAgent({ connect: ourConnector(opened), connections: 1 });
    const got = await undiciRequest(`${origin}/`, { dispatcher });
    expect(sha256(Buffer.from(await got.body.arrayBuffer()))).toBe(sha256(body));
    const posted = await undiciFetch(origin, { method: 'POST', body, dispatcher });
    expect(await posted.text()).toBe(sha256(body));
    expect(opened).toHaveLength(1);
    const [socket] = opened;
    // undici destroys its sockets with an error, Node's own as well.
    const closed = new Promise((resolve) => socket?.once('close', resolve));
    await dispatcher.close();
    await closed;
  });

  test('an untrusted server is an error of the call', async () => {
    const { origin } = await serveHttp();
    const dispatcher = new UndiciAgent({ connect: ourConnector([], {}) });
    await expect(undiciRequest(origin, { dispatcher })).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    await dispatcher.destroy();
  });
});

describe('an HTTP server behind createServer', () => {
  test('keep-alive, chunks, pipelining and upgrade come from node:http as ever', async () => {
    const { port, sockets } = await serveHttp((_request, response) => {
      response.write('a'.repeat(20_000));
      setImmediate(() => response.end('b'));
    });
    const client = connect({ port, host: 'localhost', ...trust });
    client.write('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n');
    client.write('Connection: close\r\n\r\n');
    const replies = (await readAll(client)).toString();
    expect(replies.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(replies.endsWith('0\r\n\r\n')).toBe(true);
    expect(sockets).toHaveLength(1);
  });

  test('a client of Node’s own: https.get with node:tls', async () => {
    const { origin } = await serveHttp();
    const agent = new https.Agent({ ca: ca.certificatePem, keepAlive: true });
    for (let turn = 0; turn < 2; turn++) {
      const response = await responseTo(https.get(origin, { agent }));
      expect(response.headers['x-encrypted']).toBe('true');
      expect(sha256(await readAll(response))).toBe(sha256(body));
    }
    agent.destroy();
  });
});
