/** The bytes of a trace once more, cut in another way (invariant 28). */
import type { Effect } from '../../runtime/index.ts';
import { newEngine } from './engines.ts';
import type { Staging } from './play.ts';
import type { Trace } from './trace.ts';

/**
 * The effects on another engine of the same kind that gets the same bytes, cut in any other way.
 * Undefined where the application had its say in between.
 */
export function playAgain(
  trace: Trace,
  { engineCrypto }: Staging,
  pieces: readonly Uint8Array[],
): readonly Effect[] | undefined {
  const causes = new Set(trace.turns.map(({ cause }) => cause.kind));
  if (causes.has('call') || causes.has('transportFailure')) return undefined;
  const engine = newEngine(trace, engineCrypto);
  return [
    ...engine.start(),
    ...pieces.flatMap((piece) => engine.receive(piece)),
    ...(causes.has('endOfFile') ? engine.receiveEnd() : []),
  ];
}
