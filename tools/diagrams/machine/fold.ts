/**
 * What becomes of a state's transitions in a picture: most lead into failure or nowhere, and would
 * hide the story as arrows. They are folded into the state's box, one row for what has one outcome.
 */
import type { ActionModel, StateModel, TransitionModel } from './machine-model.ts';

/** Transitions that are told by one row of text. */
export interface Row {
  /** What comes of them: an alert, an error code, or the actions. */
  readonly outcome: string;
  readonly transitions: readonly TransitionModel[];
}

export interface Fold {
  /** Drawn as arrows. */
  readonly arrows: readonly TransitionModel[];
  /** They end the connection with an alert or an error code. */
  readonly failures: readonly Row[];
  /** They stay where they are and do something. */
  readonly inPlace: readonly Row[];
  /** They stay and do nothing. */
  readonly ignored: readonly TransitionModel[];
}

/**
 * @param errors the error codes: an end that tells one of them is a failure, any other is an arrow
 */
export function foldOf(state: StateModel, errors: ReadonlySet<string>): Fold {
  const arrows: TransitionModel[] = [];
  const failures = new Rows();
  const inPlace = new Rows();
  const ignored: TransitionModel[] = [];
  for (const transition of state.transitions) {
    const failure = failureOf(transition, errors);
    if (failure !== undefined) failures.add(failure, transition);
    else if (transition.target !== undefined) arrows.push(transition);
    else if (transition.actions.length === 0) ignored.push(transition);
    else inPlace.add(transition.actions.map(actionText).join(', '), transition);
  }
  return { arrows, failures: failures.rows(), inPlace: inPlace.rows(), ignored };
}

/** The alert or error code that a transition ends the connection with. */
export function failureOf(
  { actions }: TransitionModel,
  errors: ReadonlySet<string>,
): string | undefined {
  for (const { params } of actions) {
    if (typeof params.alert === 'string') return params.alert;
    if (typeof params.code === 'string' && errors.has(params.code)) return params.code;
  }
  return undefined;
}

/** `hs.finished [isGood]`, `after closeTimeout`, `[else]`. */
export function eventText({ kind, event, guard, isElse }: TransitionModel): string {
  const names = { event, after: `after ${event}`, done: 'when done', always: '' };
  const condition = guard === undefined ? (isElse ? '[else]' : '') : `[${guard}]`;
  const text = `${names[kind]} ${condition}`.trim();
  return text === '' ? 'at once' : text;
}

/** `installReadKeys(handshake)`: an action with what its params say. */
export function actionText({ type, params }: ActionModel): string {
  const values = Object.entries(params).flatMap(([name, value]) => {
    if (typeof value === 'string') return [type === 'set' ? `${name} = ${value}` : value];
    if (type === 'set') return [value === true ? name : `not ${name}`];
    return value === true ? [name] : [];
  });
  return values.length === 0 ? type : `${type}(${values.join(', ')})`;
}

/** Rows by outcome, in the order in which the outcomes first came. */
class Rows {
  readonly #byOutcome = new Map<string, TransitionModel[]>();

  add(outcome: string, transition: TransitionModel): void {
    const row = this.#byOutcome.get(outcome);
    if (row === undefined) this.#byOutcome.set(outcome, [transition]);
    else row.push(transition);
  }

  rows(): readonly Row[] {
    return [...this.#byOutcome].map(([outcome, transitions]) => ({ outcome, transitions }));
  }
}
