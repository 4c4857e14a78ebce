/**
 * The machine literal as a tree of states with their edges, for the rules to look at. Reports what
 * does not have the shape of a state, an edge or an action; what the names mean is for the rules.
 */
import { type Literal, type Member, memberOf, type ObjectLiteral, textOf } from './literal.ts';
import type { Report } from './report.ts';

/** A word of the spec (a name, a target, a tag) and its line. */
export interface Word {
  readonly text: string;
  readonly line: number;
}

/** An action as a state or an edge uses it. */
export interface ActionUse extends Word {
  readonly params: ObjectLiteral | undefined;
}

/** What makes an edge be taken. */
export type Trigger = 'on' | 'after' | 'always' | 'onDone';

/** The edges of one state for one trigger, in order: the first whose guard holds is taken. */
export interface EdgeList {
  readonly source: StateNode;
  readonly trigger: Trigger;
  /** Event or delay; empty for `always` and `onDone`. */
  readonly name: string;
  readonly line: number;
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly line: number;
  readonly guard: Word | undefined;
  readonly target: Word | undefined;
  readonly actions: readonly ActionUse[];
  /** Leaves and enters the source again even if the target is in it. */
  readonly reenter: boolean;
}

export interface StateNode {
  /** Keys from the root, such as `live.handshake.waitFinished`; empty for the root. */
  readonly path: string;
  readonly key: string;
  readonly line: number;
  readonly parent: StateNode | undefined;
  readonly children: readonly StateNode[];
  readonly type: Word | undefined;
  readonly id: Word | undefined;
  readonly initial: Word | undefined;
  readonly description: Word | undefined;
  readonly tags: readonly Word[];
  readonly meta: Literal | undefined;
  /** The root's only. */
  readonly context: Literal | undefined;
  readonly entry: readonly ActionUse[];
  readonly exit: readonly ActionUse[];
  readonly lists: readonly EdgeList[];
}

/** Every state of the tree, the root first, in the order of the text. */
export function allStates(root: StateNode): StateNode[] {
  return [root, ...root.children.flatMap(allStates)];
}

/** Every edge list of the tree, in the order of the text. */
export function allLists(root: StateNode): EdgeList[] {
  return allStates(root).flatMap((state) => state.lists);
}

/** Every use of an action: in edges, entries and exits. */
export function allActions(root: StateNode): ActionUse[] {
  return allStates(root).flatMap((state) => [
    ...state.entry,
    ...state.exit,
    ...state.lists.flatMap((list) => list.edges.flatMap((edge) => edge.actions)),
  ]);
}

/** The state in words, for a message. */
export function nameOf(state: StateNode): string {
  return state.parent === undefined ? 'the root' : `state ${state.path}`;
}

/** The edge list in words, for a message: `'hs.finished' of state live.handshake.waitFinished`. */
export function nameOfList({ source, trigger, name }: EdgeList): string {
  const what = trigger === 'on' ? `'${name}'` : trigger === 'after' ? `after ${name}` : trigger;
  return `${what} of ${nameOf(source)}`;
}

/** Reads the literal given to `createMachine`. */
export function readMachine(literal: Literal, report: Report): StateNode | undefined {
  if (literal.kind !== 'object') return undefined;
  const member = { name: '', line: literal.line, value: literal };
  return new StateReader(report).state(member, undefined);
}

const stateKeys = new Set(
  'id type initial states on after always onDone entry exit tags meta description context'.split(
    ' ',
  ),
);
const edgeKeys = new Set(['guard', 'target', 'actions', 'description', 'meta', 'reenter']);
const bannedKeys: Readonly<Record<string, string>> = {
  invoke: 'use the action startTask and a waiting state with task.done and task.failed',
  history: 'name the state to go to: history compiles silently wrong',
  onError: 'faults are events: name them under on',
  output: 'a final state has no output: say it by actions',
  input: 'configuration is a part of the context that is never assigned',
};

