/**
 * How the generator gets at the literal tables of `spec/`: their values by importing the module,
 * the line of an entry by parsing its source, which happens only when there is a fault to report.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Node, Project } from 'ts-morph';
import { SpecError } from './spec-error.ts';

/** The exports of a spec module: what they hold is for the caller to check. */
export type SpecModule = Readonly<Record<string, unknown>>;

/**
 * Imports a module of the spec from `root`, which need not be the project that runs.
 * @param file path from the root, such as `spec/registries.ts`
 */
export async function loadSpecModule(root: string, file: string): Promise<SpecModule> {
  return await import(pathToFileURL(join(root, file)).href);
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
    const project = new Project({ skipAddingFilesFromTsConfig: true });
    const source = project.addSourceFileAtPath(join(this.root, this.file));
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
