/**
 * Client and server over a network that only delays: every order of deliveries, answers, deadlines
 * and calls. Nobody is stuck, both agree, data arrives as it was sent, alerts are read, every run
 * ends (see `checks.ts` and `actions.ts`).
 */
import { expect, test } from 'vitest';
import { ClientState, ServerState } from '../../support/states.ts';
import { neverMet } from './report.ts';
import { reliable } from './scenarios.ts';
import { walk } from './walk.ts';

test('nobody harms the connection', { timeout: 120_000 }, () => {
  const found = walk(reliable);
  expect(found.violation).toBeUndefined();
  expect(found.connected).toBeGreaterThan(0);
  expect({ client: neverMet(found, 'client'), server: neverMet(found, 'server') }).toEqual({
    // Static RSA is for those who ask for `legacy`: these two do not.
    client: [ClientState.WAIT_RSA_CR_SHD12],
    server: [ServerState.DECRYPTING12],
  });
});
