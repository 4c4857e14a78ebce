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
  Writers,
} from 'ts-morph';
import type { GeneratedFile } from '../spec-error.ts';
import { type ArmTable, type Arms, arrangeArms } from './arms.ts';
import { type Block, isSame } from './blocks.ts';
import type { CompiledMachine, CompiledState, Facets, Outcome, Params } from './compile.ts';
import { camel, pascal, quoted, wrapped } from './names.ts';
import type { SpecSource } from './spec-source.ts';

/** Everything about one machine that the emitters read. */
export interface MachineInput {
  readonly role: 'client' | 'server';
  readonly compiled: CompiledMachine;
  readonly facets: Facets;
  readonly source: SpecSource;
  readonly initialContext: Readonly<Record<string, unknown>>;
  /** Delay name -> default in milliseconds. */
  readonly delays: Readonly<Record<string, number>>;
}

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

/** The names of a machine's types: `ClientState`, `ClientFacts`, ... */
class MachineNames {
  readonly role: string;
  readonly step: string;
  constructor(role: 'client' | 'server') {
    this.role = pascal(role);
    this.step = `step${this.role}`;
  }
  of(what: string): string {
    return `${this.role}${what}`;
  }
  /** `<E extends { readonly type: ClientEventType }>` */
  get typeParameter() {
    return { name: 'E', constraint: `{ readonly type: ${this.of('EventType')} }` };
  }
  get parameters() {
    return [
      { name: 'machine', type: `${this.of('Machine')}<E>` },
      { name: 'event', type: 'E' },
    ];
  }
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

function stepFunction(table: ArmTable, names: MachineNames): Function_ {
  return {
    kind: StructureKind.Function,
    name: names.step,
    isExported: true,
    docs: ['Takes one event to its end: the fact, the next state, the actions. Not re-entrant.'],
    typeParameters: [names.typeParameter],
    parameters: names.parameters,
    returnType: 'void',
    statements: (writer) => {
      writer.write('switch (machine.state)').block(() => {
        for (const { state } of table.states) {
          writer.writeLine(`case ${quoted(state.name)}:`);
          writer.indent(() =>
            writer.writeLine(`return ${stateFunction(state.name)}(machine, event);`),
          );
        }
      });
    },
  };
}

type Function_ = FunctionDeclarationStructure;

/** Writes the functions of one machine. */
class ArmWriter {
  readonly #input: MachineInput;
  readonly #names: MachineNames;

  constructor(input: MachineInput, names: MachineNames) {
    this.#input = input;
    this.#names = names;
  }

  state(state: CompiledState, group: string, arms: Arms): Function_ {
    const rfc = state.rfc?.replace('#', ' ');
    const place = `spec/${this.#input.role}.ts ${state.name}`;
    const see = rfc === undefined ? place : `RFC ${rfc}; ${place}`;
    return this.#function(
      stateFunction(state.name),
      `${wrapped(state.description)}\n@see ${see}`,
      arms,
      group,
    );
  }

  group(name: string, outer: string | undefined, arms: Arms): Function_ {
    const doc = `What the states of \`${name}\` have in common.`;
    return this.#function(groupFunction(name), doc, arms, outer);
  }

  landing(id: string, block: Block): Function_ {
    return {
      ...this.#shell(`enter${pascal(id)}`, `Enters \`${id}\`, from wherever.`),
      statements: (writer) => {
        this.#prelude(writer, [block], block.some(usesAction));
        this.#block(writer, block);
      },
    };
  }

  #shell(name: string, doc: string): Function_ {
    return {
      kind: StructureKind.Function,
      name,
      docs: [doc],
      typeParameters: [this.#names.typeParameter],
      parameters: this.#names.parameters,
      returnType: 'void',
    };
  }

