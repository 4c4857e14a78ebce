/**
 * Every bound of every vector, from both sides: floor and ceiling are taken, one byte less and one
 * more (or one element, where elements have a size) are refused. The encoder names the field in a
 * RangeError, the decoder in a DecodeError.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../runtime/codegen/decode-error.ts';
import { type Codec, type Field, type Prefix, sizeOf } from '../../tools/generate/wire/schema.ts';
import { lengthFieldsOf, withNumberAt } from './length-fields.ts';
import { runsOf, seed } from './seed.ts';
import { type Subject, subjects } from './structures.ts';

type Vector = Extract<Codec, { kind: 'vector' | 'list' }>;

interface Case {
  readonly title: string;
  readonly subject: Subject;
  readonly field: Field;
  readonly codec: Vector;
}

const cases: readonly Case[] = subjects.flatMap((subject) =>
  subject.struct.fields.flatMap((field) => {
    const { codec } = field;
    if (codec.kind !== 'vector' && codec.kind !== 'list') return [];
    const title = `${subject.name}.${field.name}<${codec.floor}..${codec.ceiling}>`;
    return [{ title, subject, field, codec }];
  }),
);

/** Some well-formed value, always the same. */
function sampleOf(subject: Subject): { value: object; bytes: Uint8Array } {
  const [sample] = fc.sample(subject.samples, runsOf(1));
  if (sample === undefined || typeof sample.value !== 'object' || sample.value === null) {
    throw new Error(`${subject.name} has no sample`);
  }
  return { value: sample.value, bytes: sample.bytes };
}

function encoded({ subject, field }: Case, content: unknown): Uint8Array {
  return subject.encode({ ...sampleOf(subject).value, [field.member]: content });
}

describe.each(cases.filter((it) => it.codec.kind === 'vector'))(
  `$title (seed ${seed})`,
  (subject) => {
    const { floor, ceiling } = subject.codec;

    it.each([floor, ceiling])('takes %d bytes', (length) => {
      const bytes = encoded(subject, new Uint8Array(length).fill(1));
      expect(subject.subject.recode(bytes)).toEqual(bytes);
    });

    it.each([floor - 1, ceiling + 1].filter((it) => it >= 0))('encodes no %d bytes', (length) => {
      const content = new Uint8Array(length);
      expect(() => encoded(subject, content)).toThrow(RangeError);
      expect(() => encoded(subject, content)).toThrow(
        `${subject.subject.name}.${subject.field.name}`,
      );
    });
  },
);

const sizedLists = cases.filter(
  ({ codec }) => codec.kind === 'list' && sizeOf(codec.element).min === sizeOf(codec.element).max,
);
describe.each(sizedLists)(`$title (seed ${seed})`, (subject) => {
  const { floor, ceiling } = subject.codec;
  const size = subject.codec.kind === 'list' ? sizeOf(subject.codec.element).min : 1;
  const list = (bytes: number): number[] => new Array<number>(bytes / size).fill(1);

  it.each([floor, ceiling])('takes %d bytes', (length) => {
    const bytes = encoded(subject, list(length));
    expect(subject.subject.recode(bytes)).toEqual(bytes);
  });

  it.each([floor - size, ceiling + size].filter((it) => it >= 0))(
    'encodes no %d bytes',
    (length) => {
      expect(() => encoded(subject, list(length))).toThrow(RangeError);
    },
  );
});

/** Bounds that a length field can break at all: 2^16-1 is as far as two bytes go. */
const breakable = cases.flatMap((it) => {
  const { floor, ceiling, prefix } = it.codec;
  const wrong = [floor - 1, ceiling + 1].filter((length) => length >= 0 && length < 256 ** prefix);
  return wrong.map((length) => ({ ...it, length }));
});
describe.each(breakable)(`$title (seed ${seed})`, ({ subject, field, codec, length }) => {
  it(`decodes no ${length} bytes`, () => {
    const bytes = withVector(subject, field, codec.prefix, length);
    const decode = (): unknown => subject.decode(bytes);
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(`must be ${codec.floor} to ${codec.ceiling}`);
  });
});

/** A sample with so many bytes in place of a vector's content, and their number as its length. */
function withVector(subject: Subject, field: Field, width: Prefix, length: number): Uint8Array {
  const name = `${subject.name}.${field.name}`;
  const bytes = fc
    .sample(subject.samples, runsOf(20))
    .map((it) => it.bytes)
    .find((it) => lengthFieldsOf(subject.struct, it).some((at) => at.name === name));
  const at = lengthFieldsOf(subject.struct, bytes ?? new Uint8Array()).find(
    (it) => it.name === name,
  );
  if (bytes === undefined || at === undefined) throw new Error(`no sample has ${name}`);
  const head = withNumberAt(bytes, at, length).subarray(0, at.offset + width);
  const tail = bytes.subarray(at.offset + width + at.value);
  return Uint8Array.of(...head, ...new Uint8Array(length), ...tail);
}
