/**
 * Every state of both machines and everything that may end a connection there, on real engines
 * with real bytes: what comes of it is worked out from the spec by XState, not listed by hand. The
 * right last words under the right keys, the reason with the state, nothing after it, no data
 * after a fault; and with a peer that is silent for ever it is over when the deadlines that the
 * engine itself announced say so. RFC 9846 6.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import { errorOf, namesOf } from '../support/effects.ts';
import { isConnected, ServerState, States } from '../support/states.ts';
import { Encounter } from './encounter.ts';
import type { Role } from './replay.ts';
import { infoOf, isOfTls12, reach, statesOf } from './situations.ts';
import { delaysOf } from './spec-walk.ts';
import { abort, deadline, endOfStream, type Stimulus, stimuli } from './stimuli.ts';
import { text } from './stream-parts.ts';

afterEach(() => vi.restoreAllMocks());

const drainMs = delaysOf('client').drainTimeout;

describe.each(['client', 'server'] as const)('%s', (role) => {
  describe.each(statesOf[role])('in %s', (state) => {
    it.each(stimuli)('$name', (stimulus) => expectAsForecast(role, state, [stimulus]));

    it('silence for ever', () => {
      const delays = Object.keys(delaysOf(role)).map(deadline);
      const { running } = new Encounter(role, state).clock;
      // First those that nobody is waiting for: they come to nothing.
      const isIdle = ({ name }: Stimulus) => !running.includes(name);
      expectAsForecast(role, state, delays.filter(isIdle));
    });

    it('the end of the stream where truncation is allowed', () => {
      expectAsForecast(role, state, [endOfStream], { allowTruncation: true });
    });
  });

  describe.each(connectedStates(role))('of TLS 1.2 in %s', (state) => {
    const maxVersion = 'TLSv1.2';
    it.each(stimuli)('$name', (stimulus) =>
      expectAsForecast(role, state, [stimulus], { maxVersion }),
    );

    it('silence for ever', () => expectAsForecast(role, state, [], { maxVersion }));

    it('the end of the stream where truncation is allowed', () => {
      expectAsForecast(role, state, [endOfStream], { maxVersion, allowTruncation: true });
    });
  });

  it.each(statesOf[role].filter(canAlert))('the peer can read our alert in %s', (state) => {
    const { pair, end, peer } = reach(role, state);
    end.receive(text('noise'));
    pair.run();
    // In TLS 1.2 the server has accepted whom it says this to.
    const isRefused =
      peer.engine.role === 'client' &&
      namesOf(peer.effects).includes('fact connected') &&
      !isOfTls12(role, state);
    expect(errorOf(peer.effects)).toMatchObject({
      code: isRefused ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' : 'ERR_TLS_PEER_ALERT',
      alert: 'unexpected_message',
      origin: 'peer',
    });
    expect(namesOf(end.effects)).toContain('ended');
  });

  /** Where an alert about what comes in goes out at once, to a peer that has been started. */
  function canAlert(state: string): boolean {
    const { HALF_CLOSED_LOCAL, LINGERING } = States[role];
    const isReading =
      infoOf(role, state).tags.includes('reading') && state !== ServerState.DEFERRING;
    return isReading && state !== HALF_CLOSED_LOCAL && state !== LINGERING;
  }
});

/** Which both versions have: in TLS 1.2 a close_notify of the peer ends both directions. */
function connectedStates(role: Role): readonly string[] {
  const { HALF_CLOSED_REMOTE } = States[role];
  return statesOf[role].filter((state) => isConnected(role, state) && state !== HALF_CLOSED_REMOTE);
}

/** As long as nothing is wrong these may be silent for as long as both sides like. */
function endlessStates(role: Role): readonly string[] {
  const { IDLE, CONNECTED, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE } = States[role];
  return [IDLE, CONNECTED, HALF_CLOSED_LOCAL, HALF_CLOSED_REMOTE];
}

function expectAsForecast(
  role: Role,
  state: string,
  events: readonly Stimulus[],
  options: EngineOptions = {},
): void {
  const encounter = new Encounter(role, state, options);
  const { clock } = encounter;
  for (const event of events) encounter.meet(event);
  const [then, after] = [clock.nowMs, encounter.state];
  encounter.expectDeafness();
  encounter.waitForEver();
  const hasEnded = encounter.end.engine.isEnded;
  if (after === States[role].CLOSED) expect(clock.nowMs).toBe(then);
  else if (after === States[role].DRAINING && state !== States[role].DRAINING)
    expect(clock.nowMs - then).toBe(drainMs);
  else if (!hasEnded) expect(endlessStates(role)).toContain(encounter.state);
  if (!hasEnded) {
    encounter.meet(abort);
    encounter.waitForEver();
  }
  encounter.expectEnded();
}
