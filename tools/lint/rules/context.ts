/**
 * The context (D7): booleans and small enumerations, documented, all initialised in the literal,
 * and each of them looked at by some guard; otherwise the graph would grow for nothing.
 */
import type { Literal } from '../literal.ts';
import { adviseName } from '../report.ts';
import type { MachineSpec } from '../spec-file.ts';

/** The most values that a member may have: the graph is multiplied by them. */
const maxValues = 8;

/** Checks the context of a machine. */
export function checkContext(spec: MachineSpec): void {
  const initial = spec.root.context;
  checkDeclared(spec, initial);
  checkInitial(spec, initial);
  checkReads(spec);
}

function checkDeclared(spec: MachineSpec, initial: Literal | undefined): void {
  const given = initial?.kind === 'object' ? initial.members.map(({ name }) => name) : [];
  for (const [name, { line, documented, values }] of spec.setup.context) {
    if (values === undefined || values.length > maxValues) {
      const remedy = `write boolean, or a union of at most ${maxValues} string literals`;
      spec.report(line, `'${name}' is no boolean and no small enumeration (D7)`, remedy);
    }
    if (!documented) {
      const remedy = `write /** what it means, and when it is dead */ above ${name}`;
      spec.report(line, `'${name}' of the context has no doc comment (D7)`, remedy);
    }
    if (given.includes(name)) continue;
    const remedy = `write ${name}: ${JSON.stringify(values?.[0] ?? false)} in the machine's context`;
    spec.report(initial?.line ?? spec.root.line, `'${name}' is not initialised (D7)`, remedy);
  }
}

function checkInitial(spec: MachineSpec, initial: Literal | undefined): void {
  if (initial?.kind !== 'object') return;
  for (const { name, line, value } of initial.members) {
    const member = spec.setup.context.get(name);
    if (member === undefined) {
      const remedy = `declare it in the context's interface: ${adviseName(name, spec.setup.context.keys())}`;
      spec.report(line, `'${name}' is not declared in the context (D7)`, remedy);
      continue;
    }
    const fits = value.kind === 'scalar' && member.values?.some((one) => one === value.value);
    if (fits !== false || member.values === undefined) continue;
    const remedy = `its values are ${member.values.join(', ')}`;
    spec.report(line, `'${name}' cannot begin with this value (D7)`, remedy);
  }
}

/** Guards look at members that exist, and at each of them. */
function checkReads(spec: MachineSpec): void {
  const read = new Set<string>();
  for (const guard of spec.setup.guards.values()) {
    for (const { text: name, line, comparedWith } of guard.context) {
      read.add(name);
      const member = spec.setup.context.get(name);
      if (member === undefined) {
        const remedy = adviseName(name, spec.setup.context.keys());
        spec.report(line, `guard '${guard.name}' looks at unknown context.${name} (D5)`, remedy);
      } else if (member.values?.includes(comparedWith ?? true) === false) {
        const remedy = `compare it with one of ${member.values.join(', ')}`;
        const problem = `guard '${guard.name}' compares context.${name} with no value of its own (D5)`;
        spec.report(line, problem, remedy);
      }
    }
  }
  for (const [name, { line }] of spec.setup.context) {
    if (read.has(name)) continue;
    spec.report(
      line,
      `no guard looks at context.${name} (D7)`,
      'remove it: the graph grows for nothing',
    );
  }
}
