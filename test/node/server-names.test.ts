/** Which certificate a server shows, and which protocol it chooses: SNI, ALPN, other contexts. */
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { noble } from '../../runtime/index.ts';
import {
  connect,
  createSecureContext,
  createServer,
  type ServerTlsOptions,
  type TlsSocket,
} from '../../runtime/node/index.ts';
import { makeTestPki } from '../support/certificates.ts';
import { type ClientIdentity, createClientAuthority } from './client-pki.ts';
import { closeAll, dial, errorOf, listening, readAll, serve } from './network.ts';

afterEach(closeAll);

const { ca, leaf, otherName } = await makeTestPki();
const other = { cert: otherName.certificatePem, key: otherName.privateKeyPem };
const trust = { ca: ca.certificatePem };

/** The name in the certificate that a client is shown which asks for this name. */
async function shownFor(port: number, servername: string): Promise<unknown> {
  const client = await dial(port, { servername, rejectUnauthorized: false });
  await once(client, 'secureConnect');
  client.end();
  return client.getPeerCertificate().subject.CN;
}

const goodbye = (socket: TlsSocket) => socket.resume();

describe('addContext', () => {
  test('names, wildcards of one label, any case; the last that fits wins', async () => {
    const { server, port } = await serve(goodbye);
    server.addContext('other.example', { ...other });
    server.addContext('*.wild.example', createSecureContext(other));
    expect(await shownFor(port, 'OTHER.example')).toBe('other.example');
    expect(await shownFor(port, 'a.wild.example')).toBe('other.example');
    expect(await shownFor(port, 'a.b.wild.example')).toBe('localhost');
    expect(await shownFor(port, 'wild.example')).toBe('localhost');
    expect(await shownFor(port, '127.0.0.1')).toBe('localhost');
    server.addContext('other.example', {
      cert: leaf.certificatePem,
      key: leaf.privateKeyPem,
    });
    expect(await shownFor(port, 'other.example')).toBe('localhost');
  });

  test('mistakes are told at once', async () => {
    const { server } = await serve();
    expect(() => server.addContext('', other)).toThrow(/^hostname: must be a host name/);
    const foreign = { context: {} } as unknown as ServerTlsOptions;
    expect(() => server.addContext('a', foreign)).toThrow(/^context: must come from/);
    const { server: asking } = await serve(goodbye, { SNICallback: (_name, done) => done(null) });
    expect(() => asking.addContext('a', other)).toThrow(/^hostname: is never looked up/);
  });
});

describe('SNICallback', () => {
  test('may answer late, with a context or with none', async () => {
    const asked: string[] = [];
    const { port } = await serve(goodbye, {
      SNICallback: (name, done) => {
        asked.push(name);
        const context = name === 'other.example' ? createSecureContext(other) : null;
        setImmediate(() => done(null, context));
      },
    });
    expect(await shownFor(port, 'other.example')).toBe('other.example');
    expect(await shownFor(port, 'localhost')).toBe('localhost');
    expect(await shownFor(port, '127.0.0.1')).toBe('localhost');
    expect(asked).toEqual(['other.example', 'localhost']);
  });

  test('a server without a certificate of its own', async () => {
    const SNICallback: ServerTlsOptions['SNICallback'] = (name, done) =>
      done(null, name === 'other.example' ? createSecureContext(other) : undefined);
    const server = createServer({ SNICallback }, goodbye);
    const { port } = await listening(server);
    expect(await shownFor(port, 'other.example')).toBe('other.example');
    const failed = once(server, 'tlsClientError');
    const error = await errorOf(await dial(port, { servername: 'third.example' }));
    expect(error).toMatchObject({ alert: 'unrecognized_name' });
    expect((await failed)[0]).toMatchObject({ code: 'ERR_TLS_NO_CERTIFICATE' });
  });

  test.each([
    ['an error', (done: (error: Error) => void) => done(new Error('no database'))],
    [
      'an exception',
      () => {
        throw new Error('no database');
      },
    ],
  ])('%s ends the connection with internal_error', async (_how, fail) => {
    const { server, port } = await serve(goodbye, {
      SNICallback: (_name, done) => fail(done),
    });
    const failed = once(server, 'tlsClientError');
    const error = await errorOf(await dial(port, { servername: 'localhost' }));
    expect(error).toMatchObject({ alert: 'internal_error' });
    expect((await failed)[0]).toMatchObject({ cause: { message: 'no database' } });
  });

  test('a context that signs elsewhere', async () => {
    const key = noble.importPrivateKey(otherName.privateKey);
    const context = createSecureContext({
      cert: other.cert,
      sign: async ({ scheme, content }) => key.sign(scheme, content),
    });
    const { port } = await serve(goodbye, { SNICallback: (_name, done) => done(null, context) });
    expect(await shownFor(port, 'other.example')).toBe('other.example');
  });

  test('the ca of the context that was chosen decides about the client', async () => {
    const [ours, theirs] = [await createClientAuthority('1'), await createClientAuthority('2')];
    const context = createSecureContext({ ...other, ca: theirs.ca });
    const { server, port } = await serve((socket) => socket.end('in'), {
      ca: ours.ca,
      requestCert: true,
      SNICallback: (name, done) => done(null, name === 'other.example' ? context : null),
    });
    const [us, them] = [await ours.issue('us'), await theirs.issue('them')];
    const outcome = async (servername: string, identity: ClientIdentity) => {
      const client = await dial(port, { servername, ...identity });
      return await readAll(client).then(String, (error: { alert?: string }) => error.alert);
    };
    server.on('tlsClientError', () => {});
    expect(await outcome('localhost', us)).toBe('in');
    expect(await outcome('localhost', them)).toBe('unknown_ca');
    expect(await outcome('other.example', them)).toBe('in');
    expect(await outcome('other.example', us)).toBe('unknown_ca');
  });
});

