/**
 * How the tests run: from the project's root, two workers (the machine that checks this project
 * has two cores), and no watch mode by surprise.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** They put other modules in the place of the project's own. */
const replacingModules = ['test/rfc8448/*.test.ts'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    globalSetup: ['test/support/scratch.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Generated property tests and subprocesses of a loaded machine; a hang still ends the run.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A worker loads what the files share once: half of the time would go into that otherwise.
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: replacingModules,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: replacingModules } },
    ],
  },
});
