/** Secrets do not show themselves, labels keep to HkdfLabel (RFC 9846 7.1), comparison is whole. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { concatBytes, equalBytes, hexOf } from '../../runtime/bytes.ts';
import { deriveSecret, expandLabel } from '../../runtime/codegen/kdf.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { createKdf } from '../../runtime/crypto/provider.ts';

const kdf = createKdf(nobleProvider, 'sha256');

describe('Secret', () => {
  it('shows no byte in text, JSON or inspection', () => {
    const secret = new Secret(Uint8Array.of(0xab, 0xcd));
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: null }),
    ];
    for (const text of shown) {
      expect(text).toContain('[secret]');
      expect(text).not.toMatch(/171|205|ab/);
    }
    expect(Object.keys(secret)).toEqual([]);
  });

  it('overwrites the bytes that it owns and gives them no more', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const secret = new Secret(bytes);
    expect(secret.bytes).toBe(bytes);
    expect(secret.isWiped).toBe(false);
    secret.wipe();
    secret.wipe();
    expect(bytes).toEqual(Uint8Array.of(0, 0, 0));
    expect(secret.isWiped).toBe(true);
    expect(() => secret.bytes).toThrow('wiped');
  });
});

describe('HKDF-Expand-Label (RFC 9846 7.1)', () => {
  const secret = new Secret(new Uint8Array(32).fill(1));

  it('writes HkdfLabel as the RFC lays it out', () => {
    const infos: string[] = [];
    const recording = {
      ...kdf,
      expand: (_secret: Uint8Array, info: Uint8Array, length: number) => {
        infos.push(hexOf(info));
        return new Uint8Array(length);
      },
    };
    expandLabel(recording, secret, 'key', { length: 16 });
    expandLabel(recording, secret, 'key', { length: 300, context: Uint8Array.of(0xaa, 0xbb) });
    expect(infos).toEqual(['001009746c733133206b657900', '012c09746c733133206b657902aabb']);
  });

  it.each([
    ['an empty label', '', {}],
    ['a label of 250 bytes', 'x'.repeat(250), {}],
    ['a context of 256 bytes', 'x', { context: new Uint8Array(256) }],
    ['a length of 65536', 'x', { length: 65536 }],
    ['a negative length', 'x', { length: -1 }],
    ['a fraction', 'x', { length: 1.5 }],
  ])('refuses %s', (_name, label, options) => {
    expect(() => expandLabel(kdf, secret, label, options)).toThrow(RangeError);
  });

  it('Derive-Secret refuses what is no transcript hash', () => {
    expect(() => deriveSecret(kdf, secret, 'derived', new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('bytes', () => {
  it('are equal only as a whole', () => {
    const a = Uint8Array.of(1, 2, 3);
    expect(equalBytes(a, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
    expect(equalBytes(a, Uint8Array.of(1, 2))).toBe(false);
    for (let i = 0; i < 3; i++) {
      const other = Uint8Array.from(a);
      other[i] = 0x80;
      expect(equalBytes(a, other)).toBe(false);
    }
  });

  it('are joined in order', () => {
    const joined = concatBytes([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(0xfe, 3)]);
    expect(hexOf(joined)).toBe('01fe03');
    expect(concatBytes([])).toEqual(new Uint8Array(0));
  });
});
