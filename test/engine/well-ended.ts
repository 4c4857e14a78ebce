/** What holds of every connection that is over, however it ended. */
import { expect } from 'vitest';
import type { Effect } from '../../runtime/index.ts';
import { namesOf } from '../support/effects.ts';
import { States } from '../support/states.ts';
import type { Situation } from './situations.ts';

/** Checks the whole record of an end, and that nothing wakes it up again. */
export function expectWellEnded({ end, watched }: Situation): void {
  const names = namesOf(end.effects);
  expect(end.engine.isEnded).toBe(true);
  expect(end.engine.state).toBe(States[end.engine.role].CLOSED);
  expect(names.slice(-2)).toEqual(['closeTransport', 'ended']);
  expect(countOf(names, 'ended')).toBe(1);
  expect(countOf(names, 'closeTransport')).toBe(1);
  expect(countOf(names, 'shutdownWrite')).toBeLessThanOrEqual(1);
  expect(countOf(names, 'endOfData')).toBeLessThanOrEqual(1);
  expectSilenceAfterShutdown(names);
  expect(runningDeadlines(end.effects)).toEqual([]);
  // @req 9846:6:3
  expect(watched.leaks()).toEqual([]);
  expectDeaf({ end });
}

/** After `shutdownWrite` nothing is written. */
function expectSilenceAfterShutdown(names: readonly string[]): void {
  const shut = names.indexOf('shutdownWrite');
  if (shut >= 0) expect(names.slice(shut)).not.toContain('write');
}

/** Whatever is called after the end does nothing; only a write is told so. */
function expectDeaf({ end: { engine } }: Pick<Situation, 'end'>): void {
  const calls: readonly (() => readonly Effect[])[] = [
    () => engine.start(),
    () => engine.receive(Uint8Array.of(22, 3, 3, 0, 0)),
    () => engine.receiveEnd(),
    () => engine.transportFailed(new Error('gone')),
    () => engine.end(),
    () => engine.close(),
    () => engine.abort(),
    () => engine.rekey(),
    () => engine.deadlineReached('drainTimeout'),
    () => engine.deadlineReached('handshakeTimeout'),
    () => engine.answer(1, { kind: 'failed', cause: undefined }),
  ];
  for (const call of calls) expect(call()).toEqual([]);
  expect(() => engine.write(Uint8Array.of(1))).toThrow(
    expect.objectContaining({ code: 'ERR_TLS_WRITE_AFTER_CLOSE' }),
  );
  expect(engine.state).toBe(States[engine.role].CLOSED);
}

function countOf(names: readonly string[], name: string): number {
  return names.filter((one) => one === name).length;
}

function runningDeadlines(effects: readonly Effect[]): readonly string[] {
  const running = new Set<string>();
  for (const effect of effects) {
    if (effect.type !== 'deadline') continue;
    if (effect.afterMs === undefined) running.delete(effect.name);
    else running.add(effect.name);
  }
  return [...running];
}
