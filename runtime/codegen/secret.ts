/**
 * A secret value and the duty to wipe it.
 *
 * JavaScript cannot promise that no copy of the bytes is left in memory (engines move buffers,
 * big integers cannot be wiped). What this class does promise: the bytes have one owner, they can
 * be overwritten at a known time, they cannot be read afterwards, and they never get into a log,
 * a JSON text or an inspected object by accident.
 */
export class Secret {
  #bytes: Uint8Array | undefined;

  /** @param bytes the secret; the new object owns them and overwrites them in `wipe()` */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * The secret's own bytes, not a copy: they turn to zeros with `wipe()`.
   * @throws Error if the secret has been wiped
   */
  get bytes(): Uint8Array {
    if (this.#bytes === undefined) throw new Error('a wiped secret was asked for its bytes');
    return this.#bytes;
  }

  /** Whether the bytes are gone. */
  get isWiped(): boolean {
    return this.#bytes === undefined;
  }

  /** Overwrites the bytes with zeros and lets go of them. A second call does nothing. */
  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  /** The fixed text `[secret]`. */
  toString(): string {
    return '[secret]';
  }

  /** The fixed text `[secret]`. */
  toJSON(): string {
    return '[secret]';
  }

  /** What `console.log` and `util.inspect` of Node print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
