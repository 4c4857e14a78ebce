/**
 * A client whose write fails has perhaps not read yet why: what TCP has for it wins over the
 * failure. RFC 9846 6.1; servers that do not drain close, and TCP answers the next write with a
 * reset.
 */
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { closeAll, dial, errorOf, pattern, serveByHand } from '../node/network.ts';

afterEach(closeAll);

const badRecord = Buffer.from(`1703030013${'00'.repeat(19)}`, 'hex');
const unread = pattern(200_000);

test('an alert that comes just before a write that fails', async () => {
  const { port } = await serveByHand(({ socket, engine, send }) => {
    socket.pause();
    client.write(unread, () => {
      leaveBeforeTheNextWrite(socket, () => send(engine.receive(badRecord)));
      client.write('more');
    });
  });
  const client = await dial(port);
  expect(await errorOf(client)).toMatchObject({ alert: 'bad_record_mac', origin: 'peer' });
});

test('data and then an alert', async () => {
  // As much as TCP takes at once.
  const data = pattern(40_000);
  const { port } = await serveByHand(({ socket, engine, send }) => {
    socket.pause();
    client.write(unread, () => {
      leaveBeforeTheNextWrite(socket, () => {
        send(engine.write(data));
        send(engine.receive(badRecord));
      });
      client.write('more');
    });
  });
  const client = await dial(port);
  const received: Buffer[] = [];
  client.on('data', (chunk: Buffer) => received.push(chunk));
  expect(await errorOf(client)).toMatchObject({ alert: 'bad_record_mac', origin: 'peer' });
  expect(Buffer.concat(received).equals(data)).toBe(true);
});

test('without an alert the failure is told, and the socket is closed', async () => {
  const { port } = await serveByHand(({ socket }) => {
    socket.pause();
    client.write(unread, () => {
      leaveBeforeTheNextWrite(socket, () => {});
      client.write('more');
    });
  });
  const client = await dial(port);
  const failed = await errorOf(client);
  expect(failed).toMatchObject({ code: 'ERR_TLS_TRANSPORT', cause: { syscall: 'write' } });
  expect(client.localPort).toBeUndefined();
});

/**
 * Closes with unread input, so that TCP sends a reset: in the turn of the loop in which the client
 * writes next, and after it has read.
 */
function leaveBeforeTheNextWrite(socket: Socket, sayLastWords: () => void): void {
  // Else Nagle's algorithm keeps the last of several words.
  socket.setNoDelay(true);
  setImmediate(() => {
    sayLastWords();
    socket.destroy();
  });
}
