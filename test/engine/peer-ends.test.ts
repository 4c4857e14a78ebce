/**
 * The peer ends the connection by an alert (RFC 9846 6, 6.1, 6.2): which ones it may, and what goes
 * on in the other direction. Each alert in each state is in `ending.test.ts`.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { alertCodes } from '../../generated/registries.ts';
import { errorOf, namesOf, reasonOf } from '../support/effects.ts';
import { End, newClient, Pair } from '../support/pair.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { reach, type Situation } from './situations.ts';
import { plain } from './stream-parts.ts';
import { expectWellEnded } from './well-ended.ts';

afterEach(() => vi.restoreAllMocks());

const closeNotify = plain(21, 1, 0);
const userCanceled = plain(21, 1, 90);

describe('a fatal alert', () => {
  it.each([
    ['server', ServerState.SIGNING],
    ['server', ServerState.WAIT_FINISHED],
  ] as const)('in the clear, before anything came under keys, ends a %s in %s', (role, state) => {
    const situation = reach(role, state);
    const effects = situation.end.receive(plain(21, 2, alertCodes.insufficient_security));
    expectRefused(situation, 'insufficient_security');
    expect(namesOf(effects)).not.toContain('write');
  });

  // @req 9846:6:5
  it.each([1, 2])('that nobody knows is fatal, whatever its level: %i', (level) => {
    const situation = reach('client', ClientState.WAIT_SH, { minVersion: 'TLSv1.3' });
    situation.end.receive(plain(21, level, 200));
    expectRefused(situation, undefined);
    expect(errorOf(situation.end.effects)).toMatchObject({
      alertCode: 200,
      message: 'the peer sent the alert 200',
    });
  });

  // @req 9846:6:4
  it('is fatal with the level of a warning too', () => {
    const situation = reach('client', ClientState.WAIT_SH, { minVersion: 'TLSv1.3' });
    situation.end.receive(plain(21, 1, alertCodes.handshake_failure));
    expectRefused(situation, 'handshake_failure');
  });

  it('is a warning with the level of one where TLS 1.2 may be chosen, four times', () => {
    const situation = reach('client', ClientState.WAIT_SH);
    for (let i = 0; i < 4; i++) {
      expect(situation.end.receive(plain(21, 1, alertCodes.unrecognized_name))).toEqual([]);
    }
    situation.end.receive(plain(21, 1, alertCodes.unrecognized_name));
    situation.end.do((engine) => engine.receiveEnd());
    expect(errorOf(situation.end.effects)?.code).toBe('ERR_TLS_FLOOD');
    expectWellEnded(situation);
  });
});

describe('close_notify', () => {
  it('user_canceled before it changes nothing', () => {
    const client = new End(newClient());
    client.do((engine) => engine.start());
    expect(client.receive(userCanceled)).toEqual([]);
    client.receive(closeNotify);
    expect(errorOf(client.effects)?.code).toBe('ERR_TLS_PEER_CLOSED');
  });

  it('an abort of the other side in the handshake is read as such', () => {
    const { pair, end, peer } = reach('client', ClientState.WAIT_FINISHED);
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
    const { pair, end, peer } = reach('client', ClientState.HALF_CLOSED_LOCAL);
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
