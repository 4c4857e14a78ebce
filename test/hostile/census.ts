/**
 * Whether things that should be gone are gone: garbage is collected when a test says so. Nobody
 * but a `WeakRef` may know of a thing that is counted, the tools of the test included.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { turns } from './turns.ts';

setFlagsFromString('--expose-gc');
// The flag gives every new context this function.
const collectGarbage = runInNewContext('gc') as () => void;

/** Collections until it is given up: what dies with one may need the next to be freed. */
const maxCollections = 10;

export class Census {
  readonly #born = new Map<string, WeakRef<object>[]>();

  /** @param kind what it is, in a word */
  note(kind: string, thing: object): void {
    const things = this.#born.get(kind) ?? [];
    things.push(new WeakRef(thing));
    this.#born.set(kind, things);
  }

  /** How many of each kind there were. */
  get born(): Readonly<Record<string, number>> {
    return this.#counted(() => true);
  }

  /** How many of each kind are still there when all garbage is collected. */
  async alive(): Promise<Readonly<Record<string, number>>> {
    let counts = this.#living();
    for (let i = 0; i < maxCollections && isAny(counts); i++) {
      await freed();
      counts = this.#living();
    }
    return counts;
  }

  #living(): Readonly<Record<string, number>> {
    return this.#counted((one) => one.deref() !== undefined);
  }

  #counted(counts: (one: WeakRef<object>) => boolean): Readonly<Record<string, number>> {
    return Object.fromEntries(
      [...this.#born].map(([kind, things]) => [kind, things.filter(counts).length]),
    );
  }
}

/** Bytes that the process holds, on its heap and in buffers, when all garbage is collected. */
export async function bytesHeld(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    await freed();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}

/** Some turns of the loop let promises and closed handles go; then garbage is collected. */
async function freed(): Promise<void> {
  await turns(5);
  collectGarbage();
}

function isAny(counts: Readonly<Record<string, number>>): boolean {
  return Object.values(counts).some((count) => count > 0);
}
