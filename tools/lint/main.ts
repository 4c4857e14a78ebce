/**
 * `npm run lint:spec`: prints every fault of the spec, or how much of it is in order.
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { lintSpec } from './lint-spec.ts';

const { faults, states, edges } = lintSpec(fileURLToPath(new URL('../..', import.meta.url)));
for (const fault of faults) console.error(`${fault.message}\n`);
if (faults.length > 0) {
  console.error(faults.length === 1 ? 'spec: 1 fault' : `spec: ${faults.length} faults`);
  process.exitCode = 1;
} else {
  console.log(`spec: ${states} states, ${edges} edges, no faults`);
}
