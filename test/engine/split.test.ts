/**
 * Any split of the input gives the same effects: byte by byte, everything at once (across key
 * changes too), and at random; for handshakes of all sorts that go well, and for many that do not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCuts, cut, recordsOf } from '../support/cuts.ts';
import { dataOf, errorOf, merged, namesOf } from '../support/effects.ts';
import { badStreams } from './bad-streams.ts';
import { record, replay } from './replay.ts';
import { plainHandshake, scenarios } from './scenarios.ts';

const seed = 8446;

const good = (['client', 'server'] as const).flatMap((role) =>
  scenarios.map((scenario) => ({ role, name: scenario.name, scenario })),
);

describe.each(good)('a good stream to the $role: $name', ({ role, scenario }) => {
  const { stream, effects } = record(role, scenario);
  const expected = merged(effects);
  const replayed = (lengths: readonly number[]) =>
    merged(replay(role, cut(stream, lengths), scenario));

  it('has data, key changes and a clean end', () => {
    expect(namesOf(effects)).toContain('fact connected');
    expect(dataOf(effects)).toHaveLength(3 + 1 + 40_000 + 300);
    expect(expected.at(-1)).toBe('ended clean');
  });

  it.each([
    ['byte by byte', [1]],
    ['everything at once', [stream.length]],
    ['record by record', recordsOf(stream).map(({ length }) => length)],
    ['all but the last byte, then this', [stream.length - 1]],
  ])('%s', (_, lengths) => {
    expect(replayed(lengths)).toEqual(expected);
  });

  it(`in random pieces, seed ${seed}`, () => {
    fc.assert(
      fc.property(anyCuts, (lengths) => {
        expect(replayed(lengths)).toEqual(expected);
      }),
      { seed, numRuns: scenario === plainHandshake ? 30 : 10 },
    );
  });
});

describe.each(badStreams)('$name to the $role', (bad) => {
  const { role, stream: make, scenario, code, alert, state } = bad;
  const stream = make();
  const effects = replay(role, [stream], scenario);

  it(`ends with ${code}, alert ${alert}, in ${state}`, () => {
    const error = errorOf(effects);
    expect([error?.code, error?.alert ?? 'none', error?.state]).toEqual([code, alert, state]);
  });

  it(`ends in the same way for every split, seed ${seed}`, () => {
    const expected = merged(effects);
    expect(merged(replay(role, cut(stream, [1]), scenario))).toEqual(expected);
    fc.assert(
      fc.property(anyCuts, (lengths) => {
        expect(merged(replay(role, cut(stream, lengths), scenario))).toEqual(expected);
      }),
      { seed, numRuns: 6 },
    );
  });
});
