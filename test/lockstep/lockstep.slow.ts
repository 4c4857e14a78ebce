/** That the comparison with XState notices every other target in the emitted files. */
import { test } from 'vitest';
import { explorables } from '../../tools/explore/machines.ts';
import { expectNoticed } from './targets.ts';

test.each(explorables)('$role', (explorable) => expectNoticed(explorable, 1));
