/** The clocks that an engine asked for, on whatever timers the platform has. */

/** Calls back once after so many milliseconds, unless the function that it returns is called. */
export type StartTimer = (afterMs: number, onOver: () => void) => () => void;

/** What timers can do at most: 2^31 - 1 milliseconds, 24.8 days. */
const longestMs = 2_147_483_647;

const defaultLastBytesMs = 5_000;

/**
 * How long a closing transport may take to hand over the last bytes: as long as the peer has to
 * close its half, but never for ever, for nobody would be told of it.
 */
export function lastBytesMs(closeTimeout: number | undefined): number {
  const isBound = closeTimeout !== undefined && Number.isFinite(closeTimeout);
  return isBound ? closeTimeout : defaultLastBytesMs;
}

export class Deadlines {
  readonly #stops = new Map<string, () => void>();
  readonly #startTimer: StartTimer;
  readonly #onReached: (name: string) => void;

  /** @param onReached called with the name of each deadline that is over */
  constructor(startTimer: StartTimer, onReached: (name: string) => void) {
    this.#startTimer = startTimer;
    this.#onReached = onReached;
  }

  /**
   * Starts the deadline of this name anew, or calls it off.
   * @param afterMs milliseconds from now; undefined: call it off
   */
  set(name: string, afterMs: number | undefined): void {
    this.#stops.get(name)?.();
    this.#stops.delete(name);
    if (afterMs === undefined || !Number.isFinite(afterMs)) return;
    const stop = this.#startTimer(Math.min(afterMs, longestMs), () => {
      this.#stops.delete(name);
      this.#onReached(name);
    });
    this.#stops.set(name, stop);
  }

  /** Calls all of them off. */
  clear(): void {
    for (const stop of this.#stops.values()) stop();
    this.#stops.clear();
  }
}
