/** Which private keys a provider takes, and what it says of the others (RFC 5958, 5915, 8410, 8017). */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, it } from 'vitest';
import { signatureSchemes } from '../../../generated/registries.ts';
import { concatBytes } from '../../../runtime/bytes.ts';
import type { CryptoProvider } from '../../../runtime/crypto/provider.ts';
import { encodeDer } from '../../../runtime/x509/der-writer.ts';
import { bytesOf } from '../../support/plain-bytes.ts';
import { boundTo, keyOf, testKeys } from './keys.ts';

const message = new TextEncoder().encode('what is signed');
const zero = Uint8Array.of(2, 1, 0);

export function importsPrivateKeys(provider: CryptoProvider): void {
  it.each(testKeys.map((key) => [key.title, key] as const))('%s: keeps a copy', (_, test) => {
    const pkcs8 = test.pkcs8.slice();
    const key = provider.importPrivateKey(pkcs8);
    pkcs8.fill(0);
    const [code = 0] = key.schemes;
    const signature = key.sign(code, message);
    expect(provider.verify(code, test.subjectPublicKeyInfo, message, signature)).toBe(true);
  });

  it.each(testKeys.map((key) => [key.title, key] as const))(
    '%s: copies a Buffer too',
    (_, test) => {
      // A slice of a Buffer shares its memory, where a slice of an array is a copy.
      const pkcs8 = Buffer.from(test.pkcs8);
      const key = provider.importPrivateKey(pkcs8);
      pkcs8.fill(0);
      const [code = 0] = key.schemes;
      const spki = Buffer.from(key.subjectPublicKeyInfo);
      const signature = Buffer.from(key.sign(code, message));
      const before = [Buffer.from(spki), Buffer.from(signature)];
      expect(provider.verify(code, spki, Buffer.from(message), signature)).toBe(true);
      expect([spki, signature]).toEqual(before);
    },
  );

  it('takes an EC key without its public half', () => {
    const key = provider.importPrivateKey(p256Pkcs8('01'.repeat(32)));
    expect(key.subjectPublicKeyInfo).toHaveLength(91);
  });

  it('takes a OneAsymmetricKey with attributes and a public key (RFC 5958)', () => {
    const { pkcs8, subjectPublicKeyInfo } = keyOf('ed25519');
    const fields = pkcs8.subarray(5); // after SEQUENCE and version
    const extra = concatBytes([
      encodeDer(0xa0),
      encodeDer(0x81, Uint8Array.of(0), subjectPublicKeyInfo.subarray(12)),
    ]);
    const version1 = encodeDer(0x30, Uint8Array.of(2, 1, 1), fields, extra);
    const key = provider.importPrivateKey(version1);
    expect(key.subjectPublicKeyInfo).toEqual(subjectPublicKeyInfo);
    expect(key.sign(signatureSchemes.ed25519.code, message)).toHaveLength(64);
  });

  it.each([
    ['PEM', () => new TextEncoder().encode('-----BEGIN PRIVATE KEY-----'), /PEM/],
    [
      'SEC1',
      () => exported(keyOf('ec-p256').pair.privateKey, 'sec1'),
      /PKCS#8 is expected.*openssl/,
    ],
    [
      'PKCS#1',
      () => exported(keyOf('rsa').pair.privateKey, 'pkcs1'),
      /PKCS#8 is expected.*openssl/,
    ],
    ['an encrypted key', encryptedKey, /encrypted/],
    ['an X25519 key', () => exported(generateKeyPairSync('x25519').privateKey), /cannot sign here/],
    ['an Ed448 key', () => exported(generateKeyPairSync('ed448').privateKey), /cannot sign here/],
    ['a secp256k1 key', secp256k1Key, /cannot sign here/],
    ['a key on a curve spelled out', explicitKey, /cannot sign here/],
    ['an RSA-PSS key for SHA-1', () => pssKey('sha1', 20), /cannot sign here/],
    ['an RSA-PSS key with a short salt', () => pssKey('sha256', 20), /cannot sign here/],
    ['an RSA key of 1024 bits', () => rsaKey(1024), /size/],
    ['a scalar of zero', () => p256Pkcs8('00'.repeat(32)), /not a scalar/],
    ['the order as a scalar', () => p256Pkcs8(p256Order), /not a scalar/],
    ['a scalar of 31 bytes', () => p256Pkcs8('01'.repeat(31)), /not a scalar/],
    ["another key's public half", mismatchedKey, /does not belong/],
    ['an Ed25519 key of 31 bytes', () => ed25519Pkcs8(31), /32 bytes/],
    ['an Ed25519 key of 33 bytes', () => ed25519Pkcs8(33), /32 bytes/],
    ['nothing', () => new Uint8Array(0), /not DER/],
  ])('refuses %s and says so', (_name, make, text) => {
    expect(() => provider.importPrivateKey(make())).toThrow(TypeError);
    expect(() => provider.importPrivateKey(make())).toThrow(text);
  });

  it('refuses an RSA key any of whose numbers does not fit the others', () => {
    const { n, e, d, p, q, dp, dq, qi } = keyOf('rsa').pair.privateKey.export({ format: 'jwk' });
    const numbers = [n, e, d, p, q, dp, dq, qi].map((one) => Buffer.from(one ?? '', 'base64url'));
    expect(() => provider.importPrivateKey(rsaPkcs8(numbers))).not.toThrow();
    for (const [i, number] of numbers.entries()) {
      const changed = Uint8Array.from(number);
      changed[changed.length - 1] = Number(changed.at(-1)) ^ 2;
      const wrong = rsaPkcs8(numbers.with(i, Buffer.from(changed)));
      expect(() => provider.importPrivateKey(wrong), `number ${i}`).toThrow(/do not agree/);
    }
  });

  it.each(testKeys.map((key) => [key.title, key] as const))(
    '%s: refuses a key that is cut or has a byte too many, at every length',
    (_, { pkcs8 }) => {
      for (let length = 0; length < pkcs8.length; length++) {
        expect(() => provider.importPrivateKey(pkcs8.subarray(0, length))).toThrow(TypeError);
      }
      const longer = concatBytes([pkcs8, Uint8Array.of(0)]);
      expect(() => provider.importPrivateKey(longer)).toThrow(TypeError);
    },
  );
}

