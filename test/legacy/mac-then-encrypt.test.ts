/**
 * Lucky 13: whatever is wrong with a record, and whatever its padding, the same work is done. What can
 * be measured without a clock is: how often the hash's compression function runs, and on how many
 * bytes.
 */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HashBlocks, MacName } from '../../runtime/crypto/legacy-library.ts';
import { hashBlocks } from '../../runtime/crypto/noble-hash-blocks.ts';
import { openMacThenEncrypt } from '../../runtime/legacy/mac-then-encrypt.ts';
import { choose, isEqual, isLess } from '../../runtime/legacy/masks.ts';
import { secretLengthHmac } from '../../runtime/legacy/secret-length-hmac.ts';
import { sampleBytes } from '../support/plain-bytes.ts';

const names: readonly MacName[] = ['sha1', 'sha256', 'sha384'];

describe.each(names)('%s', (name) => {
  const hash = hashBlocks[name];
  const key = sampleBytes(hash.outputLength);
  const head = sampleBytes(13);

  it('the HMAC of a message of secret length is that of node:crypto, at every length', () => {
    const data = sampleBytes(300);
    for (let length = 44; length <= 299; length++) {
      const message = { head, data, length, minLength: 44, maxLength: 299 };
      const expected = createHmac(name, key).update(head).update(data.subarray(0, length));
      expect(Buffer.from(secretLengthHmac(hash, key, message)).toString('hex')).toBe(
        expected.digest('hex'),
      );
    }
  });

  it('an HMAC of a secret length from nothing on', () => {
    const data = sampleBytes(16);
    const message = { head, data, length: 0, minLength: 0, maxLength: 16 };
    const expected = createHmac(name, key).update(head).digest('hex');
    expect(Buffer.from(secretLengthHmac(hash, key, message)).toString('hex')).toBe(expected);
  });

  it('takes every good padding, and of every bad one each byte counts', () => {
    for (let padding = 0; padding < 256; padding++) {
      const record = recordWith(name, key, 320, padding);
      const length = 320 - 1 - padding - hash.outputLength;
      expect(opened(hash, key, record)).toBe(length);
      for (let back = 1; back <= padding; back++) {
        const spoilt = record.slice();
        spoilt[320 - 1 - back] = (spoilt[320 - 1 - back] ?? 0) ^ 0x40;
        if (back % 7 === padding % 7) expect(opened(hash, key, spoilt)).toBeUndefined();
      }
    }
  });

  // @req 5246:6.2.3.2:5
  it('does the same work for all records of one length', () => {
    const total = 320;
    const good = [0, 1, 15, 63, 64, 128, 255].map((padding) =>
      recordWith(name, key, total, padding),
    );
    const wrongMac = recordWith(name, sampleBytes(5), total, 31);
    const wrongPadding = recordWith(name, key, total, 31);
    wrongPadding[total - 4] = 0;
    const nonsense = [0, 1, 31, 200, 255].map((last) => new Uint8Array(total).fill(last));
    const tooLong = new Uint8Array(64).fill(255);
    const work = [...good, wrongMac, wrongPadding, ...nonsense].map((record) => {
      const counted = counting(hash);
      openMacThenEncrypt({ hash: counted.hash, key }, new Uint8Array(13), record);
      return counted.calls();
    });
    expect(new Set(work).size).toBe(1);
    // Two for the key, one for the outer hash, and the whole record.
    const blocks = Math.floor(
      (13 + total - 1 - hash.outputLength + hash.lengthLength) / hash.blockLength,
    );
    expect(work[0]).toBe(2 + 1 + blocks + 1);
    expect(opened(hash, key, tooLong)).toBeUndefined();
  });
});

describe('masks', () => {
  it('say of every pair of bytes, and of large numbers, what comparisons say', () => {
    const numbers = [...Array(258).keys(), 16_384, 2 ** 30];
    for (const a of numbers) {
      for (const b of numbers) {
        if (isLess(a, b) !== (a < b ? -1 : 0)) expect.fail(`${a} < ${b}`);
        if (isEqual(a, b) !== (a === b ? -1 : 0)) expect.fail(`${a} = ${b}`);
      }
    }
    expect([choose(-1, 5, 9), choose(0, 5, 9)]).toEqual([5, 9]);
  });
});

function opened(hash: HashBlocks, key: Uint8Array, record: Uint8Array): number | undefined {
  return openMacThenEncrypt({ hash, key }, new Uint8Array(13), record);
}

/** Content, MAC and padding, so many bytes together; seq_num, type and version are zeros. */
function recordWith(name: MacName, key: Uint8Array, total: number, padding: number): Uint8Array {
  const length = total - 1 - padding - hashBlocks[name].outputLength;
  const head = Buffer.alloc(13);
  head.writeUInt16BE(length, 11);
  const content = sampleBytes(length);
  const mac = createHmac(name, key).update(head).update(content).digest();
  return new Uint8Array(Buffer.concat([content, mac, Buffer.alloc(padding + 1, padding)]));
}

function counting(hash: HashBlocks) {
  let calls = 0;
  const begin = () => {
    const inner = hash.begin();
    return {
      compress(blocks: DataView, at: number) {
        calls++;
        inner.compress(blocks, at);
      },
      words: () => inner.words(),
    };
  };
  return { hash: { ...hash, begin }, calls: () => calls };
}
