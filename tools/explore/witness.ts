/** The shortest way to a state, in plain words. */
import { actionText } from './actions.ts';
import type { Graph, Step } from './graph.ts';
import { nameOf } from './stimuli.ts';

/** Undefined: there is no such state. */
export function witnessOf(graph: Graph, state: string): readonly string[] | undefined {
  const reached = new Map<number, { readonly before: number; readonly by: Step } | undefined>(
    graph.initial.map((index) => [index, undefined]),
  );
  for (const index of reached.keys()) {
    const situation = graph.situations[index];
    if (situation === undefined) continue;
    if (situation.state === state) return told(graph, reached, index);
    for (const step of situation.steps) {
      if (!reached.has(step.target)) reached.set(step.target, { before: index, by: step });
    }
  }
  return undefined;
}

function told(
  { situations }: Graph,
  reached: ReadonlyMap<number, { readonly before: number; readonly by: Step } | undefined>,
  last: number,
): readonly string[] {
  const lines: string[] = [];
  let index = last;
  for (let came = reached.get(index); came !== undefined; came = reached.get(index)) {
    const to = situations[index]?.state ?? '';
    const from = situations[came.before]?.state ?? '';
    lines.unshift(`${nameOf(came.by.stimulus)}: ${from} -> ${to}${doing(came.by)}`);
    index = came.before;
  }
  const { state = '', context = {} } = situations[index] ?? {};
  return [`begins in ${state} with ${JSON.stringify(context)}`, ...lines];
}

function doing({ actions }: Step): string {
  return actions.length === 0 ? '' : `; ${actions.map(actionText).join(', ')}`;
}
