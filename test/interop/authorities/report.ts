/** What was met, for people: a table, and the words that users are told. */
import { modes, serverKinds } from './server-kinds.ts';
import type { Met } from './told.ts';

/** @param met by `kind/mode/way` */
export function printServerTable(met: ReadonlyMap<string, Met>): string {
  const lines: string[] = [];
  for (const name of Object.keys(serverKinds)) {
    lines.push(`== ${name}`);
    for (const mode of modes) {
      const [a, b] = ['byConnect', 'byCommand'].map((way) => met.get(`${name}/${mode}/${way}`));
      lines.push(
        `  ${mode.padEnd(12)} ${a?.outcome}${a?.outcome === b?.outcome ? '' : ` | ${b?.outcome}`}`,
      );
    }
    const words = new Set(
      [...met]
        .filter(([key]) => key.startsWith(`${name}/`) && key.endsWith('Command'))
        .map(([, { words }]) => words),
    );
    for (const one of words) if (one !== '') lines.push(`    ${one.trimEnd()}`);
  }
  return lines.join('\n');
}
