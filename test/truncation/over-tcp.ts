/**
 * A client and a server on real sockets, and a middleman between them that cuts the connection off, by
 * FIN or by RST, at many bytes in either direction. What should have been heard is read from what
 * the middleman passed on, with the keys of the key log. RFC 9846 6.1: never a clean end without
 * close_notify, no data lost before the cut (but what a reset destroys in TCP), none changed, none
 * of a record that is cut. In TLS 1.2 one goodbye ends both directions: there the client says it when
 * it has its answer.
 */
import { afterEach, describe, expect, test } from 'vitest';
import type { ProtocolName } from '../../generated/registries.ts';
import type { TraceStep } from '../../runtime/index.ts';
import type { TlsSocket } from '../../runtime/node/index.ts';
import type { Role } from '../engine/replay.ts';
import { infoOf, statesOf } from '../engine/situations.ts';
import { readRecords, tappedSuites } from '../engine/wire-tap.ts';
import { closeAll, dial, serve } from '../node/network.ts';
import { recordsOf } from '../support/cuts.ts';
import { keyLogOf } from '../support/effects.ts';
import { isConnected } from '../support/states.ts';
import { type Cut, Middleman } from './middleman.ts';
import { Recording } from './recording.ts';
import { answer, question, saidTo } from './talker.ts';
import { type Account, Witness } from './witness.ts';

const roles = ['client', 'server'] as const;
const own = { cipherSuites: tappedSuites };

/** What became of a conversation, seen from one side. */
interface Outcome extends Account {
  /** What the middleman passed on to this side. */
  readonly passed: Recording;
}

/** Where something of the peer may still be due. */
function readingStates(role: Role): readonly string[] {
  const isReading = (state: string) => infoOf(role, state).tags.includes('reading');
  return statesOf[role].filter((state) => isReading(state) || isConnected(role, state));
}

/** @param hows how it is cut off: by FIN, or also by RST, and where truncation is allowed */
export function testCutsOverTcp(version: ProtocolName, hows: 'FIN' | 'all'): void {
  afterEach(closeAll);

  test(`in ${version}, nothing is cut: both hear everything and the end of it`, async () => {
    const outcomes = await converse(version);
    for (const role of roles) {
      const { data, error, hasEnded, passed } = outcomes[role];
      expect([error, hasEnded]).toEqual([undefined, true]);
      expect(new Uint8Array(data)).toEqual(saidTo(role));
      expect(passed.dataWithin(Infinity)).toEqual(saidTo(role));
      expect(passed.isGoodbyeWithin(Infinity)).toBe(true);
    }
  });

  describe.each(roles)(`in ${version}, cut on the way to the %s`, (to) => {
    test('a slow reader has all the data before the error', async () => {
      // In the last record with data: a signature may have some bytes less in the other one.
      const at = ((await converse(version))[to].passed.ends.at(-2) ?? 0) - 12;
      const { data, error, passed } = (await converse(version, { to, at, how: 'FIN' }, {}, to))[to];
      expect(data.length).toBeGreaterThan(0);
      expect(new Uint8Array(data)).toEqual(passed.dataWithin(Infinity));
      expect(error?.code).toBe(truncated);
    });

    test('FIN', async () => {
      for (const at of await placesToCut(version, to)) {
        const outcomes = await converse(version, { to, at, how: 'FIN' });
        for (const role of roles) {
          const { data, error, hasEnded, passed } = outcomes[role];
          const where = `${role} after ${at} bytes to the ${to}`;
          expect(new Uint8Array(data), where).toEqual(passed.dataWithin(Infinity));
          const isClean = passed.isGoodbyeWithin(Infinity);
          expect([error?.code, hasEnded], where).toEqual([
            isClean ? undefined : truncated,
            isClean,
          ]);
          if (!isClean) expect(readingStates(role), where).toContain(error?.state);
        }
      }
    });

    if (hows === 'FIN') return;

    test('RST', async () => {
      for (const at of await placesToCut(version, to)) {
        const outcomes = await converse(version, { to, at, how: 'RST' });
        for (const role of roles) {
          const { data, error, hasEnded, passed } = outcomes[role];
          const where = `${role} after ${at} bytes to the ${to}`;
          const due = Buffer.from(passed.dataWithin(Infinity)).toString();
          expect(due.startsWith(data.toString()), where).toBe(true);
          // Who has heard the goodbye may have ended well, or was cut off while it answered.
          if (!passed.isGoodbyeWithin(Infinity))
            expect([hasEnded, error?.code], where).toEqual([false, reset]);
        }
      }
    });

    test('FIN, where truncation is allowed', async () => {
      for (const at of await placesToCut(version, to)) {
        const outcomes = await converse(version, { to, at, how: 'FIN' }, { allowTruncation: true });
        for (const role of roles) {
          const { data, error, hasEnded, passed } = outcomes[role];
          const where = `${role} after ${at} bytes to the ${to}`;
          expect(new Uint8Array(data), where).toEqual(passed.dataWithin(Infinity));
          const isClean = passed.isFinishedWithin(Infinity);
          expect([error?.code, hasEnded], where).toEqual([
            isClean ? undefined : truncated,
            isClean,
          ]);
        }
      }
    });
  });
}

