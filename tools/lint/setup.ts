/**
 * Reads what `setup()` declares: guards, actions, delays and the context's type. Reports what does
 * not have the shape of the dialect (D5 to D8, D10).
 */
import { type Expression, type InterfaceDeclaration, Node, type SourceFile } from 'ts-morph';
import { type Guard, readGuard } from './guard.ts';
import { shortText } from './literal.ts';
import { lowerCamel, type Report } from './report.ts';

/** What a machine declares beside its literal; every map is by name. */
export interface Setup {
  readonly guards: ReadonlyMap<string, Guard>;
  readonly actions: ReadonlyMap<string, ActionDeclaration>;
  readonly delays: ReadonlyMap<string, number /* line */>;
  readonly context: ReadonlyMap<string, ContextMember>;
}

export interface ActionDeclaration {
  readonly line: number;
  /** Names of its params; undefined for `set`, whose params are members of the context. */
  readonly params: readonly string[] | undefined;
}

export interface ContextMember {
  readonly line: number;
  readonly documented: boolean;
  /** The values it can have; undefined when its type is no boolean and no small enumeration. */
  readonly values: readonly (string | boolean)[] | undefined;
}

/** Reads the argument of `setup()`. */
export function readSetup(argument: Expression | undefined, report: Report): Setup {
  const sections = new Map<string, Expression>();
  for (const [name, value, line] of propertiesOf(argument, report)) {
    sections.set(name, value);
    if (['types', 'guards', 'actions', 'delays'].includes(name)) continue;
    const remedy = 'a machine declares types, guards, actions and delays, nothing else';
    report(line, `${name} in setup() is outside the dialect (D10)`, remedy);
  }
  const guards = new Map<string, Guard>();
  for (const [name, value] of namedIn(sections.get('guards'), 'a guard (D5)', report)) {
    guards.set(name, readGuard(name, value, report));
  }
  const actions = new Map<string, ActionDeclaration>();
  for (const [name, value] of namedIn(sections.get('actions'), 'an action (D6)', report)) {
    actions.set(name, readAction(name, value, report));
  }
  return {
    guards,
    actions,
    delays: readDelays(sections.get('delays'), report),
    context: readContext(sections.get('types'), report),
  };
}

/** What a section declares; each name can be one in generated code. */
function namedIn(
  section: Expression | undefined,
  what: 'a guard (D5)' | 'an action (D6)' | 'a delay (D8)',
  report: Report,
): [name: string, value: Expression, line: number][] {
  const declared = propertiesOf(section, report);
  for (const [name, , line] of declared) {
    if (lowerCamel.test(name)) continue;
    report(line, `'${name}' is no name of ${what}`, 'write it in lower camel case');
  }
  return declared;
}

