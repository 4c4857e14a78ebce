/**
 * What is measured: clients that are refused, what they do meanwhile, and how the server's end of
 * the connection goes on after its fatal alert.
 */

import type { ProtocolName } from '../../generated/registries.ts';

/** Who is refused: our `connect`, Node's own, and `openssl s_client`. */
export const clientNames = ['ours', 'node:tls', 'OpenSSL'] as const;
export type ClientName = (typeof clientNames)[number];

/** What a client does from its Finished on. None of them knows that it is refused. */
export const habits = [
  'idle',
  'one write',
  'writing all the time',
  'busy, one write',
  '1 MB',
  '1 MB, busy, one write',
] as const;

/**
 * The same in TLS 1.2, where nobody says anything behind Finished: the refusal comes before it may.
 * What goes out `in pieces` goes record by record, with pauses, and nothing is read meanwhile.
 */
export const tls12Habits = ['idle', 'one write', 'busy, one write', 'in pieces'] as const;

export type Habit = (typeof habits)[number] | (typeof tls12Habits)[number];

/** For so long a busy client hears and says nothing. */
export const busyMs = 40;

/** Between two records of a client that sends in pieces. */
export const pauseMs = 3;

/** No client waits longer for the end of its connection. */
export const longestMs = 10_000;

/** What goes out behind Finished at once, where a habit begins with `1 MB`. */
export const megabyte = 2 ** 20;

/** Whoever writes all the time stops after so much: half of what the drain takes. */
export const mostWritten = 8 * megabyte;

/**
 * What the server does after the alert. `drain` is ours: it half-closes, and drops what comes until
 * the client's FIN. The others are what servers do that have no drain.
 */
export const endings = ['drain', 'drain 256 KiB', 'shutdown, close', 'close'] as const;
export type Ending = (typeof endings)[number];

/** One way for a server to refuse. */
export interface Refusal {
  readonly ending: Ending;
  /** Whether the alert waits for the client's Finished. */
  readonly isDeferred: boolean;
}

export const refusals: readonly Refusal[] = endings.flatMap((ending) => [
  { ending, isDeferred: true },
  { ending, isDeferred: false },
]);

/** A client with a habit, refused in one way, many times. */
export interface Cell extends Refusal {
  readonly version: ProtocolName;
  readonly client: ClientName;
  readonly habit: Habit;
  readonly runs: number;
}

/** What one client goes through at our server: nothing may be lost. */
export function drainCells(client: ClientName, runs: number): readonly Cell[] {
  return cellsOf(client, { habits, endings: ['drain'], runs });
}

/** More is said here than the drain takes. */
export function overBudgetCells(client: ClientName, runs: number): readonly Cell[] {
  const overBudget = ['1 MB', '1 MB, busy, one write'] as const;
  return cellsOf(client, { habits: overBudget, endings: ['drain 256 KiB'], runs });
}

/** The same client at servers without a drain. */
export function undrainedCells(client: ClientName, runs: number): readonly Cell[] {
  return cellsOf(client, { habits, endings: ['shutdown, close', 'close'], runs });
}

/** TLS 1.2: nothing is deferred there. As many runs as `drainCells` makes of so many a cell. */
export function tls12Cells(client: ClientName, runs: number): readonly Cell[] {
  return tls12CellsOf(client, ['drain'], (habits.length * 2 * runs) / tls12Habits.length);
}

/** The same at servers without a drain. */
export function undrainedTls12Cells(client: ClientName, runs: number): readonly Cell[] {
  return tls12CellsOf(client, ['shutdown, close', 'close'], runs);
}

function tls12CellsOf(client: ClientName, chosen: readonly Ending[], runs: number): Cell[] {
  return tls12Habits.flatMap((habit) =>
    chosen.map((ending) => ({
      ...{ client, habit, ending, version: 'TLSv1.2', isDeferred: true },
      runs: Math.ceil(runs),
    })),
  );
}

interface Choice {
  readonly habits: readonly Habit[];
  readonly endings: readonly Ending[];
  readonly runs: number;
}

function cellsOf(client: ClientName, choice: Choice): readonly Cell[] {
  const chosen = refusals.filter(({ ending }) => choice.endings.includes(ending));
  return choice.habits.flatMap((habit) =>
    chosen.map((refusal) => ({
      ...{ client, habit, version: 'TLSv1.3', runs: choice.runs },
      ...refusal,
    })),
  );
}
