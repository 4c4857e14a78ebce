/**
 * From a passphrase to keys, as PKCS#12 does it: PBKDF2 (RFC 8018 5.2), and its own older way
 * (RFC 7292 B.2). How often they iterate stands in the file: that is bounded for all of it.
 */
import { hash, pbkdf2Sync } from 'node:crypto';

/** Digests in node:crypto's words. */
export type Digest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Hash functions by their dotted OIDs. */
export const digests: Readonly<Record<string, Digest>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** What a key is for (RFC 7292 B.3). */
export const uses = { encryption: 1, initialValue: 2, mac: 3 } as const;

/**
 * Iterations for all keys of one file together: seconds of work. NSS writes 600,000 for each key,
 * Java 10,000, OpenSSL 2048.
 */
const mostIterations = 6_000_000;

/** A salt, and how often to iterate. */
export interface Stretching {
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** Derives all keys of one file from one passphrase. */
export class KeyDerivation {
  readonly #passphrase: string;
  #iterationsLeft = mostIterations;
  /** Whether "" is no bytes at all for the older way, in place of the two zero bytes that end it. */
  isNothing = false;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  pbkdf2(digest: Digest, { salt, iterations }: Stretching, length: number): Uint8Array {
    this.#spend(iterations);
    return pbkdf2Sync(this.#passphrase, salt, iterations, length, digest);
  }

  /** RFC 7292 B.2; the letters are its own. */
  pkcs12(
    use: (typeof uses)[keyof typeof uses],
    digest: Digest,
    { salt, iterations }: Stretching,
    length: number,
  ): Uint8Array {
    const v = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
    const inputs = Buffer.concat([filled(salt, v), filled(this.#bmpString(), v)]);
    const diversifier = Buffer.alloc(v, use);
    const output: Uint8Array[] = [];
    for (let made = 0; made < length; ) {
      this.#spend(iterations);
      let a = hash(digest, Buffer.concat([diversifier, inputs]), 'buffer');
      for (let i = 1; i < iterations; i++) a = hash(digest, a, 'buffer');
      output.push(a);
      made += a.length;
      addToEach(inputs, filled(a, v), v);
    }
    return Buffer.concat(output).subarray(0, length);
  }

  /** UTF-16, big-endian, with two zero bytes at its end (RFC 7292 B.1). */
  #bmpString(): Uint8Array {
    if (this.isNothing) return new Uint8Array(0);
    return Buffer.from(`${this.#passphrase}\0`, 'utf16le').swap16();
  }

  #spend(iterations: number): void {
    if (iterations < 1) throw new Error('a key is derived by no iteration at all');
    this.#iterationsLeft -= iterations;
    if (this.#iterationsLeft >= 0) return;
    throw new Error(`needs more than ${mostIterations} iterations to derive its keys`);
  }
}

/** Copies of `bytes` that fill whole blocks, the last one cut off; nothing stays nothing. */
function filled(bytes: Uint8Array, blockLength: number): Uint8Array {
  const blocks = Math.ceil(bytes.length / blockLength);
  return blocks === 0 ? bytes : Buffer.alloc(blocks * blockLength, bytes);
}

/** Adds `b` and one to each block of `inputs`, numbers with the highest byte first. */
function addToEach(inputs: Uint8Array, b: Uint8Array, blockLength: number): void {
  for (let start = 0; start < inputs.length; start += blockLength) {
    let carry = 1;
    for (let at = blockLength - 1; at >= 0; at--) {
      const sum = (inputs[start + at] ?? 0) + (b[at] ?? 0) + carry;
      inputs[start + at] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
