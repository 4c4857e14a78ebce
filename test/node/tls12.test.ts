/**
 * TLS 1.2 by the Node adapter, with node:tls at the other end: what is negotiated, what both sides
 * tell of it, and what is different from TLS 1.3.
 */
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectOptions, ServerTlsOptions, TlsSocket } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { createClientAuthority } from './client-pki.ts';
import { closeAll, dial, errorOf, listening, pattern, readAll, serve, sha256 } from './network.ts';

afterEach(closeAll);

const { ca, leaf } = await makeTestPki();
const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
const only = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;

/** What node:tls and TlsSocket have in common, as far as it is asked here. */
type Either = tls.TLSSocket | TlsSocket;

interface Pair {
  readonly ours: TlsSocket;
  readonly theirs: tls.TLSSocket;
}

/** A server of ours, and node:tls as its client. */
async function asServer(
  options: Partial<ServerTlsOptions> = {},
  theirOptions: tls.ConnectionOptions = only,
): Promise<Pair> {
  const { server, port } = await serve(() => {}, options);
  const accepted = once(server, 'secureConnection');
  const theirs = tls.connect({ port, host: 'localhost', ca: ca.certificatePem, ...theirOptions });
  await once(theirs, 'secureConnect');
  theirs.on('error', () => {});
  const [ours] = await accepted;
  return { ours, theirs };
}

/** A client of ours, and node:tls as its server. */
async function asClient(
  options: Partial<ConnectOptions> = {},
  theirOptions: tls.TlsOptions = only,
): Promise<Pair> {
  const { server, port } = await listening(tls.createServer({ ...identity, ...theirOptions }));
  const accepted = once(server, 'secureConnection');
  const ours = await dial(port, options);
  await once(ours, 'secureConnect');
  const [theirs] = await accepted;
  theirs.on('error', () => {});
  return { ours, theirs };
}

const roles = [
  ['server', asServer],
  ['client', asClient],
] as const;

