/**
 * What a peer can make us hold, seen from a real socket: messages as long as they may be, tiny
 * records, slow ones, and what comes while nobody reads. How often it can make us do something for
 * nothing is in `floods.test.ts`.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PeerVerdict, TlsSocket } from '../../runtime/node/index.ts';
import { closeAll, dial, dialTcp, errorOf, serve, serveTcp } from '../node/network.ts';
import { randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import { recordOf, type SendScript } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { bytes, garbage, record } from './hand-made.ts';
import { type HeldBytes, oneRead, watchReaders } from './held.ts';
import { Mailbox } from './mailbox.ts';
import { alertSeen, bytesRecord, message, PuppetPeer } from './puppet-peer.ts';
import { heard } from './raw-peer.ts';
import { clientStages, meet, rightPlaces, type Stage, serverStages, stageOf } from './stages.ts';
import { Target } from './target.ts';
import { turns, until } from './turns.ts';

const KiB = 1024;
/** In bytes. */
const recordHeader = 5;
const messageHeader = 4;
/** A protected record with one byte of data. */
const tinyRecord = 5 + 1 + 1 + 16;

/** The longest body of each message, by its type. */
const limits: Readonly<Record<string, readonly [type: number, limit: number]>> = {
  ClientHello: [1, 64 * KiB],
  ServerHello: [2, 64 * KiB],
  NewSessionTicket: [4, 16 * KiB],
  EncryptedExtensions: [8, 16 * KiB],
  Certificate: [11, 128 * KiB],
  CertificateRequest: [13, 128 * KiB],
  CertificateVerify: [15, 16 * KiB],
  Finished: [20, 64],
  KeyUpdate: [24, 64],
};

let target: Target;
let held: HeldBytes;

beforeEach(async () => {
  target = await Target.start();
  held = watchReaders();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await target.expectFit();
  await closeAll();
});

describe.each(rightPlaces)('our $role in $state: $name', ({ role, stage, name }) => {
  const [type, limit] = limits[name] ?? [0, 0];
  const isHello = name.endsWith('Hello');

  test('a byte over its limit is refused by its header', async () => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(bytesRecord(stage.reads, 22, header(type, limit + 1)));
    const alert = isHello ? 'illegal_parameter' : 'decode_error';
    expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, alert)]);
    expect(await error).toMatchObject({
      code: isHello ? 'ERR_TLS_HELLO_TOO_LARGE' : 'ERR_TLS_MESSAGE_TOO_LARGE',
      state: stage.state,
    });
  });

  test('of its limit is waited for, held once, and let go', async () => {
    const { puppet, error } = await meet(role, stage, target);
    held.clear();
    puppet.say(...inRecords(stage, bytes(header(type, limit), new Uint8Array(limit - 1))));
    await until(() => held.now() === limit + 3);
    puppet.socket.end();
    expect(await puppet.lastWords()).toEqual([]);
    expect(await error).toMatchObject({ code: 'ERR_TLS_TRUNCATED', state: stage.state });
    expect(held.most()).toBeLessThanOrEqual(limit + 3 + oneRead);
    expect(held.now()).toBe(0);
  });
});

describe('our server, which has asked for a certificate', () => {
  test.each([
    ['Certificate', ServerState.WAIT_CERT],
    ['CertificateVerify', ServerState.WAIT_CV],
  ])('%s: at its limit, and over it', async (name, state) => {
    const [type, limit] = limits[name] ?? [0, 0];
    const longest = await greetAsking();
    if (name === 'CertificateVerify') longest.say(message('handshake', 'Certificate'));
    longest.say(bytesRecord('handshake', 22, header(type, limit)));
    longest.socket.end();
    expect(await longest.lastWords()).toEqual([]);
    expect(await asking.error()).toMatchObject({
      code: 'ERR_TLS_TRUNCATED',
      state,
    });

    const tooLong = await greetAsking();
    if (name === 'CertificateVerify') tooLong.say(message('handshake', 'Certificate'));
    tooLong.say(bytesRecord('handshake', 22, header(type, limit + 1)));
    expect(await tooLong.lastWords()).toEqual([alertSeen('application', 'decode_error')]);
    expect(await asking.error()).toMatchObject({
      code: 'ERR_TLS_MESSAGE_TOO_LARGE',
      state,
    });
    await asking.isAlone();
  });

  let asking: Target;

  beforeEach(async () => {
    const verifyPeer = () => ({ accepted: true }) as const;
    asking = await Target.start({ clientAuth: 'require', verifyPeer });
  });

  async function greetAsking(): Promise<PuppetPeer> {
    const puppet = new PuppetPeer('client', dialTcp(asking.port));
    puppet.say(message('plaintext', 'ClientHello'));
    await puppet.sees('Finished');
    return puppet;
  }
});

