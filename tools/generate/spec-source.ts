/**
 * How the generator gets at the tables of `spec/`: their values by importing the module, lines by
 * parsing its source. What a module cannot be read for is a fault with a place, as any other.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Node, Project, type SourceFile, SyntaxKind } from 'ts-morph';
import { SpecError } from './spec-error.ts';

/** The exports of a spec module: what they hold is for the caller to check. */
export type SpecModule = Readonly<Record<string, unknown>>;

/**
 * Imports a module of the spec from `root`, which need not be the project that runs.
 * @param file path from the root, such as `spec/registries.ts`
 * @throws SpecError for a file that is missing, is no TypeScript, has a key twice, or fails when run
 */
export async function loadSpecModule(root: string, file: string): Promise<SpecModule> {
  const source = parseSpec(file, readSpec(root, file));
  for (const object of source.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression)) {
    checkKeys(object.getProperties(), file);
  }
  try {
    return await importSpecModule(root, file);
  } catch (error) {
    throw loadError(error, source, file);
  }
}

/** The same for a module that `loadSpecModule` has read in this run: it is not checked again. */
export async function importSpecModule(root: string, file: string): Promise<SpecModule> {
  return await import(pathToFileURL(join(root, file)).href);
}

/** The text of a spec file. @throws SpecError if there is none */
export function readSpec(root: string, file: string): string {
  const path = join(root, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  throw new SpecError(file, 1, 'the file is missing', 'write it: every part of the spec is needed');
}

/**
 * A spec file as a tree; nothing that it imports is looked at.
 * @throws SpecError for text that is no TypeScript
 */
export function parseSpec(file: string, text: string): SourceFile {
  const source = newSourceFile(file, text);
  const fault = syntaxFault(source, file);
  if (fault !== undefined) throw fault;
  return source;
}

/** The first fault in the syntax of a file whose project has it in memory, alone. */
export function syntaxFault(source: SourceFile, file: string): SpecError | undefined {
  const [error] = source.getProject().getProgram().getSyntacticDiagnostics(source);
  if (error === undefined) return undefined;
  const text = error.getMessageText();
  const problem = typeof text === 'string' ? text : text.getMessageText();
  return new SpecError(
    file,
    error.getLineNumber(),
    `not TypeScript: ${problem}`,
    'mend the syntax first',
  );
}

function newSourceFile(file: string, text: string): SourceFile {
  const compilerOptions = { noLib: true, noResolve: true };
  return new Project({ useInMemoryFileSystem: true, compilerOptions }).createSourceFile(file, text);
}

/** No key of a literal stands twice: only the last would count. */
function checkKeys(properties: readonly Node[], file: string): void {
  const lines = new Map<string, number>();
  for (const property of properties) {
    if (!Node.isPropertyAssignment(property)) continue;
    const name = property.getName().replaceAll(/^['"]|['"]$/g, '');
    const line = property.getStartLineNumber();
    const first = lines.get(name);
    if (first !== undefined) {
      const problem = `'${name}' stands twice, first on line ${first}`;
      throw new SpecError(file, line, problem, 'keep one of them: only the last would count');
    }
    lines.set(name, line);
  }
}

/** What went wrong while the module ran, at the place in it that the stack names. */
function loadError(error: unknown, source: SourceFile, file: string): SpecError {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const at = stack.split(`${file}:`)[1]?.match(/^\d+/)?.[0];
  const firstImport = source.getImportDeclarations()[0]?.getStartLineNumber();
  return new SpecError(
    file,
    Number(at ?? firstImport ?? 1),
    `the file cannot be loaded: ${message.split('\n')[0]}`,
    'write plain values: a table of the spec computes nothing and needs nothing',
  );
}

/** Where an entry stands: file, exported table, and the keys (or indices) down to the entry. */
export class SpecPlace {
  readonly root: string;
  readonly file: string;
  readonly keys: readonly string[];

  constructor(root: string, file: string, keys: readonly string[] = []) {
    this.root = root;
    this.file = file;
    this.keys = keys;
  }

  /** The place of the entry `key` inside this one. */
  at(key: string): SpecPlace {
    return new SpecPlace(this.root, this.file, [...this.keys, key]);
  }

  /** The error to throw for this place, with the line on which its last known key stands. */
  error(problem: string, remedy: string): SpecError {
    return new SpecError(this.file, this.line(), `${this.keys.join('.')}: ${problem}`, remedy);
  }

  /** 1-based line of the entry, or of the closest entry around it that is written out. */
  line(): number {
    const source = newSourceFile(this.file, readSpec(this.root, this.file));
    const [table, ...rest] = this.keys;
    const declaration = table === undefined ? undefined : source.getVariableDeclaration(table);
    let line = declaration?.getStartLineNumber() ?? 1;
    let value: Node | undefined = declaration?.getInitializer();
    for (const key of rest) {
      const entry = value && entryOf(value, key);
      if (entry === undefined) break;
      line = entry.getStartLineNumber();
      value = Node.isPropertyAssignment(entry) ? entry.getInitializer() : entry;
    }
    return line;
  }
}

/** The property or element `key` of a literal, looking through `as const` and `satisfies`. */
function entryOf(value: Node, key: string): Node | undefined {
  if (Node.isAsExpression(value) || Node.isSatisfiesExpression(value)) {
    return entryOf(value.getExpression(), key);
  }
  if (Node.isArrayLiteralExpression(value)) return value.getElements()[Number(key)];
  if (!Node.isObjectLiteralExpression(value)) return undefined;
  return value.getProperty(key) ?? value.getProperty(`'${key}'`);
}