describe.each(roles)('as %s', (role, meet) => {
  test('both sides tell the same of the connection', async () => {
    const { ours, theirs } = await meet();
    expect(ours.getProtocol()).toBe('TLSv1.2');
    expect(theirs.getProtocol()).toBe('TLSv1.2');
    expect(ours.getCipher()).toEqual({
      name: 'ECDHE-ECDSA-AES128-GCM-SHA256',
      standardName: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
      version: 'TLSv1.2',
    });
    expect(ours.isSessionReused()).toBe(false);
    expect(ours.getFinished()).toHaveLength(12);
    expect(ours.getFinished()).toEqual(theirs.getPeerFinished());
    expect(ours.getPeerFinished()).toEqual(theirs.getFinished());
    const keys = { server: null, client: { type: 'ECDH', name: 'X25519', size: 253 } };
    expect(ours.getEphemeralKeyInfo()).toEqual(keys[role]);
  });

  test('no context of an exporter is another one than an empty one (RFC 5705 4)', async () => {
    const { ours, theirs } = await meet();
    const exported = (socket: Either) => [
      // @types/node wants a context; node:tls does not.
      (socket as TlsSocket).exportKeyingMaterial(32, 'EXPERIMENTAL x'),
      socket.exportKeyingMaterial(32, 'EXPERIMENTAL x', Buffer.alloc(0)),
      socket.exportKeyingMaterial(32, 'EXPERIMENTAL x', Buffer.from('y')),
    ];
    expect(exported(ours)).toEqual(exported(theirs));
    expect(new Set(exported(ours).map(String)).size).toBe(3);
  });

  test('data both ways, by hash, and a close_notify that ends both directions', async () => {
    const { ours, theirs } = await meet({ allowHalfOpen: true });
    const sent = pattern(300_000);
    theirs.pipe(theirs);
    ours.write(sent);
    let received = 0;
    const chunks: Buffer[] = [];
    for await (const chunk of ours) {
      chunks.push(chunk);
      received += chunk.length;
      if (received === sent.length) break;
    }
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(sent));
  });

  test("the peer's close_notify ends our half too, whatever allowHalfOpen says", async () => {
    const { ours, theirs } = await meet({ allowHalfOpen: true });
    const closed = once(ours, 'close');
    theirs.end('bye');
    expect(String(await readAll(ours))).toBe('bye');
    const refused = new Promise((resolve) => ours.write('too late', resolve));
    expect(await refused).toMatchObject({ code: 'ERR_TLS_WRITE_AFTER_CLOSE' });
    await closed.catch(() => {});
  });

  test('key log lines are those of the peer: CLIENT_RANDOM', async () => {
    const lines: Record<'ours' | 'theirs', string[]> = { ours: [], theirs: [] };
    const note = (whose: 'ours' | 'theirs') => (line: Buffer) => lines[whose].push(String(line));
    const { server, port } =
      role === 'server'
        ? await serve(() => {})
        : await listening(tls.createServer({ ...identity, ...only }));
    server.on('keylog', note(role === 'server' ? 'ours' : 'theirs'));
    const accepted = once(server, 'secureConnection');
    const client: Either =
      role === 'server'
        ? tls.connect({ port, host: 'localhost', ca: ca.certificatePem, ...only })
        : await dial(port);
    client.on('keylog', note(role === 'server' ? 'theirs' : 'ours'));
    await accepted;
    client.destroy();
    expect(lines.ours).toEqual([
      expect.stringMatching(/^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}\n$/),
    ]);
    expect(lines.theirs).toEqual(lines.ours);
  });

  // @req 7627:5.4:3 7627:5.4:4
  test('a peer without extended master secret is refused, unless that is allowed', async () => {
    // SSL_OP_NO_EXTENDED_MASTER_SECRET
    const theirs = { ...only, secureOptions: 1 };
    const failed = meet({}, theirs).then(
      () => 'connected',
      (error) => error,
    );
    expect(await failed).toBeInstanceOf(Error);
    const { ours } = await meet({ requireExtendedMasterSecret: false }, theirs);
    expect(ours.getProtocol()).toBe('TLSv1.2');
    // What is not bound to the handshake is not given away (RFC 7627 5.4).
    expect(ours.getFinished()).toBeUndefined();
    expect(() => ours.exportKeyingMaterial(32, 'EXPERIMENTAL x')).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_NO_EXTENDED_MASTER_SECRET' }),
    );
  });
});

// When the transport says that it has taken an empty write, the stream ends in that very moment.
test.each([0, 1, 2, 3, 4, 5, 6])(
  'an empty write, and %d turns later the end: close_notify goes before the FIN',
  async (turns) => {
    const clients = await createClientAuthority('clients');
    const { server, port } = await serve(() => {}, {
      requestCert: true,
      ca: clients.ca,
      maxVersion: 'TLSv1.2',
    });
    const errors: Error[] = [];
    server.on('secureConnection', (socket) => {
      socket.on('error', (error: Error) => errors.push(error)).resume();
    });
    const client = await dial(port, await clients.issue('somebody'));
    client.resume().write(Buffer.alloc(0));
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    client.end();
    await once(client, 'close');
    expect(errors).toEqual([]);
  },
);

describe('versions', () => {
  test.each([
    ['TLSv1.3', {}, {}],
    ['TLSv1.2', { maxVersion: 'TLSv1.2' }, {}],
    ['TLSv1.2', {}, { maxVersion: 'TLSv1.2' }],
    ['TLSv1.3', {}, { minVersion: 'TLSv1.3' }],
    // As in node:tls: suites of TLS 1.2 say nothing about TLS 1.3.
    ['TLSv1.3', { ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, {}],
    ['TLSv1.2', { ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384', maxVersion: 'TLSv1.2' }, {}],
    ['TLSv1.2', { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] }, {}],
  ] as const)('%s: %j, node:tls %j', async (version, ours, theirs) => {
    const server = await asServer(ours, theirs);
    const client = await asClient(ours, theirs);
    expect(server.ours.getProtocol()).toBe(version);
    expect(client.ours.getProtocol()).toBe(version);
  });

  const old = {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  } as const;
  test('a peer that knows nothing newer than TLS 1.1 is refused by name', async () => {
    const { server, port } = await serve();
    const refusal = once(server, 'tlsClientError');
    const client = tls.connect({ port, host: 'localhost', ca: ca.certificatePem, ...old });
    await once(client, 'error');
    const [error] = await refusal;
    expect(error).toMatchObject({ code: 'ERR_TLS_PROTOCOL_VERSION', alert: 'protocol_version' });
    expect(error.message).toMatch(/TLS 1\.1/);

    const theirs = await listening(tls.createServer({ ...identity, ...old }));
    // It knows why by itself: nothing of what we offer is for it.
    expect(await errorOf(await dial(theirs.port))).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'protocol_version',
    });
  });

  test('a list without suites for TLS 1.2 turns it off, as in node:tls', async () => {
    const { port } = await serve(() => {}, { ciphers: 'TLS_AES_128_GCM_SHA256' });
    const client = tls.connect({ port, host: 'localhost', ca: ca.certificatePem, ...only });
    const [error] = await once(client, 'error');
    expect(error).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
  });
});

