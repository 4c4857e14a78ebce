/** All of `legacy` with OpenSSL. */
import { legacyCells, testLegacy } from './legacy.ts';

testLegacy(legacyCells);
