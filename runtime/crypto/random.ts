/** Random bytes as keys are made of them. */
import type { RandomBytes } from './provider.ts';

/**
 * So many bytes from a source, and no others: a private key must not be shorter than it looks.
 * @throws RangeError if the source gives another number of bytes
 */
export function draw(random: RandomBytes, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length === length) return bytes;
  throw new RangeError(`random: ${bytes.length} bytes where ${length} were asked for`);
}
