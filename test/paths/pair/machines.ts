/** The generated machines, as they are and broken on purpose. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stepClient } from '../../../generated/client.ts';
import { stepServer } from '../../../generated/server.ts';
import type { Side } from './end.ts';
import type { Machines, StepFunction } from './host.ts';

/** As they ship. The types of their facets are narrower than those of abstract ends. */
export const machines = { client: stepClient, server: stepServer } as unknown as Machines;

/** A change to one function of a generated machine. */
export interface Breakage {
  readonly side: Side;
  /** The name of the function. */
  readonly within: string;
  readonly from: string;
  readonly to: string;
}

/** The machines, one of them with changed code. */
export async function brokenMachines({ side, within, from, to }: Breakage): Promise<Machines> {
  const folder = mkdtempSync(join(tmpdir(), 'tlschart-pair-'));
  try {
    const source = readFileSync(
      fileURLToPath(new URL(`../../../generated/${side}.ts`, import.meta.url)),
      'utf8',
    );
    const path = join(folder, `${side}.ts`);
    writeFileSync(path, changed(source, within, from, to));
    const module: Record<string, unknown> = await import(pathToFileURL(path).href);
    const step = module[side === 'client' ? 'stepClient' : 'stepServer'] as StepFunction;
    return { ...machines, [side]: step };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function changed(source: string, within: string, from: string, to: string): string {
  const begin = source.indexOf(`function ${within}<`);
  const end = source.indexOf('\n}\n', begin);
  const body = source.slice(begin, end);
  if (begin < 0 || body.split(from).length !== 2) {
    throw new Error(`not exactly once in ${within}: ${from}`);
  }
  // A function: the text may contain what `replace` would treat as a pattern.
  return source.slice(0, begin) + body.replace(from, () => to) + source.slice(end);
}
