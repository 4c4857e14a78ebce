/**
 * A client and a server joined in memory: the effects of both are recorded, and bytes and ends of
 * stream are carried from one to the other. Randomness, clock and keys are fixed, so that the same
 * calls give the same bytes in every run.
 */
import { concatBytes } from '../../runtime/bytes.ts';
import type { Effect, Engine } from '../../runtime/index.ts';
import { bytesWritten, dataOf } from './effects.ts';

/** One engine with the record of all that it said and heard. */
export class End<E extends Engine = Engine> {
  readonly engine: E;
  /** All effects so far. */
  readonly effects: Effect[] = [];
  /** What the transport has brought so far, as it was cut. */
  readonly received: Uint8Array[] = [];
  readonly #outgoing: (Uint8Array | 'end')[] = [];
  #isShut = false;

  constructor(engine: E) {
    this.engine = engine;
  }

  /** Makes a call of the engine and records what comes of it. */
  do(call: (engine: E) => readonly Effect[]): readonly Effect[] {
    const effects = call(this.engine);
    this.effects.push(...effects);
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  /** The transport brings bytes. */
  receive(chunk: Uint8Array): readonly Effect[] {
    this.received.push(chunk);
    return this.do((engine) => engine.receive(chunk));
  }

  /** What is to be brought to the peer next. */
  takeOutgoing(): Uint8Array | 'end' | undefined {
    return this.#outgoing.shift();
  }

  /** All bytes for the transport so far. */
  get written(): Uint8Array {
    return bytesWritten(this.effects);
  }

  /** All data from the peer so far. */
  get data(): Uint8Array {
    return dataOf(this.effects);
  }

  /** All that the transport has brought so far. */
  get heard(): Uint8Array {
    return concatBytes(this.received);
  }

  #carryOut(effect: Effect): void {
    if (effect.type === 'write') this.#outgoing.push(effect.data);
    const shuts = effect.type === 'shutdownWrite' || effect.type === 'closeTransport';
    if (!shuts || this.#isShut) return;
    this.#isShut = true;
    this.#outgoing.push('end');
  }
}
