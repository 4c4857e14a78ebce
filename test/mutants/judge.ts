/**
 * One mutant before its judges, in a process of its own: it may run for ever, or eat all memory.
 * The traces come first, then the invariants: neither knows the spec. Bundled by `court.ts` with the
 * mutant's code in the place of the generated code.
 */
import { readFileSync } from 'node:fs';
import { explorableOf, type Role } from '../../tools/explore/machines.ts';
import { firstBroken } from '../invariants/invariants.ts';
import { machineOf } from './machine-of.ts';
import { firstFailure } from './trace-suite.ts';

const [, , , role = '', config = '', folder = '', first = '[]'] = process.argv;
const killer = firstFailure(role as Role, folder, JSON.parse(first)) ?? brokenRule();
process.stdout.write(JSON.stringify({ killer: killer ?? null }));
// What a mutant has left running is nobody's.
process.exit(0);

function brokenRule(): string | undefined {
  const explorable = explorableOf(role as Role);
  const machine = machineOf(explorable, JSON.parse(readFileSync(config, 'utf8')));
  const broken = firstBroken({ ...explorable, machine });
  return broken && `the invariant ${broken.name}`;
}
