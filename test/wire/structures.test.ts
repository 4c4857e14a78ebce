/**
 * Every structure of the wire format, whatever the spec holds: what is encoded comes back, and
 * what is cut, longer or wrong in a length is refused with DecodeError and nothing else.
 *
 * One thing is stated with care: a wrong byte may still give a well-formed structure. As each
 * structure has exactly one encoding, such a one must encode to the very bytes that came.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LengthField, lengthFieldsOf, withNumberAt } from './length-fields.ts';
import { runsOf, seed } from './seed.ts';
import { endsInRest, outcomeOf, type Subject, sameBytes, subjects } from './structures.ts';

describe.each(subjects)(`$name (seed ${seed})`, (subject) => {
  const { samples, struct } = subject;

  it('comes back as it went', () => {
    fc.assert(
      fc.property(samples, ({ value, bytes }) => {
        expect(subject.decode(bytes)).toEqual(value);
        expect(subject.recode(bytes)).toEqual(bytes);
      }),
      runsOf(100),
    );
  });

  it('is refused when it is cut at any byte', () => {
    fc.assert(
      fc.property(samples, ({ bytes }) => {
        for (let length = 0; length < bytes.length; length += 1) {
          refusedOrExact(subject, bytes.subarray(0, length), mayEndEarly(subject, bytes, length));
        }
      }),
      runsOf(30),
    );
  });

  it('is refused with a byte too many', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 255 }), ({ bytes }, extra) => {
        refusedOrExact(subject, Uint8Array.of(...bytes, extra), endsInRest(struct));
      }),
      runsOf(50),
    );
  });

  it('is refused or exact with any length field one too small or too large', () => {
    const counts = { refused: 0, exact: 0 };
    fc.assert(
      fc.property(samples, ({ bytes }) => {
        for (const wrong of lengthFieldsOf(struct, bytes).flatMap((it) => offByOne(bytes, it))) {
          counts[refusedOrExact(subject, wrong, true)] += 1;
        }
      }),
      runsOf(50),
    );
    // Lengths inside may make up for a wrong one outside, but that is the rare case.
    expect(counts.refused).toBeGreaterThanOrEqual(20 * counts.exact);
  });

  it('is refused or exact with any byte changed', () => {
    fc.assert(
      fc.property(samples, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ bytes }, at, change) => {
        if (bytes.length === 0) return;
        const wrong = bytes.slice();
        wrong[at % bytes.length] = (wrong[at % bytes.length] ?? 0) ^ change;
        refusedOrExact(subject, wrong, true);
      }),
      runsOf(100),
    );
  });

  it('makes nothing of noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusedOrExact(subject, bytes, true);
      }),
      runsOf(200),
    );
  });

  it('hands out views, not copies', () => {
    fc.assert(
      fc.property(samples, ({ bytes }) => {
        for (const view of bytesIn(subject.decode(bytes))) expect(view.buffer).toBe(bytes.buffer);
      }),
      runsOf(20),
    );
  });

  it('is printed, a line or more for each field', () => {
    fc.assert(
      fc.property(samples, ({ bytes }) => {
        const lines = subject.print(bytes);
        for (const field of struct.fields) {
          if (field.codec.kind !== 'uint' && field.codec.kind !== 'bytes') continue;
          expect(lines.some((line) => line.startsWith(`${field.name}: `))).toBe(true);
        }
      }),
      runsOf(20),
    );
  });
});

/** @param mayDecode whether decoding is right too, if it is exact */
function refusedOrExact(
  subject: Subject,
  bytes: Uint8Array,
  mayDecode: boolean,
): 'refused' | 'exact' {
  const outcome = outcomeOf(subject, bytes);
  if (outcome.kind === 'refused') {
    expect(outcome.code).toBe('ERR_TLS_DECODE');
    return 'refused';
  }
  expect(mayDecode, `${subject.name} took bytes that are not one`).toBe(true);
  expect(sameBytes(outcome.recoded, bytes)).toBe(true);
  return 'exact';
}

/** Only a structure whose last field may be absent, or has no length, can be cut and be whole. */
function mayEndEarly({ struct }: Subject, bytes: Uint8Array, length: number): boolean {
  const last = struct.fields.at(-1);
  if (!last?.optional) return endsInRest(struct);
  const block = lengthFieldsOf(struct, bytes).find(
    (it) => it.name === `${struct.name}.${last.name}`,
  );
  return block?.offset === length;
}

function offByOne(bytes: Uint8Array, field: LengthField): Uint8Array[] {
  const lengths = [field.value - 1, field.value + 1];
  return lengths
    .filter((it) => it >= 0 && it < 256 ** field.width)
    .map((it) => withNumberAt(bytes, field, it));
}

/** All byte fields in a decoded value, however deep. */
function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(bytesIn);
}
