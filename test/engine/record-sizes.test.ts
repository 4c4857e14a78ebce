/** How long the records are that an engine sends: RFC 9846 5.1, 5.4 (padding), RFC 8449 (limits). */
import { describe, expect, it } from 'vitest';
import { ownRecordSize } from '../../runtime/handshake/record-size.ts';
import { recordsOf } from '../support/cuts.ts';
import { bytesWritten } from '../support/effects.ts';
import { Pair, type PairOptions } from '../support/pair.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { credentials } from './scenarios.ts';

const suite = ['TLS_AES_128_GCM_SHA256'] as const;
/** Header, and the tag of the suites of TLS 1.3. */
const overhead = 5 + 16;

/** A connected pair. */
function connected({ client, server }: PairOptions = {}): Pair {
  const options = { cipherSuites: suite };
  return new Pair({
    client: { ...options, ...client },
    server: { ...options, ...server },
  }).connect();
}

/** TLSInnerPlaintext of each record that the client sends for so much data, in bytes. */
function sizesOfData(pair: Pair, length: number): readonly number[] {
  const effects = pair.client.do((engine) => engine.write(new Uint8Array(length).fill(1)));
  pair.run();
  expect(pair.server.data).toHaveLength(length);
  return recordsOf(bytesWritten(effects)).map((record) => record.length - overhead);
}

/** The same of all protected records that the server has sent. */
function sizesOfServer({ server }: Pair): readonly number[] {
  const isProtected = (record: Uint8Array) => record[0] === 23;
  return recordsOf(server.written)
    .filter(isProtected)
    .map((record) => record.length - overhead);
}

describe('data', () => {
  it.each([
    [0, []],
    [1, [2]],
    [0x4000, [0x4001]],
    [0x4001, [0x4001, 2]],
    [40_000, [0x4001, 0x4001, 40_000 - 0x8000 + 1]],
  ])('of %d bytes', (length, expected) => {
    expect(sizesOfData(connected(), length)).toEqual(expected);
  });
});

describe('recordPadding', () => {
  it.each([
    [1, 100, [101]],
    [2, 100, [102]],
    [512, 1, [512]],
    [512, 511, [512]],
    [512, 512, [1024]],
    [0x4001, 1, [0x4001]],
    // Not more than the protocol allows, whatever multiple that is.
    [512, 0x4000, [0x4001]],
    [10_000, 10_000, [0x4001]],
  ])('of %d for %d bytes', (recordPadding, length, expected) => {
    expect(sizesOfData(connected({ client: { recordPadding } }), length)).toEqual(expected);
  });

  it('hides what an alert is, and the handshake', () => {
    const pair = connected({ server: { recordPadding: 2048, clientAuth: 'request' } });
    pair.server.do((engine) => engine.end());
    expect(new Set(sizesOfServer(pair))).toEqual(new Set([2048]));
  });
});

describe("the peer's recordSizeLimit", () => {
  it.each([
    [64, 63, [64]],
    [64, 64, [64, 2]],
    [64, 200, [64, 64, 64, 12]],
    [1000, 2500, [1000, 1000, 503]],
    [16_385, 0x4000, [16_385]],
  ])('of %d for %d bytes', (recordSizeLimit, length, expected) => {
    expect(sizesOfData(connected({ server: { recordSizeLimit } }), length)).toEqual(expected);
  });

  it.each([
    [100, 64, 10, [64]],
    [100, 64, 64, [64, 64]],
    [50, 64, 10, [50]],
    [50, 64, 50, [64]],
  ])(
    'padding of %d within a limit of %d for %d bytes',
    (recordPadding, limit, length, expected) => {
      const pair = connected({ client: { recordPadding }, server: { recordSizeLimit: limit } });
      expect(sizesOfData(pair, length)).toEqual(expected);
    },
  );

  it('holds from EncryptedExtensions on', () => {
    const pair = connected({
      client: { recordSizeLimit: 70, credentials },
      server: { clientAuth: 'require' },
    });
    const sizes = sizesOfServer(pair);
    expect(Math.max(...sizes)).toBe(70);
    expect(sizes.length).toBeGreaterThan(5);
    expect(pair.client.engine.state).toBe(ClientState.CONNECTED);
    expect(pair.server.engine.state).toBe(ServerState.CONNECTED);
  });
});

describe('record_size_limit in TLS 1.2', () => {
  // NSS takes 2^14 + 1 there for an illegal parameter (RFC 8449 4: not more than the version has).
  it.each([
    ['TLSv1.3', undefined, 0x4001],
    ['TLSv1.2', undefined, 0x4000],
    ['TLSv1.2', 0x4001, 0x4000],
    ['TLSv1.2', 1000, 1000],
    ['TLSv1.3', 1000, 1000],
  ] as const)('%s, %s: %d', (version, recordSizeLimit, told) => {
    const options = recordSizeLimit === undefined ? {} : { recordSizeLimit };
    expect(ownRecordSize(options, version)).toBe(told);
  });

  it('is what a server tells whose client offers more', () => {
    // In TLS 1.2 the curve of the certificate is one of them.
    const client = { groups: ['x25519', 'secp256r1'] } as const;
    const pair = new Pair({ client, server: { maxVersion: 'TLSv1.2' } }).connect();
    const [hello] = recordsOf(pair.server.written);
    // The extension's code point, its length, the limit.
    expect(Buffer.from(hello ?? []).toString('hex')).toContain('001c00024000');
  });
});
