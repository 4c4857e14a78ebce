/** Who lets whom in: client certificates, and what a client makes of a server's name. */

import { once } from 'node:events';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ConnectOptions,
  createServer,
  type PeerIdentity,
  type ServerTlsOptions,
  type TlsSocket,
} from '../../runtime/node/index.ts';
import { printSubject } from '../../runtime/x509/certificate.ts';
import { makeTestPki } from '../support/certificates.ts';
import { type ClientIdentity, createClientAuthority } from './client-pki.ts';
import { closeAll, dial, errorOf, listening, readAll, serve } from './network.ts';

afterEach(closeAll);

const { ca, leaf, unknownCa } = await makeTestPki();
const trust = { ca: ca.certificatePem };
const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
const clients = await createClientAuthority('clients');
const good = await clients.issue('good');
const bad = await clients.issue('too late', -1);
const stranger = await (await createClientAuthority('others')).issue('stranger');

/** A client that shows its certificate whatever the server says. */
const showing = (shown: ClientIdentity) => ({ chooseCertificate: () => shown });

/** What both sides make of one client. */
async function outcome(serverOptions: Partial<ServerTlsOptions>, client: Partial<ConnectOptions>) {
  const sockets: TlsSocket[] = [];
  const { server, port } = await serve(
    (socket) => {
      sockets.push(socket);
      socket.end('in');
    },
    { ca: clients.ca, ...serverOptions },
  );
  const refusals: string[] = [];
  server.on('tlsClientError', (error) => refusals.push(error.code));
  const heard = await readAll(await dial(port, client)).then(String, (error) => error.alert);
  const [socket] = sockets;
  return { heard, refusals, authorized: socket?.authorized, why: socket?.authorizationError };
}

describe('requestCert and rejectUnauthorized', () => {
  test.each([
    ['nothing asked', {}, good, { heard: 'in', authorized: false, why: null }],
    ['a good one', { requestCert: true }, good, { heard: 'in', authorized: true, why: null }],
    ['none', { requestCert: true }, {}, { heard: 'certificate_required' }],
    ['none that fits', { requestCert: true }, bad, { heard: 'certificate_required' }],
    ['an expired one', { requestCert: true }, showing(bad), { heard: 'certificate_expired' }],
    ['of nobody', { requestCert: true }, showing(stranger), { heard: 'unknown_ca' }],
    [
      'none, tolerated',
      { requestCert: true, rejectUnauthorized: false },
      {},
      { heard: 'in', authorized: false, why: 'ERR_TLS_CERTIFICATE_REQUIRED' },
    ],
    [
      'an expired one, tolerated',
      { requestCert: true, rejectUnauthorized: false },
      showing(bad),
      { heard: 'in', authorized: false, why: 'CERT_HAS_EXPIRED' },
    ],
    [
      'a good one, tolerated',
      { requestCert: true, rejectUnauthorized: false },
      good,
      { heard: 'in', authorized: true, why: null },
    ],
    ['none, by clientAuth', { clientAuth: 'request' as const }, {}, { heard: 'in' }],
    [
      'an expired one, by clientAuth',
      { clientAuth: 'request' as const },
      showing(bad),
      { heard: 'certificate_expired' },
    ],
  ])('%s', async (_name, serverOptions, client, expected) => {
    expect(await outcome(serverOptions, client)).toMatchObject(expected);
  });

  test('the two ways of saying it exclude each other', () => {
    const both = { ...identity, clientAuth: 'none' as const, requestCert: true };
    expect(() => createServer(both)).toThrow(/^clientAuth: stands in place of requestCert/);
  });

  test('a verifier of our own may let anybody in, and may take its time', async () => {
    const options = {
      requestCert: true,
      verifyPeer: async ({ purpose }: { purpose: string }) => {
        await new Promise(setImmediate);
        return { accepted: purpose === 'client' } as const;
      },
    } as ServerTlsOptions;
    expect(await outcome(options, showing(bad))).toMatchObject({ heard: 'in', authorized: true });
  });

  test.each([
    ['lets in', { accepted: true } as const, { heard: 'in', refusals: [] }],
    [
      'lets nobody in',
      { accepted: false, detail: 'good is on holiday' } as const,
      { heard: 'access_denied', refusals: ['ERR_TLS_ACCESS_DENIED'] },
    ],
  ])('who authorizes knows who it is, takes his time, and %s', async (_, answer, expected) => {
    const peers: PeerIdentity[] = [];
    const authorize = async (peer: PeerIdentity) => {
      await new Promise(setImmediate);
      peers.push(peer);
      return answer;
    };
    expect(await outcome({ requestCert: true, authorize }, good)).toMatchObject(expected);
    const [peer, ...others] = peers;
    expect(others).toEqual([]);
    expect(peer).toMatchObject({ subject: 'CN=good', authorized: true });
    expect(peer?.path.map(printSubject)).toEqual(['CN=good', 'CN=clients']);
  });

  test('nobody is asked about who is refused, or has shown nothing', async () => {
    const authorize = () => expect.unreachable('nobody is authenticated');
    const requiring = { requestCert: true, authorize };
    expect(await outcome(requiring, showing(bad))).toMatchObject({ heard: 'certificate_expired' });
    const asking = { clientAuth: 'request' as const, authorize };
    expect(await outcome(asking, {})).toMatchObject({ heard: 'in', authorized: false });
  });

  test('a client authorizes its server', async () => {
    const { port } = await serve();
    const detail = 'not this one';
    const socket = await dial(port, { authorize: () => ({ accepted: false, detail }) });
    expect(await errorOf(socket)).toMatchObject({
      code: 'ERR_TLS_ACCESS_DENIED',
      alert: 'access_denied',
      message: detail,
      origin: 'local',
    });
  });

  test.each([true, false, undefined, null, {}])('%j is no authorization', async (slip) => {
    const { port } = await serve();
    const socket = await dial(port, { authorize: () => slip as never });
    expect(await errorOf(socket)).toMatchObject({
      code: 'ERR_TLS_INTERNAL',
      alert: 'internal_error',
      cause: expect.any(TypeError),
    });
  });

  test('what was authorized stands in the connection', async () => {
    const { server, port } = await serve(() => {}, { requestCert: true, ca: clients.ca });
    const accepted = once(server, 'secureConnection');
    const client = await dial(port, good);
    const [socket]: TlsSocket[] = await accepted;
    expect(socket?.connection?.peer).toMatchObject({ subject: 'CN=good', authorized: true });
    expect(client.connection?.peer).toMatchObject({ subject: 'CN=localhost', authorized: true });
  });

  test('a client of node:tls, and what it hears', async () => {
    const { server, port } = await serve((socket) => socket.end(String(socket.authorized)), {
      ca: clients.ca,
      requestCert: true,
    });
    const refused = once(server, 'tlsClientError');
    const options = { port, host: 'localhost', ...trust };
    expect(String(await readAll(tls.connect({ ...options, ...good })))).toBe('true');
    const without = tls.connect(options).resume();
    const heard = new Promise((resolve) => without.once('error', resolve));
    expect(await heard).toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    expect((await refused)[0]).toMatchObject({ code: 'ERR_TLS_CERTIFICATE_REQUIRED' });
  });

  test('our client and a server of node:tls that wants a certificate', async () => {
    const nodes = tls.createServer({ ...identity, ca: clients.ca, requestCert: true }, (socket) => {
      // Node 20 cuts a connection that it ends in this very turn.
      socket.once('data', () => socket.end(String(socket.authorized)));
    });
    const { port } = await listening(nodes);
    const client = await dial(port, good);
    client.write('who am I?');
    expect(String(await readAll(client))).toBe('true');
    expect(await errorOf(await dial(port))).toMatchObject({ alert: 'certificate_required' });
  });
});

