/**
 * What keeps a process alive: an open connection does, and so does the drain of one that failed,
 * whose alert is still on its way; a deadline or the goodbye of `destroy` does not.
 */
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { bytes, garbage, record } from '../hostile/hand-made.ts';
import { Mailbox } from '../hostile/mailbox.ts';
import { alertSeen, message, PuppetPeer } from '../hostile/puppet-peer.ts';
import { heard } from '../hostile/raw-peer.ts';
import { makeTestPki } from '../support/certificates.ts';
import { closeAll, dialTcp, serve, serveTcp } from './network.ts';
import { run, start } from './script.ts';

afterEach(closeAll);

test('a refused connection ends the process, by its error', async () => {
  const { server, port } = await serveTcp(() => {});
  server.close();
  await once(server, 'close');
  const script = `connect({ port, host: '127.0.0.1' }).on('error', (e) => console.log(e.code, e.cause.code))`;
  expect(await run(port, script)).toBe('ERR_TLS_TRANSPORT ECONNREFUSED');
  server.listen(0);
});

test('an error that nobody listens for ends the process loudly', async () => {
  const { port } = await serve();
  const script = `connect({ port, host: '127.0.0.1' })`;
  await expect(run(port, script)).rejects.toThrow(/UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
});

test('a silent server: the deadline fires while the socket is open, then nothing is left', async () => {
  const { port } = await serveTcp((socket) => socket.resume());
  const script = `connect({ port, host: '127.0.0.1', handshakeTimeout: 50, drainTimeout: 50 })
    .on('error', (e) => console.log(e.code))`;
  expect(await run(port, script)).toBe('ERR_TLS_HANDSHAKE_TIMEOUT');
});

test('after destroy() nothing keeps the process, however silent the peer', async () => {
  const { port } = await serveTcp((socket) => socket.resume());
  const script = `const began = Date.now();
    const socket = connect({ port, host: '127.0.0.1', drainTimeout: 60_000 });
    setTimeout(() => socket.destroy(), 50);
    process.on('exit', () => console.log(Date.now() - began < 20_000));`;
  expect(await run(port, script)).toBe('true');
});

test.each([
  ['at once', '() => ({ accepted: true })'],
  ['later', 'async () => ({ accepted: true })'],
])('what a listener throws is an uncaught exception, verified %s', async (_when, verifyPeer) => {
  const { port } = await serve((socket) => socket.on('error', () => {}));
  const script = `process.on('uncaughtException', (error, origin) => {
      console.log(origin, error.message);
      socket.destroy();
    });
    const socket = connect({ port, host: '127.0.0.1', verifyPeer: ${verifyPeer} });
    socket.on('secureConnect', () => { throw new Error('of the application'); });`;
  expect(await run(port, script)).toBe('uncaughtException of the application');
});

/** A client that tells why it failed; nothing else is left for it to do. */
const tellingClient = (options: string) =>
  `connect({ port, host: '127.0.0.1', drainTimeout: 300, ${options} })
    .on('error', ({ code, alert, origin }) => console.log(code, alert, origin))
    .resume();`;

test('a client that the server refuses ends with the reason', async () => {
  const { ca } = await makeTestPki();
  const { port } = await serve(() => {}, { clientAuth: 'require', ca: ca.certificatePem });
  const script = start({ port, ca: ca.certificatePem }, tellingClient('ca'));
  const reason = 'ERR_TLS_REFUSED_AFTER_HANDSHAKE certificate_required peer';
  expect(await script.output).toBe(reason);
});

test('a client that refuses the server: the alert arrives, the drain is all that it waits for', async () => {
  const puppets = new Mailbox<PuppetPeer>();
  const { port } = await serveTcp((socket) => puppets.put(new PuppetPeer('server', socket)));
  // Neither this peer nor anything else would ever end the process but the drain.
  const script = start({ port }, tellingClient(''));
  const puppet = await puppets.take();
  await puppet.sees('ClientHello');
  puppet.say(message('plaintext', 'ServerHello'));
  const flight = ['EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished'];
  for (const name of flight) puppet.say(message('handshake', name));
  puppet.socket.write(garbage(2 ** 20, 0));
  expect(await script.output).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE unknown_ca local');
  expect(await puppet.lastWords()).toEqual([alertSeen('handshake', 'unknown_ca')]);
});

test('destroy() in the handshake: the peer hears the last words', async () => {
  const puppets = new Mailbox<PuppetPeer>();
  const { port } = await serveTcp((socket) => puppets.put(new PuppetPeer('server', socket)));
  const script = start(
    { port },
    `const socket = connect({ port, host: '127.0.0.1', drainTimeout: 60_000 });
    socket.on('connect', () => setTimeout(() => socket.destroy(), 20));
    socket.on('close', () => console.log('closed'));`,
  );
  const puppet = await puppets.take();
  expect(await script.output).toBe('closed');
  expect((await puppet.lastWords()).slice(1)).toEqual([
    alertSeen('plaintext', 'user_canceled'),
    alertSeen('plaintext', 'close_notify'),
  ]);
});

/** A server that tells who came to nothing, and closes. */
const tellingServer = (options: string, then: string) =>
  `const server = createServer({ cert, key, ${options} });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  server.on('close', () => console.log('closed'));
  ${then}`;

test('a server that refused its client and was closed ends; the client has heard why', async () => {
  const { ca, leaf } = await makeTestPki();
  const values = { cert: leaf.certificatePem, key: leaf.privateKeyPem, ca: ca.certificatePem };
  const script = start(
    values,
    tellingServer(
      `ca, clientAuth: 'require', drainTimeout: 300`,
      `server.on('tlsClientError', ({ code, alert }, socket) => {
        console.log(code, alert);
        socket.destroy();
        server.close();
      });`,
    ),
  );
  const port = await script.firstLine;
  // A client that has said a megabyte before it reads, and does not close its half by itself.
  const puppet = new PuppetPeer('client', dialTcp(Number(port)));
  puppet.say(message('plaintext', 'ClientHello'));
  await puppet.sees('CertificateRequest');
  await puppet.sees('Finished');
  puppet.socket.pause();
  const none = { kind: 'set', name: 'certificate_list', value: 'empty' } as const;
  puppet.say(message('handshake', 'Certificate', none));
  puppet.say(message('handshake', 'Finished'), { kind: 'raw', bytes: garbage(2 ** 20, 0) });
  const output = await script.output;
  expect(output.split('\n').slice(1)).toEqual([
    'ERR_TLS_CERTIFICATE_REQUIRED certificate_required',
    'closed',
  ]);
  puppet.socket.resume();
  expect(await puppet.lastWords()).toEqual([alertSeen('application', 'certificate_required')]);
});

test('SIGTERM, close() and closeAllConnections(): the server ends, whoever is in the handshake', async () => {
  const { leaf } = await makeTestPki();
  const values = { cert: leaf.certificatePem, key: leaf.privateKeyPem };
  const script = start(
    values,
    tellingServer(
      'drainTimeout: 300',
      `server.on('connection', () => console.log('somebody'));
      process.once('SIGTERM', () => {
        server.close();
        server.closeAllConnections();
      });`,
    ),
  );
  const port = Number(await script.firstLine);
  const silent = dialTcp(port);
  const words = heard(silent);
  // When the second one has its answer, the first one has been accepted.
  const puppet = new PuppetPeer('client', dialTcp(port));
  puppet.say(message('plaintext', 'ClientHello'));
  await puppet.sees('Finished');
  script.kill('SIGTERM');
  expect(await script.output).toBe(`${port}\nsomebody\nsomebody\nclosed`);
  expect(await words).toEqual(bytes(record(21, 1, 90), record(21, 1, 0)));
  expect(await puppet.lastWords()).toEqual([
    alertSeen('application', 'user_canceled'),
    alertSeen('application', 'close_notify'),
  ]);
});
