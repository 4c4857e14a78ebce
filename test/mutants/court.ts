/** Where mutants are judged: each in a process whose generated code is the mutant's. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin, transform } from 'esbuild';
import type { Role } from '../../tools/explore/machines.ts';
import type { Config } from './mutations.ts';

/**
 * A mutant that takes longer runs for ever. Counted is what it computes: beside other work one that
 * lives takes minutes. Memory in MiB.
 */
const patienceSeconds = 40;
const limitsSet = `ulimit -t ${patienceSeconds}; exec "$0" "$@"`;
const memory = 512;
/** Short-lived objects by the million, and as many processes as processors: a third of the time. */
const collection = ['--single-threaded-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
/** Traces that have found something lately are asked first. */
const remembered = 40;

const here = fileURLToPath(new URL('.', import.meta.url));
const traces = join(here, '../traces');

export class Court {
  readonly #role: Role;
  readonly #folder = mkdtempSync(join(tmpdir(), 'tlschart-mutants-'));
  readonly #bundle = join(this.#folder, 'judge.mjs');
  readonly #stop: AbortSignal;
  #killers: string[] = [];
  #count = 0;

  private constructor(role: Role, stop: AbortSignal) {
    this.#role = role;
    this.#stop = stop;
  }

  /** @param stop ends what is under way: a mutant that runs for ever would outlive us */
  static async open(role: Role, stop: AbortSignal): Promise<Court> {
    const court = new Court(role, stop);
    await build({
      entryPoints: [join(here, 'judge.ts')],
      outfile: court.#bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      plugins: [standIns(role)],
    });
    return court;
  }

  /**
   * What finds the mutant; undefined: it lives.
   * @param text its generated code, TypeScript
   */
  async judge(config: Config, text: string): Promise<string | undefined> {
    const { code } = await transform(text, { loader: 'ts', format: 'esm' });
    const place = join(this.#folder, String(this.#count++));
    const [mutant, configuration] = [`${place}.mjs`, `${place}.json`];
    writeFileSync(mutant, code);
    writeFileSync(configuration, JSON.stringify(config));
    const killer = await this.#ask(mutant, configuration);
    for (const path of [mutant, configuration]) rmSync(path);
    if (killer !== undefined) {
      const others = this.#killers.filter((one) => one !== killer);
      this.#killers = [killer, ...others].slice(0, remembered);
    }
    return killer;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #ask(mutant: string, configuration: string): Promise<string | undefined> {
    const args = [
      ...['-c', limitsSet, process.execPath],
      `--max-old-space-size=${memory}`,
      ...collection,
      this.#bundle,
      pathToFileURL(mutant).href,
      this.#role,
      configuration,
      traces,
      JSON.stringify(this.#killers),
    ];
    return new Promise((resolve) => {
      execFile('sh', args, { signal: this.#stop }, (error, stdout) => {
        if (error === null) resolve(JSON.parse(stdout).killer ?? undefined);
        else resolve(endsByItself(error.signal) ? 'it breaks down' : 'it never ends');
      });
    });
  }
}

/** The limit is told by SIGXCPU, and where that is not heard by SIGKILL. */
function endsByItself(signal: NodeJS.Signals | undefined): boolean {
  return signal !== 'SIGXCPU' && signal !== 'SIGKILL';
}

/** The mutant for the generated machine, and nothing for the test runner. */
function standIns(role: Role): Plugin {
  const machine = new RegExp(`/generated/${role}\\.ts$`);
  const exported = ['Delays', 'InitialState', 'InitialContext'].map((name) => `${role}${name}`);
  const step = role === 'client' ? 'stepClient' : 'stepServer';
  return {
    name: 'stand-ins',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: machine }, () => ({
        contents: `const mutant = await import(process.argv[2]);
export const { ${[...exported, step].join(', ')} } = mutant;`,
      }));
      onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'nothing' }));
      onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({
        contents: 'export const describe = undefined, it = undefined;',
      }));
    },
  };
}
