/**
 * Every bound of every vector, from both sides: floor and ceiling are taken, one byte less and one
 * more (or one element, where elements have a size) are refused. The encoder names the field in a
 * RangeError, the decoder in a DecodeError.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../runtime/codegen/decode-error.ts';
import { armsOf, type Codec, type Field, sizeOf } from '../../tools/generate/wire/schema.ts';
import { type LengthField, lengthFieldsOf, withNumberAt } from './length-fields.ts';
import { runsOf, seed } from './seed.ts';
import { type Subject, sameBytes, subjects } from './structures.ts';

type Bounded = Extract<Codec, { kind: 'vector' | 'list' }>;

interface Case {
  readonly title: string;
  readonly subject: Subject;
  readonly field: Field;
  readonly codec: Bounded;
}

const cases: readonly Case[] = subjects.flatMap((subject) =>
  [...subject.struct.fields, ...armsOf(subject.struct)].flatMap((field) => {
    const codec = field?.codec;
    if (field === null || (codec?.kind !== 'vector' && codec?.kind !== 'list')) return [];
    const title = `${subject.name}.${field.name}<${codec.floor}..${codec.ceiling}>`;
    return [{ title, subject, field, codec }];
  }),
);

const vectors = cases.filter(({ codec }) => codec.kind === 'vector');
describe.each(vectors)(`$title (seed ${seed})`, (bound) => {
  const { floor, ceiling } = bound.codec;

  it.each([floor, ceiling])('takes %d bytes', (length) => {
    expectTaken(bound, new Uint8Array(length).fill(1));
  });

  it.each(outside(floor, ceiling, 1))('encodes no %d bytes', (length) => {
    expectRefused(bound, new Uint8Array(length));
  });
});

/** Lists whose elements all have the same size. */
const sized = cases.flatMap((it) => {
  if (it.codec.kind !== 'list') return [];
  const { min, max } = sizeOf(it.codec.element);
  return min === max ? [{ ...it, size: min }] : [];
});
describe.each(sized)(`$title (seed ${seed})`, ({ size, ...bound }) => {
  const { floor, ceiling } = bound.codec;
  const list = (bytes: number): number[] => new Array<number>(bytes / size).fill(1);

  it.each([floor, ceiling])('takes %d bytes', (length) => {
    expectTaken(bound, list(length));
  });

  it.each(outside(floor, ceiling, size))('encodes no %d bytes', (length) => {
    expectRefused(bound, list(length));
  });
});

/** Lists of elements that have bounds of their own. */
const nested = cases.flatMap((it) =>
  it.codec.kind === 'list' && it.codec.element.kind === 'vector'
    ? [{ ...it, element: it.codec.element }]
    : [],
);
describe.each(nested)(`$title, its elements (seed ${seed})`, ({ element, ...bound }) => {
  it(`takes ${element.floor} bytes`, () => {
    expectTaken(bound, [new Uint8Array(element.floor)]);
  });

  it.each(outside(element.floor, element.ceiling, 1))('encodes no %d bytes', (length) => {
    expectRefused(bound, [new Uint8Array(length)]);
  });
});

/** Bounds that a length field can break at all: 2^16-1 is as far as two bytes go. */
const breakable = cases.flatMap((it) => {
  const { floor, ceiling, prefix } = it.codec;
  const lengths = outside(floor, ceiling, 1).filter((length) => length < 256 ** prefix);
  return lengths.map((length) => ({ ...it, length }));
});
describe.each(breakable)(`$title (seed ${seed})`, ({ subject, field, codec, length }) => {
  it(`decodes no ${length} bytes`, () => {
    const bytes = withLength(subject, field, length);
    const decode = (): unknown => subject.decode(bytes);
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(`must be ${codec.floor} to ${codec.ceiling}`);
  });
});

function outside(floor: number, ceiling: number, step: number): number[] {
  return [floor - step, ceiling + step].filter((it) => it >= 0);
}

function expectTaken(bound: Case, content: unknown): void {
  const bytes = encoded(bound, content);
  expect(sameBytes(bound.subject.recode(bytes), bytes)).toBe(true);
}

function expectRefused(bound: Case, content: unknown): void {
  expect(() => encoded(bound, content)).toThrow(RangeError);
  expect(() => encoded(bound, content)).toThrow(`${bound.subject.name}.${bound.field.name}`);
}

/** A sample with other content in one field. */
function encoded({ subject, field }: Case, content: unknown): Uint8Array {
  const values = fc.sample(subject.samples, runsOf(30)).map((it) => it.value);
  const value = values.find((it) => typeof it === 'object' && it !== null && field.member in it);
  if (typeof value !== 'object' || value === null)
    throw new Error(`no ${field.name} in any sample`);
  return subject.encode({ ...value, [field.member]: content });
}

/** A sample with so many bytes in place of a vector's content, and their number as its length. */
function withLength(subject: Subject, field: Field, length: number): Uint8Array {
  const { bytes, at } = sampleWith(subject, `${subject.name}.${field.name}`);
  const start = at.offset + at.width;
  const head = withNumberAt(bytes, at, length).subarray(0, start);
  const tail = bytes.subarray(start + at.value);
  return Uint8Array.of(...head, ...new Uint8Array(length), ...tail);
}

function sampleWith(subject: Subject, name: string): { bytes: Uint8Array; at: LengthField } {
  for (const { bytes } of fc.sample(subject.samples, runsOf(30))) {
    const at = lengthFieldsOf(subject.struct, bytes).find((it) => it.name === name);
    if (at !== undefined) return { bytes, at };
  }
  throw new Error(`no sample has ${name}`);
}
