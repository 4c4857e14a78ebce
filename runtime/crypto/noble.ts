/**
 * The crypto provider that runs everywhere: the audited noble libraries, plain JavaScript.
 *
 * What JavaScript cannot give: noble computes with big integers and tables, so timing is only
 * algorithmically constant, and intermediate big integers cannot be wiped. RSA is not here (noble
 * has none): a provider or verifier that knows it is injected instead.
 */
import { expand, extract } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { randomBytes } from '@noble/hashes/utils.js';
import { cipherSuites, namedGroups, signatureSchemes } from '../../generated/registries.ts';
import { createAesGcm } from './noble-aes-gcm.ts';
import { importP256PrivateKey, verifyP256 } from './noble-p256.ts';
import { acceptX25519, offerX25519 } from './noble-x25519.ts';
import type { CryptoProvider, HashName, RunningHash } from './provider.ts';

/** TLS_AES_128_GCM_SHA256, x25519 and ecdsa_secp256r1_sha256 on the noble libraries. */
export const nobleProvider: CryptoProvider = {
  name: 'noble',
  cipherSuites: [cipherSuites.TLS_AES_128_GCM_SHA256.code],
  groups: [namedGroups.x25519.code],
  signatureSchemes: [signatureSchemes.ecdsa_secp256r1_sha256.code],

  randomBytes,

  hash: (name, data) => HASHES[name](data),
  createHash,
  hmac: (name, key, data) => hmac(HASHES[name], key, data),
  // noble's order differs from the RFC's: the key material comes before the salt.
  hkdfExtract: (name, salt, keyMaterial) => extract(HASHES[name], keyMaterial, salt),
  hkdfExpand: (name, secret, info, length) => expand(HASHES[name], secret, info, length),

  createAead: (_name, key) => createAesGcm(key),

  offerKeyShare(group, random) {
    requireCode(namedGroups.x25519, group, 'group');
    return offerX25519(random);
  },

  acceptKeyShare(group, peerShare, random) {
    requireCode(namedGroups.x25519, group, 'group');
    return acceptX25519(peerShare, random);
  },

  verify(scheme, subjectPublicKeyInfo, message, signature) {
    requireCode(signatureSchemes.ecdsa_secp256r1_sha256, scheme, 'signature scheme');
    return verifyP256(subjectPublicKeyInfo, message, signature);
  },

  importPrivateKey: importP256PrivateKey,
};

const HASHES = { sha256 } as const satisfies Record<HashName, typeof sha256>;

function createHash(name: HashName): RunningHash {
  const running = HASHES[name].create();
  return {
    update: (data) => {
      running.update(data);
    },
    // A noble hash is over after digest(): the copy is asked, the original goes on.
    digest: () => running.clone().digest(),
  };
}

function requireCode(known: { code: number; name: string }, code: number, what: string): void {
  if (code === known.code) return;
  throw new RangeError(`${what} 0x${code.toString(16)}: the noble provider has ${known.name} only`);
}
