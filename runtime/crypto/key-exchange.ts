/**
 * Key exchange as TLS sees it, a share and a secret, made of what libraries have: Diffie-Hellman
 * and a KEM. Lengths, wiping and the refusal of bad shares are the same for every provider.
 *
 * Standard: RFC 9846 4.3.8, 7.4.2. The hybrid of both is in hybrid-group.ts.
 */
import type { NamedGroup } from '../../generated/registries.ts';
import { Secret } from '../codegen/secret.ts';
import type { AcceptedKeyShare, KeyShare, RandomBytes } from './provider.ts';

/** A key pair of a Diffie-Hellman group. */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  /**
   * The shared secret, which belongs to the caller; undefined if the peer's key is not one.
   * @param peerKey of the right length
   */
  agree(peerKey: Uint8Array): Uint8Array | undefined;
  wipe(): void;
}

/** Makes a key pair of random bytes, which belong to it. */
export type MakeKeyPair = (random: RandomBytes) => KeyPair;

/** A group that a provider can do. */
export interface KeyExchange {
  readonly group: NamedGroup;
  /** As `CryptoProvider.offerKeyShare`. */
  offer(random: RandomBytes): KeyShare;
  /** As `CryptoProvider.acceptKeyShare`. */
  accept(peerShare: Uint8Array, random: RandomBytes): AcceptedKeyShare | undefined;
}

/** Diffie-Hellman: both ends do the same. */
export function diffieHellmanExchange(group: NamedGroup, makePair: MakeKeyPair): KeyExchange {
  return {
    group,
    offer(random) {
      const pair = makePair(random);
      return keyShare(group, pair.publicKey, {
        agree: (peerShare) =>
          peerShare.length === group.serverShareLength ? pair.agree(peerShare) : undefined,
        wipe: () => pair.wipe(),
      });
    },
    accept(peerShare, random) {
      if (peerShare.length !== group.clientShareLength) return undefined;
      const pair = makePair(random);
      try {
        const secret = pair.agree(peerShare);
        return secret && { publicKey: pair.publicKey, secret: new Secret(secret) };
      } finally {
        pair.wipe();
      }
    },
  };
}

/**
 * Of a group with points of small order, X25519: a result of zeros is refused, since whoever sent
 * such a point knew the secret beforehand (RFC 9846 7.4.2).
 */
export function refusingZeros(makePair: MakeKeyPair): MakeKeyPair {
  return (random) => {
    const pair = makePair(random);
    return {
      publicKey: pair.publicKey,
      agree(peerKey) {
        const secret = pair.agree(peerKey);
        // @req 9846:7.4.2:3 8422:5.10:2 8422:5.11:3
        return secret === undefined || isAllZero(secret) ? undefined : secret;
      },
      wipe: () => pair.wipe(),
    };
  };
}

/** What a key share is kept for. */
export interface PrivateHalf {
  /** Undefined for an invalid share. The secret belongs to the caller. */
  agree(peerShare: Uint8Array): Uint8Array | undefined;
  wipe(): void;
}

/** A share that can be asked until it is wiped. */
export function keyShare(group: NamedGroup, publicKey: Uint8Array, half: PrivateHalf): KeyShare {
  // The one reference to the private half, which wipe() lets go of.
  let held: PrivateHalf | undefined = half;
  return {
    group: group.code,
    publicKey,
    secretWith(peerShare) {
      if (held === undefined) throw new Error('a wiped key share was asked for a secret');
      const secret = held.agree(peerShare);
      return secret && new Secret(secret);
    },
    wipe() {
      held?.wipe();
      held = undefined;
    },
  };
}

/** In a time that does not tell where the first other byte stands. */
function isAllZero(bytes: Uint8Array): boolean {
  let any = 0;
  for (const byte of bytes) any |= byte;
  return any === 0;
}