class StateReader {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  state(member: Member, parent: StateNode | undefined): StateNode {
    const { value, line } = member;
    this.#checkKeys(value, stateKeys, parent === undefined ? 'the root' : `state '${member.name}'`);
    const context = memberOf(value, 'context');
    if (parent !== undefined && context !== undefined) {
      const remedy = 'write it in the root: the machine has one context';
      this.#report(context.line, `context in state '${member.name}' (D7)`, remedy);
    }
    const children: StateNode[] = [];
    const lists: EdgeList[] = [];
    const state: StateNode = {
      path: [parent?.path, member.name].filter(Boolean).join('.'),
      key: member.name,
      line,
      parent,
      children,
      lists,
      type: this.#word(value, 'type'),
      id: this.#word(value, 'id'),
      initial: this.#word(value, 'initial'),
      description: this.#word(value, 'description'),
      tags: this.#tags(memberOf(value, 'tags')),
      meta: memberOf(value, 'meta'),
      context,
      entry: this.#actions(memberOf(value, 'entry')),
      exit: this.#actions(memberOf(value, 'exit')),
    };
    lists.push(...this.#lists(state, value));
    for (const child of this.#members(value, 'states')) children.push(this.state(child, state));
    return state;
  }

  #lists(source: StateNode, value: Literal): EdgeList[] {
    const lists: EdgeList[] = [];
    for (const trigger of ['on', 'after'] as const) {
      for (const { name, line, value: edges } of this.#members(value, trigger)) {
        lists.push({ source, trigger, name, line, edges: this.#edges(edges) });
      }
    }
    for (const trigger of ['always', 'onDone'] as const) {
      const edges = memberOf(value, trigger);
      if (edges === undefined) continue;
      lists.push({ source, trigger, name: '', line: edges.line, edges: this.#edges(edges) });
    }
    return lists;
  }

  #edges(value: Literal): Edge[] {
    if (value.kind !== 'list') return this.#edge(value);
    if (value.items.length === 0) {
      this.#report(value.line, 'an empty list of edges', 'write {} for an event that is ignored');
    }
    return value.items.flatMap((item) => this.#edge(item));
  }

  #edge(value: Literal): Edge[] {
    if (value.kind === 'foreign') return [];
    if (value.kind !== 'object') {
      const remedy = "write { target: 'sibling' }, { target: '#id' } or {}";
      this.#report(value.line, 'an edge that is no object (D3)', remedy);
      return [];
    }
    this.#checkKeys(value, edgeKeys, 'an edge');
    const reenter = memberOf(value, 'reenter');
    return [
      {
        line: value.line,
        guard: this.#word(value, 'guard'),
        target: this.#word(value, 'target'),
        actions: this.#actions(memberOf(value, 'actions')),
        reenter: reenter?.kind === 'scalar' && reenter.value === true,
      },
    ];
  }

  #actions(value: Literal | undefined): ActionUse[] {
    if (value === undefined || value.kind === 'foreign') return [];
    if (value.kind === 'list') return value.items.flatMap((item) => this.#actions(item));
    const { line } = value;
    const name = textOf(value) ?? textOf(memberOf(value, 'type'));
    if (name === undefined) {
      const remedy = "write 'name' or { type: 'name', params: { ... } }";
      this.#report(line, 'an action without a name (D6)', remedy);
      return [];
    }
    this.#checkKeys(value, new Set(['type', 'params']), `action '${name}'`);
    const params = memberOf(value, 'params');
    if (params !== undefined && params.kind === 'object') return [{ text: name, line, params }];
    if (params !== undefined && params.kind !== 'foreign') {
      const remedy = 'write { name: value } with literal values';
      this.#report(params.line, `params of '${name}' that are no object (D6)`, remedy);
    }
    return [{ text: name, line, params: undefined }];
  }

  #tags(value: Literal | undefined): Word[] {
    if (value === undefined) return [];
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => {
      const text = textOf(item);
      if (text !== undefined) return [{ text, line: item.line }];
      this.#report(item.line, 'a tag that is no string (D11)', "write tags: ['reading']");
      return [];
    });
  }

  /** The members of a member that must be an object, such as `states`. */
  #members(value: Literal, name: string): readonly Member[] {
    const inner = memberOf(value, name);
    if (inner === undefined || inner.kind === 'foreign') return [];
    if (inner.kind === 'object') return inner.members;
    this.#report(inner.line, `${name} is no object`, `write ${name}: { name: { ... } }`);
    return [];
  }

  /** A member that must be a string. */
  #word(value: Literal, name: string): Word | undefined {
    const literal = memberOf(value, name);
    if (literal === undefined || literal.kind === 'foreign') return undefined;
    const text = textOf(literal);
    if (text !== undefined) return { text, line: literal.line };
    this.#report(literal.line, `${name} is no string`, wordAdvice[name] ?? 'write a string');
    return undefined;
  }

  #checkKeys(value: Literal, known: ReadonlySet<string>, where: string): void {
    if (value.kind !== 'object') return;
    for (const { name, line } of value.members) {
      const banned = bannedKeys[name];
      if (banned !== undefined) {
        this.#report(line, `${name} in ${where} is outside the dialect (D10)`, banned);
      } else if (!known.has(name)) {
        const remedy = `known there are: ${[...known].join(', ')}`;
        this.#report(line, `unknown member '${name}' in ${where}`, remedy);
      }
    }
  }
}

const wordAdvice: Readonly<Record<string, string>> = {
  guard: 'write the name of one guard; name composites in setup() through and, or, not (D5)',
  target: "write one target: 'sibling' or '#id' (D3)",
  initial: 'write the name of a child (D9)',
};
