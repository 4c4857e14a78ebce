/** Tells when nothing has happened for a while: the `timeout` of a socket, over any transport. */

export class IdleTimer {
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | undefined;
  #afterMs = 0;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** Milliseconds; 0: never. */
  get afterMs(): number {
    return this.#afterMs;
  }

  /** Starts anew. It keeps no process alive. */
  set(afterMs: number): void {
    this.stop();
    this.#afterMs = afterMs;
    if (afterMs > 0) this.#timer = setTimeout(() => this.#onIdle(), afterMs).unref();
  }

  /** Something has happened. */
  touch(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
