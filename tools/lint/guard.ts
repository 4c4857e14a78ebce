/**
 * Reads the guards of a machine's `setup()` (rule D5): each is one expression over `context.x` and
 * `event.facet`, which the generator inlines, or a composite of named guards.
 */
import { type ArrowFunction, type CallExpression, type Expression, Node } from 'ts-morph';
import { shortText } from './literal.ts';
import type { Word } from './machine.ts';
import type { Report } from './report.ts';

/** A guard: what it looks at, and the guards that it is composed of. */
export interface Guard {
  readonly name: string;
  readonly line: number;
  /** Facets that it compares the event's with. */
  readonly facets: readonly Word[];
  /** Context members, with the value that each is compared with (undefined: as a boolean). */
  readonly context: readonly ContextRead[];
  /** Guards inside `and`, `or`, `not`. */
  readonly parts: readonly Word[];
}

export interface ContextRead extends Word {
  readonly comparedWith: string | boolean | undefined;
}

/** Reads one member of `guards` in `setup()`. */
export function readGuard(name: string, value: Expression, report: Report): Guard {
  const line = value.getStartLineNumber();
  if (Node.isArrowFunction(value)) return { name, line, parts: [], ...readBody(value, report) };
  if (Node.isCallExpression(value) && compositeOf(value) !== undefined) {
    const parts = readParts(value, report);
    if (parts.length === 0) report(line, `guard '${name}' is composed of nothing (D5)`, partAdvice);
    return { name, line, facets: [], context: [], parts };
  }
  report(line, `guard '${name}' is neither an arrow nor and, or, not (D5)`, bodyAdvice);
  return { name, line, facets: [], context: [], parts: [] };
}

const bodyAdvice = 'write ({ context, event }) => one expression over context.x and event.facet';

type Reads = Pick<Guard, 'facets' | 'context'>;
/** Reads that are being gathered. */
interface Gathered {
  readonly facets: Word[];
  readonly context: ContextRead[];
}

function readBody(arrow: ArrowFunction, report: Report): Reads {
  checkParameters(arrow, report);
  const body = arrow.getBody();
  const reads: Gathered = { facets: [], context: [] };
  if (Node.isExpression(body)) readTest(body, reads, report);
  else report(body.getStartLineNumber(), 'a guard with statements (D5)', bodyAdvice);
  return reads;
}

function checkParameters(arrow: ArrowFunction, report: Report): void {
  const [parameter, ...others] = arrow.getParameters();
  const pattern = parameter?.getNameNode();
  const plain =
    Node.isObjectBindingPattern(pattern) &&
    pattern.getElements().every((one) => ['context', 'event'].includes(one.getText()));
  if (parameter === undefined || (plain && others.length === 0)) return;
  report(
    arrow.getStartLineNumber(),
    'a guard takes only { context, event }, under these names (D5)',
    bodyAdvice,
  );
}

/** One test of a guard: tests joined by `&&`, `||`, `!`, or in the end one comparison. */
function readTest(test: Expression, reads: Gathered, report: Report): void {
  const inner = operandsOf(test);
  for (const operand of inner ?? []) readTest(operand, reads, report);
  if (inner !== undefined || readComparison(test, reads)) return;
  const remedy =
    "write context.x, context.x === 'a' or event.facet === 'a', joined by &&, || and !";
  const problem = `a guard that cannot be inlined: ${shortText(test)} (D5)`;
  report(test.getStartLineNumber(), problem, remedy);
}

/** The tests that a test is composed of. */
function operandsOf(test: Expression): Expression[] | undefined {
  if (Node.isParenthesizedExpression(test)) return [test.getExpression()];
  if (Node.isPrefixUnaryExpression(test) && test.getText().startsWith('!')) {
    return [test.getOperand()];
  }
  const isJoin = ['&&', '||'].includes(operatorOf(test) ?? '');
  return isJoin && Node.isBinaryExpression(test) ? [test.getLeft(), test.getRight()] : undefined;
}

function operatorOf(test: Expression): string | undefined {
  return Node.isBinaryExpression(test) ? test.getOperatorToken().getText() : undefined;
}

/** Notes `context.x`, `context.x === 'a'`, `event.facet !== 'a'`; false for anything else. */
function readComparison(test: Expression, reads: Gathered): boolean {
  if (!Node.isBinaryExpression(test)) return readTerm(test, undefined, reads);
  if (!['===', '!=='].includes(operatorOf(test) ?? '')) return false;
  const value = literalValue(test.getRight());
  return value !== undefined && readTerm(test.getLeft(), value, reads);
}

/** Notes `event.facet` or `context.x`; false for anything else. */
function readTerm(term: Expression, value: string | boolean | undefined, reads: Gathered): boolean {
  if (!Node.isPropertyAccessExpression(term)) return false;
  const line = term.getStartLineNumber();
  const owner = term.getExpression().getText();
  if (owner === 'context') {
    reads.context.push({ text: term.getName(), line, comparedWith: value });
    return true;
  }
  if (owner !== 'event' || term.getName() !== 'facet' || typeof value !== 'string') return false;
  reads.facets.push({ text: value, line });
  return true;
}

function literalValue(node: Expression): string | boolean | undefined {
  if (Node.isStringLiteral(node)) return node.getLiteralValue();
  if (Node.isTrueLiteral(node)) return true;
  return Node.isFalseLiteral(node) ? false : undefined;
}

function compositeOf(call: CallExpression): string | undefined {
  const callee = call.getExpression().getText();
  return ['and', 'or', 'not'].includes(callee) ? callee : undefined;
}

function readParts(call: CallExpression, report: Report): Word[] {
  const operands = call
    .getArguments()
    .flatMap((argument) =>
      Node.isArrayLiteralExpression(argument) ? argument.getElements() : [argument],
    );
  return operands.flatMap((operand) => {
    const line = operand.getStartLineNumber();
    if (Node.isStringLiteral(operand)) return [{ text: operand.getLiteralValue(), line }];
    if (Node.isCallExpression(operand) && compositeOf(operand)) return readParts(operand, report);
    report(
      line,
      `a part of a composite that is no guard's name: ${shortText(operand)} (D5)`,
      partAdvice,
    );
    return [];
  });
}

const partAdvice = "name the parts: and(['isGood', not('isClosing')])";
