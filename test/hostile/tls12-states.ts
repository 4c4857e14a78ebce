/**
 * In every state of TLS 1.2 that reads, on real sockets: messages that are out of order, records that
 * no state takes, alerts of both levels, and ends of the stream. The peer sees the one right alert,
 * in the clear or under the keys as RFC 5246 7.1 has it, and then the end of the stream, never a
 * reset; the owner gets an error that says what was expected; the next client is served.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertName } from '../../runtime/index.ts';
import { closeAll } from '../node/network.ts';
import type { RecordScript, SendScript } from '../support/puppet-script.ts';
import { isConnected } from '../support/states.ts';
import { bytes, type Part } from './hand-made.ts';
import { alert, alertSeen, bytesRecord, message } from './puppet-peer.ts';
import { meet, type Stage } from './stages.ts';
import { Target } from './target.ts';
import { tls12Places } from './tls12-stages.ts';

const allMessages = [
  'HelloRequest',
  'ClientHello',
  'ServerHello',
  'NewSessionTicket',
  'EncryptedExtensions',
  'Certificate',
  'CertificateStatus',
  'ServerKeyExchange',
  'CertificateRequest',
  'ServerHelloDone',
  'CertificateVerify',
  'ClientKeyExchange',
  'Finished',
  'KeyUpdate',
];

interface Fault {
  readonly what: string;
  readonly record: (stage: Stage) => SendScript;
  readonly alert: AlertName;
  readonly code: string;
  /** Only while there are no keys, or only when there are. */
  readonly only?: 'plaintext' | 'protected';
}

const corrupted = (script: RecordScript): RecordScript => ({ ...script, isCorrupted: true });
const content = (contentType: number, content: Uint8Array) => (stage: Stage) =>
  bytesRecord(stage.reads, contentType, content);
const raw = (...parts: readonly Part[]) => ({ kind: 'raw', bytes: bytes(...parts) }) as const;

const badMac = { alert: 'bad_record_mac', code: 'ERR_TLS_BAD_RECORD_MAC' } as const;
const tooLong = { alert: 'record_overflow', code: 'ERR_TLS_RECORD_OVERFLOW' } as const;
const empty = { alert: 'unexpected_message', code: 'ERR_TLS_EMPTY_RECORD' } as const;
const unknown = { alert: 'unexpected_message', code: 'ERR_TLS_UNKNOWN_RECORD_TYPE' } as const;

