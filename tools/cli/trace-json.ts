/** A step of a machine as one JSON object on a line: for the option --trace=json, and for whoever reads it. */
import type { TlsError, TraceStep } from '../../runtime/index.ts';
import { errorLine } from './error-line.ts';
import type { FailureRecord, StepRecord } from './step-record.ts';

/** The object that the line holds. Members without a value are left out of it. */
export function stepRecord(step: TraceStep, peer: string, atMs = now()): StepRecord {
  const { failure, ...rest } = step;
  return { peer, atMs, ...rest, ...(failure && { failure: failureRecord(failure) }) };
}

function failureRecord(failure: TlsError): FailureRecord {
  const { code, alert, origin } = failure;
  return { code, alert, origin, text: errorLine(failure) };
}

function now(): number {
  return Number((performance.timeOrigin + performance.now()).toFixed(3));
}