describe('renegotiation', () => {
  test('is refused: node:tls asks for it and hears no_renegotiation', async () => {
    const { ours, theirs } = await asServer();
    const failed = once(theirs, 'error');
    ours.on('error', () => {});
    theirs.renegotiate({ rejectUnauthorized: false }, () => {});
    expect((await failed)[0]).toMatchObject({ code: 'ERR_SSL_NO_RENEGOTIATION' });
  });

  test('our own is never begun', async () => {
    const { ours } = await asClient();
    const refused = new Promise((resolve) => expect(ours.renegotiate({}, resolve)).toBe(false));
    expect(await refused).toMatchObject({ message: /^renegotiate: never done/ });
    ours.disableRenegotiation();
    ours.rekey();
  });
});

describe('certificates', () => {
  test('a client is asked, and shows its own', async () => {
    const clients = await createClientAuthority('clients');
    const known = await clients.issue('somebody');
    const asks = { requestCert: true, ca: clients.ca };
    const server = await asServer(asks, { ...only, ...known });
    expect(server.ours.authorized).toBe(true);
    expect(server.ours.getPeerX509Certificate()?.subject).toBe('CN=somebody');
    const client = await asClient(known, { ...only, ...asks });
    expect(client.theirs.authorized).toBe(true);
    await client.ours.confirmed;
  });

  test('a client without one is told in the handshake', async () => {
    const { ca: clientCa } = await createClientAuthority('clients');
    const { server, port } = await serve(() => {}, { requestCert: true, ca: clientCa });
    const refusal = once(server, 'tlsClientError');
    const client = tls.connect({ port, host: 'localhost', ca: ca.certificatePem, ...only });
    // RFC 5246 7.4.6
    expect((await once(client, 'error'))[0]).toMatchObject({ reason: /handshake failure/ });
    expect((await refusal)[0]).toMatchObject({ code: 'ERR_TLS_CERTIFICATE_REQUIRED' });
  });

  test('OCSPRequest and OCSPResponse: what a server staples arrives, in both roles', async () => {
    const staple = Buffer.from('not judged here');
    const answer = (_own: Buffer, _issuer: Buffer, callback: (...args: unknown[]) => void) =>
      callback(null, staple);
    const ours = await serve();
    ours.server.on('OCSPRequest', answer);
    const host = { host: 'localhost', ca: ca.certificatePem };
    // @types/node does not know it.
    const asking = { port: ours.port, ...host, ...only, requestOCSP: true };
    const theirClient = tls.connect(asking);
    expect(await once(theirClient, 'OCSPResponse')).toEqual([staple]);

    const theirs = await listening(tls.createServer({ ...identity, ...only }));
    theirs.server.on('OCSPRequest', answer);
    const ourClient = await dial(theirs.port, {
      requestOCSP: true,
      verifyPeer: () => ({ accepted: true }),
    });
    expect(await once(ourClient, 'OCSPResponse')).toEqual([staple]);
  });

  test('getSharedSigalgs tells what both know, as node:tls does', async () => {
    const { ours } = await asServer({}, { ...only, sigalgs: 'ECDSA+SHA256:RSA+SHA256' });
    expect(ours.getSharedSigalgs()).toContain('ECDSA+SHA256');
  });
});
