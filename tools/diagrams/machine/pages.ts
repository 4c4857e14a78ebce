/**
 * Which pictures a machine has: an overview of the states that it begins among, and a page for each
 * compound state there. Every state is at home on exactly one of them.
 */
import { type StateModel, statesIn } from './machine-model.ts';

/** What one picture of a machine shows. */
export interface View {
  /** File name without its ending. */
  readonly name: string;
  readonly title: string;
  /** The state that it shows from the inside. */
  readonly root: StateModel;
  /** The ids of those that are drawn around what is in them; others with states are one box. */
  readonly open: ReadonlySet<string>;
  /** The states that it tells everything of. */
  readonly home: readonly StateModel[];
}

/** The views of a machine, the overview first. */
export function viewsOf(role: string, root: StateModel): readonly View[] {
  const outer = root.states.filter(({ id }) => id === root.initial);
  const shown = root.states.flatMap((state) =>
    outer.includes(state) ? [state, ...state.states] : [state],
  );
  const closed = shown.filter((state) => state.states.length > 0 && !outer.includes(state));
  const overview: View = {
    name: `${role}-overview`,
    title: `The ${role}`,
    root,
    open: new Set([root, ...outer].map(({ id }) => id)),
    home: [root, ...shown.filter((state) => !closed.includes(state))],
  };
  return [overview, ...closed.map((state) => pageOf(role, state))];
}

function pageOf(role: string, state: StateModel): View {
  const home = statesIn(state);
  return {
    name: `${role}-${state.name}`,
    title: `The ${role}: ${state.name}`,
    root: state,
    open: new Set(home.filter(({ states }) => states.length > 0).map(({ id }) => id)),
    home,
  };
}
