/**
 * Reads an object literal of the spec as plain data with line numbers, and reports whatever in it
 * is no literal (rules D2, D10). The Stately tools drop such parts silently, so none may stand
 * there. What a literal means is not judged here.
 */
import {
  type AsExpression,
  type Expression,
  Node,
  type ObjectLiteralElementLike,
  type ParenthesizedExpression,
  type SatisfiesExpression,
  SyntaxKind,
} from 'ts-morph';
import type { Report } from './report.ts';

/** A value of the JSON subset, or the place of something else (already reported). */
export type Literal = ObjectLiteral | ListLiteral | Scalar | Foreign;

export interface ObjectLiteral {
  readonly kind: 'object';
  readonly line: number;
  readonly members: readonly Member[];
}
export interface Member {
  readonly name: string;
  /** Line of the key. */
  readonly line: number;
  readonly value: Literal;
}
export interface ListLiteral {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Literal[];
}
export interface Scalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean;
}
export interface Foreign {
  readonly kind: 'foreign';
  readonly line: number;
}

/** Reads `expression` as a literal; each part that is none is reported. */
export function readLiteral(expression: Expression, report: Report): Literal {
  const line = lineOf(expression);
  if (Node.isObjectLiteralExpression(expression)) {
    return { kind: 'object', line, members: readMembers(expression.getProperties(), report) };
  }
  if (Node.isArrayLiteralExpression(expression)) {
    const items = expression.getElements().map((item) => readLiteral(item, report));
    return { kind: 'list', line, items };
  }
  const value = scalarOf(expression);
  if (value !== undefined) return { kind: 'scalar', line, value };
  reportForeign(expression, report);
  // Read on behind an assertion or parentheses, so that one run tells all faults.
  return isWrapper(expression)
    ? readLiteral(expression.getExpression(), report)
    : { kind: 'foreign', line };
}

/** The value of a member, if the literal is an object that has it. */
export function memberOf(literal: Literal | undefined, name: string): Literal | undefined {
  if (literal?.kind !== 'object') return undefined;
  return literal.members.find((member) => member.name === name)?.value;
}

/** The text of a string literal. */
export function textOf(literal: Literal | undefined): string | undefined {
  if (literal?.kind !== 'scalar' || typeof literal.value !== 'string') return undefined;
  return literal.value;
}

function readMembers(properties: readonly ObjectLiteralElementLike[], report: Report): Member[] {
  const members: Member[] = [];
  for (const property of properties) {
    const member = readMember(property, report);
    if (member === undefined) continue;
    const twin = members.find(({ name }) => name === member.name);
    if (twin !== undefined) {
      report(
        member.line,
        `'${member.name}' stands twice, first on line ${twin.line} (D2)`,
        'keep one of them: only the last would count',
      );
    }
    members.push(member);
  }
  return members;
}

function readMember(property: ObjectLiteralElementLike, report: Report): Member | undefined {
  const line = lineOf(property);
  if (!Node.isPropertyAssignment(property)) {
    const what = Node.isSpreadAssignment(property) ? 'a spread' : 'a shorthand, method or accessor';
    report(line, `${what} is no literal (D2)`, `write the member out: ${memberAdvice}`);
    return undefined;
  }
  const name = property.getNameNode();
  if (Node.isComputedPropertyName(name)) {
    report(
      line,
      'a computed key is no literal (D2)',
      "write the key itself, such as 'hs.finished'",
    );
    return undefined;
  }
  const text =
    Node.isStringLiteral(name) || Node.isNoSubstitutionTemplateLiteral(name)
      ? name.getLiteralText()
      : name.getText();
  return { name: text, line, value: readLiteral(property.getInitializerOrThrow(), report) };
}

const memberAdvice = "name: 'value', as the Stately tools read it";

function isWrapper(
  node: Expression,
): node is AsExpression | SatisfiesExpression | ParenthesizedExpression {
  return (
    Node.isAsExpression(node) ||
    Node.isSatisfiesExpression(node) ||
    Node.isParenthesizedExpression(node)
  );
}

function scalarOf(expression: Expression): string | number | boolean | undefined {
  if (Node.isStringLiteral(expression)) return expression.getLiteralValue();
  if (Node.isNumericLiteral(expression)) return expression.getLiteralValue();
  if (Node.isTrueLiteral(expression)) return true;
  if (Node.isFalseLiteral(expression)) return false;
  return undefined;
}

function reportForeign(expression: Expression, report: Report): void {
  const line = lineOf(expression);
  const text = shortText(expression);
  if (Node.isArrowFunction(expression) || Node.isFunctionExpression(expression)) {
    report(
      line,
      `an inline function: ${text} (D2, D10)`,
      'give it a name under guards or actions in setup(), and write that name here',
    );
    return;
  }
  if (Node.isCallExpression(expression)) {
    reportCall(line, expression.getExpression().getText(), text, report);
    return;
  }
  report(line, `${kindOf(expression)}, which is no literal: ${text} (D2)`, literalAdvice);
}

function reportCall(line: number, callee: string, text: string, report: Report): void {
  if (['and', 'or', 'not'].includes(callee)) {
    const remedy = 'name the composite under guards in setup(), and write that name here';
    report(line, `a composite guard in the literal: ${text} (D5)`, remedy);
  } else if (callee === 'assign') {
    const remedy = "write { type: 'set', params: { name: value } }: set is the only assign";
    report(line, `an inline assign: ${text} (D6)`, remedy);
  } else {
    const remedy = 'write an action by its name, or an edge that says the same: calls are not read';
    report(line, `a call, which is no literal: ${text} (D2, D10)`, remedy);
  }
}

const literalAdvice = 'write the value out: a string, number, boolean, list or object literal';

function kindOf(expression: Expression): string {
  switch (expression.getKind()) {
    case SyntaxKind.Identifier:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
      return 'a reference';
    case SyntaxKind.TemplateExpression:
    case SyntaxKind.NoSubstitutionTemplateLiteral:
      return 'a template';
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.AsExpression:
      return 'a type assertion';
    case SyntaxKind.SpreadElement:
      return 'a spread';
    default:
      return 'an expression';
  }
}

/** The source of a node on one line of at most 40 characters, for a message. */
export function shortText(node: Node): string {
  const flat = node.getText().replaceAll(/\s+/g, ' ');
  return flat.length > 40 ? `${flat.slice(0, 39)}…` : flat;
}

/** As `getStartLineNumber`, which counts from the top of the file for every node. */
function lineOf(node: Node): number {
  const { compilerNode: file } = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
