/** What every provider's hashes and AEADs keep to. */
import { describe, expect, it } from 'vitest';
import { cipherSuites } from '../../../generated/registries.ts';
import { concatBytes, hexOf } from '../../../runtime/bytes.ts';
import type { AeadName, CryptoProvider, HashName } from '../../../runtime/crypto/provider.ts';
import { bytesOf } from '../../support/plain-bytes.ts';

const message = new TextEncoder().encode('what is hashed, and what is sealed');
const no = new Uint8Array(0);

/** SHA-2 of "abc" (FIPS 180-4, examples). */
const hashesOfAbc: readonly (readonly [HashName, string])[] = [
  ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'sha384',
    'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  ],
  [
    'sha512',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
      '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ],
];

export function keepsHashes(provider: CryptoProvider): void {
  it.each(hashesOfAbc)('%s of abc, whole and in pieces', (name, expected) => {
    const abc = bytesOf('616263');
    expect(hexOf(provider.hash(name, abc))).toBe(expected);
    const running = provider.createHash(name);
    for (const byte of abc) running.update(Uint8Array.of(byte));
    expect(hexOf(running.digest())).toBe(expected);
  });

  it('a running hash can be asked in the middle', () => {
    const running = provider.createHash('sha384');
    expect(running.digest()).toEqual(provider.hash('sha384', no));
    running.update(message.subarray(0, 5));
    expect(running.digest()).toEqual(provider.hash('sha384', message.subarray(0, 5)));
    running.update(message.subarray(5));
    expect(running.digest()).toEqual(provider.hash('sha384', message));
    expect(running.digest()).toEqual(provider.hash('sha384', message));
  });

  it('HKDF takes an empty salt, and no bytes are no bytes', () => {
    const secret = provider.hkdfExtract('sha256', no, message);
    expect(secret).toEqual(provider.hmac('sha256', new Uint8Array(32), message));
    expect(provider.hkdfExpand('sha256', secret, no, 0)).toHaveLength(0);
  });

  it.each([
    ['sha256', 255 * 32],
    ['sha384', 255 * 48],
  ] as const)('HKDF-Expand with %s ends at %i bytes', (name, length) => {
    const secret = provider.hash(name, message);
    expect(provider.hkdfExpand(name, secret, no, length)).toHaveLength(length);
    for (const wrong of [length + 1, -1, 1.5, Number.NaN]) {
      expect(() => provider.hkdfExpand(name, secret, no, wrong)).toThrow(RangeError);
    }
    const short = secret.subarray(1);
    expect(() => provider.hkdfExpand(name, short, no, 16)).toThrow(RangeError);
  });

  it('gives plain arrays: a slice is a copy', () => {
    const running = provider.createHash('sha256');
    const results = [
      provider.hash('sha256', message),
      running.digest(),
      provider.hmac('sha256', message, message),
      provider.hkdfExtract('sha256', message, message),
      provider.hkdfExpand('sha256', message, message, 40),
    ];
    for (const bytes of results) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    }
  });
}

export function keepsAeads(provider: CryptoProvider): void {
  describe.each(Object.values(cipherSuites))('$aead', ({ aead: name, keyLength, tagLength }) => {
    const key = new Uint8Array(keyLength).fill(1);
    const nonce = new Uint8Array(12).fill(2);
    const create = (name: AeadName) => provider.createAead(name, key);
    const sealed = () => {
      const into = new Uint8Array(message.length + tagLength);
      create(name).seal(nonce, message, message, into);
      return into;
    };

    it('refuses a key of another length', () => {
      for (const length of [0, 15, 16, 17, 24, 31, 32, 33, 64]) {
        if (length === keyLength) continue;
        const wrong = new Uint8Array(length);
        expect(() => provider.createAead(name, wrong), `${length}`).toThrow(RangeError);
      }
    });

    it('refuses a nonce of another length, and room that does not fit', () => {
      const aead = create(name);
      const into = new Uint8Array(message.length + tagLength);
      for (const length of [0, 8, 11, 13, 16]) {
        const wrong = new Uint8Array(length);
        expect(() => aead.seal(wrong, no, message, into)).toThrow(RangeError);
        expect(() => aead.open(wrong, no, into)).toThrow(RangeError);
      }
      for (const length of [0, message.length, into.length - 1, into.length + 1]) {
        expect(() => aead.seal(nonce, no, message, new Uint8Array(length))).toThrow(RangeError);
      }
    });

    it('seals in place and at any alignment', () => {
      const expected = sealed();
      const aead = create(name);
      for (let offset = 0; offset < 8; offset++) {
        const into = new Uint8Array(offset + expected.length).subarray(offset);
        into.set(message);
        aead.seal(nonce, message, into.subarray(0, message.length), into);
        expect(into).toEqual(expected);
        expect(aead.open(nonce, message, into)).toEqual(message);
      }
    });

    it.each([0, 1, 15, 16, 17, 2 ** 14, 2 ** 14 + 256])('takes %i bytes', (length) => {
      const aead = create(name);
      const plaintext = new Uint8Array(length).fill(3);
      const into = new Uint8Array(length + tagLength);
      aead.seal(nonce, no, plaintext, into);
      const opened = aead.open(nonce, no, into);
      expect(opened).toEqual(plaintext);
      expect(Object.getPrototypeOf(opened)).toBe(Uint8Array.prototype);
    });

    it('opens nothing that was changed, cut or added to, and leaves it as it was', () => {
      const aead = create(name);
      const good = sealed();
      for (let i = 0; i < good.length; i++) {
        const changed = good.slice();
        changed[i] = Number(changed[i]) ^ 0x80;
        const before = changed.slice();
        expect(aead.open(nonce, message, changed)).toBeUndefined();
        expect(changed).toEqual(before);
        expect(aead.open(nonce, message, good.subarray(0, i))).toBeUndefined();
      }
      expect(aead.open(nonce, message, concatBytes([good, Uint8Array.of(0)]))).toBeUndefined();
      expect(aead.open(nonce, message.subarray(1), good)).toBeUndefined();
      expect(aead.open(new Uint8Array(12), message, good)).toBeUndefined();
    });

    it('copies its key and protects nothing after wipe()', () => {
      const own = key.slice();
      const aead = provider.createAead(name, own);
      own.fill(0);
      expect(aead.open(nonce, message, sealed())).toEqual(message);
      aead.wipe();
      aead.wipe();
      expect(() => aead.open(nonce, message, sealed())).toThrow('wiped');
      expect(() => aead.seal(nonce, message, message, sealed())).toThrow('wiped');
    });
  });
}
