/** The interop table: a test for each cell, and all of it as text when they are over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { describePattern } from './cell.ts';
import type { Peer, Seat } from './peers/peer.ts';
import { createPki, type Pki } from './pki.ts';
import { examplesOf, type Plan, planFor, seatsOf } from './plan.ts';
import { ourCertificates } from './providers.ts';
import { printTable, type Result } from './report.ts';
import { runCell } from './run-cell.ts';
import type { Skip } from './skips.ts';

/** What compilers may take on a slow machine that has other work to do. */
const preparationMs = 300_000;

/** What a cell may take that is expected to fail; and all of those of one skip. */
const trialMs = 8_000;
const skipMs = 120_000;

export interface TableOptions {
  /** Which parts of the plans are run. Default: all. */
  readonly choose?: (plan: Plan) => Plan;
  /** Called with the table as text when all is over. */
  readonly print?: (table: string) => void;
}

/** Defines the tests of these peers. A peer that is not here is a visible skip; in CI it fails. */
export async function testPeers(
  peers: readonly Peer[],
  { choose = (plan) => plan, print = () => {} }: TableOptions,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-interop-'));
  const pki = await createPki(folder, ourCertificates);
  const results: Result[] = [];
  afterAll(() => {
    print(printTable(results));
    rmSync(folder, { recursive: true });
  });
  for (const peer of peers) {
    if (peer.version === undefined) {
      testAbsence(peer);
      continue;
    }
    const prepared = peer.prepare?.(pki);
    // Whoever needs it will hear of a failure.
    prepared?.catch(() => {});
    for (const seat of seatsOf([peer])) {
      const result: Result = { seat, plan: choose(planFor(seat)), outcomes: new Map() };
      results.push(result);
      describe.concurrent(`${peer.name} as ${seat.role}`, () => {
        beforeAll(() => prepared, preparationMs);
        testSeat(result, pki);
      });
    }
  }
}

/** A browser now and then drops a connection of its own accord: seen once in about 200 cells. */
function testSeat({ seat, plan, outcomes }: Result, pki: Pki): void {
  for (const cell of [...plan.full, ...plan.pairs, ...plan.extra]) {
    it(describePattern(cell), { retry: seat.peer.name === 'Chromium' ? 1 : 0 }, async () => {
      const began = performance.now();
      outcomes.set(cell, { told: 'FAILED', ms: 0 });
      const told = await runCell({ ...seat, cell, pki });
      outcomes.set(cell, { told, ms: performance.now() - began });
    });
  }
  for (const skip of plan.skipped) {
    const title = `left out: ${describePattern(skip.cell)}`;
    it(title, { timeout: skipMs }, async (context) => {
      await tryInVain(skip, seat, pki);
      // Tried, and it cannot: the table says why.
      context.skip(skip.reason);
    });
  }
}

/** @throws Error if a cell works that is left out */
async function tryInVain(skip: Skip, seat: Seat, pki: Pki): Promise<void> {
  const examples = skip.isSlow ? [] : examplesOf(skip, seat);
  for (const cell of examples) {
    const trial = runCell({ ...seat, cell, pki, longestMs: trialMs });
    const works = await trial.then(
      () => true,
      () => false,
    );
    if (works) throw new Error(`not to be skipped any more: ${describePattern(cell)}`);
  }
}

/** A peer that is not here: a visible skip, and in CI a failure. */
export function testAbsence({ name, needs }: Peer): void {
  if (process.env.CI) {
    it(name, () => {
      throw new Error(`CI must run this: it needs ${needs}`);
    });
  } else {
    // Who has no such peer here sees what was left out.
    it.skip(`${name}: skipped, it needs ${needs}`, () => undefined);
  }
}
