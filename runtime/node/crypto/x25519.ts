/**
 * X25519 (RFC 7748) on node:crypto. It takes keys as JSON Web Keys, which are cheap in all
 * versions, or as DER, which Node 20 reads ten times as slowly; bytes as they are it does not take.
 */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { bytesOfHex, concatBytes } from '../../bytes.ts';
import type { KeyPair } from '../../crypto/key-exchange.ts';
import type { RandomBytes } from '../../crypto/provider.ts';
import { draw } from '../../crypto/random.ts';
import { base64Url, bufferOf, plain } from './bytes.ts';

/** A key pair of 32 random bytes, which are overwritten: Node keeps its own copy. */
export function makeX25519Pair(random: RandomBytes): KeyPair {
  const bytes = draw(random, 32);
  const privateKey = importPrivateKey(bytes);
  bytes.fill(0);
  return {
    publicKey: publicKeyOf(privateKey),
    agree(peerKey) {
      const key = { kty: 'OKP', crv: 'X25519', x: base64Url(peerKey) };
      const publicKey = createPublicKey({ key, format: 'jwk' });
      try {
        return plain(diffieHellman({ privateKey, publicKey }));
      } catch {
        // Any 32 bytes are a key: it is OpenSSL's refusal of a result of zeros.
        return undefined;
      }
    },
    // The key is OpenSSL's, which clears it when the KeyObject is collected.
    wipe: () => undefined,
  };
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  return plain(Buffer.from(x ?? '', 'base64url'));
}

const importPrivateKey = takesBareJwk() ? importJwk : importDer;

/**
 * A JSON Web Key wants the public half as well, which is not known yet. Node 20 to 24 compute it
 * and do not look at what is given; later versions compare.
 */
function importJwk(bytes: Uint8Array): KeyObject {
  const key: JsonWebKey = { kty: 'OKP', crv: 'X25519', x: '', d: base64Url(bytes) };
  return createPrivateKey({ key, format: 'jwk' });
}

function importDer(bytes: Uint8Array): KeyObject {
  const key = concatBytes([PKCS8_PREFIX, bytes]);
  try {
    return createPrivateKey({ key: bufferOf(key), format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

/** PrivateKeyInfo of id-X25519 up to the 32 bytes of the key (RFC 8410 7). */
const PKCS8_PREFIX = bytesOfHex('302e020100300506032b656e04220420');

/** Whether this Node takes a private key without its public half and computes that one. */
function takesBareJwk(): boolean {
  try {
    return publicKeyOf(importJwk(new Uint8Array(32).fill(1))).length === 32;
  } catch {
    return false;
  }
}
