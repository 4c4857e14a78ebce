/**
 * Situations of one state that nobody could tell apart: the same actions follow from every stimulus,
 * and lead to situations that nobody could tell apart (Moore's refinement of partitions).
 */
import { actionText } from './actions.ts';
import type { Graph, Step } from './graph.ts';
import { nameOf } from './stimuli.ts';

/** By the index of a situation, the number of its class; classes are counted from 0. */
export function classesOf({ situations }: Graph): readonly number[] {
  let classes = numbered(
    situations.map(({ state, steps }) => [state, ...steps.map(answerOf)].join('\n')),
  );
  for (;;) {
    const finer = numbered(
      situations.map(({ index, steps }) => {
        const targets = steps.map(({ target }) => classes[target]);
        return `${classes[index]}: ${targets.join()}`;
      }),
    );
    if (countOf(finer) === countOf(classes)) return classes;
    classes = finer;
  }
}

/** How many there are. */
export function countOf(classes: readonly number[]): number {
  return new Set(classes).size;
}

function answerOf({ stimulus, actions }: Step): string {
  return `${nameOf(stimulus)}: ${actions.map(actionText).join(', ')}`;
}

/** Equal texts get equal numbers, counted in the order in which they come. */
function numbered(texts: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
}
