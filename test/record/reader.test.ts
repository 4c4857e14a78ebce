/** The rules of RFC 9846 5 for what may come, each with its section. */
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../runtime/bytes.ts';
import { defaultRecordLimits } from '../../runtime/record/limits.ts';
import type { Incoming, RecordReader } from '../../runtime/record/reader.ts';
import {
  alert,
  all,
  applicationData,
  changeCipherSpec,
  handshake,
  inner,
  keysOf,
  kindsOf,
  message,
  newReader,
  record,
  sealed,
  summary,
} from './support.ts';

const fatal = Uint8Array.of(2, 40);
const one = Uint8Array.of(1);

/** A reader under keys, and the keys that seal for it. */
function protectedPair(plaintextAlerts = false) {
  const reader = newReader();
  reader.installKeys(keysOf(1), plaintextAlerts);
  const keys = keysOf(1);
  return { reader, seal: (plaintext: Uint8Array) => sealed(keys, plaintext) };
}

function only(things: readonly Incoming[]): Incoming {
  const [thing, ...others] = things;
  expect(others).toEqual([]);
  if (thing === undefined) throw new Error('the reader gives nothing');
  return thing;
}

function detailOf(bytes: Uint8Array, reader: RecordReader = newReader()): string {
  reader.push(bytes);
  const thing = only(all(reader));
  return 'detail' in thing ? `${thing.kind}: ${thing.detail}` : thing.kind;
}

describe('headers (5.1)', () => {
  it('decides nothing before five bytes are there', () => {
    const reader = newReader();
    for (const byte of [0x47, 0x45, 0x54, 0x20]) {
      reader.push(Uint8Array.of(byte));
      expect(reader.next()).toBeUndefined();
    }
    reader.push(Uint8Array.of(0x2f));
    expect(reader.next()?.kind).toBe('unknownType');
  });

  it.each([
    ['GET /', 'an HTTP request without TLS'],
    ['POST /', 'an HTTP request without TLS'],
    ['HTTP/1.1 400', 'an HTTP answer, the server does not speak TLS on this port'],
    ['SSH-2.0-', 'an SSH server'],
    ['220 mail', 'a mail or FTP server that wants STARTTLS first'],
    ['* OK IMAP', 'a mail server that wants STARTTLS first'],
  ])('%j is told by name', (text, guess) => {
    expect(detailOf(new TextEncoder().encode(text))).toMatch(
      new RegExp(`^unknownType: .*${guess}$`),
    );
  });

  // @req 9846:E.5:6
  it('an SSLv2 hello is told by name', () => {
    expect(detailOf(Uint8Array.of(0x80, 0x2e, 1, 3, 1, 0))).toMatch(/SSLv2 hello$/);
  });

  // @req 9846:5:5
  it.each([0, 19, 24, 255])('type %i is unknown', (type) => {
    expect(kindsOf(record(type, one))).toEqual(['unknownType']);
  });

  it.each([0, 0x0301, 0x0302, 0x0304, 0xffff])('legacy_record_version %i is ignored', (version) => {
    expect(kindsOf(record(handshake, message(1, 3), version))).toEqual(['handshake']);
  });

  it.each([changeCipherSpec, alert, handshake])(
    'type %i with more than 2^14 bytes overflows by its header',
    (type) => {
      expect(kindsOf(Uint8Array.of(type, 3, 3, 0x40, 0x01))).toEqual(['overflow']);
    },
  );

  it('2^14 bytes are no overflow', () => {
    expect(kindsOf(record(handshake, message(11, 2 ** 14 - 4)))).toEqual(['handshake']);
  });

  it('more than 2^14 + 256 protected bytes overflow by the header (5.2)', () => {
    const header = Uint8Array.of(applicationData, 3, 3, 0x41, 0x01);
    expect(kindsOf(header, protectedPair().reader)).toEqual(['overflow']);
    const allowed = Uint8Array.of(applicationData, 3, 3, 0x41, 0x00);
    expect(kindsOf(allowed, protectedPair().reader)).toEqual([]);
  });
});

