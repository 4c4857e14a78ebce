/** The noble provider: what the vectors do not say about its interface. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cipherSuites, namedGroups, signatureSchemes } from '../../generated/registries.ts';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import { nobleProvider as provider } from '../../runtime/crypto/noble.ts';
import { bytesOf } from '../support/vectors.ts';

const x25519 = namedGroups.x25519.code;
const ecdsa = signatureSchemes.ecdsa_secp256r1_sha256.code;
const rsaPss = signatureSchemes.rsa_pss_rsae_sha256.code;
const message = new TextEncoder().encode('what is signed');

/** A P-256 key pair of the platform in the given form of its private half. */
function platformKey(type: 'pkcs8' | 'sec1' = 'pkcs8') {
  const pair = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type, format: 'der' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  });
  return { spki: Uint8Array.from(pair.publicKey), privateKey: Uint8Array.from(pair.privateKey) };
}

describe('what it can do', () => {
  it('lists only what it does itself', () => {
    expect(provider.cipherSuites).toEqual([cipherSuites.TLS_AES_128_GCM_SHA256.code]);
    expect(provider.groups).toEqual([x25519]);
    expect(provider.signatureSchemes).toEqual([ecdsa]);
  });

  it.each([
    ['offerKeyShare', () => provider.offerKeyShare(0x17, provider.randomBytes)],
    ['acceptKeyShare', () => provider.acceptKeyShare(0x17, message, provider.randomBytes)],
    ['verify', () => provider.verify(rsaPss, message, message, message)],
  ])('%s refuses another code point as misuse', (_name, call) => {
    expect(call).toThrow(RangeError);
  });
});

describe('X25519 key shares (RFC 9846 7.4.2)', () => {
  it('both sides arrive at one secret', () => {
    const client = provider.offerKeyShare(x25519, provider.randomBytes);
    const server = provider.acceptKeyShare(x25519, client.publicKey, provider.randomBytes);
    const secret = server && client.secretWith(server.publicKey);
    expect(secret?.bytes).toHaveLength(32);
    expect(secret?.bytes).toEqual(server?.secret.bytes);
  });

  it('takes the private key from the given source, once', () => {
    const lengths: number[] = [];
    const random = (length: number) => {
      lengths.push(length);
      return new Uint8Array(length).fill(7);
    };
    const one = provider.offerKeyShare(x25519, random);
    const other = provider.offerKeyShare(x25519, random);
    expect(one.publicKey).toEqual(other.publicKey);
    expect(lengths).toEqual([32, 32]);
  });

  it.each([
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['p - 1', `ec${'ff'.repeat(30)}7f`],
    ['31 bytes', '09'.repeat(31)],
    ['33 bytes', '09'.repeat(33)],
    ['nothing', ''],
  ])('refuses the share %s on both sides', (_name, share) => {
    const peerShare = bytesOf(share);
    expect(provider.acceptKeyShare(x25519, peerShare, provider.randomBytes)).toBeUndefined();
    const own = provider.offerKeyShare(x25519, provider.randomBytes);
    expect(own.secretWith(peerShare)).toBeUndefined();
  });

  it('overwrites the private key', () => {
    const privateKey = new Uint8Array(32).fill(9);
    const share = provider.offerKeyShare(x25519, () => privateKey);
    share.wipe();
    expect(privateKey).toEqual(new Uint8Array(32));
    expect(() => share.secretWith(share.publicKey)).toThrow('wiped');
  });

  it("overwrites the server's private key at once", () => {
    const privateKey = new Uint8Array(32).fill(9);
    const peer = provider.offerKeyShare(x25519, provider.randomBytes);
    provider.acceptKeyShare(x25519, peer.publicKey, () => privateKey);
    expect(privateKey).toEqual(new Uint8Array(32));
  });
});

