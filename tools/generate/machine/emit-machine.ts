/**
 * Writes `generated/client.ts` and `generated/server.ts`: one function a state with a switch over
 * the event's name, the guards inlined, and interfaces of the facts it asks and the actions it
 * calls. A missing verb in the runtime does not compile; an event that nobody listed throws.
 */
import {
  type FunctionDeclarationStructure,
  Project,
  type SourceFile,
  StructureKind,
} from 'ts-morph';
import { literal, quoted } from '../code-text.ts';
import type { GeneratedFile } from '../spec-error.ts';
import { ArmWriter } from './arm-writer.ts';
import { type ArmTable, arrangeArms } from './arms.ts';
import type { CompiledMachine, Outcome } from './compile.ts';
import type { MachineInput } from './machine-input.ts';
import { factName, MachineNames, stateFunction } from './machine-names.ts';
import { camel } from './names.ts';

/** The machine as TypeScript. */
export function emitMachine(input: MachineInput): GeneratedFile {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile('machine.ts');
  const table = arrangeArms(input.compiled);
  const names = new MachineNames(input.role);
  file.addStatements(headComment(input));
  addTypes(file, input, names);
  addInterfaces(file, input, names);
  file.addFunctions([
    stepFunction(table, names),
    ...table.states.map((one) => new ArmWriter(input, names).state(one.state, one.group, one.arms)),
    ...table.groups.map((one) => new ArmWriter(input, names).group(one.name, one.outer, one.arms)),
    ...[...table.landings].map(([id, block]) => new ArmWriter(input, names).landing(id, block)),
  ]);
  return { path: `generated/${input.role}.ts`, text: file.getFullText() };
}

function headComment({ role }: MachineInput): string {
  return `/**
 * The TLS ${role}'s state machine. Generated from spec/${role}.ts and spec/facets.ts by
 * \`npm run generate\`; do not edit.
 *
 * Each state has a function; what it does not treat in its own way goes to the function of the
 * compound state around it. An event is looked up before its message is parsed: only the matching
 * case asks the runtime for the fact that decides.
 */`;
}

function addTypes(file: SourceFile, input: MachineInput, names: MachineNames): void {
  const { compiled, initialContext, delays } = input;
  const union = (values: readonly string[]) => values.map(quoted).join(' | ');
  file.addTypeAliases([
    {
      name: names.of('State'),
      isExported: true,
      docs: ['A reachable configuration: a state, or the states of the two halves in parentheses.'],
      type: union(compiled.states.map((state) => state.name)),
    },
    {
      name: names.of('EventType'),
      isExported: true,
      docs: ['Every event that can reach the machine, delays included.'],
      type: union(compiled.events),
    },
    {
      name: names.of('Delay'),
      isExported: true,
      docs: ["The machine's own delays."],
      type: union(Object.keys(delays)),
    },
  ]);
  file.addStatements([
    `/** Defaults of the delays in milliseconds. */
export const ${camel(names.of('Delays'))} = ${JSON.stringify(delays)} as const satisfies Record<${names.of('Delay')}, number>;`,
    `/** Where a new machine stands. */
export const ${camel(names.of('InitialState'))} = ${quoted(compiled.initial)} satisfies ${names.of('State')};`,
    `/** What a new machine remembers. */
export const ${camel(names.of('InitialContext'))}: Readonly<${names.of('Context')}> = ${JSON.stringify(initialContext)};`,
  ]);
}

function addInterfaces(file: SourceFile, input: MachineInput, names: MachineNames): void {
  const typeParameters = [{ name: 'E' }];
  const { facets, source, compiled } = input;
  file.addInterfaces([
    {
      name: names.of('Context'),
      isExported: true,
      docs: ['What the machine remembers. Only its own transitions change it.'],
      properties: source.context.map(({ name, type, doc }) => ({ name, type, docs: [doc] })),
    },
    {
      name: names.of('Facts'),
      isExported: true,
      typeParameters,
      docs: ['What is true of an event: pure, asked only where the answer decides.'],
      methods: factNames(input).map((event) => ({
        name: factName(event),
        docs: [`The facet of \`${event}\`.`],
        parameters: [{ name: 'event', type: 'E' }],
        returnType: (facets[event] ?? []).map(quoted).join(' | '),
      })),
    },
    {
      name: names.of('Actions'),
      isExported: true,
      typeParameters,
      docs: ['What the machine has done. Actions cannot fail: what a peer can cause is a fact.'],
      methods: [
        ...actionSignatures(compiled),
        timer('startTimer', names.of('Delay')),
        timer('stopTimer', names.of('Delay')),
      ],
    },
    {
      name: names.of('Machine'),
      isExported: true,
      typeParameters,
      docs: ['A running machine: its place, its memory, and the runtime that serves it.'],
      properties: [
        { name: 'state', type: names.of('State') },
        { name: 'context', isReadonly: true, type: names.of('Context') },
        { name: 'facts', isReadonly: true, type: `${names.of('Facts')}<E>` },
        { name: 'actions', isReadonly: true, type: `${names.of('Actions')}<E>` },
      ],
    },
  ]);
  for (const property of file.getInterfaceOrThrow(names.of('Context')).getProperties()) {
    property.setIsReadonly(false);
  }
}

function timer(name: string, type: string) {
  return { name, parameters: [{ name: 'delay', type }], returnType: 'void' };
}

/** Each action once, its parameters typed by the literals that the spec gives it. */
function actionSignatures(compiled: CompiledMachine) {
  const known = new Map<string, Map<string, Set<string>>>();
  const visit = (outcome: Outcome): void => {
    if (outcome.kind === 'fork') {
      visit(outcome.yes);
      visit(outcome.no);
      return;
    }
    for (const step of outcome.steps) {
      if (step.kind !== 'action') continue;
      const params = known.get(step.name) ?? new Map<string, Set<string>>();
      for (const [key, value] of Object.entries(step.params ?? {})) {
        params.set(key, (params.get(key) ?? new Set()).add(literal(value)));
      }
      known.set(step.name, params);
    }
  };
  for (const state of compiled.states)
    for (const outcome of state.outcomes.values()) visit(outcome);
  return [...known]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, params]) => ({
      name,
      returnType: 'void',
      parameters: [
        { name: 'event', type: 'E' },
        ...(params.size === 0 ? [] : [{ name: 'params', type: paramsType(params) }]),
      ],
    }));
}

function paramsType(params: ReadonlyMap<string, ReadonlySet<string>>): string {
  const fields = [...params].map(
    ([key, values]) => `readonly ${key}: ${[...values].sort().join(' | ')}`,
  );
  return `{ ${fields.join('; ')} }`;
}

function stepFunction(table: ArmTable, names: MachineNames): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name: names.step,
    isExported: true,
    docs: ['Takes one event to its end: the fact, the next state, the actions. Not re-entrant.'],
    typeParameters: [names.typeParameter],
    parameters: [...names.parameters],
    returnType: 'void',
    statements: (writer) => {
      writer.write('switch (machine.state)').block(() => {
        for (const { state } of table.states) {
          writer.writeLine(`case ${quoted(state.name)}:`);
          writer.indent(() => {
            writer.writeLine(`${stateFunction(state.name)}(machine, event);`);
            writer.writeLine('break;');
          });
        }
      });
    },
  };
}

/** Events whose facet some state asks for. */
function factNames({ compiled, facets }: MachineInput): string[] {
  return Object.keys(facets).filter(
    (event) =>
      (facets[event] ?? []).length > 0 &&
      compiled.states.some((state) => state.outcomes.get(event)?.kind === 'fork'),
  );
}
