/**
 * Places a graph with ELK's layered algorithm, strictly from the top down. ELK gets sizes and gives
 * coordinates; with the same graph and the seed below they are the same at each run, here and in a
 * browser.
 */
import elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  type PlacedEdge,
  type PlacedGraph,
  type PlacedNode,
  padding,
} from './graph.ts';

const options = {
  algorithm: 'layered',
  'elk.direction': 'DOWN',
  'elk.randomSeed': '1',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '17',
  'elk.layered.spacing.edgeNodeBetweenLayers': '17',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
} as const;

const engine = new elk.default();

/** Room inside of a frame, around what it holds. */
const framePadding = 18;
const startSize = 11;

export async function placed(graph: Graph): Promise<PlacedGraph> {
  const root: ElkNode = await engine.layout<ElkNode>({
    id: ' root',
    layoutOptions: options,
    children: graph.nodes.map(elkNode),
    edges: graph.edges.map(elkEdge),
  });
  const edges = new Map(root.edges?.map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    nodes: placedNodes(graph.nodes, root.children ?? []),
    edges: graph.edges.map((edge) => placedEdge(edge, edges.get(edge.id))),
  };
}

function elkNode(node: GraphNode): ElkNode {
  const { id, shape, text, side, children } = node;
  if (shape === 'start') return { id, width: startSize, height: startSize };
  const width = text.width + 2 * padding.x;
  const height = text.height + 2 * padding.y;
  if (shape !== 'frame') return { id, width, height };
  const sideWidth = side === undefined ? 0 : side.width + framePadding;
  const sideHeight = side === undefined ? 0 : side.height + 2 * padding.y;
  return {
    id,
    children: children.map(elkNode),
    layoutOptions: {
      'elk.alignment': 'TOP',
      'elk.padding': `[top=${height + 6},left=${framePadding},bottom=${framePadding},right=${framePadding + sideWidth}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      // ELK lays out from left to right and turns the picture in the end, but not this size.
      'elk.nodeSize.minimum': `(${height + sideHeight},${width})`,
    },
  };
}

function elkEdge({ id, from, to, label }: GraphEdge): ElkExtendedEdge {
  const edge = { id, sources: [from], targets: [to] };
  if (label === undefined) return edge;
  return {
    ...edge,
    labels: [
      {
        // ELK passes over labels without text; what it says does not matter.
        text: id,
        width: label.width + 10,
        height: label.height + 4,
        layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
      },
    ],
  };
}

function placedNodes(nodes: readonly GraphNode[], boxes: readonly ElkNode[]): PlacedNode[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return nodes.flatMap((node) => {
    const box = byId.get(node.id);
    if (box === undefined) throw new Error(`the layout has lost ${node.id}`);
    const { x = 0, y = 0, width = 0, height = 0 } = box;
    const own = { node, x, y, width, height };
    return [own, ...placedNodes(node.children, box.children ?? [])];
  });
}

function placedEdge(edge: GraphEdge, found: ElkExtendedEdge | undefined): PlacedEdge {
  const section = found?.sections?.[0];
  if (section === undefined) throw new Error(`the layout has lost ${edge.id}`);
  const [label] = found?.labels ?? [];
  const { x = 0, y = 0, width = 0, height = 0 } = label ?? {};
  return {
    edge,
    points: [section.startPoint, ...(section.bendPoints ?? []), section.endPoint],
    label: label === undefined ? undefined : { x, y, width, height },
  };
}
