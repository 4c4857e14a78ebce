/** This library as its own peer, in this process: each crypto provider against each. */
import { once } from 'node:events';
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net';
import type { ProtocolName } from '../../../generated/registries.ts';
import {
  type Credential,
  type CryptoProvider,
  type EngineOptions,
  parseAnchor,
  TlsClient,
  TlsServer,
} from '../../../runtime/index.ts';
import { TlsSocket } from '../../../runtime/node/index.ts';
import { updateKeysBeforeWrites } from '../our-end.ts';
import type { Identity } from '../pki.ts';
import { providers } from '../providers.ts';
import type {
  ClientSettings,
  Peer,
  PeerSettings,
  RunningClient,
  RunningServer,
  ServerSettings,
} from './peer.ts';

/** One peer for each crypto provider. */
export const ourselves: readonly Peer[] = providers.map((crypto) => ({
  name: `tlschart/${crypto.name}`,
  version: '',
  needs: 'nothing',
  server: { speaks: 'echo', start: (settings) => startServer(crypto, settings) },
  client: { speaks: 'stream', start: (settings) => startClient(crypto, settings) },
}));

async function startServer(
  crypto: CryptoProvider,
  settings: ServerSettings,
): Promise<RunningServer> {
  const { scope, identity, clientAuth } = settings;
  const server = scope.own(createServer({ allowHalfOpen: true, noDelay: true }), (one) =>
    one.close(),
  );
  server.once('connection', (tcp) => {
    const credentials = [credentialOf(crypto, identity)];
    const engine = new TlsServer({ ...commonOptions(crypto, settings), credentials, clientAuth });
    if (settings.updatesKeys) updateKeysBeforeWrites(engine);
    const socket = scope.own(new TlsSocket(tcp, engine), (one) => one.destroy());
    socket.on('error', () => {}).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address with a port.
  return { port: (server.address() as AddressInfo).port };
}

async function startClient(
  crypto: CryptoProvider,
  settings: ClientSettings,
): Promise<RunningClient> {
  const { scope, port, identity, groups, data } = settings;
  const engine = new TlsClient({
    ...commonOptions(crypto, settings),
    serverName: 'localhost',
    ...(groups !== undefined && { keyShares: groups.slice(0, 1) }),
    credentials: identity === undefined ? [] : [credentialOf(crypto, identity)],
  });
  if (settings.updatesKeys) updateKeysBeforeWrites(engine);
  const tcp = connectTcp({ port, host: '127.0.0.1', allowHalfOpen: true });
  const socket = scope.own(new TlsSocket(tcp, engine), (one) => one.destroy());
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  const ended = new Promise<Error | undefined>((resolve) => {
    socket.once('error', resolve).once('close', () => resolve(undefined));
  });
  socket.write(data);
  return {
    ended,
    send: (more) => socket.write(more),
    async receives(length) {
      const isEnough = () => received.reduce((sum, chunk) => sum + chunk.length, 0) >= length;
      while (!isEnough()) {
        await Promise.race([once(socket, 'data'), ended]);
        if (socket.readableEnded || socket.destroyed) break;
      }
      return Buffer.concat(received);
    },
    async close() {
      socket.end();
      const error = await ended;
      if (error !== undefined) throw error;
    },
    async fails() {
      if ((await ended) === undefined) throw new Error('the client was content');
    },
  };
}

function commonOptions(
  crypto: CryptoProvider,
  { pki, groups, versions: { min, max } }: PeerSettings,
): EngineOptions {
  const authorities = [...pki.kinds.values()].map(({ authority }) => authority);
  return {
    crypto,
    // Another one is refused by its name.
    minVersion: min as ProtocolName,
    maxVersion: max as ProtocolName,
    anchors: authorities.map(({ certificate }) => parseAnchor(certificate)),
    ...(groups !== undefined && { groups }),
  };
}

function credentialOf(crypto: CryptoProvider, { certificate, privateKey }: Identity): Credential {
  return { certificates: [certificate], privateKey: crypto.importPrivateKey(privateKey) };
}
