/** Names as text (RFC 4514), for people. */
import { describe, expect, test } from 'vitest';
import { DerReader } from '../../runtime/x509/der.ts';
import { printable, printBriefly, printName, readName } from '../../runtime/x509/names.ts';
import { ascii, der, oid, sequence, utf8String } from './make.ts';

const part = (...attributes: readonly Uint8Array[]) => der(0x31, ...attributes);
const attribute = (id: string, value: Uint8Array) => sequence(oid(id), value);
const cn = (text: string) => attribute('2.5.4.3', utf8String(text));
const print = (...parts: readonly Uint8Array[]) =>
  printName(readName(new DerReader(sequence(...parts))));

describe('printName', () => {
  test('the last part first, known types by keyword', () => {
    const country = attribute('2.5.4.6', der(0x13, ascii('DE')));
    const organisation = attribute('2.5.4.10', utf8String('Beispiel'));
    const name = [
      part(country),
      part(organisation),
      part(cn('Köln'), attribute('1.2.3', der(0x16, ascii('x')))),
    ];
    expect(print(...name)).toBe('CN=Köln+1.2.3=x,O=Beispiel,C=DE');
    expect(print()).toBe('');
  });

  test('what is special is escaped', () => {
    expect(print(part(cn(' #a,b+"c"\\<d>;# ')))).toBe('CN=\\ #a\\,b\\+\\"c\\"\\\\\\<d\\>\\;#\\ ');
    expect(print(part(cn('#a')))).toBe('CN=\\#a');
  });

  test('what could disturb a terminal is escaped', () => {
    expect(print(part(cn('a\u001b[31mb\n\u202ec')))).toBe('CN=a\\1b[31mb\\0a\\e2\\80\\aec');
    expect(printable('a\u0000b')).toBe('a\\00b');
  });

  test('in a message, of one that nobody would read to its end only the length', () => {
    const name = (length: number) => sequence(part(cn('a'.repeat(length))));
    expect(printBriefly(name(1000))).toBe(`CN=${'a'.repeat(1000)}`);
    expect(printBriefly(name(3000))).toBe('a name of 3021 bytes');
  });

  test('string types have their encodings; the rest is hexadecimal', () => {
    expect(print(part(attribute('2.5.4.3', der(0x1e, [0x00, 0x41, 0x20, 0xac]))))).toBe('CN=A€');
    expect(print(part(attribute('2.5.4.3', der(0x14, [0xe4]))))).toBe('CN=ä');
    expect(print(part(attribute('1.2.3', der(0x02, [0x05]))))).toBe('1.2.3=#020105');
  });
});
