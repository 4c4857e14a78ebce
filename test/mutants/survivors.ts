/**
 * Mutants that live, each with its reason: what they change nobody outside can see, or it is seen
 * elsewhere. A mutant that lives and is not listed here is a hole in the traces or invariants.
 */

export interface Survivor {
  /** Begins the mutant's name. */
  readonly name: string;
  readonly reason: string;
}

export const survivors: readonly Survivor[] = [];
