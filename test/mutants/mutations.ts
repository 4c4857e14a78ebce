/**
 * Small faults in a spec, one at a time: an edge less, another target, a guard less, another alert,
 * an action less, keys installed at another moment. Made on the machine's pure configuration.
 */

/** A machine's configuration as plain data. */
export interface Config {
  readonly [key: string]: unknown;
}

export interface Mutant {
  /** `other target: client.live.handshake.waitFinished on hs.finished 0 -> #closed`. */
  readonly name: string;
  readonly kind: Kind;
  readonly config: Config;
}

export const kinds = [
  'dropped edge',
  'dropped target',
  'other target',
  'dropped guard',
  'other alert',
  'other code',
  'dropped action',
  'other parameter',
  'other order of keys',
] as const;
export type Kind = (typeof kinds)[number];

interface Transition {
  target?: string;
  guard?: string;
  actions?: Action[];
}
type Action = string | { readonly type: string; params?: Record<string, unknown> };
interface StateNode {
  id?: string;
  initial?: string;
  states?: Record<string, StateNode>;
  on?: Record<string, Transition | Transition[]>;
  after?: Record<string, Transition | Transition[]>;
  always?: Transition[];
  onDone?: Transition | Transition[];
  entry?: Action[];
  tags?: string[];
}

/** All mutants of a machine, in the order of its text. */
export function mutantsOf(original: object): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const copy = () => structuredClone(original) as StateNode;
  /** Makes a mutant by a change at the same place of a copy. */
  const make = (kind: Kind, where: string, change: (root: StateNode) => void) => {
    const root = copy();
    change(root);
    mutants.push({ name: `${kind}: ${where}`, kind, config: root as Config });
  };
  visit(copy(), [], (path, node) => {
    const place = path.join('.') || 'root';
    const at = (root: StateNode) => nodeAt(root, path);
    mutateActions(place, node.entry, (root) => at(root).entry ?? [], make);
    for (const [field, event] of eventsOf(node)) {
      const where = `${place} ${field === 'always' ? 'always' : `${field} ${event}`}`;
      const list = listOf(node, field, event);
      for (const [index, transition] of list.entries()) {
        const own = list.length > 1 ? `${where} [${index}]` : where;
        const found = (root: StateNode) => listOf(at(root), field, event)[index] ?? {};
        make('dropped edge', own, (root) => dropEdge(at(root), field, event, index));
        if (transition.guard !== undefined) {
          make('dropped guard', `${own}: ${transition.guard}`, (root) => {
            delete found(root).guard;
          });
        }
        if (transition.target !== undefined) {
          const other = otherTarget(transition.target, siblingsOf(copy(), path));
          make('other target', `${own}: ${transition.target} -> ${other}`, (root) => {
            found(root).target = other;
          });
          if (field !== 'always' && field !== 'onDone') {
            make('dropped target', `${own}: ${transition.target}`, (root) => {
              delete found(root).target;
            });
          }
        }
        mutateActions(own, transition.actions, (root) => found(root).actions ?? [], make);
      }
    }
  });
  return mutants;
}

type Make = (kind: Kind, where: string, change: (root: StateNode) => void) => void;

function mutateActions(
  where: string,
  actions: readonly Action[] | undefined,
  listIn: (root: StateNode) => Action[],
  make: Make,
): void {
  for (const [index, action] of (actions ?? []).entries()) {
    const name = typeof action === 'string' ? action : action.type;
    const own = `${where}: ${name}`;
    make('dropped action', own, (root) => listIn(root).splice(index, 1));
    const isKeys = /^(?:install|update)(?:Read|Write)Keys$/.test(name);
    if (isKeys && (actions ?? []).length > 1) {
      make('other order of keys', own, (root) => {
        const list = listIn(root);
        const [moved] = list.splice(index, 1);
        if (moved !== undefined) list.splice(index === 0 ? 1 : index - 1, 0, moved);
      });
    }
    if (typeof action === 'string') continue;
    for (const [key, value] of Object.entries(action.params ?? {})) {
      const other = otherValue(key, value);
      const kind =
        key === 'alert' ? 'other alert' : key === 'code' ? 'other code' : 'other parameter';
      make(kind, `${own}: ${value} -> ${other}`, (root) => {
        const changed = listIn(root)[index];
        if (typeof changed === 'object') changed.params = { ...changed.params, [key]: other };
      });
    }
  }
}

function otherValue(key: string, value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (key === 'alert') return value === 'internal_error' ? 'decode_error' : 'internal_error';
  if (key === 'code') return value === 'closed' ? 'ERR_TLS_TRUNCATED' : 'ERR_TLS_INTERNAL';
  return otherValues[String(value)] ?? '';
}

const otherValues: Readonly<Record<string, string>> = {
  handshake: 'application',
  application: 'handshake',
  sign: 'verifyPeer',
  verifyPeer: 'sign',
  chooseCertificate: 'sign',
  protectedRecord: 'handshakeRecord',
  handshakeRecord: 'protectedRecord',
  update_requested: 'update_not_requested',
  update_not_requested: 'update_requested',
  both: 'tls13',
  full: 'write',
  write: 'full',
};

/** Failing without a word, draining in place of closing, or on to the neighbour. */
function otherTarget(target: string, siblings: readonly string[]): string {
  if (target === '#alerting' || target === '#draining') return '#closed';
  if (target.startsWith('#')) return '#draining';
  const others = siblings.filter((one) => one !== target);
  return others[(siblings.indexOf(target) + 1) % others.length] ?? '#closed';
}

function siblingsOf(root: StateNode, path: readonly string[]): readonly string[] {
  const states = nodeAt(root, path.slice(0, -1)).states ?? {};
  // A state that is left at once could lead back here, for ever.
  return Object.keys(states).filter((name) => states[name]?.always === undefined);
}

function visit(
  node: StateNode,
  path: readonly string[],
  look: (path: readonly string[], node: StateNode) => void,
): void {
  look(path, node);
  for (const [name, child] of Object.entries(node.states ?? {}))
    visit(child, [...path, name], look);
}

function nodeAt(root: StateNode, path: readonly string[]): StateNode {
  return path.reduce<StateNode>((node, name) => node.states?.[name] ?? {}, root);
}

type Field = 'on' | 'after' | 'always' | 'onDone';

function eventsOf(node: StateNode): readonly (readonly [Field, string])[] {
  return [
    ...Object.keys(node.on ?? {}).map((event) => ['on', event] as const),
    ...Object.keys(node.after ?? {}).map((event) => ['after', event] as const),
    ...(node.always === undefined ? [] : [['always', ''] as const]),
    ...(node.onDone === undefined ? [] : [['onDone', ''] as const]),
  ];
}

/** The transitions of an event as a list; a single one is made a list of one in place. */
function listOf(node: StateNode, field: Field, event: string): Transition[] {
  if (field === 'always') return node.always ?? [];
  if (field === 'onDone') {
    node.onDone = [node.onDone ?? []].flat();
    return node.onDone;
  }
  const table = node[field] ?? {};
  const list = [table[event] ?? []].flat();
  table[event] = list;
  return list;
}

function dropEdge(node: StateNode, field: Field, event: string, index: number): void {
  const list = listOf(node, field, event);
  list.splice(index, 1);
  if (list.length > 0) return;
  if (field === 'always') delete node.always;
  else if (field === 'onDone') delete node.onDone;
  else delete node[field]?.[event];
}
