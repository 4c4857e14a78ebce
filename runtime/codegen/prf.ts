/**
 * The PRF of TLS 1.2 (RFC 5246 5), over the HMAC of one hash: what its key schedule is written in.
 */
import { Secret } from './secret.ts';

/** HMAC with the PRF's hash. Returns new bytes, which belong to the caller. */
export type Prf = (key: Uint8Array, data: Uint8Array) => Uint8Array;

/**
 * PRF(secret, label, seed).
 * @param label ASCII
 * @param seeds parts of the seed, joined
 * @returns a new secret of `length` bytes; `secret` stays the caller's to wipe
 */
export function expandSeed(
  prf: Prf,
  secret: Secret,
  label: string,
  seeds: readonly Uint8Array[],
  length: number,
): Secret {
  const seed = joined([new TextEncoder().encode(label), ...seeds]);
  const key = secret.bytes;
  const output = new Uint8Array(length);
  // P_hash: A(0) is the seed, A(i) is HMAC(secret, A(i-1)).
  let chain = seed;
  for (let filled = 0; filled < length; ) {
    chain = prf(key, chain);
    const block = prf(key, joined([chain, seed]));
    output.set(block.subarray(0, length - filled), filled);
    filled += block.length;
    block.fill(0);
  }
  return new Secret(output);
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
