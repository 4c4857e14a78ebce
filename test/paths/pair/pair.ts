/** Both ends and what is under way between them. */
import { type End, keyOf, newEnd, type Side } from './end.ts';

export interface Pair {
  /** Shared between pairs until one of them changes it: see `Host`. */
  client: End;
  server: End;
  /** Numbers of messages under way, in order, by who will read them. */
  to: { client: number[]; server: number[] };
  /** Nothing more gets through to these. */
  isCut: { client: boolean; server: boolean };
  /** What the attacker may still do. */
  acts: number;
}

/** The versions that an end speaks, the newest first. */
export type Versions = '1.3' | '1.2' | '1.3 1.2';

/** What a pair begins with and what may happen to it. */
export interface Scenario {
  readonly name: string;
  readonly clientAuth: 'none' | 'request' | 'require';
  readonly defersAlerts: boolean;
  /** What the server lacks in the first ClientHello. */
  readonly retry: 'none' | 'group' | 'cookie' | 'both';
  readonly allowsTruncation: boolean;
  /** The versions that each end speaks. */
  readonly versions: Readonly<Record<Side, Versions>>;
  /** Which answers tasks may get: every one, or those that go on. */
  readonly answers: 'all' | 'good';
  /** Whether answers may take their time, or are always there at once. */
  readonly areAnswersLate: boolean;
  /** Deadlines pass at any time, or only when nothing else can happen. */
  readonly deadlines: 'anyTime' | 'lastResort';
  /** What each application may call, and how often altogether. */
  readonly calls: readonly Call[];
  readonly callsOfEach: number;
  /** What the attacker may do, in number. */
  readonly acts: number;
}

export type Call = 'write' | 'close' | 'closeFully' | 'abort' | 'rekey' | 'confirm' | 'fault';

/** Both ends before their start. */
export function newPair({ clientAuth, defersAlerts, allowsTruncation, ...rest }: Scenario): Pair {
  const { acts, callsOfEach } = rest;
  return {
    client: newEnd('client', { allowsTruncation }, callsOfEach),
    server: newEnd('server', { clientAuth, defersAlerts, allowsTruncation }, callsOfEach),
    to: { client: [], server: [] },
    isCut: { client: false, server: false },
    acts,
  };
}

/** The ends are copied when they change. */
export function copyOfPair({ client, server, to, isCut, acts }: Pair): Pair {
  return {
    client,
    server,
    to: { client: [...to.client], server: [...to.server] },
    isCut: { ...isCut },
    acts,
  };
}

/** Equal for pairs that are equal. */
export function keyOfPair({ client, server, to, isCut, acts }: Pair): string {
  const between = `${to.client.join()};${to.server.join()};${acts}${isCut.client}${isCut.server}`;
  return `${keyOf(client)};${keyOf(server)};${between}`;
}

export function peerOf(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}

/** What must not happen has happened. */
export class Violation extends Error {}
