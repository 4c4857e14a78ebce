/** What a cell owns, and what has to be ended when it is over: processes, sockets, servers. */
import { ToolProcess, type ToolSettings } from '../support/tool-process.ts';

export class Scope {
  readonly #ends: (() => unknown)[] = [];
  readonly #processes: ToolProcess[] = [];

  /** Remembers how to end something, and gives it back. */
  own<T>(thing: T, end: (thing: T) => unknown): T {
    this.#ends.push(() => end(thing));
    return thing;
  }

  /** Starts a program. */
  run(program: string, args: readonly string[], settings: ToolSettings = {}): ToolProcess {
    const process = new ToolProcess(program, args, settings);
    this.#processes.push(process);
    return this.own(process, () => process.kill());
  }

  /** The last that the programs said, for people. */
  get lastWords(): string {
    return this.#processes.map(({ words }) => words.trimEnd().slice(-4000)).join('\n');
  }

  /** Ends everything, the newest first. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
