/** What every provider's signatures keep to (RFC 9846 4.3.3). */
import { constants, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SignatureScheme, signatureSchemes } from '../../../generated/registries.ts';
import { concatBytes } from '../../../runtime/bytes.ts';
import type { CryptoProvider } from '../../../runtime/crypto/provider.ts';
import { DerReader, tags } from '../../../runtime/x509/der.ts';
import { encodeDer } from '../../../runtime/x509/der-writer.ts';
import { bytesOf } from '../../support/plain-bytes.ts';
import { keyOf, type TestKey, testKeys } from './keys.ts';

const message = new TextEncoder().encode('what is signed');
const allSchemes = Object.values(signatureSchemes);
const handshakeSchemes = testKeys.flatMap((key) =>
  schemesOf(key).map((scheme) => [`${key.title}, ${scheme.name}`, key, scheme] as const),
);

/** What one provider signs, the other verifies. */
export function verifyEachOther(signer: CryptoProvider, verifier: CryptoProvider): void {
  // @req 9846:9.1:2
  it.each(handshakeSchemes)('%s', (_title, { pkcs8, subjectPublicKeyInfo }, { code }) => {
    const key = signer.importPrivateKey(pkcs8);
    const signature = key.sign(code, message);
    expect(Object.getPrototypeOf(signature)).toBe(Uint8Array.prototype);
    expect(verifier.verify(code, subjectPublicKeyInfo, message, signature)).toBe(true);
    expect(verifier.verify(code, subjectPublicKeyInfo, message.slice(1), signature)).toBe(false);
  });
}

