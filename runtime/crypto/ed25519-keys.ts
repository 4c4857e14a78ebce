/**
 * Ed25519 public keys on which libraries disagree: points of small order, which verify signatures
 * over any message, and coordinates that are not reduced (RFC 8032 5.1.3). No honest key is one of
 * them. Refused here, so that every provider gives the same answer.
 *
 * Not here: points with a component of small order. Whoever owns such a key can make signatures
 * that verify with the cofactored equation and not with the other (RFC 8032 5.1.7 allows both);
 * that betrays nobody but the owner, and telling them apart costs a scalar multiplication.
 */
import { hexOf } from '../bytes.ts';

/** Whether the 32 bytes are a reduced coordinate of a point that is not of small order. */
export function isSoundEd25519Key(key: Uint8Array): boolean {
  const y = new Uint8Array(key); // a slice of a Buffer would share its memory
  y[31] = (y[31] ?? 0) & 0x7f; // the sign of x
  return isReduced(y) && !SMALL_ORDER.has(hexOf(y));
}

/** Below p = 2^255 - 19: little-endian ed, then 30 times ff, then 7f. */
function isReduced(y: Uint8Array): boolean {
  const isTop = y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff);
  return !isTop || (y[0] ?? 0) < 0xed;
}

/** y of the points of order 1 and 2 (1, -1), 4 (0) and 8, little-endian. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);
