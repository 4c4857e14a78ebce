/** What `--trace=json` writes of a step, and what the page of `tlschart view` reads. */
import type { TraceStep } from '../../runtime/engine/trace.ts';

/** A trace step without its error object: names and numbers, never keys or bytes. */
export interface StepRecord
  extends Omit<TraceStep, 'protocol' | 'alert' | 'facet' | 'rfc' | 'note' | 'failure'> {
  /** Whose connection it is: the address of the other end. */
  readonly peer: string;
  /** Milliseconds since 1970, with three digits behind the point: orders the steps of two peers. */
  readonly atMs: number;
  readonly protocol?: TraceStep['protocol'];
  readonly alert?: string | undefined;
  readonly facet?: string | undefined;
  readonly rfc?: string | undefined;
  readonly note?: string | undefined;
  readonly failure?: FailureRecord | undefined;
}

/** Why the connection fails. */
export interface FailureRecord {
  readonly code: string;
  readonly alert: string | undefined;
  readonly origin: string;
  /** The line that the command line tells people. */
  readonly text: string;
}
