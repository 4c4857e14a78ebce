/**
 * Any split of the bytes gives the same sequence: whole, byte by byte, cut anywhere; in the clear,
 * under protection, across key changes, and up to the very fault where a byte is wrong.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../runtime/bytes.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import { keysOf, message, newReader, summary } from './support.ts';

const SEED = 20_260_730;
/** A message of this type is the last one before the next keys, as KeyUpdate is. */
const KEY_CHANGE = 24;

type Operation =
  | { readonly do: 'handshake' | 'data'; readonly length: number }
  | { readonly do: 'changeKeys' | 'changeCipherSpec' | 'flush' | 'alert' };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: lengthy('handshake', 40) },
  { weight: 1, arbitrary: lengthy('handshake', 2 ** 15) },
  { weight: 4, arbitrary: lengthy('data', 40) },
  { weight: 1, arbitrary: lengthy('data', 2 ** 15) },
  fc.record({ do: fc.constantFrom('changeKeys', 'changeCipherSpec', 'flush', 'alert') }),
);
const operations = fc.array(operation, { minLength: 1, maxLength: 20 });

function lengthy(what: 'handshake' | 'data', max: number): fc.Arbitrary<Operation> {
  return fc.record({ do: fc.constant(what), length: fc.integer({ min: 0, max }) });
}

describe('splits', () => {
  it(`make no difference to a good stream (seed ${SEED})`, () => {
    fc.assert(
      fc.property(operations, cuts(), (script, cut) => {
        const { bytes, expected } = write(script);
        expect(read([bytes])).toEqual(expected);
        expect(read(pieces(bytes, cut))).toEqual(expected);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it(`down to single bytes make no difference (seed ${SEED})`, () => {
    fc.assert(
      fc.property(operations, (script) => {
        const { bytes, expected } = write(script);
        expect(read(singleBytes(bytes))).toEqual(expected);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it(`make no difference to a stream with a wrong byte (seed ${SEED})`, () => {
    const short = fc.array(lengthy('handshake', 40), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        short,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        cuts(),
        (script, at, flip, cut) => {
          const { bytes } = write([...script, { do: 'changeKeys' }, ...script]);
          const index = at % bytes.length;
          bytes[index] = Number(bytes[index]) ^ flip;
          const whole = read([bytes]);
          expect(read(pieces(bytes, cut))).toEqual(whole);
          expect(read(singleBytes(bytes))).toEqual(whole);
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('of a megabyte into single bytes lose none', () => {
    const keys = keysOf(1);
    const records: Uint8Array[] = [];
    const writer = new RecordWriter((record) => records.push(record));
    writer.installKeys(keys);
    writer.handshake(message(11, 100_000));
    writer.data(new Uint8Array(2 ** 20));
    const reader = newReader();
    reader.installKeys(keysOf(1), false);
    let received = 0;
    for (const byte of concatBytes(records)) {
      reader.push(Uint8Array.of(byte));
      const thing = reader.next();
      if (thing?.kind === 'applicationData') received += thing.data.length;
    }
    expect(received).toBe(2 ** 20);
  });
});

/** Writes a script with a client's writer and says what must come of it. */
function write(script: readonly Operation[]): { bytes: Uint8Array; expected: string[] } {
  const records: Uint8Array[] = [];
  const writer = new RecordWriter((record) => records.push(record), { isClient: true });
  const expected: string[] = [];
  let epoch = 0;
  for (const step of script) {
    if (step.do === 'changeKeys') epoch = changeKeys(writer, epoch, expected);
    else if (step.do !== 'data' || epoch > 0) perform(step, writer, expected);
  }
  writer.flush();
  return { bytes: concatBytes(records), expected };
}

function changeKeys(writer: RecordWriter, epoch: number, expected: string[]): number {
  writer.handshake(message(KEY_CHANGE, 1));
  writer.installKeys(keysOf(epoch + 1));
  expected.push(`handshake ${KEY_CHANGE} 1`);
  return epoch + 1;
}

function perform(step: Operation, writer: RecordWriter, expected: string[]): void {
  switch (step.do) {
    case 'handshake':
      writer.handshake(message(11, step.length));
      expected.push(`handshake 11 ${step.length}`);
      return;
    case 'data':
      writer.data(new Uint8Array(step.length).fill(5));
      for (let left = step.length; left > 0; left -= 2 ** 14) {
        expected.push(`data ${'05'.repeat(Math.min(left, 2 ** 14))}`);
      }
      return;
    case 'alert':
      writer.alert(1, 90);
      expected.push('alert 1 90');
      return;
    case 'changeCipherSpec':
      writer.changeCipherSpec();
      expected.push('changeCipherSpec');
      return;
    default:
      writer.flush();
  }
}

/** What a reader gives that installs the next keys at each key change, up to a fault. */
function read(chunks: Iterable<Uint8Array>): string[] {
  const reader = newReader();
  const lines: string[] = [];
  let epoch = 0;
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let thing = reader.next(); thing !== undefined; thing = reader.next()) {
      if (thing.kind !== 'handshake') {
        lines.push(summary(thing));
        if ('detail' in thing) return lines;
        continue;
      }
      expect(thing.message).toHaveLength(4 + thing.body.length);
      lines.push(
        `handshake ${thing.msgType} ${thing.body.length}${thing.tooLarge ? ' large' : ''}`,
      );
      if (thing.tooLarge) return lines;
      if (thing.msgType === KEY_CHANGE) reader.installKeys(keysOf(++epoch), epoch === 1);
    }
  }
  return lines;
}

/** Lengths of pieces, used over and over. */
function cuts(): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
}

function* pieces(bytes: Uint8Array, lengths: readonly number[]): Iterable<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** Always the same buffer: a reader that keeps a reference would see it change. */
function* singleBytes(bytes: Uint8Array): Iterable<Uint8Array> {
  const one = new Uint8Array(1);
  for (const byte of bytes) {
    one[0] = byte;
    yield one;
  }
}
