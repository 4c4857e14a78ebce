/** The spec's delays, overridden by options. */
import { refuseArgument } from '../errors.ts';
import type { EngineOptions } from './options.ts';

/** Milliseconds by delay name. @throws TlsError for a time that is none */
export function timeoutsOf<D extends string>(
  defaults: Readonly<Record<D, number>>,
  options: EngineOptions,
): Readonly<Record<D, number>> {
  const timeouts: Record<string, number> = { ...defaults };
  for (const name of Object.keys(defaults)) {
    // The options are named as the delays are; what is not there is undefined.
    const given = (options as Readonly<Record<string, unknown>>)[name];
    if (given === undefined) continue;
    if (typeof given !== 'number' || !(given >= 0)) {
      refuseArgument(name, 'must be a number of milliseconds, 0 or more, or Infinity');
    }
    timeouts[name] = given;
  }
  return timeouts as Record<D, number>;
}
