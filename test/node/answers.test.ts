/** Answers that come later: verification of the peer and signatures by promises. */
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { noble } from '../../runtime/index.ts';
import type { PeerVerdict, VerifyPeerRequest } from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, dial, errorOf, readAll, serve } from './network.ts';

afterEach(closeAll);

describe('verifyPeer', () => {
  test('is asked once, with the certificates and the name, and may take its time', async () => {
    const { leaf } = await makeTestPki();
    const { port } = await serve((socket) => socket.end('welcome'));
    const requests: VerifyPeerRequest[] = [];
    let letIn: (verdict: PeerVerdict) => void = () => {};
    const client = await dial(port, {
      servername: 'localhost',
      verifyPeer: (request) => {
        requests.push(request);
        return new Promise((resolve) => {
          letIn = resolve;
          client.emit('test:asked');
        });
      },
    });
    await once(client, 'test:asked');
    expect(client.connection).toBeUndefined();
    letIn({ accepted: true });
    expect((await readAll(client)).toString()).toBe('welcome');
    expect(requests).toEqual([
      { certificates: [leaf.certificate], name: 'localhost', purpose: 'server' },
    ]);
    expect(client.authorized).toBe(true);
  });

  test('a refusal later is as good as one at once', async () => {
    const { server, port } = await serve();
    const atServer = once(server, 'tlsClientError');
    const client = await dial(port, {
      verifyPeer: async () => ({ accepted: false, code: 'ERR_TLS_CERT_REFUSED' }),
    });
    expect(await errorOf(client)).toMatchObject({ code: 'ERR_TLS_CERT_REFUSED' });
    expect((await atServer)[0]).toMatchObject({ alert: 'certificate_unknown', origin: 'peer' });
  });

  test('with rejectUnauthorized: false a refusal is only told', async () => {
    const { port } = await serve((socket) => socket.end('in'));
    const client = await dial(port, {
      rejectUnauthorized: false,
      verifyPeer: () => ({ accepted: false, code: 'CERT_HAS_EXPIRED' }),
    });
    expect((await readAll(client)).toString()).toBe('in');
    expect(client.authorized).toBe(false);
    expect(client.authorizationError).toBe('CERT_HAS_EXPIRED');
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no database'))],
  ])('one that %s ends the connection with internal_error', async (_how, verifyPeer) => {
    const { server, port } = await serve();
    const atServer = once(server, 'tlsClientError');
    const error = await errorOf(await dial(port, { verifyPeer }));
    expect(error).toMatchObject({ code: 'ERR_TLS_INTERNAL', cause: { message: 'no database' } });
    expect((await atServer)[0]).toMatchObject({ alert: 'internal_error', origin: 'peer' });
  });

  test('an answer that comes after destroy() is of no use and does no harm', async () => {
    const { port } = await serve();
    let letIn: (verdict: PeerVerdict) => void = () => {};
    const client = await dial(port, {
      verifyPeer: () =>
        new Promise((resolve) => {
          letIn = resolve;
          client.destroy();
        }),
    });
    client.on('secureConnect', () => expect.unreachable('it was destroyed'));
    await once(client, 'close');
    letIn({ accepted: true });
    await new Promise(setImmediate);
    expect(client.connection).toBeUndefined();
  });
});

describe('sign', () => {
  test('a key that is held elsewhere', async () => {
    const { leaf } = await makeTestPki();
    const elsewhere = noble.importPrivateKey(leaf.privateKey);
    const { port } = await serve((socket) => socket.end('signed'), {
      key: undefined,
      sign: async ({ scheme, content }) => {
        await new Promise(setImmediate);
        return elsewhere.sign(scheme, content);
      },
    });
    expect((await readAll(await dial(port))).toString()).toBe('signed');
  });

  test('one that fails: the client hears internal_error, the server goes on', async () => {
    const { leaf } = await makeTestPki();
    const key = noble.importPrivateKey(leaf.privateKey);
    let isBroken = true;
    const { server, port } = await serve((socket) => socket.end('signed'), {
      key: undefined,
      sign: async ({ scheme, content }) => {
        if (isBroken) throw new Error('the token was pulled');
        return key.sign(scheme, content);
      },
    });
    const atServer = once(server, 'tlsClientError');
    expect(await errorOf(await dial(port))).toMatchObject({ alert: 'internal_error' });
    expect((await atServer)[0]).toMatchObject({ cause: { message: 'the token was pulled' } });
    isBroken = false;
    expect((await readAll(await dial(port))).toString()).toBe('signed');
  });
});
