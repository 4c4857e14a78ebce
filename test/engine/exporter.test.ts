/** Keying material for the application (RFC 9846 7.5): the same on both sides, and when. */
import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ClientHello, ExtensionType } from '../../generated/messages.ts';
import { concatBytes, hexOf } from '../../runtime/bytes.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { Engine } from '../../runtime/index.ts';
import { keyLogOf } from '../support/effects.ts';
import { Pair, type PairOptions } from '../support/pair.ts';
import { bytesOf } from '../support/plain-bytes.ts';
import { isConnected } from '../support/states.ts';
import { prf } from '../support/tls12-lane.ts';
import type { Role } from './replay.ts';
import { everything, mutual } from './scenarios.ts';
import { reach, statesOf } from './situations.ts';
import { text } from './stream-parts.ts';

afterEach(() => vi.restoreAllMocks());

const notConnected = expect.objectContaining({ code: 'ERR_TLS_NOT_CONNECTED' });
const label = 'EXPORTER-Channel-Binding';
const none = new Uint8Array(0);

describe.each([
  ['TLS_AES_128_GCM_SHA256', 'sha256', {}],
  ['TLS_AES_256_GCM_SHA384', 'sha384', {}],
  ['TLS_CHACHA20_POLY1305_SHA256', 'sha256', mutual.options],
  ['TLS_AES_256_GCM_SHA384', 'sha384', everything.options],
] as const)('%s', (suite, hash, options: PairOptions) => {
  const pair = new Pair({
    client: { ...options.client, cipherSuites: [suite], keyLog: true },
    server: { ...options.server, cipherSuites: [suite] },
  }).connect();
  const { client, server } = pair;

  // @req 9846:7.5:1
  it.each([
    [label, none, 32],
    [label, text('context'), 32],
    ['EXPERIMENTAL x', new Uint8Array(100_000).fill(1), 1],
    ['EXPORTER-QUIC', text('context'), 255 * (hash === 'sha256' ? 32 : 48)],
  ])('%s: both sides agree with a computation of our own', (name, context, length) => {
    const secret = bytesOf(keyLogOf(client.effects).EXPORTER_SECRET ?? '');
    const expected = hexOf(exporter(hash, secret, { label: name, context, length }));
    expect(hexOf(client.engine.exportKeyingMaterial(name, context, length))).toBe(expected);
    expect(hexOf(server.engine.exportKeyingMaterial(name, context, length))).toBe(expected);
  });

  it('label, context and length matter', () => {
    const made = [
      client.engine.exportKeyingMaterial(label, none, 32),
      client.engine.exportKeyingMaterial(`${label}2`, none, 32),
      client.engine.exportKeyingMaterial(label, Uint8Array.of(0), 32),
      client.engine.exportKeyingMaterial(label, none, 33).subarray(0, 32),
    ];
    expect(new Set(made.map(hexOf)).size).toBe(made.length);
  });
});

describe.each([
  ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'sha256'],
  ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'sha384'],
] as const)('%s', (suite, hash) => {
  const pair = tls12Pair({ cipherSuites: [suite] });
  const { client, server } = pair;

  // RFC 5705 4: a context stands behind its length, and none is not an empty one.
  it.each([
    ['no context', undefined, []],
    ['an empty context', none, [none]],
    ['a context', text('context'), [text('context')]],
  ] as const)('%s: both sides agree with a computation of our own', (_, context, parts) => {
    const master = bytesOf(keyLogOf(client.effects).CLIENT_RANDOM ?? '');
    const sized = parts.flatMap((one) => [Uint8Array.of(0, one.length), one]);
    const randoms = [helloRandom(client.written), helloRandom(server.written)];
    const expected = hexOf(prf(hash, master, label, concatBytes([...randoms, ...sized]), 100));
    expect(hexOf(client.engine.exportKeyingMaterial(label, context, 100))).toBe(expected);
    expect(hexOf(server.engine.exportKeyingMaterial(label, context, 100))).toBe(expected);
  });

  it.each(['master secret', 'key expansion', 'client finished', 'extended master secret'])(
    'the label %s is TLS’s own',
    (reserved) => {
      expect(() => client.engine.exportKeyingMaterial(reserved, none, 32)).toThrow(RangeError);
    },
  );
});

