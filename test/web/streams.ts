/**
 * Connections over WHATWG streams for the tests of the web adapter: two ends in memory, or one end
 * over a TCP socket of Node. `closeAll` ends what a test has left open; call it after each test.
 */
import { once } from 'node:events';
import { connect as connectTcp, createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ReadableWritablePair } from 'node:stream/web';
import { noble, parseAnchor } from '../../runtime/index.ts';
import {
  type ByteStreams,
  type ClientStartOptions,
  type ServerStartOptions,
  startTls,
  type TlsStreams,
} from '../../runtime/web/index.ts';
import { makeTestPki } from '../support/certificates.ts';

const sockets = new Set<Socket>();
const servers = new Set<Server>();

/** Destroys the TCP sockets and closes the servers that were made here. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  const closed = [...servers].map((server) => once(server, 'close'));
  for (const server of servers) server.close();
  await Promise.all(closed);
  sockets.clear();
  servers.clear();
}

/** Two ends of one connection in memory, and the bytes that go each way. */
export interface MemoryPair {
  readonly near: ByteStreams;
  readonly far: ByteStreams;
}

export function memoryPair(): MemoryPair {
  const up = new TransformStream<Uint8Array, Uint8Array>();
  const down = new TransformStream<Uint8Array, Uint8Array>();
  return {
    near: { readable: down.readable, writable: up.writable },
    far: { readable: up.readable, writable: down.writable },
  };
}

/** A client that trusts the test authority. */
export async function startClient(
  transport: ByteStreams,
  options: Partial<ClientStartOptions> = {},
): Promise<TlsStreams> {
  const { ca } = await makeTestPki();
  const anchors = [parseAnchor(ca.certificate)];
  return startTls(transport, { serverName: 'localhost', anchors, ...options });
}

/** A server with the good test certificate. */
export async function startServer(
  transport: ByteStreams,
  options: Partial<ServerStartOptions> = {},
): Promise<TlsStreams> {
  const { leaf } = await makeTestPki();
  const privateKey = noble.importPrivateKey(leaf.privateKey);
  const credentials = [{ certificates: [leaf.certificate], privateKey }];
  return startTls(transport, { credentials, ...options, role: 'server' });
}

/** Client and server, face to face in memory. */
export async function startBoth(
  clientOptions: Partial<ClientStartOptions> = {},
  serverOptions: Partial<ServerStartOptions> = {},
): Promise<{ readonly client: TlsStreams; readonly server: TlsStreams }> {
  const { near, far } = memoryPair();
  return {
    client: await startClient(near, clientOptions),
    server: await startServer(far, serverOptions),
  };
}

/** A TCP connection to this port of 127.0.0.1, as streams. */
export function dialTcp(port: number): ByteStreams {
  return streamsOf(connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true }));
}

/** A TCP server on 127.0.0.1 that gives its connections as streams. @returns its port */
export async function serveTcp(onConnection: (streams: ByteStreams) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => onConnection(streamsOf(socket)));
  servers.add(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** All that a stream gives until its end. Rejects with its error. */
export async function readAll({ readable }: Pick<ByteStreams, 'readable'>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const reader = readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    chunks.push(value);
  }
}

/** Writes all of it and closes. */
export async function writeAll(
  { writable }: Pick<ByteStreams, 'writable'>,
  bytes: Uint8Array,
  partLength = bytes.length,
): Promise<void> {
  const writer = writable.getWriter();
  for (let at = 0; at < bytes.length; at += partLength) {
    await writer.ready;
    writer.write(bytes.subarray(at, at + partLength)).catch(() => {});
  }
  await writer.close();
}

function streamsOf(socket: Socket): ByteStreams {
  sockets.add(socket.on('error', () => {}));
  // Node's types know streams of Node's own; they are the platform's.
  return Duplex.toWeb(socket) as ReadableWritablePair as unknown as ByteStreams;
}
