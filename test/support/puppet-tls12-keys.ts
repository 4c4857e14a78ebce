/**
 * Record protection of TLS 1.2 (RFC 5246 6.2.3.3, 6.3; RFC 5288; RFC 7905) of a puppet: written
 * apart from the engine's, so that both have to be right to understand each other.
 */
import { deriveKeyBlock } from '../../generated/key-schedule.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { Aead } from '../../runtime/crypto/provider.ts';
import type { Session } from '../../runtime/handshake/session.ts';
import { type LaneContent, type RecordLane, recordHeader } from './puppet-keys.ts';
import type { Role } from './puppet-script.ts';

/** The keys of one side, for all that it sends behind its change_cipher_spec. */
export class Tls12Lane implements RecordLane {
  readonly #aead: Aead;
  readonly #salt: Uint8Array;
  /** Eight bytes of the nonce travel with each record; with ChaCha20 none. */
  readonly #isExplicit: boolean;
  #sequenceNumber = 0n;

  /** @param session one in which the master secret is there */
  constructor({ crypto, suite, tls12, clientRandom, serverRandom }: Session, side: Role) {
    const { keyLength, ivLength, explicitNonceLength } = suite;
    const saltLength = ivLength - explicitNonceLength;
    const block = deriveKeyBlock(
      (key, data) => crypto.hmac(suite.hash, key, data),
      tls12.masterSecret,
      serverRandom,
      clientRandom,
      2 * (keyLength + saltLength),
    ).bytes;
    // client_write_key, server_write_key, client_write_IV, server_write_IV.
    const isServer = Number(side === 'server');
    const keyAt = isServer * keyLength;
    const saltAt = 2 * keyLength + isServer * saltLength;
    if (suite.aead === 'none') throw new Error('the puppet has no AES-CBC');
    this.#aead = crypto.createAead(suite.aead, block.slice(keyAt, keyAt + keyLength));
    this.#salt = block.slice(saltAt, saltAt + saltLength);
    this.#isExplicit = explicitNonceLength > 0;
  }

  seal({ contentType, bytes }: LaneContent, version: number): Uint8Array {
    const explicit = this.#isExplicit ? this.#number() : new Uint8Array(0);
    const sealed = new Uint8Array(bytes.length + this.#aead.tagLength);
    const head = recordHeader(contentType, version, explicit.length + sealed.length);
    this.#aead.seal(this.#nonce(explicit), this.#bound(head, bytes.length), bytes, sealed);
    this.#sequenceNumber++;
    return concatBytes([head, explicit, sealed]);
  }

  open(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined {
    const explicit = fragment.slice(0, this.#isExplicit ? 8 : 0);
    const sealed = fragment.slice(explicit.length);
    const length = sealed.length - this.#aead.tagLength;
    if (length < 0) return undefined;
    const opened = this.#aead.open(this.#nonce(explicit), this.#bound(header, length), sealed);
    if (opened !== undefined) this.#sequenceNumber++;
    return opened;
  }

  /** seq_num, type, version, length. */
  #bound(header: Uint8Array, length: number): Uint8Array {
    const typeAndVersion = header.slice(0, 3);
    return concatBytes([this.#number(), typeAndVersion, Uint8Array.of(length >>> 8, length)]);
  }

  #nonce(explicit: Uint8Array): Uint8Array {
    if (this.#isExplicit) return concatBytes([this.#salt, explicit]);
    const number = concatBytes([new Uint8Array(4), this.#number()]);
    return this.#salt.map((byte, index) => byte ^ (number[index] ?? 0));
  }

  #number(): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, this.#sequenceNumber);
    return bytes;
  }
}
