/** A machine as the model sees it: explored over the model's alphabet, and merged as far as it goes. */

import type { Action } from '../explore/actions.ts';
import { classesOf } from '../explore/classes.ts';
import { explore, type Situation, type Step } from '../explore/graph.ts';
import type { Explorable, Role } from '../explore/machines.ts';
import { nameOf } from '../explore/stimuli.ts';
import { modelConfiguration, modelFacets } from './alphabet.ts';
import { statementOf } from './verbs.ts';

export interface ModelMachine {
  readonly role: Role;
  readonly classes: readonly ModelClass[];
  /** The classes of the beginnings, with the configuration that leads there. */
  readonly beginnings: readonly {
    readonly index: number;
    readonly context: Situation['context'];
  }[];
}

/** Situations that the model does not tell apart. */
export interface ModelClass {
  readonly index: number;
  /** Of the first of them, for people. */
  readonly state: string;
  readonly steps: readonly ModelStep[];
}

export interface ModelStep {
  /** `hs.finished (good)`. */
  readonly event: string;
  readonly target: number;
  /** Promela statements. */
  readonly statements: readonly string[];
}

export function modelMachine({ role, machine }: Explorable): ModelMachine {
  const graph = explore({
    role,
    machine,
    facets: modelFacets[role],
    configuration: modelConfiguration[role],
  });
  const situations = graph.situations.map((situation) => ({
    ...situation,
    // Classes are told apart by what they do: not by names of states that do the same.
    state: '',
    steps: situation.steps.map((step) => ({ ...step, actions: statementsOf(step, role) })),
  }));
  const classes = classesOf({ ...graph, situations });
  const classOf = (index: number) => classes[index] ?? 0;
  return {
    role,
    // The first situation of each class stands for all of it.
    classes: situations
      .filter(({ index }) => classes.indexOf(classOf(index)) === index)
      .map(({ index, steps }) => ({
        index: classOf(index),
        state: graph.situations[index]?.state ?? '',
        steps: steps.map(({ stimulus, target, actions }) => ({
          event: nameOf(stimulus),
          target: classOf(target),
          statements: actions.map(({ name }) => name),
        })),
      })),
    beginnings: graph.initial.map((index) => ({
      index: classOf(index),
      context: graph.situations[index]?.context ?? {},
    })),
  };
}

/** In the place of the actions: what the model does for them. */
function statementsOf({ actions }: Step, role: Role): readonly Action[] {
  return actions.flatMap((action) => {
    const statement = statementOf(action, role);
    return statement === undefined ? [] : [{ name: statement, params: {} }];
  });
}
