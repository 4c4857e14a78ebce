/**
 * Walks the real XState machine to its last reachable state and, in each, compares what it does
 * on every event with every facet with what the generated code does: next state, context, ordered
 * actions with parameters, timers.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  transition,
} from 'xstate';

/** A generated machine, as far as the comparison needs it. */
export interface Generated {
  readonly initialState: string;
  readonly initialContext: object;
  readonly step: (machine: GeneratedMachine, event: { readonly type: string }) => void;
}

export interface GeneratedMachine {
  state: string;
  readonly context: Record<string, unknown>;
  readonly facts: object;
  readonly actions: object;
}

export interface LockstepResult {
  /** Configurations with their contexts. */
  readonly situations: number;
  /** Pairs of situation and event with facet. */
  readonly compared: number;
  readonly differences: readonly string[];
}

type Facets = Readonly<Record<string, readonly string[]>>;

/** What a machine is asked, and from which beginnings. */
export interface Alphabet {
  readonly facets: Facets;
  /** Members of the context that options give, with every value. */
  readonly configuration?: Readonly<Record<string, readonly unknown[]>>;
}

interface Stimulus {
  readonly type: string;
  readonly facet: string | undefined;
  /** As XState calls it. */
  readonly xstateType: string;
}

/** What came of an event. */
interface Outcome {
  readonly state: string;
  readonly context: object;
  readonly actions: readonly string[];
}

/** @param isEnough asked before each situation: whoever looks for one difference can stop there */
export function lockstep(
  machine: AnyStateMachine,
  { facets, configuration = {} }: Alphabet,
  generated: Generated,
  isEnough: (differences: readonly string[]) => boolean = () => false,
): LockstepResult {
  const [initial] = initialTransition(machine);
  const situations = new Map(
    configurations(configuration).map((members) => {
      const context = { ...initial.context, ...members };
      const start = machine.resolveState({ value: initial.value, context });
      return [keyOf(start), start] as const;
    }),
  );
  const differences: string[] = [];
  let compared = 0;
  if (nameOf(initial.value) !== generated.initialState) differences.push('initial state');
  if (JSON.stringify(initial.context) !== JSON.stringify(generated.initialContext)) {
    differences.push('initial context');
  }
  for (const snapshot of situations.values()) {
    if (isEnough(differences)) break;
    for (const stimulus of stimuli(snapshot, facets)) {
      const { outcome: expected, next } = askXState(machine, snapshot, stimulus);
      const found = askGenerated(generated, snapshot, stimulus);
      compared += 1;
      if (JSON.stringify(expected) !== JSON.stringify(found)) {
        const where = `${nameOf(snapshot.value)}: ${stimulus.type}/${stimulus.facet ?? '-'}`;
        differences.push(
          `${where}\n  xstate    ${JSON.stringify(expected)}\n  generated ${JSON.stringify(found)}`,
        );
      }
      if (!situations.has(keyOf(next))) situations.set(keyOf(next), next);
    }
  }
  return { situations: situations.size, compared, differences };
}

/** Every combination of values. */
function configurations(members: Readonly<Record<string, readonly unknown[]>>): readonly object[] {
  return Object.entries(members).reduce<readonly object[]>(
    (all, [name, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** The name that generated code gives to a configuration, worked out here a second time. */
function nameOf(value: unknown, parent = ''): string {
  if (typeof value === 'string') return value;
  const regions = Object.entries(value as Record<string, unknown>);
  if (regions.length === 1) return regions.map(([key, inner]) => nameOf(inner, key)).join();
  return `${parent}(${regions.map(([, inner]) => nameOf(inner)).join(', ')})`;
}

function keyOf(snapshot: AnyMachineSnapshot): string {
  return `${nameOf(snapshot.value)} ${JSON.stringify(snapshot.context)}`;
}

function stimuli(snapshot: AnyMachineSnapshot, facets: Facets): Stimulus[] {
  const listed = Object.entries(facets).flatMap(([type, values]) =>
    (values.length === 0 ? [undefined] : values).map((facet) => ({
      type,
      facet,
      xstateType: type,
    })),
  );
  const delays = snapshot._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType));
  return [
    ...listed,
    ...delays.map((xstateType) => ({
      type: `after.${delayOf(xstateType)}`,
      facet: undefined,
      xstateType,
    })),
  ];
}

/** `xstate.after.drainTimeout.client.ending.draining` -> `drainTimeout`. */
function delayOf(xstateType: unknown): string {
  return String(xstateType).split('.')[2] ?? '';
}

function askXState(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  { xstateType, facet }: Stimulus,
) {
  const event = facet === undefined ? { type: xstateType } : { type: xstateType, facet };
  const [next, actions] = transition(machine, snapshot, event);
  const told = actions.map((action) => {
    const type: string = action.type;
    const params: unknown = action.params;
    const details = params as { sendId?: string; event?: { type: string } } | undefined;
    if (type === 'xstate.raise') return `startTimer ${delayOf(details?.event?.type)}`;
    if (type === 'xstate.cancel') return `stopTimer ${delayOf(details?.sendId)}`;
    return `${type} ${JSON.stringify(params ?? {})}`;
  });
  return { next, outcome: outcome(nameOf(next.value), next.context, told) };
}

function askGenerated(
  generated: Generated,
  snapshot: AnyMachineSnapshot,
  { type, facet }: Stimulus,
): Outcome {
  const told: string[] = [];
  const machine: GeneratedMachine = {
    state: nameOf(snapshot.value),
    context: { ...snapshot.context },
    facts: new Proxy({}, { get: () => () => facet }),
    actions: new Proxy(
      {},
      {
        get: (_, name) =>
          name === 'startTimer' || name === 'stopTimer'
            ? (delay: string) => told.push(`${name} ${delay}`)
            : (_event: unknown, params: unknown) =>
                told.push(`${String(name)} ${JSON.stringify(params ?? {})}`),
      },
    ),
  };
  generated.step(machine, { type });
  return outcome(machine.state, machine.context, told);
}

function outcome(state: string, context: object, actions: readonly string[]): Outcome {
  const sorted = Object.fromEntries(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { state, context: sorted, actions };
}
