/** Injected randomness, clock and keys make a connection reproducible byte for byte. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import { merged } from '../support/effects.ts';
import { Pair, type PairOptions } from '../support/pair.ts';
import { scenarios } from './scenarios.ts';

afterEach(() => vi.restoreAllMocks());

describe.each(scenarios)('with $name', ({ options }) => {
  it('the same randomness, clock and keys give the same effects', () => {
    expect(conversation('one', options)).toEqual(conversation('one', options));
  });

  it('other randomness gives others', () => {
    expect(conversation('one', options)).not.toEqual(conversation('two', options));
  });

  it('nothing random and no clock is taken but what was injected', () => {
    vi.spyOn(Date, 'now').mockImplementation(unexpected);
    vi.spyOn(Math, 'random').mockImplementation(unexpected);
    // Not the platform's generator: noble blinds its multiplications with it, which changes no result.
    const crypto: CryptoProvider = { ...noble, randomBytes: unexpected };
    expect(conversation('one', options, { crypto }).at(-1)).toBe('ended clean');
  });
});

it('what is not injected is random', () => {
  const random = (length: number) => noble.randomBytes(length);
  const withOwn = () => conversation('one', {}, { random });
  expect(withOwn()).not.toEqual(withOwn());
});

function unexpected(): never {
  throw new Error('not injected');
}

/** All effects of a connection with data, a key update and a clean end. */
function conversation(
  seed: string,
  { client, server, ...others }: PairOptions,
  injected: Partial<EngineOptions> = {},
): readonly string[] {
  const pair = new Pair({
    ...others,
    seed,
    client: { ...client, ...injected },
    server: { ...server, ...injected },
  }).connect();
  pair.client.do((engine) => engine.write(new Uint8Array(20_000).fill(1)));
  pair.client.do((engine) => engine.rekey());
  pair.run();
  pair.server.do((engine) => engine.write(new Uint8Array(20_000).fill(2)));
  pair.server.do((engine) => engine.end());
  pair.client.do((engine) => engine.end());
  pair.run();
  return [...merged(pair.client.effects), ...merged(pair.server.effects)];
}
