/**
 * One engine and a stream from its peer, cut in any way. The peer's stream is recorded from a
 * connection with fixed randomness: a new engine of the same kind takes it as its own peer's.
 */
import type { Effect, Engine } from '../../runtime/index.ts';
import { End, newClient, newServer, Pair } from '../support/pair.ts';
import { plainHandshake, type Scenario } from './scenarios.ts';

export type Role = 'client' | 'server';

/** What a connection was, seen from one side. */
export interface Recording {
  /** All that came from the peer. */
  readonly stream: Uint8Array;
  /** All that came of it. */
  readonly effects: readonly Effect[];
}

/**
 * The effects of a stream on a new engine of the scenario that gives data before the connection is there, listens
 * to the end, and closes then.
 */
export function replay(
  role: Role,
  pieces: readonly Uint8Array[],
  { options }: Scenario = plainHandshake,
): readonly Effect[] {
  const { client, server, seed, clientHooks } = options;
  const end = new End<Engine>(
    role === 'client' ? newClient(client, seed, clientHooks) : newServer(server, seed),
  );
  begin(end);
  // One buffer for all pieces, spoiled after each: an engine must not keep what it was lent.
  const buffer = new Uint8Array(Math.max(0, ...pieces.map(({ length }) => length)));
  for (const piece of pieces) {
    buffer.set(piece);
    end.do((engine) => engine.receive(buffer.subarray(0, piece.length)));
    buffer.fill(0xa5);
  }
  finish(end);
  return end.effects;
}

/**
 * A connection in which the peer of `role` sends data of all sizes, changes its keys twice, and
 * closes; the engine itself does as in `replay`.
 */
export function record(role: Role, scenario: Scenario = plainHandshake): Recording {
  const pair = new Pair(scenario.options);
  const end: End<Engine> = pair[role];
  const peer: End<Engine> = pair[role === 'client' ? 'server' : 'client'];
  begin(peer);
  begin(end);
  pair.run();
  peer.do((engine) => engine.write(new Uint8Array(1)));
  peer.do((engine) => engine.rekey());
  peer.do((engine) => engine.write(new Uint8Array(40_000).fill(7)));
  pair.run();
  peer.do((engine) => engine.rekey());
  peer.do((engine) => engine.write(new Uint8Array(300).fill(8)));
  peer.do((engine) => engine.end());
  pair.run();
  finish(end);
  const { toServer } = scenario;
  const stream = role === 'server' && toServer !== undefined ? toServer(end.heard) : end.heard;
  return { stream, effects: end.effects };
}

/** What the application does before anything comes: start, and give data that must wait. */
export function begin(end: End<Engine>): void {
  end.do((engine) => engine.start());
  end.do((engine) => engine.write(Uint8Array.of(1, 2, 3)));
}

/** What comes last: the end of the stream, and our own close. */
export function finish(end: End<Engine>): void {
  end.do((engine) => engine.receiveEnd());
  end.do((engine) => engine.end());
}
