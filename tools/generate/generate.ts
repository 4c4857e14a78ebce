/**
 * Everything that is generated, formatted and in memory: nothing is written before all of it
 * exists, so a fault in the spec leaves no half-written output.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
    Promise.all(files.map((file) => formatted(file, root))),
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

/** One file of code through the formatter, under the project's own configuration. */
async function formatted(file: GeneratedFile, root: string): Promise<GeneratedFile> {
  if (!file.path.endsWith('.ts') && !file.path.endsWith('.json')) return file;
  const biome = join(
    dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')),
    'bin/biome',
  );
  const args = [biome, 'format', `--stdin-file-path=${file.path}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] });
    let text = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && text.length > 0) resolve({ path: file.path, text });
      else reject(new Error(`the formatter refused ${file.path}: ${complaint}`));
    });
    child.stdin.end(file.text);
  });
}
