/** The queue under the record layer: right bytes, and no quadratic copying. */
import { describe, expect, it } from 'vitest';
import { ByteQueue } from '../../runtime/record/byte-queue.ts';

describe('ByteQueue', () => {
  it('gives what was put in, in other pieces', () => {
    const queue = new ByteQueue();
    queue.push(Uint8Array.of(1, 2, 3));
    expect(queue.take(2)).toEqual(Uint8Array.of(1, 2));
    queue.push(Uint8Array.of(4, 5, 6, 7));
    expect(queue.length).toBe(5);
    expect([queue.at(0), queue.at(4)]).toEqual([3, 7]);
    expect(queue.peek(3)).toEqual(Uint8Array.of(3, 4, 5));
    expect(queue.take(5)).toEqual(Uint8Array.of(3, 4, 5, 6, 7));
    expect(queue.length).toBe(0);
  });

  it('refuses to give more than there is', () => {
    const queue = new ByteQueue();
    queue.push(Uint8Array.of(1, 2, 3));
    queue.take(1);
    expect(() => queue.take(3)).toThrow(RangeError);
    expect(() => queue.at(2)).toThrow(RangeError);
    expect(() => queue.at(-1)).toThrow(RangeError);
  });

  it('grows in doubling steps when fed single bytes', () => {
    const queue = new ByteQueue();
    const buffers = new Set<ArrayBufferLike>();
    for (let i = 0; i < 2 ** 17; i++) {
      queue.push(Uint8Array.of(i % 251));
      buffers.add(queue.peek(1).buffer);
    }
    expect(buffers.size).toBeLessThanOrEqual(18);
    expect(queue.take(2 ** 17).every((byte, i) => byte === i % 251)).toBe(true);
  });

  it('moves only what is left', () => {
    const queue = new ByteQueue();
    queue.push(new Uint8Array(2 ** 16));
    queue.take(2 ** 16 - 1);
    queue.push(Uint8Array.of(1));
    expect(queue.peek(2).buffer.byteLength).toBe(2);
  });

  it('never writes over what it has given', () => {
    const queue = new ByteQueue();
    const given: Uint8Array[] = [];
    for (let i = 0; i < 200; i++) {
      queue.push(new Uint8Array(7).fill(i));
      given.push(queue.take(5));
    }
    const bytes = given.flatMap((piece) => [...piece]);
    expect(bytes).toEqual(bytes.map((_, i) => Math.floor(i / 7)));
  });
});
