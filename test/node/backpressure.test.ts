/** A peer that is slow, or that never reads, costs a bounded amount of memory. */
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createNodeServer } from 'node:tls';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { bytesRecord, message, PuppetPeer } from '../hostile/puppet-peer.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, dial, dialTcp, pattern, serve, sha256 } from './network.ts';

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

test('a peer that asks for new keys again and again makes us say nothing', async () => {
  const { server, port } = await serve((socket) => socket.resume());
  const accepted = once(server, 'connection');
  const peer = new PuppetPeer('client', dialTcp(port));
  const [tcp]: Socket[] = await accepted;
  const secured = once(server, 'secureConnection');
  peer.say(message('plaintext', 'ClientHello'));
  await peer.sees('Finished');
  peer.say(message('handshake', 'Finished'));
  const [socket]: TlsSocket[] = await secured;
  const written = tcp?.bytesWritten;
  const asked = { kind: 'set', name: 'request_update', value: 'update_requested' } as const;
  const flood = Array.from({ length: 100 }, () => [
    bytesRecord('application', 23, Uint8Array.of(1)),
    message('application', 'KeyUpdate', asked),
  ]);
  peer.say(...flood.flat());
  while (socket?.bytesRead !== 100) await new Promise(setImmediate);
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  expect(tcp?.bytesWritten).toBe(written);
  expect(tcp?.writableLength).toBe(0);
});

test('what was written before the handshake holds up no reading', async () => {
  const { leaf } = await makeTestPki();
  const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
  // A Unix domain socket holds less than the client sends at once.
  const path = join(await mkdtemp(join(tmpdir(), 'tls-')), 'socket');
  const upload = 1024 * 1024;
  const received = new Promise<number>((resolve) => {
    const server = createNodeServer({ ...identity, minVersion: 'TLSv1.3' }, (socket) => {
      let length = 0;
      socket.pause().on('error', () => {});
      // It reads when all of its own is on its way.
      socket.write(Buffer.alloc(plenty), () => {
        socket.resume().on('data', (data: Buffer) => {
          length += data.length;
          if (length === upload) resolve(length);
        });
      });
    });
    onTestFinished(() => void server.close());
    server.listen(path);
  });
  const client = await dial(0, { path });
  client.resume().write(Buffer.alloc(upload));
  expect(await received).toBe(upload);
});
