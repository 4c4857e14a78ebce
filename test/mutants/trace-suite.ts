/** The hand-written traces as a judge of mutants: they know nothing of the spec. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { differences } from '../traces/compare.ts';
import { play } from '../traces/play.ts';
import { readTraces } from '../traces/read-traces.ts';
import { registeredNames } from '../traces/registered-names.ts';
import type { Trace } from '../traces/trace.ts';

const staging = {
  delivery: 'at once',
  engineCrypto: nodeProvider,
  puppetCrypto: nodeProvider,
} as const;

/** `closing.md: A client closes at once`. */
function nameOf({ file, name }: Trace): string {
  return `${file}: ${name}`;
}

/**
 * The first trace that does not come true.
 * @param first names of those that are to be tried before the others
 */
export function firstFailure(
  role: Role,
  folder: string,
  first: readonly string[],
): string | undefined {
  const traces = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => readTraces(name, readFileSync(join(folder, name), 'utf8'), registeredNames))
    .filter((trace) => trace.role === role);
  const isEarly = (trace: Trace) => first.includes(nameOf(trace));
  const ordered = [...traces.filter(isEarly), ...traces.filter((trace) => !isEarly(trace))];
  const failed = ordered.find((trace) => !comesTrue(trace));
  return failed && nameOf(failed);
}

function comesTrue(trace: Trace): boolean {
  try {
    return differences(trace, play(trace, staging)).length === 0;
  } catch {
    return false;
  }
}
