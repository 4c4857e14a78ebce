/**
 * Faults of the wire files and of the extension table that would show only in generated code: each
 * is told by file and line before any is made. And forms that are right give code that works.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { emitWire } from '../../tools/generate/wire/emit-wire.ts';
import { lineOf, projectRoot } from './spec-copy.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tlschart-wire-faults-'));
  for (const path of ['spec', 'runtime/codegen', 'package.json']) {
    cpSync(join(projectRoot, path), join(root, path), { recursive: true });
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function faultOf(): SpecError {
  try {
    emitWire(root);
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error('the spec was taken');
}

const more = 'spec/wire/more.tls';

describe('a wire file is refused', () => {
  const struct = (fields: string) => `/* RFC 1 */\nstruct { ${fields} } Aaa;`;
  const enumOf = (items: string) => `/* RFC 1 */\nenum { ${items} } Aaa;`;

  it.each<[name: string, source: string, problem: string, remedy: string]>([
    ['a word of TypeScript as a field', struct('uint8 if;'), 'code needs', 'a longer name'],
    ['a word of strict mode', struct('uint8 eval;'), 'Aaa.eval has a name', 'a longer name'],
    [
      'a name that a list needs beside it',
      struct('uint8 around_b; uint8 b<0..3>;'),
      'Aaa.around_b has a name that the code for b needs',
      'another name',
    ],
    ['a type in lower case', '\nuint8 small;', 'small is no name for a type', 'a capital letter'],
    ['a constant in upper case', '\nuint8 Big = 3;', 'no name for a constant', 'a small letter'],
    ['a type that a generated file has', '\nuint8 Structure;', 'is taken', 'another name'],
    [
      'a constant with the name of a function',
      '\nuint8 alert_level_name = 3;',
      'alert_level_name would be alertLevelName in generated code, as AlertLevel is',
      'spec/wire/alert.tls:7 has it',
    ],
    [
      'two constants of one name in camel case',
      'uint8 foo_bar = 3;\nuint8 fooBar = 4;',
      'fooBar would be fooBar in generated code, as foo_bar is',
      'Rename one',
    ],
    [
      'two values of one name in camel case',
      enumOf('one_two(1), oneTwo(2), (255)'),
      'Aaa.oneTwo is one_two in camel case',
      'Rename one',
    ],
    ['two maxima', enumOf('one(1), (255), (65535)'), 'more than one maximum', 'such as (255)'],
    ['a maximum that is a range', enumOf('one(1), (7..255)'), 'more than one maximum', '(255)'],
    ['an array of no bytes', struct('opaque x[0];'), 'an array of 0 bytes', 'from 1 to 2^24-1'],
    ['an array of less', struct('opaque x[2^0-3];'), 'an array of -2 bytes', 'from 1 to 2^24-1'],
    ['an endless array', struct('opaque x[2^60];'), 'an array of', 'from 1 to 2^24-1'],
    [
      'a list that has no room for one element',
      struct('Extension x<0..3>;'),
      'a list of up to 3 bytes, and one Extension has 4',
      'from 4 to 2^24-1',
    ],
    ['a comment of C++', '\n// RFC 1', 'a comment in the manner of', 'between /* and */'],
  ])('%s', (_name, source, problem, remedy) => {
    writeFileSync(join(root, more), source);
    const fault = faultOf();
    expect(fault).toMatchObject({ file: more, line: 2 });
    expect(fault.message).toContain(problem);
    expect(fault.message.split('\n')[1]).toContain(remedy);
  });

  it('by another name', () => {
    writeFileSync(join(root, 'spec/wire/more.txt'), '');
    expect(faultOf().message).toMatch(/^spec\/wire\/more\.txt:1: .*\n {2}Name it \*\.tls/);
  });

  it('when there is none', () => {
    rmSync(join(root, 'spec/wire'), { recursive: true });
    expect(faultOf().message).toMatch(/^spec\/wire:1: there are no wire files\n {2}Write the/);
  });

  it("but not an editor's own", () => {
    writeFileSync(join(root, 'spec/wire/.alert.tls.swp'), '');
    writeFileSync(join(root, 'spec/wire/alert.tls~'), '');
    expect(emitWire(root)).toEqual(emitWire(projectRoot));
  });
});

describe('the extension table is refused', () => {
  const table = 'spec/extensions.ts';

  it.each<[name: string, from: string, to: string, problem: string, remedy: string]>([
    [
      'with a member that means nothing',
      'code: 0,',
      'code: 0, kode: 1,',
      'kode means',
      'code, rfc',
    ],
    [
      'with a message that does not say whether it answers',
      "struct: 'ServerHello', answers: true, rfc: '9846#4.2.3'",
      "struct: 'ServerHello', answers: 'true', rfc: '9846#4.2.3'",
      'ServerHello does not say whether its extensions are answers',
      'answers: true or answers: false',
    ],
    [
      'with two messages of one name',
      "HRR: { name: 'HelloRetryRequest'",
      "HRR: { name: 'ServerHello'",
      'ServerHello has the name of ServerHello in line',
      'its own',
    ],
    [
      'with a message whose structure holds no extensions',
      "name: 'ServerHello', struct: 'ServerHello'",
      "name: 'ServerHello', struct: 'Alert'",
      'Alert, the structure of ServerHello, holds no extensions',
      'a list of Extension',
    ],
    [
      'with a name that code cannot have',
      '  server_name: {',
      "  'server-name': {",
      'server-name is no name for generated code',
      'letters, digits and _',
    ],
    ['with no section', "rfc: '6066#3'", "rfc: '6066'", '6066 is no section', "'9846#4.3'"],
    [
      'with an order for a message where it is not read',
      "last: ['CH']",
      "last: ['NST']",
      'last says nothing of NST here',
      'Write one of: CH, SH.',
    ],
    [
      'with a leave for a message that asks',
      "unasked: ['HRR']",
      "unasked: ['CH']",
      'unasked says nothing of CH here',
      'Write one of: HRR.',
    ],
    ['with text that is no TypeScript', 'code: 0,', 'code: 0', "',' expected", 'mend the syntax'],
  ])('%s', (_name, from, to, problem, remedy) => {
    edit(table, from, to);
    const fault = faultOf();
    expect(fault.file).toBe(table);
    // A comma is missed at what stands in its place, a line below.
    const line = lineOf(root, table, to) + (problem.startsWith("','") ? 1 : 0);
    expect(fault.line).toBe(line);
    expect(fault.message).toContain(problem);
    expect(fault.message.split('\n')[1]).toContain(remedy);
  });

  it('when it is missing', () => {
    rmSync(join(root, table));
    expect(faultOf().message).toMatch(/^spec\/extensions\.ts:1: the file is missing\n {2}write it/);
  });

  it.each([
    ['uint16 ExtensionType;', 'uint8 ExtensionType;', 'no ExtensionType of this form'],
    [
      'Random hello_retry_request_random',
      'Random other_random',
      'no hello_retry_request_random of this form',
    ],
    ['opaque extension_data<', 'opaque data<', 'no Extension of this form'],
  ])('without %s in spec/wire', (from, to, problem) => {
    edit('spec/wire/handshake.tls', from, to);
    expect(faultOf().message).toMatch(
      new RegExp(`^${table}:1: spec/wire has ${problem}\\n  Write`),
    );
  });

  it('when a type has the name of what it makes', () => {
    writeFileSync(join(root, more), 'uint8 ClientHelloExtensions;');
    const fault = faultOf();
    expect(fault).toMatchObject({ file: table, line: lineOf(root, table, "CH: { name: 'Cl") });
    expect(fault.message).toContain('need the name ClientHelloExtensions, which spec/wire has');
  });
});

describe('a form that TLS 1.3 has no use for', () => {
  it('gives code that works', async () => {
    writeFileSync(
      join(root, more),
      `uint64 big_one = 5;
       /* RFC 1 */
       struct {
         select (extensions_present) { case false: struct {}; case true: uint16 codes<0..8>; };
       } Maybe;
       /* RFC 1 */
       struct {
         select (extensions_present) { case false: struct {}; case true: opaque some<0..8>; };
       } Perhaps;`,
    );
    mkdirSync(join(root, 'generated'));
    for (const { path, text } of emitWire(root)) writeFileSync(join(root, path), text);
    const { bigOne } = await load('generated/messages.ts');
    const { printMaybe, printPerhaps } = await load('generated/printers.ts');
    expect(bigOne).toBe(5n);
    expect(call(printMaybe, { codes: [1, 2] })).toEqual(['codes: 1, 2']);
    expect(call(printMaybe, { codes: undefined })).toEqual(['codes: ']);
    expect(call(printPerhaps, { some: undefined })).toEqual([]);
  });
});

function call(printer: unknown, value: object): unknown {
  if (typeof printer !== 'function') throw new Error('no printer');
  return printer(value);
}

async function load(path: string): Promise<Record<string, unknown>> {
  return await import(/* @vite-ignore */ pathToFileURL(join(root, path)).href);
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text.replace(from, to));
}
