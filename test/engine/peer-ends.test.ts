/** The peer ends the connection: by an alert, in any state (RFC 9846 6, 6.1, 6.2). */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { HandshakeType } from '../../generated/messages.ts';
import { alertCodes } from '../../generated/registries.ts';
import type { Engine } from '../../runtime/index.ts';
import { errorOf, namesOf, reasonOf } from '../support/effects.ts';
import { End, newClient, newServer, Pair } from '../support/pair.ts';
import { sendAlertInPlaceOf } from '../support/record-each-message.ts';
import { reach, type Situation } from './situations.ts';
import { plain, text } from './stream-parts.ts';
import { expectWellEnded } from './well-ended.ts';

afterEach(() => vi.restoreAllMocks());

const closeNotify = plain(21, 1, 0);
const userCanceled = plain(21, 1, 90);

describe('a fatal alert', () => {
  it.each([
    ['client', 'idle'],
    ['client', 'waitServerHello'],
    ['server', 'idle'],
    ['server', 'waitClientHello'],
    ['server', 'signing'],
    ['server', 'waitFinished'],
  ] as const)('in the clear ends a %s in %s, and is not answered', (role, state) => {
    const situation = reach(role, state);
    const effects = situation.end.receive(plain(21, 2, alertCodes.insufficient_security));
    expectRefused(situation, 'insufficient_security');
    expect(namesOf(effects)).not.toContain('write');
  });

  it.each([
    ['waitEncryptedExtensions', HandshakeType.encryptedExtensions],
    ['waitCertificateOrRequest', HandshakeType.certificate],
    ['waitCertificateVerify', HandshakeType.certificateVerify],
    ['waitFinished', HandshakeType.finished],
  ])('under the handshake keys ends a client in %s', (state, missing) => {
    sendAlertInPlaceOf(missing, alertCodes.access_denied);
    const { client } = new Pair().connect();
    const error = errorOf(client.effects);
    expect(error).toMatchObject({ code: 'ERR_TLS_PEER_ALERT', alert: 'access_denied', state });
    // The hello is all that the client has said.
    expect(namesOf(client.effects).filter((name) => name === 'write')).toHaveLength(1);
  });

  it.each([
    ['client', 'connected(reading, sending)'],
    ['client', 'connected(reading, sent)'],
    ['client', 'connected(lingering, sent)'],
    ['server', 'connected(reading, sending)'],
    ['server', 'connected(reading, sent)'],
    ['server', 'connected(lingering, sent)'],
  ] as const)('ends a %s in %s', (role, state) => {
    const situation = reach(role, state);
    situation.peer.receive(text('noise'));
    const writes = situation.end.written.length;
    situation.pair.run();
    expectRefused(situation, 'unexpected_message');
    expect(situation.end.written).toHaveLength(writes);
  });

  it.each([1, 2])('that nobody knows is fatal, whatever its level: %i', (level) => {
    const situation = reach('client', 'waitServerHello');
    situation.end.receive(plain(21, level, 200));
    expectRefused(situation, undefined);
    expect(errorOf(situation.end.effects)).toMatchObject({
      alertCode: 200,
      message: 'the peer sent the alert 200',
    });
  });

  it('is fatal with the level of a warning too', () => {
    const situation = reach('client', 'waitServerHello');
    situation.end.receive(plain(21, 1, alertCodes.handshake_failure));
    expectRefused(situation, 'handshake_failure');
  });
});

describe('close_notify', () => {
  it.each([
    ['client', newClient, 'waitServerHello'],
    ['server', newServer, 'waitClientHello'],
  ] as const)('before there is a connection is no clean end: a %s', (_, make, state) => {
    const end = new End<Engine>(make());
    end.do((engine) => engine.start());
    const effects = end.receive(closeNotify);
    expect(errorOf(effects)).toMatchObject({ code: 'ERR_TLS_PEER_CLOSED', state });
    expect(end.written.slice(-closeNotify.length)).toEqual(closeNotify);
  });

  it('user_canceled before it changes nothing', () => {
    const client = new End(newClient());
    client.do((engine) => engine.start());
    expect(client.receive(userCanceled)).toEqual([]);
    client.receive(closeNotify);
    expect(errorOf(client.effects)?.code).toBe('ERR_TLS_PEER_CLOSED');
  });

  it('an abort of the other side in the handshake is read as such', () => {
    const { pair, end, peer } = reach('client', 'waitFinished');
    end.do((engine) => engine.abort());
    pair.run();
    expect(errorOf(peer.effects)?.code).toBe('ERR_TLS_PEER_CLOSED');
    expect(errorOf(end.effects)?.code).toBe('ERR_TLS_ABORTED');
  });

  it('ends one direction only: the other one goes on until it is closed', () => {
    const pair = new Pair().connect();
    pair.client.do((engine) => engine.end());
    pair.run();
    expect(namesOf(pair.server.effects)).toContain('endOfData');
    pair.server.do((engine) => engine.write(new Uint8Array(1000)));
    pair.run();
    expect(pair.client.data).toHaveLength(1000);
    pair.server.do((engine) => engine.end());
    pair.run();
    expect(reasonOf(pair.client.effects)).toEqual({ clean: true });
    expect(reasonOf(pair.server.effects)).toEqual({ clean: true });
  });

  it('after ours, key updates are still taken, and no longer answered', () => {
    const { pair, end, peer } = reach('client', 'connected(reading, sent)');
    pair.run();
    const { length } = end.written;
    peer.do((engine) => engine.rekey());
    peer.do((engine) => engine.write(Uint8Array.of(7)));
    pair.run();
    expect(end.data).toEqual(Uint8Array.of(7));
    expect(end.written).toHaveLength(length);
  });

  it('from both sides at once is a clean end for both', () => {
    const pair = new Pair().connect();
    pair.client.do((engine) => engine.close());
    pair.server.do((engine) => engine.close());
    pair.run();
    expect(reasonOf(pair.client.effects)).toEqual({ clean: true });
    expect(reasonOf(pair.server.effects)).toEqual({ clean: true });
  });
});

function expectRefused(situation: Situation, alert: string | undefined): void {
  const error = errorOf(situation.end.effects);
  expect([error?.code, error?.alert, error?.origin]).toEqual(['ERR_TLS_PEER_ALERT', alert, 'peer']);
  expectWellEnded(situation);
}