test('a ClientHello of its limit is answered', async () => {
  const piece = (padding: number, index: number, of: number) => {
    const changes = [{ kind: 'set', name: 'padding', value: String(padding) }] as const;
    return recordOf('plaintext', [
      { kind: 'message', name: 'ClientHello', changes, piece: { index, of } },
    ]);
  };
  const withoutPadding = new Puppet('client', randomFrom('puppet')).send(piece(0, 1, 1));
  const padding = 64 * KiB - (withoutPadding.length - recordHeader - messageHeader);
  const puppet = new PuppetPeer('client', dialTcp(target.port));
  puppet.say(...[1, 2, 3, 4, 5].map((index) => piece(padding, index, 5)));
  await puppet.sees('Finished');
  puppet.socket.end();
  expect(await puppet.lastWords()).toEqual([]);
  expect(await target.error()).toMatchObject({
    code: 'ERR_TLS_TRUNCATED',
    state: ServerState.WAIT_FINISHED,
  });
});

test('a Certificate of a megabyte is refused by its header, and none of it is kept', async () => {
  const stage = stageOf(clientStages, ClientState.WAIT_CERT_CR);
  const { puppet, error } = await meet('client', stage, target);
  held.clear();
  puppet.say(...inRecords(stage, bytes(header(11, 1024 * KiB), new Uint8Array(1024 * KiB))));
  expect(await puppet.lastWords()).toEqual([alertSeen('handshake', 'decode_error')]);
  expect(await error).toMatchObject({
    code: 'ERR_TLS_MESSAGE_TOO_LARGE',
    message: 'certificate is longer than its limit',
  });
  expect(held.most()).toBeLessThanOrEqual(oneRead);
  expect(held.now()).toBe(0);
});

describe('tiny records', () => {
  test('a hello that never ends, in 60,000 of them', async () => {
    const puppet = new PuppetPeer('client', dialTcp(target.port));
    const content = bytes(header(1, 64 * KiB), new Uint8Array(60_000));
    puppet.socket.end(bytes(...Array.from(content, (byte) => record(22, byte))));
    expect(await puppet.lastWords()).toEqual([]);
    expect(await target.error()).toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
    expect(held.most()).toBeLessThanOrEqual(content.length + oneRead);
  });

  test('100,000 change_cipher_spec records', async () => {
    const stage = stageOf(serverStages, ServerState.WAIT_FINISHED);
    const { puppet, error } = await meet('server', stage, target);
    held.clear();
    puppet.say({ kind: 'raw', bytes: bytes(...Array<Buffer>(100_000).fill(record(20, 1))) });
    expect(await puppet.lastWords()).toEqual([alertSeen('application', 'unexpected_message')]);
    expect(await error).toMatchObject({ code: 'ERR_TLS_FLOOD' });
    expect(held.most()).toBeLessThanOrEqual(oneRead);
  });

  test('10,000 of data, and an owner who does not read', async () => {
    const owners = new Mailbox<TlsSocket>();
    const highWaterMark = 1_000;
    const { port } = await serve((socket) => owners.put(socket), { highWaterMark });
    const puppet = new PuppetPeer('client', dialTcp(port));
    puppet.say(message('plaintext', 'ClientHello'));
    await puppet.sees('Finished');
    puppet.say(message('handshake', 'Finished'));
    const one = bytesRecord('application', 23, bytes('x'));
    for (let i = 0; i < 10_000; i++) puppet.say(one);
    puppet.socket.end();
    const owner = await owners.take();
    await standsStill(() => owner.readableLength);
    expect(owner.readableLength).toBeGreaterThanOrEqual(highWaterMark);
    expect(owner.readableLength).toBeLessThan(highWaterMark + oneRead / tinyRecord);
    expect(held.most()).toBeLessThan(oneRead + tinyRecord);
    // Nothing is lost by it.
    let length = 0;
    owner.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    expect(await errorOf(owner)).toMatchObject({ code: 'ERR_TLS_TRUNCATED' });
    expect(length).toBe(10_000);
  });
});

