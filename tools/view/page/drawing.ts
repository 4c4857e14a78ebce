/**
 * A machine drawn for this page, with some of its states closed. Boxes are short here, for what
 * they tell elsewhere stands beside the diagram; on demand they tell all.
 */
import type {
  Graph,
  GraphNode,
  PlacedEdge,
  PlacedGraph,
  PlacedNode,
} from '../../diagrams/graph.ts';
import { placed } from '../../diagrams/layout.ts';
import { machineGraph } from '../../diagrams/machine/machine-graph.ts';
import type { View } from '../../diagrams/machine/pages.ts';
import { viewEdges } from '../../diagrams/machine/view-edges.ts';
import { escaped } from '../../diagrams/svg/element.ts';
import { graphSvg } from '../../diagrams/svg/graph-svg.ts';
import { type TextBlock, textBlock } from '../../diagrams/text.ts';
import { type Chart, errorCodes } from './charts.ts';

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
  /** The boxes by the ids of their states. */
  readonly boxes: ReadonlyMap<string, PlacedNode>;
  readonly arrows: ReadonlyMap<string, string>;
}

/** How much of a machine is shown. */
export interface Shown {
  /** The ids of the states whose inner states are hidden. */
  readonly closed: ReadonlySet<string>;
  /** Whether boxes and arrows tell all that they have to tell. */
  readonly isDetailed: boolean;
}

export async function drawn(chart: Chart, shown: Shown): Promise<Drawing> {
  const view = viewOf(chart, shown);
  const around = {
    errors: errorCodes,
    specLink: () => undefined,
    pageLink: (id: string) => `#open=${id}`,
  };
  const whole = machineGraph(chart.model, view, around);
  const graph = await placed(shown.isDetailed ? whole : shortened(whole));
  return {
    width: graph.width,
    height: graph.height,
    svg: layers(graph, chart).join('\n'),
    boxes: new Map(graph.nodes.map((box) => [box.node.id, box])),
    arrows: arrowsOf(chart, shown),
  };
}

/** The arrow that stands for a transition, by the transition's id. */
export function arrowsOf(chart: Chart, shown: Shown): ReadonlyMap<string, string> {
  const { edges } = viewEdges(chart.model, viewOf(chart, shown), errorCodes);
  const pairs = edges.flatMap(({ from, to, transitions, failures }) => {
    const arrow = `${from}>${to}>edge${failures.length > 0 ? ' failure' : ''}`;
    return transitions.map(({ id }) => [id, arrow] as const);
  });
  return new Map(pairs);
}

function viewOf({ role, model, states }: Chart, { closed }: Shown): View {
  const home = [...states.values()];
  const open = home.filter(({ id, states: inner }) => inner.length > 0 && !closed.has(id));
  const ids = [model, ...open].map(({ id }) => id);
  return { name: role, title: role, root: model, open: new Set(ids), home };
}

/** Names and sections in the boxes, events on the arrows. */
function shortened({ nodes, edges }: Graph): Graph {
  return {
    nodes: nodes.map(shortNode),
    edges: edges.map((edge) => ({
      ...edge,
      label: edge.label && linesOf(edge.label, ['event', 'faultEvents']),
    })),
  };
}

function shortNode({ side: _, ...node }: GraphNode): GraphNode {
  const text = node.tone === 'closed' ? node.text : linesOf(node.text, ['title', 'section']);
  return { ...node, text, children: node.children.map(shortNode) };
}

function linesOf({ lines }: TextBlock, styles: readonly string[]): TextBlock {
  return textBlock(lines.filter(({ spans: [first] }) => styles.includes(first?.style ?? '')));
}

/** Each box and arrow in a group of its own that can be found again. */
function layers({ nodes, edges, ...size }: PlacedGraph, chart: Chart): readonly string[] {
  const frames = nodes.filter(({ node }) => node.shape === 'frame');
  const boxes = nodes.filter(({ node }) => node.shape !== 'frame');
  const box = ({ node: { anchor: _, ...node }, ...place }: PlacedNode) =>
    stateGroup(node, chart, graphSvg({ ...size, nodes: [{ node, ...place }], edges: [] }));
  // Labels know the frame that they stand in; each arrow has a line and a head before its label.
  const parts = edges.map((edge) => ({
    edge,
    svg: graphSvg({ ...size, nodes: frames, edges: [edge] }).slice(frames.length),
  }));
  return [
    ...frames.map(box),
    ...parts.map(({ edge, svg }) => arrowGroup(edge, svg.slice(0, 2))),
    ...boxes.map(box),
    ...parts.map(({ edge, svg }) => arrowGroup(edge, svg.slice(2))),
  ];
}

function stateGroup({ id, shape }: GraphNode, chart: Chart, svg: readonly string[]): string {
  const state = chart.states.get(id);
  if (state === undefined) return svg.join('');
  const label = `${chart.role}: ${state.name}`;
  const attributes = `data-state="${escaped(id)}" aria-label="${escaped(label)}"`;
  return `<g class="state ${shape}" role="button" tabindex="0" ${attributes}>${svg.join('')}</g>`;
}

function arrowGroup({ edge }: PlacedEdge, svg: readonly string[]): string {
  return `<g class="arrow" data-arrow="${escaped(edge.id)}">${svg.join('')}</g>`;
}
