/** A wrong wire spec is refused with file and line, what is wrong and what to write instead. */
import { describe, expect, it } from 'vitest';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { checkWireFiles } from '../../tools/generate/wire/check.ts';
import { readExtensionTable } from '../../tools/generate/wire/extension-table.ts';
import { parseWireFile } from '../../tools/generate/wire/parse.ts';
import type { Schema } from '../../tools/generate/wire/schema.ts';

const file = 'spec/wire/test.tls';

/** A spec in lines; every definition gets the comment that it must have. */
function schemaOf(source: string): Schema {
  return checkWireFiles([parseWireFile(file, source)]);
}

function faultOf(source: string): SpecError {
  return faultIn(() => schemaOf(source));
}

function faultIn(act: () => unknown): SpecError {
  try {
    act();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error('the spec was taken');
}

/** A source with a fault, in line 2 where no other is given, and what is said of it. */
interface Fault {
  readonly title: string;
  readonly source: string;
  readonly line?: number;
  readonly problem: string;
  readonly remedy: string;
}

const struct = (fields: string): string => `/* RFC 1 */\nstruct { ${fields} } A;`;
const withEnum = '/* RFC 1 */ enum { one(1), (255) } E;\n';

const faults: readonly Fault[] = [
  {
    title: 'a missing semicolon',
    source: '/* RFC 1 */\nstruct {\n  uint8 x\n} A;',
    line: 4,
    problem: 'syntax error: found "}" in column 1',
    remedy: 'Write ";"',
  },
  {
    title: 'an unknown word',
    source: '\nstruck { uint8 x; } A;',
    problem: 'found "{"',
    remedy: 'Write a name.',
  },
  {
    title: 'a comment without end',
    source: '\n/* RFC 1',
    problem: 'a comment without end',
    remedy: '"*/"',
  },
  {
    title: 'an unknown type',
    source: struct('Foo x;'),
    problem: 'Foo is not defined',
    remedy: 'Define Foo in spec/wire, or correct the name.',
  },
  {
    title: 'a type defined twice',
    source: 'uint8 A;\nuint16 A;',
    problem: 'A is defined twice',
    remedy: `${file}:1 has it`,
  },
  {
    title: 'the name of a basic type',
    source: '\nuint8 uint16;',
    problem: 'uint16 is a name that is taken',
    remedy: 'another name',
  },
  {
    title: 'a type that contains itself',
    source: struct('uint8 x; A inner;'),
    problem: 'A contains itself',
    remedy: 'out of the circle',
  },
  {
    title: 'a field that stands twice',
    source: struct('uint8 x_y; uint8 xY;'),
    problem: 'A.xY stands twice (also in line 2)',
    remedy: 'Rename',
  },
  {
    title: 'a field with a name that generated code needs',
    source: struct('uint8 writer;'),
    problem: 'generated code needs',
    remedy: 'longer name',
  },
  {
    title: 'no source',
    source: '\nstruct { uint8 x; } A;',
    problem: 'A does not say where it is defined',
    remedy: '/* What it is. RFC 9846 4.3 */',
  },
  {
    title: 'bounds that are no multiples of the element',
    source: struct('uint16 x<1..255>;'),
    problem: "the bounds 1..255 are not multiples of uint16's 2 bytes",
    remedy: 'write <2..254>',
  },
  {
    title: 'a floor above the ceiling',
    source: struct('opaque x<9..2>;'),
    problem: 'the floor 9 is above the ceiling 2',
    remedy: 'Write <2..9>',
  },
  {
    title: 'a ceiling too high',
    source: struct('opaque x<0..2^24>;'),
    problem: '16777216 bytes',
    remedy: '2^24-1',
  },
  {
    title: 'an array that is no multiple of the element',
    source: struct('uint16 x[3];'),
    problem: "3 bytes are asked for, no multiple of uint16's 2 bytes",
    remedy: 'a multiple of 2',
  },
  {
    title: 'an array of elements without a fixed size',
    source: 'opaque V<0..9>;\n/* RFC 1 */ struct { V x[30]; } A;',
    problem: 'V has no fixed size',
    remedy: '<floor..ceiling>',
  },
  {
    title: 'elements that may be empty',
    source: '/* RFC 1 */ struct {} N;\n/* RFC 1 */ struct { N x<0..9>; } A;',
    problem: 'N may be empty',
    remedy: 'always there',
  },
  {
    title: 'elements that take all bytes',
    source: '/* RFC 1 */ struct { opaque x[rest]; } N;\n/* RFC 1 */ struct { N x<0..9>; } A;',
    problem: 'N takes all bytes that are left and cannot be an element',
    remedy: 'a length',
  },
  {
    title: 'something after what takes all bytes',
    source: struct('opaque x[rest]; uint8 y;'),
    problem: 'A.x takes all bytes that are left, but something follows',
    remedy: 'Put it last',
  },
  {
    title: 'a length that nothing knows',
    source: struct('opaque x[Key.length];'),
    problem: 'of length Key.length, which is not known while decoding',
    remedy: 'rest or Hash.length',
  },
  {
    title: 'opaque without a length',
    source: struct('opaque x;'),
    problem: 'opaque without a length',
    remedy: 'opaque x[n]',
  },
  {
    title: 'a name for a list',
    source: '\nuint16 Numbers<2..8>;',
    problem: 'neither a number nor bytes',
    remedy: 'struct { uint16 field; } Numbers;',
  },
  {
    title: 'a constant as a type',
    source: 'uint8 k = 1;\n/* RFC 1 */ struct { k x; } A;',
    problem: 'k is a constant, not a type',
    remedy: 'Write a type',
  },
  {
    title: 'a constant that does not fit',
    source: 'opaque R[4];\nR k = 0x0102;',
    problem: 'the value of k does not fit its type',
    remedy: 'exactly 8 hexadecimal digits',
  },
  {
    title: 'a fixed value that does not fit',
    source: struct('uint8 x = 256;'),
    problem: 'the value of x does not fit its type',
    remedy: '8 bits',
  },
  {
    title: 'an enum code that stands twice',
    source: '/* RFC 1 */ enum {\n  one(1), two(1), (255) } E;',
    problem: 'E.two has a code of one in line 2',
    remedy: 'a code of its own',
  },
  {
    title: 'an enum name that stands twice',
    source: '/* RFC 1 */ enum {\n  one(1), one(2), (255) } E;',
    problem: 'E.one stands twice',
    remedy: 'Rename',
  },
  {
    title: 'an enum code above the width',
    source: '/* RFC 1 */ enum { (255),\n  one(256) } E;',
    problem: "one(256) is above the enum's maximum 255",
    remedy: 'raise (255)',
  },
  {
    title: 'a range that runs backwards',
    source: '/* RFC 1 */ enum {\n  one(9..3), (255) } E;',
    problem: 'the range of one runs backwards',
    remedy: 'Write one(3..9)',
  },
  {
    title: 'an enum without values',
    source: '/* RFC 1 */\nenum { (255) } E;',
    problem: 'E names no value',
    remedy: 'name(1)',
  },
  {
    title: 'a select over no enum',
    source: struct('uint8 t; select (A.t) { case one: uint8 x; };'),
    problem: 'A.t is not an enum',
    remedy: 'the type of an enum',
  },
  {
    title: 'a select over something else',
    source: struct('uint8 t; select (Handshake.msg_type) { case one: uint8 x; };'),
    problem: 'Handshake.msg_type is not a field before this select in A',
    remedy: 'spec/extensions.ts',
  },
  {
    title: 'an unknown case',
    source: `${withEnum}${struct('E t; select (t) { case two: uint8 x; };')}`,
    line: 3,
    problem: 'E has no value two',
    remedy: 'Write one of: one.',
  },
  {
    title: 'a case twice',
    source: `${withEnum}${struct('E t; select (t) { case one: uint8 x; case one: uint8 y; };')}`,
    line: 3,
    problem: 'case one stands twice',
    remedy: 'Drop one',
  },
  {
    title: 'a default twice',
    source: `${withEnum}${struct('E t; select (t) { default: uint8 x; default: uint8 y; };')}`,
    line: 3,
    problem: 'default stands twice',
    remedy: 'Drop one',
  },
  {
    title: 'a default without content',
    source: `${withEnum}${struct('E t; select (t) { default: struct {}; };')}`,
    line: 3,
    problem: 'a default without content',
    remedy: 'default: opaque other[rest];',
  },
  {
    title: 'something after a select',
    source: `${withEnum}${struct('E t; select (t) { case one: uint8 x; }; uint8 y;')}`,
    line: 3,
    problem: 'something stands after a select',
    remedy: 'Put the select last',
  },
  {
    title: 'a half-hearted extensions_present',
    source: struct('select (extensions_present) { case true: uint8 x; };'),
    problem: 'extensions_present must have two arms',
    remedy: 'case false: struct {};',
  },
];

describe('a wire spec is refused', () => {
  it.each(faults)('with $title', ({ source, line = 2, problem, remedy }) => {
    const fault = faultOf(source);
    expect(fault.file).toBe(file);
    expect(fault.line).toBe(line);
    expect(fault.message).toContain(problem);
    expect(fault.message).toContain(remedy);
    expect(fault.message.startsWith(`${file}:${line}: `)).toBe(true);
  });
});

const messages =
  'export const extensionMessages = { ' +
  "CH: { name: 'A', struct: 'A', answers: false, rfc: '1#1' } } as const;";

const tableFaults: readonly Omit<Fault, 'line'>[] = [
  {
    title: 'an unknown structure',
    source: "  a: { code: 1, rfc: '1#1', in: { CH: 'B' } },",
    problem: 'B is no structure',
    remedy: "'opaque' or 'known'",
  },
  {
    title: 'an unknown message',
    source: "  a: { code: 1, rfc: '1#1', in: { XX: 'A' } },",
    problem: 'XX is no message',
    remedy: 'Write one of: CH.',
  },
  {
    title: 'an unknown message at the side',
    source: "  a: { code: 1, rfc: '1#1', in: { CH: 'A' }, unasked: ['XX'] },",
    problem: 'XX is no message',
    remedy: 'Write one of: CH.',
  },
  {
    title: 'no list where one is due',
    source: "  a: { code: 1, rfc: '1#1', in: { CH: 'A' }, last: 'CH' },",
    problem: 'last is not a list',
    remedy: "['CH']",
  },
  {
    title: 'no code point',
    source: "  a: { code: 65536, rfc: '1#1', in: { CH: 'A' } },",
    problem: 'a has no code point',
    remedy: '0 to 65535',
  },
  {
    title: 'no section',
    source: "  a: { code: 1, in: { CH: 'A' } },",
    problem: 'rfc is missing',
    remedy: "Write rfc: '...'",
  },
  {
    title: 'no message at all',
    source: "  a: { code: 1, rfc: '1#1' },",
    problem: 'a stands in no message',
    remedy: "in: { CH: 'known' }",
  },
  {
    title: 'a computed value',
    source: "  a: { code: 1 + 1, rfc: '1#1', in: { CH: 'A' } },",
    problem: '1 + 1 is not a plain literal',
    remedy: 'Write the value itself',
  },
  {
    title: 'a row that stands twice',
    source: "  a: { code: 1, rfc: '1#1', in: {} }, a: { code: 2, rfc: '1#1', in: {} },",
    problem: 'a stands twice',
    remedy: 'Drop one',
  },
  {
    title: 'a code point that stands twice',
    source: "  a: { code: 1, rfc: '1#1', in: {} }, b: { code: 1, rfc: '1#1', in: {} },",
    problem: 'b has the code point of a',
    remedy: 'its own',
  },
];

describe('an extension table is refused', () => {
  const schema = schemaOf('/* RFC 1 */ struct {} A;');

  it.each(tableFaults)('with $title', ({ source, problem, remedy }) => {
    const text = `${messages}\nexport const extensions = {\n${source}\n} as const;`;
    const fault = faultIn(() => readExtensionTable(text, schema));
    expect(fault.file).toBe('spec/extensions.ts');
    expect(fault.line).toBe(3);
    expect(fault.message).toContain(problem);
    expect(fault.message).toContain(remedy);
  });

  it('with a table that is not there', () => {
    const fault = faultIn(() => readExtensionTable(messages, schema));
    expect(fault.message).toContain('extensions is not there');
  });
});
