/**
 * New keys before the old ones have sealed too much (RFC 9846 5.5): by themselves, in time, and
 * with a request only where there may be one. Nobody can seal 24 million records here: the count
 * begins near the suite's limit.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cipherSuites } from '../../generated/registries.ts';
import { type CryptoProvider, type Engine, noble, type TraceStep } from '../../runtime/index.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import { errorOf, reasonOf } from '../support/effects.ts';
import { type End, Pair } from '../support/pair.ts';
import { text } from './stream-parts.ts';

const suite = 'TLS_AES_128_GCM_SHA256';
const tls12Suite = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
const { recordLimit } = cipherSuites[suite];
/** Records that may be sealed here under one key. */
const left = 10;

/** What keys have really sealed, by their writer. */
const count = Object.getOwnPropertyDescriptor(RecordWriter.prototype, 'recordsUnderKeys')?.get;

beforeEach(() => {
  vi.spyOn(RecordWriter.prototype, 'recordsUnderKeys', 'get').mockImplementation(function (
    this: RecordWriter,
  ) {
    return recordLimit - left + Number(count?.call(this));
  });
});
afterEach(() => vi.restoreAllMocks());

/** A connected pair that notes the KeyUpdates that the server takes. */
function watchedPair() {
  const steps: TraceStep[] = [];
  const options = { cipherSuites: [suite] } as const;
  const pair = new Pair({
    client: options,
    server: { ...options, trace: (step) => steps.push(step) },
  }).connect();
  const updates = () =>
    steps.filter(({ event }) => event === 'hs.keyUpdate').map(({ facet }) => facet);
  return { pair, updates };
}

function write(end: End<Engine>, times: number): void {
  for (let i = 0; i < times; i++) end.do((engine) => engine.write(text('x')));
}

describe('the limit of a key', () => {
  // @req 9846:5.5:1
  it('leaves room for what one call writes, and for the KeyUpdate (RFC 9846 5.5)', () => {
    const room = 1 + 2 ** 32 / 2 ** 14;
    expect(recordLimit + room).toBeLessThan(2 ** 24.5);
    expect(cipherSuites.TLS_AES_256_GCM_SHA384.recordLimit + room).toBeLessThan(2 ** 24.5);
  });

  it('that is not reached changes nothing', () => {
    const { pair, updates } = watchedPair();
    write(pair.client, left - 1);
    pair.run();
    expect(updates()).toEqual([]);
  });

  it('that is reached ends the key, and the peer is asked for the same', () => {
    const { pair, updates } = watchedPair();
    write(pair.client, left);
    pair.run();
    expect(updates()).toEqual(['requested']);
    write(pair.client, 1);
    pair.run();
    expect(pair.server.data).toHaveLength(left + 1);
  });

  it('counts records, not calls', () => {
    const { pair, updates } = watchedPair();
    pair.client.do((engine) => engine.write(new Uint8Array((left - 1) * 0x4000 + 1)));
    pair.run();
    expect(updates()).toEqual(['requested']);
  });

  it('holds for each key, and a request is not repeated before there is an answer', () => {
    const { pair, updates } = watchedPair();
    write(pair.client, 5 * left);
    pair.run();
    expect(updates()).toEqual(['requested', ...new Array<string>(4).fill('notRequested')]);
    expect(pair.server.data).toHaveLength(5 * left);
    expect(errorOf(pair.server.effects)).toBeUndefined();
  });

  it('is met by each side for itself', () => {
    const { pair, updates } = watchedPair();
    write(pair.client, left);
    pair.run();
    write(pair.server, 3 * left);
    pair.run();
    expect(pair.client.data).toHaveLength(3 * left);
    write(pair.client, 3 * left);
    pair.run();
    expect(pair.server.data).toHaveLength(4 * left);
    expect(updates().length).toBeGreaterThan(3);
  });

  it('leaves the end as it is', () => {
    const { pair } = watchedPair();
    write(pair.client, left);
    pair.client.do((engine) => engine.end());
    pair.server.do((engine) => engine.end());
    pair.run();
    expect(reasonOf(pair.client.effects)).toEqual({ clean: true });
    expect(reasonOf(pair.server.effects)).toEqual({ clean: true });
  });

  // @req 9846:5.3:2 9846:5.5:1
  it('is kept: but for the KeyUpdate, no key seals more', () => {
    const sealed: number[] = [];
    const pair = new Pair({ client: { cipherSuites: [suite], crypto: counting(sealed) } });
    write(pair.connect().client, 4 * left);
    expect(sealed.slice(-5)).toEqual([left + 1, left + 1, left + 1, left + 1, 0]);
  });
});

/** Its only keys are those of the handshake: RFC 9846 5.5 leaves no other way. */
describe('the limit of a key of TLS 1.2', () => {
  it.each(['client', 'server'] as const)('ends the connection of a %s, with a goodbye', (role) => {
    const options = {
      maxVersion: 'TLSv1.2',
      cipherSuites: [tls12Suite],
      // P-256 for the certificate: RFC 8422 5.1.1.
      groups: ['x25519', 'secp256r1'],
    } as const;
    const pair = new Pair({ client: options, server: options }).connect();
    const peer = role === 'client' ? pair.server : pair.client;
    // Finished was the first record of the key.
    write(pair[role], left - 2);
    pair.run();
    expect(reasonOf(pair[role].effects)).toBeUndefined();
    write(pair[role], 1);
    expect(() => write(pair[role], 1)).toThrow('no other');
    pair.run();
    expect(new TextDecoder().decode(peer.data)).toBe('x'.repeat(left - 1));
    expect(errorOf(pair[role].effects)).toMatchObject({ code: 'ERR_TLS_KEY_LIMIT' });
    expect(reasonOf(peer.effects)).toEqual({ clean: true });
  });
});

/** Notes how often each key seals, in the order in which they are made. */
function counting(sealed: number[]): CryptoProvider {
  return {
    ...noble,
    createAead(name, key) {
      const aead = noble.createAead(name, key);
      const index = sealed.push(0) - 1;
      return {
        ...aead,
        seal(...args) {
          sealed[index] = (sealed[index] ?? 0) + 1;
          aead.seal(...args);
        },
      };
    },
  };
}
