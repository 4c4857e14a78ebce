/** The interop table: a test for each cell, and all of it as text when they are over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { describePattern } from './cell.ts';
import type { Peer } from './peers/peer.ts';
import { createPki } from './pki.ts';
import { type Plan, planFor, seatsOf } from './plan.ts';
import { ourCertificates } from './providers.ts';
import { printTable, type Result } from './report.ts';
import { runCell } from './run-cell.ts';

/** What compilers may take on a slow machine that has other work to do. */
const preparationMs = 300_000;

/**
 * Defines the tests of these peers. A peer that is not here is a visible skip; in CI it fails.
 * @param choose which parts of the plans are run; default: all
 */
export async function testPeers(
  peers: readonly Peer[],
  choose: (plan: Plan) => Plan = (plan) => plan,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-interop-'));
  const pki = await createPki(folder, ourCertificates);
  const results: Result[] = [];
  afterAll(() => {
    console.log(printTable(results));
    rmSync(folder, { recursive: true });
  });

  const present = peers.filter(({ version }) => version !== undefined);
  for (const peer of peers) if (!present.includes(peer)) testAbsence(peer);
  const prepared = new Map(present.map((peer) => [peer, peer.prepare?.(pki)]));
  for (const seat of seatsOf(present)) {
    const { peer, role } = seat;
    const result: Result = { seat, plan: choose(planFor(seat)), outcomes: new Map() };
    results.push(result);
    describe.concurrent(`${peer.name} as ${role}`, () => {
      beforeAll(() => prepared.get(peer), preparationMs);
      for (const cell of [...result.plan.full, ...result.plan.pairs, ...result.plan.extra]) {
        it(describePattern(cell), async () => {
          const began = performance.now();
          result.outcomes.set(cell, { told: 'FAILED', ms: 0 });
          const told = await runCell({ cell, peer, role, pki });
          result.outcomes.set(cell, { told, ms: performance.now() - began });
        });
      }
      for (const { cell, reason } of result.plan.skipped) {
        it.skip(`${describePattern(cell)}: ${reason}`, () => undefined);
      }
    });
  }
}

function testAbsence({ name, needs }: Peer): void {
  if (process.env.CI) {
    it(name, () => {
      throw new Error(`CI must run this: it needs ${needs}`);
    });
  } else {
    it.skip(`${name}: skipped, it needs ${needs}`, () => undefined);
  }
}
