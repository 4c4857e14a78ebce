/** Servers that refuse every client of this measurement: ours, and some that do not drain. */
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import {
  certificatesFromPem,
  type Effect,
  parseAnchor,
  privateKeyFromPem,
  TlsServer,
} from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { createServer } from '../../runtime/node/index.ts';
import type { Refusal } from './plan.ts';

/** PEM: the server's certificate and key, and the authority that its clients ought to have. */
export interface ServerSettings {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

export function refusingServer(settings: ServerSettings, refusal: Refusal): Server {
  const { ending, isDeferred } = refusal;
  if (!ending.startsWith('drain')) return serverWithoutDrain(settings, refusal);
  return createServer({
    ...settings,
    clientAuth: 'require',
    deferClientAuthAlerts: isDeferred,
    ...(ending === 'drain 256 KiB' && { drainBudget: 256 * 1024 }),
  });
}

/** Ours as well, up to the alert and with it; but the end is that of other servers. */
function serverWithoutDrain(settings: ServerSettings, { ending, isDeferred }: Refusal): Server {
  const end = ending === 'close' ? closeAtOnce : shutDownAndClose;
  const credential = {
    certificates: certificatesFromPem(settings.cert),
    privateKey: nodeProvider.importPrivateKey(privateKeyFromPem(settings.key)),
  };
  const anchors = certificatesFromPem(settings.ca).map((der) => parseAnchor(der));
  return createTcpServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    const engine = new TlsServer({
      crypto: nodeProvider,
      credentials: [credential],
      anchors,
      clientAuth: 'require',
      deferClientAuthAlerts: isDeferred,
    });
    const carryOut = (effects: readonly Effect[]) => {
      for (const effect of effects) {
        if (effect.type === 'write') socket.write(effect.data);
        if (effect.type === 'shutdownWrite') end(socket);
      }
    };
    carryOut(engine.start());
    socket.on('data', (bytes) => carryOut(engine.receive(bytes)));
    socket.on('end', () => socket.destroy());
    // Of a client that was cut off: that is what this server does.
    socket.on('error', () => {});
  });
}

/** The alert is with TCP by now: Node writes what fits at once. */
function closeAtOnce(socket: Socket): void {
  socket.destroy();
}

function shutDownAndClose(socket: Socket): void {
  socket.end(() => socket.destroy());
}
