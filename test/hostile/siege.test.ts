/** A hundred hostile peers at a time; two thousand are in `siege.slow.ts`. */
import { test } from 'vitest';
import { besiege } from './siege.ts';

test('100 hostile peers at a time hold neither the server nor its clients', async () => {
  const bounds = { handshakeTimeout: 1_000, drainTimeout: 1_000 };
  await besiege({ count: 100, visits: 10, bounds, print: () => {} });
});
