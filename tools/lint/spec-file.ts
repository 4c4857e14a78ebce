/**
 * One machine's file (`spec/client.ts`, `spec/server.ts`) and its alphabet, read for the rules.
 * Reports what stands in the file beside the one machine (rule D1).
 */
import { type CallExpression, type Expression, Node, type SourceFile } from 'ts-morph';
import { type Literal, readLiteral, shortText } from './literal.ts';
import { readMachine, type StateNode } from './machine.ts';
import type { Report } from './report.ts';
import { readSetup, type Setup } from './setup.ts';

/** A machine with all that the rules look at. */
export interface MachineSpec {
  readonly root: StateNode;
  readonly setup: Setup;
  /** Event -> its facets. */
  readonly alphabet: ReadonlyMap<string, AlphabetRow>;
  /** Members of the context that options give. */
  readonly configuration: ReadonlyMap<string, ConfigurationRow>;
  /** Names that the registries know. */
  readonly registries: RegistryNames;
  /** Tells a fault of the machine's file. */
  readonly report: Report;
  /** Tells a fault of `spec/facets.ts`. */
  readonly reportFacets: Report;
}

export interface AlphabetRow {
  readonly line: number;
  readonly facets: readonly string[];
}

/** A member of the context that options give, with every value. */
export interface ConfigurationRow {
  readonly line: number;
  readonly values: readonly (string | boolean)[];
}

/** Alerts and error codes of `spec/registries.ts`. */
export interface RegistryNames {
  readonly alerts: ReadonlySet<string>;
  readonly errors: ReadonlySet<string>;
}

/** Reads the machine `export const <name> = setup({...}).createMachine({...})`. */
export function readMachineFile(
  file: SourceFile,
  name: string,
  report: Report,
): { root: StateNode; setup: Setup } | undefined {
  checkStatements(file, name, report);
  const create = createCall(file, name, report);
  if (create === undefined) return undefined;
  const [argument, second] = create.getArguments();
  if (second !== undefined) {
    const remedy = 'write one literal: guards, actions and delays stand in setup()';
    report(second.getStartLineNumber(), 'a second argument of createMachine (D1)', remedy);
  }
  if (argument === undefined || !Node.isExpression(argument)) return undefined;
  const root = readMachine(readLiteral(argument, report), report);
  return root && { root, setup: readSetup(setupArgument(create), report) };
}

/** Reads `export const <name> = { 'hs.finished': ['good', ...], ... } as const`. */
export function readAlphabet(
  file: SourceFile,
  name: string,
  report: Report,
): Map<string, AlphabetRow> {
  const rows = new Map<string, AlphabetRow>();
  const table = readTable(file, name, report);
  if (table?.kind !== 'object') return rows;
  for (const { name: event, line, value } of table.members) {
    const facets = value.kind === 'list' ? value.items.flatMap(stringsOf) : [];
    if (value.kind !== 'list' || facets.length < value.items.length) {
      report(line, `'${event}' has no list of facets (D12)`, "write ['good', 'invalid'], or []");
    }
    const twice = facets.find((facet, index) => facets.indexOf(facet) < index);
    if (twice !== undefined) {
      report(line, `facet '${twice}' of '${event}' stands twice (D12)`, 'keep one of them');
    }
    rows.set(event, { line, facets });
  }
  return rows;
}

/** Reads `export const <name> = { clientAuth: ['none', ...], ... } as const`, where there is one. */
export function readConfiguration(
  file: SourceFile,
  name: string,
  report: Report,
): Map<string, ConfigurationRow> {
  const rows = new Map<string, ConfigurationRow>();
  if (file.getVariableDeclaration(name) === undefined) return rows;
  const table = readTable(file, name, report);
  if (table?.kind !== 'object') return rows;
  for (const { name: member, line, value } of table.members) {
    const values = value.kind === 'list' ? value.items.flatMap(valuesOf) : [];
    rows.set(member, { line, values });
  }
  return rows;
}

