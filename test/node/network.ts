/**
 * Servers and clients on loopback for the tests of the Node adapter. `closeAll` ends what a test
 * has left open; call it after each test.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket, Server as TcpServer } from 'node:net';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer } from 'node:net';
import type { Readable } from 'node:stream';
import { type Effect, noble, TlsServer } from '../../runtime/index.ts';
import type { ConnectOptions, ServerTlsOptions } from '../../runtime/node/index.ts';
import { connect, createServer, type Server, type TlsSocket } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';

const servers = new Set<TcpServer>();
const sockets = new Set<Socket | TlsSocket>();

/** Destroys every socket and closes every server that was made here. */
export async function closeAll(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  const closed = [...servers].map((server) => once(server, 'close'));
  for (const server of servers) server.close();
  await Promise.all(closed);
  sockets.clear();
  servers.clear();
}

export interface Listening<S> {
  readonly server: S;
  readonly port: number;
}

/** A TLS server on 127.0.0.1 with the good test certificate, unless told otherwise. */
export async function serve(
  onConnection: (socket: TlsSocket) => void = () => {},
  options: Partial<ServerTlsOptions> = {},
): Promise<Listening<Server>> {
  const { leaf } = await makeTestPki();
  const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
  const server = createServer({ ...identity, ...options }, onConnection);
  return await listening(server);
}

/** A plain TCP server on 127.0.0.1, half-open, for peers that do as they like. */
export async function serveTcp(
  onConnection: (socket: Socket) => void,
): Promise<Listening<TcpServer>> {
  return await listening(createTcpServer({ allowHalfOpen: true }, onConnection));
}

/** What a server does that is driven by hand. */
export interface ByHand {
  readonly socket: Socket;
  readonly engine: TlsServer;
  /** Puts what the engine has to write on the wire and nothing else into effect. */
  send(effects: readonly Effect[]): void;
}

/**
 * A TLS server that keeps to the protocol until the handshake is complete, and then does what
 * `onConnected` says.
 */
export async function serveByHand(
  onConnected: (hand: ByHand) => void,
): Promise<Listening<TcpServer>> {
  const { leaf } = await makeTestPki();
  const privateKey = noble.importPrivateKey(leaf.privateKey);
  return await serveTcp((socket) => {
    const engine = new TlsServer({
      credentials: [{ certificates: [leaf.certificate], privateKey }],
    });
    const send = (effects: readonly Effect[]) => {
      for (const effect of effects) {
        if (effect.type === 'write') socket.write(effect.data);
        if (effect.type === 'fact') setImmediate(onConnected, { socket, engine, send });
      }
    };
    send(engine.start());
    socket.on('data', (chunk) => send(engine.receive(chunk)));
  });
}

/** A TLS client that trusts the test authority. */
export async function dial(
  port: number,
  options: Partial<ConnectOptions> = {},
): Promise<TlsSocket> {
  const { ca } = await makeTestPki();
  return kept(connect({ host: '127.0.0.1', port, ca: ca.certificatePem, ...options }));
}

/** A TCP client, half-open. Its errors are nobody's business. */
export function dialTcp(port: number): Socket {
  const socket = connectTcp({ host: '127.0.0.1', port, allowHalfOpen: true });
  return kept(socket.on('error', () => {}));
}

/** All that a stream gives until its end; it is not destroyed then. Rejects with its error. */
export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks);
}

/** The error with which a socket ends. Fails if it closes without one. */
export async function errorOf(socket: TlsSocket): Promise<NodeJS.ErrnoException> {
  return await new Promise((resolve, reject) => {
    socket.once('error', resolve);
    socket.once('close', () => reject(new Error('the socket closed without an error')));
    socket.resume();
  });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Bytes that look random and are the same each time. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let value = 12_345;
  for (let i = 0; i < length; i++) {
    value = (Math.imul(value, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = value >>> 16;
  }
  return bytes;
}

/** Lets a server listen on a free port of 127.0.0.1; `closeAll` closes it and its connections. */
export async function listening<S extends TcpServer>(server: S): Promise<Listening<S>> {
  servers.add(server);
  server.on('connection', (socket: Socket) => kept(socket).on('error', () => {}));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  return { server, port: (server.address() as AddressInfo).port };
}

function kept<T extends Socket | TlsSocket>(socket: T): T {
  sockets.add(socket);
  return socket;
}
