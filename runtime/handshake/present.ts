/** What the order of the spec guarantees to be there. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what} yet, or no longer`);
  return value;
}
