/** `tlschart server`: a page about the connection, or an echo. Keeps serving whatever comes. */
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TlsSocket } from '../../runtime/node/index.ts';
import { explain, keyLogTo, printStep } from './report.ts';
import { parsePort, parseProtocols, readInput, UsageError } from './usage.ts';

/** As commander gives them. */
export interface ServerArguments {
  readonly port: string;
  readonly host: string;
  readonly cert: string;
  readonly key: string;
  readonly alpn?: string;
  readonly http?: boolean;
  readonly echo?: boolean;
  readonly keylog?: string;
  readonly trace?: boolean;
}

/** Serves until SIGTERM or SIGINT. @returns the exit code */
export async function runServer(args: ServerArguments): Promise<number> {
  if (args.http === true && args.echo === true) {
    throw new UsageError('--http and --echo exclude each other');
  }
  const port = parsePort(args.port, 0);
  const sockets = new Set<TlsSocket>();
  const serve = args.echo === true ? echo : httpOver(aboutServer());
  const server = makeServer(args);
  server.on('secureConnection', (socket: TlsSocket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', (error) => process.stderr.write(`tlschart: ${explain(error)}\n`));
    serve(socket);
  });
  server.on('tlsClientError', (error) => process.stderr.write(`tlschart: ${explain(error)}\n`));
  await listening(server, port, args.host);
  const { address, port: bound } = server.address() as AddressInfo;
  const host = address.includes(':') ? `[${address}]` : address;
  process.stdout.write(`listening on ${host}:${bound}\n`);
  await signalled();
  server.close();
  for (const socket of sockets) socket.destroy();
  return 0;
}

function makeServer(args: ServerArguments): Server {
  const server = createServer({
    cert: readInput('--cert', args.cert),
    key: readInput('--key', args.key),
    ALPNProtocols: parseProtocols(args.alpn),
    ...(args.keylog === undefined ? {} : { keyLog: true }),
    ...(args.trace === true ? { trace: printStep } : {}),
  });
  if (args.keylog !== undefined) server.on('keylog', keyLogTo(args.keylog));
  return server;
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new UsageError(error.message)));
    server.listen(port, host, resolve);
  });
}

/** The first signal closes; the second one ends the process as signals do. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

function echo(socket: TlsSocket): void {
  socket.pipe(socket);
}

/** Node's own HTTP server reads the requests; the TLS connection is its socket. */
function httpOver(http: HttpServer): (socket: TlsSocket) => void {
  return (socket) => {
    http.emit('connection', socket);
  };
}

/** A small page about the connection, whatever is asked for. */
function aboutServer(): HttpServer {
  return createHttpServer((request, response) => {
    const { connection } = request.socket as unknown as TlsSocket;
    const facts = Object.entries({
      protocol: connection?.protocol,
      'cipher suite': connection?.cipherSuite,
      group: connection?.group,
      'signature scheme': connection?.signatureScheme,
      ALPN: connection?.alpnProtocol ?? 'none',
      'server name': connection?.serverName ?? 'none',
    });
    const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value ?? '')}</dd>`);
    request.resume();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>tlschart</title><h1>Hello from a statechart</h1><dl>${rows.join('')}</dl>\n`,
    );
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
