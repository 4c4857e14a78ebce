/**
 * Two thousand hostile peers at a time, and some more, for there are always some that are just
 * coming back. The server has patience with them: whoever wants to hold as
 * many drains of two seconds has to connect a thousand times a second, which is another attack.
 */
import { test } from 'vitest';
import { besiege } from './siege.ts';

const longestMs = 600_000;

test(
  '2,000 hostile peers at a time hold neither the server nor its clients',
  async () => {
    const bounds = { handshakeTimeout: 30_000, drainTimeout: 30_000 };
    await besiege({ count: 2_250, visits: 30, bounds, print: (line) => console.log(line) });
  },
  longestMs,
);
