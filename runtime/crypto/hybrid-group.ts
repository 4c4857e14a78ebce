/**
 * A key exchange that holds as long as one of two holds: a KEM and Diffie-Hellman, their shares and
 * secrets one after the other, the KEM's first (draft-ietf-tls-ecdhe-mlkem 3).
 *
 * The client's share is a KEM key, the server's a ciphertext. FIPS 203 wants both checked: lengths
 * here, the key's coefficients in `Kem.encapsulate`. A ciphertext that was tampered with is not
 * refused but gives another secret (FIPS 203 6.3): Finished will not verify.
 */
import type { NamedGroup } from '../../generated/registries.ts';
import { concatBytes } from '../bytes.ts';
import { Secret } from '../codegen/secret.ts';
import { type KeyExchange, type KeyPair, keyShare, type MakeKeyPair } from './key-exchange.ts';
import type { RandomBytes } from './provider.ts';

/** A key encapsulation mechanism. Secrets and ciphertexts given out belong to the caller. */
export interface Kem {
  readonly publicKeyLength: number;
  readonly ciphertextLength: number;
  generate(random: RandomBytes): KemKeyPair;
  /**
   * A secret and the ciphertext that carries it; undefined if the key is not valid.
   * @param publicKey of the right length
   */
  encapsulate(publicKey: Uint8Array, random: RandomBytes): Encapsulation | undefined;
}

/** A key pair of a KEM. */
export interface KemKeyPair {
  readonly publicKey: Uint8Array;
  /** @param ciphertext of the right length */
  decapsulate(ciphertext: Uint8Array): Uint8Array;
  wipe(): void;
}

/** What `Kem.encapsulate` gives. */
export interface Encapsulation {
  readonly ciphertext: Uint8Array;
  readonly secret: Uint8Array;
}

/** The KEM's random bytes are asked for before those of the Diffie-Hellman key. */
export function hybridExchange(group: NamedGroup, kem: Kem, makePair: MakeKeyPair): KeyExchange {
  return {
    group,
    offer(random) {
      const kemPair = kem.generate(random);
      const pair = orWipe(kemPair, () => makePair(random));
      return keyShare(group, concatBytes([kemPair.publicKey, pair.publicKey]), {
        agree(peerShare) {
          if (peerShare.length !== group.serverShareLength) return undefined;
          const [ciphertext, peerKey] = split(peerShare, kem.ciphertextLength);
          return joinedSecret(pair, peerKey, () => kemPair.decapsulate(ciphertext));
        },
        wipe() {
          kemPair.wipe();
          pair.wipe();
        },
      });
    },
    accept(peerShare, random) {
      if (peerShare.length !== group.clientShareLength) return undefined;
      const [kemKey, peerKey] = split(peerShare, kem.publicKeyLength);
      const encapsulated = kem.encapsulate(kemKey, random);
      if (encapsulated === undefined) return undefined;
      const wipeSecret = () => encapsulated.secret.fill(0);
      const pair = orWipe({ wipe: wipeSecret }, () => makePair(random));
      try {
        const secret = joinedSecret(pair, peerKey, () => encapsulated.secret);
        const publicKey = concatBytes([encapsulated.ciphertext, pair.publicKey]);
        return secret && { publicKey, secret: new Secret(secret) };
      } finally {
        wipeSecret();
        pair.wipe();
      }
    },
  };
}

/** The KEM's secret, then the agreed one; undefined if the peer's key is invalid. */
function joinedSecret(
  pair: KeyPair,
  peerKey: Uint8Array,
  kemSecret: () => Uint8Array,
): Uint8Array | undefined {
  const agreed = pair.agree(peerKey);
  if (agreed === undefined) return undefined;
  const first = kemSecret();
  const secret = concatBytes([first, agreed]);
  first.fill(0);
  agreed.fill(0);
  return secret;
}

/** The result of `make`; if it throws, what was made before is wiped. */
function orWipe<T>(before: { wipe(): void }, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    before.wipe();
    throw cause;
  }
}

function split(bytes: Uint8Array, at: number): readonly [Uint8Array, Uint8Array] {
  return [bytes.subarray(0, at), bytes.subarray(at)];
}
