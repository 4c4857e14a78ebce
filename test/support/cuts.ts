/** Streams cut in pieces: the same bytes as a transport may happen to bring them. */
import fc from 'fast-check';

/** Pieces of these lengths, over and over, until the stream is used up. */
export function cut(stream: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = lengths[pieces.length % lengths.length] ?? stream.length;
    pieces.push(stream.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

/** Lengths for `cut`: a few bytes, some records, or much at once, in any order. */
export const anyCuts: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 700 }),
    fc.integer({ min: 1, max: 40_000 }),
  ),
  { minLength: 1, maxLength: 12 },
);

/** The records of a stream, headers included; what is no whole record stays together at the end. */
export function recordsOf(stream: Uint8Array): readonly Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = 5 + (stream[at + 3] ?? 0) * 256 + (stream[at + 4] ?? 0);
    records.push(stream.subarray(at, at + length));
    at += length;
  }
  return records;
}