const truncated = 'ERR_TLS_TRUNCATED';
/** Where a reset is noticed while we write, Node tells of an end. */
const reset = expect.stringMatching(/^ERR_TLS_(TRANSPORT|TRUNCATED)$/);

/** Around the ends of records, and in their midst; one more is never reached. */
async function placesToCut(version: ProtocolName, to: Role): Promise<readonly number[]> {
  const { ends } = (await converse(version))[to].passed;
  return [0, ...ends].flatMap((end, index, all) => {
    const next = all[index + 1] ?? end;
    return [...new Set([end, Math.floor((end + next) / 2), next - 1])];
  });
}

/**
 * A conversation, cut off when the middleman has passed so much on to one side.
 * @param slow reads nothing before the end of the stream has come
 */
async function converse(
  version: ProtocolName,
  cut?: { readonly to: Role; readonly at: number; readonly how: Cut },
  options: { readonly allowTruncation?: boolean } = {},
  slow?: Role,
): Promise<Readonly<Record<Role, Outcome>>> {
  let sleeper: TlsSocket | undefined;
  const wake = ({ event }: TraceStep) => {
    if (event === 'io.eof') setImmediate(() => sleeper?.resume());
  };
  const optionsOf = (role: Role) => ({
    ...{ ...own, ...options, minVersion: version, maxVersion: version },
    ...(role === slow && { trace: wake }),
  });
  const onConnection = (socket: TlsSocket) => {
    if (slow === 'server') sleeper = socket.pause();
    else answerOnce(socket);
  };
  const { server, port } = await serve(onConnection, optionsOf('server'));
  const atServer = Witness.of(server);
  const allowed = cut && { [cut.to]: cut.at };
  const middleman = await Middleman.open(port, allowed, (one) => void (cut && one.cut(cut.how)));
  const client = await dial(middleman.port, optionsOf('client'));
  const lines: string[] = [];
  client.on('keylog', (line: Buffer) => lines.push(line.toString().trimEnd()));
  const atClient = new Witness().watch(client);
  if (slow === 'client') sleeper = client.pause();
  client.once('secureConnect', () => {
    for (const data of question) client.write(data);
    if (version === 'TLSv1.3') client.end();
    else endWhenAnswered(client);
  });
  const accounts = { client: await atClient.account, server: await atServer.account };
  const secrets = secretsIn(lines);
  const dialogue = {
    client: wholeRecords(await middleman.passedTo('server')),
    server: wholeRecords(await middleman.passedTo('client')),
  };
  const outcomeOf = (role: Role): Outcome => {
    const speaker = role === 'client' ? 'server' : 'client';
    const records = readRecords(dialogue, speaker, secrets);
    return { ...accounts[role], passed: new Recording(dialogue[speaker], records) };
  };
  return { client: outcomeOf('client'), server: outcomeOf('server') };
}

function answerOnce(socket: TlsSocket): void {
  socket.once('data', () => {
    for (const data of answer) socket.write(data);
  });
}

function endWhenAnswered(client: TlsSocket): void {
  let { length: due } = saidTo('client');
  client.on('data', ({ length }: Buffer) => {
    due -= length;
    if (due === 0) client.end();
  });
}

function secretsIn(lines: readonly string[]): Readonly<Record<string, string>> {
  return keyLogOf(lines.map((line) => ({ type: 'fact', fact: { name: 'keylog', line } })));
}

function wholeRecords(bytes: Uint8Array): Uint8Array {
  const records = recordsOf(bytes);
  const last = records.at(-1);
  const isWhole = last === undefined || last.length === 5 + (last[3] ?? 0) * 256 + (last[4] ?? 0);
  return isWhole ? bytes : bytes.subarray(0, bytes.length - last.length);
}