describe('handshake messages (5.1)', () => {
  it('come one by one with header and body', () => {
    const hello = message(1, 3);
    expect(only(all(fed(record(handshake, hello))))).toEqual({
      kind: 'handshake',
      msgType: 1,
      message: hello,
      body: hello.subarray(4),
      aligned: true,
      tooLarge: false,
    });
  });

  it('say whether a handshake byte follows in the record', () => {
    const two = concatBytes([message(8, 2), message(11, 3)]);
    expect(all(fed(record(handshake, two))).map(isAligned)).toEqual([false, true]);
    const part = concatBytes([message(8, 2), Uint8Array.of(11)]);
    expect(all(fed(record(handshake, part))).map(isAligned)).toEqual([false]);
  });

  it('say so under protection too', () => {
    const { reader, seal } = protectedPair();
    reader.push(seal(inner(handshake, concatBytes([message(8, 2), message(20, 3)]), 7)));
    expect(all(reader).map(isAligned)).toEqual([false, true]);
  });

  it('are aligned when the next one only begins in the next record', () => {
    const records = [record(handshake, message(8, 2)), record(handshake, message(11, 2))];
    expect(all(fed(concatBytes(records))).map(isAligned)).toEqual([true, true]);
  });

  it('may be split over records, down to single bytes', () => {
    const whole = message(11, 300);
    const records = Array.from(whole, (byte) => record(handshake, Uint8Array.of(byte)));
    const thing = only(all(fed(concatBytes(records))));
    expect(thing).toMatchObject({ kind: 'handshake', message: whole, aligned: true });
  });

  it('may have no body', () => {
    expect(only(all(fed(record(handshake, message(5, 0)))))).toMatchObject({
      msgType: 5,
      body: new Uint8Array(0),
    });
  });

  it.each([
    ['hello', 1, 64 * 1024],
    ['server hello', 2, 64 * 1024],
    ['certificate', 11, 128 * 1024],
    ['certificate request', 13, 128 * 1024],
    ['certificate verify', 15, 16 * 1024],
    ['finished', 20, 64],
    ['unknown', 99, 64],
  ])('a %s beyond its limit is told by its header', (_name, msgType, limit) => {
    expect(defaultRecordLimits.handshakeBody(msgType)).toBe(limit);
    const header = (length: number) =>
      Uint8Array.of(msgType, length >> 16, (length >> 8) & 0xff, length & 0xff);
    expect(all(fed(record(handshake, header(limit))))).toEqual([]);
    expect(only(all(fed(record(handshake, header(limit + 1)))))).toEqual({
      kind: 'handshake',
      msgType,
      message: header(limit + 1),
      body: new Uint8Array(0),
      aligned: true,
      tooLarge: true,
    });
  });

  it.each([
    ['an alert', record(alert, fatal)],
    ['a change_cipher_spec', record(changeCipherSpec, one)],
  ])('are not interleaved with %s', (_name, other) => {
    const start = record(handshake, message(1, 9).subarray(0, 5));
    expect(kindsOf(concatBytes([start, other]))).toEqual(['interleaved']);
    expect(kindsOf(concatBytes([record(handshake, one), other]))).toEqual(['interleaved']);
  });

  it.each([
    ['an alert', inner(alert, fatal)],
    ['data', inner(applicationData, one)],
    ['empty data', inner(applicationData, new Uint8Array(0))],
  ])('are not interleaved with %s under protection', (_name, other) => {
    const { reader, seal } = protectedPair();
    reader.push(seal(inner(handshake, message(24, 1).subarray(0, 4))));
    reader.push(seal(other));
    expect(all(reader).map((thing) => thing.kind)).toEqual(['interleaved']);
  });

  it('are not interleaved with a change_cipher_spec in the clear under protection', () => {
    const { reader, seal } = protectedPair();
    reader.push(seal(inner(handshake, message(24, 1).subarray(0, 4))));
    expect(kindsOf(record(changeCipherSpec, one), reader)).toEqual(['interleaved']);
  });
});

describe('empty records (5.1, 5.4)', () => {
  it.each([
    ['handshake', handshake],
    ['alert', alert],
  ])('a %s record without content is a fault', (_name, type) => {
    expect(kindsOf(record(type, new Uint8Array(0)))).toEqual(['empty']);
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(type, new Uint8Array(0), 5)), reader)).toEqual(['empty']);
  });

  it.each([0, 1, 100])('a protected record of %i zeros only is a fault', (zeros) => {
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(new Uint8Array(zeros)), reader)).toEqual(['empty']);
  });

  it('empty application data is application data, up to 32 in a row', () => {
    const { reader, seal } = protectedPair();
    const empty = () => seal(inner(applicationData, new Uint8Array(0), 3));
    for (let i = 0; i < 32; i++) expect(kindsOf(empty(), reader)).toEqual(['applicationData']);
    expect(kindsOf(seal(inner(applicationData, one)), reader)).toEqual(['applicationData']);
    for (let i = 0; i < 32; i++) expect(kindsOf(empty(), reader)).toEqual(['applicationData']);
    expect(kindsOf(empty(), reader)).toEqual(['flood']);
  });
});

