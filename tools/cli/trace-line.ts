/** A step of a machine as one line, and why it ends a connection as another: for the option --trace, and for the demo. */
import type { TraceStep } from '../../runtime/index.ts';
import { printable } from '../../runtime/x509/names.ts';
import { captureWords } from './capture-words.ts';
import { citation, errorLine } from './error-line.ts';

/**
 * Event and facet, state before and after, key epochs, RFC section, actions in order; in TLS 1.2 also
 * what a capture shows of it.
 * @param label whose step it is
 */
export function traceLine(step: TraceStep, label: string): string {
  const columns = [
    label,
    eventText(step).padEnd(30),
    `${step.before} -> ${step.after}`.padEnd(58),
    `keys ${step.readEpoch}/${step.writeEpoch}`.padEnd(27),
    (step.rfc === undefined ? '' : citation(step.rfc)).padEnd(17),
    step.actions.join(', '),
  ];
  const seen = captureWords(step);
  const remarks = [
    ...(seen === undefined ? [] : [`a capture shows: ${seen}`]),
    ...(step.note === undefined ? [] : [printable(step.note)]),
    ...(step.failure === undefined ? [] : [`failed: ${errorLine(step.failure)}`]),
  ];
  const line = columns.join('  ').trimEnd();
  return [line, ...remarks.map((remark) => `${label}  ${remark}`)].join('\n');
}

/** The event, with the facet that was found. */
function eventText({ event, facet }: TraceStep): string {
  return facet === undefined ? event : `${event} (${facet})`;
}
