/**
 * The crypto provider on node:crypto, which is OpenSSL: as fast as this machine can do it, in
 * constant time, and synchronous. ML-KEM is noble's where Node has none.
 *
 * What it cannot promise: private keys are OpenSSL's and cannot be overwritten on demand; `wipe()`
 * lets go of them, and they are cleared when they are collected. Random bytes for keys are
 * overwritten at once.
 */
import { buildProvider } from '../../crypto/build-provider.ts';
import type { CryptoProvider } from '../../crypto/provider.ts';
import { importNodeAeadKey } from './aeads.ts';
import { nodeGroups } from './groups.ts';
import { nodeHashes } from './hashes.ts';
import { nodeRandomBytes } from './random.ts';
import { nodeSignatures } from './signatures.ts';

/** All suites, groups and schemes of the registries. AES-GCM is what processors are built for. */
export const nodeProvider: CryptoProvider = buildProvider({
  name: 'node',
  aeads: ['aes-128-gcm', 'aes-256-gcm', 'chacha20-poly1305'],
  groups: nodeGroups,
  randomBytes: nodeRandomBytes,
  hashes: nodeHashes,
  importAeadKey: importNodeAeadKey,
  signatures: nodeSignatures,
});
