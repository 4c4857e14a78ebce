/** A sample of the changed CRLs and OCSP responses; all of them in status-mutants.slow.ts. */
import { expect, test } from 'vitest';
import { tryMutants } from './status-mutants.ts';

test('nothing that is changed is believed, crashes or takes long', () => {
  const told = tryMutants(250, 1);
  expect(told.believed).toEqual([]);
  expect(told.slow).toEqual([]);
  expect(told.same).toBeLessThan(told.count / 2);
});
