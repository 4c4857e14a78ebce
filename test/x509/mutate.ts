/** Bytes that somebody has changed, the same ones for the same seed. */

/** A copy with one to four changes: bits, bytes, stretches that are cut, doubled or swapped. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes = Array.from(original);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(bytes.length);
    const stretch = bytes.slice(at, at + 1 + below(40));
    switch (below(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        bytes[at] = below(256);
        break;
      case 2:
        bytes.splice(at, stretch.length);
        break;
      case 3:
        bytes.splice(at, 0, ...stretch);
        break;
      case 4:
        bytes.splice(below(bytes.length), 0, ...bytes.splice(at, stretch.length));
        break;
      case 5:
        bytes = bytes.slice(0, at + 1);
        break;
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * Whether some work takes long three times in a row: once may be the machine's doing.
 * @param work is done once, and again only if it took long
 */
export function isSlow(work: () => void): boolean {
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    work();
    if (performance.now() - start <= slowMs) return false;
  }
  return true;
}

/** What is read for one connection must not be felt by the others. */
const slowMs = 50;

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
