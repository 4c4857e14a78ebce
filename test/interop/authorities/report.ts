/** What was met, for people: a table, and the words that users are told. */
import { clientKinds, settings } from './client-kinds.ts';
import { modes, serverKinds } from './server-kinds.ts';
import type { Met } from './told.ts';

/** @param met by `kind/mode/way` */
export function printServerTable(met: ReadonlyMap<string, Met>): string {
  return ['what servers show', ...linesOf(Object.keys(serverKinds), modes, met)].join('\n');
}

/** @param met by `kind/setting/way` */
export function printClientTable(met: ReadonlyMap<string, Met>): string {
  const lines = linesOf(Object.keys(clientKinds), Object.keys(settings), met);
  return ['what clients show', ...lines].join('\n');
}

/** For each kind what came of it: one line for all that came out the same, and the words. */
function linesOf(
  kinds: readonly string[],
  columns: readonly string[],
  met: ReadonlyMap<string, Met>,
): readonly string[] {
  return kinds.flatMap((kind) => {
    const cells = columns.flatMap((column) =>
      [...met]
        .filter(([key]) => key.startsWith(`${kind}/${column}/`))
        .map(([key, one]) => ({ column, way: key.split('/').at(-1), ...one })),
    );
    const outcomes = new Set(cells.map(({ outcome }) => outcome));
    const rows = [...outcomes].map((outcome) => {
      const those = cells.filter((cell) => cell.outcome === outcome).map(({ column }) => column);
      return `  ${outcome} (${[...new Set(those)].join('; ')})`;
    });
    const words = cells
      .filter(({ way }) => way !== 'byCommand')
      .map(({ words }) => timeless(words));
    return [
      `${kind}: ${cells.length} connections`,
      ...rows,
      ...[...new Set(words)].filter(Boolean),
    ];
  });
}

/** For the same words at another time to be the same. */
function timeless(words: string): string {
  return words === '' ? '' : `    ${words.replace(/by our clock, \S+Z/, 'by our clock, now')}`;
}
