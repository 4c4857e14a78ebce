/** `createServer`: a TLS server over TCP, in the shape of node:tls. */
import { type Socket, Server as TcpServer } from 'node:net';
import type { ServerOptions } from '../engine/options.ts';
import { TlsServer } from '../server/server.ts';
import { inNodesWords, type ServerTlsOptions, serverEngineOptions } from './options.ts';
import { TlsSocket, type TlsSocketSettings } from './socket.ts';

/**
 * A TCP server that speaks TLS. Events besides those of net.Server: `secureConnection(socket)`
 * when a handshake is complete; `tlsClientError(error, socket)` when one has failed; `keylog(line,
 * socket)` with the option `keyLog`. `connection` gives the TCP socket, which is not to be used.
 *
 * No client can stop it: an error of a connection is told to its listeners and to nobody else.
 */
export class Server extends TcpServer {
  readonly #engineOptions: ServerOptions;
  readonly #settings: TlsSocketSettings;
  readonly #trace: ServerTlsOptions['trace'];

  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid */
  constructor(options: ServerTlsOptions) {
    super({ allowHalfOpen: true, noDelay: true });
    const { allowHalfOpen, highWaterMark, sign, trace } = options;
    this.#trace = trace;
    this.#settings = { allowHalfOpen, highWaterMark, sign };
    this.#engineOptions = serverEngineOptions(options);
    // The first engine finds out whether the others can work.
    inNodesWords(() => new TlsServer(this.#engineOptions));
    this.on('connection', (tcp: Socket) => this.#accept(tcp));
  }

  #accept(tcp: Socket): void {
    // Node remembers where a socket leads if it is asked in time: whoever logs a failure wants it.
    void tcp.remoteAddress;
    const trace = this.#trace;
    const options: ServerOptions =
      trace === undefined
        ? this.#engineOptions
        : { ...this.#engineOptions, trace: (step) => trace(step, tcp) };
    const socket = new TlsSocket(tcp, new TlsServer(options), this.#settings);
    socket.on('keylog', (line) => this.emit('keylog', line, socket));
    socket.on('error', (error) => {
      if (socket.connection === undefined) this.emit('tlsClientError', error, socket);
    });
    socket.once('secure', () => this.emit('secureConnection', socket));
  }
}

/**
 * Makes a TLS server; `listen` starts it.
 * @param onSecureConnection added as a listener for `secureConnection`
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid
 * @example
 * const server = createServer({ cert, key }, (socket) => socket.end('hello\n'));
 * server.listen(8443);
 */
export function createServer(
  options: ServerTlsOptions,
  onSecureConnection?: (socket: TlsSocket) => void,
): Server {
  const server = new Server(options);
  if (onSecureConnection !== undefined) server.on('secureConnection', onSecureConnection);
  return server;
}
