/**
 * The generated machines do what XState does, in every reachable situation, on every event with
 * every facet. This proves the generator, not the protocol.
 */
import { describe, expect, test } from 'vitest';
import { explorables } from '../../tools/explore/machines.ts';
import { exploredOnce } from '../support/explored-once.ts';
import { differences } from '../support/lockstep.ts';
import { expectNoticed, loadGenerated } from './targets.ts';

describe.each(explorables)('$role', (explorable) => {
  const { role } = explorable;

  test('agrees with XState everywhere', async () => {
    const graph = exploredOnce(explorable);
    const found = [...differences(graph, await loadGenerated(role))];
    const compared = graph.situations.reduce((sum, { steps }) => sum + steps.length, 0);
    console.log(`${role}: ${graph.situations.length} situations, ${compared} steps compared`);
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });

  // All of them: lockstep.slow.ts.
  test('another target in the emitted file is noticed', () => expectNoticed(explorable, 5));
});