test('a hello that comes byte by byte takes no longer than handshakeTimeout', async () => {
  const hurried = await Target.start({ handshakeTimeout: 200 });
  const peer = dialTcp(hurried.port);
  const answer = heard(peer);
  let isOver = false;
  peer.once('end', () => {
    isOver = true;
  });
  const records = bytes(...Array<Buffer>(4).fill(record(22, Buffer.alloc(2 ** 14, 1))));
  records.set(header(1, 64 * KiB), 5);
  for (let at = 0; at < records.length && !isOver; at++) {
    peer.write(records.subarray(at, at + 1));
    await turns(1);
  }
  peer.end();
  // user_canceled and close_notify.
  expect(await answer).toEqual(bytes(record(21, 1, 90), record(21, 1, 0)));
  expect(await hurried.error()).toMatchObject({
    code: 'ERR_TLS_HANDSHAKE_TIMEOUT',
    state: ServerState.START,
  });
  await hurried.isAlone();
});

describe('while an answer is waited for, the peer is not read', () => {
  const noise = { kind: 'raw', bytes: garbage(1024 * KiB, 0) } as const;

  test('our server, whose key is elsewhere', async () => {
    const { promise, give } = answerToCome<Uint8Array>();
    const slow = await Target.start({ key: undefined, sign: () => promise });
    const puppet = new PuppetPeer('client', dialTcp(slow.port));
    puppet.say(message('plaintext', 'ClientHello'), noise);
    await expectLittleHeld();
    give(Promise.reject(new Error('no key')));
    expect((await puppet.lastWords()).at(-1)).toEqual(alertSeen('handshake', 'internal_error'));
    expect(await slow.error()).toMatchObject({
      code: 'ERR_TLS_INTERNAL',
      state: ServerState.SIGNING,
    });
    await slow.isAlone();
  });

  test('our client, whose verifier takes its time', async () => {
    const { promise, give } = answerToCome<PeerVerdict>();
    const peers = new Mailbox<PuppetPeer>();
    const { port } = await serveTcp((socket) => peers.put(new PuppetPeer('server', socket)));
    const error = errorOf(await dial(port, { verifyPeer: () => promise }));
    const puppet = await peers.take();
    await puppet.sees('ClientHello');
    const flight = ['EncryptedExtensions', 'Certificate', 'CertificateVerify', 'Finished'];
    const protectedPart = flight.map((name) => message('handshake', name));
    puppet.say(message('plaintext', 'ServerHello'), ...protectedPart, noise);
    await expectLittleHeld();
    give({ accepted: false, code: 'ERR_TLS_CERT_REFUSED' });
    const alert = alertSeen('handshake', 'certificate_unknown');
    expect((await puppet.lastWords()).at(-1)).toEqual(alert);
    expect(await error).toMatchObject({ code: 'ERR_TLS_CERT_REFUSED' });
  });

  async function expectLittleHeld(): Promise<void> {
    await until(() => held.now() > 0);
    await standsStill(held.now);
    expect(held.most()).toBeLessThanOrEqual(oneRead);
  }

  function answerToCome<T>(): { promise: Promise<T>; give: (answer: T | Promise<T>) => void } {
    let give: (answer: T | Promise<T>) => void = () => {};
    const promise = new Promise<T>((resolve) => {
      give = resolve;
    });
    return { promise, give };
  }
});

/** The header of a handshake message that announces so much. */
function header(type: number, length: number): Uint8Array {
  return bytes(type, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

/** Waits until a number is the same for many turns of the loop. */
async function standsStill(number: () => number): Promise<void> {
  for (let before = Number.NaN; before !== number(); await turns(50)) before = number();
}

/** Handshake bytes in records that are as full as they may be. */
function inRecords({ reads }: Stage, content: Uint8Array): readonly SendScript[] {
  const records: SendScript[] = [];
  for (let at = 0; at < content.length; at += 2 ** 14) {
    records.push(bytesRecord(reads, 22, content.subarray(at, at + 2 ** 14)));
  }
  return records;
}
