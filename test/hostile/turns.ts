/** The event loop, turn by turn: a test that waits for others does not sleep. */

/** So many turns of the event loop, each with a chance to read and to write. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

/** Turns until it is so; the test's own deadline is the bound. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turns(1);
}
