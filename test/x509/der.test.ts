/** The DER reader: what X.690 allows in DER is read, what only BER allows is refused. */
import { describe, expect, test } from 'vitest';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { DerReader, tags } from '../../runtime/x509/der.ts';
import { der, oid } from './make.ts';

const reader = (...bytes: readonly number[]) => new DerReader(Uint8Array.from(bytes));

/** The offset of the error that `read` throws. */
function errorOffset(read: () => unknown): number {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(CertificateError);
    if (error instanceof CertificateError) {
      expect(error.code).toBe('ERR_TLS_CERT_MALFORMED');
      return error.offset;
    }
  }
  throw new Error('nothing was thrown');
}

describe('lengths (X.690 10.1: definite, in the fewest octets)', () => {
  test.each([0, 1, 127, 128, 255, 256, 65535])('%i is read in its shortest form', (length) => {
    const element = der(0x04, new Uint8Array(length));
    expect(new DerReader(element).contents(tags.octetString).length).toBe(length);
  });

  test('three octets of length are read, four are not', () => {
    const element = new Uint8Array(5 + 0x10000);
    element.set([0x04, 0x83, 0x01, 0x00, 0x00]);
    expect(new DerReader(element).contents(0x04).length).toBe(0x10000);
    expect(() => reader(0x04, 0x84, 1, 0, 0, 0).contents(0x04)).toThrow('beyond 16 MiB');
  });

  test.each([
    ['indefinite', [0x04, 0x80, 0x00, 0x00], 'indefinite'],
    ['long form below 128', [0x04, 0x81, 0x01, 0x00], 'shortest'],
    ['leading zero', [0x04, 0x82, 0x00, 0x80], 'shortest'],
    ['cut off', [0x04, 0x82, 0x01], 'cut off'],
    ['absent', [0x04], 'cut off'],
    ['beyond the input', [0x04, 0x02, 0x00], 'longer than what holds it'],
  ])('%s is refused', (_, bytes, problem) => {
    expect(() => reader(...bytes).contents(0x04)).toThrow(problem);
  });

  test('an inner element cannot reach beyond the outer one', () => {
    const outer = reader(0x30, 0x02, 0x04, 0x01, 0xaa);
    expect(() => outer.enter(tags.sequence).contents(0x04)).toThrow('longer than what holds it');
  });
});

describe('tags', () => {
  test('another tag is refused, with its offset in the whole input', () => {
    const outer = reader(0x30, 0x05, 0x05, 0x00, 0x04, 0x01, 0xaa);
    const inner = outer.enter(tags.sequence);
    inner.contents(tags.null);
    expect(errorOffset(() => inner.integer())).toBe(4);
  });

  test('tags of more than one octet are refused', () => {
    expect(() => reader(0x1f, 0x81, 0x00, 0x00).anyElement()).toThrow('more than one byte');
  });

  test('the constructed form of a string is refused', () => {
    expect(() => reader(0x24, 0x03, 0x04, 0x01, 0xaa).contents(tags.octetString)).toThrow('0x24');
  });

  test('an absent optional element leaves the reader where it was', () => {
    const input = reader(0x05, 0x00);
    expect(input.enterOptional(tags.sequence)).toBeUndefined();
    expect(input.offset).toBe(0);
    expect(reader().enterOptional(tags.sequence)).toBeUndefined();
  });

  test('nothing may follow where nothing is due', () => {
    const input = reader(0x05, 0x00, 0x00);
    input.contents(tags.null);
    expect(errorOffset(() => input.finish())).toBe(2);
    expect(() => reader().anyElement()).toThrow('missing');
  });
});

describe('BOOLEAN DEFAULT FALSE (X.690 11.1, 11.5)', () => {
  test('TRUE is 0xff, FALSE is left out', () => {
    expect(reader(0x01, 0x01, 0xff).defaultFalse()).toBe(true);
    expect(reader().defaultFalse()).toBe(false);
    expect(reader(0x02, 0x01, 0x00).defaultFalse()).toBe(false);
  });

  test.each([
    ['FALSE spelled out', [0x01, 0x01, 0x00]],
    ['another true', [0x01, 0x01, 0x01]],
    ['empty', [0x01, 0x00]],
    ['two octets', [0x01, 0x02, 0xff, 0xff]],
  ])('%s is refused', (_, bytes) => {
    expect(() => reader(...bytes).defaultFalse()).toThrow(CertificateError);
  });
});