describe('ECDSA P-256 (RFC 9846 4.3.3)', () => {
  it('signs what the platform verifies, and the reverse', () => {
    const { spki, privateKey } = platformKey();
    const key = provider.importPrivateKey(privateKey);
    const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    expect(verify('sha256', message, publicKey, key.sign(ecdsa, message))).toBe(true);
    const theirs = sign('sha256', message, {
      key: Buffer.from(privateKey),
      format: 'der',
      type: 'pkcs8',
    });
    expect(provider.verify(ecdsa, spki, message, theirs)).toBe(true);
  });

  it('signs as RFC 6979 A.2.5 prints it', () => {
    const scalar = 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721';
    const key = provider.importPrivateKey(pkcs8Of(scalar));
    const r = 'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716';
    const s = 'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8';
    const signature = key.sign(ecdsa, new TextEncoder().encode('sample'));
    expect(hexOf(signature)).toBe(`3046022100${r}022100${s}`);
  });

  it('tells its kind, its schemes and its public key', () => {
    const { spki, privateKey } = platformKey();
    const key = provider.importPrivateKey(privateKey);
    expect(key.kind).toBe('ec-p256');
    expect(key.schemes).toEqual([ecdsa]);
    expect(key.subjectPublicKeyInfo).toEqual(spki);
  });

  it('does not verify another message, another key, a cut signature', () => {
    const { spki, privateKey } = platformKey();
    const signature = provider.importPrivateKey(privateKey).sign(ecdsa, message);
    const verifies = (key: Uint8Array, what: Uint8Array, by: Uint8Array) =>
      provider.verify(ecdsa, key, what, by);
    expect(verifies(spki, message, signature)).toBe(true);
    expect(verifies(spki, message.subarray(1), signature)).toBe(false);
    expect(verifies(platformKey().spki, message, signature)).toBe(false);
    for (let length = 0; length < signature.length; length++) {
      expect(verifies(spki, message, signature.subarray(0, length))).toBe(false);
    }
    expect(verifies(spki, message, concatBytes([signature, Uint8Array.of(0)]))).toBe(false);
  });

  it('does not verify with a key of another curve or form', () => {
    const { spki, privateKey } = platformKey();
    const signature = provider.importPrivateKey(privateKey).sign(ecdsa, message);
    for (let i = 0; i < spki.length; i++) {
      const changed = Uint8Array.from(spki);
      changed[i] = Number(changed[i]) ^ 1;
      expect(provider.verify(ecdsa, changed, message, signature), `byte ${i}`).toBe(false);
      expect(provider.verify(ecdsa, spki.subarray(0, i), message, signature)).toBe(false);
    }
    const p384 = generateKeyPairSync('ec', {
      namedCurve: 'P-384',
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    });
    expect(provider.verify(ecdsa, Uint8Array.from(p384.publicKey), message, signature)).toBe(false);
  });

  it('refuses another scheme as misuse', () => {
    const key = provider.importPrivateKey(platformKey().privateKey);
    expect(() => key.sign(rsaPss, message)).toThrow(RangeError);
  });

  it('signs no more after wipe()', () => {
    const key = provider.importPrivateKey(platformKey().privateKey);
    key.wipe();
    expect(() => key.sign(ecdsa, message)).toThrow('wiped');
  });
});

