/**
 * Writes the functions of a generated machine: one a state, one a compound state, one a landing.
 * Guards are inlined; a fact is asked only in the case that needs it.
 */
import { type CodeBlockWriter, type FunctionDeclarationStructure, StructureKind } from 'ts-morph';
import { docText, literal, quoted, rfcText, wrapped } from '../code-text.ts';
import type { Arms } from './arms.ts';
import { type Block, isSame } from './blocks.ts';
import type { CompiledState, Params } from './compile.ts';
import type { MachineInput } from './machine-input.ts';
import { factName, groupFunction, type MachineNames, stateFunction } from './machine-names.ts';
import { pascal } from './names.ts';

/** Writes the functions of one machine. */
export class ArmWriter {
  readonly #input: MachineInput;
  readonly #names: MachineNames;

  constructor(input: MachineInput, names: MachineNames) {
    this.#input = input;
    this.#names = names;
  }

  state(state: CompiledState, group: string, arms: Arms): FunctionDeclarationStructure {
    const place = `spec/${this.#input.role}.ts ${state.name}`;
    const see = state.rfc === undefined ? place : `${rfcText(state.rfc)}; ${place}`;
    const about = state.description === '' ? '' : `${wrapped(docText(state.description))}\n`;
    return this.#function(stateFunction(state.name), `${about}@see ${see}`, arms, group);
  }

  group(name: string, outer: string | undefined, arms: Arms): FunctionDeclarationStructure {
    const doc = `What the states of \`${name}\` have in common.`;
    return this.#function(groupFunction(name), doc, arms, outer);
  }

  landing(id: string, block: Block): FunctionDeclarationStructure {
    const shell = this.#shell(`enter${pascal(id)}`, `Enters \`${id}\`, from wherever.`);
    const [machine, event] = this.#names.parameters;
    const unused = { ...event, name: `_${event.name}` };
    return {
      ...shell,
      parameters: block.some(needsEvent) ? [machine, event] : [machine, unused],
      statements: (writer) => {
        this.#prelude(writer, [block], block.some(usesAction));
        this.#block(writer, block);
      },
    };
  }

  #shell(name: string, doc: string): FunctionDeclarationStructure {
    return {
      kind: StructureKind.Function,
      name,
      docs: [doc],
      typeParameters: [this.#names.typeParameter],
      parameters: [...this.#names.parameters],
      returnType: 'void',
    };
  }

  #function(
    name: string,
    doc: string,
    arms: Arms,
    outer: string | undefined,
  ): FunctionDeclarationStructure {
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
                : `${groupFunction(outer)}(machine, event);`,
            ),
          );
        });
      },
    };
  }

  /** `const { actions, context } = machine;` as far as needed. */
  #prelude(writer: CodeBlockWriter, blocks: readonly Block[], actions: boolean): void {
    const context = blocks.some((block) => this.#usesContext(block));
    const parts = [...(actions ? ['actions'] : []), ...(context ? ['context'] : [])];
    if (parts.length > 0) writer.writeLine(`const { ${parts.join(', ')} } = machine;`);
  }

  #case(writer: CodeBlockWriter, events: readonly string[], block: Block): void {
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
  #block(writer: CodeBlockWriter, block: Block): void {
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

  #if(writer: CodeBlockWriter, guard: string, yes: Block, no: Block): void {
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

/** Timers are the machine's own: they do not look at what happened. */
function needsEvent(statement: Block[number]): boolean {
  if (statement.kind === 'if') return [...statement.yes, ...statement.no].some(needsEvent);
  return ['action', 'enter'].includes(statement.kind);
}

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

function callParams(params: Params | undefined): string {
  if (params === undefined) return '';
  const fields = Object.entries(params).map(([key, value]) => `${key}: ${literal(value)}`);
  return `, { ${fields.join(', ')} }`;
}
