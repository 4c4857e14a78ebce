/** Two ends of `startTls` face to face: data, both halves, backpressure, late answers, the ends. */
import { afterEach, describe, expect, test } from 'vitest';
import type { PeerVerdict, VerifyPeerRequest } from '../../runtime/web/index.ts';
import { startTls } from '../../runtime/web/index.ts';
import { pattern, sha256 } from '../node/network.ts';
import { makeTestPki } from '../support/certificates.ts';
import {
  closeAll,
  memoryPair,
  readAll,
  startBoth,
  startClient,
  startServer,
  writeAll,
} from './streams.ts';

afterEach(closeAll);

/** Lets everything happen that can happen without a clock. */
async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

describe('data', () => {
  test('1 MiB each way at the same time, and both halves closed', async () => {
    const { client, server } = await startBoth();
    const [up, down] = [pattern(1024 * 1024), pattern(1024 * 1024 + 1)];
    const [, , atServer, atClient] = await Promise.all([
      writeAll(client, up, 10_000),
      writeAll(server, down),
      readAll(server),
      readAll(client),
    ]);
    expect(sha256(atServer)).toBe(sha256(up));
    expect(sha256(atClient)).toBe(sha256(down));
    await Promise.all([client.closed, server.closed]);
  });

  test('an echo by pipeTo; what is written before the handshake waits for it', async () => {
    const { client, server } = await startBoth();
    const echoed = server.readable.pipeTo(server.writable);
    const sent = pattern(200_000);
    const written = writeAll(client, sent, 7_001);
    expect(sha256(await readAll(client))).toBe(sha256(sent));
    await Promise.all([echoed, written, client.closed, server.closed]);
  });

  test('a half that is closed leaves the other one open', async () => {
    const { client, server } = await startBoth();
    await writeAll(client, Buffer.from('question'));
    expect((await readAll(server)).toString()).toBe('question');
    await turns();
    const answer = pattern(100_000);
    const [received] = await Promise.all([readAll(client), writeAll(server, answer)]);
    expect(sha256(received)).toBe(sha256(answer));
    await Promise.all([client.closed, server.closed]);
  });
});

describe('what was negotiated', () => {
  test('both sides know it; the exporter gives both the same, also after new keys', async () => {
    const lines: string[] = [];
    const { client, server } = await startBoth(
      { alpnProtocols: ['x', 'h2'], onKeyLog: (line) => lines.push(line) },
      { alpnProtocols: ['h2'] },
    );
    expect(() => client.rekey()).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_NOT_CONNECTED' }),
    );
    const [atClient, atServer] = await Promise.all([client.opened, server.opened]);
    expect(atClient).toMatchObject({ alpn: 'h2', protocol: 'TLSv1.3', authorized: true });
    expect(atServer).toMatchObject({ alpn: 'h2', serverName: 'localhost', authorized: false });
    client.rekey();
    const material = [client, server].map((side) =>
      side.exportKeyingMaterial('EXPERIMENTAL test', new Uint8Array(3), 40),
    );
    expect(material[0]).toEqual(material[1]);
    expect(lines).toHaveLength(5);
    const closed = Promise.all([client.closed, server.closed]);
    await Promise.all([writeAll(client, pattern(5)), readAll(server)]);
    await Promise.all([writeAll(server, pattern(5)), readAll(client), closed]);
  });
});

describe('TLS 1.2', () => {
  test('the exporter tells no context from an empty one; close_notify ends both directions', async () => {
    const { client, server } = await startBoth({}, { maxVersion: 'TLSv1.2' });
    expect(await client.opened).toMatchObject({ protocol: 'TLSv1.2' });
    await client.confirmed;
    const contexts = [undefined, new Uint8Array(0), new Uint8Array(1)];
    const [atClient, atServer] = [client, server].map((side) =>
      contexts.map((context) => side.exportKeyingMaterial('EXPERIMENTAL test', context, 16)),
    );
    expect(atClient).toEqual(atServer);
    expect(new Set(atClient?.map(String)).size).toBe(3);
    const sent = pattern(100_000);
    const [received] = await Promise.all([readAll(server), writeAll(client, sent)]);
    expect(sha256(received)).toBe(sha256(sent));
    expect((await readAll(client)).length).toBe(0);
    await Promise.all([client.closed, server.closed]);
  });
});

