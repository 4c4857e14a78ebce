/** X25519 (RFC 7748; RFC 9846 7.4.2) on noble-curves. */
import { x25519 } from '@noble/curves/ed25519.js';
import { namedGroups } from '../../generated/registries.ts';
import { Secret } from '../codegen/secret.ts';
import type { AcceptedKeyShare, KeyShare, RandomBytes } from './provider.ts';

const { code: GROUP, shareLength: SHARE_LENGTH } = namedGroups.x25519;
const PRIVATE_KEY_LENGTH = 32;

/**
 * A new key share.
 * @param random asked once, for the 32 bytes of the private key, which the share then owns
 */
export function offerX25519(random: RandomBytes): KeyShare {
  const privateKey = new Secret(random(PRIVATE_KEY_LENGTH));
  return {
    group: GROUP,
    publicKey: x25519.getPublicKey(privateKey.bytes),
    secretWith: (peerShare) => sharedSecret(privateKey.bytes, peerShare),
    wipe: () => privateKey.wipe(),
  };
}

/** Our share and the secret for a peer's share; undefined if the peer's share is invalid. */
export function acceptX25519(
  peerShare: Uint8Array,
  random: RandomBytes,
): AcceptedKeyShare | undefined {
  const share = offerX25519(random);
  const secret = share.secretWith(peerShare);
  share.wipe();
  return secret && { publicKey: share.publicKey, secret };
}

function sharedSecret(privateKey: Uint8Array, peerShare: Uint8Array): Secret | undefined {
  if (peerShare.length !== SHARE_LENGTH) return undefined;
  try {
    return new Secret(x25519.getSharedSecret(privateKey, peerShare));
  } catch {
    // Lengths are right, so it is a point of low order: noble refuses it before the all-zero
    // result that RFC 9846 7.4.2 forbids could come out.
    return undefined;
  }
}
