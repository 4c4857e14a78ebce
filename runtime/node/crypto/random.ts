/** Random bytes from node:crypto. */
import { randomFillSync } from 'node:crypto';

/** New bytes of the operating system's generator; they belong to the caller. */
export function nodeRandomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length));
}