describe('checkServerIdentity', () => {
  test('gets the name and the certificate as in node:tls, and its silence is consent', async () => {
    const { port } = await serve((socket) => socket.end('in'));
    const seen: unknown[] = [];
    const client = await dial(port, {
      servername: 'other.example',
      checkServerIdentity: (hostname, certificate) => {
        seen.push(hostname, certificate.subject.CN, certificate.raw.length > 0);
        return undefined;
      },
    });
    expect(String(await readAll(client))).toBe('in');
    expect(seen).toEqual(['other.example', 'localhost', true]);
    expect(client.authorized).toBe(true);
  });

  test('Node’s own function fits', async () => {
    const { port } = await serve((socket) => socket.end('in'));
    const { checkServerIdentity } = tls;
    const named = { servername: 'localhost', checkServerIdentity };
    expect(String(await readAll(await dial(port, named)))).toBe('in');
    const wrong = await dial(port, { ...named, servername: 'other.example' });
    expect(await errorOf(wrong)).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      cause: { host: 'other.example' },
    });
  });

  test('an error of its own is the cause, and is told as a refusal', async () => {
    const { server, port } = await serve();
    const atServer = once(server, 'tlsClientError');
    const pinned = new Error('not the key that was pinned');
    const error = await errorOf(await dial(port, { checkServerIdentity: () => pinned }));
    expect(error).toMatchObject({ code: 'ERR_TLS_CERT_REFUSED', message: pinned.message });
    expect(error.cause).toBe(pinned);
    expect((await atServer)[0]).toMatchObject({ alert: 'certificate_unknown' });
  });

  test('is not asked about a server that is not trusted', async () => {
    const { port } = await serve();
    const checkServerIdentity = () => expect.unreachable('the certificate was refused');
    const client = await dial(port, { ca: unknownCa.certificatePem, checkServerIdentity });
    expect((await errorOf(client)).code).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('with rejectUnauthorized: false it is asked, and its answer is only told', async () => {
    const { port } = await serve((socket) => socket.end('in'));
    const client = await dial(port, {
      rejectUnauthorized: false,
      checkServerIdentity: () => new Error('no'),
    });
    expect(String(await readAll(client))).toBe('in');
    expect([client.authorized, client.authorizationError]).toEqual([false, 'ERR_TLS_CERT_REFUSED']);
  });
});
