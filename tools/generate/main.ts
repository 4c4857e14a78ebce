/**
 * `npm run generate`: from spec/ to generated/. `--check` compares instead and exits 1 on any
 * difference; `--watch` generates again at each change of the spec, or of a trace that is drawn.
 */
import { spawn } from 'node:child_process';
import { readdirSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { generate } from './generate.ts';
import { checkOutput, writeOutput } from './output.ts';
import { SpecFaults } from './spec-error.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** What the message sequences are drawn from. */
const drawnTraces = 'test/traces';

const program = new Command('generate')
  .description('Generate generated/ from spec/.')
  .option('--check', 'compare with what is there; exit 1 on any difference')
  .addOption(
    new Option('--watch', 'generate again whenever the spec or a trace changes').conflicts('check'),
  )
  .parse();
const options = program.opts<{ check?: boolean; watch?: boolean }>();

if (options.watch) watchSpec();
else process.exitCode = await run(options.check ?? false);

/** One run. @returns the exit code */
async function run(check: boolean): Promise<number> {
  try {
    const files = await generate(root);
    const lines = check ? checkOutput(root, files) : writeOutput(root, files);
    for (const line of lines) console.log(line);
    if (!check) console.log(`${files.length} files generated, ${lines.length} changed`);
    else if (lines.length === 0) console.log(`${files.length} generated files are up to date`);
    else console.error('generated/ differs from the spec: run `npm run generate`');
    return check && lines.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof SpecFaults)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** A new process for each run: a module of the spec is read only once in a process. */
function watchSpec(): void {
  let pending: NodeJS.Timeout | undefined;
  let running = false;
  const start = () => {
    if (running) return schedule();
    running = true;
    const args = [...process.execArgv, fileURLToPath(import.meta.url)];
    spawn(process.execPath, args, { stdio: 'inherit' }).on('close', () => {
      running = false;
    });
  };
  const schedule = () => {
    clearTimeout(pending);
    pending = setTimeout(start, 100);
  };
  const folders = ['spec', ...foldersIn('spec'), drawnTraces];
  for (const folder of folders) watch(join(root, folder), schedule);
  console.log(`watching spec/ and ${drawnTraces}/`);
  start();
}

/**
 * Folders below a folder. Each is watched by itself: Node's recursive watch on Linux follows files,
 * and loses one that an editor saves by putting a new file in its place.
 */
function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .flatMap((inner) => [inner, ...foldersIn(inner)]);
}
