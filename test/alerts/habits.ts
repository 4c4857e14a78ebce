/** The habits of clients whose connection is a stream, ours and node:tls. */
import type { Duplex } from 'node:stream';
import type { ProtocolName } from '../../generated/registries.ts';
import { busyMs, type Habit, megabyte, mostWritten } from './plan.ts';

/** Lets a client live by its habit. To be called before its handshake. */
export function takeUp(habit: Habit, socket: Duplex, version: ProtocolName): void {
  const line = Buffer.from('one line\n');
  if (habit.startsWith('1 MB')) socket.write(Buffer.alloc(megabyte, 'm'));
  // A client of TLS 1.2 that is refused is never connected: it is busy from its second flight on.
  socket.once(version === 'TLSv1.3' ? 'secureConnect' : 'keylog', () => {
    if (habit === 'one write') socket.write(line);
    if (habit === 'writing all the time') keepWriting(socket);
    if (habit.includes('busy')) {
      // Finished goes out in this turn of the loop, the rest is behind it.
      setImmediate(() => {
        block(busyMs);
        socket.write(line);
      });
    }
  });
}

/** A piece in each turn of the loop, and as fast as the other end takes them. */
function keepWriting(socket: Duplex): void {
  const piece = Buffer.alloc(1024, 'p');
  let written = 0;
  const writeMore = () => {
    if (socket.destroyed || written >= mostWritten) return;
    written += piece.length;
    if (socket.write(piece)) setImmediate(writeMore);
    else socket.once('drain', writeMore);
  };
  writeMore();
}

/** Nothing happens in this process meanwhile. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
