/** `enableTrace`: one line on standard error for each handshake message and each change of state. */
import type { Engine } from '../engine/engine.ts';

export class StepPrinter {
  readonly #engine: Engine;
  #messages = 0;
  #place = '';

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Prints what is new. */
  look(): void {
    const { state, readEpoch, writeEpoch, messages } = this.#engine.inspect();
    for (const { from, name } of messages.slice(this.#messages)) this.#print(`${from}: ${name}`);
    this.#messages = messages.length;
    const place = `${state} (reads ${readEpoch}, writes ${writeEpoch})`;
    if (place !== this.#place) this.#print(`-> ${place}`);
    this.#place = place;
  }

  #print(text: string): void {
    process.stderr.write(`tlschart ${this.#engine.role} ${text}\n`);
  }
}