describe('alerts (5.1, 6)', () => {
  it('come with level and description, as they are', () => {
    expect(all(fed(record(alert, Uint8Array.of(7, 199))))).toEqual([
      { kind: 'alert', level: 7, description: 199 },
    ]);
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(alert, fatal, 1)), reader)).toEqual(['alert']);
  });

  it.each([1, 3, 4])('of %i bytes are malformed: no fragments, no two in a record', (length) => {
    const content = new Uint8Array(length).fill(1);
    expect(kindsOf(record(alert, content))).toEqual(['malformedAlert']);
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(alert, content)), reader)).toEqual(['malformedAlert']);
  });
});

describe('change_cipher_spec (5)', () => {
  it('is given where it is the byte 1 in the clear, with or without keys', () => {
    expect(kindsOf(record(changeCipherSpec, one))).toEqual(['changeCipherSpec']);
    const { reader } = protectedPair();
    expect(kindsOf(record(changeCipherSpec, one), reader)).toEqual(['changeCipherSpec']);
  });

  it.each([
    ['another byte', Uint8Array.of(2)],
    ['two bytes', Uint8Array.of(1, 1)],
    ['no byte', new Uint8Array(0)],
  ])('with %s is a fault', (_name, content) => {
    expect(kindsOf(record(changeCipherSpec, content))).toEqual(['badChangeCipherSpec']);
  });

  it('under protection is a fault', () => {
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(changeCipherSpec, one)), reader)).toEqual(['badChangeCipherSpec']);
  });

  it('comes 32 times at most, whatever is between', () => {
    const reader = newReader();
    for (let i = 0; i < 32; i++) {
      expect(kindsOf(record(changeCipherSpec, one), reader)).toEqual(['changeCipherSpec']);
      expect(kindsOf(record(handshake, message(1, 0)), reader)).toEqual(['handshake']);
    }
    expect(kindsOf(record(changeCipherSpec, one), reader)).toEqual(['flood']);
  });
});

describe('protection (5.2, 5.4)', () => {
  it('opens records in order, padding taken off', () => {
    const { reader, seal } = protectedPair();
    for (let i = 1; i < 20; i++) {
      const data = new Uint8Array(i).fill(i);
      reader.push(seal(inner(applicationData, data, 3 * i)));
      expect(only(all(reader))).toEqual({ kind: 'applicationData', data });
    }
  });

  // @req 9846:5.4:3
  it('data that ends in zeros stays whole', () => {
    const { reader, seal } = protectedPair();
    const data = Uint8Array.of(1, 0, 0);
    reader.push(seal(inner(applicationData, data, 2)));
    expect(only(all(reader))).toEqual({ kind: 'applicationData', data });
  });

  it('a changed bit anywhere is a bad MAC', () => {
    const bytes = protectedPair().seal(inner(applicationData, Uint8Array.of(1, 2, 3)));
    for (let i = 0; i < bytes.length; i++) {
      if (i === 0 || i === 3 || i === 4) continue; // The type and the length are told otherwise.
      const changed = Uint8Array.from(bytes);
      changed[i] = Number(changed[i]) ^ 0x10;
      expect(kindsOf(changed, protectedPair().reader), `byte ${i}`).toEqual(['badMac']);
    }
  });

  it('a record twice, left out, or under other keys is a bad MAC', () => {
    const { seal } = protectedPair();
    const [first, second] = [seal(inner(applicationData, one)), seal(inner(applicationData, one))];
    const doubled = concatBytes([first, first]);
    expect(kindsOf(doubled, protectedPair().reader)).toEqual(['applicationData', 'badMac']);
    expect(kindsOf(second, protectedPair().reader)).toEqual(['badMac']);
    const { reader } = protectedPair();
    reader.installKeys(keysOf(2), false);
    expect(kindsOf(first, reader)).toEqual(['badMac']);
  });

  it.each([0, 1, 15])('a record of %i bytes, shorter than a tag, is a bad MAC', (length) => {
    const short = record(applicationData, new Uint8Array(length));
    expect(kindsOf(short, protectedPair().reader)).toEqual(['badMac']);
  });

  it('2^14 bytes of content and the type are the most', () => {
    const { reader, seal } = protectedPair();
    const most = inner(applicationData, new Uint8Array(2 ** 14));
    expect(kindsOf(seal(most), reader)).toEqual(['applicationData']);
    expect(kindsOf(seal(inner(applicationData, new Uint8Array(2 ** 14 + 1))), reader)).toEqual([
      'overflow',
    ]);
  });

  it('padding counts', () => {
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(applicationData, one, 2 ** 14 - 1)), reader)).toEqual([
      'applicationData',
    ]);
    expect(kindsOf(seal(inner(applicationData, one, 2 ** 14)), reader)).toEqual(['overflow']);
  });

  it.each([1, 19, 24, 255])('inner type %i is unknown', (type) => {
    const { reader, seal } = protectedPair();
    expect(kindsOf(seal(inner(type, one)), reader)).toEqual(['unknownType']);
  });

  it('a protected record before there are keys is a fault, told by its header', () => {
    expect(kindsOf(Uint8Array.of(applicationData, 3, 3, 0, 40))).toEqual(['plaintext']);
  });

  it('a plaintext record where there are keys is a fault, told by its header', () => {
    const header = Uint8Array.of(handshake, 3, 3, 0, 40);
    expect(kindsOf(header, protectedPair().reader)).toEqual(['plaintext']);
    expect(kindsOf(record(alert, fatal), protectedPair().reader)).toEqual(['plaintext']);
  });
});

