/**
 * Secrets, transcripts and keys without cryptography: equal numbers were made from equal parts,
 * and nobody makes the number of a secret whose parts he lacks.
 */

/** 0 is none. */
export type Value = number;

const known = new Map<string, Value>();

/** The value made of these parts: the same for the same parts. */
export function valueFrom(...parts: readonly (string | number)[]): Value {
  const text = parts.join('|');
  const found = known.get(text);
  if (found !== undefined) return found;
  known.set(text, known.size + 1);
  return known.size;
}
