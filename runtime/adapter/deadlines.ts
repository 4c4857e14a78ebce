/**
 * The clocks that an engine asked for. None of them keeps a process alive: the socket does that
 * while it is open, and a deadline of a socket that is gone is of no use.
 */

/** What setTimeout can do at most: 2^31 - 1 milliseconds, 24.8 days. */
const longestMs = 2_147_483_647;

export class Deadlines {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #onReached: (name: string) => void;

  /** @param onReached called with the name of each deadline that is over */
  constructor(onReached: (name: string) => void) {
    this.#onReached = onReached;
  }

  /**
   * Starts the deadline of this name anew, or calls it off.
   * @param afterMs milliseconds from now; undefined: call it off
   */
  set(name: string, afterMs: number | undefined): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    if (afterMs === undefined || !Number.isFinite(afterMs)) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(name);
        this.#onReached(name);
      },
      Math.min(afterMs, longestMs),
    );
    this.#timers.set(name, timer.unref());
  }

  /** Calls all of them off. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
