/** What TlsSocket has of net.Socket and of node:tls's TLSSocket, compared with Node's own. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect, type TlsSocket } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { ClientState } from '../support/states.ts';
import { closeAll, dial, listening, pattern, readAll, serve } from './network.ts';

afterEach(closeAll);

const { ca, leaf } = await makeTestPki();
const trust = { ca: ca.certificatePem };
const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };

/** Our client and a server of node:tls, both connected. */
async function meetNode(): Promise<{ ours: TlsSocket; nodes: tls.TLSSocket }> {
  const server = tls.createServer({ ...identity, requestCert: true, rejectUnauthorized: false });
  const { port } = await listening(server);
  const accepted = once(server, 'secureConnection');
  // One for servers: nobody would choose it by itself.
  const ours = await dial(port, { chooseCertificate: () => identity, servername: 'localhost' });
  await once(ours, 'secureConnect');
  const [nodes] = await accepted;
  return { ours, nodes: nodes.resume() };
}

async function closed(socket: TlsSocket): Promise<void> {
  socket.end();
  await once(socket.resume(), 'close');
}

describe('what was negotiated, as node:tls tells it', () => {
  test('certificates of both sides are the same objects in the same words', async () => {
    const { ours, nodes } = await meetNode();
    const toNode = tls.connect({ ...trust, port: ours.remotePort ?? 0, servername: 'localhost' });
    await once(toNode, 'secureConnect');
    expect(ours.getPeerCertificate()).toEqual(toNode.getPeerCertificate());
    expect(ours.getPeerX509Certificate()?.fingerprint256).toBe(
      toNode.getPeerX509Certificate()?.fingerprint256,
    );
    expect(ours.getCertificate()).toEqual(nodes.getPeerCertificate());
    expect(ours.getX509Certificate()?.raw).toEqual(Buffer.from(leaf.certificate));
    toNode.end();
    await closed(ours);
  });

  test('a chain is linked as far as it was sent; the anchor that was not sent is left out', async () => {
    const { port } = await serve((socket) => socket.resume(), {
      cert: [leaf.certificatePem, ca.certificatePem],
    });
    const client = await dial(port);
    await once(client, 'secureConnect');
    const certificate = client.getPeerCertificate(true);
    const issuer = certificate.issuerCertificate;
    expect(issuer?.raw).toEqual(Buffer.from(ca.certificate));
    expect(issuer?.issuerCertificate).toBe(issuer);
    expect(client.getPeerCertificate().issuerCertificate).toBeUndefined();
    await closed(client);
  });

  test('Finished, exporter, key exchange and signature schemes agree with the other side', async () => {
    const { ours, nodes } = await meetNode();
    expect(ours.getFinished()).toEqual(nodes.getPeerFinished());
    expect(ours.getPeerFinished()).toEqual(nodes.getFinished());
    const context = Buffer.from('context');
    const label = 'EXPERIMENTAL tlschart';
    expect(ours.exportKeyingMaterial(48, label, context)).toEqual(
      nodes.exportKeyingMaterial(48, label, context),
    );
    expect(ours.exportKeyingMaterial(16, label)).toHaveLength(16);
    expect(ours.getEphemeralKeyInfo()).toEqual({ type: 'ECDH', name: 'X25519', size: 253 });
    expect(ours.getProtocol()).toBe(nodes.getProtocol());
    expect(ours.getCipher()).toEqual(nodes.getCipher());
    // The schemes that a server's CertificateRequest has, as far as we know them.
    expect(ours.getSharedSigalgs()).toContain('ECDSA+SHA256');
    expect(nodes.getSharedSigalgs()).toContain('ECDSA+SHA256');
    await closed(ours);
  });

  test('a server: empty objects and null stand for what is not there', async () => {
    const sockets: TlsSocket[] = [];
    const { port } = await serve((socket) => sockets.push(socket.resume()));
    const client = await dial(port);
    await once(client, 'secureConnect');
    await closed(client);
    const [socket] = sockets;
    expect(socket?.getPeerCertificate()).toEqual({});
    expect(socket?.getEphemeralKeyInfo()).toBeNull();
    expect(socket?.getX509Certificate()?.subject).toBe('CN=localhost');
    expect(socket?.getSharedSigalgs()).toContain('ECDSA+SHA256');
    expect([socket?.getSession(), socket?.getTLSTicket()]).toEqual([undefined, undefined]);
    expect(client.isSessionReused()).toBe(false);
    expect(client.getCertificate()).toEqual({});
    expect(client.getPeerCertificate()).toMatchObject({ subject: { CN: 'localhost' } });
  });

  test('before the handshake nothing is known', async () => {
    const { port } = await serve();
    const client = await dial(port);
    expect(client.getFinished()).toBeUndefined();
    expect(client.getEphemeralKeyInfo()).toEqual({});
    expect(client.getPeerCertificate()).toEqual({});
    expect(client.secureConnecting).toBe(true);
    const notYet = expect.objectContaining({ code: 'ERR_TLS_NOT_CONNECTED' });
    expect(() => client.exportKeyingMaterial(10, 'EXPERIMENTAL')).toThrow(notYet);
    expect(() => client.rekey()).toThrow(notYet);
  });
});

