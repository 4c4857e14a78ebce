/**
 * A server that is to end, whoever is connected: `close` alone waits for its deadlines, together
 * with `closeAllConnections` it tells everybody and is closed when they have gone, at the latest
 * when the drain is over.
 */
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { ServerTlsOptions } from '../../runtime/node/index.ts';
import { closeAll, dialTcp, pattern, serve } from '../node/network.ts';
import type { Seen } from '../support/puppet-script.ts';
import { isConnected } from '../support/states.ts';
import { bytes, fatalAlert, record } from './hand-made.ts';
import { alertSeen, message, PuppetPeer } from './puppet-peer.ts';
import { heard } from './raw-peer.ts';
import { serverStages } from './stages.ts';
import { tls12ServerStages } from './tls12-stages.ts';
import { turns } from './turns.ts';

afterEach(closeAll);

/** No deadline of its own can end a connection. */
const patient = { handshakeTimeout: Infinity, drainTimeout: 60_000, closeTimeout: 60_000 };

/** Connected, both versions are the same. */
const tls12Handshake = tls12ServerStages.filter(({ state }) => !isConnected('server', state));

const goodbyeInTheClear = bytes(record(21, 1, 90), record(21, 1, 0));

/** A server, and how long it is until it is closed. */
async function start(options: Partial<ServerTlsOptions>, onConnection = () => {}) {
  const { server, port } = await serve(onConnection, options);
  let connections = 0;
  server.on('connection', () => connections++);
  return {
    server,
    port,
    async hasAccepted(count: number): Promise<void> {
      while (connections < count) await turns(1);
    },
    /** Closes it. */
    async isClosed(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      await closed;
      // `closeAll` waits for the end of every server.
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}

test.each([...serverStages, ...tls12Handshake])(
  'closeAllConnections in $state: last words, then the end',
  async (stage) => {
    const { server, port, hasAccepted, isClosed } = await start(patient);
    const puppet = new PuppetPeer('client', dialTcp(port));
    await stage.lead(puppet);
    await hasAccepted(1);
    if (isConnected('server', stage.state)) await once(server, 'secureConnection');
    const closed = isClosed();
    server.closeAllConnections();
    const words: Seen[] = [alertSeen(stage.writes, 'close_notify')];
    if (!isConnected('server', stage.state))
      words.unshift(alertSeen(stage.writes, 'user_canceled'));
    expect(await puppet.lastWords()).toEqual(words);
    await closed;
  },
);

test('closeAllConnections, and clients that never leave: no longer than drainTimeout', async () => {
  const { server, port, hasAccepted, isClosed } = await start({ ...patient, drainTimeout: 100 });
  const silent = Array.from({ length: 20 }, () => heard(dialTcp(port)));
  await hasAccepted(silent.length);
  const closed = isClosed();
  server.closeAllConnections();
  await closed;
  for (const words of await Promise.all(silent)) expect(words).toEqual(goodbyeInTheClear);
});

test('closeAllConnections, and one that drains already: nothing more is said to it', async () => {
  const { server, port, isClosed } = await start({ ...patient, drainTimeout: 100 });
  const failed = once(server, 'tlsClientError');
  const peer = dialTcp(port);
  const words = heard(peer);
  peer.write('no TLS\n');
  await failed;
  const closed = isClosed();
  server.closeAllConnections();
  await closed;
  expect(await words).toEqual(fatalAlert(10));
});

test('closeAllConnections, and a client that takes nothing: no longer than closeTimeout more', async () => {
  const impatient = { ...patient, drainTimeout: 100, closeTimeout: 100 };
  const { server, port, isClosed } = await start(impatient);
  const connected = once(server, 'secureConnection');
  const puppet = new PuppetPeer('client', dialTcp(port));
  puppet.say(message('plaintext', 'ClientHello'));
  await puppet.sees('Finished');
  puppet.socket.pause();
  puppet.say(message('handshake', 'Finished'));
  const [socket] = await connected;
  socket.write(pattern(24 * 2 ** 20));
  for (let sent = -1; sent !== socket.writableLength; await turns(50)) sent = socket.writableLength;
  expect(socket.writableLength).toBeGreaterThan(0);
  const closed = isClosed();
  server.closeAllConnections();
  await closed;
});

test('close alone: those in the handshake and those that drain end at their deadlines', async () => {
  const { server, port, isClosed } = await start({ handshakeTimeout: 150, drainTimeout: 150 });
  const failed = once(server, 'tlsClientError');
  const silent = heard(dialTcp(port));
  const bad = dialTcp(port);
  const alert = heard(bad);
  bad.write('no TLS\n');
  const [error] = await failed;
  await isClosed();
  expect(error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' });
  expect(await silent).toEqual(goodbyeInTheClear);
  expect(await alert).toEqual(fatalAlert(10));
});
