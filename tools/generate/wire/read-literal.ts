/**
 * Reads a plain literal out of a TypeScript file without running it, and keeps the lines, so that
 * a wrong entry can be told by its place. For tables of the spec that hold data only.
 */
import { type Expression, Node, type ObjectLiteralExpression, type SourceFile } from 'ts-morph';
import { SpecError } from '../spec-error.ts';

/** A literal with the line that it stands on. */
export interface Literal {
  readonly line: number;
  readonly value: string | number | boolean | readonly Literal[] | ReadonlyMap<string, Literal>;
}

/**
 * @param file path from the root, for errors
 * @param source the file, parsed
 * @param name the exported constant
 * @throws SpecError when it is not there, or not a plain literal
 */
export function readLiteral(file: string, source: SourceFile, name: string): Literal {
  const declaration = source.getVariableDeclaration(name);
  const initializer = declaration?.getInitializer();
  if (initializer === undefined) {
    throw new SpecError(
      file,
      1,
      `${name} is not there`,
      `Write export const ${name} = { ... } as const;`,
    );
  }
  return literalOf(initializer, file);
}

function literalOf(expression: Expression, file: string): Literal {
  const line = expression.getStartLineNumber();
  if (Node.isAsExpression(expression) || Node.isSatisfiesExpression(expression)) {
    return literalOf(expression.getExpression(), file);
  }
  if (Node.isStringLiteral(expression) || Node.isNumericLiteral(expression)) {
    return { line, value: expression.getLiteralValue() };
  }
  if (Node.isTrueLiteral(expression) || Node.isFalseLiteral(expression)) {
    return { line, value: expression.getLiteralValue() };
  }
  if (Node.isArrayLiteralExpression(expression)) {
    return { line, value: expression.getElements().map((it) => literalOf(it, file)) };
  }
  if (Node.isObjectLiteralExpression(expression))
    return { line, value: entriesOf(expression, file) };
  throw notPlain(expression, file);
}

function entriesOf(
  expression: ObjectLiteralExpression,
  file: string,
): ReadonlyMap<string, Literal> {
  const entries = new Map<string, Literal>();
  for (const property of expression.getProperties()) {
    if (!Node.isPropertyAssignment(property)) throw notPlain(property, file);
    const name = property.getName().replace(/^['"]|['"]$/g, '');
    const value = literalOf(property.getInitializerOrThrow(), file);
    if (entries.has(name)) {
      throw new SpecError(file, property.getStartLineNumber(), `${name} stands twice`, 'Drop one.');
    }
    entries.set(name, { line: property.getStartLineNumber(), value: value.value });
  }
  return entries;
}

function notPlain(node: Node, file: string): SpecError {
  const shown = node.getText().split('\n')[0] ?? '';
  const problem = `${shown} is not a plain literal`;
  return new SpecError(file, node.getStartLineNumber(), problem, 'Write the value itself here.');
}
