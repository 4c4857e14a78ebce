/**
 * Runs one cell of the interop table: a handshake with what the cell asks for, its data there and
 * back, and an end in peace; or the refusal that the cell is about.
 */
import type { Cell, Role } from './cell.ts';
import { meetClient } from './meet-client.ts';
import { meetServer } from './meet-server.ts';
import type { Peer } from './peers/peer.ts';
import type { Pki } from './pki.ts';
import { Scope } from './scope.ts';

/** What is on the table. */
export interface Meeting {
  readonly cell: Cell;
  readonly peer: Peer;
  /** The peer's. */
  readonly role: Role;
  readonly pki: Pki;
  /** What the cell may take, in milliseconds. Default: 20,000. */
  readonly longestMs?: number;
}

/**
 * @returns what is to be told of it: `ok`, or with which alert the client was refused
 * @throws Error that says what went wrong, with the peer's last words
 */
export async function runCell(meeting: Meeting): Promise<string> {
  const { cell, peer, role, pki, longestMs = 45_000 } = meeting;
  const scope = new Scope();
  const meet = role === 'server' ? meetServer : meetClient;
  try {
    return await Promise.race([meet(cell, peer, pki, scope), timeOut(longestMs, scope)]);
  } catch (error) {
    throw new Error(`${error}\nThe last words of the peer:\n${scope.lastWords}`, { cause: error });
  } finally {
    await scope.close();
  }
}

/** Rejects when the cell takes too long; never settles when it is over before. */
function timeOut(longestMs: number, scope: Scope): Promise<never> {
  return new Promise((_, reject) => {
    const error = new Error(`is not over after ${longestMs} ms`);
    scope.own(setTimeout(reject, longestMs, error), clearTimeout);
  });
}
