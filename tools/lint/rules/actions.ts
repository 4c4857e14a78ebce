/**
 * Actions in use (D6): every name is declared, every declared one is used, params are literals and
 * name what exists: members and values of the context, alerts, error codes.
 */
import type { ObjectLiteral } from '../literal.ts';
import { type ActionUse, allActions } from '../machine.ts';
import { adviseName } from '../report.ts';
import type { MachineSpec } from '../spec-file.ts';

/** Not alerts of the registry: the alert is the one of the event, or of the kept verdict. */
const derivedAlerts = ['ofEvent', 'ofVerdict'];
/** Not an error: both sides said goodbye. */
const orderlyEnd = 'closed';

/** Checks how a machine uses its actions. */
export function checkActions(spec: MachineSpec): void {
  const uses = allActions(spec.root);
  for (const use of uses) checkUse(use, spec);
  const used = new Set(uses.map((use) => use.text));
  for (const [name, { line }] of spec.setup.actions) {
    if (used.has(name)) continue;
    spec.report(
      line,
      `action '${name}' is not used`,
      'remove it, or name it where it is to happen',
    );
  }
}

function checkUse(use: ActionUse, spec: MachineSpec): void {
  const { text: name, line, params } = use;
  const declared = spec.setup.actions.get(name);
  if (declared === undefined) {
    spec.report(line, `unknown action '${name}' (D6)`, adviseName(name, spec.setup.actions.keys()));
    return;
  }
  if (declared.params === undefined) {
    checkSet(use, spec);
    return;
  }
  const given = params?.members.map((member) => member.name) ?? [];
  const missing = declared.params.find((param) => !given.includes(param));
  const extra = given.find((param) => !declared.params?.includes(param));
  if (missing !== undefined) {
    const remedy = `write { type: '${name}', params: { ${declared.params.join(', ')} } }`;
    spec.report(line, `action '${name}' lacks its param '${missing}' (D6)`, remedy);
  } else if (extra !== undefined) {
    const remedy = adviseName(extra, declared.params);
    spec.report(line, `action '${name}' has no param '${extra}' (D6)`, remedy);
  }
  if (params !== undefined) checkParams(name, params, spec);
}

/** Params are scalars; alerts and error codes are in the registries. */
function checkParams(action: string, params: ObjectLiteral, spec: MachineSpec): void {
  for (const { name, line, value } of params.members) {
    if (value.kind === 'object' || value.kind === 'list') {
      const remedy = 'write a string, a number or a boolean';
      spec.report(line, `param '${name}' of '${action}' is no single value (D6)`, remedy);
    }
    const known = knownValues(name, spec);
    if (known === undefined || value.kind !== 'scalar') continue;
    if (known.has(String(value.value))) continue;
    const remedy = `${adviseName(String(value.value), known)} They stand in spec/registries.ts.`;
    spec.report(line, `unknown ${name} '${value.value}' of '${action}'`, remedy);
  }
}

function knownValues(param: string, spec: MachineSpec): ReadonlySet<string> | undefined {
  if (param === 'alert') return new Set([...spec.registries.alerts, ...derivedAlerts]);
  if (param === 'code') return new Set([...spec.registries.errors, orderlyEnd]);
  return undefined;
}

/** `set` gives members of the context values that they can have. */
function checkSet({ line, params }: ActionUse, spec: MachineSpec): void {
  if (params === undefined || params.members.length === 0) {
    spec.report(line, "'set' sets nothing (D6)", "write { type: 'set', params: { name: value } }");
  }
  for (const { name, line: at, value } of params?.members ?? []) {
    const member = spec.setup.context.get(name);
    if (member === undefined) {
      const remedy = adviseName(name, spec.setup.context.keys());
      spec.report(at, `'set' of '${name}', which is not in the context (D7)`, remedy);
    } else if (
      value.kind === 'scalar' &&
      member.values?.some((one) => one === value.value) === false
    ) {
      const remedy = `its values are ${member.values.join(', ')}`;
      spec.report(at, `'${name}' cannot be ${JSON.stringify(value.value)} (D7)`, remedy);
    }
  }
}
