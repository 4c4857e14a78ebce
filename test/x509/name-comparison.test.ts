/** When names are the same by RFC 5280 7.1, and by their bytes. */
import { describe, expect, test } from 'vitest';
import { DerReader } from '../../runtime/x509/der.ts';
import { exactComparison, preparedComparison } from '../../runtime/x509/name-comparison.ts';
import { readName } from '../../runtime/x509/names.ts';
import { ascii, der, oid, sequence, utf8String } from './make.ts';

type Part = readonly (readonly [type: string, value: Uint8Array])[];

const cn = '2.5.4.3';
const part = (...attributes: Part) =>
  der(0x31, ...attributes.map(([type, value]) => sequence(oid(type), value)));
const name = (...parts: readonly Part[]) =>
  readName(new DerReader(sequence(...parts.map((attributes) => part(...attributes)))));
/** Of a type that may have any value. */
const named = (value: Uint8Array) => name([['1.2.3', value]]);

const printable = (text: string) => der(0x13, ascii(text));
const bmp = (text: string) =>
  der(
    0x1e,
    Array.from(text, (c) => c.charCodeAt(0)).flatMap((unit) => [unit >> 8, unit & 0xff]),
  );
const universal = (text: string) =>
  der(
    0x1c,
    Array.from(text, (c) => c.codePointAt(0) ?? 0).flatMap((p) => [
      0,
      p >> 16,
      (p >> 8) & 0xff,
      p & 0xff,
    ]),
  );
const latin1 = (text: string) =>
  der(
    0x14,
    Array.from(text, (c) => c.charCodeAt(0)),
  );

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  const same = preparedComparison.isSame(a, b);
  expect(preparedComparison.isSame(b, a)).toBe(same);
  expect(preparedComparison.keyOf(a) === preparedComparison.keyOf(b)).toBe(same);
  return same;
}

describe('the same', () => {
  test.each([
    ['in other case', utf8String('Root'), utf8String('rOOT')],
    ['in another string type', utf8String('Root'), printable('Root')],
    ['in two bytes a character', utf8String('Grüße'), bmp('Grüße')],
    ['in four bytes a character', utf8String('a𝔸'), universal('a𝔸')],
    ['in Latin-1', utf8String('Köln'), latin1('Köln')],
    ['as IA5String', utf8String('Root'), der(0x16, ascii('Root'))],
    ['with more white space', utf8String('A Root'), utf8String('  A \t  Root ')],
    ['with other white space', utf8String('A Root'), utf8String('A\u00a0\u2003Root')],
    ['with what nobody sees', utf8String('Root'), utf8String('R\u00ado\u200bo\u0007t\ufe0f')],
    ['in other normal forms', utf8String('Ko\u0308ln'), utf8String('Köln')],
    ['in compatible letters', utf8String('ﬁne Ｒoot'), utf8String('fine Root')],
    ['in letters of several small forms', utf8String('GROSSE ΟΔΟΣ'), utf8String('große οδος')],
    ['without text', der(0x02, [5]), der(0x02, [5])],
  ])('%s', (_, a, b) => {
    expect(isSame(named(a), named(b))).toBe(true);
    expect(exactComparison.isSame(named(a), named(b))).toBe(a.join() === b.join());
  });

  test('whatever the order within a part', () => {
    const a: Part[number] = [cn, utf8String('a')];
    const b: Part[number] = ['2.5.4.10', utf8String('b')];
    expect(isSame(name([a, b]), name([b, a]))).toBe(true);
  });

  test('without parts', () => {
    expect(isSame(name(), name())).toBe(true);
  });
});

describe('not the same', () => {
  test.each([
    ['other letters', utf8String('Root'), utf8String('Rood')],
    ['no space', utf8String('A Root'), utf8String('ARoot')],
    ['no text', der(0x02, [5]), der(0x02, [6])],
    [
      'prohibited characters, which are compared as bytes',
      utf8String('A\ue000'),
      utf8String('a\ue000'),
    ],
    ['the bytes of a text for a text', utf8String('x'), utf8String('#c.1.78')],
  ])('%s', (_, a, b) => {
    expect(isSame(named(a), named(b))).toBe(false);
    expect(exactComparison.isSame(named(a), named(b))).toBe(false);
    expect(exactComparison.keyOf(named(a))).not.toBe(exactComparison.keyOf(named(b)));
  });

  test('another type, order, number or grouping of parts', () => {
    const a: Part[number] = [cn, utf8String('a')];
    const b: Part[number] = ['2.5.4.10', utf8String('b')];
    expect(isSame(name([a]), name([['2.5.4.10', utf8String('a')]]))).toBe(false);
    expect(isSame(name([a], [b]), name([b], [a]))).toBe(false);
    expect(isSame(name([a]), name([a], [b]))).toBe(false);
    expect(isSame(name([a], [b]), name([a, b]))).toBe(false);
    expect(isSame(name([a]), name([a, a]))).toBe(false);
  });
});