  #function(name: string, doc: string, arms: Arms, outer: string | undefined): Function_ {
    return {
      ...this.#shell(name, doc),
      statements: (writer) => {
        this.#prelude(
          writer,
          [...arms.values()],
          [...arms.values()].some((b) => b.some(usesAction)),
        );
        writer.write('switch (event.type)').block(() => {
          for (const { events, block } of grouped(arms)) this.#case(writer, events, block);
          writer.writeLine('default:');
          writer.indent(() =>
            writer.writeLine(
              outer === undefined
                ? `throw new Error(\`\${event.type} is not an event of this machine\`);`
                : `return ${groupFunction(outer)}(machine, event);`,
            ),
          );
        });
      },
    };
  }

  /** `const { actions, context } = machine;` as far as needed. */
  #prelude(writer: Writer, blocks: readonly Block[], actions: boolean): void {
    const context = blocks.some((block) => this.#usesContext(block));
    const parts = [...(actions ? ['actions'] : []), ...(context ? ['context'] : [])];
    if (parts.length > 0) writer.writeLine(`const { ${parts.join(', ')} } = machine;`);
  }

  #case(writer: Writer, events: readonly string[], block: Block): void {
    for (const event of events.slice(0, -1)) writer.writeLine(`case ${quoted(event)}:`);
    const last = events.at(-1) ?? '';
    const asksFact = this.#usesFacet(block);
    writer.write(`case ${quoted(last)}: `);
    if (asksFact) writer.write('{');
    writer.newLine().indent(() => {
      if (asksFact) writer.writeLine(`const facet = machine.facts.${factName(last)}(event);`);
      this.#block(writer, block);
      writer.writeLine('return;');
    });
    if (asksFact) writer.writeLine('}');
  }

  /** A trailing `goto` comes first: the state is set, then the actions run. */
  #block(writer: Writer, block: Block): void {
    const last = block.at(-1);
    if (last?.kind === 'goto') writer.writeLine(`machine.state = ${quoted(last.target)};`);
    for (const statement of last?.kind === 'goto' ? block.slice(0, -1) : block) {
      switch (statement.kind) {
        case 'action':
          writer.writeLine(`actions.${statement.name}(event${callParams(statement.params)});`);
          break;
        case 'set':
          for (const [key, value] of Object.entries(statement.params)) {
            writer.writeLine(`context.${key} = ${literal(value)};`);
          }
          break;
        case 'start':
        case 'stop':
          writer.writeLine(`actions.${statement.kind}Timer(${quoted(statement.delay)});`);
          break;
        case 'enter':
          writer.writeLine(`enter${pascal(statement.id)}(machine, event);`);
          break;
        case 'if':
          this.#if(writer, statement.guard, statement.yes, statement.no);
          break;
        case 'goto':
          break;
      }
    }
  }

  #if(writer: Writer, guard: string, yes: Block, no: Block): void {
    const expression = this.#input.source.guards.get(guard) ?? guard;
    if (yes.length === 0) {
      writer.write(`if (!(${expression}))`).block(() => this.#block(writer, no));
      return;
    }
    writer.write(`if (${expression}) `).inlineBlock(() => this.#block(writer, yes));
    const [only] = no;
    if (no.length === 1 && only?.kind === 'if' && only.yes.length > 0) {
      writer.write(' else ');
      this.#if(writer, only.guard, only.yes, only.no);
    } else if (no.length > 0) {
      writer
        .write(' else ')
        .inlineBlock(() => this.#block(writer, no))
        .newLine();
    } else {
      writer.newLine();
    }
  }

  #usesFacet(block: Block): boolean {
    return block.some(
      (one) =>
        one.kind === 'if' &&
        (this.#input.source.guards.get(one.guard)?.includes('facet') ||
          this.#usesFacet(one.yes) ||
          this.#usesFacet(one.no)),
    );
  }

  #usesContext(block: Block): boolean {
    return block.some(
      (one) =>
        one.kind === 'set' ||
        (one.kind === 'if' &&
          (this.#input.source.guards.get(one.guard)?.includes('context.') ||
            this.#usesContext(one.yes) ||
            this.#usesContext(one.no))),
    );
  }
}

type Writer = Parameters<Extract<ReturnType<typeof Writers.object>, (writer: never) => void>>[0];

function usesAction(statement: Block[number]): boolean {
  if (statement.kind === 'if') return [...statement.yes, ...statement.no].some(usesAction);
  return ['action', 'start', 'stop'].includes(statement.kind);
}

/** Events that do the same stand together, in the order of the alphabet; those with a fact alone. */
function grouped(arms: Arms): { events: string[]; block: Block }[] {
  const groups: { events: string[]; block: Block }[] = [];
  for (const [event, block] of arms) {
    const same = groups.find(
      (group) => isSame(group.block, block) && !JSON.stringify(block).includes('"if"'),
    );
    if (same === undefined) groups.push({ events: [event], block });
    else same.events.push(event);
  }
  return groups;
}

/** Events whose facet some state asks for. */
function factNames({ compiled, facets }: MachineInput): string[] {
  return Object.keys(facets).filter(
    (event) =>
      (facets[event] ?? []).length > 0 &&
      compiled.states.some((state) => state.outcomes.get(event)?.kind === 'fork'),
  );
}

/** `hs.serverHello` -> `serverHello`, `local.close` -> `localClose`. */
function factName(event: string): string {
  return camel(event.replace(/^hs\./, '').replaceAll('.', ' '));
}

function stateFunction(name: string): string {
  return `in${pascal(name)}`;
}

function groupFunction(name: string): string {
  return `inAny${pascal(name)}`;
}

function callParams(params: Params | undefined): string {
  if (params === undefined) return '';
  const fields = Object.entries(params).map(([key, value]) => `${key}: ${literal(value)}`);
  return `, { ${fields.join(', ')} }`;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}
