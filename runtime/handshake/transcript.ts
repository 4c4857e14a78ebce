/**
 * The transcript hash (RFC 9846 4.1): over every handshake message of the main handshake, with
 * its header, in the order of the wire. Messages before the hash is chosen are kept until it is.
 *
 * Not here: the synthetic message_hash of a HelloRetryRequest.
 */
import type { CryptoProvider, HashName, RunningHash } from '../crypto/provider.ts';

export class Transcript {
  #early: Uint8Array[] = [];
  #hash: RunningHash | undefined;

  /** Adds a message with its 4-byte header. */
  add(message: Uint8Array): void {
    if (this.#hash === undefined) this.#early.push(message);
    else this.#hash.update(message);
  }

  /** The cipher suite is chosen, and with it the hash. */
  choose(crypto: CryptoProvider, name: HashName): void {
    this.#hash = crypto.createHash(name);
    for (const message of this.#early) this.#hash.update(message);
    this.#early = [];
  }

  /** Transcript-Hash of everything so far. @throws Error before `choose` */
  hash(): Uint8Array {
    if (this.#hash === undefined) throw new Error('the transcript has no hash yet');
    return this.#hash.digest();
  }
}
