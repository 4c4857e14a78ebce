/**
 * Every way of ending in every state of both roles (RFC 9846 6): the right last words, exactly one
 * `ended`, nothing after it, and no secret left.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { alertNameOf } from '../../generated/registries.ts';
import type { Effect, Engine } from '../../runtime/index.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import { errorOf, namesOf, reasonOf } from '../support/effects.ts';
import type { End } from '../support/pair.ts';
import { endings, groupOf } from './endings.ts';
import { reach, type Situation, statesOf } from './situations.ts';
import { text } from './stream-parts.ts';
import { expectWellEnded } from './well-ended.ts';

afterEach(() => vi.restoreAllMocks());

describe.each(['client', 'server'] as const)('%s', (role) => {
  describe.each(statesOf[role])('in %s', (state) => {
    it.each(endings)('$name', ({ call, outcomes }) => {
      const situation = reach(role, state);
      const expected = outcomes[groupOf(state)] ?? `: -> ${state}`;
      expect(outcomeOf(situation.end, call)).toBe(expected);
      playOut(situation);
      expectWellEnded(situation);
    });
  });

  it.each(statesOf[role].filter(canAlert))('the peer can read our alert in %s', (state) => {
    const { pair, end, peer } = reach(role, state);
    end.receive(text('noise'));
    pair.run();
    expect(errorOf(peer.effects)).toMatchObject({
      code: 'ERR_TLS_PEER_ALERT',
      alert: 'unexpected_message',
      origin: 'peer',
    });
    expect(namesOf(end.effects)).toContain('ended');
  });
});

/** Where an alert about what comes in goes out at once, to a peer that has been started. */
function canAlert(state: string): boolean {
  return groupOf(state) === 'reading' || state === 'connected(reading, sending)';
}

/** Makes a call and tells of it: `alerts: effects -> state: reason`. */
function outcomeOf(end: End<Engine>, call: (engine: Engine) => readonly Effect[]): string {
  const alertsSaid = watchSpeech();
  const effects = end.do(call);
  const parts = [`${alertsSaid().join(' ')}:`, namesOf(effects).join(', '), '->', end.engine.state];
  const told = parts.filter((part) => part !== '').join(' ');
  const reason = reasonOf(effects);
  if (reason === undefined) return told;
  return `${told}: ${reason.clean ? 'clean' : reason.error.code}`;
}

/** From now on: the alerts that an engine writes, and that it writes nothing else. */
function watchSpeech(): () => readonly string[] {
  const others = (['handshake', 'data', 'changeCipherSpec'] as const).map((method) =>
    vi.spyOn(RecordWriter.prototype, method).mockClear(),
  );
  const alerts = vi.spyOn(RecordWriter.prototype, 'alert').mockClear();
  return () => {
    for (const other of others) expect(other).not.toHaveBeenCalled();
    return alerts.mock.calls.map(([, description]) => alertNameOf(description) ?? 'unknown');
  };
}

/** Whatever there is left to end, ends. */
function playOut({ end }: Situation): void {
  end.do((engine) => engine.receiveEnd());
  end.do((engine) => engine.end());
  if (!end.engine.isEnded) end.do((engine) => engine.abort());
}
