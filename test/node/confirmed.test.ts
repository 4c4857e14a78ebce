/**
 * What a client knows of its own acceptance: `secureConnect` says that the handshake is complete,
 * `confirmed` that the server took our certificate, and an error what was behind a refusal.
 */
import { once } from 'node:events';
import * as tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { CertificateStory } from '../../runtime/client/certificate-story.ts';
import type { CertificateWish } from '../../runtime/client/certificate-wish.ts';
import type { ChooseCertificateRequest } from '../../runtime/engine/tasks.ts';
import { noFilters } from '../../runtime/handshake/oid-filters.ts';
import { noble } from '../../runtime/index.ts';
import type { ConnectOptions, TlsSocket } from '../../runtime/node/index.ts';
import { printName } from '../../runtime/x509/names.ts';
import { makeTestPki } from '../support/certificates.ts';
import { createClientAuthority } from './client-pki.ts';
import { closeAll, dial, errorOf, listening, readAll, serve } from './network.ts';

afterEach(closeAll);

const { leaf } = await makeTestPki();
const clients = await createClientAuthority('clients');
const good = await clients.issue('good');
const late = await clients.issue('too late', -1);
const stranger = await (await createClientAuthority('others')).issue('stranger');

/** Whether a promise was kept, or why not. */
const outcomeOf = async (promise: Promise<void>): Promise<unknown> =>
  await promise.then(
    () => 'kept',
    (error: unknown) => error,
  );

/** node:tls, which sends tickets behind the client's Finished. */
async function serveWithTickets(options: tls.TlsOptions): Promise<number> {
  const identity = { cert: leaf.certificatePem, key: leaf.privateKeyPem, ca: clients.ca };
  // One that is ended in this very turn does not send its close_notify.
  const server = tls.createServer({ ...identity, ...options }, (socket) => {
    setImmediate(() => socket.end('in'));
  });
  server.on('tlsClientError', () => {});
  return (await listening(server)).port;
}

/** What a server asks for that has no wishes. */
const anything: CertificateWish = {
  signatureSchemes: [0x0403],
  certificateSignatureSchemes: [0x0403],
  certificateAuthorities: [],
  asksForStatus: false,
  oidFilters: noFilters,
};

/** The DER of CN=xxx..., of so many letters. */
function nameOf(letters: number): Uint8Array {
  const value = derOf(0x0c, Buffer.alloc(letters, 'x'));
  const attribute = derOf(0x30, Buffer.concat([Uint8Array.of(6, 3, 0x55, 4, 3), value]));
  return derOf(0x30, derOf(0x31, attribute));
}

/** An element whose length takes two bytes. */
function derOf(tag: number, contents: Uint8Array): Uint8Array {
  return Buffer.concat([
    Uint8Array.of(tag, 0x82, contents.length >> 8, contents.length & 0xff),
    contents,
  ]);
}

describe('confirmed', () => {
  test('by a ticket of a server that asked for a certificate', async () => {
    const socket = await dial(await serveWithTickets({ requestCert: true }), good);
    const event = once(socket, 'confirmed');
    await readAll(socket);
    await event;
    expect(await outcomeOf(socket.confirmed)).toBe('kept');
  });

  test('not by a ticket of a server that did not ask, nor by data', async () => {
    const socket = await dial(await serveWithTickets({}));
    expect((await readAll(socket)).toString()).toBe('in');
    expect(await outcomeOf(socket.confirmed)).toMatchObject({ code: 'ERR_TLS_UNCONFIRMED' });
  });

  test('by the application, once, and not before there is a connection', async () => {
    const { port } = await serve((socket) => socket.end('in'));
    const socket = await dial(port);
    let events = 0;
    socket.on('confirmed', () => events++);
    expect(() => socket.confirm()).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_NOT_CONNECTED' }),
    );
    await once(socket, 'secureConnect');
    socket.confirm();
    socket.confirm();
    expect(await outcomeOf(socket.confirmed)).toBe('kept');
    expect(events).toBe(1);
    await readAll(socket);
  });

  test('on a server with the handshake', async () => {
    const { server, port } = await serve();
    const accepted = once(server, 'secureConnection');
    await dial(port);
    const [socket]: TlsSocket[] = await accepted;
    expect(await outcomeOf(socket?.confirmed ?? Promise.reject())).toBe('kept');
  });

  test('never, when the connection fails first: with its error', async () => {
    const { port } = await serve(() => {}, { clientAuth: 'require', ca: clients.ca });
    const socket = await dial(port);
    const error = await errorOf(socket);
    expect(await outcomeOf(socket.confirmed)).toBe(error);
  });
});

