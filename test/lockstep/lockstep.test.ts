/**
 * The generated machines do what XState does, in every reachable situation, on every event with
 * every facet. This proves the generator, not the protocol.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import {
  clientConfiguration,
  clientFacets,
  serverConfiguration,
  serverFacets,
} from '../../spec/facets.ts';
import { serverMachine } from '../../spec/server.ts';
import { type Generated, lockstep } from '../support/lockstep.ts';

const folder = fileURLToPath(new URL('../../generated', import.meta.url));
const machines = [
  {
    role: 'client',
    spec: clientMachine as AnyStateMachine,
    alphabet: { facets: clientFacets, configuration: clientConfiguration },
  },
  {
    role: 'server',
    spec: serverMachine as AnyStateMachine,
    alphabet: { facets: serverFacets, configuration: serverConfiguration },
  },
] as const;

const scratch = mkdtempSync(join(tmpdir(), 'tlschart-lockstep-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(machines)('$role', ({ role, spec, alphabet }) => {
  test('agrees with XState everywhere', async () => {
    const result = lockstep(spec, alphabet, await load(join(folder, `${role}.ts`), role));
    console.log(`${role}: ${result.situations} situations, ${result.compared} steps compared`);
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThan(1000);
  });

  test('every other target in the emitted file is noticed', async () => {
    const source = readFileSync(join(folder, `${role}.ts`), 'utf8');
    const targets = [...source.matchAll(/machine\.state = '([^']+)'/g)];
    const survivors: string[] = [];
    for (const [index, match] of targets.entries()) {
      const other = match[1] === 'draining' ? 'idle' : 'draining';
      const mutant = `${source.slice(0, match.index)}machine.state = '${other}'${source.slice(match.index + match[0].length)}`;
      const path = join(scratch, `${role}-${index}.ts`);
      writeFileSync(path, mutant);
      const isFound = (found: readonly string[]) => found.length > 0;
      const { differences } = lockstep(spec, alphabet, await load(path, role), isFound);
      if (differences.length === 0) survivors.push(`${match[0]} at ${match.index}`);
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
