/** A peer that is slow, or that never reads, costs a bounded amount of memory. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Effect, noble, TlsServer } from '../../runtime/index.ts';
import { TlsSocket } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, dial, dialTcp, pattern, serve, serveTcp, sha256 } from './network.ts';

afterEach(closeAll);

/** More than the socket buffers of both ends hold. */
const plenty = 24 * 1024 * 1024;

test('a slow reader holds up the writer, and gets everything in the end', async () => {
  let sender: TlsSocket | undefined;
  let accepted: Socket | undefined;
  const sent = pattern(1024 * 1024);
  const { server, port } = await serve((socket) => {
    sender = socket;
    socket.end(sent);
  });
  server.on('connection', (tcp) => {
    accepted = tcp;
  });
  const client = await dial(port, { highWaterMark: 1_000 });
  const chunks: Buffer[] = [];
  let mostHeld = 0;
  for await (const chunk of client) {
    chunks.push(chunk);
    mostHeld = Math.max(mostHeld, chunk.length + client.readableLength);
    await new Promise(setImmediate);
  }
  expect(sha256(Buffer.concat(chunks))).toBe(sha256(sent));
  // What one read of the socket can bring more than the high-water mark, and what lies there.
  expect(mostHeld).toBeLessThan(150_000);
  expect(sender?.writableLength).toBe(0);
  expect(accepted?.writableLength).toBe(0);
});

test('a reader that does not read: nothing is taken from the network for it', async () => {
  const { port } = await serve((socket) => socket.end(pattern(2 * 1024 * 1024)));
  const client = await dial(port);
  await once(client, 'secureConnect');
  await once(client, 'readable');
  // A hundred turns of the loop, each with a chance to read more.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(client.readableLength).toBeLessThan(150_000);
});

test('a long write is encrypted part by part, as the transport takes it', async () => {
  let accepted: Socket | undefined;
  const { server, port } = await serve((socket) => socket.write(Buffer.alloc(plenty)));
  server.on('connection', (tcp) => {
    accepted = tcp;
  });
  const client = await dial(port);
  client.pause();
  await once(client, 'secureConnect');
  for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  expect(accepted?.writableLength).toBeLessThan(600_000);
});

/** An engine that answers whatever comes: what a flood of KeyUpdates would cost, in no time. */
class Talkative extends TlsServer {
  received = 0;

  override receive(chunk: Uint8Array): readonly Effect[] {
    this.received += chunk.length;
    return [{ type: 'write', data: new Uint8Array(32 * 1024) }];
  }
}

test('a peer that makes us answer and does not read is not read either', async () => {
  const { leaf } = await makeTestPki();
  const privateKey = noble.importPrivateKey(leaf.privateKey);
  const engine = new Talkative({ credentials: [{ certificates: [leaf.certificate], privateKey }] });
  let accepted: Socket | undefined;
  const { port } = await serveTcp((tcp) => {
    accepted = tcp;
    new TlsSocket(tcp, engine).on('error', () => {});
  });
  const peer = dialTcp(port);
  peer.pause();
  let isFlooding = true;
  const flood = () => {
    for (let i = 0; i < 100 && isFlooding; i++) peer.write('?'.repeat(1_000));
    if (isFlooding) setImmediate(flood);
  };
  flood();
  for (let turn = 0; turn < 300; turn++) await new Promise(setImmediate);
  isFlooding = false;
  expect(engine.received).toBeGreaterThan(0);
  expect(accepted?.writableLength).toBeLessThan(32 * 1024 * 5);
});
