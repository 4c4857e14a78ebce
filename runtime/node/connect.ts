/** `connect`: a TLS client over TCP, in the shape of node:tls. */
import { connect as connectTcp, type TcpNetConnectOpts } from 'node:net';
import { TlsClient } from '../client/client.ts';
import { nobleProvider } from '../crypto/noble.ts';
import { refuseArgument } from '../errors.ts';
import { verifyByPath } from '../handshake/verify-peer.ts';
import { tolerant } from './answers.ts';
import { type ClientTlsOptions, clientEngineOptions, inNodesWords } from './options.ts';
import { TlsSocket } from './socket.ts';

/** Options of `connect`. */
export interface ConnectOptions
  extends ClientTlsOptions,
    Pick<TcpNetConnectOpts, 'family' | 'localAddress' | 'localPort' | 'lookup'> {
  readonly port: number;
  /** Default: localhost. */
  readonly host?: string | undefined;
}

/**
 * Connects to a TLS server. The deadline for the handshake covers the TCP connection too.
 * @param onSecureConnect added as a listener for `secureConnect`
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid
 * @example
 * const socket = connect({ host: 'localhost', port: 8443, ca: readFileSync('ca.pem') });
 * socket.on('secureConnect', () => socket.end('hello'));
 * socket.pipe(process.stdout);
 */
export function connect(options: ConnectOptions, onSecureConnect?: () => void): TlsSocket {
  const { port, host = 'localhost', family, localAddress, localPort, lookup, ...tls } = options;
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    refuseArgument('port', 'must be an integer from 0 to 65535');
  }
  const engineOptions = clientEngineOptions(tls, host);
  const engine = inNodesWords(() => new TlsClient(engineOptions));
  const { allowHalfOpen, highWaterMark, rejectUnauthorized = true } = tls;
  const verify =
    tls.verifyPeer ??
    ((request) => verifyByPath(request, engineOptions, engineOptions.crypto ?? nobleProvider));
  const tcp = connectTcp({
    ...defined({ family, localAddress, localPort, lookup }),
    host,
    port,
    allowHalfOpen: true,
  });
  const socket: TlsSocket = new TlsSocket(tcp, engine, {
    allowHalfOpen,
    highWaterMark,
    verifyPeer: rejectUnauthorized
      ? verify
      : tolerant(verify, (code) => {
          socket.authorizationError = code;
        }),
  });
  socket.once('secure', () => socket.emit('secureConnect'));
  if (onSecureConnect !== undefined) socket.once('secureConnect', onSecureConnect);
  return socket;
}

/** The members that have a value: node:net tells `undefined` from absent. */
function defined<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // What is left of T has no undefined in it.
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
