/**
 * How the tests run: from the project's root, two workers (the machine that checks this project
 * has two cores), and no watch mode by surprise.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Generated property tests and subprocesses of a loaded machine; a hang still ends the run.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