/** Reads the names in `spec/registries.ts`; what stands behind them is checked elsewhere. */
export function readRegistryNames(file: SourceFile, report: Report): RegistryNames {
  const namesIn = (table: string): ReadonlySet<string> => {
    const literal = readTable(file, table, report, () => {});
    return new Set(literal?.kind === 'object' ? literal.members.map(({ name }) => name) : []);
  };
  return { alerts: namesIn('alerts'), errors: namesIn('errors') };
}

function readTable(
  file: SourceFile,
  name: string,
  report: Report,
  reportInside = report,
): Literal | undefined {
  const declaration = file.getVariableDeclaration(name);
  const initializer = declaration?.getInitializer();
  if (initializer === undefined || !declaration?.isExported()) {
    const problem = initializer === undefined ? 'no table' : 'nobody can see the table';
    const line = declaration?.getStartLineNumber() ?? 1;
    report(line, `${problem} '${name}'`, `write export const ${name} = { ... } as const`);
    return undefined;
  }
  return readLiteral(withoutAssertion(initializer), reportInside);
}

/** The literal in `{...} as const` or `{...} as const satisfies Table`. */
function withoutAssertion(value: Expression): Expression {
  if (!Node.isAsExpression(value) && !Node.isSatisfiesExpression(value)) return value;
  return withoutAssertion(value.getExpression());
}

function valuesOf(literal: Literal): (string | boolean)[] {
  if (literal.kind !== 'scalar' || typeof literal.value === 'number') return [];
  return [literal.value];
}

function stringsOf(literal: Literal): string[] {
  return literal.kind === 'scalar' && typeof literal.value === 'string' ? [literal.value] : [];
}

const machineImports = ['setup', 'assign', 'and', 'or', 'not'];

/** Only imports from xstate, types, and the machine. */
function checkStatements(file: SourceFile, name: string, report: Report): void {
  for (const statement of file.getStatements()) {
    if (Node.isInterfaceDeclaration(statement) || Node.isTypeAliasDeclaration(statement)) continue;
    const line = statement.getStartLineNumber();
    if (Node.isImportDeclaration(statement)) {
      if (statement.isTypeOnly()) continue;
      const names = statement.getNamedImports().map((one) => one.getName());
      const foreign = names.find((one) => !machineImports.includes(one));
      if (statement.getModuleSpecifierValue() === 'xstate' && foreign === undefined) continue;
      const remedy = `a machine imports ${machineImports.join(', ')} from 'xstate', and types`;
      report(line, `${shortText(statement)} (D1, D10)`, remedy);
    } else if (!isDeclarationOf(statement, name)) {
      const remedy = `a machine's file holds its types and export const ${name}, nothing else`;
      report(line, `${shortText(statement)} (D1)`, remedy);
    }
  }
}

function isDeclarationOf(statement: Node, name: string): boolean {
  if (!Node.isVariableStatement(statement) || !statement.isExported()) return false;
  const declarations = statement.getDeclarations();
  return declarations.length === 1 && declarations[0]?.getName() === name;
}

/** The call `setup({...}).createMachine({...})` that gives the machine. */
function createCall(file: SourceFile, name: string, report: Report): CallExpression | undefined {
  const declaration = file.getVariableDeclaration(name);
  const value = declaration?.getInitializer();
  const callee = Node.isCallExpression(value) ? value.getExpression() : undefined;
  const isCreate =
    Node.isPropertyAccessExpression(callee) &&
    callee.getName() === 'createMachine' &&
    callee.getExpression().getText().startsWith('setup(');
  if (isCreate && Node.isCallExpression(value)) return value;
  const problem =
    declaration === undefined
      ? `no machine '${name}' (D1)`
      : `'${name}' is not setup({...}).createMachine({...}) (D1)`;
  const remedy = `write export const ${name} = setup({ ... }).createMachine({ ... })`;
  report(declaration?.getStartLineNumber() ?? 1, problem, remedy);
  return undefined;
}

function setupArgument(create: CallExpression): Expression | undefined {
  const callee = create.getExpression();
  if (!Node.isPropertyAccessExpression(callee)) return undefined;
  const setup = callee.getExpression();
  if (!Node.isCallExpression(setup)) return undefined;
  const [argument] = setup.getArguments();
  return Node.isExpression(argument) ? argument : undefined;
}
