/**
 * The generated machines do what XState does, in every reachable situation, on every event with
 * every facet. This proves the generator, not the protocol.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { explore } from '../../tools/explore/graph.ts';
import { explorables } from '../../tools/explore/machines.ts';
import { differences, type Generated } from '../support/lockstep.ts';
import { States } from '../support/states.ts';

const folder = fileURLToPath(new URL('../../generated', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'tlschart-lockstep-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(explorables)('$role', (explorable) => {
  const { role } = explorable;
  const graph = explore(explorable);

  test('agrees with XState everywhere', async () => {
    const found = [...differences(graph, await load(join(folder, `${role}.ts`), role))];
    const compared = graph.situations.reduce((sum, { steps }) => sum + steps.length, 0);
    console.log(`${role}: ${graph.situations.length} situations, ${compared} steps compared`);
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });

  test('every other target in the emitted file is noticed', async () => {
    const source = readFileSync(join(folder, `${role}.ts`), 'utf8');
    const targets = [...source.matchAll(/machine\.state = '([^']+)'/g)];
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
    console.log(`${role}: ${targets.length} targets changed, one at a time, all noticed`);
    expect(targets.length).toBeGreaterThan(5);
    expect(survivors).toEqual([]);
  });
});

/** A generated machine from a file, under names that do not depend on the role. */
async function load(path: string, role: 'client' | 'server'): Promise<Generated> {
  const module: Record<string, unknown> = await import(pathToFileURL(path).href);
  const name = role === 'client' ? 'Client' : 'Server';
  return {
    initialState: String(module[`${role}InitialState`]),
    initialContext: module[`${role}InitialContext`] as object,
    step: module[`step${name}`] as Generated['step'],
  };
}
