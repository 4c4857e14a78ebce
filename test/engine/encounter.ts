/**
 * An engine in a state, with the spec beside it, a tap on its wire and a clock that stands still:
 * what is done to it must come out as the spec says.
 */
import { expect } from 'vitest';
import { alertNameOf } from '../../generated/registries.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { Effect, Engine } from '../../runtime/index.ts';
import { namesOf, reasonOf } from '../support/effects.ts';
import type { End } from '../support/pair.ts';
import { States } from '../support/states.ts';
import { FakeClock } from './fake-clock.ts';
import type { Role } from './replay.ts';
import { type Forecast, type Reason, Shadow } from './shadow.ts';
import { infoOf, reach, type Situation, serverOptionsFor } from './situations.ts';
import { deadline, endOfStream, type Stimulus } from './stimuli.ts';
import { expectWellEnded } from './well-ended.ts';
import { type Said, suitesFor, WireTap } from './wire-tap.ts';

/** The code of the refusal that a server keeps while it is `DEFERRING`, by `situations.ts`. */
const verdict = 'ERR_TLS_CERTIFICATE_REQUIRED';

/** Much later than anything of a handshake, and earlier than any deadline. */
const aWhileMs = 1_000;

export class Encounter {
  readonly clock: FakeClock;
  readonly end: End<Engine>;
  readonly #situation: Situation;
  readonly #shadow: Shadow;
  readonly #tap: WireTap;
  #hasStreamEnded = false;

  constructor(role: Role, state: string, own: EngineOptions = {}) {
    const configuration = role === 'server' ? { ...serverOptionsFor(state), ...own } : own;
    const shadow = new Shadow(role, configuration, verdict);
    this.#shadow = shadow;
    this.#situation = reach(role, state, {
      ...own,
      keyLog: true,
      cipherSuites: suitesFor(state),
      trace: (step) => shadow.take(step),
    });
    this.end = this.#situation.end;
    this.#tap = new WireTap(role, this.end);
    this.clock = new FakeClock(this.end);
    expect(this.clock.running).toEqual(shadow.delays);
    this.clock.nowMs = aWhileMs;
  }

  get state(): string {
    return this.end.engine.state;
  }

  /** Does it to the engine: what comes of it must be what the spec says. */
  meet(stimulus: Stimulus): void {
    const { engine } = this.end;
    const { writeEpoch } = engine.inspect();
    const forecast = this.#forecast(stimulus);
    const before = this.#tap.said.length;
    const effects = stimulus.act(this.end, this.#tap);
    this.#hasStreamEnded ||= stimulus === endOfStream;
    const said = this.#tap.said.slice(before);
    expect(said.map(({ epoch }) => epoch)).toEqual(forecast.words.map(() => writeEpoch));
    expect(said.map(alertIn)).toEqual(forecast.words);
    expect(namesOf(effects)).toEqual(forecast.effects);
    expect(this.state).toBe(forecast.state);
    this.#expectReason(effects, forecast.reason, stimulus.peerAlert);
    this.#expectDeadlines(effects);
  }

  /**
   * From now on the peer sends nothing but what nobody wants, for ever: deadlines pass, one after
   * the other, until none is running.
   */
  waitForEver(): void {
    for (let next = this.clock.next; next !== undefined; next = this.clock.next) {
      this.expectDeafness();
      this.clock.advance();
      this.meet(deadline(next.name));
    }
    expect(this.clock.running).toEqual([]);
  }

  /** Where there is no way back, data that would be good is dropped. */
  expectDeafness(): void {
    if (
      this.state !== States[this.end.engine.role].DRAINING &&
      this.state !== States[this.end.engine.role].CLOSED
    )
      return;
    expect(this.end.receive(this.#tap.record(23, Uint8Array.of(1, 2, 3)))).toEqual([]);
  }

  expectEnded(): void {
    expectWellEnded(this.#situation);
  }

  #forecast({ event, isHeld }: Stimulus): Forecast {
    const { engine } = this.end;
    const isDelay = event.type.startsWith('after.');
    const isOver = isDelay && !this.clock.running.some((name) => event.type === `after.${name}`);
    if (isOver || (isHeld && isWaiting(engine))) return this.#shadow.forecast();
    const forecast = this.#shadow.forecast(event);
    // Who begins to drain is told once more that the stream has ended.
    const isToldAgain =
      this.#hasStreamEnded &&
      forecast.state === States[engine.role].DRAINING &&
      forecast.state !== this.state;
    return this.#once(isToldAgain ? this.#shadow.forecast(event, endOfStream.event) : forecast);
  }

  /** The write side is closed once, and so is the transport, however often the spec says so. */
  #once(forecast: Forecast): Forecast {
    const before = namesOf(this.end.effects);
    const isNew = (name: string) => name !== 'shutdownWrite' || !before.includes(name);
    return { ...forecast, effects: forecast.effects.filter(isNew) };
  }

  /** It is told with the last effect. */
  #expectReason(
    effects: readonly Effect[],
    expected: Reason | undefined,
    peerAlert?: string,
  ): void {
    const told = reasonOf(effects);
    if (told === undefined) return;
    expect(told.clean).toBe(expected?.clean);
    if (told.clean || expected?.clean !== false) return;
    const { code, alert, state, origin } = told.error;
    const isPeers = peerAlert !== undefined && origin === 'peer';
    expect({ code, state }).toEqual({ code: expected.code, state: expected.state });
    expect(alert).toBe(isPeers ? peerAlert : expected.alert);
  }

  /** Deadlines are as long as the spec says, and the same ones run. */
  #expectDeadlines(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'deadline' || effect.afterMs === undefined) continue;
      expect(effect.afterMs).toBe(this.#shadow.lengthOf(effect.name));
    }
    expect(this.clock.running).toEqual(this.#shadow.delays);
  }
}

function isWaiting({ role, state }: Engine): boolean {
  return infoOf(role, state).tags.includes('waiting');
}

/** The name of a record that is an alert; of any other, what it is. */
function alertIn({ contentType, content }: Said): string {
  if (contentType !== 21 || content.length !== 2) return `a record of type ${contentType}`;
  return alertNameOf(content[1] ?? -1) ?? 'an alert without name';
}
