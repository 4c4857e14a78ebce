/**
 * Public keys for verification as KeyObjects, remembered: a peer's certificate and its CA come
 * again with each connection, and to hand a key to OpenSSL costs as much as to verify with it.
 */
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type PublicKey, readRsaPublicKey } from '../../x509/algorithms.ts';
import { base64Url, bufferOf } from './bytes.ts';

/** At most this many keys: the CAs and servers of a busy client. A flood only costs their import. */
const CAPACITY = 256;

/** By SubjectPublicKeyInfo; the one that was used last stands last. */
const known = new Map<string, KeyObject>();

/** The key as OpenSSL has it; undefined if it is not one: a point that is not on its curve. */
export function verificationKeyOf(key: PublicKey): KeyObject | undefined {
  const name = bufferOf(key.subjectPublicKeyInfo).toString('latin1');
  const found = known.get(name) ?? importKey(key);
  if (found === undefined) return undefined;
  known.delete(name);
  known.set(name, found);
  const [oldest] = known.keys();
  if (known.size > CAPACITY && oldest !== undefined) known.delete(oldest);
  return found;
}

function importKey(key: PublicKey): KeyObject | undefined {
  try {
    return importCheaply(key);
  } catch {
    return undefined;
  }
}

/**
 * As a JSON Web Key where that is the cheaper form: not for the larger curves, whose points Node
 * then also multiplies by the order.
 */
function importCheaply(key: PublicKey): KeyObject {
  switch (key.kind) {
    case 'ec-p256': {
      const [x, y] = [key.key.subarray(1, 33), key.key.subarray(33)];
      return importJwk({ kty: 'EC', crv: 'P-256', x: base64Url(x), y: base64Url(y) });
    }
    case 'ed25519':
      return importJwk({ kty: 'OKP', crv: 'Ed25519', x: base64Url(key.key) });
    // An RSA-PSS key's parameters have been compared with the scheme: what is left is an RSA key.
    case 'rsa':
    case 'rsa-pss': {
      const { modulus, exponent } = readRsaPublicKey(key.key);
      return importJwk({ kty: 'RSA', n: base64Url(modulus), e: base64Url(exponent) });
    }
    default:
      return createPublicKey({
        key: bufferOf(key.subjectPublicKeyInfo),
        format: 'der',
        type: 'spki',
      });
  }
}

function importJwk(key: JsonWebKey): KeyObject {
  return createPublicKey({ key, format: 'jwk' });
}