/** Name, value and line of each member of an object literal in `setup()`. */
function propertiesOf(
  object: Expression | undefined,
  report: Report,
): [name: string, value: Expression, line: number][] {
  if (!Node.isObjectLiteralExpression(object)) return [];
  return object.getProperties().flatMap((property) => {
    const line = property.getStartLineNumber();
    if (Node.isPropertyAssignment(property)) {
      const name = property.getName().replaceAll(/^['"]|['"]$/g, '');
      return [[name, property.getInitializerOrThrow(), line]];
    }
    report(
      line,
      `${shortText(property)} in setup() (D1)`,
      'write name: value, without spread or method',
    );
    return [];
  });
}

/** Actions that the generator adds for the delays. */
const timerActions = ['startTimer', 'stopTimer'];

/** `name: () => {}` or `name: (_, _params: { alert: string }) => {}`; `set` is the only assign. */
function readAction(name: string, value: Expression, report: Report): ActionDeclaration {
  const line = value.getStartLineNumber();
  const call = Node.isCallExpression(value) ? value.getExpression().getText() : undefined;
  if (timerActions.includes(name)) {
    const remedy = 'choose another name: delays start and stop by after';
    report(line, `'${name}' is an action of the generator (D6)`, remedy);
  }
  if (name === 'set') {
    if (call !== 'assign' || !isPlainSet(value)) {
      const remedy = 'write set: assign((_, params: Partial<Context>) => params)';
      report(line, "'set' is the one assign, and gives its params as they are (D6)", remedy);
    }
    return { line, params: undefined };
  }
  if (Node.isArrowFunction(value)) {
    const body = value.getBody();
    if (!Node.isBlock(body) || body.getStatements().length > 0) {
      report(
        line,
        `action '${name}' does something (D6)`,
        `write ${name}: () => {}: the runtime acts`,
      );
    }
    return { line, params: paramNames(value.getParameters()[1]?.getTypeNode()) };
  }
  if (call === 'assign') {
    const remedy = "use { type: 'set', params: { name: value } }";
    report(line, `action '${name}' is an assign of its own (D6)`, remedy);
  } else {
    const remedy = `write ${name}: () => {}: what it does is the runtime's`;
    report(line, `action '${name}' is ${shortText(value)} (D6, D10)`, remedy);
  }
  return { line, params: [] };
}

/** Whether the assigner gives back its second parameter and does nothing else. */
function isPlainSet(call: Expression): boolean {
  if (!Node.isCallExpression(call)) return false;
  const [assigner] = call.getArguments();
  if (!Node.isArrowFunction(assigner)) return false;
  return assigner.getBody().getText() === assigner.getParameters()[1]?.getName();
}

function paramNames(type: Node | undefined): string[] {
  if (!Node.isTypeLiteral(type)) return [];
  return type.getProperties().map((property) => property.getName());
}

function readDelays(section: Expression | undefined, report: Report): Map<string, number> {
  const delays = new Map<string, number>();
  for (const [name, value, line] of namedIn(section, 'a delay (D8)', report)) {
    delays.set(name, line);
    if (Node.isNumericLiteral(value) && value.getLiteralValue() > 0) continue;
    const remedy = `write its default in milliseconds, such as ${name}: 2_000`;
    report(line, `delay '${name}' is no positive number (D8)`, remedy);
  }
  return delays;
}

function readContext(types: Expression | undefined, report: Report): Map<string, ContextMember> {
  const members = new Map<string, ContextMember>();
  const context = propertiesOf(types, report).find(([name]) => name === 'context')?.[1];
  if (context === undefined) return members;
  const declaration = interfaceOf(context);
  if (declaration === undefined) {
    const remedy = 'write context: {} as ClientContext, an interface of this file';
    report(context.getStartLineNumber(), 'the context has no interface in this file (D7)', remedy);
  }
  for (const property of declaration?.getProperties() ?? []) {
    if (property.hasQuestionToken()) {
      const name = property.getName();
      const remedy = `write ${name}: all of the context is there from the beginning`;
      report(property.getNameNode().getStartLineNumber(), `'${name}' may be absent (D7)`, remedy);
    }
    members.set(property.getName(), {
      line: property.getNameNode().getStartLineNumber(),
      documented: property.getJsDocs().some((doc) => doc.getDescription().trim() !== ''),
      values: valuesOf(property.getTypeNode()),
    });
  }
  return members;
}

/** The interface that `{} as Name` names. */
export function interfaceOf(context: Expression): InterfaceDeclaration | undefined {
  if (!Node.isAsExpression(context)) return undefined;
  const name = context.getTypeNode()?.getText() ?? '';
  const file: SourceFile = context.getSourceFile();
  return file.getInterface(name);
}

/** The values of a boolean or of a union of string literals; undefined for any other type. */
export function valuesOf(type: Node | undefined): (string | boolean)[] | undefined {
  if (type?.getText() === 'boolean') return [false, true];
  if (!Node.isUnionTypeNode(type)) return undefined;
  const values: string[] = [];
  for (const part of type.getTypeNodes()) {
    const literal = Node.isLiteralTypeNode(part) ? part.getLiteral() : undefined;
    if (!Node.isStringLiteral(literal)) return undefined;
    values.push(literal.getLiteralValue());
  }
  return values;
}
