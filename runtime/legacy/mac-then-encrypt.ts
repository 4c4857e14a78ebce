/**
 * What a decrypted record of MAC-then-encrypt says (RFC 5246 6.2.3.2): content, MAC, padding, and the
 * padding's length in the last byte. Whether the MAC or the padding is wrong, and how long the
 * padding is, must show neither in the answer nor in the time (Lucky 13).
 */
import type { HashBlocks } from '../crypto/legacy-library.ts';
import { choose, isEqual, isLess } from './masks.ts';
import { secretLengthHmac } from './secret-length-hmac.ts';

/** What the MAC is made with. */
export interface MacKey {
  readonly hash: HashBlocks;
  readonly key: Uint8Array;
}

/**
 * The length of the content, or undefined if MAC or padding are wrong.
 * @param head sequence number, type, version and two bytes for the length, which are filled in
 * @param data the decrypted record, with room for a MAC and one byte at least
 */
export function openMacThenEncrypt(
  { hash, key }: MacKey,
  head: Uint8Array,
  data: Uint8Array,
): number | undefined {
  const macLength = hash.outputLength;
  const maxLength = data.length - macLength - 1;
  const minLength = Math.max(0, maxLength - MAX_PADDING);
  const padding = data[data.length - 1] ?? 0;
  // @req 5246:6.2.3.2:3 5246:6.2.3.2:5 5246:7.2.2:6
  const isPadded = isPaddingGood(data, padding, maxLength);
  // RFC 5246 6.2.3.2: where the padding is wrong, the MAC is computed as if there were none.
  const length = maxLength - (padding & isPadded);
  head[head.length - 2] = length >>> 8;
  head[head.length - 1] = length;
  const expected = secretLengthHmac(hash, key, { head, data, length, minLength, maxLength });
  const found = macAt(data, { length, minLength, maxLength, macLength });
  const isGood = isPadded & areSame(expected, found);
  // From here on nothing is secret: the peer learns whether it was good.
  return isGood === 0 ? undefined : length;
}

const MAX_PADDING = 255;

/** As many bytes are looked at as the longest padding has, whatever the last byte says. */
function isPaddingGood(data: Uint8Array, padding: number, maxLength: number): number {
  const looked = Math.min(MAX_PADDING + 1, data.length);
  let wrong = 0;
  for (let i = 0; i < looked; i++) {
    const byte = data[data.length - 1 - i] ?? 0;
    wrong |= (byte ^ padding) & ~isLess(padding, i);
  }
  return isEqual(wrong, 0) & ~isLess(maxLength, padding);
}

/** Where the MAC stands in a record, and where it could. */
interface MacPlace {
  readonly length: number;
  readonly minLength: number;
  readonly maxLength: number;
  readonly macLength: number;
}

/** The bytes behind the content, picked by masks from all places where they could be. */
function macAt(
  data: Uint8Array,
  { length, minLength, maxLength, macLength }: MacPlace,
): Uint8Array {
  const mac = new Uint8Array(macLength);
  for (let start = minLength; start <= maxLength; start++) {
    const isHere = isEqual(start, length);
    for (let i = 0; i < macLength; i++) {
      mac[i] = choose(isHere, data[start + i] ?? 0, mac[i] ?? 0);
    }
  }
  return mac;
}

function areSame(a: Uint8Array, b: Uint8Array): number {
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return isEqual(difference, 0);
}
