/** Things that come when they come, and those who wait for them: each thing is taken once, in order. */
export class Mailbox<T> {
  readonly #things: T[] = [];
  readonly #waiting: ((thing: T) => void)[] = [];

  put(thing: T): void {
    const taker = this.#waiting.shift();
    if (taker === undefined) this.#things.push(thing);
    else taker(thing);
  }

  /** The next thing; waits until there is one. */
  async take(): Promise<T> {
    const thing = this.#things.shift();
    if (thing !== undefined) return thing;
    return await new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** What nobody has taken yet. */
  get size(): number {
    return this.#things.length;
  }
}
