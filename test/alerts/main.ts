/**
 * `npm run test:alerts`: no alert is ever lost, measured with real processes over loopback.
 * `npm run test:alerts -- 10`: so many runs a cell. CI runs it with fewer, among the slow tests.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { writePki } from '../support/certificates.ts';
import { hasOpenssl } from '../support/openssl.ts';
import { measureEverything, printEverything } from './everything.ts';
import { Measurement } from './measure.ts';
import { clientNames } from './plan.ts';
import { lostIn, printRow, runsIn } from './table.ts';

/** There are twelve cells a client: a thousand runs for each client. */
const runs = Number(process.argv[2] ?? 84);
const clients = clientNames.filter((name) => name !== 'OpenSSL' || hasOpenssl());
const skipped = clientNames.length - clients.length;

const folder = mkdtempSync(join(tmpdir(), 'tlschart-alerts-'));
const measurement = await Measurement.start(await writePki(folder));
try {
  const amount = { runs, comparedRuns: Math.ceil(runs / 2) };
  const all = await measureEverything(measurement, clients, amount, (row) =>
    process.stderr.write(`${printRow(row)}\n`),
  );
  process.stdout.write(printEverything(all));
  if (skipped > 0) process.stdout.write('OpenSSL is not installed: left out\n');
  const lost = lostIn(all.drained);
  process.stdout.write(
    `${runsIn(all.drained) - lost} passed, ${lost} failed, ${skipped} skipped\n`,
  );
  if (lost > 0) process.exitCode = 1;
} finally {
  await measurement.stop();
  rmSync(folder, { recursive: true });
}
