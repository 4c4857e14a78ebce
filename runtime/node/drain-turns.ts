/**
 * Drains take turns at reading. What they read is dropped, so nobody waits for it; but a peer that
 * pours brings up to 2 MiB in a turn of the event loop, and some hundred of them would leave no
 * time for anybody else.
 */

/** Reads in a turn of the event loop, of 64 KiB at most: less than a millisecond. */
const readsInTurn = 16;

/** Those who have something to read, in the order in which they came. */
const waiting = new Set<() => void>();
let isTurnDue = false;

/** Calls `read` when its turn comes, once. */
export function readInTurn(read: () => void): void {
  waiting.add(read);
  awaitTurn();
}

function awaitTurn(): void {
  if (isTurnDue || waiting.size === 0) return;
  isTurnDue = true;
  setImmediate(takeTurn);
}

function takeTurn(): void {
  isTurnDue = false;
  try {
    let left = readsInTurn;
    for (const read of waiting) {
      if (left-- === 0) break;
      waiting.delete(read);
      read();
    }
  } finally {
    awaitTurn();
  }
}