describe('backpressure', () => {
  test('a peer that does not read holds up the writer; nothing grows', async () => {
    const { client, server } = await startBoth();
    await client.opened;
    const writer = client.writable.getWriter();
    let taken = 0;
    const chunk = pattern(64 * 1024);
    void (async () => {
      for (;;) {
        await writer.ready;
        await writer.write(chunk);
        taken += chunk.length;
      }
    })().catch(() => {});
    await turns(300);
    expect(taken).toBeLessThan(512 * 1024);
    const before = taken;
    await turns(50);
    expect(taken).toBe(before);
    const reader = server.readable.getReader();
    let received = 0;
    while (received < 2 * 1024 * 1024) received += (await reader.read()).value?.length ?? 0;
    expect(taken).toBeGreaterThan(before);
    await writer.abort();
  });
});

describe('answers that come later', () => {
  test('a verifier with a promise: nothing is open before it has answered', async () => {
    const { leaf } = await makeTestPki();
    const requests: VerifyPeerRequest[] = [];
    let letIn: (verdict: PeerVerdict) => void = () => {};
    const asked = new Promise<void>((tellAsked) => {
      void startBoth({
        verifyPeer: (request) => {
          requests.push(request);
          tellAsked();
          return new Promise((resolve) => {
            letIn = resolve;
          });
        },
      }).then((both) => {
        pair = both;
      });
    });
    let pair: Awaited<ReturnType<typeof startBoth>> | undefined;
    await asked;
    await turns();
    let isOpen = false;
    void pair?.client.opened.then(() => {
      isOpen = true;
    });
    await turns();
    expect(isOpen).toBe(false);
    letIn({ accepted: true });
    expect((await pair?.client.opened)?.authorized).toBe(true);
    const expected = { certificates: [leaf.certificate], name: 'localhost', purpose: 'server' };
    expect(requests).toEqual([expected]);
    await pair?.client.writable.abort();
  });

  test('a key that is held elsewhere, and a certificate that is chosen late', async () => {
    const { leaf } = await makeTestPki();
    const { noble } = await import('../../runtime/index.ts');
    const key = noble.importPrivateKey(leaf.privateKey);
    const elsewhere = { certificates: [leaf.certificate], sign: () => undefined };
    const { client, server } = await startBoth(
      {},
      {
        credentials: [],
        chooseCertificate: async () => elsewhere,
        sign: async ({ scheme, content }) => key.sign(scheme, content),
      },
    );
    await Promise.all([client.opened, server.opened]);
    await client.writable.abort();
  });

  test('a refusal: both sides are told why, the server by the alert', async () => {
    const { client, server } = await startBoth({
      verifyPeer: async () => ({ accepted: false, code: 'CERT_HAS_EXPIRED' }),
    });
    const refused = { code: 'CERT_HAS_EXPIRED' };
    await expect(client.opened).rejects.toMatchObject(refused);
    await expect(client.closed).rejects.toMatchObject(refused);
    await expect(readAll(client)).rejects.toMatchObject(refused);
    await expect(client.writable.getWriter().closed).rejects.toMatchObject(refused);
    const told = { code: 'ERR_TLS_PEER_ALERT', alert: 'certificate_expired' };
    await expect(server.opened).rejects.toMatchObject(told);
    await expect(readAll(server)).rejects.toMatchObject(told);
  });
});

