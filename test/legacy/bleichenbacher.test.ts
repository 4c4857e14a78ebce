/**
 * Bleichenbacher's attack and its heirs (ROBOT, DROWN) against our server: whatever a client encrypts
 * in place of a secret, the server does and says the same, and ends at the Finished only (RFC 5246
 * 7.4.7.1). The client is ours, but for what it encrypts.
 */
import { describe, expect, it } from 'vitest';
import { encodeEncryptedPreMasterSecret } from '../../generated/messages.ts';
import type { CryptoProvider } from '../../runtime/crypto/provider.ts';
import { type Credential, TlsError, type TraceStep } from '../../runtime/index.ts';
import type { Legacy } from '../../runtime/legacy/legacy.ts';
import { makeLegacy } from '../../runtime/legacy/make-legacy.ts';
import { nodeLegacyLibrary } from '../../runtime/node/crypto/legacy.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import { legacy } from '../../runtime/node/legacy.ts';
import { connectionOf, errorOf, namesOf, tasksOf } from '../support/effects.ts';
import { Pair } from '../support/pair.ts';
import { decryptingPair, rsaDecrypter } from './identities.ts';

const modulusLength = 256;
const secretAt = modulusLength - 48;

/** A client that changes what it encrypts. */
function spoiling(spoil: (block: Uint8Array) => void): Legacy {
  return makeLegacy({
    ...nodeLegacyLibrary,
    rsaEncrypt(key, block) {
      const other = block.slice();
      spoil(other);
      return nodeLegacyLibrary.rsaEncrypt(key, other);
    },
  });
}

/** A client that sends this in place of what is encrypted. */
function sending(ciphertext: Uint8Array): Legacy {
  const body = encodeEncryptedPreMasterSecret({ encryptedPreMasterSecret: ciphertext });
  return { ...legacy, sendSecret: (...args) => ({ ...legacy.sendSecret(...args), body }) };
}

/** A client that means another version than its hello offered. */
function meaning(version: number): Legacy {
  return { ...legacy, sendSecret: (key, _, random) => legacy.sendSecret(key, version, random) };
}

const put = (at: number, ...bytes: readonly number[]) => spoiling((block) => block.set(bytes, at));

const kinds: readonly (readonly [string, Legacy])[] = [
  ['a secret for another version', meaning(0x0302)],
  ['a secret for no version', meaning(0)],
  ['a secret that is another', put(secretAt + 2, 1, 2, 3, 4)],
  ['second byte 1, the padding of signatures', put(1, 1)],
  ['second byte 0', put(1, 0)],
  ['a zero in the first eight bytes of padding', put(5, 0)],
  ['a zero in the middle of the padding: a secret too long', put(100, 0)],
  ['a zero one byte early: a secret of 49 bytes', put(secretAt - 2, 0, 7)],
  ['a zero one byte late: a secret of 47 bytes', put(secretAt - 1, 7, 0)],
  ['no zero at all', spoiling((block) => block.fill(7, 2))],
  ['nothing but zeros', spoiling((block) => block.fill(0))],
  ['no ciphertext', sending(new Uint8Array(0))],
  ['one byte', sending(Uint8Array.of(1))],
  ['a ciphertext that is too short', sending(new Uint8Array(modulusLength - 1).fill(1))],
  ['a ciphertext that is too long', sending(new Uint8Array(modulusLength + 1).fill(1))],
  ['a number larger than the modulus', sending(new Uint8Array(modulusLength).fill(255))],
  ['zero', sending(new Uint8Array(modulusLength))],
  ['one', sending(new Uint8Array(modulusLength).fill(1, modulusLength - 1))],
  ['random bytes', sending(new Uint8Array(modulusLength).fill(0x5a))],
];

const suites = ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_256_CBC_SHA'] as const;