describe('setSecureContext', () => {
  test('is for the connections to come', async () => {
    const { server, port } = await serve(goodbye);
    expect(await shownFor(port, '127.0.0.1')).toBe('localhost');
    server.setSecureContext(other);
    expect(await shownFor(port, '127.0.0.1')).toBe('other.example');
    expect(() => server.setSecureContext({})).toThrow(/^cert: is missing/);
    expect(await shownFor(port, '127.0.0.1')).toBe('other.example');
  });
});

describe('ALPNCallback', () => {
  test('sees name and protocols, knows its socket, and may change the certificate', async () => {
    const seen: unknown[] = [];
    const { port } = await serve(goodbye, {
      ALPNCallback(this: unknown, offer) {
        seen.push(offer);
        if (offer.protocols.includes('special')) (this as TlsSocket).setKeyCert(other);
        return offer.protocols.at(-1);
      },
    });
    const ask = async (servername: string, ALPNProtocols: string[]) => {
      const client = await dial(port, { servername, ALPNProtocols, rejectUnauthorized: false });
      await once(client, 'secureConnect');
      client.end();
      return [client.alpnProtocol, client.getPeerCertificate().subject.CN];
    };
    expect(await ask('localhost', ['a', 'b'])).toEqual(['b', 'localhost']);
    expect(await ask('127.0.0.1', ['special'])).toEqual(['special', 'other.example']);
    expect(seen).toEqual([
      { servername: 'localhost', protocols: ['a', 'b'] },
      { servername: '', protocols: ['special'] },
    ]);
  });

  test('undefined refuses; destroying the socket there is no accident', async () => {
    let isDestroying = false;
    const { server, port } = await serve(goodbye, {
      ALPNCallback(this: unknown) {
        if (isDestroying) (this as TlsSocket).destroy();
        return undefined;
      },
    });
    server.on('tlsClientError', () => {});
    const offer = { ALPNProtocols: ['a'] };
    const refused = await errorOf(await dial(port, offer));
    expect(refused).toMatchObject({ alert: 'no_application_protocol' });
    isDestroying = true;
    const client = connect({ port, host: '127.0.0.1', ...trust, ...offer });
    expect((await errorOf(client)).name).toBe('TlsError');
  });

  test('ALPNProtocols as bytes: each, or all as on the wire', async () => {
    const wire = Buffer.from('\x02h2\x08http/1.1');
    const { port } = await serve(goodbye, { ALPNProtocols: wire });
    const client = await dial(port, { ALPNProtocols: [Buffer.from('x'), Buffer.from('http/1.1')] });
    await once(client, 'secureConnect');
    expect(client.alpnProtocol).toBe('http/1.1');
    client.end();
    const cut = { cert: leaf.certificatePem, key: leaf.privateKeyPem, ALPNProtocols: wire };
    expect(() => createServer({ ...cut, ALPNProtocols: wire.subarray(0, 5) })).toThrow(
      /^ALPNProtocols: ends in the middle/,
    );
    expect(() => createServer({ ...cut, ALPNCallback: () => 'h2' })).toThrow(/^ALPNCallback: and/);
  });
});
