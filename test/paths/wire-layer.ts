/**
 * Layer 2: every path of the tour that a peer, an application, a transport or a clock can cause, on
 * real engines and real bytes, delivered in four ways, with answers at once and late.
 */
import { describe, expect, test } from 'vitest';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { Explorable } from '../../tools/explore/machines.ts';
import { planFor, type WirePath } from './plan.ts';
import { type Delivery, playPath, type Staging } from './wire.ts';

const deliveries: readonly Delivery[] = [
  'byte by byte',
  'record by record',
  'flight by flight',
  'coalesced',
];
/** One path of so many is also played with the other provider. */
const sampleEvery = 20;
/** Failures that are told before the rest is left alone. */
const maxFailures = 5;
const timeout = 240_000;

/** Defines the tests of one machine: files of their own, so that two can run at a time. */
export function testWire(explorable: Explorable): void {
  describe(`the ${explorable.role} on the wire`, () => {
    const { paths, pairs, allPairs } = planFor(explorable);
    const steps = paths.reduce((sum, { legs }) => sum + legs.length, 0);
    const sample = paths.filter((_, index) => index % sampleEvery === 0);
    const failuresOf = (chosen: readonly WirePath[], staging: Staging) =>
      failures(explorable, chosen, staging);

    test('there is much to do', () => {
      console.log(
        `${explorable.role} on the wire: ${paths.length} paths, ${steps} steps, ${deliveries.length} cuts;`,
        `${pairs} of ${allPairs} classes x events can be caused`,
      );
      expect(paths.length).toBeGreaterThan(1000);
    });

    test.each(deliveries)('%s', { timeout }, (delivery) => {
      expect(failuresOf(paths, { delivery, crypto: nodeProvider })).toEqual([]);
    });

    test('a sample with the other provider', { timeout }, () => {
      expect(failuresOf(sample, { delivery: 'coalesced', crypto: nobleProvider })).toEqual([]);
    });
  });
}

/** What went wrong, with the way to it; the first few. */
function failures(
  { role }: Explorable,
  paths: readonly WirePath[],
  staging: Staging,
): readonly string[] {
  const found: string[] = [];
  for (const path of paths) {
    if (found.length >= maxFailures) break;
    try {
      playPath(role, path, staging);
    } catch (error) {
      found.push(error instanceof Error ? error.message : String(error));
    }
  }
  return found;
}
