/**
 * A client process for our `connect` and Node's own: makes the connections that it is ordered to
 * make, one after another, and tells of each how it ended.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { connect as connectNode, type TLSSocket } from 'node:tls';
import { alertNameOf } from '../../generated/registries.ts';
import { connect, TlsError, type TlsSocket } from '../../runtime/node/index.ts';
import { takeUp } from './habits.ts';
import type { ClientFiles, Order, Outcome } from './messages.ts';
import { longestMs } from './plan.ts';

process.on('message', async (order: Order) => {
  const outcomes: Outcome[] = [];
  for (const files of order.connections) outcomes.push(await meet(order, files));
  process.send?.(outcomes);
});
process.on('disconnect', () => process.exit());

async function meet(order: Order, files: ClientFiles): Promise<Outcome> {
  const began = performance.now();
  const socket = open(order, files);
  takeUp(order.habit, socket, order.version);
  const told = await end(socket);
  const ms = performance.now() - began;
  socket.destroy();
  return { ...told, ms };
}

function open({ client, port, version }: Order, { ca, shown }: ClientFiles) {
  const versions = { minVersion: version, maxVersion: version };
  const options = { port, host: '127.0.0.1', ca: read(ca), ...versions };
  const identity = shown && { cert: read(shown.certificate), key: read(shown.privateKey) };
  if (client !== 'ours') return connectNode({ ...options, ...identity });
  // Ours would not show by itself what the server has no use for.
  return connect({ ...options, ...(identity && { chooseCertificate: () => identity }) });
}

const known = new Map<string, Buffer>();

function read(file: string): Buffer {
  const content = known.get(file) ?? readFileSync(file);
  known.set(file, content);
  return content;
}

type Told = Omit<Outcome, 'ms'>;

/** What a client is told first: an error, or the end. */
function end(socket: TlsSocket | TLSSocket): Promise<Told> {
  return new Promise((resolve) => {
    const without = (otherwise: string) => resolve({ alert: undefined, otherwise });
    const timer = setTimeout(without, longestMs, 'nothing');
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ alert: alertIn(error), otherwise: error.code ?? error.message });
    });
    socket.once('close', () => {
      clearTimeout(timer);
      without('a close without error');
    });
    socket.resume();
  });
}

/** The alert that the server sent. OpenSSL has its own words for it in a code, or in its text. */
function alertIn(error: NodeJS.ErrnoException): string | undefined {
  if (error instanceof TlsError) return error.origin === 'peer' ? error.alert : undefined;
  // Where a write was waiting for the handshake, the write fails: `write EPROTO ...`.
  const [, number] = /SSL alert number (\d+)/.exec(error.message) ?? [];
  if (number !== undefined) return alertNameOf(Number(number));
  return /^ERR_SSL_.*_ALERT_(\w+)$/.exec(error.code ?? '')?.[1]?.toLowerCase();
}