describe('plaintext alerts under keys', () => {
  it('are taken until a record has opened, where that is asked for', () => {
    const { reader, seal } = protectedPair(true);
    expect(kindsOf(record(alert, fatal), reader)).toEqual(['alert']);
    expect(kindsOf(seal(inner(applicationData, one)), reader)).toEqual(['applicationData']);
    expect(kindsOf(record(alert, fatal), reader)).toEqual(['plaintext']);
  });

  it.each([0, 1, 3])('are not taken with %i bytes', (length) => {
    const { reader } = protectedPair(true);
    expect(kindsOf(record(alert, new Uint8Array(length)), reader)).toEqual(['plaintext']);
  });

  it('are not taken after another key change without that leave', () => {
    const { reader } = protectedPair(true);
    reader.installKeys(keysOf(2), false);
    expect(kindsOf(record(alert, fatal), reader)).toEqual(['plaintext']);
  });
});

describe('what is held', () => {
  it('is counted, and nothing when all has been given', () => {
    const reader = newReader();
    const bytes = record(handshake, message(1, 10));
    reader.push(bytes.subarray(0, 7));
    expect(reader.buffered).toBe(7);
    expect(reader.next()).toBeUndefined();
    reader.push(bytes.subarray(7));
    expect(reader.buffered).toBe(bytes.length);
    expect(reader.next()?.kind).toBe('handshake');
    expect(reader.buffered).toBe(0);
  });

  it('is a copy: the caller may use its buffer again', () => {
    const reader = newReader();
    const bytes = record(handshake, message(1, 10));
    const reused = Uint8Array.from(bytes);
    reader.push(reused);
    reused.fill(0xff);
    expect(all(reader).map(summary)).toEqual(all(fed(bytes)).map(summary));
  });

  it('given messages stay whole while more comes', () => {
    const reader = newReader();
    const first = message(11, 40);
    reader.push(concatBytes([record(handshake, first), record(handshake, message(15, 40))]));
    const thing = reader.next();
    for (let i = 0; i < 50; i++) kindsOf(record(handshake, message(15, 200)), reader);
    expect(thing).toMatchObject({ message: first });
  });

  it('is dropped and counted after discard(), and keys are wiped', () => {
    const { reader, seal } = protectedPair();
    const bytes = seal(inner(applicationData, one));
    reader.push(bytes.subarray(0, 6));
    reader.discard();
    expect(reader.discarded).toBe(6);
    reader.push(bytes.subarray(6));
    expect(reader.discarded).toBe(bytes.length);
    expect(reader.next()).toBeUndefined();
    expect(reader.buffered).toBe(0);
  });
});

function fed(bytes: Uint8Array): RecordReader {
  const reader = newReader();
  reader.push(bytes);
  return reader;
}

function isAligned(thing: Incoming): boolean | undefined {
  return thing.kind === 'handshake' ? thing.aligned : undefined;
}
