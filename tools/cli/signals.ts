/** SIGINT and SIGTERM: the first one asks, the second one commands. */
import { constants } from 'node:os';

/**
 * Calls `stop` at the first SIGINT or SIGTERM. A second one ends the process at once, with the exit
 * code that the signal would have given it.
 */
export function onStopSignal(stop: () => void): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      stop();
    });
  }
}
