/**
 * Real sockets at rest in each state of both machines, and then the transport ends, by FIN or by
 * RST, without close_notify: never a clean end, and the error names the state. With
 * `allowTruncation` the end of the transport is the end of the data, but not of a handshake.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TraceStep } from '../../runtime/index.ts';
import type { TlsSocket } from '../../runtime/node/index.ts';
import type { Role } from '../engine/replay.ts';
import { statesOf } from '../engine/situations.ts';
import { Mailbox } from '../hostile/mailbox.ts';
import { turns } from '../hostile/turns.ts';
import { closeAll, dial, serve } from '../node/network.ts';
import { makeTestPki } from '../support/certificates.ts';
import { recordEachMessage } from '../support/record-each-message.ts';
import { isConnected, ServerState, States } from '../support/states.ts';
import { type Cut, Middleman } from './middleman.ts';
import { type Rest, restless, restsWith } from './resting.ts';
import { type Account, Witness } from './witness.ts';

beforeEach(recordEachMessage);
afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

const roles = ['client', 'server'] as const;
/** Where a reset is noticed while we write, Node tells of an end. */
const reset = expect.stringMatching(/^ERR_TLS_(TRANSPORT|TRUNCATED)$/);
const refused = 'ERR_TLS_CERTIFICATE_REQUIRED';

// A state that no record leads to is known soon.
describe.each(roles)('our %s', { timeout: 20_000 }, (role) => {
  /** The peer has said goodbye: what comes after that is no matter. */
  const afterGoodbye: string = States[role].HALF_CLOSED_REMOTE;
  const states = statesOf[role].filter((state) => !(state in restless[role]));

  test.each(states)('FIN in %s', async (state) => {
    const { error, hasEnded } = await cutOff(role, state, 'FIN');
    if (state === afterGoodbye) expect([error, hasEnded]).toEqual([undefined, true]);
    else {
      expect(hasEnded).toBe(false);
      expect(error).toMatchObject({ code: codeIn(state, 'ERR_TLS_TRUNCATED'), state });
      expect(error?.alert).toBeUndefined();
    }
  });

  test.each(states)('RST in %s', async (state) => {
    const { error, hasEnded } = await cutOff(role, state, 'RST');
    if (state === afterGoodbye) expect([error, hasEnded]).toEqual([undefined, true]);
    else {
      expect(hasEnded).toBe(false);
      expect(error).toMatchObject({ code: codeIn(state, reset), state });
    }
  });

  test.each(states)('FIN in %s, where truncation is allowed', async (state) => {
    const { error, hasEnded } = await cutOff(role, state, 'FIN', { allowTruncation: true });
    if (isConnected(role, state)) expect([error, hasEnded]).toEqual([undefined, true]);
    else expect([error?.code, hasEnded]).toEqual([codeIn(state, 'ERR_TLS_TRUNCATED'), false]);
  });

  // There the peer's goodbye is answered by ours, so that no half is left.
  const { CONNECTED, HALF_CLOSED_LOCAL } = States[role];
  test.each(['FIN', 'RST'] as const)('%s behind a handshake of TLS 1.2', async (how) => {
    for (const state of [CONNECTED, HALF_CLOSED_LOCAL]) {
      const { error, hasEnded } = await cutOff(role, state, how, { maxVersion: 'TLSv1.2' });
      expect(hasEnded).toBe(false);
      const code = how === 'FIN' ? 'ERR_TLS_TRUNCATED' : reset;
      expect(error).toMatchObject({ code, alert: undefined, state });
    }
  });

  test('of the states that are left out none is unknown', () => {
    expect(statesOf[role]).toEqual(expect.arrayContaining(Object.keys(restless[role])));
  });
});

/** A server that has refused the client already keeps to that reason. */
function codeIn<T>(state: string, code: T): T | string {
  return state === ServerState.DEFERRING ? refused : code;
}

/** Brings one side to a state, record by record, and cuts the connection off there. */
async function cutOff(
  role: Role,
  state: string,
  how: Cut,
  options: { readonly allowTruncation?: boolean; readonly maxVersion?: 'TLSv1.2' } = {},
): Promise<Account> {
  const rest: Rest = restsWith(await makeTestPki())[role][state] ?? {};
  const steps = new Mailbox<TraceStep>();
  const traced = { ...options, trace: (step: TraceStep) => steps.put(step) };
  const { server, port } = await serve(undefined, {
    ...rest.server,
    ...(role === 'server' && traced),
  });
  const atServer = Witness.of(server);
  const middleman = await Middleman.open(port, { [role]: 0 });
  const client = await dial(middleman.port, { ...rest.client, ...(role === 'client' && traced) });
  const atClient = new Witness().watch(client);
  const sides = { client: atClient, server: atServer };
  const own = new Mailbox<TlsSocket>();
  const isThere = (side: Role, socket: TlsSocket) => {
    if (side === role) own.put(socket);
    (side === role ? rest.own : rest.peers)?.(socket);
  };
  client.once('secureConnect', () => isThere('client', client));
  server.once('secureConnection', (socket) => isThere('server', socket));
  await arrive(role, steps, state, () => middleman.passRecord(role));
  await middleman.cut(how);
  if (rest.later !== undefined) rest.later(await own.take());
  return await sides[role].account;
}

/** Whether no state of the handshake can follow. */
function isOver(role: Role, state: string): boolean {
  const { DRAINING, CLOSED } = States[role];
  return isConnected(role, state) || state === DRAINING || state === CLOSED;
}

/** Lets record after record through until the steps come to rest in the state. */
async function arrive(
  role: Role,
  steps: Mailbox<TraceStep>,
  state: string,
  passRecord: () => Promise<void>,
): Promise<void> {
  let isPassing = false;
  for (;;) {
    let { after } = await steps.take();
    // What follows from it without the peer.
    for (await turns(2); steps.size > 0; await turns(2)) ({ after } = await steps.take());
    if (after === state) return;
    // Who is past it, or out of it, does not come back: better told than waited for.
    if (!isConnected(role, state) && isOver(role, after)) {
      throw new Error(`${after} without a rest in ${state}`);
    }
    if (isPassing) continue;
    isPassing = true;
    // There may be none before we have done something ourselves.
    void passRecord().then(() => {
      isPassing = false;
    });
  }
}
