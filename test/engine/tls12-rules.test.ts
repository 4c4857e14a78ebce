/** Rules of TLS 1.2 behind the hellos: order, keys, records, the end. */
import { describe, expect, it } from 'vitest';
import { alertCodes, errorInfo } from '../../generated/registries.ts';
import { recordsOf } from '../support/cuts.ts';
import { connectionOf, errorOf, reasonOf } from '../support/effects.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import { Pair, type PairOptions } from '../support/pair.ts';

const gcm = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
const common = {
  maxVersion: 'TLSv1.2',
  groups: ['x25519', 'secp256r1'],
  cipherSuites: [gcm],
} as const;

function pairOf({ client, server }: PairOptions = {}): Pair {
  return new Pair({ client: { ...common, ...client }, server: { ...common, ...server } });
}

describe('the handshake', () => {
  // @req 5246:7.4.2:1 5246:7.3:4 5246:7.1:1 5246:7.1:2 5246:7.4.7:2 8422:3:2
  it('goes in the order of the RFC', () => {
    const pair = pairOf().connect();
    expect(flightOf(pair.client.written)).toEqual([1, 16, 'ccs', 'protected']);
    expect(flightOf(pair.server.written)).toEqual([2, 11, 12, 14, 'ccs', 'protected']);
  });

  // @req 5246:7.3:2 5246:7.4.6:1 8422:3:2
  it('has the empty Certificate of a client that has none', () => {
    const pair = pairOf({ server: { clientAuth: 'request' } }).connect();
    expect(flightOf(pair.client.written)).toEqual([1, 11, 16, 'ccs', 'protected']);
    expect(connectionOf(pair.server.effects)).toBeDefined();
  });

  // @req 5246:7.3:2 5246:7.4.7:1 5246:7.4.8:1 8422:3.1:1 8422:5.6:1
  it('has the proof of a client right behind its key exchange', () => {
    const credentials = [{ certificates: serverCertificates, privateKey: serverKey() }];
    const pair = pairOf({ client: { credentials }, server: { clientAuth: 'require' } }).connect();
    expect(flightOf(pair.client.written)).toEqual([1, 11, 16, 15, 'ccs', 'protected']);
    expect(connectionOf(pair.server.effects)).toBeDefined();
  });

  // @req 5246:7.3:3
  it('is over before data go out', () => {
    const pair = pairOf().start();
    pair.client.do((engine) => engine.write(new Uint8Array(3)));
    pair.run(() => connectionOf(pair.client.effects) !== undefined);
    const types = recordsOf(pair.client.written).map(([type]) => type);
    expect(types.indexOf(23)).toBe(types.length - 1);
    expect(types.filter((type) => type === 23)).toHaveLength(1);
  });

  // @req 5246:7.4:1
  it('out of order is refused', () => {
    const pair = pairOf().start();
    pair.run(() => pair.server.written.length > 0);
    const finished = Uint8Array.of(22, 3, 3, 0, 16, 20, 0, 0, 12, ...new Uint8Array(12));
    pair.server.receive(finished);
    expect([...pair.server.written.slice(-7)]).toEqual([21, 3, 3, 0, 2, 2, 10]);
  });

  // @req 5246:7.4.1.1:3
  it('does not count a HelloRequest in it', () => {
    const pair = pairOf().start();
    pair.client.receive(Uint8Array.of(22, 3, 3, 0, 4, 0, 0, 0, 0));
    pair.run();
    expect(connectionOf(pair.client.effects)).toBeDefined();
  });
});

describe('without extended_master_secret', () => {
  const lenient = { requireExtendedMasterSecret: false } as const;

  // @req 7627:5.1:1 7627:5.2:6 5246:7.4.9:1
  it('the old secret is made; a hello that was changed on the way is found by Finished', () => {
    const pair = pairOf({ client: lenient, server: lenient }).start();
    const hello = pair.client.takeOutgoing();
    if (hello === undefined || hello === 'end') throw new Error('no ClientHello');
    pair.server.receive(renamed(hello));
    pair.run();
    const found = [errorOf(pair.server.effects)?.code, pair.server.engine.failure?.code];
    expect(found).toContain('ERR_TLS_BAD_FINISHED');
  });

  /** The type of extended_master_secret (empty) made another. */
  function renamed(record: Uint8Array): Uint8Array {
    const copy = record.slice();
    const at = copy.findIndex(
      (byte, i) => i > 80 && byte === 0 && copy[i + 1] === 23 && !copy[i + 2] && !copy[i + 3],
    );
    copy.set([0xfa, 0xfa], at);
    return copy;
  }
});

