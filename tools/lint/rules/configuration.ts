/**
 * Configuration (contract 6): members of the context that options give and no `set` assigns. Each
 * stands in `spec/facets.ts` with all its values, because the machine is explored from each of them.
 */
import { allActions } from '../machine.ts';
import type { MachineSpec } from '../spec-file.ts';

export function checkConfiguration(spec: MachineSpec): void {
  const assigned = assignedIn(spec);
  for (const [name, { line, values = [] }] of spec.setup.context) {
    const row = spec.configuration.get(name);
    if (assigned.has(name)) continue;
    const all = values.map((value) => JSON.stringify(value)).join(', ');
    if (row === undefined) {
      const remedy = `set it somewhere, or write ${name}: [${all}] in the configuration of spec/facets.ts`;
      spec.report(line, `nothing assigns context.${name}, and it is no configuration (D7)`, remedy);
    } else if (
      row.values.length !== values.length ||
      !values.every((one) => row.values.includes(one))
    ) {
      spec.reportFacets(row.line, `'${name}' lacks values, or has others (D12)`, `write [${all}]`);
    }
  }
  for (const [name, { line }] of spec.configuration) {
    if (!spec.setup.context.has(name)) {
      spec.reportFacets(
        line,
        `the context has no '${name}' (D12)`,
        'remove it, or declare it there',
      );
    } else if (assigned.has(name)) {
      const remedy = 'remove it here: what a machine assigns it finds by itself';
      spec.reportFacets(line, `'${name}' is assigned, so it is no configuration (D12)`, remedy);
    }
  }
}

function assignedIn({ root }: MachineSpec): ReadonlySet<string> {
  const sets = allActions(root).filter((action) => action.text === 'set');
  return new Set(sets.flatMap(({ params }) => params?.members.map(({ name }) => name) ?? []));
}
