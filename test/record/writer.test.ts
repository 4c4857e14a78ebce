/** What the writer puts on the wire (RFC 9846 5.1, 5.2), read back byte by byte. */
import { describe, expect, it } from 'vitest';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import type { Aead } from '../../runtime/crypto/provider.ts';
import { RecordKeys } from '../../runtime/record/protection.ts';
import { RecordReader } from '../../runtime/record/reader.ts';
import { RecordWriter, type RecordWriterOptions } from '../../runtime/record/writer.ts';
import {
  all,
  applicationData,
  handshake,
  keysOf,
  message,
  newReader,
  record,
  summary,
} from './support.ts';

function newWriter(options?: RecordWriterOptions) {
  const records: Uint8Array[] = [];
  return { records, writer: new RecordWriter((bytes) => records.push(bytes), options) };
}

function lengths(records: readonly Uint8Array[]): number[] {
  return records.map((bytes) => Number(bytes[3]) * 256 + Number(bytes[4]));
}

function versions(records: readonly Uint8Array[]): string[] {
  return records.map((bytes) => hexOf(bytes.subarray(1, 3)));
}

describe('handshake messages', () => {
  it('of one flight share a record', () => {
    const { records, writer } = newWriter();
    const messages = [message(8, 2), message(11, 700), message(15, 70), message(20, 32)];
    for (const one of messages) writer.handshake(one);
    expect(records).toEqual([]);
    writer.flush();
    expect(records).toEqual([record(handshake, concatBytes(messages))]);
  });

  // @req 9846:5.1:12
  it('longer than a record fill as few as hold them', () => {
    const { records, writer } = newWriter();
    writer.handshake(message(11, 40_000));
    writer.handshake(message(15, 10));
    writer.flush();
    expect(lengths(records)).toEqual([2 ** 14, 2 ** 14, 40_018 - 2 ** 15]);
  });

  it('nothing queued writes nothing', () => {
    const { records, writer } = newWriter();
    writer.flush();
    writer.installKeys(keysOf(1));
    expect(records).toEqual([]);
  });

  it('go out before a change_cipher_spec, an alert, data and a key change', () => {
    const { records, writer } = newWriter();
    writer.handshake(message(1, 1));
    writer.changeCipherSpec();
    writer.handshake(message(2, 1));
    writer.alert(1, 0);
    writer.handshake(message(3, 1));
    writer.installKeys(keysOf(1));
    writer.handshake(message(4, 1));
    writer.data(Uint8Array.of(9));
    expect(read(records, 3)).toEqual([
      'handshake 1 0100000101 aligned',
      'changeCipherSpec',
      'handshake 2 0200000102 aligned',
      'alert 1 0',
      'handshake 3 0300000103 aligned',
      'handshake 4 0400000104 aligned',
      'data 09',
    ]);
  });
});

describe('legacy_record_version (5.1)', () => {
  // @req 9846:5.1:10 9846:5.1:14
  it("is 0x0301 for a client's first ClientHello only, however many records it takes", () => {
    const { records, writer } = newWriter({ isClient: true });
    writer.handshake(message(1, 20_000));
    writer.flush();
    writer.changeCipherSpec();
    writer.handshake(message(1, 10));
    writer.alert(2, 40);
    expect(versions(records)).toEqual(['0301', '0301', '0303', '0303', '0303']);
  });

  it('is 0x0303 for all records of a server', () => {
    const { records, writer } = newWriter();
    writer.handshake(message(2, 10));
    writer.flush();
    expect(versions(records)).toEqual(['0303']);
  });

  it('is 0x0303 under protection', () => {
    const { records, writer } = newWriter({ isClient: true });
    writer.installKeys(keysOf(1));
    writer.handshake(message(20, 10));
    writer.flush();
    expect(versions(records)).toEqual(['0303']);
  });
});

