/**
 * A writer for DER (X.690), as small as keys and key stores need it: one function. Reading is in der.ts.
 */
import { concatBytes } from '../bytes.ts';

/**
 * One element.
 * @param tag identifier octet
 * @param parts the contents, in pieces
 * @throws RangeError for contents of 16 MiB or more: `DerReader` would not read them
 */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return concatBytes([Uint8Array.of(tag, ...lengthOctets(length)), ...parts]);
}

function lengthOctets(length: number): readonly number[] {
  const [high, middle, low] = [length >> 16, (length >> 8) & 0xff, length & 0xff];
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, low];
  if (length < 0x1_0000) return [0x82, middle, low];
  if (length < 0x100_0000) return [0x83, high, middle, low];
  throw new RangeError(`a DER element of ${length} bytes is too long`);
}
