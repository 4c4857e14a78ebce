/**
 * Writes `generated/client-states.ts` and `generated/server-states.ts`: what people need to be
 * told of a state, for error texts and traces. The machines themselves do not read it.
 */
import { quoted } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import type { CompiledMachine, CompiledState, Outcome, Step } from './compile.ts';
import type { MachineInput } from './machine-input.ts';
import { pascal } from './names.ts';

/** The table of a machine's states. */
export function emitStates({ role, compiled, source }: MachineInput): GeneratedFile {
  const name = pascal(role);
  const asksFact = (guard: string) => source.guards.get(guard)?.includes('facet') === true;
  const asksVersion = (guard: string) => source.guards.get(guard) === 'context.tls12';
  const rows = compiled.states.map((state) => {
    const rfc = state.rfc === undefined ? 'undefined' : quoted(state.rfc);
    const list = (values: readonly string[]) => `[${values.map(quoted).join(', ')}]`;
    const expects = list(expected(compiled, state, asksFact));
    const inTls12 = list(expected(compiled, underTls12(state, asksVersion), asksFact));
    return `${quoted(state.name)}: {
      description: ${quoted(state.description)},
      rfc: ${rfc},
      tags: ${list(state.tags)},
      expects: ${expects},
      ${inTls12 === expects ? '' : `expectsInTls12: ${inTls12},`}
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

/** The state as it is once TLS 1.2 is chosen. */
function underTls12(state: CompiledState, asksVersion: (guard: string) => boolean): CompiledState {
  const under = (outcome: Outcome): Outcome => {
    if (outcome.kind === 'leaf') return outcome;
    if (asksVersion(outcome.guard)) return under(outcome.yes);
    return { ...outcome, yes: under(outcome.yes), no: under(outcome.no) };
  };
  const outcomes = [...state.outcomes].map(([event, outcome]) => [event, under(outcome)] as const);
  return { ...state, outcomes: new Map(outcomes) };
}

/**
 * Messages and data that the peer may send here without ending the connection. A message whose fact
 * nobody asks is not expected, nor one that changes nothing, nor one that is only answered: it is
 * ignored, or turned down.
 */
function expected(
  machine: CompiledMachine,
  { name, outcomes }: CompiledState,
  asksFact: (guard: string) => boolean,
): string[] {
  const endings = machine.states
    .filter((state) => state.ancestors.includes('ending'))
    .map((state) => state.name);
  const goesOn = (outcome: Outcome): boolean =>
    outcome.kind === 'leaf'
      ? !endings.includes(outcome.target)
      : goesOn(outcome.yes) || goesOn(outcome.no);
  const isTaken = (outcome: Outcome): boolean =>
    outcome.kind === 'leaf'
      ? goesOn(outcome) && (outcome.target !== name || outcome.steps.some(isTaking))
      : isTaken(outcome.yes) || isTaken(outcome.no);
  const isRead = (outcome: Outcome): boolean =>
    outcome.kind === 'fork' &&
    (asksFact(outcome.guard) || isRead(outcome.yes) || isRead(outcome.no));
  const leadsOn = (outcome: Outcome): boolean =>
    outcome.kind === 'leaf'
      ? outcome.target !== name && goesOn(outcome)
      : leadsOn(outcome.yes) || leadsOn(outcome.no);
  return [...outcomes].flatMap(([event, outcome]) => {
    if (event === 'ccs') return leadsOn(outcome) ? ['change_cipher_spec'] : [];
    if (!isTaken(outcome)) return [];
    if (event === 'app.data') return ['applicationData'];
    return event.startsWith('hs.') && isRead(outcome) ? [event.slice('hs.'.length)] : [];
  });
}

function isTaking(step: Step): boolean {
  return step.kind === 'action' && !step.name.startsWith('send');
}
