/**
 * Rows of values in which every two values of different columns stand together at least once:
 * most faults need two things to meet, and few need three. Greedy, and the same each time.
 */

/** The possible values of each column. */
export type Domain<T> = { readonly [K in keyof T]: readonly T[K][] };

export interface PairwiseOptions<T> {
  /** Rows that are there already: what they pair needs no other row. */
  readonly given?: readonly T[];
  /** Whether these values may stand together. Asked with some columns missing, too. */
  readonly allows?: (values: Partial<T>) => boolean;
}

/** The rows to be added to the given ones. A pair that no row may have is left out. */
export function pairwise<T extends object>(
  domain: Domain<T>,
  { given = [], allows = () => true }: PairwiseOptions<T> = {},
): T[] {
  const search = new Search(domain, allows);
  for (const row of given) search.cover(row);
  const rows: T[] = [];
  for (const pair of allPairs(domain)) {
    const row = search.isCovered(pair) ? undefined : search.complete(pair);
    if (row === undefined) continue;
    search.cover(row);
    rows.push(row);
  }
  return rows;
}

class Search<T extends object> {
  readonly #domain: Domain<T>;
  readonly #allows: (values: Partial<T>) => boolean;
  readonly #covered = new Set<string>();

  constructor(domain: Domain<T>, allows: (values: Partial<T>) => boolean) {
    this.#domain = domain;
    this.#allows = allows;
  }

  cover(row: T): void {
    for (const pair of pairsOf(this.#domain, row)) this.#covered.add(keyOf(pair));
  }

  isCovered(pair: Partial<T>): boolean {
    return this.#covered.has(keyOf(pair));
  }

  /** A row with these values that covers as much as can be seen from here; undefined: none. */
  complete(values: Partial<T>): T | undefined {
    if (!this.#allows(values)) return undefined;
    const column = columnsOf(this.#domain).find((one) => !Object.hasOwn(values, one));
    // Every column has a value.
    if (column === undefined) return values as T;
    const choices = this.#domain[column]
      .map((value) => ({ ...values, [column]: value }))
      .map((choice) => ({ choice, gain: this.#gainOf(choice) }))
      .sort((one, other) => other.gain - one.gain);
    for (const { choice } of choices) {
      const row = this.complete(choice);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  #gainOf(values: Partial<T>): number {
    return pairsOf(this.#domain, values).filter((pair) => !this.isCovered(pair)).length;
  }
}

function columnsOf<T extends object>(domain: Domain<T>): (keyof T)[] {
  // A domain has the columns of its rows and no others.
  return Object.keys(domain) as (keyof T)[];
}

function allPairs<T extends object>(domain: Domain<T>): Partial<T>[] {
  return columnsOf(domain).flatMap((one, index) =>
    columnsOf(domain)
      .slice(index + 1)
      .flatMap((other) =>
        domain[one].flatMap((value) =>
          domain[other].map((next) => makePair<T>([one, value], [other, next])),
        ),
      ),
  );
}

/** The pairs among the columns that have a value. */
function pairsOf<T extends object>(domain: Domain<T>, values: Partial<T>): Partial<T>[] {
  const columns = columnsOf(domain).filter((column) => Object.hasOwn(values, column));
  return columns.flatMap((one, index) =>
    columns
      .slice(index + 1)
      .map((other) => makePair<T>([one, values[one]], [other, values[other]])),
  );
}

function makePair<T>(...entries: readonly (readonly [keyof T, unknown])[]): Partial<T> {
  // Columns with values of their own.
  return Object.fromEntries(entries) as Partial<T>;
}

function keyOf(pair: object): string {
  return JSON.stringify(pair);
}
