/**
 * Decisions about secrets without a branch: a mask of all ones (-1) for yes, of zeros for no. Numbers
 * are from 0 to 2^30.
 *
 * JavaScript promises nothing about time: an engine may compile arithmetic into a branch, and
 * collects garbage when it likes. What is promised here is that the source has no branch and no
 * index that depends on a secret.
 */

/** Whether a < b. */
export function isLess(a: number, b: number): number {
  return (a - b) >> 31;
}

/** Whether a = b. */
export function isEqual(a: number, b: number): number {
  const difference = a ^ b;
  return ~((difference | -difference) >> 31);
}

/** `a` where the mask says yes, else `b`. */
export function choose(mask: number, a: number, b: number): number {
  return (a & mask) | (b & ~mask);
}
