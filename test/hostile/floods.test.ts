/**
 * How often a peer can make us do something for nothing: one table of the caps. So many are borne,
 * one more gets its alert and the end, and what a peer still pours out is kept by nobody. The numbers
 * are written here once more on purpose: whoever changes one means it.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AlertName } from '../../runtime/index.ts';
import { waiting, waits } from '../engine/waits.ts';
import { closeAll, dialTcp } from '../node/network.ts';
import { errorOf } from '../support/effects.ts';
import type { Epoch, Role, Seen, SendScript } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { bytes, garbage, record } from './hand-made.ts';
import { type HeldBytes, oneRead, watchReaders } from './held.ts';
import { alert, alertSeen, bytesRecord, message, PuppetPeer } from './puppet-peer.ts';
import { clientStages, meet, serverStages, stageOf } from './stages.ts';
import { Target } from './target.ts';

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

/** One thing too many of something, whatever comes after it. */
interface Flood {
  readonly what: string;
  readonly role: Role;
  readonly state: string;
  readonly cap: number;
  /** The one with this number, from 0. */
  readonly one: (index: number) => SendScript;
  /** As the error tells it. */
  readonly told: string;
}

/** To both machines, which are the same from there on. */
const connected = ServerState.CONNECTED;
const empty = bytesRecord('application', 23, new Uint8Array(0));
const data = bytesRecord('application', 23, bytes('x'));
const ccs = bytesRecord('plaintext', 20, bytes(1));
const keyUpdate = message('application', 'KeyUpdate');
const ticket = message('application', 'NewSessionTicket');
/** Refused in every state, under any keys, for a reason of its own. */
const strange = { kind: 'raw', bytes: record(99, 0) } as const;
const more = { kind: 'raw', bytes: garbage(4 * oneRead, 1) } as const;

const emptyRecords = { what: 'empty records', cap: 32, told: '32 empty records in a row' };
const warnings = { what: 'user_canceled', cap: 4, told: '4 warning alerts' };
const ccsRecords = { what: 'change_cipher_spec', cap: 32, told: '32 change_cipher_spec records' };
const messages = { cap: 32, told: '32 post-handshake messages without data' };
const keyUpdates = { ...messages, what: 'KeyUpdate', state: connected, one: () => keyUpdate };
const inApplication = { state: connected, one: () => alert('application', 'user_canceled') };
const inTheClear = { one: () => alert('plaintext', 'user_canceled') };
const inHandshake = { one: () => alert('handshake', 'user_canceled') };

const floods: readonly Flood[] = [
  { ...emptyRecords, role: 'server', state: connected, one: () => empty },
  { ...emptyRecords, role: 'client', state: connected, one: () => empty },
  { ...warnings, role: 'server', state: ServerState.START, ...inTheClear },
  { ...warnings, role: 'server', state: ServerState.WAIT_FINISHED, ...inHandshake },
  { ...warnings, role: 'server', ...inApplication },
  { ...warnings, role: 'client', state: ClientState.WAIT_SH, ...inTheClear },
  { ...warnings, role: 'client', state: ClientState.WAIT_FINISHED, ...inHandshake },
  { ...warnings, role: 'client', ...inApplication },
  { ...ccsRecords, role: 'server', state: ServerState.WAIT_FINISHED, one: () => ccs },
  { ...ccsRecords, role: 'client', state: ClientState.WAIT_SH, one: () => ccs },
  { ...ccsRecords, role: 'client', state: ClientState.WAIT_CERT_CR, one: () => ccs },
  { ...keyUpdates, role: 'server' },
  { ...keyUpdates, role: 'client' },
  { ...messages, what: 'NewSessionTicket', role: 'client', state: connected, one: () => ticket },
  {
    ...messages,
    what: 'NewSessionTicket and KeyUpdate',
    role: 'client',
    state: connected,
    one: (index) => (index % 2 === 0 ? ticket : keyUpdate),
  },
];

describe.each(floods)('$what to our $role in $state', ({ role, state, cap, one, told }) => {
  const stage = stageOf(role === 'server' ? serverStages : clientStages, state);
  const manyOf = (count: number) => Array.from({ length: count }, (_, index) => one(index));

  test(`${cap} are borne`, async () => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(...manyOf(cap), strange);
    expect(alertsOf(await puppet.lastWords())).toEqual([
      alertSeen(stage.writes, 'unexpected_message'),
    ]);
    expect(await error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE', state });
  });

  test('one more is not, and nothing that follows is kept', async () => {
    const { puppet, error } = await meet(role, stage, target);
    held.clear();
    puppet.say(...manyOf(cap + 1), more);
    expect(alertsOf(await puppet.lastWords())).toEqual([
      alertSeen(stage.writes, 'unexpected_message'),
    ]);
    expect(await error).toMatchObject({
      code: 'ERR_TLS_FLOOD',
      alert: 'unexpected_message',
      message: expect.stringContaining(`more than ${told}`),
      state,
    });
    expect(held.most()).toBeLessThanOrEqual(oneRead);
    expect(held.now()).toBe(0);
  });
});

