/** Some of `legacy` with OpenSSL: each suite in one role, each other thing once; all is in `legacy.slow.ts`. */
import { legacyCells, testLegacy } from './legacy.ts';

const names = [...new Set(legacyCells.map(({ suite }) => suite.name))];

testLegacy(
  names.flatMap((name, index) => {
    const cells = legacyCells.filter(
      ({ suite, crypto }) => suite.name === name && crypto === 'node',
    );
    // Another one of the combinations for each suite.
    return cells.slice((index * 3) % cells.length).slice(0, 1);
  }),
);
