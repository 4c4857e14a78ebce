/**
 * One mutant before its judges, in a process of its own: it may run for ever, or eat all memory.
 * Bundled by `court.ts` with the mutant's code in the place of the generated code.
 */
import type { Role } from '../../tools/explore/machines.ts';
import { firstFailure } from './trace-suite.ts';

const [, , , role = '', folder = '', first = '[]'] = process.argv;
const killer = firstFailure(role as Role, folder, JSON.parse(first));
process.stdout.write(JSON.stringify({ killer: killer ?? null }));
// What a mutant has left running is nobody's.
process.exit(0);
