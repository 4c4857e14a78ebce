/** Many changed CRLs and OCSP responses. */
import { expect, test } from 'vitest';
import { tryMutants } from './status-mutants.ts';

test.each([2, 3, 4, 5])(
  'nothing that is changed is believed, crashes or takes long (seed %i)',
  (seed) => {
    const told = tryMutants(10_000, seed);
    console.log(`${told.count} mutants`);
    expect(told.believed).toEqual([]);
    expect(told.slow).toEqual([]);
  },
  600_000,
);
