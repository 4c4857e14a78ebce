/** Scenarios walked one after the other, up to the first violation. */
import { machines } from './machines.ts';
import type { Scenario } from './pair.ts';
import { linesOf } from './report.ts';
import { type Findings, newFindings, search } from './search.ts';

/** Walks them with the machines that ship, and prints how much there was. */
export function walk(scenarios: readonly Scenario[]): Findings {
  const began = performance.now();
  const found = newFindings();
  for (const scenario of scenarios) {
    search(scenario, machines, found);
    if (found.violation !== undefined) break;
  }
  console.log(linesOf(found, scenarios.length, (performance.now() - began) / 1000));
  return found;
}
