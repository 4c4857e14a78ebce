/**
 * The server of a siege, in a process of its own: serves whoever speaks TLS, and tells when it is
 * asked what it costs. Its options come as JSON.
 */
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from '../../runtime/node/index.ts';
import { bytesHeld } from './census.ts';

/** What the server tells of itself. */
export interface SiegeReport {
  readonly connections: number;
  /** On the heap and in buffers, when all garbage is collected; and what the system has given it. */
  readonly heldBytes: number;
  readonly residentBytes: number;
  /** All that was read from connections that are closed. */
  readonly readBytes: number;
  /** How many connections are closed, and how long the one that took longest was open. */
  readonly closed: number;
  readonly longestMs: number;
}

const server = createServer(JSON.parse(process.argv[2] ?? '{}'));
let readBytes = 0;
let closed = 0;
let longestMs = 0;

server.on('connection', (tcp: Socket) => {
  const since = performance.now();
  tcp.once('close', () => {
    closed++;
    readBytes += tcp.bytesRead;
    longestMs = Math.max(longestMs, performance.now() - since);
  });
});
server.on('secureConnection', (socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('served'));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  // A TCP server has an address with a port.
  process.send?.((server.address() as AddressInfo).port);
});

process.once('disconnect', () => process.exit());
process.on('message', async () => process.send?.(await report()));

async function report(): Promise<SiegeReport> {
  const heldBytes = await bytesHeld();
  const connections = await new Promise<number>((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
  const residentBytes = process.memoryUsage.rss();
  return { connections, heldBytes, residentBytes, readBytes, closed, longestMs };
}
