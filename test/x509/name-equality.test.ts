/** Names that RFC 5280 7.1 has as the same, and names that it has not. */
import { expect, test } from 'vitest';
import { isSameNormalisedName } from '../../runtime/x509/name-equality.ts';
import { ascii, der, oid, sequence } from './make.ts';

const attribute = (type: string, tag: number, value: string | Uint8Array) =>
  sequence(oid(type), der(tag, typeof value === 'string' ? ascii(value) : value));
const name = (...parts: readonly (readonly Uint8Array[])[]) =>
  sequence(...parts.map((attributes) => der(0x31, ...attributes)));
const cn = (value: string | Uint8Array, tag = 0x0c) => attribute('2.5.4.3', tag, value);
const ou = (value: string) => attribute('2.5.4.11', 0x0c, value);

test.each([
  ['itself', name([cn('Root')]), name([cn('Root')])],
  ['letter case', name([cn('Root')]), name([cn('rOOT')])],
  ['case beyond ASCII', name([cn('Ärzte')]), name([cn('ärzte')])],
  ['the type of string', name([cn('Root')]), name([cn('Root', 0x13)])],
  ['a BMPString', name([cn('Ro')]), name([cn(Uint8Array.of(0, 0x52, 0, 0x6f), 0x1e)])],
  ['white space', name([cn('  A   CA ')]), name([cn('A CA')])],
  ['the order within a part', name([cn('a'), ou('b')]), name([ou('b'), cn('a')])],
])('the same: %s', (_, a, b) => {
  expect(isSameNormalisedName(a, b)).toBe(true);
  expect(isSameNormalisedName(b, a)).toBe(true);
});

test.each([
  ['another value', name([cn('Root')]), name([cn('Roots')])],
  ['another attribute', name([cn('Root')]), name([ou('Root')])],
  ['white space inside', name([cn('AB')]), name([cn('A B')])],
  ['the order of parts', name([cn('a')], [ou('b')]), name([ou('b')], [cn('a')])],
  ['parts that are one', name([cn('a')], [ou('b')]), name([cn('a'), ou('b')])],
  ['fewer parts', name([cn('a')], [cn('a')]), name([cn('a')])],
  ['text that looks like two', name([cn('a","2.5.4.3=\'b')]), name([cn('a'), cn('b')])],
  ['bytes that are no text', name([cn(Uint8Array.of(0xff))]), name([cn(Uint8Array.of(0xfe))])],
])('not the same: %s', (_, a, b) => {
  expect(isSameNormalisedName(a, b)).toBe(false);
});