describe('what became of a CertificateRequest', () => {
  const about = async (options: Partial<ConnectOptions>) => {
    const { port } = await serve(() => {}, { clientAuth: 'request', ca: clients.ca });
    const socket = await dial(port, options);
    await once(socket, 'secureConnect');
    const { connection } = socket;
    socket.destroy();
    return connection?.certificateRequest;
  };

  test('one is shown, another one is passed over', async () => {
    const { cert, key } = { cert: [late.cert, good.cert], key: [late.key, good.key] };
    expect(await about({ cert, key })).toMatchObject({
      authorities: ['CN=clients'],
      shown: 'CN=good',
      passedOver: [{ subject: 'CN=too late', reason: expect.stringMatching(/^expired at 20/) }],
      text: 'the server asked for a certificate by CN=clients; it got CN=good',
    });
  });

  test('the application chooses none, and takes its time', async () => {
    const asked: string[] = [];
    const chooseCertificate = async ({ certificateAuthorities }: ChooseCertificateRequest) => {
      await new Promise(setImmediate);
      asked.push(...certificateAuthorities.map(printName));
      return undefined;
    };
    expect(await about({ chooseCertificate })).toMatchObject({ shown: undefined, passedOver: [] });
    expect(asked).toEqual(['CN=clients']);
  });

  test('the application has none to give: that is its failure', async () => {
    const { port } = await serve(() => {}, { clientAuth: 'request', ca: clients.ca });
    const cause = new Error('the token is not there');
    const socket = await dial(port, { chooseCertificate: () => Promise.reject(cause) });
    expect(await errorOf(socket)).toMatchObject({ code: 'ERR_TLS_INTERNAL', cause });
  });

  test('nobody asked', async () => {
    const { port } = await serve();
    const socket = await dial(port, good);
    await once(socket, 'secureConnect');
    expect(socket.connection).toMatchObject({ certificateRequest: undefined });
  });
});

describe('a refusal after the handshake', () => {
  test.each([
    {
      who: 'nobody',
      shown: {},
      alert: 'certificate_required',
      hint: /^the server wants a certificate, and we showed none; the server asked for a certificate by CN=clients; we have none$/,
    },
    {
      who: 'one whose certificates are of no use',
      shown: { cert: [late.cert, stranger.cert], key: [late.key, stranger.key] },
      alert: 'certificate_required',
      hint: /; none of ours was shown: CN=too late: expired at 20.*Z; CN=stranger: issued by CN=others: none of these$/,
    },
    {
      who: 'one whose certificate has expired',
      shown: { chooseCertificate: () => late },
      alert: 'certificate_expired',
      hint: /^by the clock of the peer .*; the server asked for a certificate by CN=clients; it got CN=too late$/,
    },
    {
      who: 'one of another authority',
      shown: { chooseCertificate: async () => stranger },
      alert: 'unknown_ca',
      hint: /; it got CN=stranger, issued by CN=others: none of these$/,
    },
  ])('of $who tells what was asked for and what came', async ({ shown, alert, hint }) => {
    const { port } = await serve(() => {}, { clientAuth: 'require', ca: clients.ca });
    const socket = await dial(port, shown);
    const connected = once(socket, 'secureConnect');
    const error = await errorOf(socket);
    await connected;
    expect(error).toMatchObject({
      code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE',
      message: `the server refused us after the handshake with the alert ${alert}`,
      alert,
      origin: 'peer',
      hint: expect.stringMatching(hint),
    });
  });

  test('of a key that signs nothing the server takes', () => {
    const wish = { ...anything, signatureSchemes: [0x0807] };
    const privateKey = noble.importPrivateKey(leaf.privateKey);
    const ours = { certificates: [leaf.certificate], privateKey };
    const story = new CertificateStory(wish, undefined, [ours], Date.now());
    expect(story.text).toBe(
      'the server asked for a certificate, of any authority; none of ours was shown: ' +
        'CN=localhost: its key cannot sign as the server wants it',
    );
  });

  test('by authorities whose names are no names, or without end', () => {
    const long = Uint8Array.of(0x30, 0x82, 0x40, 0x00, ...new Uint8Array(0x4000).fill(0x31));
    const junk = Uint8Array.of(0x30, 0x05, 0x31);
    const wish = { ...anything, certificateAuthorities: [junk, long, nameOf(5_000)] };
    expect(new CertificateStory(wish, undefined, [], Date.now()).text).toMatch(
      /^the server asked for a certificate by a name that cannot be read, a name that cannot be read, CN=x{117}\.\.\.; we have none$/,
    );
  });

  test('that nobody told: the end of the transport may be one', async () => {
    const server = tls.createServer(
      { cert: leaf.certificatePem, key: leaf.privateKeyPem, requestCert: true, ca: clients.ca },
      (socket) => socket.destroy(),
    );
    // Whose connection is gone before the server has answered anything.
    server.on('tlsClientError', () => {});
    const { port } = await listening(server);
    const socket = await dial(port, stranger);
    expect(await errorOf(socket.resume())).toMatchObject({
      hint: expect.stringMatching(/the server asked for a certificate by CN=clients/),
    });
  });
});
