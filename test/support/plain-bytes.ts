/** Bytes from words, without anything that is generated: the traces are read by the generator too. */

/** The bytes of a text of hexadecimal digits. */
export function bytesOf(hex: string): Uint8Array {
  if (hex.length % 2 !== 0) throw new Error(`odd number of hexadecimal digits: ${hex}`);
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** So many bytes, the same ones each time: 1, 2, 3 and so on. */
export function sampleBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i + 1) % 251);
}
