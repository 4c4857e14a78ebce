/** Runs spin: a model becomes a C program, which searches all that can happen. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is verified: assertions and deadlocks, or a claim by its name. */
export type Claim = 'safety' | 'ends' | 'learns' | 'reaches' | 'reaches12';

export interface Verdict {
  /** In spin's words; undefined: it holds. */
  readonly violation: string | undefined;
  readonly states: number;
  /** The lines that the model printed on its way to the violation. */
  readonly trail: readonly string[];
}

/** The programs that are missing here. */
export function missingPrograms(): readonly string[] {
  return ['spin', 'gcc'].filter((name) => spawnSync(name, ['--version']).error !== undefined);
}

/** A model in a folder of its own, compiled once for assertions and once for claims. */
export class Spin {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tlschart-spin-'));
  readonly #compiled = new Set<string>();

  private constructor(model: string) {
    writeFileSync(join(this.#folder, 'model.pml'), model);
  }

  static async of(model: string): Promise<Spin> {
    const spin = new Spin(model);
    await spin.#run('spin', '-a', 'model.pml');
    return spin;
  }

  async verify(claim: Claim): Promise<Verdict> {
    const isSafety = claim === 'safety';
    const program = isSafety ? 'safety' : 'claims';
    // Unoptimised: with optimisation the compiler takes minutes, and the search seconds.
    await this.#compile(program, isSafety ? ['-DSAFETY', '-DNOCLAIM'] : []);
    // No fairness is assumed: nothing but a circle could go on for ever, and there is none.
    const options = isSafety ? [] : ['-a', '-N', claim];
    const told = await this.#run(`./${program}`, '-m100000', ...options);
    const [, violation] = /^pan:\d+: (.*)$/m.exec(told) ?? [];
    const [, states] = /([\d.e+]+) states, stored/.exec(told) ?? [];
    if (states === undefined || told.includes('max search depth too small')) {
      throw new Error(`the search did not end well:\n${told}`);
    }
    return { violation, states: Number(states), trail: await this.#trail() };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  async #compile(program: string, options: readonly string[]): Promise<void> {
    if (this.#compiled.has(program)) return;
    await this.#run('gcc', '-O0', '-w', ...options, '-o', program, 'pan.c');
    this.#compiled.add(program);
  }

  /** Plays a violation again. */
  async #trail(): Promise<readonly string[]> {
    const path = join(this.#folder, 'model.pml.trail');
    if (!existsSync(path)) return [];
    const told = await this.#run('spin', '-t', 'model.pml');
    rmSync(path);
    return told
      .split('\n')
      .flatMap((line) => /^\s*((?:client|server) \d+ \d+)$/.exec(line)?.[1] ?? []);
  }

  /** @returns what it printed, whatever its exit code: a violation is one */
  #run(program: string, ...options: readonly string[]): Promise<string> {
    const limits = { cwd: this.#folder, timeout: 300_000, maxBuffer: 1 << 28 };
    return new Promise((resolve, reject) => {
      execFile(program, options, limits, (error, stdout) => {
        if (error === null || typeof error.code === 'number') resolve(stdout);
        else reject(new Error(`${program} ${options.join(' ')} did not end by itself: ${error}`));
      });
    });
  }
}
