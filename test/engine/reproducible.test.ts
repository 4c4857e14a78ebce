/** Injected randomness, clock and keys make a connection reproducible byte for byte. */
import { afterEach, expect, it, vi } from 'vitest';
import { type CryptoProvider, noble } from '../../runtime/index.ts';
import { merged } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';

afterEach(() => vi.restoreAllMocks());

it('the same randomness, clock and keys give the same effects', () => {
  expect(conversation('one')).toEqual(conversation('one'));
});

it('other randomness gives others', () => {
  expect(conversation('one')).not.toEqual(conversation('two'));
});

it('nothing random and no clock is taken but what was injected', () => {
  const unexpected = () => {
    throw new Error('not injected');
  };
  vi.spyOn(Date, 'now').mockImplementation(unexpected);
  vi.spyOn(Math, 'random').mockImplementation(unexpected);
  // Not the platform's generator: noble blinds its multiplications with it, which changes no result.
  const crypto: CryptoProvider = { ...noble, randomBytes: unexpected };
  expect(conversation('one', crypto).at(-1)).toBe('ended clean');
});

it('what is not injected is random', () => {
  const withOwn = () =>
    conversation('one', noble, { random: (length) => noble.randomBytes(length) });
  expect(withOwn()).not.toEqual(withOwn());
});

type Random = { readonly random?: (length: number) => Uint8Array };

/** All effects of a connection with data, a key update and a clean end. */
function conversation(seed: string, crypto = noble, random: Random = {}): readonly string[] {
  const options = { crypto, ...random };
  const pair = new Pair({ seed, client: options, server: options }).connect();
  pair.client.do((engine) => engine.write(new Uint8Array(20_000).fill(1)));
  pair.client.do((engine) => engine.rekey());
  pair.run();
  pair.server.do((engine) => engine.write(new Uint8Array(20_000).fill(2)));
  pair.server.do((engine) => engine.end());
  pair.client.do((engine) => engine.end());
  pair.run();
  return [...merged(pair.client.effects), ...merged(pair.server.effects)];
}
