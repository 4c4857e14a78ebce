/**
 * The effects of one call, in order. Records that follow each other leave as one write: a flight
 * is one packet where it fits, and no write waits for the acknowledgement of another.
 */
import type { Effect } from './effects.ts';

export class Outbox {
  #effects: Effect[] = [];
  #records: Uint8Array[] = [];
  readonly #flushMessages: () => void;

  /** @param flushMessages makes records of the handshake messages that are still queued */
  constructor(flushMessages: () => void) {
    this.#flushMessages = flushMessages;
  }

  /** Takes one record for the transport. */
  record(bytes: Uint8Array): void {
    this.#records.push(bytes);
  }

  /**
   * Takes any other effect. Deadlines and key log lines do not cut a flight in two: nobody
   * can tell their order to it.
   */
  push(effect: Effect): void {
    const cuts = !(effect.type === 'deadline' || isKeyLog(effect));
    if (cuts) this.#flush();
    this.#effects.push(effect);
  }

  /** All effects since the last call. */
  take(): readonly Effect[] {
    this.#flush();
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #flush(): void {
    this.#flushMessages();
    const [first] = this.#records;
    if (first === undefined) return;
    const data = this.#records.length === 1 ? first : joined(this.#records);
    this.#records = [];
    this.#effects.push({ type: 'write', data });
  }
}

function isKeyLog(effect: Effect): boolean {
  return effect.type === 'fact' && effect.fact.name === 'keylog';
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
