/**
 * A writer for DER (X.690), as small as keys need it: one function. Reading is in der.ts.
 */
import { concatBytes } from '../bytes.ts';

/**
 * One element.
 * @param tag identifier octet
 * @param parts the contents, in pieces
 * @throws RangeError for contents of 64 KiB or more: no key is that long
 */
export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > 0xffff) throw new RangeError(`a DER element of ${length} bytes is too long`);
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return concatBytes([Uint8Array.of(tag, ...header), ...parts]);
}
