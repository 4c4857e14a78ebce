/** Machines with one change each: the walk must find out what is wrong with them. */
import { describe, expect, test } from 'vitest';
import { breakages } from './breakages.ts';
import { brokenMachines, machines } from './machines.ts';
import { proving } from './scenarios.ts';
import { search } from './search.ts';

describe('a machine that', () => {
  test('is not broken has no violation', () => {
    for (const scenario of proving) expect(search(scenario, machines).violation).toBeUndefined();
  });

  test.each(breakages)('$what', async ({ violation, ...breakage }) => {
    const broken = await brokenMachines(breakage);
    let found: string | undefined;
    for (const scenario of proving) found ??= search(scenario, broken).violation;
    console.log(found);
    expect(found).toMatch(violation);
  });
});
