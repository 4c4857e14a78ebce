/**
 * Liveness and totality: the invariants 24 to 26. Not here: that answers queue what comes meanwhile
 * (26: `test/engine/waiting`); that the counters count (25: `test/hostile/limits`).
 */
import { statesOf } from '../../tools/explore/edges.ts';
import type { Explorable } from '../../tools/explore/machines.ts';
import {
  doings,
  type Edge,
  failureOf,
  isIgnored,
  isOver,
  type Place,
  type SpecGraph,
  told,
} from './graph.ts';
import { faultsOfEdges, type Invariant } from './invariant.ts';

export const liveness = [
  {
    name: 'total',
    number: 24,
    rule: 'every event with every facet has an edge in every place, and what ignores it says so',
    faults: totalityFaults,
  },
  {
    name: 'moves',
    number: 25,
    rule: 'no cycle goes on by itself',
    faults: ({ explorable }) => endlessStates(explorable),
  },
  {
    name: 'counted',
    number: 25,
    rule: 'what a peer can repeat for ever is counted, or delivers data; all else leads on',
    faults: repetitionFaults,
  },
  {
    name: 'deadlines',
    number: 26,
    rule: 'the deadline of each phase runs, from its beginning to its end; none only where silence is allowed',
    faults: (graph) => faultsOfEdges(graph, deadlineFault),
  },
  {
    name: 'late',
    number: 26,
    rule: 'a deadline ends what it is for',
    faults: (graph) =>
      faultsOfEdges(graph, ({ from, event, to }) =>
        event.type.startsWith('after.') && (!isOver(to) || from === to) ? 'goes on' : undefined,
      ),
  },
  {
    name: 'answers',
    number: 26,
    rule: 'who waits has asked, and has edges for the answer and for none; nobody else takes answers',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        const isEntering = to.isWaiting && from.state !== to.state;
        if (isEntering !== doings(edge).includes('startTask')) return 'waits for what is not asked';
        if (event.type === 'task.failed' && from.isWaiting) {
          // An oracle otherwise (RFC 5246 7.4.7.1).
          const due = from.name === 'DECRYPTING12' ? undefined : 'internal_error';
          return failureOf(edge) === due ? undefined : `fails with ${failureOf(edge)}`;
        }
        if (event.type !== 'task.done' && event.type !== 'task.failed') return undefined;
        if (!from.isWaiting) return isIgnored(edge) ? undefined : 'takes what nobody asked for';
        return from.state === to.state ? 'waits on' : undefined;
      }),
  },
] as const satisfies readonly Invariant[];

function totalityFaults({ explorable, edges }: SpecGraph): readonly string[] {
  const { facets } = explorable;
  const due = Object.values(facets).reduce((sum, { length }) => sum + Math.max(1, length), 0);
  const counts = new Map<Place, number>();
  for (const { from } of edges) counts.set(from, (counts.get(from) ?? 0) + 1);
  const missing = [...counts]
    .filter(([place, count]) => count !== due + place.delays.length)
    .map(([{ state }, count]) => `${state} has ${count} edges`);
  const silent = edges
    .filter((edge) => isIgnored(edge) && !knows(edge))
    .map(({ from, name }) => `${from.state} does not know ${name}`);
  return [...missing, ...silent].slice(0, 20);
}

function knows({ from: { declared }, event: { type } }: Edge): boolean {
  return declared.has(type) || declared.has(`${type.split('.')[0]}.*`) || type.startsWith('after.');
}

/** Of states that hand on at once: those from which one can come back without any event. */
export function endlessStates({ machine }: Explorable): readonly string[] {
  type Node = ReturnType<typeof statesOf>[number];
  const begun = (node: Node): readonly Node[] => {
    if (node.type === 'parallel') return Object.values(node.states);
    return node.type === 'compound' ? (node.initial.target ?? []) : [];
  };
  const entered = (node: Node): readonly Node[] => [node, ...begun(node).flatMap(entered)];
  const next = (node: Node) =>
    (node.always ?? []).flatMap(({ target }) => (target ?? [node]).flatMap(entered));
  const leadsTo = (from: Node, goal: Node, seen: Set<Node>): boolean =>
    next(from).some((node) => {
      if (node === goal) return true;
      if (seen.has(node)) return false;
      seen.add(node);
      return leadsTo(node, goal, seen);
    });
  return statesOf(machine)
    .filter((node) => leadsTo(node, node, new Set()))
    .map(({ id }) => `${id} comes back to itself`);
}

/** Of a peer; the bytes that come behind its close_notify, or while we drain, have a budget. */
const counted = [
  ...['ccs', 'alert.userCanceled', 'alert.warning', 'app.data'],
  ...['hs.helloRequest', 'hs.keyUpdate', 'hs.newSessionTicket'],
];

/** A cycle of what the peer alone can do, without anything that is counted, would go on for ever. */
function repetitionFaults({ edges }: SpecGraph): readonly string[] {
  const next = new Map<number, Edge[]>();
  for (const edge of edges) {
    const { from, event } = edge;
    const isDeaf = isOver(from) || (from.phase === 'connected' && !from.isReceiving);
    if (isDeaf || !/^(?:hs|ccs|app|alert|record)/.test(event.type)) continue;
    if (counted.includes(event.type) && !counts(edge)) return [`${told(edge)}: is not counted`];
    if (counted.includes(event.type)) continue;
    next.set(from.index, [...(next.get(from.index) ?? []), edge]);
  }
  const done = new Set<number>();
  const faults: string[] = [];
  const visit = (index: number, way: ReadonlySet<number>) => {
    if (done.has(index)) return;
    for (const edge of next.get(index) ?? []) {
      if (way.has(edge.to.index) || edge.to.index === index) faults.push(`${told(edge)}: again`);
      else visit(edge.to.index, new Set([...way, index]));
    }
    done.add(index);
  };
  for (const index of next.keys()) visit(index, new Set());
  return faults.slice(0, 20);
}

/** What is counted by its kind alone must not be borne where nothing limits it. */
function counts({ from, event, to }: Edge): boolean {
  const isPostHandshake = /^(?:hs|app)/.test(event.type);
  if (event.type === 'hs.helloRequest') return true;
  return !isPostHandshake || from !== to || from.phase === 'connected';
}

/** What runs in each phase; RFC 9846 has none where both sides may be silent. */
function deadlinesIn({ phase, isLingering }: Place): readonly string[] {
  switch (phase) {
    case 'handshake':
      return ['handshakeTimeout'];
    case 'deferring':
      return ['deferralTimeout'];
    case 'draining':
      return ['drainTimeout'];
    case 'connected':
      return isLingering ? ['closeTimeout'] : [];
    default:
      return [];
  }
}

/** It begins when its phase does, and is not begun again before it ends. */
function deadlineFault({ from, actions, to }: Edge): string | undefined {
  const [before, after] = [deadlinesIn(from), deadlinesIn(to)];
  if (`${to.delays}` !== `${after}`) return `${to.delays} runs, not ${after}`;
  const timers = actions.filter(({ name }) => name === 'startTimer' || name === 'stopTimer');
  const done = timers.map(({ name, params }) => `${name} ${params.delay}`).sort();
  const isSame = `${before}` === `${after}`;
  const due = isSame
    ? []
    : [
        ...after.map((delay) => `startTimer ${delay}`),
        ...before.map((delay) => `stopTimer ${delay}`),
      ];
  return `${done}` === `${due}` ? undefined : `does ${done}, not ${due}`;
}
