/** The clock of an engine in a test: runs only when it is told to, to the next deadline. */
import type { Effect, Engine } from '../../runtime/index.ts';
import type { End } from '../support/pair.ts';

export class FakeClock {
  /** Milliseconds since the connection began. */
  nowMs = 0;
  readonly #end: End<Engine>;
  readonly #due = new Map<string, number>();
  #seen = 0;

  constructor(end: End<Engine>) {
    this.#end = end;
  }

  /** The deadlines that the engine has asked for and not called off, by name. */
  get running(): readonly string[] {
    this.#look();
    return [...this.#due.keys()];
  }

  /** When the next deadline is due, and its name; undefined: there is none. */
  get next(): { readonly name: string; readonly atMs: number } | undefined {
    this.#look();
    const [first] = [...this.#due].sort(([, a], [, b]) => a - b);
    return first && { name: first[0], atMs: first[1] };
  }

  /** Lets the time come for the next deadline; it is still to be served. */
  advance(): void {
    this.nowMs = this.next?.atMs ?? this.nowMs;
  }

  #look(): void {
    for (const effect of this.#end.effects.slice(this.#seen)) this.#take(effect);
    this.#seen = this.#end.effects.length;
  }

  #take(effect: Effect): void {
    if (effect.type !== 'deadline') return;
    if (effect.afterMs === undefined) this.#due.delete(effect.name);
    else this.#due.set(effect.name, this.nowMs + effect.afterMs);
  }
}
