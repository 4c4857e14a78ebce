/** A machine explored: its graph, classes and tour, and what is wrong with it as a graph. */
import { classesOf, countOf } from './classes.ts';
import { edgesOf, statesOf } from './edges.ts';
import { explore, type Graph } from './graph.ts';
import type { Explorable } from './machines.ts';
import { nameOf } from './stimuli.ts';
import { type Path, tourOf } from './tour.ts';

export interface Exploration {
  readonly explorable: Explorable;
  readonly graph: Graph;
  /** By the index of a situation. */
  readonly classes: readonly number[];
  readonly tour: readonly Path[];
  /** What a spec must not have: a state nobody reaches, an edge nobody takes, an event nobody handles. */
  readonly problems: readonly string[];
}

/** What there is of everything, and how much of it the tour covers. */
export interface Numbers {
  readonly configurations: number;
  readonly classes: number;
  /** Pairs of a configuration and a stimulus. */
  readonly transitions: number;
  readonly paths: number;
  readonly steps: number;
  /** Pairs of a class and a stimulus; how many of them the tour takes. */
  readonly pairs: number;
  readonly pairsTaken: number;
  /** Transitions written in the spec; how many of them the tour takes. */
  readonly edges: number;
  readonly edgesTaken: number;
}

/**
 * @param onProgress called now and then with a line for people
 * @param graph what `explore` gives, for who has it
 */
export function explored(
  explorable: Explorable,
  onProgress: (line: string) => void = () => {},
  graph: Graph = explore(explorable, (done, known) =>
    onProgress(`${explorable.role}: ${done} of ${known} configurations`),
  ),
): Exploration {
  const { role } = explorable;
  onProgress(`${role}: merging ${graph.situations.length} configurations`);
  const classes = classesOf(graph);
  onProgress(`${role}: planning the tour of ${countOf(classes)} classes`);
  const tour = tourOf(graph, classes);
  const problems = problemsOf(explorable, graph);
  return { explorable, graph, classes, tour, problems };
}

export function numbersOf({ explorable, graph, classes, tour }: Exploration): Numbers {
  const { situations } = graph;
  const pair = (index: number, name: string) => `${classes[index]} ${name}`;
  const pairs = new Set(
    situations.flatMap(({ index, steps }) =>
      steps.map(({ stimulus }) => pair(index, nameOf(stimulus))),
    ),
  );
  const pairsTaken = new Set<string>();
  const toured = new Set<string>();
  for (const { start, steps } of tour) {
    let at = start;
    for (const step of steps) {
      pairsTaken.add(pair(at, nameOf(step.stimulus)));
      for (const edge of step.edges) toured.add(edge);
      at = step.target;
    }
  }
  return {
    configurations: situations.length,
    classes: countOf(classes),
    transitions: situations.reduce((sum, { steps }) => sum + steps.length, 0),
    paths: tour.length,
    steps: tour.reduce((sum, { steps }) => sum + steps.length, 0),
    pairs: pairs.size,
    pairsTaken: pairsTaken.size,
    edges: edgesOf(explorable.machine).length,
    edgesTaken: toured.size,
  };
}

function problemsOf(explorable: Explorable, graph: Graph): readonly string[] {
  const { machine, facets } = explorable;
  const steps = graph.situations.flatMap((one) => one.steps);
  const taken = new Set(steps.flatMap(({ edges }) => edges));
  const reached = new Set(graph.situations.flatMap(({ snapshot }) => snapshot._nodes));
  const handled = new Set(
    steps.filter(({ edges }) => edges.length > 0).map(({ stimulus }) => stimulus.type),
  );
  return [
    ...statesOf(machine)
      .filter((node) => !reached.has(node) && ![...taken].some((edge) => isFrom(edge, node.id)))
      .map(({ id }) => `nothing leads to the state ${id}`),
    ...edgesOf(machine)
      .filter((edge) => !taken.has(edge))
      .map((edge) => `nothing takes the edge ${edge}`),
    ...Object.keys(facets)
      .filter((type) => !handled.has(type))
      .map((type) => `no state handles the event ${type}`),
  ];
}

/** A state that is left at once shows in the edge by which it is left. */
function isFrom(edge: string, id: string): boolean {
  return edge.startsWith(`${id} always `);
}
