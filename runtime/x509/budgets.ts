/**
 * How much work one validation may be. A peer chooses the certificates, so every loop over them
 * has an end that it cannot move; whoever needs more is up to no good, and nothing is accepted.
 */
import type { PathRule } from './faults.ts';

/** A budget is used up. Fatal: the search ends, even if a path would still be found. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
  readonly rule: PathRule;

  /** @param needed what a path would need, to go on after `needs` */
  constructor(rule: PathRule, needed: string) {
    super(needed);
    this.rule = rule;
  }
}

/** One kind of work, counted. */
export class Budget {
  readonly #rule: PathRule;
  readonly #what: string;
  readonly #limit: number;
  #spent = 0;

  /** @param what the things counted, in the plural */
  constructor(rule: PathRule, what: string, limit: number) {
    this.#rule = rule;
    this.#what = what;
    this.#limit = limit;
  }

  /**
   * Must be called before the work is done.
   * @throws BudgetExhausted if there is not so much left
   */
  spend(count = 1): void {
    this.#spent += count;
    if (this.#spent <= this.#limit) return;
    throw new BudgetExhausted(this.#rule, `more than ${this.#limit} ${this.#what}`);
  }
}
