/**
 * Attacks on records with AES-CBC (Vaudenay 2002, Lucky 13, POODLE's heirs): an attacker between the two
 * ends changes what is encrypted, so that padding, MAC or lengths are wrong in the ways that the
 * literature knows. Each is refused with the same alert, in the same state, and says nothing more.
 */
import { describe, expect, it } from 'vitest';
import type { LegacyCipherSuiteName } from '../../generated/registries.ts';
import type { ClientOptions } from '../../runtime/index.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import { connectionOf, errorOf, namesOf } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { ecdsaSigner } from './identities.ts';

const groups = ['x25519', 'secp256r1'] as const;
const encryptThenMac = 22;

/** What the attacker does to a record. */
const changes: readonly (readonly [string, (record: Uint8Array) => Uint8Array])[] = [
  ['the length of the padding', (record) => flip(record, record.length - 17, 0x01)],
  ['the padding longer than the record', (record) => flip(record, record.length - 17, 0xf0)],
  ['a byte of the padding', (record) => flip(record, record.length - 19, 0x01)],
  ['the MAC', (record) => flip(record, record.length - 33, 0x80)],
  ['the content, by the IV', (record) => flip(record, 5, 0x01)],
  ['the last block', (record) => flip(record, record.length - 1, 0x01)],
  ['a block fewer', (record) => cut(record, record.length - 16)],
  ['a byte fewer', (record) => cut(record, record.length - 1)],
  ['the IV alone', (record) => cut(record, 5 + 16)],
  ['nothing at all', (record) => cut(record, 5)],
  ['another type', (record) => flip(record, 0, 23 ^ 22)],
  ['an old record again', (record) => record],
];

describe.each([
  ['MAC-then-encrypt', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', false],
  ['MAC-then-encrypt, SHA-384', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384', false],
  ['encrypt-then-MAC', 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256', true],
] as const)('%s', (_, suite, isEncryptThenMac) => {
  const reference = attacked(suite, isEncryptThenMac, (record) => flip(record, 30, 1));

  it('leads to bad_record_mac', () => {
    expect(reference).toMatchObject({ code: 'ERR_TLS_BAD_RECORD_MAC', alert: 'bad_record_mac' });
  });

  // @req 5246:6.2.3.2:3 5246:7.2.2:6
  it.each(changes)('%s', (_name, change) => {
    expect(attacked(suite, isEncryptThenMac, change)).toEqual(reference);
  });
});

it('encrypt-then-MAC is not answered where the suite has no MAC (RFC 7366 3)', () => {
  const pair = new Pair({
    client: { legacy, groups, maxVersion: 'TLSv1.2' },
    server: { legacy, groups, credentials: [ecdsaSigner()] },
  }).connect();
  expect(connectionOf(pair.client.effects)).toBeDefined();
});

/** How our server ends that gets a record which was changed on its way. */
function attacked(
  suite: LegacyCipherSuiteName,
  isEncryptThenMac: boolean,
  change: (record: Uint8Array) => Uint8Array,
) {
  const client: Partial<ClientOptions> = {
    legacy,
    groups,
    cipherSuites: [suite],
    crypto: nodeProvider,
  };
  const pair = new Pair({
    client,
    server: { legacy, groups, credentials: [ecdsaSigner()], crypto: nodeProvider },
    ...(!isEncryptThenMac && { clientHooks: { clientHello: withoutEncryptThenMac } }),
  }).connect();
  expect(connectionOf(pair.server.effects)?.cipherSuite).toBe(suite);
  pair.client.do((engine) => engine.write(sampleBytes(30)));
  const old = pair.client.takeOutgoing();
  if (!(old instanceof Uint8Array)) return expect.fail('nothing was written');
  pair.server.receive(old);
  pair.client.do((engine) => engine.write(sampleBytes(43)));
  const next = pair.client.takeOutgoing();
  if (!(next instanceof Uint8Array)) return expect.fail('nothing was written');
  const isReplay = change(next) === next;
  const effects = pair.server.receive(isReplay ? old : change(next));
  const { code, alert, state } = errorOf([...pair.server.effects, ...ended(pair)]) ?? {};
  const said = effects.flatMap((one) => (one.type === 'write' ? [one.data.length] : []));
  return { names: namesOf(effects), said, code, alert, state };
}

/** The peer closes: the error is told. */
function ended({ server }: Pair) {
  return server.do((engine) => engine.receiveEnd());
}

type Hello = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof Pair>[0]>['clientHooks']>['clientHello'] & {}
>[0];

function withoutEncryptThenMac(hello: Hello): Hello {
  const extensions = (hello.extensions ?? []).filter(
    ({ extensionType }) => extensionType !== encryptThenMac,
  );
  return { ...hello, extensions };
}

function flip(record: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = record.slice();
  changed[at] = (changed[at] ?? 0) ^ mask;
  return changed;
}

/** The record with fewer bytes, as its header says. */
function cut(record: Uint8Array, length: number): Uint8Array {
  const shorter = record.slice(0, length);
  shorter[3] = (length - 5) >> 8;
  shorter[4] = (length - 5) & 0xff;
  return shorter;
}
