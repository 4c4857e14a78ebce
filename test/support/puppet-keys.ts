/**
 * Record protection (RFC 9846 5.2, 5.3) of a puppet: written apart from the engine's, so that
 * both have to be right to understand each other.
 */
import { deriveTrafficIv, deriveTrafficKey } from '../../generated/key-schedule.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { Secret } from '../../runtime/codegen/secret.ts';
import { type Aead, type CryptoProvider, createKdf } from '../../runtime/crypto/provider.ts';

/** What goes into a record. */
export interface LaneContent {
  readonly contentType: number;
  readonly bytes: Uint8Array;
  /** Zero bytes behind it, where the version has them. */
  readonly padding: number;
}

/** The keys of one side in one epoch. Each lane counts its own records. */
export interface RecordLane {
  /** A record, header included. */
  seal(content: LaneContent, version: number): Uint8Array;
  /** What was sealed; undefined, and nothing counted, if it is not of these keys. */
  open(header: Uint8Array, fragment: Uint8Array): Uint8Array | undefined;
}

/** A lane of TLS 1.3. */
export class KeyLane implements RecordLane {
  readonly #aead: Aead;
  readonly #iv: Uint8Array;
  #sequenceNumber = 0n;

  constructor(crypto: CryptoProvider, suite: CipherSuite, trafficSecret: Secret) {
    const kdf = createKdf(crypto, suite.hash);
    const key = deriveTrafficKey(kdf, trafficSecret, suite.keyLength);
    this.#aead = crypto.createAead(suite.aead, key.bytes);
    this.#iv = deriveTrafficIv(kdf, trafficSecret, suite.ivLength).bytes;
  }

  /** A TLSCiphertext around the TLSInnerPlaintext with this content. */
  seal({ contentType, bytes, padding }: LaneContent, version: number): Uint8Array {
    const zeros = new Uint8Array(padding);
    const innerPlaintext = concatBytes([bytes, Uint8Array.of(contentType), zeros]);
    const sealed = new Uint8Array(innerPlaintext.length + this.#aead.tagLength);
    const header = recordHeader(23, version, sealed.length);
    this.#aead.seal(this.#nonce(), header, innerPlaintext, sealed);
    this.#sequenceNumber++;
    return concatBytes([header, sealed]);
  }

  /** TLSInnerPlaintext. */
  open(header: Uint8Array, encryptedRecord: Uint8Array): Uint8Array | undefined {
    const opened = this.#aead.open(this.#nonce(), header, encryptedRecord);
    if (opened !== undefined) this.#sequenceNumber++;
    return opened;
  }

  #nonce(): Uint8Array {
    const nonce = this.#iv.slice();
    const view = new DataView(nonce.buffer);
    const at = nonce.length - 8;
    view.setBigUint64(at, view.getBigUint64(at) ^ this.#sequenceNumber);
    return nonce;
  }
}

/** The five bytes before a record (RFC 9846 5.1). */
export function recordHeader(contentType: number, version: number, length: number): Uint8Array {
  const header = new Uint8Array(5);
  const view = new DataView(header.buffer);
  view.setUint8(0, contentType);
  view.setUint16(1, version);
  view.setUint16(3, length);
  return header;
}
