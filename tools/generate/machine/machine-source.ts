/**
 * What only the text of a spec machine tells: the expressions of its guards, the documentation
 * of its context. Everything else is asked of the machine itself.
 */
import { join } from 'node:path';
import {
  type ArrowFunction,
  Node,
  type ObjectLiteralExpression,
  Project,
  type SourceFile,
  SyntaxKind,
} from 'ts-morph';
import { interfaceOf, valuesOf } from '../../lint/setup.ts';
import { SpecError } from '../spec-error.ts';

/** One key of the machine's context: its name, its type and its doc comment, as written. */
export interface ContextField {
  readonly name: string;
  readonly type: string;
  /** All that its type allows: D7 has booleans and small enumerations only. */
  readonly values: readonly (string | boolean)[];
  readonly doc: string;
}

/** The text of a spec machine. */
export interface MachineSource {
  /** Guard name -> expression over `context` and `facet`. */
  readonly guards: ReadonlyMap<string, string>;
  readonly context: readonly ContextField[];
}

/** Reads `spec/<role>.ts`. @throws SpecError for a guard that cannot be inlined. */
export function readMachineSource(root: string, role: 'client' | 'server'): MachineSource {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  const file = project.addSourceFileAtPath(join(root, 'spec', `${role}.ts`));
  return { guards: readGuards(file, `spec/${role}.ts`), context: readContext(file) };
}

function readGuards(file: SourceFile, path: string): Map<string, string> {
  const guards = new Map<string, string>();
  for (const property of setupObject(file, 'guards')?.getProperties() ?? []) {
    if (!Node.isPropertyAssignment(property)) continue;
    const arrow = property.getInitializerIfKind(SyntaxKind.ArrowFunction);
    if (arrow !== undefined) guards.set(property.getName(), inlined(arrow, path));
  }
  return guards;
}

/** `({ event }) => event.facet === 'good'` -> `facet === 'good'`. */
function inlined(arrow: ArrowFunction, path: string): string {
  const body = arrow.getBody();
  if (Node.isBlock(body)) {
    throw new SpecError(
      path,
      arrow.getStartLineNumber(),
      'a guard with a body of statements cannot be inlined',
      'write one expression over context.x and event.facet',
    );
  }
  return body.getText().replaceAll('event.facet', 'facet');
}

function readContext(file: SourceFile): ContextField[] {
  const types = setupObject(file, 'types')?.getProperty('context');
  const context = types?.asKind(SyntaxKind.PropertyAssignment)?.getInitializerOrThrow();
  const properties = context === undefined ? [] : interfaceOf(context)?.getProperties();
  return (properties ?? []).map((property) => ({
    name: property.getName(),
    type: property.getTypeNodeOrThrow().getText(),
    values: valuesOf(property.getTypeNode()) ?? [],
    doc: property
      .getJsDocs()
      .map((doc) => doc.getDescription().trim())
      .join(' '),
  }));
}

/** The object given to `setup({ <name>: {...} })`. */
function setupObject(file: SourceFile, name: string): ObjectLiteralExpression | undefined {
  const setup = file
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .find((call) => call.getExpression().getText() === 'setup');
  const argument = setup?.getArguments()[0]?.asKind(SyntaxKind.ObjectLiteralExpression);
  const property = argument?.getProperty(name)?.asKind(SyntaxKind.PropertyAssignment);
  return property?.getInitializerIfKind(SyntaxKind.ObjectLiteralExpression);
}
