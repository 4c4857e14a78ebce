/**
 * No alert is ever lost: every client that our server refuses learns the alert's name, whatever it
 * does meanwhile. RFC 9846 6.1, 6.2; what is measured stands in `plan.ts`. `npm run test:alerts`
 * does it more often.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePki } from '../support/certificates.ts';
import { describeNeeding } from '../support/skips.ts';
import { type Everything, measureEverything, printEverything } from './everything.ts';
import { type Measured, Measurement } from './measure.ts';
import { clientNames } from './plan.ts';
import { lostIn } from './table.ts';

/** How long all of it may take on a loaded machine. */
const longestMs = 180_000;
const amount = { runs: 30, comparedRuns: 6 };

describeNeeding('openssl', 'a client that is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-alerts-'));
  let measurement: Measurement;
  let all: Everything;

  beforeAll(async () => {
    measurement = await Measurement.start(await writePki(folder));
    all = await measureEverything(measurement, clientNames, amount);
    console.log(printEverything(all));
  }, longestMs);
  afterAll(async () => {
    await measurement?.stop();
    rmSync(folder, { recursive: true });
  });

  describe.each(['TLSv1.3', 'TLSv1.2'])('in %s', (version) => {
    const isMeant = ({ cell }: Measured) => cell.version === version;

    test.each(clientNames)('%s: sees the alert in every run', (client) => {
      const ours = all.drained.filter(isMeant).filter(({ cell }) => cell.client === client);
      expect(ours.filter(({ lost }) => lost.length > 0)).toEqual([]);
      const seen = ours.reduce((sum, { knownAfterMs }) => sum + knownAfterMs.length, 0);
      expect(seen).toBe(12 * amount.runs);
    });

    test('would lose some without the drain: so this measurement could tell', () => {
      expect(lostIn(all.undrained.filter(isMeant))).toBeGreaterThan(0);
    });
  });
});
