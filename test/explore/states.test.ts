/** How states are found: by ways that must lead on, each to a state of its own. */
import { describe, expect, test } from 'vitest';
import { specStates } from '../../tools/explore/spec-states.ts';
import { statesFound, wayTo } from '../../tools/explore/states.ts';
import { States } from '../support/states.ts';

describe.each(['client', 'server'] as const)('a %s', (role) => {
  test('calls its states the same in the spec and in generated code', () => {
    expect(specStates(role)).toEqual(States[role]);
  });

  test('that a message no longer leads on is told', () => {
    const after = ['hs.certificate', 'hs.certificateVerify'];
    const known = (way: readonly { readonly type: string }[]) =>
      way
        .filter(({ type }) => !after.includes(type))
        .map(({ type }) => type)
        .join();
    expect(() => statesFound(role, (way) => known(way))).toThrow(
      /^the ways to \w+ and to WAIT_\w+ both leave a (client|server) in local\.start,/,
    );
  });
});

test('a way tells what happens from the beginning on', () => {
  expect(wayTo('client', 'IDLE')).toEqual([]);
  expect(wayTo('client', 'WAIT_EE')).toEqual([
    { type: 'local.start' },
    { type: 'hs.serverHello', facet: 'v13' },
  ]);
});
