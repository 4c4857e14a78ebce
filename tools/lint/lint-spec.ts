/**
 * The linter of the spec's dialect. It tells what neither TypeScript nor XState would, so that the
 * graph stays finite and drawable, the Stately tools read all of it, and the generator can trust it.
 *
 *   D1   one `export const clientMachine = setup({...}).createMachine({...})` a file
 *   D2   the machine is a literal of the JSON subset
 *   D3   a state's name stands once; a target is a sibling, or `#id` of a state that has this id
 *   D4   events in namespaces, lower camel; the only wildcard is `hs.*`, and it matches something
 *   D5   guards by name; one expression over `context.x` and `event.facet`, or and, or, not
 *   D6   actions by name with literal params; `set` is the only assign; names that exist
 *   D7   context: booleans and small enumerations, documented, initialised, looked at
 *   D8   `after` by the name of a delay
 *   D9   compound states with a right `initial`, two parallel regions, final states that end
 *   D10  no history, invoke, spawn, raise, enqueueActions
 *   D11  tags reading, waiting, flushing; what reads names its RFC section; what waits is answered
 *   D12  every event with every facet stands in `spec/facets.ts`, and each facet tells something
 *   D13  a list with a guard ends with an edge without one
 *   D14  no guard is asked after a `set` in the same macrostep
 *
 * It reads the text alone and runs nothing of it. Values that the compiler checks are left to it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, type SourceFile } from 'ts-morph';
import { SpecError } from '../generate/spec-error.ts';
import { syntaxFault } from '../generate/spec-source.ts';
import { allLists, allStates } from './machine.ts';
import type { Report } from './report.ts';
import { checkActions } from './rules/actions.ts';
import { checkConfiguration } from './rules/configuration.ts';
import { checkContext } from './rules/context.ts';
import { checkEvents } from './rules/events.ts';
import { checkGuards } from './rules/guards.ts';
import { checkMacrosteps } from './rules/macrostep.ts';
import { checkNotes } from './rules/notes.ts';
import { checkStructure } from './rules/structure.ts';
import {
  type MachineSpec,
  type RegistryNames,
  readAlphabet,
  readConfiguration,
  readMachineFile,
  readRegistryNames,
} from './spec-file.ts';

/** What the linter found: all faults, by file and line, and how much it looked at. */
export interface LintResult {
  readonly faults: readonly SpecError[];
  /** States of all machines, without their roots. */
  readonly states: number;
  readonly edges: number;
}

const machines = [
  {
    file: 'spec/client.ts',
    name: 'clientMachine',
    alphabet: 'clientFacets',
    options: 'clientConfiguration',
  },
  {
    file: 'spec/server.ts',
    name: 'serverMachine',
    alphabet: 'serverFacets',
    options: 'serverConfiguration',
  },
] as const;
const facetsFile = 'spec/facets.ts';
const registriesFile = 'spec/registries.ts';

const rules: readonly ((spec: MachineSpec) => void)[] = [
  checkStructure,
  checkEvents,
  checkGuards,
  checkActions,
  checkContext,
  checkConfiguration,
  checkNotes,
  checkMacrosteps,
];

/**
 * Lints the machines of a project and their tables.
 * @param root the project's root folder
 */
export function lintSpec(root: string): LintResult {
  const texts = new Map<string, string>();
  for (const file of [...machines.map((machine) => machine.file), facetsFile, registriesFile]) {
    const path = join(root, file);
    if (existsSync(path)) texts.set(file, readFileSync(path, 'utf8'));
  }
  return lintTexts(texts);
}

/** Lints files given as text. @param texts path from the root, such as `spec/client.ts` -> text */
export function lintTexts(texts: ReadonlyMap<string, string>): LintResult {
  return new Linter(texts).run();
}

class Linter {
  readonly #faults: SpecError[] = [];
  readonly #project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { noLib: true, noResolve: true },
  });
  #states = 0;
  #edges = 0;

  constructor(texts: ReadonlyMap<string, string>) {
    for (const [file, text] of texts) this.#project.createSourceFile(`/${file}`, text);
  }

  run(): LintResult {
    const facets = this.#open(facetsFile);
    const registries = this.#open(registriesFile);
    if (facets !== undefined && registries !== undefined) {
      const names = readRegistryNames(registries, this.#reportTo(registriesFile));
      for (const machine of machines) this.#lintMachine(machine, facets, names);
    }
    const faults = this.#faults.toSorted(
      (a, b) =>
        a.file.localeCompare(b.file) || a.line - b.line || a.message.localeCompare(b.message),
    );
    return { faults, states: this.#states, edges: this.#edges };
  }

  #lintMachine(
    { file, name, alphabet, options }: (typeof machines)[number],
    facets: SourceFile,
    registries: RegistryNames,
  ): void {
    const source = this.#open(file);
    if (source === undefined) return;
    const report = this.#reportTo(file);
    const reportFacets = this.#reportTo(facetsFile);
    const machine = readMachineFile(source, name, report);
    if (machine === undefined) return;
    const spec: MachineSpec = {
      ...machine,
      alphabet: readAlphabet(facets, alphabet, reportFacets),
      configuration: readConfiguration(facets, options, reportFacets),
      registries,
      report,
      reportFacets,
    };
    for (const rule of rules) rule(spec);
    this.#states += allStates(spec.root).length - 1;
    this.#edges += allLists(spec.root).reduce((sum, list) => sum + list.edges.length, 0);
  }

  /** The parsed file; undefined, and a fault, when it is missing or is no TypeScript. */
  #open(file: string): SourceFile | undefined {
    const source = this.#project.getSourceFile(`/${file}`);
    if (source === undefined) {
      const remedy = 'write it: the machines and their tables are read together';
      this.#reportTo(file)(1, 'the file is missing', remedy);
      return undefined;
    }
    const fault = syntaxFault(source, file);
    if (fault === undefined) return source;
    this.#faults.push(fault);
    return undefined;
  }

  #reportTo(file: string): Report {
    return (line, problem, remedy) => {
      this.#faults.push(new SpecError(file, line, problem, remedy));
    };
  }
}
