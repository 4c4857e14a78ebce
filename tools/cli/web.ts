/**
 * HTTP over our sockets: Node's own HTTP/1.1 server does the protocol (keep-alive, pipelining,
 * HEAD, bad requests), we bring it connections and answer with a page about them.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { connectionFacts } from './summary.ts';

/** A client that neither asks nor leaves is closed after this long. */
const idleTimeoutMs = 60_000;

/** What CONNECT gets: it asks for a tunnel, not for a page. */
const noTunnel =
  'HTTP/1.1 405 Method Not Allowed\r\nallow: GET, HEAD\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * An HTTP server that is not listening: hand it sockets by `emit('connection', socket)`.
 * Every request gets the page.
 */
export function createWebServer(): Server {
  // The page is the same for each host: requests typed by hand may leave it out.
  const server = createServer(
    { keepAliveTimeout: idleTimeoutMs, requireHostHeader: false },
    answer,
  );
  server.on('connect', (_request, socket) => socket.end(noTunnel));
  // A client that closes its half after the last request still gets all answers.
  Object.assign(server, { httpAllowHalfOpen: true });
  return server.setTimeout(idleTimeoutMs);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const page = aboutConnection(request);
  // The body, whatever it is, must be read before the next request of the connection.
  request.resume();
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'cache-control': 'no-store',
  });
  response.end(page);
}

function aboutConnection(request: IncomingMessage): string {
  // The sockets of this server are those that were handed to it.
  const { connection } = request.socket as unknown as TlsSocket;
  const facts = connection === undefined ? [] : connectionFacts(connection);
  const rows = [...facts, ['request', `${request.method} ${request.url}`] as const];
  return `<!doctype html>
<meta charset="utf-8">
<title>tlschart</title>
<h1>Hello over ${connection?.protocol ?? 'TLS'}</h1>
<table>
${rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}<td>${escapeHtml(value)}`).join('\n')}
</table>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
