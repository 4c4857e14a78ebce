/** The tests that take minutes: `npm run test:slow`, and CI. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // The same vectors as in `npm test`, without exception.
    include: ['test/**/*.slow.ts', 'test/crypto/wycheproof-*.test.ts'],
    globalSetup: ['test/support/scratch.ts'],
    env: { WYCHEPROOF: 'whole' },
    pool: 'forks',
    maxWorkers: 2,
    // Cells under way at a time: our end of each needs one core, the peers' ends the other one.
    maxConcurrency: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
