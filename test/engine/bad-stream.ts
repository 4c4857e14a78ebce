/** What a table of bad streams says of each. */
import type { AlertName, ErrorCode } from '../../generated/registries.ts';
import type { Scenario } from './scenarios.ts';

/** A stream and how it ends. */
export interface BadStream {
  readonly name: string;
  /** What the engine is like that takes it; by default nothing special. */
  readonly scenario?: Scenario;
  readonly stream: () => Uint8Array;
  readonly code: ErrorCode;
  /** The one that the error names: ours, or the peer's. */
  readonly alert: AlertName | 'none';
  /** Where the machine stood. */
  readonly state: string;
}
