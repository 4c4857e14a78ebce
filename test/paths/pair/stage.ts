/** What facts and actions see of whoever serves a machine. */
import type { Message } from './messages.ts';
import type { Pair, Scenario } from './pair.ts';

/** An event on its way through a machine. */
export interface PairEvent {
  readonly type: string;
  readonly message?: Message;
  /** Of answers and closes. */
  readonly facet?: string;
}

/** Where it all takes place. */
export interface Stage {
  readonly pair: Pair;
  readonly scenario: Scenario;
  /** The attacker has done nothing so far. */
  readonly isUnharmed: boolean;
}
