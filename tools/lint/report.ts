/**
 * How a rule tells a fault, and the words that help to mend it.
 */

/**
 * Tells one fault of the file under examination.
 * @param line 1-based
 * @param problem what is wrong there, with the rule in parentheses: `... (D4)`
 * @param remedy what to write instead
 */
export type Report = (line: number, problem: string, remedy: string) => void;

/** How names of the spec are written: they become names in code. */
export const lowerCamel = /^[a-z][A-Za-z0-9]*$/;

/** Advice about a name that is not known: the nearest known one, or all of them. */
export function adviseName(wrong: string, known: Iterable<string>): string {
  const names = [...known];
  const nearest = names
    .map((name) => ({ name, distance: editDistance(wrong, name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest === undefined) return 'none is declared: declare it first';
  if (nearest.distance <= Math.max(2, wrong.length / 4)) return `did you mean '${nearest.name}'?`;
  return `known are: ${names.join(', ')}`;
}

/** Levenshtein's distance: how many letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
