/** `connect`: a TLS client over TCP or any other Duplex, in the shape of node:tls. */
import {
  connect as connectTcp,
  type LookupFunction,
  type NetConnectOpts,
  type Socket,
} from 'node:net';
import { addAbortSignal, Duplex } from 'node:stream';
import { TlsClient } from '../client/client.ts';
import type { ClientOptions, RevocationOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { ContextChoice } from './context-choice.ts';
import {
  type ClientTlsOptions,
  fromContext,
  inNodesWords,
  secureContextOf,
  sharedClientOptions,
} from './options.ts';
import { refuseUnsupported } from './refused-options.ts';
import type { SecureContext } from './secure-context.ts';
import { TlsSocket } from './socket.ts';
import { fetcherFor, revocationFor, type Verification, verificationBy } from './verification.ts';
import type { Carried } from './wire.ts';

/** What goes to net.connect as it is. */
export interface TransportOptions {
  readonly family?: number | null | undefined;
  readonly hints?: number | null | undefined;
  readonly localAddress?: string | null | undefined;
  readonly localPort?: number | null | undefined;
  readonly lookup?: LookupFunction | null | undefined;
  readonly autoSelectFamily?: boolean | null | undefined;
  readonly autoSelectFamilyAttemptTimeout?: number | null | undefined;
  readonly keepAlive?: boolean | null | undefined;
  readonly keepAliveInitialDelay?: number | null | undefined;
}

const transportNames = [
  'family',
  'hints',
  'localAddress',
  'localPort',
  'lookup',
  'autoSelectFamily',
  'autoSelectFamilyAttemptTimeout',
  'keepAlive',
  'keepAliveInitialDelay',
] as const satisfies readonly (keyof TransportOptions)[];

/** Options of `connect`. Others, such as those that https passes on, mean nothing here. */
export interface ConnectOptions extends ClientTlsOptions, TransportOptions {
  readonly port?: number | string | null | undefined;
  /** Default: localhost. */
  readonly host?: string | null | undefined;
  /** A Unix domain socket in place of host and port. */
  readonly path?: string | null | undefined;
  /** A stream that leads to the server, in place of a new TCP connection. */
  readonly socket?: Duplex | null | undefined;
  /** Milliseconds without traffic until the event `timeout`. Default: 0, never. */
  readonly timeout?: number | null | undefined;
  /** Each flight is one write, so nothing waits; false turns Nagle's algorithm on. Default: true. */
  readonly noDelay?: boolean | null | undefined;
  /** Destroys the socket when it fires. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Called when the handshake is complete and the server is who it should be. */
export type SecureConnectListener = () => void;

/**
 * Connects to a TLS server. The deadline for the handshake covers the TCP connection too.
 *
 * What is different from node:tls: TLS 1.2 needs an extended master secret, and there is no
 * resumption and no renegotiation; `host` is the name for SNI where there is no `servername`; the
 * environment cannot turn verification off; options that are not supported are refused by name;
 * `error` gives a TlsError, whose `cause` has the system's code.
 * @param onSecureConnect added as a listener for `secureConnect`
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid
 * @example
 * const socket = connect({ host: 'localhost', port: 8443, ca: readFileSync('ca.pem') });
 * socket.on('secureConnect', () => socket.end('hello'));
 * socket.pipe(process.stdout);
 * @example
 * https.get('https://localhost:8443/', { createConnection: (options) => connect({ ...options, ca }) });
 * @example
 * class OurAgent extends https.Agent {
 *   override createConnection(options: object) {
 *     return connect({ ...options, ca });
 *   }
 * }
 */
export function connect(
  options: ConnectOptions,
  onSecureConnect?: SecureConnectListener,
): TlsSocket;
export function connect(
  port: number,
  host?: string,
  options?: ConnectOptions,
  onSecureConnect?: SecureConnectListener,
): TlsSocket;
export function connect(
  port: number,
  options?: ConnectOptions,
  onSecureConnect?: SecureConnectListener,
): TlsSocket;
export function connect(...args: readonly unknown[]): TlsSocket {
  const { options, onSecureConnect } = normalise(args);
  const socket = open(options);
  socket.once('secure', () => socket.emit('secureConnect'));
  if (onSecureConnect !== undefined) socket.once('secureConnect', onSecureConnect);
  if (options.noDelay === false) socket.setNoDelay(false);
  if (options.timeout) socket.setTimeout(options.timeout);
  if (options.signal) addAbortSignal(options.signal, socket);
  return socket;
}

interface Call {
  readonly options: ConnectOptions;
  readonly onSecureConnect: SecureConnectListener | undefined;
}

/** The forms of the call: options; port, options; port, host, options; a listener after each. */
function normalise(args: readonly unknown[]): Call {
  const call: { port?: number; host?: string; onSecureConnect?: SecureConnectListener } = {};
  let options: ConnectOptions = {};
  for (const [index, arg] of args.entries()) {
    if (typeof arg === 'number' && index === 0) call.port = arg;
    else if (typeof arg === 'string' && index === 1) call.host = arg;
    // Their types are those of the overloads; what is in the options is checked one by one.
    else if (typeof arg === 'function') call.onSecureConnect = arg as SecureConnectListener;
    else if (typeof arg === 'object' && arg !== null) options = arg as ConnectOptions;
    else if (arg !== undefined)
      refuseArgument('options', 'must be an object, or a port and a host');
  }
  const { onSecureConnect, ...where } = call;
  return { options: { ...options, ...where }, onSecureConnect };
}

function open(options: ConnectOptions): TlsSocket {
  refuseUnsupported(options);
  const context = secureContextOf(options);
  const choice = new ContextChoice({
    context,
    now: options.now,
    chooser: options.chooseCertificate ?? undefined,
  });
  const verification = verificationBy({
    context: () => context,
    now: options.now,
    revocation: options.revocation,
    rules: options,
    onStaple: (response) => tellStaple(socket, response),
    verifyPeer: options.verifyPeer ?? undefined,
    checkServerIdentity: options.checkServerIdentity ?? undefined,
    onTolerated:
      options.rejectUnauthorized === false
        ? (code) => {
            socket.authorizationError = code;
          }
        : undefined,
  });
  const engineOptions: ClientOptions = {
    ...engineOptionsOf(options, context, verification),
    chooseCertificate: (request) => choice.hook(request),
    keyLog: options.keyLog ?? (() => socket.listenerCount('keylog') > 0),
  };
  const engine = inNodesWords(() => new TlsClient(engineOptions));
  const socket: TlsSocket = new TlsSocket(transportOf(options), engine, {
    choice,
    allowHalfOpen: options.allowHalfOpen,
    highWaterMark: options.highWaterMark,
    closeTimeout: options.closeTimeout,
    enableTrace: options.enableTrace,
    verifyPeer: verification.later,
    authorize: options.authorize ?? undefined,
    fetchStatus: fetcherFor(options.revocation),
    chooseCertificate: (request) => choice.later(request),
    sign: (request) => choice.sign(request),
  });
  return socket;
}

function engineOptionsOf(
  options: ConnectOptions,
  context: SecureContext,
  { hook }: Verification,
): ClientOptions {
  const { servername, host, trace, authorize } = options;
  return {
    ...fromContext(context),
    ...sharedClientOptions(options),
    // Agents say '' where the host is an address.
    serverName: servername || (host ?? 'localhost'),
    verifyPeer: hook,
    revocation: stapleWish(options, context),
    ...(authorize && { authorize: () => undefined }),
    ...(trace !== undefined && { trace }),
  };
}

/**
 * The engine does not judge here, but asks for a staple unless this is `off`. Where the application
 * verifies the server, it says itself whether it has use for one.
 */
function stapleWish(
  { verifyPeer, revocation, requestOCSP }: ConnectOptions,
  context: SecureContext,
): RevocationOptions {
  const judged = revocationFor(revocation, context);
  if (requestOCSP === true && judged.mode === 'off') return { ...judged, mode: 'soft-fail' };
  const isWanted = !verifyPeer || Boolean(revocation) || requestOCSP === true;
  return isWanted ? judged : { mode: 'off' };
}

/** In the midst of a handshake, which is not to fail by what listeners throw: that is their own. */
function tellStaple(socket: TlsSocket, response: Uint8Array): void {
  try {
    socket.emit('OCSPResponse', Buffer.from(response));
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

function transportOf(options: ConnectOptions): Carried {
  const { socket, path, host, port } = options;
  if (socket !== undefined && socket !== null) return checkTransport(socket);
  if (typeof path === 'string') return dial({ path }, options);
  return dial({ host: host ?? 'localhost', port: checkPort(port) }, options);
}

function dial(where: object, options: ConnectOptions): Socket {
  const chosen = transportNames.map((name) => [name, options[name]]);
  const others = Object.fromEntries(chosen.filter(([, value]) => value != null));
  // net.connect checks them itself.
  return connectTcp({ ...others, ...where, allowHalfOpen: true } as unknown as NetConnectOpts);
}

function checkTransport(socket: Duplex): Carried {
  if (!(socket instanceof Duplex)) refuseArgument('socket', 'must be a Duplex stream');
  if (socket.readableEncoding !== null || socket.readableObjectMode) {
    refuseArgument('socket', 'must give bytes: it has an encoding, or gives objects');
  }
  return socket;
}

/** URLs and agents have ports as text. */
function checkPort(port: number | string | null | undefined): number {
  const number = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : port;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65_535) {
    return number;
  }
  return refuseArgument('port', 'must be an integer from 0 to 65535');
}
