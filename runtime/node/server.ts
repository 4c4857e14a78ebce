/** `createServer`: a TLS server over TCP, in the shape of node:tls. */
import { type Socket, Server as TcpServer } from 'node:net';
import type { Credential } from '../engine/credential.ts';
import type { ServerOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { checkStaticRsa } from '../handshake/static-rsa-options.ts';
import { TlsServer } from '../server/server.ts';
import { clientAuthOf } from './client-auth.ts';
import { ContextChoice } from './context-choice.ts';
import {
  fromContext,
  inNodesWords,
  type ServerTlsOptions,
  secureContextOf,
  sharedServerOptions,
} from './options.ts';
import { refuseUnsupported } from './refused-options.ts';
import { contextOf, SecureContext, type SecureContextOptions } from './secure-context.ts';
import { ServerNames } from './server-names.ts';
import { TlsSocket } from './socket.ts';
import { fetcherFor, revocationFor, verificationBy } from './verification.ts';
import type { Carried } from './wire.ts';

/**
 * A TCP server that speaks TLS. Events besides those of net.Server: `secureConnection(socket)`
 * when a handshake is complete; `tlsClientError(error, socket)` when one has failed; `keylog(line,
 * socket)`, if somebody listens for it when the client comes. `connection` gives the TCP socket,
 * which is not to be used; whoever emits it with another Duplex has TLS spoken over that one.
 *
 * `close` takes no new connections and waits for those that there are, which can take as long as
 * they like, but for two: one in the handshake ends within `handshakeTimeout`, one that has failed
 * within `drainTimeout`. `closeAllConnections` ends them all.
 *
 * `OCSPRequest(certificate, issuer, callback)` asks for the OCSP response that goes with our
 * certificate, of each client that wants one: `callback(null, response)`, all in DER; null if the
 * issuer is not in our chain, and without a response none is sent.
 *
 * What node:tls emits besides (`newSession`, `resumeSession`) cannot happen yet.
 *
 * No client can stop it: an error of a connection is told to its listeners and to nobody else.
 */
export class Server extends TcpServer {
  readonly #options: ServerTlsOptions;
  readonly #shared: Partial<ServerOptions>;
  readonly #names: ServerNames;
  /** Those whose transport is not closed yet: in the handshake, connected, or draining. */
  readonly #open = new Map<TlsSocket, Carried>();
  #context: SecureContext;

  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid */
  constructor(options: ServerTlsOptions = {}) {
    const { keepAlive, keepAliveInitialDelay } = options;
    super({
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: keepAlive === true,
      ...(typeof keepAliveInitialDelay === 'number' && { keepAliveInitialDelay }),
    });
    refuseUnsupported(options);
    const hasCallback = Boolean(options.ALPNCallback);
    if (hasCallback && options.ALPNProtocols) {
      refuseArgument('ALPNCallback', 'and ALPNProtocols are both given: only one can decide');
    }
    this.#options = options;
    this.#names = new ServerNames(options.SNICallback ?? undefined);
    this.#shared = {
      ...sharedServerOptions(options),
      clientAuth: clientAuthOf(options).clientAuth,
    };
    this.#context = this.#checked(secureContextOf(options));
    this.on('connection', (transport: Socket) => this.#accept(transport));
  }

  /**
   * Adds certificates for a host name; `*` stands for one label. The last that was added wins. A
   * context's `ca` and `crl` count as well, in place of the server's: for clients that asked for
   * this name, and for them alone. Its algorithms do not, as in node:tls: the server's are in force
   * before a name is known.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT
   */
  addContext(hostname: string, context: SecureContext | SecureContextOptions): void {
    const added = contextOf('context', context);
    requireSingleUse([this.#context, ...this.#names.contexts, added]);
    this.#names.add(hostname, added);
  }

  /**
   * Other certificates, keys and algorithms for the connections to come.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT
   */
  setSecureContext(options: SecureContextOptions): void {
    this.#context = this.#checked(new SecureContext(options));
  }

  /**
   * Gives up every connection, those in the handshake included: each peer is told, by
   * `user_canceled` and `close_notify`, has `drainTimeout` to close its half, and `closeTimeout`
   * more if it does not take what was sent. What was written and not sent yet is dropped;
   * `destroySoon` of a socket sends it first. With `close` before it the server is closed when the
   * last of them is gone, and keeps the process until then.
   */
  closeAllConnections(): void {
    for (const [socket, transport] of this.#open) {
      socket.destroy();
      // A socket that is destroyed keeps no process, but here somebody waits for `close`.
      transport.ref?.();
    }
  }

  #accept(transport: Carried): void {
    // Node remembers where a socket leads if it is asked in time: whoever logs a failure wants it.
    void transport.remoteAddress;
    const socket = this.#tlsOver(transport);
    if (!transport.closed) this.#open.set(socket, transport);
    transport.once('close', () => this.#open.delete(socket));
    if (this.listenerCount('keylog') > 0) {
      socket.on('keylog', (line) => this.emit('keylog', line, socket));
    }
    socket.on('error', (error) => {
      if (socket.connection === undefined) this.emit('tlsClientError', error, socket);
    });
    socket.once('secure', () => this.emit('secureConnection', socket));
  }

  #tlsOver(transport: Carried): TlsSocket {
    const { trace, now, revocation, verifyPeer, authorize, keyLog, ALPNCallback } = this.#options;
    const { allowHalfOpen, highWaterMark, closeTimeout, enableTrace } = this.#options;
    const choice = new ContextChoice({
      context: this.#context,
      now,
      lookup: this.#names,
      ...(this.listenerCount('OCSPRequest') > 0 && {
        statusOf: (credential) => this.#statusOf(credential),
      }),
    });
    const auth = clientAuthOf(this.#options);
    const verification = verificationBy({
      context: () => choice.current,
      now,
      revocation,
      rules: this.#options,
      verifyPeer: verifyPeer ?? undefined,
      checkServerIdentity: undefined,
      onTolerated: auth.isTolerant
        ? (code) => {
            socket.authorizationError = code;
          }
        : undefined,
    });
    const engine = new TlsServer({
      ...this.#engineOptions(this.#context),
      verifyPeer: verification.hook,
      ...(authorize && { authorize: () => undefined }),
      chooseCertificate: (request) => choice.hook(request),
      keyLog: keyLog ?? (() => socket.listenerCount('keylog') > 0),
      // Whoever emits `connection` with something else knows that it is no TCP socket.
      ...(trace !== undefined && { trace: (step) => trace(step, transport as Socket) }),
      ...(ALPNCallback && {
        chooseProtocol: ({ serverName = '', protocols }) =>
          ALPNCallback.call(socket, { servername: serverName, protocols: [...protocols] }),
      }),
    });
    const socket: TlsSocket = new TlsSocket(transport, engine, {
      choice,
      allowHalfOpen,
      highWaterMark,
      closeTimeout,
      enableTrace,
      verifyPeer: verification.later,
      authorize: authorize ?? undefined,
      fetchStatus: fetcherFor(revocation),
      chooseCertificate: (request) => choice.later(request),
      sign: (request) => choice.sign(request),
    });
    if (auth.isTolerant) socket.once('secure', () => noteMissingCertificate(socket));
    return socket;
  }

  /** Asks the listeners for `OCSPRequest`; the first answer counts, and no response is one. */
  async #statusOf({ certificates: [own, issuer] }: Credential): Promise<Uint8Array | undefined> {
    const response = await new Promise<Uint8Array | null | undefined>((resolve, reject) => {
      const issuerDer = issuer === undefined ? null : Buffer.from(issuer);
      this.emit(
        'OCSPRequest',
        Buffer.from(own ?? []),
        issuerDer,
        (error: Error | null, found?: Uint8Array) => {
          if (error) reject(error);
          else resolve(found);
        },
      );
    });
    return response ?? undefined;
  }

  /** What all connections have in common. */
  #engineOptions(context: SecureContext): ServerOptions {
    // Which authorities count depends on the name that a client asks for: then nothing is named.
    const subjects = this.#names.isEmpty ? context.ca?.map(({ subject }) => subject) : undefined;
    return {
      certificateAuthorities: subjects ?? [],
      ...fromContext(context),
      revocation: revocationFor(this.#options.revocation, context),
      ...this.#shared,
    };
  }

  /** The first engine finds out whether the others can work. */
  #checked(context: SecureContext): SecureContext {
    const { SNICallback, ALPNCallback } = this.#options;
    if (context.credentials.length === 0 && !SNICallback && !ALPNCallback) {
      refuseArgument('cert', 'is missing: a server needs a certificate and its key');
    }
    const chooseCertificate = () => 'none' as const;
    inNodesWords(() => new TlsServer({ ...this.#engineOptions(context), chooseCertificate }));
    requireSingleUse([context, ...this.#names.contexts]);
    const { legacy, cipherSuites, credentials } = context;
    if (!SNICallback) legacy?.requireDecryption(cipherSuites, credentials);
    return context;
  }
}

/**
 * Makes a TLS server; `listen` starts it.
 *
 * What is different from node:tls, besides what `connect` says: where a client must have a
 * certificate, it hears why its own was refused, by an alert that cannot be lost.
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

/** A key for static RSA signs in no other context either (RFC 9846 F.10). @throws TlsError */
function requireSingleUse(contexts: readonly SecureContext[]): void {
  const credentials = contexts.flatMap((one) => one.credentials);
  for (const { legacy, credentials: own } of contexts) {
    for (const one of own) checkStaticRsa(one, { credentials, ...(legacy && { legacy }) });
  }
}

/** A client was asked for a certificate, had none, and was let in. */
function noteMissingCertificate(socket: TlsSocket): void {
  if (socket.connection?.peerCertificates.length === 0) {
    socket.authorizationError = 'ERR_TLS_CERTIFICATE_REQUIRED';
  }
}
