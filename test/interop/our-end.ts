/** Our end of a cell: a TlsSocket with the options that the cell asks for. */
import { on, once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import type { NamedGroupName } from '../../generated/registries.ts';
import {
  type ClientOptions,
  type ConnectionInfo,
  type Credential,
  type EngineOptions,
  parseAnchor,
  type ServerOptions,
  TlsClient,
  type TlsError,
  TlsServer,
} from '../../runtime/index.ts';
import { TlsSocket } from '../../runtime/node/index.ts';
import { type Cell, groupsWith, isWrongGuess, type Role, wrongGuessFor } from './cell.ts';
import { guessesOf } from './first-hello.ts';
import { type Identity, identitiesOf, type Pki } from './pki.ts';
import { providerOf } from './providers.ts';
import type { Scope } from './scope.ts';
import { Steps } from './watching.ts';

/** One connection. */
export interface OurEnd {
  readonly role: Role;
  readonly socket: TlsSocket;
  readonly engine: TlsClient | TlsServer;
  readonly steps: Steps;
  /** What was negotiated. Rejects if the handshake fails. */
  readonly connected: Promise<ConnectionInfo>;
  /** The groups of the key shares in the client's first hello; nothing where we are the client. */
  readonly guesses: () => readonly (NamedGroupName | undefined)[];
  /** The error with which the connection ends; undefined: it ends in peace. */
  readonly over: Promise<TlsError | undefined>;
}

/** A client on its way to the peer. */
export function startOurClient(cell: Cell, pki: Pki, port: number, scope: Scope): OurEnd {
  const steps = new Steps();
  const options = { ...commonOptions(cell, pki, steps), ...clientOptions(cell, pki) };
  const tcp = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
  return endOf(tcp, new TlsClient(options), { cell, steps, scope });
}

/** A server. */
export interface OurServer {
  readonly port: number;
  /** The next connection that a peer makes. */
  accept(): Promise<OurEnd>;
}

export async function startOurServer(cell: Cell, pki: Pki, scope: Scope): Promise<OurServer> {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  scope.own(server, () => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = scope.own(new AbortController(), (controller) => controller.abort());
  const connections = on(server, 'connection', { signal: stop.signal });
  return {
    // A TCP server has an address with a port.
    port: (server.address() as AddressInfo).port,
    async accept() {
      const { value } = await connections.next();
      const [tcp] = value;
      const steps = new Steps();
      const options = { ...commonOptions(cell, pki, steps), ...serverOptions(cell, pki) };
      return endOf(tcp, new TlsServer(options), { cell, steps, scope });
    },
  };
}

function commonOptions(cell: Cell, pki: Pki, steps: Steps): EngineOptions {
  const authorities = [...pki.kinds.values()].map(({ authority }) => authority);
  return {
    crypto: providerOf(cell.crypto),
    cipherSuites: [cell.cipherSuite],
    anchors: authorities.map(({ certificate }) => parseAnchor(certificate)),
    trace: steps.note,
  };
}

function clientOptions(cell: Cell, pki: Pki): ClientOptions {
  const guess = isWrongGuess(cell.retry) ? wrongGuessFor(cell.group) : cell.group;
  const identity = clientIdentity(cell, pki);
  return {
    serverName: 'localhost',
    groups: [...new Set([guess, ...groupsWith(cell)])],
    keyShares: [guess],
    credentials: identity === undefined ? [] : [credentialOf(identity, cell)],
  };
}

function serverOptions(cell: Cell, pki: Pki): ServerOptions {
  const { server } = identitiesOf(pki, cell.certificate);
  return {
    groups: [cell.group],
    credentials: [credentialOf(server, cell)],
    clientAuth: clientAuthOf(cell),
    ...(cell.retry.endsWith('cookie') && { cookieSecret: new Uint8Array(32).fill(7) }),
  };
}

/** What a server of this cell wants of its client. */
export function clientAuthOf({ clientAuth }: Cell): 'none' | 'request' | 'require' {
  if (clientAuth.startsWith('request/')) return 'request';
  return clientAuth.startsWith('require/') ? 'require' : 'none';
}

/** What a client of this cell shows. */
export function clientIdentity({ clientAuth, certificate }: Cell, pki: Pki): Identity | undefined {
  if (clientAuth.endsWith('/given')) return identitiesOf(pki, certificate).client;
  return clientAuth.endsWith('/refused') ? pki.stranger : undefined;
}

function credentialOf({ certificate, privateKey }: Identity, { crypto }: Cell): Credential {
  return {
    certificates: [certificate],
    privateKey: providerOf(crypto).importPrivateKey(privateKey),
  };
}

interface Circumstances {
  readonly cell: Cell;
  readonly steps: Steps;
  readonly scope: Scope;
}

function endOf(
  tcp: Socket,
  engine: TlsClient | TlsServer,
  { cell, steps, scope }: Circumstances,
): OurEnd {
  if (cell.keyUpdate === 'ours') updateKeysBeforeWrites(engine);
  const guesses = engine instanceof TlsServer ? guessesOf(engine) : () => [];
  const socket = scope.own(new TlsSocket(tcp, engine), (one) => one.destroy());
  const over = new Promise<TlsError | undefined>((resolve) => {
    socket.once('error', resolve);
    socket.once('close', () => resolve(undefined));
  });
  const connected = new Promise<ConnectionInfo>((resolve, reject) => {
    socket.once('secure', () => {
      if (socket.connection !== undefined) resolve(socket.connection);
    });
    void over.then((error) => reject(error ?? new Error('closed before the handshake was done')));
  });
  connected.catch(() => {});
  const role = engine instanceof TlsClient ? 'client' : 'server';
  return { role, socket, engine, steps, guesses, connected, over };
}

/** Updates our keys before some of our writes. Peers may bound how many they take in a second. */
export function updateKeysBeforeWrites(engine: TlsClient | TlsServer): void {
  const write = engine.write.bind(engine);
  let left = 4;
  engine.write = (data) => (left-- > 0 ? [...engine.rekey(), ...write(data)] : write(data));
}