describe('what can be changed', () => {
  test('rekey: both directions get new keys, and data go on', async () => {
    const { ours, nodes } = await meetNode();
    nodes.pipe(nodes);
    for (let turn = 0; turn < 3; turn++) {
      ours.rekey();
      ours.write(`turn ${turn}`);
      expect(String((await once(ours, 'data'))[0])).toBe(`turn ${turn}`);
    }
    await closed(ours);
  });

  test('setMaxSendFragment: records are as small as that', async () => {
    const { port } = await serve((socket) => {
      expect(socket.setMaxSendFragment(100)).toBe(false);
      expect(socket.setMaxSendFragment(20_000)).toBe(false);
      expect(socket.setMaxSendFragment(512)).toBe(true);
      socket.end(pattern(5_000));
    });
    const client = await dial(port);
    const sizes: number[] = [];
    client.on('data', (chunk: Buffer) => sizes.push(chunk.length));
    await once(client, 'end');
    expect(sizes.every((size) => size <= 512)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000);
  });

  test('what TLS 1.3 does not have is refused, in words', async () => {
    const { port } = await serve((socket) => socket.resume());
    const client = await dial(port, { servername: 'localhost' });
    await once(client, 'secureConnect');
    const renegotiated = new Promise((resolve) => {
      expect(client.renegotiate({}, resolve)).toBe(false);
    });
    expect(await renegotiated).toMatchObject({ message: /^renegotiate: never done/ });
    client.disableRenegotiation();
    client.setServername('localhost');
    expect(() => client.setServername('other.example')).toThrow(/^servername: cannot be changed/);
    expect(() => client.setKeyCert(identity)).toThrow(/^setKeyCert: comes too late/);
    await closed(client);
  });

  test('enableTrace writes messages and states to standard error, the option as well', async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      lines.push(String(text).trim());
      return true;
    });
    const { port } = await serve((socket) => socket.resume());
    const client = await dial(port, { enableTrace: true });
    await once(client, 'secureConnect');
    await closed(client);
    spy.mockRestore();
    expect(lines[0]).toBe('tlschart client client: ClientHello');
    expect(lines).toContain('tlschart client server: Finished');
    expect(lines.at(-1)).toBe(
      `tlschart client -> ${ClientState.CLOSED} (reads application, writes application)`,
    );
  });
});

