/**
 * The transcript hash (RFC 9846 4.1): over every handshake message of the main handshake, with
 * its header, in the order of the wire. Messages before the hash is chosen are kept until it is.
 */
import { HandshakeType } from '../../generated/messages.ts';
import type { CryptoProvider, HashName, RunningHash } from '../crypto/provider.ts';
import { frame } from './frame.ts';

export class Transcript {
  #early: Uint8Array[] = [];
  #create: (() => RunningHash) | undefined;
  #hash: RunningHash | undefined;

  /** Adds a message with its 4-byte header. */
  add(message: Uint8Array): void {
    if (this.#hash === undefined) this.#early.push(message);
    else this.#hash.update(message);
  }

  /** The cipher suite is chosen, and with it the hash. */
  choose(crypto: CryptoProvider, name: HashName): void {
    this.#create = () => crypto.createHash(name);
    this.#hash = this.#create();
    for (const message of this.#early) this.#hash.update(message);
    this.#early = [];
  }

  /**
   * A HelloRetryRequest comes next: its hash, as the message message_hash, takes the place of the
   * first ClientHello.
   * @throws Error before `choose`
   */
  hashFirstHello(): void {
    const hash = this.hash();
    this.#hash = this.#create?.();
    this.add(frame(HandshakeType.messageHash, hash));
  }

  /** Transcript-Hash of everything so far. @throws Error before `choose` */
  hash(): Uint8Array {
    if (this.#hash === undefined) throw new Error('the transcript has no hash yet');
    return this.#hash.digest();
  }
}
