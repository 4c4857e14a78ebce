/**
 * Any split of the input gives the same effects: byte by byte, everything at once (across key
 * changes too), and at random; for connections that go well and for all sorts that do not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCuts, cut, recordsOf } from '../support/cuts.ts';
import { dataOf, errorOf, merged, namesOf } from '../support/effects.ts';
import { badStreams } from './bad-streams.ts';
import { record, replay } from './replay.ts';

const seed = 8446;

describe.each(['client', 'server'] as const)('a good stream to the %s', (role) => {
  const { stream, effects } = record(role);
  const expected = merged(effects);

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
    expect(merged(replay(role, cut(stream, lengths)))).toEqual(expected);
  });

  it(`in random pieces, seed ${seed}`, () => {
    fc.assert(
      fc.property(anyCuts, (lengths) => {
        expect(merged(replay(role, cut(stream, lengths)))).toEqual(expected);
      }),
      { seed, numRuns: 40 },
    );
  });
});

describe.each(badStreams)('$name to the $role', ({ role, stream: make, code, alert, state }) => {
  const stream = make();
  const effects = replay(role, [stream]);

  it(`ends with ${code}, alert ${alert}, in ${state}`, () => {
    const error = errorOf(effects);
    expect([error?.code, error?.alert ?? 'none', error?.state]).toEqual([code, alert, state]);
  });

  it(`ends in the same way for every split, seed ${seed}`, () => {
    const expected = merged(effects);
    expect(merged(replay(role, cut(stream, [1])))).toEqual(expected);
    fc.assert(
      fc.property(anyCuts, (lengths) => {
        expect(merged(replay(role, cut(stream, lengths)))).toEqual(expected);
      }),
      { seed, numRuns: 8 },
    );
  });
});
