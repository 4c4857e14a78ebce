/**
 * A page on this machine, and the relay behind it. What `--inspect` streams goes to
 * every page, and to whoever else has connected; who comes later gets what was so far.
 *
 * Only this machine is served: the address is 127.0.0.1, and pages of other origins are refused.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { messageOf, UsageError } from '../cli/usage.ts';
import { ViewHistory } from './history.ts';

/** A step of a connection is far smaller; the definition of a machine is the largest. */
const maxMessageBytes = 1024 * 1024;
/** A page that reads more slowly is closed: it may come back, and gets what it missed. */
const maxBufferedBytes = 16 * 1024 * 1024;

/** A viewer that listens. */
export interface Viewer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * @param page gives the page, whenever it is asked for
 * @throws UsageError if the port is taken
 */
export async function openViewer(port: number, page: () => Promise<string>): Promise<Viewer> {
  const server = createServer((request, response) => void answer(request, response, page));
  const closeRelay = relay(server);
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw new UsageError(`cannot listen on 127.0.0.1:${port}: ${messageOf(error)}`);
  }
  // A TCP server that listens on a port has an address with that port.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      closeRelay();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: () => Promise<string>,
): Promise<void> {
  const plain = { 'content-type': 'text/plain; charset=utf-8' };
  if (!isForUs(request)) return void response.writeHead(403, plain).end('only for this machine\n');
  if (new URL(request.url ?? '', 'http://view').pathname !== '/') {
    return void response.writeHead(404, plain).end('there is only one page: /\n');
  }
  try {
    const text = await page();
    const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
    response.writeHead(200, { ...html, 'content-security-policy': policy }).end(text);
  } catch (error) {
    response.writeHead(500, plain).end(`${messageOf(error)}\n`);
  }
}

/** The page is one file: it needs nothing but its way back to us. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'";

/** A name that somebody has pointed at this machine is not ours (DNS rebinding). */
function isForUs({ headers: { host, origin } }: IncomingMessage): boolean {
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(host ?? '')) return false;
  return origin === undefined || origin === `http://${host}`;
}

/** @returns closes it */
function relay(server: Server): () => void {
  const sockets = new WebSocketServer({
    server,
    maxPayload: maxMessageBytes,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) => isForUs(req),
  });
  const history = new ViewHistory();
  // The HTTP server tells its own errors; it has no second way to do so.
  sockets.on('error', () => {});
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    for (const text of history.texts()) socket.send(text);
    socket.on('message', (data) => {
      const text = String(data);
      if (!history.add(text)) return;
      for (const other of sockets.clients) if (other !== socket) pass(text, other);
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function pass(text: string, socket: WebSocket): void {
  if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
  else if (socket.readyState === socket.OPEN) socket.send(text);
}
