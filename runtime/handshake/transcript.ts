/**
 * The transcript hash (RFC 9846 4.1, RFC 5246 7.4.9): over every handshake message of the main
 * handshake, with its header, in the order of the wire. Messages before the hash is chosen are kept
 * until it is; in TLS 1.2, where a client signs them all with a hash of its own, for longer.
 */
import { HandshakeType } from '../../generated/messages.ts';
import { concatBytes } from '../bytes.ts';
import type { CryptoProvider, HashName, RunningHash } from '../crypto/provider.ts';
import { frame } from './frame.ts';

export class Transcript {
  #early: Uint8Array[] = [];
  #create: (() => RunningHash) | undefined;
  #hash: RunningHash | undefined;
  /** TLS 1.2: all messages so far. */
  #kept: Uint8Array[] | undefined;

  /** Adds a message with its 4-byte header. */
  add(message: Uint8Array): void {
    if (this.#hash === undefined) this.#early.push(message);
    else this.#hash.update(message);
    this.#kept?.push(message);
  }

  /** Keeps the messages from the beginning on; to be called before `choose`. */
  keepMessages(): void {
    this.#kept = [...this.#early];
  }

  /** What a client signs in TLS 1.2 (RFC 5246 7.4.8). @throws Error unless they were kept */
  keptMessages(): Uint8Array {
    if (this.#kept === undefined) throw new Error('the messages were not kept');
    return concatBytes(this.#kept);
  }

  /** Nobody signs any more. */
  dropMessages(): void {
    this.#kept = undefined;
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
