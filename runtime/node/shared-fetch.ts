/** One answer that several connections wait for: it is fetched as long as any of them does. */

export class SharedFetch {
  readonly #controller = new AbortController();
  readonly #body: Promise<Uint8Array>;
  readonly #onOver: (body: Uint8Array | undefined) => void;
  #waiting = 0;

  /**
   * @param fetch stops when its signal fires
   * @param onOver is told what came; undefined: nothing did. Called once or, when it was given up
   * and something came all the same, twice
   */
  constructor(
    fetch: (signal: AbortSignal) => Promise<Uint8Array>,
    onOver: (body: Uint8Array | undefined) => void,
  ) {
    this.#onOver = onOver;
    this.#body = fetch(this.#controller.signal);
    this.#body.then(onOver, () => onOver(undefined));
  }

  /**
   * Waits for the answer, together with the others.
   * @param signal ends the waiting with a rejection; whoever has none waits to the end
   */
  wait(signal?: AbortSignal): Promise<Uint8Array> {
    this.#waiting += 1;
    if (signal === undefined) return this.#body;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#leave();
        reject(signal.reason);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      this.#body.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  /** Nobody who comes from now on is to wait for what the last one has given up. */
  #leave(): void {
    this.#waiting -= 1;
    if (this.#waiting > 0) return;
    this.#onOver(undefined);
    this.#controller.abort();
  }
}
