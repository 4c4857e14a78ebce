/** Who was let in with which certificate, and why not: the table for people. */
import type { Role } from '../cell.ts';
import type { Peer } from '../peers/peer.ts';
import type { Seen, Situation } from './situation.ts';

/** What became of a peer in a situation; `undefined`: it failed, and the test says why. */
export interface Row {
  readonly peer: Peer;
  readonly situation: Situation;
  readonly seen: Seen | string | undefined;
}

/** Peer by peer and role by role: outcome, certificate, alert, situation, and the explanation. */
export function printRows(rows: readonly Row[]): string {
  const seats = new Map<string, Row[]>();
  for (const row of rows) {
    const title = titleOf(row.peer, row.situation.role);
    seats.set(title, [...(seats.get(title) ?? []), row]);
  }
  return [...seats]
    .map(([title, own]) => [title, ...own.flatMap(printRow)].join('\n'))
    .join('\n\n');
}

function titleOf({ name, version = '' }: Peer, role: Role): string {
  return `== ${name} ${version} as ${role}`;
}

function printRow({ peer, situation, seen }: Row): string[] {
  const { otherwise, version } = situation;
  const title = version === undefined ? situation.title : `TLS 1.2: ${situation.title}`;
  if (seen === undefined) return [`  FAILED          ${title}`];
  if (typeof seen === 'string') return [`  cannot be       ${title}`, `      ${seen}`];
  const { outcome, shown = 'no certificate', alert = '', explanation } = seen;
  const told = [outcome.padEnd(15), shown.padEnd(15), alert.padEnd(20), title].join(' ');
  const { because } = otherwise?.[peer.name] ?? {};
  const lines = [
    ...explanation.split('\n'),
    ...(because === undefined ? [] : [`because ${because}`]),
  ];
  return [`  ${told}`, ...lines.map((line) => `      ${line}`)];
}
