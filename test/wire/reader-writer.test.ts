/** The surface under the generated codecs: numbers, vectors and their limits, one by one. */
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../runtime/codegen/decode-error.ts';
import { Reader } from '../../runtime/codegen/reader.ts';
import { Writer } from '../../runtime/codegen/writer.ts';

describe('Reader', () => {
  it('reads numbers big-endian (RFC 9846 3.1)', () => {
    const reader = new Reader(Uint8Array.from({ length: 18 }, (_, index) => index + 1));
    expect(reader.uint8('a')).toBe(0x01);
    expect(reader.uint16('b')).toBe(0x0203);
    expect(reader.uint24('c')).toBe(0x040506);
    expect(reader.uint32('d')).toBe(0x0708090a);
    expect(reader.uint64('e')).toBe(0x0b0c0d0e0f101112n);
    expect(reader.hasMore).toBe(false);
  });

  it('reads numbers with the highest bit set as positive', () => {
    const reader = new Reader(new Uint8Array(17).fill(0xff));
    expect(reader.uint16('a')).toBe(0xffff);
    expect(reader.uint24('b')).toBe(0xffffff);
    expect(reader.uint32('c')).toBe(0xffffffff);
    expect(reader.uint64('d')).toBe(2n ** 64n - 1n);
  });

  it('says which field at which offset', () => {
    const reader = new Reader(Uint8Array.of(1, 2, 3));
    reader.uint16('Thing.first');
    expect(() => reader.uint16('Thing.second')).toThrow(
      new DecodeError('ERR_TLS_DECODE', 'Thing.second', 2, 'needs 2 bytes, 1 are left'),
    );
  });

  it('does not move when it refuses', () => {
    const reader = new Reader(Uint8Array.of(1));
    expect(() => reader.uint32('a')).toThrow(DecodeError);
    expect(reader.uint8('a')).toBe(1);
  });

  it('keeps to the innermost open vector', () => {
    const reader = new Reader(Uint8Array.of(2, 10, 11, 12));
    const around = reader.open8(0, 9, 'outer');
    expect([reader.uint8('a'), reader.uint8('b')]).toEqual([10, 11]);
    expect(reader.hasMore).toBe(false);
    expect(() => reader.uint8('c')).toThrow('needs 1 bytes, 0 are left');
    reader.close(around);
    expect(reader.uint8('d')).toBe(12);
  });

  it.each([
    ['open8', Uint8Array.of(3, 0, 0)],
    ['open16', Uint8Array.of(0, 3, 0, 0)],
    ['open24', Uint8Array.of(0, 0, 3, 0, 0)],
    ['vector8', Uint8Array.of(3, 0, 0)],
    ['vector16', Uint8Array.of(0, 3, 0, 0)],
    ['vector24', Uint8Array.of(0, 0, 3, 0, 0)],
  ] as const)('%s refuses a length beyond the input', (method, bytes) => {
    expect(() => new Reader(bytes)[method](0, 9, 'x')).toThrow(DecodeError);
  });

  it('reads within a view of a larger buffer', () => {
    const around = Uint8Array.of(9, 9, 1, 5, 9, 9);
    const reader = new Reader(around.subarray(2, 4));
    expect(reader.vector8(0, 9, 'x')).toEqual(Uint8Array.of(5));
    expect(() => reader.uint8('y')).toThrow(DecodeError);
  });

  it('hands out plain Uint8Arrays, also of a Buffer', () => {
    const reader = new Reader(Buffer.from([1, 5, 6]));
    expect(reader.vector8(0, 9, 'x').constructor).toBe(Uint8Array);
    expect(reader.rest().constructor).toBe(Uint8Array);
  });

  it('holds that nothing is left over', () => {
    const reader = new Reader(Uint8Array.of(1, 2));
    reader.uint8('a');
    expect(() => reader.end('Thing')).toThrow('Thing at byte 1: 1 bytes are left over');
  });
});

describe('Writer', () => {
  it('writes what Reader reads, whatever it has to grow in between', () => {
    for (let filler = 240; filler < 260; filler += 1) {
      const writer = new Writer();
      writer.rest(new Uint8Array(filler));
      writer.uint8(0x12, 'a');
      writer.uint16(0x3456, 'b');
      writer.uint24(0x789abc, 'c');
      writer.uint32(0xdeadbeef, 'd');
      writer.uint64(0x0123456789abcdefn, 'e');
      const reader = new Reader(writer.finish().subarray(filler));
      expect(reader.uint8('a')).toBe(0x12);
      expect(reader.uint16('b')).toBe(0x3456);
      expect(reader.uint24('c')).toBe(0x789abc);
      expect(reader.uint32('d')).toBe(0xdeadbeef);
      expect(reader.uint64('e')).toBe(0x0123456789abcdefn);
      reader.end('all');
    }
  });

  it.each(['uint8', 'uint16', 'uint24', 'uint32'] as const)('%s takes only its range', (method) => {
    const ceiling = 2 ** Number(method.slice(4)) - 1;
    const write = (value: number) => () => new Writer()[method](value, 'Thing.field');
    expect(write(0)).not.toThrow();
    expect(write(ceiling)).not.toThrow();
    for (const wrong of [-1, ceiling + 1, 0.5, Number.NaN]) {
      expect(write(wrong)).toThrow(RangeError);
      expect(write(wrong)).toThrow('Thing.field');
    }
  });

  it('uint64 takes only its range', () => {
    expect(() => new Writer().uint64(2n ** 64n, 'x')).toThrow(RangeError);
    expect(() => new Writer().uint64(-1n, 'x')).toThrow(RangeError);
  });

  it('writes the length of a vector when it ends', () => {
    const writer = new Writer();
    const start = writer.open(3);
    writer.rest(new Uint8Array(1000));
    writer.close24(start, 0, 1000, 'x');
    expect([...writer.finish().subarray(0, 3)]).toEqual([0, 3, 0xe8]);
  });

  it('refuses a vector out of its bounds', () => {
    const writer = new Writer();
    const start = writer.open(1);
    expect(() => writer.close8(start, 1, 9, 'Thing.list')).toThrow(
      new RangeError('Thing.list: 0 bytes, must be 1 to 9'),
    );
    expect(() => writer.bytes(new Uint8Array(31), 32, 'Thing.random')).toThrow(
      new RangeError('Thing.random: 31 bytes, must be 32'),
    );
  });

  it('copies what it is given', () => {
    const given = Uint8Array.of(1, 2);
    const writer = new Writer();
    writer.rest(given);
    given.fill(0);
    expect([...writer.finish()]).toEqual([1, 2]);
  });
});
