/** The number of a record under its keys: 64 bits that must not wrap (RFC 9846 5.3, RFC 5246 6.1). */
export class RecordSequence {
  // @req 9846:5.3:1 5246:6.1:2 5246:6.1:3
  #number = 0;

  /** Records so far. */
  get number(): number {
    return this.#number;
  }

  /**
   * A record has been sealed or opened.
   * @throws Error where JavaScript stops counting exactly, long before 64 bits: no key lives that long
   */
  count(): void {
    // @req 9846:5.3:2
    if (this.#number === Number.MAX_SAFE_INTEGER) {
      throw new Error('the sequence number of a record key is used up');
    }
    this.#number += 1;
  }

  /** Adds it (exclusive or) to the last 64 bits of a nonce. */
  mixInto(nonce: Uint8Array): void {
    let rest = this.#number;
    for (let i = nonce.length - 1; rest > 0; i--) {
      nonce[i] = (nonce[i] ?? 0) ^ (rest % 256);
      rest = Math.floor(rest / 256);
    }
  }

  /** Writes it as 8 bytes. */
  writeTo(bytes: Uint8Array, at: number): void {
    let rest = this.#number;
    for (let i = at + 7; i >= at; i--) {
      bytes[i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
}
