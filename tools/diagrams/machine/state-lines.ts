/** Where each state of a machine stands in the text of its spec. */
import { Node, type ObjectLiteralExpression, SyntaxKind } from 'ts-morph';
import { parseSpec, readSpec } from '../../generate/spec-source.ts';

/** The line, from 1, on which each state's key stands, by the state's id. The root's is the call's. */
export function stateLines(root: string, file: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const call = parseSpec(file, readSpec(root, file))
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .find((one) => one.getExpression().getText().endsWith('.createMachine'));
  const machine = call?.getArguments()[0]?.asKind(SyntaxKind.ObjectLiteralExpression);
  if (call === undefined || machine === undefined) return lines;
  const name = literalOf(machine, 'id')?.asKind(SyntaxKind.StringLiteral)?.getLiteralText();
  if (name !== undefined) lines.set(name, machine.getStartLineNumber());
  enter(machine, [], lines);
  return lines;
}

function enter(
  state: ObjectLiteralExpression,
  path: readonly string[],
  lines: Map<string, number>,
) {
  const states = literalOf(state, 'states')?.asKind(SyntaxKind.ObjectLiteralExpression);
  for (const property of states?.getProperties() ?? []) {
    if (!Node.isPropertyAssignment(property)) continue;
    const child = [...path, property.getName()];
    lines.set(child.join('.'), property.getStartLineNumber());
    const literal = property.getInitializerIfKind(SyntaxKind.ObjectLiteralExpression);
    if (literal !== undefined) enter(literal, child, lines);
  }
}

function literalOf(state: ObjectLiteralExpression, key: string): Node | undefined {
  return state.getProperty(key)?.asKind(SyntaxKind.PropertyAssignment)?.getInitializer();
}
