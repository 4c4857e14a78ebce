/**
 * Client and server over a network with an attacker, who may act once or twice, at any place: drop,
 * repeat, reorder, damage, alter, invent, cut off. Nobody is fooled, and every run ends.
 */
import { expect, test } from 'vitest';
import { harmed } from './scenarios.ts';
import { walk } from './walk.ts';

test('an attacker without keys', { timeout: 240_000 }, () => {
  const found = walk(harmed);
  expect(found.violation).toBeUndefined();
  expect([...found.acts.keys()].sort()).toEqual([
    'alter',
    'corrupt',
    'cut',
    'drop',
    'duplicate',
    'inject',
    'reorder',
    'reset',
    'silence',
  ]);
});
