/**
 * Wycheproof: known pitfalls of each primitive, put to the noble provider as TLS uses it. A case
 * that the provider must accept gives the expected value; one that it must refuse is refused
 * without an exception, but for lengths that only a caller's mistake can bring about.
 */
import { expect, it } from 'vitest';
import { namedGroups, signatureSchemes } from '../../generated/registries.ts';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import { nobleProvider as provider } from '../../runtime/crypto/noble.ts';
import { bytesOf, describeVectors } from '../support/vectors.ts';

interface WycheproofCase {
  readonly tcId: number;
  readonly comment: string;
  readonly result: 'valid' | 'invalid' | 'acceptable';
  readonly [field: string]: unknown;
}

interface WycheproofGroup {
  readonly tests: readonly WycheproofCase[];
  readonly [field: string]: unknown;
}

describeVectors('wycheproof/x25519_test.json', 'Wycheproof x25519', (vectors) => {
  it('agrees on every secret, and on none that is all zeros', () => {
    const count = forEachCase(vectors, (test) => {
      const expected = text(test, 'shared');
      const share = provider.offerKeyShare(namedGroups.x25519.code, () => hex(test, 'private'));
      const secret = share.secretWith(hex(test, 'public'));
      // "acceptable" are twists, non-canonical points and points of low order: RFC 7748 computes
      // the former, RFC 9846 7.4.2 refuses what comes out as zeros.
      if (/^0+$/.test(expected)) expect(secret, name(test)).toBeUndefined();
      else expect(secret && hexOf(secret.bytes), name(test)).toBe(expected);
    });
    report('x25519', count, 500);
  });
});

describeVectors(
  'wycheproof/ecdsa_secp256r1_sha256_test.json',
  'Wycheproof ECDSA P-256',
  (vectors) => {
    it('takes the valid signatures and no others', () => {
      const { code } = signatureSchemes.ecdsa_secp256r1_sha256;
      const count = forEachCase(vectors, (test, group) => {
        const key = hex(group, 'publicKeyDer');
        const verdict = provider.verify(code, key, hex(test, 'msg'), hex(test, 'sig'));
        expect(verdict, name(test)).toBe(test.result === 'valid');
      });
      report('ecdsa_secp256r1_sha256', count, 480);
    });
  },
);

describeVectors('wycheproof/aes_gcm_test.json', 'Wycheproof AES-128-GCM', (vectors) => {
  it('seals to the same bytes and opens the authentic ones only', () => {
    const isOurs = (group: WycheproofGroup) =>
      group.keySize === 128 && group.ivSize === 96 && group.tagSize === 128;
    const count = forEachCase(
      vectors,
      (test) => {
        const aead = provider.createAead('aes-128-gcm', hex(test, 'key'));
        const sealed = concatBytes([hex(test, 'ct'), hex(test, 'tag')]);
        const opened = aead.open(hex(test, 'iv'), hex(test, 'aad'), sealed);
        if (test.result === 'invalid') return expect(opened, name(test)).toBeUndefined();
        expect(opened && hexOf(opened), name(test)).toBe(text(test, 'msg'));
        const into = new Uint8Array(sealed.length);
        aead.seal(hex(test, 'iv'), hex(test, 'aad'), hex(test, 'msg'), into);
        return expect(hexOf(into), name(test)).toBe(hexOf(sealed));
      },
      isOurs,
    );
    report('aes_gcm 128/96/128', count, 60);
  });
});

describeVectors('wycheproof/hkdf_sha256_test.json', 'Wycheproof HKDF-SHA256', (vectors) => {
  it('derives the same keys', () => {
    const count = forEachCase(vectors, (test) => {
      const secret = provider.hkdfExtract('sha256', hex(test, 'salt'), hex(test, 'ikm'));
      const derive = () =>
        provider.hkdfExpand('sha256', secret, hex(test, 'info'), Number(test.size));
      if (test.result === 'invalid') return expect(derive, name(test)).toThrow();
      return expect(hexOf(derive()), name(test)).toBe(text(test, 'okm'));
    });
    report('hkdf_sha256', count, 80);
  });
});

function forEachCase(
  vectors: unknown,
  check: (test: WycheproofCase, group: WycheproofGroup) => unknown,
  isWanted: (group: WycheproofGroup) => boolean = () => true,
): number {
  // The form of Wycheproof's files; a field that is missing fails the case that needs it.
  const { testGroups } = vectors as { testGroups: readonly WycheproofGroup[] };
  let count = 0;
  for (const group of testGroups.filter(isWanted)) {
    for (const test of group.tests) {
      check(test, group);
      count++;
    }
  }
  return count;
}

function text(from: WycheproofCase | WycheproofGroup, field: string): string {
  const value = from[field];
  if (typeof value !== 'string') throw new Error(`no text in the field ${field}`);
  return value;
}

function hex(from: WycheproofCase | WycheproofGroup, field: string): Uint8Array {
  return bytesOf(text(from, field));
}

function name(test: WycheproofCase): string {
  return `case ${test.tcId}: ${test.comment}`;
}

function report(what: string, count: number, atLeast: number): void {
  console.log(`Wycheproof ${what}: ${count} cases`);
  expect(count).toBeGreaterThanOrEqual(atLeast);
}