test.each(['server', 'client'] as const)('data between them: our %s counts anew', async (role) => {
  const stage = stageOf(role === 'server' ? serverStages : clientStages, connected);
  const { puppet, error } = await meet(role, stage, target);
  const row = (one: SendScript) => Array<SendScript>(32).fill(one);
  puppet.say(...row(empty), ...row(keyUpdate), data, ...row(empty), ...row(keyUpdate), strange);
  await puppet.lastWords();
  expect(await error).toMatchObject({ code: 'ERR_TLS_UNKNOWN_RECORD_TYPE', state: connected });
});

describe('early data that nobody here can read', () => {
  const cap = 65_536;
  /** The inner content type and the tag. */
  const overhead = 1 + 16;
  const offer = { kind: 'with', name: 'early_data' } as const;
  const noShare = { kind: 'set', name: 'key_share', value: 'none' } as const;

  /** Early data in four records, which together have so many protected bytes. */
  const earlyData = (length: number) =>
    [0, 1, 2, 3].map((index) => {
      const isLast = index === 3;
      const part = isLast ? length - 3 * (cap / 4) : cap / 4;
      return bytesRecord('early', 23, new Uint8Array(part - overhead));
    });

  test.each([0, 1])('after the ServerHello: the limit and %i more', async (excess) => {
    const puppet = new PuppetPeer('client', dialTcp(target.port));
    puppet.say(message('plaintext', 'ClientHello', offer), ...earlyData(cap + excess));
    await puppet.sees('Finished');
    if (excess === 0) puppet.say(message('handshake', 'Finished'), strange);
    await expectOutcome(puppet, { excess, epoch: 'application', state: connected });
  });

  test.each([0, 1])('after the HelloRetryRequest: the limit and %i more', async (excess) => {
    const puppet = new PuppetPeer('client', dialTcp(target.port));
    puppet.say(message('plaintext', 'ClientHello', offer, noShare), ...earlyData(cap + excess));
    await puppet.sees('HelloRetryRequest');
    if (excess === 0) {
      puppet.say(message('plaintext', 'ClientHello'));
      await puppet.sees('Finished');
      puppet.say(strange);
    }
    const epoch = excess === 0 ? 'application' : 'plaintext';
    await expectOutcome(puppet, { excess, epoch, state: ServerState.WAIT_FINISHED });
  });

  interface Outcome {
    readonly excess: number;
    readonly epoch: Epoch;
    /** Where the connection has come to, if it was borne. */
    readonly state: string;
  }

  async function expectOutcome(puppet: PuppetPeer, outcome: Outcome): Promise<void> {
    const { excess, epoch, state } = outcome;
    const alertName: AlertName = 'unexpected_message';
    expect(alertsOf(await puppet.lastWords())).toEqual([alertSeen(epoch, alertName)]);
    const borne = { code: 'ERR_TLS_UNKNOWN_RECORD_TYPE', state };
    const message = `more than ${cap} bytes of refused early data`;
    expect(await target.error()).toMatchObject(
      excess === 0 ? borne : { code: 'ERR_TLS_FLOOD', alert: alertName, message },
    );
    expect(held.most()).toBeLessThanOrEqual(cap / 4 + oneRead);
  }
});

describe.each(waits)('bytes to our $role in $state, whoever reads them meanwhile', (wait) => {
  const cap = 262_144;
  const junk = new Uint8Array(cap + 1);
  junk.set([23, 3, 3, 0x40, 0]);

  test('as many as may be held are held', () => {
    const { end } = waiting(wait);
    expect(end.receive(junk.subarray(0, cap))).toEqual([]);
    expect(end.engine.state).toBe(wait.state);
  });

  test('one more is not', () => {
    const { end } = waiting(wait);
    end.receive(junk);
    expect(end.engine.failure).toMatchObject({
      code: 'ERR_TLS_FLOOD',
      alert: 'unexpected_message',
      message: expect.stringContaining(`more than ${cap} bytes`),
    });
    expect(held.now()).toBe(0);
    expect(errorOf(end.do((engine) => engine.receiveEnd()))).toBe(end.engine.failure);
  });
});

/** What a peer sees, without change_cipher_spec and the answers to KeyUpdates. */
function alertsOf(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter((one) => one.kind === 'bytes' && one.contentType === 21);
}