describe('importPrivateKey (RFC 5958, RFC 5915)', () => {
  it('takes a key without its public half', () => {
    const key = provider.importPrivateKey(pkcs8Of('01'.repeat(32)));
    expect(key.subjectPublicKeyInfo).toHaveLength(91);
  });

  it('keeps a copy', () => {
    const { privateKey } = platformKey();
    const key = provider.importPrivateKey(privateKey);
    const before = key.sign(ecdsa, message);
    privateKey.fill(0);
    expect(key.sign(ecdsa, message)).toEqual(before);
  });

  it.each([
    ['PEM', () => new TextEncoder().encode('-----BEGIN PRIVATE KEY-----'), /PEM/],
    ['SEC1', () => platformKey('sec1').privateKey, /PKCS#8 is expected.*openssl pkcs8/],
    ['an encrypted key', encryptedKey, /encrypted/],
    ['an Ed25519 key', ed25519Key, /not an EC key on P-256/],
    ['a P-384 key', p384Key, /not an EC key on P-256/],
    ['a scalar of zero', () => pkcs8Of('00'.repeat(32)), /not a scalar/],
    ['a scalar beyond the order', () => pkcs8Of('ff'.repeat(32)), /not a scalar/],
    ['a scalar of 31 bytes', () => pkcs8Of('01'.repeat(31)), /not a scalar/],
    ["another key's public half", mismatchedKey, /does not belong/],
    ['nothing', () => new Uint8Array(0), /not DER/],
  ])('refuses %s and says so', (_name, make, text) => {
    expect(() => provider.importPrivateKey(make())).toThrow(TypeError);
    expect(() => provider.importPrivateKey(make())).toThrow(text);
  });

  it('refuses a key that is cut or has a byte too many, at every length', () => {
    const { privateKey } = platformKey();
    for (let length = 0; length < privateKey.length; length++) {
      expect(() => provider.importPrivateKey(privateKey.subarray(0, length))).toThrow(TypeError);
    }
    const longer = concatBytes([privateKey, Uint8Array.of(0)]);
    expect(() => provider.importPrivateKey(longer)).toThrow(TypeError);
  });
});

describe('hashes and AEAD', () => {
  it('a running hash can be asked in the middle', () => {
    const running = provider.createHash('sha256');
    expect(running.digest()).toEqual(provider.hash('sha256', new Uint8Array(0)));
    running.update(message.subarray(0, 5));
    expect(running.digest()).toEqual(provider.hash('sha256', message.subarray(0, 5)));
    running.update(message.subarray(5));
    expect(running.digest()).toEqual(provider.hash('sha256', message));
    expect(running.digest()).toEqual(provider.hash('sha256', message));
  });

  it.each([0, 15, 17, 24, 32])('refuses an AES-128 key of %i bytes', (length) => {
    expect(() => provider.createAead('aes-128-gcm', new Uint8Array(length))).toThrow(RangeError);
  });

  it('seals in place and at any alignment', () => {
    const aead = provider.createAead('aes-128-gcm', new Uint8Array(16).fill(1));
    const nonce = new Uint8Array(12);
    const expected = new Uint8Array(message.length + aead.tagLength);
    aead.seal(nonce, message, message, expected);
    for (let offset = 0; offset < 8; offset++) {
      const buffer = new Uint8Array(offset + expected.length);
      const into = buffer.subarray(offset);
      into.set(message);
      aead.seal(nonce, message, into.subarray(0, message.length), into);
      expect(into).toEqual(expected);
      expect(aead.open(nonce, message, into)).toEqual(message);
    }
  });

  it('copies its key and protects nothing after wipe()', () => {
    const key = new Uint8Array(16).fill(1);
    const aead = provider.createAead('aes-128-gcm', key);
    const sealed = new Uint8Array(message.length + aead.tagLength);
    aead.seal(new Uint8Array(12), message, message, sealed);
    key.fill(0);
    expect(aead.open(new Uint8Array(12), message, sealed)).toEqual(message);
    aead.wipe();
    expect(() => aead.open(new Uint8Array(12), message, sealed)).toThrow('wiped');
    expect(() => aead.seal(new Uint8Array(12), message, message, sealed)).toThrow('wiped');
  });

  it('gives random bytes of the asked length', () => {
    expect(provider.randomBytes(32)).toHaveLength(32);
    expect(provider.randomBytes(32)).not.toEqual(provider.randomBytes(32));
  });
});

/** PKCS#8 of a P-256 scalar without the public key. */
function pkcs8Of(scalarHex: string): Uint8Array {
  const scalar = bytesOf(scalarHex);
  const algorithm = bytesOf('301306072a8648ce3d020106082a8648ce3d030107');
  const ecKey = Uint8Array.of(0x30, scalar.length + 5, 2, 1, 1, 4, scalar.length, ...scalar);
  const fields = Uint8Array.of(2, 1, 0, ...algorithm, 4, ecKey.length, ...ecKey);
  return Uint8Array.of(0x30, fields.length, ...fields);
}

function encryptedKey(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const passphrase = 'a test of the refusal';
  return Uint8Array.from(
    privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-128-cbc', passphrase }),
  );
}

function ed25519Key(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ed25519');
  return Uint8Array.from(privateKey.export({ type: 'pkcs8', format: 'der' }));
}

function p384Key(): Uint8Array {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return Uint8Array.from(privateKey.export({ type: 'pkcs8', format: 'der' }));
}

function mismatchedKey(): Uint8Array {
  const { privateKey } = platformKey();
  // The public key stands last; its bytes are not looked at for being on the curve.
  privateKey[privateKey.length - 1] = Number(privateKey[privateKey.length - 1]) ^ 1;
  return privateKey;
}
