/**
 * Records with AES-CBC (RFC 5246 6.2.3.2; RFC 7366): against a computation by node:crypto that knows
 * nothing of ours, with every padding that there can be.
 */
import { describe, expect, it } from 'vitest';
import { nobleLegacyLibrary } from '../../runtime/crypto/noble-legacy.ts';
import { CbcRecordKeys } from '../../runtime/legacy/cbc-protection.ts';
import { nodeLegacyLibrary } from '../../runtime/node/crypto/legacy.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { type CbcSuite, cbcRecord, openCbcRecord } from './cbc-lane.ts';

const libraries = [
  ['noble', nobleLegacyLibrary],
  ['node', nodeLegacyLibrary],
] as const;

const suites = (
  [
    [16, 'sha1', 20],
    [32, 'sha1', 20],
    [16, 'sha256', 32],
    [32, 'sha256', 32],
    [32, 'sha384', 48],
  ] as const
).flatMap(([keyLength, hash, macLength]) =>
  [false, true].map((encryptsThenMacs): CbcSuite & { name: string } => ({
    name: `AES-${8 * keyLength}-CBC, ${hash}${encryptsThenMacs ? ', encrypt-then-MAC' : ''}`,
    hash,
    key: sampleBytes(keyLength),
    macKey: sampleBytes(macLength).reverse(),
    encryptsThenMacs,
  })),
);

const applicationData = 23;

describe.each(libraries)('%s', (_, library) => {
  describe.each(suites)('$name', (suite) => {
    const { hash: mac, encryptsThenMacs } = suite;
    let ivs = 0;
    const newKeys = () =>
      new CbcRecordKeys(library, {
        mac,
        macKey: suite.macKey.slice(),
        key: suite.key.slice(),
        encryptsThenMacs,
        random: (length) => new Uint8Array(length).fill(++ivs),
      });
    const open = (keys: CbcRecordKeys, body: Uint8Array, type = applicationData) =>
      keys.open(headerOf(type, body.length), body);

    // @req 5246:6.2.3.2:1 5246:6.2.3.2:2 5246:6.2.3.2:4
    it('seals what node:crypto opens, each record with an IV of its own', () => {
      const keys = newKeys();
      const seen = new Set<string>();
      for (const [number, length] of [0, 1, 2, 11, 12, 15, 16, 17, 255, 16_384].entries()) {
        const content = sampleBytes(length);
        const record = sealed(keys, 22, content);
        const body = record.subarray(5);
        expect(openCbcRecord(suite, { number, type: 22, body })).toEqual(content);
        seen.add(body.subarray(0, 16).join());
      }
      expect(seen.size).toBe(10);
      expect(keys.recordCount).toBe(10);
    });

    it('opens what node:crypto sealed, with every padding', () => {
      for (let padding = 0; padding < 256; padding++) {
        const behind = (encryptsThenMacs ? 0 : suite.macKey.length) + padding + 1;
        const text = sampleBytes(32 - (behind % 16));
        const body = cbcRecord(
          suite,
          { number: 0, type: applicationData, content: text },
          { padding },
        );
        expect(open(newKeys(), body), `${padding}`).toEqual(text);
      }
    });

    it('opens records in their order only', () => {
      const content = sampleBytes(20);
      const bodies = [0, 1].map((number) => cbcRecord(suite, { number, type: 23, content }));
      const [first = new Uint8Array(0), second = new Uint8Array(0)] = bodies;
      const keys = newKeys();
      expect(open(keys, second)).toBeUndefined();
      expect(open(keys, first, 22)).toBeUndefined();
      expect(open(keys, first)).toEqual(content);
      expect(open(keys, first)).toBeUndefined();
      expect(open(keys, second)).toEqual(content);
    });

    it('protects nothing once it is wiped', () => {
      const body = cbcRecord(suite, { number: 0, type: 23, content: sampleBytes(40) });
      const keys = newKeys();
      keys.wipe();
      expect(() => open(keys, body)).toThrow('wiped');
      expect(() => sealed(keys, 23, sampleBytes(40))).toThrow('wiped');
    });

    it('opens nothing in which a byte is wrong, or missing', () => {
      const body = cbcRecord(suite, { number: 0, type: 23, content: sampleBytes(40) });
      for (let at = 0; at < body.length; at++) {
        const changed = body.slice();
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(open(newKeys(), changed), `byte ${at}`).toBeUndefined();
        expect(open(newKeys(), body.subarray(0, at)), `${at} bytes`).toBeUndefined();
      }
    });
  });
});

function headerOf(type: number, length: number): Uint8Array {
  return Uint8Array.of(type, 3, 3, length >> 8, length & 0xff);
}

function sealed(keys: CbcRecordKeys, type: number, content: Uint8Array): Uint8Array {
  const length = keys.sealedLength(content.length);
  const record = new Uint8Array(5 + length);
  record.set(headerOf(type, length));
  record.set(content, 5 + keys.prefixLength);
  keys.seal(record, content.length);
  return record;
}