const faults: readonly Fault[] = [
  {
    what: 'a record that does not decrypt',
    record: ({ reads }) => corrupted(bytesRecord(reads, 23, new Uint8Array(100))),
    ...badMac,
    only: 'protected',
  },
  {
    what: 'a record in the clear, behind the change_cipher_spec',
    record: () => message('plaintext', 'Finished'),
    ...badMac,
    only: 'protected',
  },
  {
    what: 'a record that is shorter than its nonce and tag',
    record: () => raw(23, 3, 3, 0, 23, new Uint8Array(23)),
    ...badMac,
    only: 'protected',
  },
  {
    what: 'a record that announces more than any protection adds',
    record: () => raw(23, 3, 3, 0x48, 0x01),
    ...tooLong,
    only: 'protected',
  },
  {
    what: 'a record in the clear that announces too much',
    record: () => raw(22, 3, 3, 0x40, 0x01),
    ...tooLong,
    only: 'plaintext',
  },
  {
    what: 'a protected record with a byte too many inside',
    record: content(23, new Uint8Array(2 ** 14 + 1)),
    ...tooLong,
    only: 'protected',
  },
  { what: 'a handshake record without content', record: content(22, new Uint8Array(0)), ...empty },
  { what: 'an alert record without content', record: content(21, new Uint8Array(0)), ...empty },
  {
    what: 'a change_cipher_spec that is not the byte 1',
    record: content(20, bytes(2)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
  },
  { what: 'a record of unknown type', record: content(99, bytes(1)), ...unknown },
];

/** @param amount every message that is out of order, or one in each state */
export function testTls12States(amount: 'all messages' | 'one message'): void {
  let target: Target;

  beforeEach(async () => {
    target = await Target.start();
  });
  afterEach(async () => {
    await target.expectFit();
    await closeAll();
  });

  describe.each(tls12Places)('TLS 1.2, our $role in $state', ({ role, stage }) => {
    const isProtected = stage.reads !== 'plaintext';
    const isThere = isConnected(role, stage.state);
    // RFC 5246 7.4.1.1: a client ignores it in a handshake.
    const isIgnored = (name: string) => name === 'HelloRequest' && role === 'client';
    const wrong = allMessages.filter((name) => !stage.takes.includes(name) && !isIgnored(name));

    test.each(amount === 'all messages' ? wrong : wrong.slice(-1))(
      '%s is out of order',
      async (name) => {
        const { puppet, error } = await meet(role, stage, target);
        puppet.say(message(stage.reads, name));
        expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
        const told = await error;
        expect(told).toMatchObject({
          code: 'ERR_TLS_UNEXPECTED_MESSAGE',
          alert: 'unexpected_message',
          origin: 'local',
        });
        expect(told.message).toBe(
          `${expectedBut(spoken(name), stage)}, got ${spoken(name)} in ${stage.state}`,
        );
      },
    );

    const fitting = faults.filter(
      ({ only }) => only === undefined || isProtected === (only === 'protected'),
    );
    test.each(fitting)('$what', async ({ record, alert: name, code }) => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.say(record(stage));
      expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, name)]);
      expect(await error).toMatchObject({ code, alert: name, origin: 'local', state: stage.state });
    });

    if (!isThere) {
      test('application data before its time', async () => {
        const { puppet, error } = await meet(role, stage, target);
        puppet.say(bytesRecord(stage.reads, 23, bytes('too early')));
        expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
        const told = await error;
        const code = isProtected ? 'ERR_TLS_UNEXPECTED_MESSAGE' : 'ERR_TLS_UNEXPECTED_PROTECTION';
        expect(told).toMatchObject({ code, alert: 'unexpected_message', origin: 'local' });
        expect(told.message).toBe(
          isProtected
            ? `${stage.expected}, got application data in ${stage.state}`
            : 'a protected record before there are keys',
        );
      });

      test('close_notify is answered with one, and no clean end', async () => {
        const { puppet, error } = await meet(role, stage, target);
        puppet.say(alert(stage.reads, 'close_notify'));
        expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'close_notify')]);
        expect(await error).toMatchObject({ code: 'ERR_TLS_PEER_CLOSED', state: stage.state });
      });
    }

    test('a fatal alert ends it without a word, in one record with a warning or in two', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.say(bytesRecord(stage.reads, 21, bytes(1, 100, 2)));
      puppet.say(bytesRecord(stage.reads, 21, bytes(80)));
      expect(await puppet.lastWords()).toEqual([]);
      expect(await error).toMatchObject({
        code: 'ERR_TLS_PEER_ALERT',
        alert: 'internal_error',
        origin: 'peer',
        state: stage.state,
      });
    });

    test('the end of the stream is told and not answered', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.socket.end();
      expect(await puppet.lastWords()).toEqual([]);
      expect(await error).toMatchObject({ code: 'ERR_TLS_TRUNCATED', state: stage.state });
    });

    test('a reset is told, even where Node takes it for an end', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.socket.resetAndDestroy();
      expect(await error).toMatchObject({
        code: expect.stringMatching(/^ERR_TLS_(TRANSPORT|TRUNCATED)$/),
      });
    });

    test('five warnings are one too many', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.say(bytesRecord(stage.reads, 21, bytes(...Array(4).fill(bytes(1, 41)))));
      puppet.say(alert(stage.reads, 'user_canceled'));
      expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
      expect(await error).toMatchObject({
        code: 'ERR_TLS_FLOOD',
        message: expect.stringContaining('4 warning alerts'),
      });
    });
  });
}

/** What is expected besides: the words of a state are those for all versions. */
function expectedBut(received: string, { expected }: Stage): string {
  const names = expected.replace('expected ', '').split(' or ');
  return `expected ${names.filter((name) => name !== received).join(' or ')}`;
}

/** The words for a message that came. */
function spoken(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
