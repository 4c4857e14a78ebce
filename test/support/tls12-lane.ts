/**
 * Keys and records of TLS 1.2 (RFC 5246 5, 6.2.3.3, 6.3; RFC 5288 3; RFC 7905 2), by node:crypto and
 * apart from the engine's: both have to be right to understand each other.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** What a suite says of its keys; secret lengths in bytes. */
export interface Tls12Suite {
  readonly hash: 'sha256' | 'sha384';
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
}

/** The keys of both sides of a connection. */
export interface Tls12Lanes {
  readonly client: Tls12Lane;
  readonly server: Tls12Lane;
}

/** PRF(secret, label, seed) (RFC 5246 5). */
export function prf(
  hash: Tls12Suite['hash'],
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const start = Buffer.concat([Buffer.from(label, 'ascii'), seed]);
  const hmac = (data: Uint8Array) => createHmac(hash, secret).update(data).digest();
  const blocks: Buffer[] = [];
  let a = hmac(start);
  for (let made = 0; made < length; made += a.length) {
    blocks.push(hmac(Buffer.concat([a, start])));
    a = hmac(a);
  }
  return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
}

/** The keys that follow from a master secret (6.3). */
export function tls12Lanes(
  suite: Tls12Suite,
  masterSecret: Uint8Array,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Tls12Lanes {
  const keyLength = suite.cipher === 'aes-128-gcm' ? 16 : 32;
  const ivLength = suite.cipher === 'chacha20-poly1305' ? 12 : 4;
  const seed = Buffer.concat([serverRandom, clientRandom]);
  const length = 2 * (keyLength + ivLength);
  const block = Buffer.from(prf(suite.hash, masterSecret, 'key expansion', seed, length));
  const ivs = block.subarray(2 * keyLength);
  const lane = (index: number) =>
    new Tls12Lane(
      suite,
      block.subarray(index * keyLength, (index + 1) * keyLength),
      ivs.subarray(index * ivLength, (index + 1) * ivLength),
    );
  return { client: lane(0), server: lane(1) };
}

/** The keys of one side. Each lane counts its own records. */
export class Tls12Lane {
  readonly #suite: Tls12Suite;
  readonly #key: Uint8Array;
  readonly #iv: Uint8Array;
  #sequenceNumber = 0n;

  constructor(suite: Tls12Suite, key: Uint8Array, iv: Uint8Array) {
    this.#suite = suite;
    this.#key = key;
    this.#iv = iv;
  }

  /** A record around this content. */
  seal(contentType: number, content: Uint8Array, version = 0x0303): Uint8Array {
    const explicit = this.#isExplicit ? this.#number : Buffer.alloc(0);
    const cipher = createCipheriv(
      this.#suite.cipher as 'aes-128-gcm',
      this.#key,
      this.#nonce(explicit),
      {
        authTagLength: tagLength,
      },
    );
    cipher.setAAD(this.#additionalData(contentType, version, content.length), {
      plaintextLength: content.length,
    });
    const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    this.#sequenceNumber++;
    const header = Buffer.alloc(5);
    header.writeUInt8(contentType);
    header.writeUInt16BE(version, 1);
    header.writeUInt16BE(explicit.length + sealed.length, 3);
    return new Uint8Array(Buffer.concat([header, explicit, sealed]));
  }

  /** The content of a record; undefined, and nothing counted, if it is not of these keys. */
  open(record: Uint8Array): Uint8Array | undefined {
    const explicit = record.subarray(5, this.#isExplicit ? 13 : 5);
    const sealed = record.subarray(5 + explicit.length);
    const length = sealed.length - tagLength;
    if (length < 0) return undefined;
    const [contentType = 0, major = 0, minor = 0] = record;
    const decipher = createDecipheriv(
      this.#suite.cipher as 'aes-128-gcm',
      this.#key,
      this.#nonce(explicit),
      { authTagLength: tagLength },
    );
    decipher.setAAD(this.#additionalData(contentType, major * 256 + minor, length), {
      plaintextLength: length,
    });
    decipher.setAuthTag(sealed.subarray(length));
    try {
      const content = Buffer.concat([
        decipher.update(sealed.subarray(0, length)),
        decipher.final(),
      ]);
      this.#sequenceNumber++;
      return new Uint8Array(content);
    } catch {
      return undefined;
    }
  }

  /** Of a nonce, eight bytes travel with the record (RFC 5288 3), or none (RFC 7905 2). */
  get #isExplicit(): boolean {
    return this.#suite.cipher !== 'chacha20-poly1305';
  }

  get #number(): Buffer {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(this.#sequenceNumber);
    return number;
  }

  #nonce(explicit: Uint8Array): Buffer {
    if (this.#isExplicit) return Buffer.concat([this.#iv, explicit]);
    const number = Buffer.concat([Buffer.alloc(4), this.#number]);
    return Buffer.from(this.#iv.map((byte, index) => byte ^ (number[index] ?? 0)));
  }

  /** seq_num, type, version, length (6.2.3.3). */
  #additionalData(contentType: number, version: number, length: number): Buffer {
    const data = Buffer.alloc(13);
    this.#number.copy(data);
    data.writeUInt8(contentType, 8);
    data.writeUInt16BE(version, 9);
    data.writeUInt16BE(length, 11);
    return data;
  }
}

const tagLength = 16;
