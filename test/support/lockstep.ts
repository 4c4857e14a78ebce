/**
 * Compares what generated code does with what XState does, in every situation of an explored
 * machine and on every stimulus there: next state, context, ordered actions with parameters, timers.
 */
import { type Action, actionText } from '../../tools/explore/actions.ts';
import type { Graph, Situation, Step } from '../../tools/explore/graph.ts';
import { nameOf, type Stimulus } from '../../tools/explore/stimuli.ts';

/** A generated machine, as far as the comparison needs it. */
export interface Generated {
  readonly initialState: string;
  readonly initialContext: object;
  readonly step: (machine: GeneratedMachine, event: { readonly type: string }) => void;
}

export interface GeneratedMachine {
  state: string;
  readonly context: Record<string, unknown>;
  facts: object;
  actions: object;
}

/** What came of an event. */
interface Outcome {
  readonly state: string;
  readonly context: object;
  readonly actions: readonly string[];
}

/** Each difference in words, as they are found: whoever looks for one can stop there. */
export function* differences({ situations, initial }: Graph, generated: Generated) {
  const [first] = initial.map((index) => situations[index]);
  if (first?.state !== generated.initialState) yield 'initial state';
  if (JSON.stringify(first?.context) !== JSON.stringify(generated.initialContext)) {
    yield 'initial context';
  }
  for (const situation of situations) {
    for (const step of situation.steps) {
      const expected = JSON.stringify(outcomeOf(step, situations[step.target]));
      const found = JSON.stringify(askGenerated(generated, situation, step));
      if (expected === found) continue;
      yield `${situation.state}: ${nameOf(step.stimulus)}\n  xstate    ${expected}\n  generated ${found}`;
    }
  }
}

function outcomeOf({ actions }: Step, target: Situation | undefined): Outcome {
  return {
    state: target?.state ?? '',
    context: sorted(target?.context ?? {}),
    actions: actions.map(actionText),
  };
}

function askGenerated(generated: Generated, situation: Situation, { stimulus }: Step): Outcome {
  const machine = newMachine(situation);
  const actions = stepMachine(generated, machine, stimulus);
  return { state: machine.state, context: sorted(machine.context), actions };
}

/** A generated machine in this situation, that has done nothing yet. */
export function newMachine({ state, context }: Situation): GeneratedMachine {
  return { state, context: { ...context }, facts: {}, actions: {} };
}

/** One step of it. @returns the actions in order, as the explorer writes them */
export function stepMachine(
  { step }: Generated,
  machine: GeneratedMachine,
  { type, facet }: Stimulus,
): readonly string[] {
  const told: string[] = [];
  machine.facts = new Proxy({}, { get: () => () => facet });
  machine.actions = new Proxy(
    {},
    {
      get: (_, name) =>
        name === 'startTimer' || name === 'stopTimer'
          ? (delay: string) => told.push(actionText({ name, params: { delay } }))
          : (_event: unknown, params: Action['params'] = {}) =>
              told.push(actionText({ name: String(name), params })),
    },
  );
  step(machine, { type });
  return told;
}

function sorted(context: object): object {
  return Object.fromEntries(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
}
