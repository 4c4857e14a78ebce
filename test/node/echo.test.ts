/** Data both ways through real sockets, and what the sockets tell of their connection. */
import { once } from 'node:events';
import { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, dial, pattern, readAll, serve, sha256 } from './network.ts';

afterEach(closeAll);

const echo = (socket: TlsSocket) => void pipeline(socket, socket).catch(() => {});

describe('data', () => {
  test('1 MiB there and back, by hash', async () => {
    const { port } = await serve(echo);
    const sent = pattern(1024 * 1024);
    const client = await dial(port, { allowHalfOpen: true });
    client.end(sent);
    expect(sha256(await readAll(client))).toBe(sha256(sent));
  });

  test('1 MiB each way at the same time', async () => {
    const [up, down] = [pattern(1024 * 1024), pattern(1024 * 1024 + 1)];
    const received: Promise<Buffer>[] = [];
    const { port } = await serve(
      (socket) => {
        received.push(readAll(socket));
        socket.end(down);
      },
      { allowHalfOpen: true },
    );
    const client = await dial(port, { allowHalfOpen: true });
    client.end(up);
    expect(sha256(await readAll(client))).toBe(sha256(down));
    const [atServer] = await Promise.all(received);
    expect(sha256(atServer ?? Buffer.of())).toBe(sha256(up));
  });

  test('a thousand small writes arrive whole and in order', async () => {
    const { port } = await serve(echo);
    const client = await dial(port, { allowHalfOpen: true });
    const sent = pattern(7_777);
    for (let at = 0; at < sent.length; at += 7) client.write(sent.subarray(at, at + 7));
    client.end();
    expect(await readAll(client)).toEqual(sent);
  });

  test('a server may speak first', async () => {
    const { port } = await serve((socket) => socket.end('hello'));
    expect((await readAll(await dial(port))).toString()).toBe('hello');
  });

  test('the callback of a write comes when the transport has taken the bytes', async () => {
    const { port } = await serve(echo);
    const client = await dial(port);
    const beforeHandshake = new Promise<boolean>((resolve) => {
      client.write('early', () => resolve(client.connection !== undefined));
    });
    expect(await beforeHandshake).toBe(true);
    await new Promise<void>((resolve) => client.write('late', () => resolve()));
  });
});

describe('what a connection tells', () => {
  test('both sides know what was negotiated', async () => {
    const atServer: TlsSocket[] = [];
    const { port } = await serve((socket) => atServer.push(socket.resume()), {
      ALPNProtocols: ['http/1.1', 'a'],
    });
    const client = await dial(port, { servername: 'localhost', ALPNProtocols: ['b', 'a'] });
    expect(client.getProtocol()).toBeNull();
    expect(client.getCipher()).toBeUndefined();
    expect(client.alpnProtocol).toBeNull();
    await once(client, 'secureConnect');
    client.end();
    await once(client.resume(), 'close');

    const [server] = atServer;
    for (const socket of [client, server]) {
      expect(socket?.getProtocol()).toBe('TLSv1.3');
      expect(socket?.getCipher()?.name).toBe('TLS_AES_128_GCM_SHA256');
      expect(socket?.connection).toMatchObject({
        group: 'X25519MLKEM768',
        signatureScheme: 'ecdsa_secp256r1_sha256',
      });
      expect(socket?.alpnProtocol).toBe('a');
      expect(socket?.servername).toBe('localhost');
      expect(socket?.encrypted).toBe(true);
    }
    expect(client.authorized).toBe(true);
    expect(client.authorizationError).toBeNull();
    expect(client.getPeerX509Certificate()?.subject).toBe('CN=localhost');
    expect(server?.authorized).toBe(false);
    expect(server?.getPeerX509Certificate()).toBeUndefined();
  });

  test('without ALPN and with an address for a name: both false', async () => {
    const { port } = await serve((socket) => socket.end());
    const client = await dial(port);
    await once(client, 'secureConnect');
    expect(client.alpnProtocol).toBe(false);
    expect(client.servername).toBe(false);
    expect(client.remotePort).toBe(port);
    expect(client.remoteAddress).toBe('127.0.0.1');
  });

  test('rejectUnauthorized: false goes on and tells why it should not', async () => {
    const { port } = await serve((socket) => socket.end());
    const client = await dial(port, { ca: undefined, rejectUnauthorized: false });
    await once(client, 'secureConnect');
    expect(client.authorized).toBe(false);
    expect(client.authorizationError).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('key log lines come to whoever listens, unless they are turned off', async () => {
    const lines: string[] = [];
    const { server, port } = await serve((socket) => socket.end());
    server.on('keylog', (line: Buffer, socket: TlsSocket) => {
      expect(socket.remotePort).toBeTypeOf('number');
      lines.push(line.toString());
    });
    const silent = await dial(port, { keyLog: false });
    silent.on('keylog', () => expect.unreachable('it was turned off'));
    await readAll(silent);
    const labels = lines.map((line) => line.split(' ')[0]);
    expect(labels.toSorted()).toEqual([
      'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
      'CLIENT_TRAFFIC_SECRET_0',
      'EXPORTER_SECRET',
      'SERVER_HANDSHAKE_TRAFFIC_SECRET',
      'SERVER_TRAFFIC_SECRET_0',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64}\n$/);
  });
});

describe('one write a flight', () => {
  test('a handshake with data and an end costs each side three writes', async () => {
    const { port } = await serve((socket) => socket.resume().end('d'.repeat(40_000)));
    const writes = { client: 0, server: 0 };
    const { write } = Socket.prototype;
    vi.spyOn(Socket.prototype, 'write').mockImplementation(function (this: Socket, ...args) {
      if (this.connecting || this.remotePort === port) writes.client += 1;
      if (this.localPort === port) writes.server += 1;
      return Reflect.apply(write, this, args);
    });
    const client = await dial(port);
    client.end('this waits for the handshake');
    expect(await readAll(client)).toHaveLength(40_000);
    await once(client, 'close');
    vi.restoreAllMocks();
    // The client: ClientHello; Finished with the data; close_notify.
    // The server: ServerHello..Finished; the data, in three records; close_notify.
    expect(writes).toEqual({ client: 3, server: 3 });
  });
});
