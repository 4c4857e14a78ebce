/**
 * The groups on node:crypto: X25519, P-256 and P-384 (SP 800-186) by ECDH objects, which take and
 * give bytes as they are, and X25519MLKEM768. In order of preference: against a quantum computer
 * first, then by speed.
 */
import { createECDH } from 'node:crypto';
import { namedGroups } from '../../../generated/registries.ts';
import { randomScalar } from '../../crypto/ec-scalars.ts';
import { hybridExchange } from '../../crypto/hybrid-group.ts';
import {
  diffieHellmanExchange,
  type KeyExchange,
  type KeyPair,
  refusingZeros,
} from '../../crypto/key-exchange.ts';
import { plain } from './bytes.ts';
import { nodeMlKem768 } from './ml-kem.ts';
import { makeX25519Pair } from './x25519.ts';

const makeSafePair = refusingZeros(makeX25519Pair);

/** All groups, the preferred first. */
export const nodeGroups: readonly KeyExchange[] = [
  hybridExchange(namedGroups.X25519MLKEM768, nodeMlKem768, makeSafePair),
  diffieHellmanExchange(namedGroups.x25519, makeSafePair),
  diffieHellmanExchange(namedGroups.secp256r1, (random) =>
    ecPair('prime256v1', randomScalar('ec-p256', random)),
  ),
  diffieHellmanExchange(namedGroups.secp384r1, (random) =>
    ecPair('secp384r1', randomScalar('ec-p384', random)),
  ),
];

/** @param scalar overwritten: Node keeps its own copy */
function ecPair(curve: string, scalar: Uint8Array): KeyPair {
  const ecdh = createECDH(curve);
  ecdh.setPrivateKey(scalar);
  scalar.fill(0);
  return {
    publicKey: plain(ecdh.getPublicKey()),
    agree(peerKey) {
      // Of the length of an uncompressed point, but OpenSSL also knows the hybrid form, 6 or 7.
      if (peerKey[0] !== UNCOMPRESSED) return undefined;
      try {
        // @req 9846:4.3.8.2:1 9846:7.4.2:1 8422:5.10:1 8422:5.11:1 8422:5.11:2
        return plain(ecdh.computeSecret(peerKey));
      } catch {
        // Our own half is good: the point is not on the curve.
        return undefined;
      }
    },
    // The key is OpenSSL's, which clears it when the ECDH object is collected.
    wipe: () => undefined,
  };
}

const UNCOMPRESSED = 0x04;