/** All that can be seen of a server from outside, and what it did inside. */
function meet(
  cipherSuite: (typeof suites)[number],
  client: Legacy,
  credential: Credential = rsaDecrypter(),
) {
  const steps: string[] = [];
  const trace = ({ before, event, after }: TraceStep) =>
    steps.push(`${before} ${event.replace('task.failed', 'task.done')} ${after}`);
  const counted = counting(nodeProvider);
  const pair = new Pair({
    client: { legacy: client, cipherSuites: [cipherSuite], crypto: nodeProvider },
    server: { legacy, credentials: [credential], crypto: counted.crypto, trace },
  }).connect();
  return { pair, seen: { steps, ...seenOf(pair), hmacs: counted.calls() } };
}

function seenOf({ server }: Pair) {
  const { code, alert, state } = errorOf(server.effects) ?? {};
  const lengths = server.effects.map((one) => (one.type === 'write' ? one.data.length : 0));
  return { effects: namesOf(server.effects), lengths, code, alert, state };
}

function counting(crypto: CryptoProvider) {
  let calls = 0;
  const hmac: CryptoProvider['hmac'] = (...args) => {
    calls++;
    return crypto.hmac(...args);
  };
  return { crypto: { ...crypto, hmac }, calls: () => calls };
}

describe.each(suites)('%s', (suite) => {
  const reference = meet(suite, put(secretAt + 2, 9)).seen;

  it('the server ends at the Finished', () => {
    expect(reference).toMatchObject({ code: 'ERR_TLS_BAD_RECORD_MAC', alert: 'bad_record_mac' });
    expect(reference.state).toMatch(/waitClientFinished$/);
    expect(reference.steps.at(-2)).toContain('record.badMac');
  });

  it('a good secret leads to a connection', () => {
    expect(connectionOf(meet(suite, legacy).pair.server.effects)).toMatchObject({
      cipherSuite: suite,
      group: '',
    });
  });

  // RFC 5246 7.4.7.1: what was encrypted there is not even looked at.
  it('a wrong version in what is encrypted, by a client that goes on with the right one', () => {
    expect(connectionOf(meet(suite, put(secretAt, 3, 2)).pair.server.effects)).toBeDefined();
  });

  // @req 5246:7.4.7.1:2 5246:7.4.7.1:5 5246:7.4.7.1:6 5246:7.2.2:6
  it.each(kinds)('%s', (_, client) => {
    expect(meet(suite, client).seen).toEqual(reference);
  });

  it('a key that fails, and one that gives too few bytes, make no difference', () => {
    const fails = (): never => {
      throw new TlsError('ERR_TLS_INTERNAL');
    };
    const { certificates } = rsaDecrypter();
    const seenWith = (decrypt: NonNullable<Credential['decrypt']>) =>
      meet(suite, legacy, { certificates, decrypt }).seen;
    expect(seenWith(fails)).toEqual(reference);
    expect(seenWith(() => new Uint8Array(255))).toEqual(reference);
    expect(seenWith(() => new Uint8Array(0))).toEqual(reference);
  });
});

it('the key may be held elsewhere, and take its time', () => {
  const { certificates, decrypt } = rsaDecrypter();
  const cipherSuites = [suites[0]];
  const later: Credential = { certificates, decrypt: () => undefined };
  const pair = new Pair({
    client: { legacy, cipherSuites, crypto: nodeProvider },
    server: { legacy, credentials: [later], crypto: nodeProvider },
  }).connect();
  const [task] = tasksOf(pair.server.effects);
  if (task?.kind !== 'decrypt') return expect.fail('nobody asks');
  expect(connectionOf(pair.server.effects)).toBeUndefined();
  const block = decrypt?.(task.request) ?? new Uint8Array(0);
  pair.server.do((engine) => engine.answer(task.id, { kind: 'decrypt', block }));
  pair.run();
  expect(connectionOf(pair.server.effects)).toMatchObject({ cipherSuite: suites[0] });
  expect(connectionOf(pair.client.effects)).toMatchObject({ cipherSuite: suites[0] });
});

it('the key is as long as these tests believe', () => {
  expect(decryptingPair.subjectPublicKeyInfo.length).toBeGreaterThan(modulusLength);
});
