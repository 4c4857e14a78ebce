/**
 * Everything that is generated, formatted and in memory: nothing is written before all of it
 * exists, so a fault in the spec leaves no half-written output.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { emitDiagrams } from '../diagrams/emit-diagrams.ts';
import { lintSpec } from '../lint/lint-spec.ts';
import { emitKeySchedule } from './emit-key-schedule.ts';
import { emitRegistries } from './emit-registries.ts';
import { emitMachines } from './machine/emit-machines.ts';
import { type GeneratedFile, SpecError, SpecFaults } from './spec-error.ts';
import { emitWire } from './wire/emit-wire.ts';

/**
 * Generates from the spec under `root`.
 * @throws SpecFaults with every fault that was found: file, line, what to write instead
 */
export async function generate(root: string): Promise<GeneratedFile[]> {
  const { faults } = lintSpec(root);
  if (faults.length > 0) throw new SpecFaults(faults);
  const files = await collect([emitRegistries, emitWire, emitKeySchedule, emitMachines], root);
  const [code, diagrams] = await Promise.all([
    formatted(files, root),
    collect([emitDiagrams], root),
  ]);
  return [...code, ...diagrams];
}

type Emitter = (root: string) => GeneratedFile[] | Promise<GeneratedFile[]>;

/** Runs every emitter, so that all faults are told at once. */
async function collect(emitters: readonly Emitter[], root: string): Promise<GeneratedFile[]> {
  const results = await Promise.allSettled(emitters.map(async (emit) => await emit(root)));
  const faults: SpecError[] = [];
  for (const result of results) {
    if (result.status === 'fulfilled') continue;
    if (!(result.reason instanceof SpecError)) throw result.reason;
    faults.push(result.reason);
  }
  if (faults.length > 0) throw new SpecFaults(faults);
  return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
}

/** Files of code through the formatter, under the project's own configuration; others as they are. */
async function formatted(files: readonly GeneratedFile[], root: string): Promise<GeneratedFile[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'tlschart-generate-'));
  try {
    await copyFile(join(root, configuration), join(scratch, configuration));
    for (const { path, text } of files) {
      await mkdir(dirname(join(scratch, path)), { recursive: true });
      await writeFile(join(scratch, path), text);
    }
    // One process for all: to start it takes longer than its work.
    await execute(process.execPath, [biome, 'format', '--write', '.'], { cwd: scratch });
    return await Promise.all(
      files.map(async ({ path }) => ({ path, text: await readFile(join(scratch, path), 'utf8') })),
    );
  } finally {
    await rm(scratch, { recursive: true });
  }
}

const execute = promisify(execFile);
const configuration = '.biome.json';
const biome = join(
  dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
  'bin/biome',
);
