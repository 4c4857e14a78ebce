/**
 * The hashes by which OCSP names certificates (RFC 6960 4.1.1). SHA-1 is one of them, and the usual
 * one (RFC 5019 2.1.1): here it only names, and no signature rests on it.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import type { HashName } from '../../generated/registries.ts';
import type { CryptoProvider } from './provider.ts';

/** The hash of some bytes by its name. */
export function statusHash(
  crypto: CryptoProvider,
  name: HashName | 'sha1',
  data: Uint8Array,
): Uint8Array {
  return name === 'sha1' ? sha1(data) : crypto.hash(name, data);
}
