/** The steps of a machine in Promela: for each class and event the next class and what is done. */
import type { ModelClass, ModelMachine, ModelStep } from './classes.ts';

/** `hs.finished (good)` -> `hs_finished_good`. */
function eventName(event: string): string {
  return event.replace(/\W+/g, '_').replace(/_$/, '');
}

/** Every event of the machines, as Promela's constants. */
export function eventNames(machines: readonly ModelMachine[]): readonly string[] {
  const events = machines.flatMap(({ classes }) =>
    classes.flatMap(({ steps }) => steps.map(({ event }) => eventName(event))),
  );
  return [...new Set(events)].sort();
}

/** Classes whose steps stand together: spin takes no inline text of more than some 100 kB. */
const partSize = 50;

/** `inline client_step()`: looks up what follows, then does it. */
export function stepInline({ role, classes }: ModelMachine): string {
  const effects = new Map<string, number>();
  const numberOf = ({ statements }: ModelStep): number => {
    const text = statements.join('; ');
    const number = effects.get(text) ?? effects.size;
    effects.set(text, number);
    return number;
  };
  const cases = classes.map((one) => caseOf(one, role, numberOf));
  const parts = Array.from({ length: Math.ceil(cases.length / partSize) }, (_, index) =>
    cases.slice(index * partSize, (index + 1) * partSize),
  );
  const bodies = [...effects].map(
    ([text, number]) => `  :: effect == ${number} -> ${text || 'skip'}`,
  );
  return [
    ...parts.map(
      (part, index) => `inline ${role}_part${index}() {\n  if\n${part.join('\n')}\n  fi\n}\n`,
    ),
    `inline ${role}_step() {`,
    '  if',
    ...parts.map((_, index) => `  :: ${role} / ${partSize} == ${index} -> ${role}_part${index}()`),
    '  fi;',
    '  event = 0;',
    `  if\n${bodies.join('\n')}\n  fi;`,
    '  effect = 0',
    '}',
  ].join('\n');
}

/** The delays that run in a class, as a condition for each. */
export function delayConditions({ role, classes }: ModelMachine): ReadonlyMap<string, string> {
  const running = new Map<string, string[]>();
  for (const { index, steps } of classes) {
    for (const { event } of steps) {
      if (!event.startsWith('after.')) continue;
      const name = eventName(event);
      running.set(name, [...(running.get(name) ?? []), `${role} == ${index}`]);
    }
  }
  return new Map([...running].map(([name, conditions]) => [name, conditions.join(' || ')]));
}

/** Events with the same consequence stand together; the largest group is the rest. */
function caseOf(
  { index, state, steps }: ModelClass,
  role: string,
  numberOf: (step: ModelStep) => number,
): string {
  const groups = new Map<string, string[]>();
  for (const step of steps) {
    const consequence = `${role} = ${step.target}; effect = ${numberOf(step)}`;
    groups.set(consequence, [...(groups.get(consequence) ?? []), eventName(step.event)]);
  }
  const sorted = [...groups].sort(([, a], [, b]) => a.length - b.length);
  const lines = sorted.map(([consequence, events], at) => {
    const condition = events.map((event) => `event == ${event}`).join(' || ');
    return `    :: ${at === sorted.length - 1 ? 'else' : condition} -> ${consequence}`;
  });
  return `  :: ${role} == ${index} -> /* ${state} */\n    if\n${lines.join('\n')}\n    fi`;
}