describe('ends', () => {
  test('close() says goodbye to both sides, after what was written', async () => {
    const { client, server } = await startBoth();
    const writer = client.writable.getWriter();
    void writer.write(pattern(300_000));
    writer.releaseLock();
    const received = readAll(server).then(async (bytes) => {
      await server.close();
      return bytes;
    });
    await client.close();
    expect(sha256(await received)).toBe(sha256(pattern(300_000)));
    await server.closed;
    await expect(client.writable.getWriter().closed).resolves.toBeUndefined();
  });

  test('close() waits closeTimeout for a peer that never says goodbye', async () => {
    const { client, server } = await startBoth({ closeTimeout: 30 });
    await server.opened;
    const reading = readAll(server);
    await expect(client.close()).rejects.toMatchObject({ code: 'ERR_TLS_CLOSE_TIMEOUT' });
    expect(await reading).toHaveLength(0);
  });

  test('a transport that ends without close_notify is an error, after the data before it', async () => {
    const { near, far } = memoryPair();
    const relay = new TransformStream<Uint8Array, Uint8Array>();
    const cut = new AbortController();
    const relayed = far.readable.pipeTo(relay.writable, { signal: cut.signal, preventAbort: true });
    relayed.catch(() => {});
    const client = await startClient(near);
    const server = await startServer({ readable: relay.readable, writable: far.writable });
    await server.opened;
    const writer = client.writable.getWriter();
    await writer.write(pattern(50_000));
    await turns();
    cut.abort();
    await relayed.catch(() => {});
    await relay.writable.close();
    const reader = server.readable.getReader();
    let length = 0;
    const reading = (async () => {
      for (;;) length += (await reader.read()).value?.length ?? 0;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
    expect(length).toBe(50_000);
    await expect(server.closed).rejects.toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
  });

  test('a transport that fails is an error with that cause', async () => {
    const { near } = memoryPair();
    const readable = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new Error('the cable is out')),
    });
    void near.readable.cancel();
    const { opened } = await startClient({ readable, writable: near.writable });
    const cause = { message: 'the cable is out' };
    await expect(opened).rejects.toMatchObject({ code: 'ERR_TLS_TRANSPORT', cause });
  });

  test('a chunk that is no bytes is the transport’s failure', async () => {
    const { writable } = memoryPair().near;
    const readable = new ReadableStream({ start: (controller) => controller.enqueue('text') });
    const { opened } = await startClient({ readable, writable });
    await expect(opened).rejects.toMatchObject({ code: 'ERR_TLS_TRANSPORT' });
  });

  test('a peer that says nothing: the handshake has a deadline', async () => {
    const { near } = memoryPair();
    const client = await startClient(near, { handshakeTimeout: 20, drainTimeout: 20 });
    await expect(client.opened).rejects.toMatchObject({ code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
  });

  test('a failure is told at once, not when the peer has closed its half', async () => {
    const { near, far } = memoryPair();
    const client = await startClient(near, { drainTimeout: 60_000 });
    const peer = far.writable.getWriter();
    void peer.write(Buffer.from('no TLS at all')).catch(() => {});
    const code = 'ERR_TLS_UNKNOWN_RECORD_TYPE';
    await expect(client.closed).rejects.toMatchObject({ code });
    expect((await readAll(far)).subarray(-7).toString('hex')).toBe('1503030002020a');
    await peer.close();
  });

  test('aborting the writable gives the connection up; the peer hears a goodbye', async () => {
    const { client, server } = await startBoth({ drainTimeout: 20 });
    await server.opened;
    await client.writable.abort();
    await expect(client.closed).rejects.toMatchObject({ code: 'ERR_TLS_ABORTED' });
    expect(await readAll(server)).toHaveLength(0);
  });

  test('a reader that is cancelled: what still comes is dropped, our half goes on', async () => {
    const { client, server } = await startBoth();
    await client.opened;
    await client.readable.cancel();
    const sent = Promise.all([writeAll(server, pattern(500_000)), readAll(server)]);
    await turns();
    await writeAll(client, Buffer.from('still there'));
    const [, received] = await sent;
    expect(received.toString()).toBe('still there');
    await Promise.all([client.closed, server.closed]);
  });
});

describe('what a caller can do wrong', () => {
  test('a locked stream, an option that is not valid, a chunk that is no bytes', async () => {
    const { near, far } = memoryPair();
    near.readable.getReader();
    expect(() => startTls(near, { serverName: 'localhost' })).toThrow(TypeError);
    expect(() => startTls(far, { serverName: 'a b' })).toThrow(/^serverName: /);
    expect(far.readable.locked).toBe(false);
    expect(() => startTls(far, { role: 'server' })).toThrow(/^credentials: /);
    const { client, server } = await startBoth({ drainTimeout: 20 });
    await server.opened;
    const writer = client.writable.getWriter();
    const wrong = 'text' as unknown as Uint8Array;
    await expect(writer.write(wrong)).rejects.toThrow(/^chunk: must be a Uint8Array/);
    await expect(client.closed).rejects.toMatchObject({ code: 'ERR_TLS_ABORTED' });
  });
});