describe('records', () => {
  // @req 5246:6.1:1 5246:6.1:2 5246:6.1:3 5246:6.2.1:1 5246:6.2.1:2 5246:6.2.1:3 5246:6:1
  it('count from zero, are of 2^14 bytes at most, and none is empty', () => {
    const pair = pairOf().connect();
    const before = pair.client.written.length;
    pair.client.do((engine) => engine.write(new Uint8Array(0)));
    expect(pair.client.written.length).toBe(before);
    pair.client.do((engine) => engine.write(new Uint8Array(2 ** 14 + 1)));
    pair.run();
    expect(pair.server.data.length).toBe(2 ** 14 + 1);
    const records = recordsOf(pair.client.written);
    const isAfter = records.findIndex(([type]) => type === 20);
    const numbers = records.slice(isAfter + 1).map((record) => [...record.subarray(5, 13)].pop());
    expect(numbers).toEqual([0, 1, 2]);
    expect(records.map(([type]) => type).slice(isAfter)).toEqual([20, 22, 23, 23]);
    expect(records.at(-2)?.length).toBe(5 + 8 + 2 ** 14 + 16);
  });

  it.each<[string, readonly number[], keyof typeof alertCodes]>([
    // @req 5246:6:2
    ['of an unknown type', [99, 3, 3, 0, 1, 0], 'unexpected_message'],
    // @req 5246:6.2.3.3:4
    ['that does not decrypt', [23, 3, 3, 0, 30, ...new Uint8Array(30)], 'bad_record_mac'],
    // @req 5246:6.2.3:1
    ['that is too long', [23, 3, 3, 0x48, 1], 'record_overflow'],
  ])('%s ends the connection', (_, bytes, alert) => {
    const pair = pairOf().connect();
    pair.server.receive(Uint8Array.from(bytes));
    pair.run();
    expect(errorOf(pair.client.effects)).toMatchObject({ alert, origin: 'peer' });
  });
});

describe('the end', () => {
  // @req 5246:7.2.1:1
  it('is answered', () => {
    const pair = pairOf().connect();
    pair.client.do((engine) => engine.close());
    const { length } = pair.server.written;
    pair.run();
    expect(recordsOf(pair.server.written.subarray(length)).map(([type]) => type)).toEqual([21]);
    expect(reasonOf(pair.client.effects)).toMatchObject({ clean: true });
    expect(reasonOf(pair.server.effects)).toMatchObject({ clean: true });
  });

  // @req 5246:7.2.2:7 5246:7.2.2:8 5246:7.2.2:9
  it('never has an alert that is reserved', () => {
    const reserved: readonly number[] = [21, 41, 60];
    const used = Object.values(errorInfo).map(({ alert }): number | undefined =>
      alert === 'none' ? undefined : alertCodes[alert],
    );
    expect(used.filter((code) => code !== undefined && reserved.includes(code))).toEqual([]);
  });
});

describe('exporters', () => {
  // @req 7627:5.4:1 7627:5.4:2
  it('give nothing of a secret that is not bound to the handshake', () => {
    const keysOf = (isBound: boolean) => {
      const options = { requireExtendedMasterSecret: false };
      const pair = new Pair({
        client: { ...common, ...options },
        server: { ...common, ...options },
        ...(!isBound && { clientHooks: { clientHello: unbound } }),
      }).connect();
      expect(connectionOf(pair.client.effects)).toBeDefined();
      return () => pair.client.engine.exportKeyingMaterial('EXPORTER-test', undefined, 16);
    };
    expect(keysOf(true)()).toHaveLength(16);
    expect(keysOf(false)).toThrow();
  });

  const unbound: NonNullable<NonNullable<PairOptions['clientHooks']>['clientHello']> = (made) => ({
    ...made,
    extensions: (made.extensions ?? []).filter(({ extensionType }) => extensionType !== 23),
  });
});

/** Types of messages in the clear, and of what follows. */
function flightOf(stream: Uint8Array): readonly (number | string)[] {
  let isProtected = false;
  return recordsOf(stream).flatMap((record): readonly (number | string)[] => {
    if (record[0] === 20) {
      isProtected = true;
      return ['ccs'];
    }
    if (isProtected) return ['protected'];
    const types: number[] = [];
    for (let at = 5; at < record.length; ) {
      types.push(record[at] ?? 0);
      at += 4 + (record[at + 2] ?? 0) * 256 + (record[at + 3] ?? 0);
    }
    return types;
  });
}
