/** A walk through a spec machine, step by step, in XState itself: what an engine must do, too. */
import { type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate';
import { type Action, actionOf } from '../../tools/explore/actions.ts';
import { begin, stateName } from '../../tools/explore/graph.ts';
import { explorableOf, type Role } from '../../tools/explore/machines.ts';
import { delaysIn, type Stimulus } from '../../tools/explore/stimuli.ts';

/** What may happen: as the runtime calls it, `after.drainTimeout` for a delay. */
export type Happening = Pick<Stimulus, 'type' | 'facet'>;

/** A place in a machine, and the way on from it. Never changes. */
export class SpecWalk {
  /** As the generated tables name it. */
  readonly state: string;
  /** What is running. */
  readonly #delays: readonly Stimulus[];
  readonly #machine: AnyStateMachine;
  readonly #snapshot: AnyMachineSnapshot;

  private constructor(machine: AnyStateMachine, snapshot: AnyMachineSnapshot) {
    this.#machine = machine;
    this.#snapshot = snapshot;
    this.#delays = delaysIn(snapshot);
    this.state = stateName(snapshot.value);
  }

  /** @param members of the context, which options give */
  static begin(role: Role, members: object = {}): SpecWalk {
    const { machine } = explorableOf(role);
    return new SpecWalk(machine, begin(machine, members));
  }

  /** The delays that are running, by name. */
  get delays(): readonly string[] {
    return this.#delays.map(({ type }) => type.slice('after.'.length));
  }

  /** What is done when this happens, and where that leads. */
  after({ type, facet }: Happening): {
    readonly actions: readonly Action[];
    readonly walk: SpecWalk;
  } {
    const delay = this.#delays.find((one) => one.type === type);
    const event = delay?.event ?? { type, ...(facet !== undefined && { facet }) };
    const [next, actions] = transition(this.#machine, this.#snapshot, event);
    return { actions: actions.map(actionOf), walk: new SpecWalk(this.#machine, next) };
  }
}

/** Milliseconds by the name of the delay. */
export function delaysOf(role: Role): Readonly<Record<string, unknown>> {
  return explorableOf(role).machine.implementations.delays;
}
