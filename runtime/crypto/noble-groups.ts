/**
 * The groups on noble: X25519 (RFC 7748), P-256 and P-384 (SP 800-186), and X25519MLKEM768.
 * In order of preference: against a quantum computer first, then by speed.
 */
import { x25519 } from '@noble/curves/ed25519.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { namedGroups } from '../../generated/registries.ts';
import { Secret } from '../codegen/secret.ts';
import { randomScalar } from './ec-scalars.ts';
import { hybridExchange } from './hybrid-group.ts';
import {
  diffieHellmanExchange,
  type KeyExchange,
  type KeyPair,
  refusingZeros,
} from './key-exchange.ts';
import { nobleMlKem768 } from './noble-ml-kem.ts';
import type { RandomBytes } from './provider.ts';
import { draw } from './random.ts';

const makeSafePair = refusingZeros(makeX25519Pair);

/** All groups, the preferred first. */
export const nobleGroups: readonly KeyExchange[] = [
  hybridExchange(namedGroups.X25519MLKEM768, nobleMlKem768, makeSafePair),
  diffieHellmanExchange(namedGroups.x25519, makeSafePair),
  diffieHellmanExchange(namedGroups.secp256r1, (random) =>
    ecPair(p256, randomScalar('ec-p256', random)),
  ),
  diffieHellmanExchange(namedGroups.secp384r1, (random) =>
    ecPair(p384, randomScalar('ec-p384', random)),
  ),
];

function makeX25519Pair(random: RandomBytes): KeyPair {
  const privateKey = new Secret(draw(random, 32));
  return {
    publicKey: x25519.getPublicKey(privateKey.bytes),
    // noble throws for a point of low order, before the result of zeros could come out.
    agree: (peerKey) => orUndefined(() => x25519.getSharedSecret(privateKey.bytes, peerKey)),
    wipe: () => privateKey.wipe(),
  };
}

function ecPair(curve: typeof p256, scalar: Uint8Array): KeyPair {
  const privateKey = new Secret(scalar);
  return {
    publicKey: curve.getPublicKey(privateKey.bytes, false),
    agree(peerKey) {
      // Of the length of an uncompressed point, but noble also knows other first bytes.
      if (peerKey[0] !== UNCOMPRESSED) return undefined;
      // @req 9846:4.3.8.2:1 9846:7.4.2:1 8422:5.10:1 8422:5.11:1 8422:5.11:2
      const point = orUndefined(() => curve.getSharedSecret(privateKey.bytes, peerKey));
      // Compressed: one byte for the sign of y, then x, which is the secret (RFC 9846 7.4.2).
      const secret = point?.slice(1);
      point?.fill(0);
      return secret;
    },
    wipe: () => privateKey.wipe(),
  };
}

const UNCOMPRESSED = 0x04;

/** noble says by an exception that a point is not valid: our own half has been checked before. */
function orUndefined(agree: () => Uint8Array): Uint8Array | undefined {
  try {
    return agree();
  } catch {
    return undefined;
  }
}
