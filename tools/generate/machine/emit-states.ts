/**
 * Writes `generated/client-states.ts` and `generated/server-states.ts`: what people need to be
 * told of a state, for error texts and traces. The machines themselves do not read it.
 */
import { quoted } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import type { CompiledMachine, Outcome } from './compile.ts';
import type { MachineInput } from './machine-input.ts';
import { pascal } from './names.ts';

/** The table of a machine's states. */
export function emitStates({ role, compiled }: MachineInput): GeneratedFile {
  const name = pascal(role);
  const rows = compiled.states.map((state) => {
    const rfc = state.rfc === undefined ? 'undefined' : quoted(state.rfc);
    const list = (values: readonly string[]) => `[${values.map(quoted).join(', ')}]`;
    return `${quoted(state.name)}: {
      description: ${quoted(state.description)},
      rfc: ${rfc},
      tags: ${list(state.tags)},
      expects: ${list(expected(compiled, state.outcomes))},
    },`;
  });
  const text = `/**
 * What to tell people of each state of the TLS ${role}. Generated from spec/${role}.ts by
 * \`npm run generate\`; do not edit.
 */
import type { StateInfo } from '../runtime/codegen/state-info.ts';
import type { ${name}State } from './${role}.ts';

/** Each state: what it is, where the standard has it, what may come from the peer there. */
export const ${role}States: Readonly<Record<${name}State, StateInfo>> = {
${rows.join('\n')}
};
`;
  return { path: `generated/${role}-states.ts`, text };
}

/** Messages and data that the peer may send here without ending the connection. */
function expected(machine: CompiledMachine, outcomes: ReadonlyMap<string, Outcome>): string[] {
  const endings = machine.states
    .filter((state) => state.ancestors.includes('ending'))
    .map((state) => state.name);
  const goesOn = (outcome: Outcome): boolean =>
    outcome.kind === 'leaf'
      ? !endings.includes(outcome.target)
      : goesOn(outcome.yes) || goesOn(outcome.no);
  const isIgnored = (outcome: Outcome) => outcome.kind === 'leaf' && outcome.steps.length === 0;
  return [...outcomes]
    .filter(([event]) => event.startsWith('hs.') || event === 'app.data')
    .filter(([, outcome]) => goesOn(outcome) && !isIgnored(outcome))
    .map(([event]) => event.replace(/^hs\./, ''))
    .map((event) => (event === 'app.data' ? 'applicationData' : event));
}
