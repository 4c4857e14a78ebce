/** Node's timers, for whatever has a deadline here. */
import type { StartTimer } from '../adapter/deadlines.ts';

/** Keeps no process alive: the transport does that while it is open. */
export const startTimer: StartTimer = (afterMs, onOver) => {
  const timer = setTimeout(onOver, afterMs).unref();
  return () => clearTimeout(timer);
};
