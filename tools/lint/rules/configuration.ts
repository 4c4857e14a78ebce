/**
 * Configuration (contract 6): members of the context that options give and no `set` assigns, but
 * for the first value, to which goes back what is dead (D7). Each stands in `spec/facets.ts` with all
 * its values, because the machine is explored from each of them.
 */
import { allActions } from '../machine.ts';
import type { MachineSpec } from '../spec-file.ts';

export function checkConfiguration(spec: MachineSpec): void {
  const assigned = assignedIn(spec);
  for (const [name, { line, values = [] }] of spec.setup.context) {
    const row = spec.configuration.get(name);
    if (row === undefined && assigned.has(name)) continue;
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
  for (const [name, { line, values }] of spec.configuration) {
    if (!spec.setup.context.has(name)) {
      spec.reportFacets(
        line,
        `the context has no '${name}' (D12)`,
        'remove it, or declare it there',
      );
    } else if (assigned.get(name)?.some((value) => value !== values[0])) {
      const remedy = 'remove it here: what a machine assigns it finds by itself';
      spec.reportFacets(line, `'${name}' is assigned, so it is no configuration (D12)`, remedy);
    }
  }
}

/** Name -> the values that it is given; undefined for one that is no single value. */
function assignedIn({ root }: MachineSpec): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  for (const { text, params } of allActions(root)) {
    for (const { name, value } of text === 'set' ? (params?.members ?? []) : []) {
      const given = value.kind === 'scalar' ? value.value : undefined;
      found.set(name, [...(found.get(name) ?? []), given]);
    }
  }
  return found;
}
