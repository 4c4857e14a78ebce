/** Playing one end of a trace, and what must have come of it. */
import { expect, vi } from 'vitest';
import { HandshakeType } from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import { keyLogOf, reasonOf } from '../support/effects.ts';
import type { End } from '../support/pair.ts';
import {
  field,
  secretsOf,
  sendSteps,
  type Trace,
  type TraceRole,
  type TraceStep,
} from '../support/rfc8448.ts';

/** Takes the trace's part of one side, record by record. */
export function play(trace: Trace, role: TraceRole, end: End): void {
  const writer = spyOnWriter();
  end.do((engine) => engine.start());
  for (const step of sendSteps(trace)) {
    if (step.role !== role) end.receive(field(step, 'complete record'));
    else speak(step, end, writer);
  }
}

/** The records byte for byte, the data, the secrets, and that the end was clean. */
export function expectTrace(trace: Trace, role: TraceRole, end: End): void {
  const steps = sendSteps(trace);
  const own = steps.filter((step) => step.role === role);
  const data = steps.filter((step) => step.role !== role && step.action.includes('application'));
  expect(reasonOf(end.effects)).toEqual({ clean: true });
  expect(end.written).toEqual(concatBytes(own.map((step) => field(step, 'complete record'))));
  expect(end.data).toEqual(concatBytes(data.map((step) => field(step, 'payload'))));
  expect(keyLogOf(end.effects)).toEqual(secretsOf(trace));
}

/** Values of the trace that an engine of this role must have had, under all their names. */
export function expectAllReached(values: readonly string[], trace: Trace, role: TraceRole): void {
  const expected = trace.steps
    .filter((step) => !isOthersKeyPair(step, role) && !isForResumption(step))
    .flatMap(({ action, fields }) =>
      fields
        .filter(({ name, hex }) => derivedFields.includes(name) && hex !== '')
        .map(({ name, hex }) => ({ action, name, hex })),
    );
  expect(expected.length).toBeGreaterThan(20);
  expect(expected.filter(({ hex }) => !values.includes(hex))).toEqual([]);
  console.log(`RFC 8448 ${trace.name}: the ${role} reaches ${expected.length} printed values`);
}

/** Does what no engine does by itself: it is told to send data and to close, and given a ticket. */
function speak(step: TraceStep, end: End, writer: () => RecordWriter): void {
  const payload = field(step, 'payload');
  switch (step.action) {
    case 'send application_data record':
      end.do((engine) => engine.write(payload));
      break;
    case 'send alert record':
      end.do((engine) => engine.end());
      break;
    case 'send handshake record':
      if (payload[0] === HandshakeType.newSessionTicket) writer().handshake(payload);
  }
}

/** The writer of the engine made next, once it has keys: a way to say what the engine does not. */
function spyOnWriter(): () => RecordWriter {
  const spy = vi.spyOn(RecordWriter.prototype, 'installKeys');
  return () => {
    const writer: unknown = spy.mock.contexts.at(-1);
    if (!(writer instanceof RecordWriter))
      throw new Error('no engine has installed keys to write with');
    return writer;
  };
}

const derivedFields = [
  'public key',
  'secret',
  'expanded',
  'key expanded',
  'iv expanded',
  'finished',
];

function isOthersKeyPair({ action, role }: TraceStep, ownRole: TraceRole): boolean {
  return action.startsWith('create an ephemeral') && role !== ownRole;
}

/** Nobody resumes yet: the key schedule's own test reaches these. */
function isForResumption({ action }: TraceStep): boolean {
  return action.includes('res master') || action.includes('resumption');
}
