/** What must hold in every state of a pair; the actions check what must hold of each step. */

import { States } from '../../support/states.ts';
import { type End, type Side, standsConnected } from './end.ts';
import type { Happening } from './happenings.ts';
import { type Pair, peerOf, type Scenario, Violation } from './pair.ts';

const sides: readonly Side[] = ['client', 'server'];

/** Checks that do not depend on what can happen next. */
export function checkPair(pair: Pair, { versions }: Scenario): void {
  for (const side of sides) {
    if (pair[side].memory.isConnected) checkConnected(pair, side, versions);
  }
  const { client, server } = pair;
  if (client.memory.isConnected && server.memory.isConnected) {
    if (client.memory.session !== server.memory.session) {
      throw new Violation('both are connected and do not agree on what');
    }
  }
}

/** Invariants 2 to 4 and 8: what must have been before an end is connected. */
function checkConnected(pair: Pair, side: Side, versions: Scenario['versions']): void {
  const { memory } = pair[side];
  const other = pair[peerOf(side)].memory;
  const fail = (what: string) => {
    throw new Violation(`the ${side} is connected ${what}`);
  };
  if (memory.isEnded) return;
  if (memory.peerFinishedOver === 0) fail("without the peer's Finished");
  if (memory.finishedOver === 0) fail('without its own Finished');
  if (memory.peerFinishedOver !== other.finishedOver) fail('to a peer that saw another handshake');
  if (memory.version === '1.2') checkOlder(pair, side, versions, fail);
  if (side === 'client') {
    if (memory.peerCertificate !== 'server') fail('to somebody who is not the server');
    if (!memory.isPeerSigned) fail('to somebody who has not proved to be the server');
    if (memory.peerVerdict !== 'accepted') fail('to a server that it has not accepted');
    return;
  }
  checkClientAuthentication(pair.server, fail);
  if (memory.version !== '1.2' && !pair.client.memory.isConnected) fail('before the client is');
}

/** TLS 1.2: only where it must be, bound to its handshake, and the server is the first. */
function checkOlder(
  { server }: Pair,
  side: Side,
  versions: Scenario['versions'],
  fail: (what: string) => void,
): void {
  if (Object.values(versions).every((one) => one.includes('1.3'))) fail('in TLS 1.2');
  if (server.memory.extended !== 1) fail('without extended_master_secret');
  if (side === 'client' && !server.memory.isConnected) fail('before the server is');
}

function checkClientAuthentication({ memory, context }: End, fail: (what: string) => void): void {
  const isShown = memory.peerCertificate !== '';
  if (context.clientAuth === 'require' && !isShown) fail('to a client without certificate');
  if (context.clientAuth === 'none' && isShown) fail('to a client that it did not ask');
  if (memory.isVerdictKept) fail('to a client that it has refused');
  if (!isShown) return;
  if (!memory.isPeerSigned) fail('to a client that has not proved who it is');
  if (memory.peerVerdict !== 'accepted') fail('to a client that it has not accepted');
}

/**
 * Checks of a state in which nothing more happens unless an application or an attacker acts.
 * @param isUnharmed the attacker has done nothing
 */
export function checkRest(pair: Pair, isUnharmed: boolean): void {
  for (const side of sides) {
    checkResting(pair[side], pair[peerOf(side)], pair.isCut[side]);
    if (isUnharmed) checkLearned(pair[side], pair[peerOf(side)]);
  }
  if (isUnharmed) checkData(pair);
}

/** Invariants 18 and 26: everybody is closed, or connected for as long as both sides like. */
function checkResting(end: End, other: End, isCut: boolean): void {
  const { side, state, memory, context } = end;
  if (memory.isEnded) return;
  if (!standsConnected(end)) throw new Violation(`the ${side} stays in ${state} for ever`);
  const mayListen = !memory.hasEndOfData && !isCut;
  if (other.memory.isEnded && mayListen) {
    throw new Violation(`the ${side} listens for ever to a peer that is gone`);
  }
  if (context.pendingClose === 'full' || state === States[side].LINGERING) {
    throw new Violation(`the ${side} was to close completely, and does not`);
  }
}

/** A fatal alert is read by whom it is for, unless he had ended for a reason of his own. */
function checkLearned({ side, memory }: End, other: End): void {
  const { alertsSent, hasDrainedOut } = memory;
  if (alertsSent === 0 || hasDrainedOut) return;
  const lost = ['', 'ERR_TLS_TRUNCATED', 'ERR_TLS_TRANSPORT', 'ERR_TLS_PEER_CLOSED', 'closed'];
  if (!lost.includes(other.memory.reason)) return;
  if (other.memory.reason === 'closed' || other.memory.hasEndOfData) return;
  throw new Violation(`the ${side}'s alert never reaches the ${other.side}`);
}

/** Whoever is connected and was not closed has got everything. */
function checkData({ client, server }: Pair): void {
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    if (from.memory.isEnded || to.memory.isEnded) continue;
    if (from.memory.sent !== to.memory.delivered) {
      throw new Violation(`data of the ${from.side} is lost`);
    }
  }
}

/** Deadlines that may be the only way on although nobody harms the connection: a peer is slow. */
const patience = /^(drain|close)Timeout /;

/** A handshake that goes on only by giving up is stuck. */
export function checkProgress(happenings: readonly Happening[]): void {
  const ways = happenings.filter(({ kind }) => kind !== 'call' && kind !== 'act');
  if (ways.length === 0 || ways.some(({ kind }) => kind !== 'deadline')) return;
  const stuck = ways.find(({ name }) => !patience.test(name));
  if (stuck !== undefined) {
    throw new Violation(`nobody harms the connection, and it goes on only when ${stuck.name}`);
  }
}
