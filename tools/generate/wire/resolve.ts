/**
 * From a declaration to the way in which its bytes are read: type and shape together, with the
 * bounds of RFC 9846 3.4 checked.
 */
import { SpecError } from '../spec-error.ts';
import { basicBits } from './names.ts';
import { type Codec, isOpenEnded, type Prefix, sizeOf, type WireType } from './schema.ts';
import type { Declaration } from './syntax.ts';

/** All names of the spec, to look up. */
export interface Scope {
  /** @throws SpecError for a name without definition, naming the line that uses it */
  lookUp(name: string, file: string, line: number): WireType;
}

/** Lengths that no structure holds: `rest` is ours, the other is RFC 9846 4.5.3's. */
const openLengths: readonly string[] = ['rest', 'Hash.length'];

/** No length on the wire has more than three bytes. RFC 9846 3.4 */
const maxLength = 0xffffff;

/** @throws SpecError when type and shape do not go together */
export function codecOf(declaration: Declaration, file: string, scope: Scope): Codec {
  const { shape, type } = declaration;
  switch (shape.kind) {
    case 'one':
      return type === 'opaque'
        ? refuseBareOpaque(declaration, file)
        : typeCodec(declaration, file, scope);
    case 'open':
      return openCodec(declaration, shape.length, file);
    case 'array':
      return arrayCodec(declaration, shape.length, file, scope);
    case 'vector':
      return vectorCodec(declaration, shape, file, scope);
  }
}

function typeCodec({ type, line }: Declaration, file: string, scope: Scope): Codec {
  const bits = basicBits[type];
  if (bits !== undefined) return { kind: 'uint', bits, alias: null, of: null };
  const found = scope.lookUp(type, file, line);
  switch (found.kind) {
    case 'enum':
      return { kind: 'uint', bits: found.bits, alias: found.name, of: found };
    case 'struct':
      return { kind: 'struct', struct: found };
    case 'alias':
      return found.codec;
    case 'constant':
      throw new SpecError(file, line, `${type} is a constant, not a type`, 'Write a type here.');
  }
}

function refuseBareOpaque({ name, line }: Declaration, file: string): never {
  const label = name ?? 'name';
  throw new SpecError(
    file,
    line,
    'opaque without a length',
    `Write opaque ${label}[n], opaque ${label}<floor..ceiling>, or uint8 ${label} for one byte.`,
  );
}

function openCodec({ type, line }: Declaration, length: string, file: string): Codec {
  if (type === 'opaque' && openLengths.includes(length)) return { kind: 'rest' };
  throw new SpecError(
    file,
    line,
    `a ${type} of length ${length}, which is not known while decoding`,
    `Write a number of bytes, or opaque with ${openLengths.join(' or ')} for all that is left.`,
  );
}

function arrayCodec(declaration: Declaration, length: number, file: string, scope: Scope): Codec {
  const { type, line } = declaration;
  if (length < 1 || length > maxLength) {
    const problem = `an array of ${length} bytes`;
    throw new SpecError(file, line, problem, 'Write a length from 1 to 2^24-1.');
  }
  if (type === 'opaque') return { kind: 'bytes', length, alias: null };
  const element = elementCodec(declaration, file, scope);
  const { min, max } = sizeOf(element);
  if (min === max && length % min === 0) return { kind: 'array', count: length / min, element };
  const problem =
    min === max ? `no multiple of ${type}'s ${min} bytes` : `but ${type} has no fixed size`;
  throw new SpecError(
    file,
    line,
    `${length} bytes are asked for, ${problem}`,
    min === max
      ? `The number in brackets counts bytes: write a multiple of ${min}.`
      : `Write ${type} with bounds, <floor..ceiling>.`,
  );
}

function vectorCodec(
  declaration: Declaration,
  { floor, ceiling }: { readonly floor: number; readonly ceiling: number },
  file: string,
  scope: Scope,
): Codec {
  const { type, line } = declaration;
  const prefix = prefixFor(floor, ceiling, file, line);
  if (type === 'opaque') return { kind: 'vector', prefix, floor, ceiling, alias: null };
  const element = elementCodec(declaration, file, scope);
  const { min, max } = sizeOf(element);
  if (min === max && (floor % min !== 0 || ceiling % min !== 0)) {
    throw new SpecError(
      file,
      line,
      `the bounds ${floor}..${ceiling} are not multiples of ${type}'s ${min} bytes`,
      `Bounds count bytes: write <${roundedUp(floor, min)}..${ceiling - (ceiling % min)}>.`,
    );
  }
  if (ceiling < min) {
    const problem = `a list of up to ${ceiling} bytes, and one ${type} has ${min}`;
    throw new SpecError(file, line, problem, `Write a ceiling from ${min} to 2^24-1.`);
  }
  return { kind: 'list', prefix, floor, ceiling, element };
}

function roundedUp(length: number, size: number): number {
  return Math.ceil(length / size) * size;
}

/** An element must take bytes, or a list would never end, and must know its own end. */
function elementCodec(declaration: Declaration, file: string, scope: Scope): Codec {
  const { type, line } = declaration;
  const element = typeCodec(declaration, file, scope);
  if (isOpenEnded(element)) {
    throw new SpecError(
      file,
      line,
      `${type} takes all bytes that are left and cannot be an element`,
      'Give its last field a length.',
    );
  }
  if (sizeOf(element).min === 0) {
    throw new SpecError(
      file,
      line,
      `${type} may be empty and cannot be an element`,
      'Give it a field that is always there.',
    );
  }
  return element;
}

function prefixFor(floor: number, ceiling: number, file: string, line: number): Prefix {
  if (floor > ceiling) {
    throw new SpecError(
      file,
      line,
      `the floor ${floor} is above the ceiling ${ceiling}`,
      `Write <${ceiling}..${floor}>.`,
    );
  }
  if (ceiling < 1 || ceiling > maxLength) {
    throw new SpecError(
      file,
      line,
      `a vector of up to ${ceiling} bytes`,
      'Write a ceiling from 1 to 2^24-1.',
    );
  }
  return ceiling > 0xffff ? 3 : ceiling > 0xff ? 2 : 1;
}