describe('protection (5.2, 5.3)', () => {
  it('hides the type behind application_data and adds type and tag', () => {
    const { records, writer } = newWriter();
    writer.installKeys(keysOf(1));
    writer.alert(1, 0);
    expect(records.map((bytes) => bytes[0])).toEqual([applicationData]);
    expect(lengths(records)).toEqual([2 + 1 + 16]);
  });

  it('change_cipher_spec stays in the clear', () => {
    const { records, writer } = newWriter();
    writer.installKeys(keysOf(1));
    writer.changeCipherSpec();
    expect(records.map(hexOf)).toEqual(['140303000101']);
  });

  // @req 9846:5.2:1
  it('data is cut at 2^14 bytes; no data writes nothing', () => {
    const { records, writer } = newWriter();
    writer.installKeys(keysOf(1));
    writer.data(new Uint8Array(0));
    writer.data(new Uint8Array(2 ** 14 + 1));
    expect(lengths(records)).toEqual([2 ** 14 + 17, 18]);
    expect(writer.recordsUnderKeys).toBe(2);
  });

  // @req 9846:5.1:15
  it('data before there are keys is refused', () => {
    const { writer } = newWriter();
    expect(() => writer.data(Uint8Array.of(1))).toThrow('before there are keys');
  });

  it('counts records anew under new keys', () => {
    const { writer } = newWriter();
    expect(writer.recordsUnderKeys).toBe(0);
    writer.installKeys(keysOf(1));
    writer.alert(1, 0);
    expect(writer.recordsUnderKeys).toBe(1);
    writer.installKeys(keysOf(2));
    expect(writer.recordsUnderKeys).toBe(0);
  });

  // @req 9846:5.3:1
  it('mixes the record number into the last 64 bits of the IV', () => {
    const { aead, nonces } = recordingAead();
    const keys = new RecordKeys(aead, Uint8Array.of(1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0xf0, 0x0f));
    const bytes = new Uint8Array(5 + 1);
    for (let i = 0; i < 0x101; i++) keys.seal(bytes);
    expect(nonces[0]).toBe('01020304000000000000f00f');
    expect(nonces[1]).toBe('01020304000000000000f00e');
    expect(nonces[0xff]).toBe('01020304000000000000f0f0');
    expect(nonces[0x100]).toBe('01020304000000000000f10f');
    expect(new Set(nonces).size).toBe(0x101);
  });
});

describe('keys', () => {
  it('are wiped when others come, and at the end', () => {
    for (const make of [() => newWriter().writer, newReader]) {
      const [first, second] = [recordingAead(), recordingAead()];
      const end: RecordWriter | RecordReader = make();
      const install = (aead: Aead) => {
        const keys = new RecordKeys(aead, new Uint8Array(12));
        if (end instanceof RecordReader) end.installKeys(keys, false);
        else end.installKeys(keys);
      };
      install(first.aead);
      expect(first.wiped()).toBe(0);
      install(second.aead);
      expect([first.wiped(), second.wiped()]).toEqual([1, 0]);
      end.wipe();
      expect(second.wiped()).toBe(1);
    }
  });

  it('wipe their IV', () => {
    const iv = new Uint8Array(12).fill(3);
    new RecordKeys(recordingAead().aead, iv).wipe();
    expect(iv).toEqual(new Uint8Array(12));
  });
});

function read(records: readonly Uint8Array[], messageBeforeKeys: number): string[] {
  const reader = newReader();
  const lines: string[] = [];
  for (const bytes of records) {
    reader.push(bytes);
    for (const thing of all(reader)) {
      lines.push(summary(thing));
      if (thing.kind === 'handshake' && thing.msgType === messageBeforeKeys) {
        reader.installKeys(keysOf(1), false);
      }
    }
  }
  return lines;
}

/** An AEAD that does nothing but note its nonces and its end. */
function recordingAead() {
  const nonces: string[] = [];
  let wiped = 0;
  const aead: Aead = {
    tagLength: 0,
    seal: (nonce) => {
      nonces.push(hexOf(nonce));
    },
    open: () => undefined,
    wipe: () => {
      wiped++;
    },
  };
  return { aead, nonces, wiped: () => wiped };
}
