/** The pictures of the spec, and the documents that they are. */
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import { errors } from '../../spec/registries.ts';
import { serverMachine } from '../../spec/server.ts';
import { emitDiagrams } from '../../tools/diagrams/emit-diagrams.ts';
import type { Graph, GraphNode } from '../../tools/diagrams/graph.ts';
import { machineGraph } from '../../tools/diagrams/machine/machine-graph.ts';
import { machineModel } from '../../tools/diagrams/machine/machine-model.ts';
import { type View, viewsOf } from '../../tools/diagrams/machine/pages.ts';
import type { TextBlock } from '../../tools/diagrams/text.ts';
import type { Role } from '../../tools/explore/machines.ts';

export const machines: readonly (readonly [role: Role, machine: AnyStateMachine])[] = [
  ['client', clientMachine],
  ['server', serverMachine],
];

/** Name of the file -> text. */
export async function drawn(root: string): Promise<ReadonlyMap<string, string>> {
  const files = await emitDiagrams(root);
  return new Map(files.map(({ path, text }) => [path.replace('generated/diagrams/', ''), text]));
}

/** @throws for text that is no well-formed XML */
export function parsed(svg: string): Document {
  const parser = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  return parser.parseFromString(svg, 'image/svg+xml');
}

export function elementsIn(document: Document, name: string): readonly Element[] {
  return [...document.getElementsByTagName(name)];
}

/** The views of a machine with their graphs, without links. */
export function graphsOf(role: string, machine: AnyStateMachine) {
  const model = machineModel(machine);
  const around = {
    errors: new Set(Object.keys(errors)),
    specLink: () => undefined,
    pageLink: () => undefined,
  };
  return viewsOf(role, model).map((view): readonly [View, Graph] => [
    view,
    machineGraph(model, view, around),
  ]);
}

/** The id of a state in the pictures, as XState knows it. */
export function idOf(node: AnyStateNode): string {
  return node.path.length === 0 ? node.key : node.path.join('.');
}

/** A node of XState and all below it. */
export function nodesIn(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap((child) => nodesIn(child as AnyStateNode))];
}

export function boxesIn(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return nodes.flatMap((node) => [node, ...boxesIn(node.children)]);
}

/** What a block says, its lines in one. */
export function wordsOf(block: TextBlock | undefined): string {
  const lines = block?.lines ?? [];
  return lines.map(({ spans }) => spans.map(({ text }) => text).join(' ')).join(' ');
}