const p256Order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';

/** PKCS#8 of a P-256 scalar without the public key. */
function p256Pkcs8(scalar: string): Uint8Array {
  const algorithm = bytesOf('301306072a8648ce3d020106082a8648ce3d030107');
  const ecKey = encodeDer(0x30, Uint8Array.of(2, 1, 1), encodeDer(0x04, bytesOf(scalar)));
  return encodeDer(0x30, zero, algorithm, encodeDer(0x04, ecKey));
}

function ed25519Pkcs8(length: number): Uint8Array {
  const curveKey = encodeDer(0x04, new Uint8Array(length).fill(9));
  return encodeDer(0x30, zero, bytesOf('300506032b6570'), encodeDer(0x04, curveKey));
}

function rsaPkcs8(numbers: readonly Uint8Array[]): Uint8Array {
  const integers = numbers.map((bytes) =>
    encodeDer(0x02, Uint8Array.from(Number(bytes[0]) >= 0x80 ? [0] : []), bytes),
  );
  const key = encodeDer(0x30, zero, ...integers);
  const algorithm = bytesOf('300d06092a864886f70d0101010500');
  return encodeDer(0x30, zero, algorithm, encodeDer(0x04, key));
}

function exported(key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8'): Uint8Array {
  return Uint8Array.from(key.export({ type, format: 'der' } as { type: 'pkcs8'; format: 'der' }));
}

function encryptedKey(): Uint8Array {
  const passphrase = 'a test of the refusal';
  const { privateKey } = keyOf('ec-p256').pair;
  return Uint8Array.from(
    privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-128-cbc', passphrase }),
  );
}

function secp256k1Key(): Uint8Array {
  return exported(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey);
}

function explicitKey(): Uint8Array {
  const options = { namedCurve: 'P-256', paramEncoding: 'explicit' } as const;
  return exported(generateKeyPairSync('ec', options).privateKey);
}

function pssKey(hash: string, saltLength: number): Uint8Array {
  return exported(generateKeyPairSync('rsa-pss', boundTo(hash, saltLength)).privateKey);
}

function rsaKey(modulusLength: number): Uint8Array {
  return exported(generateKeyPairSync('rsa', { modulusLength }).privateKey);
}

/** A P-256 key beside the public half of another. */
function mismatchedKey(): Uint8Array {
  const pkcs8 = keyOf('ec-p256').pkcs8.slice();
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const spki = Uint8Array.from(other.export({ type: 'spki', format: 'der' }));
  pkcs8.set(spki.subarray(-64), pkcs8.length - 64);
  return pkcs8;
}
