/**
 * Follows every path of a machine along the flows that the RFC allows: what they expect must be
 * taken, what they do not expect must be refused with the right alert, and what is due must be done
 * at once and in order.
 */
import { type Action, actionText } from '../../tools/explore/actions.ts';
import { type Continuations, continuationsOf, flowsFor, joined } from './flows.ts';
import { type Edge, failureOf, isIgnored, type Place, type SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';
import { isTls12 } from './versions.ts';

/** Where a path is: which flows it can follow, and how far it has come. */
interface Way {
  readonly configuration: string;
  readonly words: string;
}

interface Walked {
  readonly faults: readonly string[];
  /** Words of flows that no path takes. */
  readonly missed: readonly string[];
}

/** Both at once: `faults` of order, and what a flow allows but no path does. */
export function flowOf(graph: SpecGraph): Walked {
  const known = walked.get(graph);
  if (known !== undefined) return known;
  const result = walk(graph);
  walked.set(graph, result);
  return result;
}
const walked = new WeakMap<SpecGraph, Walked>();

function walk(graph: SpecGraph): Walked {
  const { role, configuration } = graph.explorable;
  const flows = new Map<string, Continuations>();
  const reached = new Map<string, Set<string>>();
  const begin = ({ context }: Place): Way => {
    const members = Object.keys(configuration).map((name) => [name, context[name]]);
    const name = JSON.stringify(members);
    flows.set(name, continuationsOf(flowsFor(role, context)));
    reached.set(name, new Set(['']));
    return { configuration: name, words: '' };
  };
  const ways = new Map<string, Way>();
  const follow = (way: Way, edge: Edge, report: (fault: string) => void): Way | undefined => {
    if (edge.from.phase !== 'idle' && edge.from.phase !== 'handshake') return undefined;
    const continuations = flows.get(way.configuration) ?? new Map();
    const next = wordsAfter(way.words, edge, continuations, report);
    if (next === way.words) return way;
    if (next === undefined) return undefined;
    for (let at = next.length; at > 0; at = next.lastIndexOf(', ', at - 1)) {
      reached.get(way.configuration)?.add(next.slice(0, at));
    }
    const name = `${way.configuration} ${next}`;
    const one = ways.get(name) ?? { configuration: way.configuration, words: next };
    ways.set(name, one);
    return one;
  };
  const faults = faultsOnPaths(graph, { begin, follow });
  const missed = [...flows].flatMap(([name, continuations]) =>
    [...continuations.keys()].filter((words) => !reached.get(name)?.has(words)),
  );
  return { faults, missed: missed.map((words) => `no path does ${words}`) };
}

/** The words of the way behind an edge; undefined: it is over. */
function wordsAfter(
  before: string,
  edge: Edge,
  continuations: Continuations,
  report: (fault: string) => void,
): string | undefined {
  const due = continuations.get(before) ?? new Set();
  const failure = failureOf(edge);
  const word = eventWord(before, edge);
  let words = before;
  if (word !== undefined) {
    if (due.has(word)) {
      if (failure !== undefined) report(`refuses what is due, with ${failure}`);
      words = joined(before, word);
    } else {
      const expected = answerTo(word, due, edge);
      const isRight = expected === 'nothing' ? isIgnored(edge) : failure === expected;
      if (!isRight) report(`${word} must come to ${expected}, not ${failure}`);
      return expected === 'nothing' ? before : undefined;
    }
  }
  for (const action of edge.actions) {
    const done = actionWord(action);
    if (done === undefined) continue;
    if (!continuations.get(words)?.has(done)) report(`${done} is not due after ${words}`);
    words = joined(words, done);
  }
  if (failure !== undefined || edge.to.phase === 'draining' || edge.to.phase === 'closed') {
    return undefined;
  }
  const open = [...(continuations.get(words) ?? [])].filter((next) => !isEvent(next));
  if (open.length > 0) report(`${open.join(' or ')} is due at once`);
  return words;
}

/** What an event is to a flow; undefined: nothing. Answers are those to the open question. */
function eventWord(before: string, { name, event, from }: Edge): string | undefined {
  // In TLS 1.3 it means nothing.
  const isFor12 = isTls12(from) || from.context.offered === 'tls12';
  if (event.type === 'ccs') return isFor12 ? name : undefined;
  if (event.type.startsWith('hs.') || event.type === 'local.start') return name;
  if (!event.type.startsWith('task.')) return undefined;
  const [, task] = /startTask\((\w+)\)$/.exec(before) ?? [];
  if (event.type === 'task.failed') return `${task ?? 'nothing'} failed`;
  if (task === 'sign' || task === 'decrypt') return task;
  const isNo =
    task === 'chooseCertificate' && !['chosen', 'chosenToDecrypt'].includes(event.facet ?? '');
  return `${task ?? 'nothing'} (${isNo ? 'refused' : event.facet})`;
}

/** The alert for what is not due, as the spec names it: the order before all (contract 2 to 4). */
function answerTo(word: string, due: ReadonlySet<string>, { from, event }: Edge): string {
  if (word === 'local.start' || word.startsWith('nothing ')) return 'nothing';
  if (word.endsWith(' failed')) return 'internal_error';
  const [type = ''] = word.split(' ');
  if (type === 'ccs') return 'unexpected_message';
  if (isAskedAgain(from, event)) return 'nothing';
  if (event.type === 'hs.helloRequest' && knowsHelloRequest(from)) return 'ofEvent';
  if (!type.startsWith('hs.')) return 'ofVerdict';
  const isTypeDue = [...due].some((one) => one.startsWith(`${type} `));
  if (!isTypeDue) return 'unexpected_message';
  // What keys do not change behind need not end a record.
  if (word.endsWith('(unaligned)')) return isTls12(from) ? 'ofEvent' : 'unexpected_message';
  // certificate_required is an alert of TLS 1.3.
  if (word === 'hs.certificate (empty)' && isTls12(from)) return 'handshake_failure';
  // Nobody may ask for a second hello twice (RFC 9846 4.2.4).
  return word === 'hs.serverHello (retry)' ? 'unexpected_message' : 'ofEvent';
}

/** RFC 5246 7.4.1.1: a client passes over a HelloRequest while it waits for another message. */
export function isAskedAgain(place: Place, { type, facet }: Edge['event']): boolean {
  return type === 'hs.helloRequest' && facet === 'good' && knowsHelloRequest(place);
}

/** A client for whom it is no message of a stranger: it may come to speak TLS 1.2, or does. */
function knowsHelloRequest(place: Place): boolean {
  const { offered } = place.context;
  const isOlder = isTls12(place) || (place.name === 'WAIT_SH' && offered !== 'tls13');
  return !('clientAuth' in place.context) && isOlder && !place.isWaiting;
}

const others = ['sendAlert', 'sendCloseNotify', 'sendUserCanceled', 'sendData', 'sendHeldData'];

/** What an action is to a flow; undefined: nothing. */
function actionWord(action: Action): string | undefined {
  const { name } = action;
  const isOne = actionLike.test(name);
  return isOne && !others.includes(name) && name !== 'takePeerAlert'
    ? actionText(action)
    : undefined;
}

function isEvent(word: string): boolean {
  return !actionLike.test(word);
}
const actionLike = /^(?:send|take|skip|startTask|reportConnected|keepVerdict)/;
