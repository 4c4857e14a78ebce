/** A generated machine with one target changed: that the comparison with XState notices it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import type { Explorable, Role } from '../../tools/explore/machines.ts';
import { exploredOnce } from '../support/explored-once.ts';
import { differences, type Generated } from '../support/lockstep.ts';
import { States } from '../support/states.ts';

const folder = fileURLToPath(new URL('../../generated', import.meta.url));

/** The generated machine of a role. */
export function loadGenerated(role: Role): Promise<Generated> {
  return load(join(folder, `${role}.ts`), role);
}

/** Changes targets in the emitted file, one at a time: the first, and every so manieth after it. */
export async function expectNoticed(explorable: Explorable, step: number): Promise<void> {
  const { role } = explorable;
  const graph = exploredOnce(explorable);
  const source = readFileSync(join(folder, `${role}.ts`), 'utf8');
  const targets = [...source.matchAll(/machine\.state = '([^']+)'/g)].filter(
    (_, index) => index % step === 0,
  );
  const scratch = mkdtempSync(join(tmpdir(), 'tlschart-lockstep-'));
  const survivors: string[] = [];
  for (const [index, match] of targets.entries()) {
    const { DRAINING, IDLE } = States[role];
    const other = match[1] === DRAINING ? IDLE : DRAINING;
    const mutant = `${source.slice(0, match.index)}machine.state = '${other}'${source.slice(match.index + match[0].length)}`;
    const path = join(scratch, `${role}-${index}.ts`);
    writeFileSync(path, mutant);
    const first = differences(graph, await load(path, role)).next();
    if (first.done) survivors.push(`${match[0]} at ${match.index}`);
  }
  rmSync(scratch, { recursive: true });
  console.log(`${role}: ${targets.length} targets changed, one at a time`);
  expect(targets.length).toBeGreaterThan(5);
  expect(survivors).toEqual([]);
}

/** From a file, under names that do not depend on the role. */
async function load(path: string, role: Role): Promise<Generated> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const name = role === 'client' ? 'Client' : 'Server';
  return {
    initialState: String(module[`${role}InitialState`]),
    initialContext: module[`${role}InitialContext`] as object,
    step: module[`step${name}`] as Generated['step'],
  };
}
