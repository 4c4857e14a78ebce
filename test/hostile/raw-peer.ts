/** A peer without TLS: sends bytes, and keeps what comes back. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { dialTcp } from '../node/network.ts';

/**
 * All that a socket brings until its FIN. Rejects if the connection is reset before: then an alert
 * may be lost.
 */
export async function heard(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  return Buffer.concat(chunks);
}

/** Sends these bytes, keeps its half open, and returns all that comes back until the FIN. */
export async function provoke(port: number, bytes: Uint8Array): Promise<Buffer> {
  const socket = dialTcp(port);
  socket.write(bytes);
  const answer = await heard(socket);
  socket.end();
  return answer;
}

/** Sends these bytes and FIN, and returns all that comes back. */
export async function sayAndLeave(port: number, bytes: Uint8Array): Promise<Buffer> {
  const socket = dialTcp(port);
  socket.end(bytes);
  return await heard(socket);
}

/** Hands the bytes to TCP, then resets the connection. */
export async function sayAndReset(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.connecting) await once(socket, 'connect');
  if (bytes.length > 0) await new Promise((done) => socket.write(bytes, done));
  socket.resetAndDestroy();
}
