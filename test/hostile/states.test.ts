/**
 * In every state that reads, on real sockets: every message that is out of order, and every record
 * that no state takes. The peer sees the one right alert under the right keys and then the end of
 * the stream, never a reset; the owner gets an error that says what was expected; the sockets are
 * closed; the next client is served.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertName } from '../../runtime/index.ts';
import { closeAll } from '../node/network.ts';
import type { RecordScript, SendScript } from '../support/puppet-script.ts';
import { ClientState, isConnected } from '../support/states.ts';
import { bytes, type Part } from './hand-made.ts';
import { alert, alertSeen, bytesRecord, message } from './puppet-peer.ts';
import { meet, places, type Stage } from './stages.ts';
import { Target } from './target.ts';

let target: Target;

beforeEach(async () => {
  target = await Target.start();
});
afterEach(async () => {
  await target.expectFit();
  await closeAll();
});

const allMessages = [
  'HelloRequest',
  'ClientHello',
  'ServerHello',
  'NewSessionTicket',
  'EndOfEarlyData',
  'EncryptedExtensions',
  'Certificate',
  'CertificateRequest',
  'CertificateVerify',
  'Finished',
  'KeyUpdate',
];

/** The words for a message that came. */
function spoken(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

interface Fault {
  readonly what: string;
  readonly record: (stage: Stage) => SendScript;
  readonly alert: AlertName;
  readonly code: string;
  /** Only while there are no keys, or only when there are. */
  readonly only?: 'plaintext' | 'protected';
}

const corrupted = (script: RecordScript): RecordScript => ({ ...script, isCorrupted: true });
const inner = (contentType: number, content: Uint8Array) => (stage: Stage) =>
  bytesRecord(stage.reads, contentType, content);
const raw = (...parts: readonly Part[]) => ({ kind: 'raw', bytes: bytes(...parts) }) as const;

const faults: readonly Fault[] = [
  {
    what: 'a record that does not decrypt',
    record: ({ reads }) => corrupted(bytesRecord(reads, 23, new Uint8Array(100))),
    alert: 'bad_record_mac',
    code: 'ERR_TLS_BAD_RECORD_MAC',
    only: 'protected',
  },
  {
    what: 'a handshake record in the clear',
    record: () => message('plaintext', 'Finished'),
    alert: 'unexpected_message',
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    only: 'protected',
  },
  {
    what: 'a protected record',
    record: () => bytesRecord('application', 23, new Uint8Array(100)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_UNEXPECTED_PROTECTION',
    only: 'plaintext',
  },
  {
    what: 'a protected record that announces too much',
    record: () => raw(23, 3, 3, 0x41, 0x01),
    alert: 'record_overflow',
    code: 'ERR_TLS_RECORD_OVERFLOW',
  },
  {
    what: 'a handshake record that announces too much',
    record: () => raw(22, 3, 3, 0x40, 0x01),
    alert: 'record_overflow',
    code: 'ERR_TLS_RECORD_OVERFLOW',
  },
  {
    what: 'a protected record with a byte too many inside',
    record: inner(23, new Uint8Array(2 ** 14 + 1)),
    alert: 'record_overflow',
    code: 'ERR_TLS_RECORD_OVERFLOW',
    only: 'protected',
  },
  {
    what: 'a protected record of padding only',
    record: inner(0, new Uint8Array(10)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_EMPTY_RECORD',
    only: 'protected',
  },
  {
    what: 'a handshake record without content',
    record: inner(22, new Uint8Array(0)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_EMPTY_RECORD',
  },
  {
    what: 'an alert record without content',
    record: inner(21, new Uint8Array(0)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_EMPTY_RECORD',
  },
  {
    what: 'two alerts in one record',
    record: inner(21, bytes(1, 90, 1, 0)),
    alert: 'decode_error',
    code: 'ERR_TLS_DECODE',
  },
  {
    what: 'a protected change_cipher_spec',
    record: inner(20, bytes(1)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
    only: 'protected',
  },
  {
    what: 'a change_cipher_spec that is not the byte 1',
    record: () => bytesRecord('plaintext', 20, bytes(2)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC',
  },
  {
    what: 'a record of unknown type inside',
    record: inner(99, bytes(1)),
    alert: 'unexpected_message',
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
  },
  {
    what: 'a record of unknown type',
    record: () => raw(99, 3, 3, 0, 1, 0),
    alert: 'unexpected_message',
    code: 'ERR_TLS_UNKNOWN_RECORD_TYPE',
  },
];

describe.each(places)('our $role in $state', ({ role, stage }) => {
  const isProtected = stage.reads !== 'plaintext';

  // Before the version is chosen a client ignores it (RFC 5246 7.4.1.1).
  const isIgnored = (name: string) =>
    name === 'HelloRequest' && role === 'client' && stage.state === ClientState.WAIT_SH;
  const wrong = allMessages.filter((name) => !stage.takes.includes(name) && !isIgnored(name));
  // A puppet of a client has no share to answer, a ServerHello needs one.
  const possible = wrong.filter((name) => role === 'client' || name !== 'ServerHello');
  // @req 9846:4:2
  test.each(possible)('%s is out of order', async (name) => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(message(stage.reads, name));
    expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
    expect(await error).toMatchObject({
      code: 'ERR_TLS_UNEXPECTED_MESSAGE',
      alert: 'unexpected_message',
      origin: 'local',
      message: `${stage.expected}, got ${spoken(name)} in ${stage.state}`,
    });
  });

  const fitting = faults.filter(
    ({ only }) => only === undefined || isProtected === (only === 'protected'),
  );
  test.each(fitting)('$what', async ({ record, alert: name, code }) => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(record(stage));
    expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, name)]);
    expect(await error).toMatchObject({ code, alert: name, origin: 'local', state: stage.state });
  });

  if (isProtected && stage.reads !== 'application') {
    test('application data before its time', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.say(bytesRecord(stage.reads, 23, bytes('too early')));
      expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
      expect(await error).toMatchObject({
        code: 'ERR_TLS_UNEXPECTED_MESSAGE',
        message: `${stage.expected}, got application data in ${stage.state}`,
      });
    });
  }

  test('a fatal alert ends it without a word', async () => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(alert(stage.reads, 'internal_error'));
    expect(await puppet.lastWords()).toEqual([]);
    // A client does not know by then whether the server has accepted it.
    const isUnconfirmed = role === 'client' && stage.reads === 'application';
    expect(await error).toMatchObject({
      code: isUnconfirmed ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' : 'ERR_TLS_PEER_ALERT',
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

  if (!isConnected(role, stage.state)) {
    test('close_notify is answered with one, and no clean end', async () => {
      const { puppet, error } = await meet(role, stage, target);
      puppet.say(alert(stage.reads, 'close_notify'));
      expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'close_notify')]);
      expect(await error).toMatchObject({ code: 'ERR_TLS_PEER_CLOSED', state: stage.state });
    });
  }

  test('five times user_canceled is once too often', async () => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(...Array(5).fill(alert(stage.reads, 'user_canceled')));
    expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'unexpected_message')]);
    expect(await error).toMatchObject({
      code: 'ERR_TLS_FLOOD',
      message: expect.stringContaining('4 warning alerts'),
    });
  });
});