export function keepsSignatures(provider: CryptoProvider): void {
  // @req 9846:4.3.3:5 9846:4.3.3:7
  it.each(handshakeSchemes)(
    '%s: signs what the platform verifies, and the reverse',
    (_, key, scheme) => {
      const own = provider.importPrivateKey(key.pkcs8).sign(scheme.code, message);
      const [hash, padding] = platformParameters(scheme);
      expect(verify(hash, message, { key: key.pair.publicKey, ...padding }, own)).toBe(true);
      const theirs = sign(hash, message, { key: key.pair.privateKey, ...padding });
      expect(provider.verify(scheme.code, key.subjectPublicKeyInfo, message, theirs)).toBe(true);
    },
  );

  // @req 9846:9.1:2
  it.each(['sha256', 'sha384', 'sha512'] as const)('verifies PKCS #1 with %s', (hash) => {
    const { pair, subjectPublicKeyInfo } = keyOf('rsa');
    const { code } = signatureSchemes[`rsa_pkcs1_${hash}`];
    const signature = sign(hash, message, pair.privateKey);
    expect(provider.verify(code, subjectPublicKeyInfo, message, signature)).toBe(true);
    signature[9] = Number(signature[9]) ^ 1;
    expect(provider.verify(code, subjectPublicKeyInfo, message, signature)).toBe(false);
  });

  // RFC 9846 4.3.3: in TLS 1.2 a scheme of ECDSA names the hash, and any curve goes with it.
  it.each(
    (['ec-p256', 'ec-p384', 'ec-p521'] as const).flatMap((kind) =>
      allSchemes
        .filter(({ name }) => name.startsWith('ecdsa_'))
        .map((scheme) => [kind, scheme.name, scheme] as const),
    ),
  )('a key on %s verifies what is signed as %s', (kind, _, { code, hash }) => {
    const { pair, subjectPublicKeyInfo } = keyOf(kind);
    const signature = sign(hash, message, pair.privateKey);
    expect(provider.verify(code, subjectPublicKeyInfo, message, signature)).toBe(true);
    expect(provider.verify(code, subjectPublicKeyInfo, message.slice(1), signature)).toBe(false);
    const otherHash = hash === 'sha256' ? 'sha384' : 'sha256';
    const other = sign(otherHash, message, pair.privateKey);
    expect(provider.verify(code, subjectPublicKeyInfo, message, other)).toBe(false);
  });

  it('verifies no RSA signature that has lost its leading zero (RFC 8017 8.1.2)', () => {
    const { pair, subjectPublicKeyInfo } = keyOf('rsa');
    const { code } = signatureSchemes.rsa_pss_rsae_sha256;
    const key = { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    let signature = sign('sha256', message, key);
    // One in 256 begins with it.
    while (signature[0] !== 0) signature = sign('sha256', message, key);
    expect(provider.verify(code, subjectPublicKeyInfo, message, signature)).toBe(true);
    const short = signature.subarray(1);
    expect(provider.verify(code, subjectPublicKeyInfo, message, short)).toBe(false);
  });

  // @req 9846:4.3.3:1 9846:4.3.3:6 9846:4.3.3:8
  it('verifies no signature under another scheme or another key', () => {
    for (const [, key, { code, name }] of handshakeSchemes) {
      const signature = provider.importPrivateKey(key.pkcs8).sign(code, message);
      for (const other of allSchemes) {
        const verdict = provider.verify(other.code, key.subjectPublicKeyInfo, message, signature);
        expect(verdict, `${name} as ${other.name}`).toBe(other.name === name);
      }
      for (const { subjectPublicKeyInfo } of testKeys) {
        const isOwn = subjectPublicKeyInfo === key.subjectPublicKeyInfo;
        const verdict = provider.verify(code, subjectPublicKeyInfo, message, signature);
        expect(verdict, name).toBe(isOwn);
      }
    }
  });

  // @req 9846:4.3.3:10
  it('a key that is bound to one hash verifies no signature with another', () => {
    const [free, bound] = testKeys.filter(({ kind }) => kind === 'rsa-pss');
    if (free === undefined || bound === undefined) throw new Error('a key is missing');
    const { code } = signatureSchemes.rsa_pss_pss_sha256;
    const signature = provider.importPrivateKey(free.pkcs8).sign(code, message);
    expect(provider.verify(code, free.subjectPublicKeyInfo, message, signature)).toBe(true);
    // The same key, with the parameters of the one that is bound to SHA-384.
    const [algorithm] = partsOf(bound.subjectPublicKeyInfo);
    const [, key] = partsOf(free.subjectPublicKeyInfo);
    const spki = encodeDer(0x30, algorithm, key);
    expect(provider.verify(code, spki, message, signature)).toBe(false);
  });

  it.each(handshakeSchemes)('%s: no part of a signature is one', (_title, key, { code }) => {
    const signature = provider.importPrivateKey(key.pkcs8).sign(code, message);
    const verifies = (bytes: Uint8Array) =>
      provider.verify(code, key.subjectPublicKeyInfo, message, bytes);
    for (let length = 0; length < signature.length; length += 7) {
      expect(verifies(signature.subarray(0, length)), `${length}`).toBe(false);
    }
    expect(verifies(signature.subarray(1))).toBe(false);
    expect(verifies(signature.subarray(0, -1))).toBe(false);
    expect(verifies(concatBytes([signature, Uint8Array.of(0)]))).toBe(false);
    expect(verifies(concatBytes([Uint8Array.of(0), signature]))).toBe(false);
    expect(verifies(new Uint8Array(signature.length))).toBe(false);
    expect(verifies(new Uint8Array(signature.length).fill(255))).toBe(false);
  });

  it('does not verify with a key that was changed or cut anywhere', () => {
    for (const kind of ['ec-p256', 'ed25519', 'rsa'] as const) {
      const key = keyOf(kind);
      const code = schemesOf(key)[0]?.code ?? 0;
      const signature = provider.importPrivateKey(key.pkcs8).sign(code, message);
      const spki = key.subjectPublicKeyInfo;
      for (let i = 0; i < spki.length; i++) {
        const changed = spki.slice();
        changed[i] = Number(changed[i]) ^ 1;
        expect(provider.verify(code, changed, message, signature), `${kind} ${i}`).toBe(false);
        expect(provider.verify(code, spki.subarray(0, i), message, signature)).toBe(false);
      }
      const longer = concatBytes([spki, Uint8Array.of(0)]);
      expect(provider.verify(code, longer, message, signature)).toBe(false);
    }
  });

  it.each([
    ['order 1', `01${'00'.repeat(31)}`],
    ['order 2', `ec${'ff'.repeat(30)}7f`],
    ['order 4', '00'.repeat(32)],
    ['order 4, the other', `${'00'.repeat(31)}80`],
    ['order 8', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['order 8, the other', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['a coordinate of p + 1', `ee${'ff'.repeat(30)}7f`],
  ])('Ed25519: a key of %s verifies nothing', (_title, point) => {
    const spki = concatBytes([bytesOf('302a300506032b6570032100'), bytesOf(point)]);
    // R of order 1 and s = 0: good for any message where the key's order divides the challenge.
    const forged = bytesOf(`01${'00'.repeat(63)}`);
    const { code } = signatureSchemes.ed25519;
    for (let i = 0; i < 16; i++) {
      expect(provider.verify(code, spki, Uint8Array.of(i), forged)).toBe(false);
    }
  });

  it('RSA keys have 2048 to 8192 bits', () => {
    const { code } = signatureSchemes.rsa_pkcs1_sha256;
    // With e = 1 would be any number its own signature; with 1024 bits it is too short.
    for (const [modulusBytes, exponent] of [
      [128, [1, 0, 1]],
      [256, [1]],
      [1025, [1, 0, 1]],
    ] as const) {
      const modulus = new Uint8Array(modulusBytes).fill(255);
      const numbers = [
        encodeDer(2, Uint8Array.of(0), modulus),
        encodeDer(2, Uint8Array.from(exponent)),
      ];
      const bits = encodeDer(3, Uint8Array.of(0), encodeDer(0x30, ...numbers));
      const spki = encodeDer(0x30, bytesOf('300d06092a864886f70d0101010500'), bits);
      expect(provider.verify(code, spki, message, new Uint8Array(modulusBytes))).toBe(false);
    }
  });

  describe('a key', () => {
    it.each(testKeys.map((key) => [key.title, key] as const))('%s tells what it is', (_, test) => {
      const key = provider.importPrivateKey(test.pkcs8);
      expect(key.kind).toBe(test.kind);
      expect(key.schemes).toEqual(schemesOf(test).map(({ code }) => code));
      expect(key.subjectPublicKeyInfo).toEqual(test.subjectPublicKeyInfo);
    });

    it.each(testKeys.map((key) => [key.title, key] as const))(
      '%s signs with its own schemes only',
      (_, test) => {
        const key = provider.importPrivateKey(test.pkcs8);
        for (const { code } of allSchemes) {
          if (key.schemes.includes(code)) continue;
          expect(() => key.sign(code, message)).toThrow(RangeError);
        }
      },
    );

    it.each(testKeys.map((key) => [key.title, key] as const))(
      '%s signs no more after wipe()',
      (_, test) => {
        const key = provider.importPrivateKey(test.pkcs8);
        const [code = 0] = key.schemes;
        key.wipe();
        key.wipe();
        expect(() => key.sign(code, message)).toThrow('wiped');
      },
    );
  });
}

/** AlgorithmIdentifier and BIT STRING of a SubjectPublicKeyInfo. */
function partsOf(subjectPublicKeyInfo: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const fields = new DerReader(subjectPublicKeyInfo).enter(tags.sequence);
  return [fields.element(tags.sequence), fields.element(tags.bitString)];
}

function schemesOf(key: TestKey): readonly SignatureScheme[] {
  return allSchemes.filter(({ name }) => key.schemes.includes(name));
}

function platformParameters({ key, hash, name }: SignatureScheme) {
  const pss = {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  return [key === 'ed25519' ? null : hash, name.startsWith('rsa_pss') ? pss : {}] as const;
}