describe('what a socket has', () => {
  test('addresses, counters and states', async () => {
    const { port } = await serve((socket) => {
      socket.once('data', () => socket.end('pong'));
    });
    const client = await dial(port);
    expect([client.connecting, client.pending, client.readyState]).toEqual([true, true, 'opening']);
    const events: string[] = [];
    for (const name of ['connect', 'ready', 'secureConnect']) {
      client.on(name, () => events.push(name));
    }
    client.write('ping');
    expect([client.bytesWritten, client.bufferSize]).toEqual([4, 4]);
    await once(client, 'secureConnect');
    expect(events).toEqual(['connect', 'ready', 'secureConnect']);
    expect([client.connecting, client.readyState]).toEqual([false, 'open']);
    expect(client.address()).toEqual({
      address: '127.0.0.1',
      family: 'IPv4',
      port: client.localPort,
    });
    expect([client.remoteFamily, client.localFamily]).toEqual(['IPv4', 'IPv4']);
    expect([client.localAddress, client.remotePort]).toEqual(['127.0.0.1', port]);
    await readAll(client);
    if (!client.closed) await once(client, 'close');
    expect([client.bytesRead, client.bytesWritten]).toEqual([4, 4]);
    expect(client.readyState).toBe('closed');
  });

  test('timeout: after silence, and not while there is traffic', async () => {
    const { port } = await serve((socket) => socket.resume());
    const client = await dial(port, { timeout: 20 });
    expect(client.timeout).toBe(20);
    await once(client, 'timeout');
    expect(client.destroyed).toBe(false);
    client.setTimeout(0);
    expect(client.timeout).toBe(0);
    expect(() => client.setTimeout(-1)).toThrow(/^timeout: must be a number/);
    client.destroy();
  });

  test('an AbortSignal destroys it', async () => {
    const { port } = await serve();
    const abort = new AbortController();
    const client = await dial(port, { signal: abort.signal });
    const failed = once(client, 'error');
    abort.abort();
    expect((await failed)[0]).toMatchObject({ code: 'ABORT_ERR' });
  });

  test('resetAndDestroy: the peer hears nothing but the reset', async () => {
    const sockets: TlsSocket[] = [];
    const { port } = await serve((socket) => sockets.push(socket.resume()));
    const client = await dial(port);
    await once(client, 'secureConnect');
    while (sockets[0] === undefined) await new Promise(setImmediate);
    const failed = once(sockets[0], 'error');
    client.resetAndDestroy();
    expect((await failed)[0].code).toMatch(/^ERR_TLS_(TRANSPORT|TRUNCATED)$/);
    expect(client.destroyed).toBe(true);
  });

  test('ref and unref reach the TCP socket', async () => {
    const { port } = await serve();
    const client = await dial(port);
    expect(client.ref().unref().setKeepAlive(true, 1_000).setNoDelay(false)).toBe(client);
  });
});

describe('ways to connect', () => {
  test('a path: a Unix domain socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tlschart-'));
    const path = join(folder, 'socket');
    const { server } = await serve((socket) => socket.end('by path'));
    server.close();
    await once(server, 'close');
    server.listen(path);
    await once(server, 'listening');
    const client = connect({ path, servername: 'localhost', ...trust });
    expect(String(await readAll(client))).toBe('by path');
    rmSync(folder, { recursive: true, force: true });
  });

  test('the forms of the call', async () => {
    const { port } = await serve((socket) => socket.end('x'));
    const called = async (dialled: (onSecureConnect: () => void) => TlsSocket) => {
      let isCalled = false;
      const socket = dialled(() => {
        isCalled = true;
      });
      await once(socket.resume(), 'close');
      expect(isCalled).toBe(true);
    };
    await called((done) => connect({ port, host: '127.0.0.1', ...trust }, done));
    await called((done) => connect(port, '127.0.0.1', trust, done));
    await called((done) => connect(port, { host: '127.0.0.1', ...trust }, done));
    await called((done) => connect({ port: String(port), host: '127.0.0.1', ...trust }, done));
    await called((done) => connect({ port, host: '127.0.0.1', servername: '', ...trust }, done));
  });

  test('a socket that is gone already, or that gives text', async () => {
    const gone = new PassThrough().destroy();
    await once(gone, 'close');
    const client = connect({ socket: gone, servername: 'localhost', ...trust });
    expect((await once(client, 'error'))[0]).toMatchObject({ code: 'ERR_TLS_TRANSPORT' });
    const text = new PassThrough({ encoding: 'utf8' });
    expect(() => connect({ socket: text, servername: 'a' })).toThrow(/^socket: must give bytes/);
    const wrong = {} as PassThrough;
    expect(() => connect({ socket: wrong, servername: 'a' })).toThrow(/^socket: must be a Duplex/);
  });
});
