/**
 * Hashes, HMAC and HKDF-Expand on node:crypto.
 *
 * Keys go in as KeyObjects: since Node 24 each HMAC under plain bytes costs five times as much.
 */
import { createHash, createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Hashes } from '../../crypto/build-provider.ts';
import type { HashName } from '../../crypto/provider.ts';
import { plain } from './bytes.ts';

/** What node:crypto does with hashes. */
export const nodeHashes: Hashes = {
  hash: (name, data) => plain(hash(name, data, 'buffer')),
  createHash(name) {
    const running = createHash(name);
    return {
      update: (data) => {
        running.update(data);
      },
      // A hash of Node is over after digest(): the copy is asked, the original goes on.
      digest: () => plain(running.copy().digest()),
    };
  },
  hmac: (name, key, data) => mac(name, createSecretKey(key), [data]),
  expand,
};

/** HKDF-Expand (RFC 5869 2.3): T(i) = HMAC(secret, T(i-1) | info | i), one after the other. */
function expand(name: HashName, secret: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const key = createSecretKey(secret);
  const okm = new Uint8Array(length);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0, i = 1; at < length; at += block.length, i++) {
    const next = mac(name, key, [block, info, Uint8Array.of(i)]);
    block.fill(0);
    block = next;
    okm.set(block.subarray(0, length - at), at);
  }
  block.fill(0);
  return okm;
}

function mac(name: HashName, key: KeyObject, parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac(name, key);
  for (const part of parts) hmac.update(part);
  return plain(hmac.digest());
}