// RFC 7627 5.4: it would be the same on two connections that an attacker has joined.
it('is refused in TLS 1.2 without extended_master_secret', () => {
  const pair = tls12Pair({ requireExtendedMasterSecret: false }, withoutExtendedMasterSecret);
  for (const { engine } of [pair.client, pair.server]) {
    expect(isConnected(engine.role, engine.state)).toBe(true);
    expect(() => engine.exportKeyingMaterial(label, undefined, 32)).toThrow(
      expect.objectContaining({ code: 'ERR_TLS_NO_EXTENDED_MASTER_SECRET', alert: undefined }),
    );
    expect(engine.finishedOf('client')).toBeUndefined();
  }
});

describe.each(['client', 'server'] as const)('%s', (role) => {
  const open = statesOf[role].filter((state) => isConnected(role, state));

  it.each(statesOf[role].filter((state) => !open.includes(state)))('is refused in %s', (state) => {
    expect(() => exported(role, state)).toThrow(notConnected);
  });

  it.each(open)('is there in %s', (state) => {
    expect(exported(role, state)).toHaveLength(32);
  });

  it('is not changed by KeyUpdates', () => {
    const pair = new Pair().connect();
    const before = pair[role].engine.exportKeyingMaterial(label, none, 32);
    pair.client.do((engine) => engine.rekey());
    pair.run();
    pair.server.do((engine) => engine.rekey());
    pair.run();
    expect(pair[role].engine.exportKeyingMaterial(label, none, 32)).toEqual(before);
  });

  it('leaves the connection as it is when it cannot be', () => {
    const pair = new Pair().connect();
    const { engine } = pair[role];
    expect(() => engine.exportKeyingMaterial('', none, 32)).toThrow(RangeError);
    expect(() => engine.exportKeyingMaterial(label, none, 0x10000)).toThrow(RangeError);
    expect(() => engine.exportKeyingMaterial(label, none, 255 * 32 + 1)).toThrow(RangeError);
    pair[role].do((one) => one.write(text('fine')));
    pair.run();
    expect(pair[role === 'client' ? 'server' : 'client'].data).toEqual(text('fine'));
  });
});

function exported(role: Role, state: string): Uint8Array {
  const engine: Engine = reach(role, state).end.engine;
  return engine.exportKeyingMaterial(label, none, 32);
}

interface Wish {
  readonly label: string;
  readonly context: Uint8Array;
  readonly length: number;
}

/** TLS-Exporter, written down once more, over node:crypto. */
function exporter(hash: string, secret: Uint8Array, wish: Wish): Uint8Array {
  const digest = (data: Uint8Array) => createHash(hash).update(data).digest();
  const derived = expandLabel(hash, secret, {
    label: wish.label,
    context: digest(none),
    length: digest(none).length,
  });
  return expandLabel(hash, derived, { ...wish, label: 'exporter', context: digest(wish.context) });
}

/** HKDF-Expand-Label (RFC 9846 7.1) by HKDF-Expand (RFC 5869 2.3). */
function expandLabel(hash: string, secret: Uint8Array, { label: name, context, length }: Wish) {
  const full = text(`tls13 ${name}`);
  const info = concatBytes([
    Uint8Array.of(length >> 8, length & 0xff, full.length),
    full,
    Uint8Array.of(context.length),
    context,
  ]);
  const blocks: Uint8Array[] = [];
  let block: Uint8Array = none;
  for (let i = 1; concatBytes(blocks).length < length; i++) {
    block = createHmac(hash, secret).update(block).update(info).update(Uint8Array.of(i)).digest();
    blocks.push(block);
  }
  return concatBytes(blocks).subarray(0, length);
}

/** A connection of TLS 1.2. */
function tls12Pair(
  options: EngineOptions,
  clientHello?: (hello: ClientHello) => ClientHello,
): Pair {
  const both = { maxVersion: 'TLSv1.2', groups: ['x25519', 'secp256r1'], ...options } as const;
  return new Pair({
    client: { ...both, keyLog: true },
    server: both,
    ...(clientHello !== undefined && { clientHooks: { clientHello } }),
  }).connect();
}

function withoutExtendedMasterSecret(hello: ClientHello): ClientHello {
  const extensions = hello.extensions?.filter(
    ({ extensionType }) => extensionType !== ExtensionType.extended_master_secret,
  );
  return { ...hello, extensions };
}

/** Of the hello that a stream begins with: behind two headers and the version. */
function helloRandom(stream: Uint8Array): Uint8Array {
  return stream.subarray(11, 43);
}