describe('INTEGER (X.690 8.3.2)', () => {
  test.each([[[0x00]], [[0x7f]], [[0x00, 0x80]], [[0x80]], [[0xff]], [[0xff, 0x7f]]])(
    '%j is in its shortest form',
    (contents) => {
      expect([...reader(0x02, contents.length, ...contents).integer()]).toEqual(contents);
    },
  );

  test.each([[[]], [[0x00, 0x7f]], [[0x00, 0x00]], [[0xff, 0x80]], [[0xff, 0xff]]])(
    '%j is refused',
    (contents: readonly number[]) => {
      expect(() => reader(0x02, contents.length, ...contents).integer()).toThrow(CertificateError);
    },
  );

  test('small ones are numbers from 0 to 2^31-1', () => {
    expect(reader(0x02, 1, 0).smallInteger()).toBe(0);
    expect(reader(0x02, 4, 0x7f, 0xff, 0xff, 0xff).smallInteger()).toBe(2 ** 31 - 1);
    expect(() => reader(0x02, 1, 0xff).smallInteger()).toThrow('out of range');
    expect(() => reader(0x02, 5, 0, 0x80, 0, 0, 0).smallInteger()).toThrow('out of range');
  });
});

describe('BIT STRING (X.690 8.6, 11.2)', () => {
  test('unused bits are counted and zero', () => {
    const { bytes, unusedBits } = reader(0x03, 2, 4, 0xf0).bitString();
    expect([...bytes]).toEqual([0xf0]);
    expect(unusedBits).toBe(4);
    expect(reader(0x03, 1, 0).bitString().bytes.length).toBe(0);
  });

  test.each([
    ['no count', [0x03, 0]],
    ['8 unused bits', [0x03, 2, 8, 0]],
    ['unused bits of nothing', [0x03, 1, 1]],
    ['unused bits that are set', [0x03, 2, 4, 0xf8]],
  ])('%s is refused', (_, bytes) => {
    expect(() => reader(...bytes).bitString()).toThrow(CertificateError);
  });

  test('whole bytes are asked for where keys and signatures stand', () => {
    expect(() => reader(0x03, 2, 4, 0xf0).octetAlignedBitString()).toThrow('whole bytes');
  });
});

describe('OBJECT IDENTIFIER (X.690 8.19)', () => {
  test.each([
    '0.39',
    '1.2.840.10045.4.3.2',
    '2.5.29.17',
    '2.999.3',
    '1.3.6.1.4.1.4294967295',
    '2.25.329800735698586629295641978511506172918',
    `2.25.${2n ** 128n - 1n}`,
  ])('%s', (dotted) => {
    expect(new DerReader(oid(dotted)).objectIdentifier()).toBe(dotted);
  });

  test.each([
    ['empty', []],
    ['cut off', [0x55, 0x9d]],
    ['leading zeros', [0x55, 0x80, 0x1d]],
    ['an arc of 20 bytes', [0x55, ...new Array<number>(19).fill(0xff), 0x7f]],
  ])('%s is refused', (_, contents: readonly number[]) => {
    const input = reader(0x06, contents.length, ...contents);
    expect(() => input.objectIdentifier()).toThrow(CertificateError);
  });
});

describe('an element that nobody reads', () => {
  const inside = (...contents: readonly Uint8Array[]) =>
    new DerReader(der(tags.sequence, ...contents)).unreadElement(tags.sequence);

  test.each([
    ['a long length', Uint8Array.of(0x04, 0x81, 0x01, 0x00)],
    ['an indefinite length', Uint8Array.of(0x30, 0x80, 0x00, 0x00)],
    ['an INTEGER with a leading zero', der(tags.integer, [0, 1])],
    ['an OBJECT IDENTIFIER with a leading zero', der(tags.objectIdentifier, [0x55, 0x80, 1])],
    ['a BOOLEAN that is neither 0 nor 255', der(tags.boolean, [1])],
    ['bytes that are no element', Uint8Array.of(0x05)],
    ['an element that is too long for its own', der(0xa0, [0x04, 0x02, 0x00])],
  ])('%s inside is refused', (_, contents) => {
    expect(() => inside(contents)).toThrow(CertificateError);
    expect(() => inside(der(0xa1, contents))).toThrow(CertificateError);
  });

  test('is read whole', () => {
    const contents = [der(tags.boolean, [0]), der(0xa0, der(tags.integer, [0x80])), der(0x80)];
    expect(inside(...contents)).toEqual(der(tags.sequence, ...contents));
  });

  test('nested without end is refused, and costs no stack', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }).reduce<Uint8Array>((inner) => der(0x30, inner), der(0x05));
    expect(() => inside(nested(31))).not.toThrow();
    expect(() => inside(nested(33))).toThrow(/nested more than 32 deep/);
    expect(() => inside(nested(10_000))).toThrow(/nested more than 32 deep/);
  });
});
