/** One view of a machine as a graph that can be laid out: boxes with their text, arrows with labels. */

import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import { type Line, type Span, textBlock } from '../text.ts';
import { foldOf } from './fold.ts';
import type { StateModel } from './machine-model.ts';
import type { View } from './pages.ts';
import {
  boxRoom,
  closedLines,
  edgeLabel,
  foldLines,
  headLines,
  type StateLinks,
} from './state-text.ts';
import { isReference, referenceId, type ViewEdge, viewEdges } from './view-edges.ts';

/** What is not the machine's own, and may be missing where it is drawn. */
export interface Surroundings {
  /** The error codes of the registry. */
  readonly errors: ReadonlySet<string>;
  /** A link to the place of a state in the spec. */
  readonly specLink: (id: string) => string | undefined;
  /** A link to the picture where a state is at home. */
  readonly pageLink: (id: string) => string | undefined;
}

export function machineGraph(machine: StateModel, view: View, around: Surroundings): Graph {
  const { edges, outside } = viewEdges(machine, view, around.errors);
  const isEntered = edges.some(({ from, to }) => isReference(from) && to !== view.root.id);
  const drawer = new Drawer(view, around, isEntered);
  const sources = new Set(edges.map(({ from }) => from));
  const references = outside.map((state) => drawer.reference(state));
  const isWhole = view.root === machine;
  const inside = isWhole
    ? machine.states.map((state) => drawer.node(state))
    : [drawer.node(view.root)];
  return {
    // What arrows come from stands above what they lead to.
    nodes: [
      ...references.filter(({ id }) => sources.has(id)),
      ...inside,
      ...references.filter(({ id }) => !sources.has(id)),
    ],
    edges: [...drawer.starts, ...edges.map(graphEdge)],
  };
}

class Drawer {
  readonly starts: GraphEdge[] = [];
  readonly #view: View;
  readonly #around: Surroundings;
  /** Arrows from outside lead to states in the outermost frame: no text may stand in their way. */
  readonly #isEntered: boolean;

  constructor(view: View, around: Surroundings, isEntered: boolean) {
    this.#view = view;
    this.#around = around;
    this.#isEntered = isEntered;
  }

  /** @param isHalf whether it is a part of a parallel state */
  node(state: StateModel, isHalf = false): GraphNode {
    if (this.#view.open.has(state.id)) return this.#frame(state, isHalf);
    if (state.states.length > 0) {
      return this.#box(state, closedLines(state, this.#links(state, true)), 'closed');
    }
    const lines = [
      ...headLines(state, this.#links(state, false), boxRoom),
      ...foldLines(foldOf(state, this.#around.errors), boxRoom),
    ];
    return { ...this.#box(state, lines, toneOf(state)), anchor: state.id };
  }

  /** A box that stands for a state of another page. */
  reference(state: StateModel): GraphNode {
    const page = this.#around.pageLink(state.id);
    const title: Span = {
      text: state.name,
      style: 'text',
      ...(page === undefined ? {} : { href: page }),
    };
    return {
      ...this.#box(state, [], 'reference'),
      id: referenceId(state.id),
      shape: 'reference',
      text: textBlock([{ spans: [title] }]),
    };
  }

  /** Around its states. */
  #frame(state: StateModel, isHalf: boolean): GraphNode {
    const isParallel = state.kind === 'parallel';
    const { above, beside } = this.#frameText(state, isHalf || isParallel);
    return {
      ...this.#box(state, above, `frame ${toneOf(state)}`),
      shape: 'frame',
      anchor: state.id,
      ...(beside.length > 0 ? { side: textBlock(beside) } : {}),
      children: [
        ...this.#start(state),
        ...state.states.map((child) => this.node(child, isHalf || isParallel)),
      ],
    };
  }

  /** Much that is folded stands beside the states, unless these are side by side already. */
  #frameText(state: StateModel, isSideBySide: boolean) {
    const links = this.#links(state, false);
    const fold = foldOf(state, this.#around.errors);
    if (this.#isEntered && state === this.#view.root) {
      const head = headLines(state, links, boxRoom);
      return { above: [], beside: [...head, ...foldLines(fold, boxRoom)] };
    }
    const room = state.kind === 'parallel' ? 2 * boxRoom : boxRoom + 90;
    const head = headLines(state, links, room);
    const folded = foldLines(fold, room);
    if (isSideBySide || folded.length <= MANY_LINES)
      return { above: [...head, ...folded], beside: [] };
    return { above: head, beside: foldLines(fold, boxRoom) };
  }

  /** The dot from which an arrow leads to where it begins. */
  #start({ id, initial }: StateModel): readonly GraphNode[] {
    if (initial === undefined) return [];
    const start = `start ${id}`;
    this.starts.push({ id: start, from: start, to: initial, tone: 'edge', label: undefined });
    return [{ id: start, shape: 'start', tone: 'start', text: textBlock([]), children: [] }];
  }

  #box(state: StateModel, lines: readonly Line[], tone: string): GraphNode {
    return {
      id: state.id,
      shape: state.kind === 'final' ? 'final' : 'box',
      tone,
      text: textBlock(lines),
      children: [],
      ...(state.description === undefined ? {} : { tooltip: state.description }),
    };
  }

  #links(state: StateModel, isClosed: boolean): StateLinks {
    return {
      spec: this.#around.specLink(state.id),
      page: isClosed ? this.#around.pageLink(state.id) : undefined,
    };
  }
}

/** More than these stand beside what a frame holds, fewer above it. */
const MANY_LINES = 8;

/** The dialect's tags (D11) have colours. */
function toneOf({ tags }: StateModel): string {
  return tags[0] === undefined ? 'plain' : `tag-${tags[0]}`;
}

function graphEdge(edge: ViewEdge): GraphEdge {
  const { from, to, failures } = edge;
  const tone = failures.length > 0 ? 'edge failure' : 'edge';
  return { id: `${from}>${to}>${tone}`, from, to, tone, label: edgeLabel(edge) };
}
