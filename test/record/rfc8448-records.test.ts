/**
 * RFC 8448: the reader opens every record of the five traces to the printed payload, and the
 * writer makes the very same records of the payloads.
 */
import { describe, expect, it } from 'vitest';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import { nobleProvider } from '../../runtime/crypto/noble.ts';
import { RecordKeys } from '../../runtime/record/protection.ts';
import type { RecordReader } from '../../runtime/record/reader.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import { field, type Trace, type TraceStep, tracesOf } from '../support/rfc8448.ts';
import { describeVectors } from '../support/vectors.ts';
import { all, newReader } from './support.ts';

describeVectors('rfc8448.json', 'RFC 8448 records', (vectors) => {
  const traces = tracesOf(vectors);
  let count = 0;

  describe.each(traces.map((trace) => ({ name: trace.name, trace })))('$name', ({ trace }) => {
    it('every record is read and written', () => {
      const ends = { client: new Sender(trace, 'client'), server: new Sender(trace, 'server') };
      for (const step of trace.steps) count += ends[step.role].take(step);
    });
  });

  it('no record is left out', () => {
    const steps = traces.flatMap((trace) => trace.steps);
    console.log(`RFC 8448: ${count} records of ${traces.length} traces read and written`);
    expect(count).toBe(steps.filter((step) => /^send .* record$/.test(step.action)).length);
  });
});

/** One direction of a trace: what one end sends. */
class Sender {
  readonly #trace: Trace;
  readonly #role: TraceStep['role'];
  readonly #reader: RecordReader = newReader();
  readonly #written: Uint8Array[] = [];
  readonly #writer: RecordWriter;

  constructor(trace: Trace, role: TraceStep['role']) {
    this.#trace = trace;
    this.#role = role;
    this.#writer = new RecordWriter((record) => this.#written.push(record), {
      isClient: role === 'client',
    });
  }

  /** Returns how many records the step had. */
  take(step: TraceStep): number {
    const what = /^derive write traffic keys for ([a-z ]+?)( \(|$)/.exec(step.action)?.[1];
    if (what !== undefined) this.#changeKeys(what);
    const type = /^send (\w+) record$/.exec(step.action)?.[1];
    if (type === undefined) return 0;
    const payload = field(step, 'payload');
    const record = field(step, 'complete record');
    this.#reader.push(record);
    expect(hexOf(concatBytes(all(this.#reader).map(contentOf)))).toBe(hexOf(payload));
    this.#write(type, payload);
    expect(hexOf(concatBytes(this.#written.splice(0)))).toBe(hexOf(record));
    return 1;
  }

  #write(type: string, payload: Uint8Array): void {
    const [level, description] = payload;
    if (type === 'handshake') this.#writer.handshake(payload);
    else if (type === 'application_data') this.#writer.data(payload);
    else if (type === 'change_cipher_spec') this.#writer.changeCipherSpec();
    else this.#writer.alert(Number(level), Number(description));
    this.#writer.flush();
  }

  #changeKeys(what: string): void {
    const step = this.#keyStep(what);
    const keys = () =>
      new RecordKeys(
        nobleProvider.createAead('aes-128-gcm', field(step, 'key expanded')),
        field(step, 'iv expanded'),
      );
    this.#reader.installKeys(keys(), false);
    this.#writer.installKeys(keys());
  }

  /** The keys are printed once: where they are written with, or where the peer reads with them. */
  #keyStep(what: string): TraceStep {
    const found = this.#trace.steps.find((step) => {
      const use = step.role === this.#role ? 'write' : 'read';
      const action = `derive ${use} traffic keys for ${what}`;
      return step.action.startsWith(action) && step.fields.length > 0;
    });
    if (found === undefined) throw new Error(`no keys for ${what} of the ${this.#role}`);
    return found;
  }
}

function contentOf(thing: ReturnType<typeof all>[number]): Uint8Array {
  switch (thing.kind) {
    case 'handshake':
      return thing.message;
    case 'applicationData':
      return thing.data;
    case 'alert':
      return Uint8Array.of(thing.level, thing.description);
    case 'changeCipherSpec':
      return Uint8Array.of(1);
    default:
      throw new Error(`the reader gives ${thing.kind}`);
  }
}
