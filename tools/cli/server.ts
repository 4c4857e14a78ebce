/** `tlschart server`: serves pages about the connection, or an echo, until it is told to stop. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { TlsError } from '../../runtime/index.ts';
import { createServer, type Server, type TlsSocket } from '../../runtime/node/index.ts';
import { errorLine } from './error-line.ts';
import { openKeyLog } from './key-log.ts';
import {
  asksForStatus,
  type RevocationChoices,
  revocationOptionsOf,
} from './revocation-options.ts';
import { onStopSignal } from './signals.ts';
import { connectionFacts } from './summary.ts';
import { inOptionNames, type TlsChoices, tlsOptionsOf } from './tls-options.ts';
import { messageOf, printAddress, UsageError } from './usage.ts';
import { type WatchChoices, Watchers } from './watchers.ts';
import { createWebServer } from './web.ts';

/** Options as commander gives them. */
export interface ServerOptions extends TlsChoices, RevocationChoices, WatchChoices {
  readonly port: number;
  readonly host: string;
  readonly clientAuth: 'none' | 'request' | 'require';
  readonly alpn?: readonly string[];
  readonly echo?: boolean;
  readonly keylog?: string;
}

/** How long clients may take for what they are still being sent when the server stops. */
const lastDataMs = 1_000;
/** How long all of it may take: the last data, then the drains. */
const lastWordsMs = 4_000;

/**
 * Serves until SIGINT or SIGTERM.
 * @returns the exit code
 * @throws UsageError
 */
export async function runServer(options: ServerOptions): Promise<number> {
  const watchers = await Watchers.open(options);
  try {
    await serve(create(options, watchers), options);
    return 0;
  } finally {
    watchers.close();
  }
}

async function serve(server: Server, options: ServerOptions): Promise<void> {
  const sockets = new Set<TlsSocket>();
  server.on('tlsClientError', (error, socket) => report(socket, `failed: ${errorLine(error)}`));
  server.on('secureConnection', (socket: TlsSocket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', (error) => report(socket, `broke: ${errorLine(error)}`));
    report(socket, `connected: ${inOneLine(socket)}`);
  });
  server.on('secureConnection', options.echo ? echo : serveWeb());
  await listen(server, options);
  onStopSignal(() => void stop(server, sockets));
  await once(server, 'close');
}

/** Data first, then the last words to everybody, those in the handshake included. */
async function stop(server: Server, connected: ReadonlySet<TlsSocket>): Promise<void> {
  // Keeps the process while clients hear our last words, and leaves those that never will.
  const limit = setTimeout(() => process.exit(0), lastWordsMs);
  server.close(() => clearTimeout(limit));
  const late = AbortSignal.timeout(lastDataMs);
  const isClosed = [...connected].map((socket) => once(socket, 'close', { signal: late }));
  for (const socket of connected) socket.destroySoon();
  await Promise.allSettled(isClosed);
  server.closeAllConnections();
}

function create(options: ServerOptions, watchers: Watchers): Server {
  const { clientAuth, ca, alpn, keylog } = options;
  if (!options.echo && alpn?.includes('h2')) {
    throw new UsageError('--alpn: h2 is not what --http speaks; it speaks http/1.1');
  }
  if ((clientAuth !== 'none') !== (ca !== undefined)) {
    throw new UsageError('--client-auth request or require, and --ca FILE, need each other');
  }
  if (clientAuth === 'none' && asksForStatus(options)) {
    throw new UsageError('--crl, --revocation and --fetch need --client-auth request or require');
  }
  const log = keylog === undefined ? undefined : openKeyLog(keylog);
  const tls = { ...tlsOptionsOf(options), ...revocationOptionsOf(options) };
  try {
    const server = createServer({
      ...tls,
      clientAuth,
      ALPNProtocols: alpn,
      keyLog: log !== undefined,
      allowHalfOpen: true,
      ...(watchers.areThere && {
        trace: (step, tcp) => watchers.tell(step, tcp, peerOf(tcp), peerOf(tcp)),
      }),
    });
    if (log !== undefined) server.on('keylog', log);
    return server;
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new UsageError(`--${inOptionNames(messageOf(error))}`);
  }
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(`cannot listen on ${printAddress(host, port)}: ${messageOf(error)}`);
  }
  server.on('error', (error) => complain(errorLine(error)));
  process.stdout.on('error', ({ message }) => complain(`standard output: ${message}`));
  // A TCP server that listens on a port has an address with that port.
  const address = server.address() as AddressInfo;
  process.stdout.write(`listening on ${printAddress(host, address.port)}\n`);
}

function serveWeb(): (socket: TlsSocket) => void {
  const web = createWebServer();
  return (socket) => {
    web.emit('connection', socket);
  };
}

function echo(socket: TlsSocket): void {
  // How it ends is told by the socket's own error.
  pipeline(socket, socket, () => {});
}

function inOneLine({ connection }: TlsSocket): string {
  if (connection === undefined) return '';
  return connectionFacts(connection)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function complain(text: string): void {
  process.stderr.write(`tlschart: ${text}\n`);
}

function report(socket: TlsSocket, text: string): void {
  process.stderr.write(`${peerOf(socket)} ${text}\n`);
}

function peerOf({
  remoteAddress,
  remotePort,
}: Pick<TlsSocket, 'remoteAddress' | 'remotePort'>): string {
  if (remoteAddress === undefined || remotePort === undefined) return 'a client that has left';
  return printAddress(remoteAddress, remotePort);
}
