/**
 * The spec files open in Stately's tools as they are: its own extractor reads them, and what it finds
 * is what XState runs, item by item. `generated/*.machine.json` is the same for pasting.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import { serverMachine } from '../../spec/server.ts';
import { itemsOf } from './items.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const machines = { client: clientMachine, server: serverMachine } as const;

/** What is needed of the extractor. */
interface Extractor {
  extractMachinesFromFile(
    text: string,
  ): { machines: readonly { toConfig(options: object): unknown }[] } | undefined;
}

let extractor: Extractor;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tlschart-extractor-'));
  const outfile = join(folder, 'extractor.cjs');
  // It asks for XState 4, whose action creators it knows by their names; ours is XState 5.
  await build({
    entryPoints: [require.resolve('@xstate/machine-extractor')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    alias: { xstate: dirname(require.resolve('xstate4/package.json')) },
  });
  extractor = require(outfile);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['client', 'server'] as const)('spec/%s.ts', (role) => {
  test('Stately finds every state, transition, guard, action and delay, and no other', () => {
    const expected = itemsOf(configOf(machines[role]));
    expect(expected.length).toBeGreaterThan(150);
    expect(itemsOf(extracted(`spec/${role}.ts`))).toEqual(expected);
  });

  test(`generated/${role}.machine.json is the configuration that XState runs`, () => {
    const text = readFileSync(join(root, `generated/${role}.machine.json`), 'utf8');
    expect(JSON.parse(text)).toEqual(configOf(machines[role]));
  });
});

test('what is no literal is noticed: the extractor drops it', () => {
  const text = readFileSync(join(root, 'spec/client.ts'), 'utf8');
  const spread = text.replace("'alert.userCanceled': {},", '...others,');
  expect(spread).not.toBe(text);
  const found = itemsOf(extractedText(spread));
  expect(found.length).toBe(itemsOf(configOf(clientMachine)).length - 1);
});

function extracted(file: string): unknown {
  return extractedText(readFileSync(join(root, file), 'utf8'));
}

function extractedText(text: string): unknown {
  const found = extractor.extractMachinesFromFile(text)?.machines ?? [];
  expect(found).toHaveLength(1);
  return found[0]?.toConfig({ hashInlineImplementations: false });
}

function configOf(machine: AnyStateMachine): unknown {
  return JSON.parse(JSON.stringify(machine.config));
}
