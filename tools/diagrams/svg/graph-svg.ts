/** A placed graph as SVG: boxes from the outside in, then arrows, then their labels above all lines. */
import {
  type PlacedEdge,
  type PlacedGraph,
  type PlacedNode,
  type Point,
  padding,
} from '../graph.ts';
import { element, escaped, numeric } from './element.ts';
import { textSvg } from './text-svg.ts';

export function graphSvg({ nodes, edges }: PlacedGraph): readonly string[] {
  return [
    ...nodes.filter(isFrame).map(nodeSvg),
    ...edges.flatMap(lineSvg),
    ...nodes.filter((node) => !isFrame(node)).map(nodeSvg),
    ...edges.flatMap((edge) => labelSvg(edge, nodes.filter(isFrame))),
  ];
}

function isFrame({ node }: PlacedNode): boolean {
  return node.shape === 'frame';
}

function nodeSvg({ node, x, y, width, height }: PlacedNode): string {
  if (node.shape === 'start') {
    const radius = width / 2;
    return element('circle', { class: node.tone, cx: x + radius, cy: y + radius, r: radius });
  }
  const box = { class: node.tone, x, y, width, height, rx: node.shape === 'reference' ? 14 : 8 };
  const inside = { class: `inner ${node.tone}`, x: x + 3, y: y + 3, rx: 5 };
  const parts = [
    ...(node.tooltip === undefined ? [] : [element('title', {}, escaped(node.tooltip))]),
    element('rect', box),
    ...(node.shape === 'final'
      ? [element('rect', { ...inside, width: width - 6, height: height - 6 })]
      : []),
    ...textSvg(node.text, x + padding.x, y + padding.y),
    ...sideSvg({ node, x, y, width, height }),
  ];
  return element('g', { id: node.anchor }, ...parts);
}

function sideSvg({ node, x, y, width }: PlacedNode): readonly string[] {
  if (node.side === undefined) return [];
  const left = x + width - node.side.width - padding.x;
  return textSvg(node.side, left, y + node.text.height + padding.y + 6);
}

/** A line with round corners, and the arrow's head. */
function lineSvg({ edge, points }: PlacedEdge): readonly string[] {
  const end = points.at(-1);
  const before = points.at(-2);
  if (end === undefined || before === undefined) return [];
  const short = towards(end, before, HEAD);
  return [
    element('path', { class: edge.tone, d: pathOf([...points.slice(0, -1), short]) }),
    element('path', { class: edge.tone.replace('edge', 'head'), d: headOf(end, before) }),
  ];
}

/** On a patch of the ground that it stands on, which interrupts the lines below. */
function labelSvg({ edge, label }: PlacedEdge, frames: readonly PlacedNode[]): readonly string[] {
  if (label === undefined || edge.label === undefined) return [];
  const { x, y, width, height } = label;
  const isFramed = frames.some(
    (frame) =>
      frame.x < x && x < frame.x + frame.width && frame.y < y && y < frame.y + frame.height,
  );
  const name = isFramed ? 'label framed' : 'label';
  const ground = element('rect', { class: name, x, y, width, height, rx: 4 });
  return [ground, ...textSvg(edge.label, x + 5, y + 2)];
}

function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const steps = rest.map((point, index) => {
    const [before, next] = [points[index] ?? point, rest[index + 1]];
    if (next === undefined) return `L${at(point)}`;
    const near = towards(point, before, CORNER);
    const far = towards(point, next, CORNER);
    return `L${at(near)}Q${at(point)} ${at(far)}`;
  });
  return `M${at(first)}${steps.join('')}`;
}

function headOf(end: Point, before: Point): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [alongX, alongY] = [
    ((end.x - before.x) / length) * (HEAD / 2),
    ((end.y - before.y) / length) * (HEAD / 2),
  ];
  const base = { x: end.x - 2 * alongX, y: end.y - 2 * alongY };
  const left = { x: base.x - alongY, y: base.y + alongX };
  const right = { x: base.x + alongY, y: base.y - alongX };
  return `M${at(end)}L${at(left)}L${at(right)}Z`;
}

/** So far from a point into another's direction, at most half of the way. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function at({ x, y }: Point): string {
  return `${numeric(x)} ${numeric(y)}`;
}

const CORNER = 7;
const HEAD = 9;
