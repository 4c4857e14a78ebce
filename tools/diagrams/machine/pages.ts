/**
 * Which pictures a machine has: an overview of the states that it begins among, a page for each
 * compound state there, and one for each compound state on such a page. Every state is at home on
 * exactly one of them.
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
  return [overview, ...closed.flatMap((state) => pagesOf(role, state))];
}

/** The ids of the states with a story of their own within the story of another, as `storiesIn` says. */
export function innerStories(root: StateModel): readonly string[] {
  const [, ...pages] = viewsOf('', root);
  return pages.flatMap((page) => storiesIn(page.root)).map(({ id }) => id);
}

/** A story within the story of a state: the handshake of one version in the handshake. */
function storiesIn(state: StateModel): readonly StateModel[] {
  // The parts of a parallel state are one story.
  return state.kind === 'parallel' ? [] : state.states.filter(isCompound);
}

function pagesOf(role: string, state: StateModel): readonly View[] {
  const inner = storiesIn(state);
  const elsewhere = new Set(inner.flatMap(statesIn));
  const home = statesIn(state).filter((one) => !elsewhere.has(one));
  const page: View = {
    name: `${role}-${state.name}`,
    title: `The ${role}: ${state.name}`,
    root: state,
    open: new Set(home.filter(isCompound).map(({ id }) => id)),
    home,
  };
  return [page, ...inner.flatMap((child) => pagesOf(role, child))];
}

function isCompound({ states }: StateModel): boolean {
  return states.length > 0;
}
