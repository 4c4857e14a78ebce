/**
 * What a layout is made for: boxes with measured text, boxes inside of boxes, and arrows with
 * labels. It knows nothing of machines, and nothing of coordinates until it is placed.
 */
import type { TextBlock } from './text.ts';

/** `start` is the dot where a compound state begins; `reference` stands for a box of another page. */
export type Shape = 'box' | 'frame' | 'reference' | 'final' | 'start';

export interface GraphNode {
  /** Unique in its graph. */
  readonly id: string;
  readonly shape: Shape;
  /** A class of the style sheet. */
  readonly tone: string;
  readonly text: TextBlock;
  /** Of a frame: text that stands at the right of what is inside. */
  readonly side?: TextBlock;
  readonly children: readonly GraphNode[];
  /** The id that it has in the picture, if it is at home there. */
  readonly anchor?: string;
  /** What a pointer that rests on it is told. */
  readonly tooltip?: string;
}

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** A class of the style sheet. */
  readonly tone: string;
  readonly label: TextBlock | undefined;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: GraphNode;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** Where its label stands. */
  readonly label: Box | undefined;
}

/** A graph with coordinates from its own corner on. */
export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  /** Each before those inside of it. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Room between a box and its text. */
export const padding = { x: 12, y: 9 } as const;
