/**
 * What must hold of every path to the end, as far as a graph can tell: the invariants 17 to 23,
 * each by its number. What is left to the runtime (bytes that are dropped, the first reason that
 * stands) is tried on engines, in `ending.test.ts` and `draining.test.ts`.
 */
import type { Act, Edge, SpecGraph, SpecSituation } from './spec-graph.ts';
import { doings, faultsOfEdges, faultsOnPaths } from './spec-paths.ts';

/** A rule, and what breaks it. */
export interface Invariant {
  readonly name: string;
  /** With its number in the list of invariants, or the section of RFC 9846. */
  readonly rule: string;
  readonly faults: (graph: SpecGraph) => readonly string[];
}

/** What decides why a connection is over. */
const reasons = ['fail', 'recordEnd', 'recordVerdict', 'takePeerAlert'];
/** After these we are silent. */
const lastWords = ['sendAlert', 'sendCloseNotify', 'shutdownWrite', 'closeTransport'];
const over = ['draining', 'closed'];
const deliveries = ['deliverData', 'reportEndOfData', 'reportConnected', 'reportConfirmed'];
/** Where a connection may be silent for as long as both sides like, or has not begun. */
const endless = ['idle', 'connected(reading, sending)', 'connected(reading, sent)'];
const half = 'connected(received, sending)';

export const invariants = [
  {
    // @req 9846:6.2:2
    name: 'silence',
    rule: '17: at most one fatal alert, and nothing is written after it, nor after close_notify',
    faults: (graph) =>
      faultsOnPaths(graph, lastWords, ({ name }, history) => {
        const last = lastWords.find((word) => history.has(word));
        return isWrite(name) && last !== undefined ? `${name} after ${last}` : undefined;
      }),
  },
  {
    // @req 9846:6:3 9846:6.2:1 9846:6.2:2
    name: 'failing',
    rule: '18: whatever fails goes by the alert into the drain, and the drain has a deadline',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const names = doings(edge);
        if (!names.includes('fail')) return undefined;
        const alert = edge.from.context.closeNotifySent === true ? [] : ['sendAlert'];
        const due = [...alert, 'discardInput', 'eraseSecrets', 'shutdownWrite', 'startTimer'];
        const done = names.slice(names.indexOf('fail') + 1);
        if (edge.to.state !== 'draining') return 'does not drain';
        return `${done}` === `${due}` ? undefined : `does ${done}`;
      }),
  },
  {
    name: 'drain',
    rule: '18: the drain ends with the deadline, the budget, the stream, or the transport',
    faults: (graph) =>
      faultsOfEdges(graph, ({ from, event, to }) => {
        if (from.state !== 'draining') return undefined;
        if (!from.delays.includes('drainTimeout')) return 'no deadline';
        const isTo = drainEnds.includes(event.type) ? 'closed' : 'draining';
        return to.state === isTo ? undefined : `is not to ${isTo}`;
      }),
  },
  {
    name: 'bound',
    rule: '18: who has a reason to end drains or is closed, and time alone closes all others',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const hasReason = doings(edge).some((name) => reasons.includes(name));
        if (hasReason && !over.includes(edge.to.state)) return 'the connection goes on';
        return isBound(edge.to) ? undefined : `${edge.to.state} has no deadline`;
      }),
  },
  {
    // @req 9846:6:3
    name: 'closed',
    rule: '18: closed is for ever, told once, with secrets erased and the transport closed',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.from.state === 'closed') return edge.to.state === 'closed' ? undefined : 'leaves';
        if (edge.to.state !== 'closed') return undefined;
        const done = doings(edge).slice(-3);
        return `${done}` === 'eraseSecrets,closeTransport,reportEnded' ? undefined : `does ${done}`;
      }),
  },
  {
    // @req 9846:6:2 9846:6.2:1
    name: 'refused',
    rule: '18: after a fatal alert of the peer nothing is sent, and it is over at once',
    faults: (graph) => [
      ...faultsOnPaths(graph, ['takePeerAlert'], ({ name }, history) =>
        isWrite(name) && history.has('takePeerAlert') ? `${name} all the same` : undefined,
      ),
      ...faultsOfEdges(graph, (edge) =>
        doings(edge).includes('takePeerAlert') && edge.to.state !== 'closed'
          ? 'goes on'
          : undefined,
      ),
    ],
  },
  {
    name: 'quiet',
    rule: '19: who drains or is closed delivers nothing, sends nothing, asks nothing',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (!over.includes(edge.from.state)) return undefined;
        const wrong = doings(edge).find((name) => !quietActs.includes(name));
        return wrong === undefined ? undefined : `does ${wrong}`;
      }),
  },
  {
    name: 'deferral',
    rule: '20: only a refusal by policy is told later, and only where options say so',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.from.state === 'deferring' || edge.to.state !== 'deferring') return undefined;
        const { type, facet } = edge.event;
        const isPolicy = `${type}/${facet}` === 'task.done/refused' || isMissing(edge);
        if (!isPolicy) return 'no refusal by policy';
        if (edge.from.context.defersAlerts !== true) return 'not by these options';
        if (!doings(edge).includes('keepVerdict')) return 'the verdict is not kept';
        return edge.to.delays.includes('deferralTimeout') ? undefined : 'no deadline';
      }),
  },
  {
    name: 'deferred',
    rule: '20: it ends at Finished, any fault, the end of the stream, the deadline; nothing leaves meanwhile',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.from.state !== 'deferring') return undefined;
        const names = doings(edge);
        if (names.some((name) => deliveries.includes(name))) return 'something is delivered';
        const { event, to } = edge;
        if (to.state === 'deferring') {
          if (endsDeferral(event.type, event.facet)) return 'does not end it';
          return names.some(isWrite) ? 'something is sent' : undefined;
        }
        return deferralEnd(edge);
      }),
  },
  {
    // @req 9846:6.1:6
    name: 'truncation',
    rule: '21: a stream that ends without close_notify is truncated, unless options allow it',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (event.type !== 'io.eof' || over.includes(from.state) || from.state === half) {
          return undefined;
        }
        if (from.state === 'deferring')
          return doings(edge).includes('recordVerdict') ? undefined : 'no verdict';
        if (from.context.allowsTruncation === true && from.state.startsWith('connected(')) {
          return doings(edge).includes('reportEndOfData') ? undefined : 'no end of data';
        }
        return to.state === 'closed' && endsWith(edge, 'ERR_TLS_TRUNCATED')
          ? undefined
          : 'not told';
      }),
  },
  {
    name: 'cleanEnd',
    rule: '21: a clean end needs both close_notify, or options that do without that of the peer',
    faults: (graph) =>
      faultsOnPaths(
        graph,
        ['sendCloseNotify', 'alert.closeNotify', 'io.eof'],
        (act, history, edge) => {
          if (act.name !== 'recordEnd' || act.params.code !== 'closed') return undefined;
          if (edge.from.state === 'idle') return undefined;
          if (!history.has('sendCloseNotify')) return 'without our close_notify';
          if (history.has('alert.closeNotify')) return undefined;
          const isAllowed = edge.from.context.allowsTruncation === true && history.has('io.eof');
          return isAllowed ? undefined : 'without that of the peer';
        },
      ),
  },
  {
    name: 'halves',
    rule: '22: close_notify ends one direction, the other one goes on',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        const due = from.state.startsWith('connected(')
          ? openHalves(from.state)[event.type]
          : undefined;
        if (due === undefined || event.facet === 'unaligned' || event.facet === 'invalid') {
          return undefined;
        }
        return doings(edge).includes(due) && to.state === from.state ? undefined : `lacks ${due}`;
      }),
  },
  {
    name: 'firstReason',
    rule: '23: the first reason stands: there is one on every path to the end, and only one',
    faults: (graph) =>
      faultsOnPaths(graph, reasons, ({ name }, history) => {
        const first = reasons.find((one) => history.has(one));
        if (reasons.includes(name) && first !== undefined) return `${name} after ${first}`;
        if (name === 'reportEnded' && first === undefined) return 'no reason';
        return undefined;
      }),
  },
  {
    // @req 9846:6.1:3 9846:6.1:5
    name: 'lastWords',
    rule: '6.1: who gives up says user_canceled and close_notify in a handshake, close_notify later',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event } = edge;
        if (event.type !== 'local.abort' && event.type !== 'after.handshakeTimeout')
          return undefined;
        const due = goodbyeIn(from);
        const said = doings(edge).filter(isWrite);
        return `${said}` === `${due}` ? undefined : `says ${said.join(' ') || 'nothing'}`;
      }),
  },
] as const satisfies readonly Invariant[];

const drainEnds = [
  'after.drainTimeout',
  'io.drainBudget',
  'io.eof',
  'io.failed',
  'local.internalError',
];

const quietActs = ['rejectData', 'stopTimer', 'eraseSecrets', 'closeTransport', 'reportEnded'];

function isWrite(name: string): boolean {
  return name.startsWith('send');
}

/** A deadline runs, or none is needed: the peer's silence is no way to hold us. */
function isBound({ state, delays }: SpecSituation): boolean {
  return delays.length > 0 || state === 'closed' || state === half || endless.includes(state);
}

/** The empty Certificate where one is required. */
function isMissing({ from, event }: Edge): boolean {
  const isEmpty = `${event.type}/${event.facet}` === 'hs.certificate/empty';
  return isEmpty && from.context.clientAuth === 'require';
}

function endsDeferral(type: string, facet: string | undefined): boolean {
  if (type === 'ccs') return facet !== 'dummy';
  if (type === 'alert.userCanceled' || type === 'io.drainBudget') return false;
  return /^(hs|alert|record|io|app|after)\./.test(type) || type === 'local.abort';
}

/** The kept verdict is told while somebody listens, and reported where nobody does. */
function deferralEnd(edge: Edge): string | undefined {
  const { type } = edge.event;
  const names = doings(edge);
  if (type === 'alert.fatal') return names.includes('takePeerAlert') ? undefined : 'not taken';
  if (type === 'io.eof' || type === 'io.failed') {
    return names.includes('recordVerdict') && !names.some(isWrite) ? undefined : 'not reported';
  }
  const failed = edge.acts.find(({ name }) => name === 'fail')?.params.alert;
  const due = type === 'local.internalError' ? 'internal_error' : 'ofVerdict';
  return failed === due ? undefined : `fails with ${failed}`;
}

function endsWith({ acts }: Edge, code: string): boolean {
  return acts.some((act: Act) => act.name === 'recordEnd' && act.params.code === code);
}

/** Event -> what is done about it in the halves that are open. */
function openHalves(state: string): Readonly<Record<string, string>> {
  return {
    ...(!state.includes('received') && {
      'app.data': 'deliverData',
      'hs.keyUpdate': 'updateReadKeys',
    }),
    ...(state.includes('sending') && { 'local.write': 'sendData', 'local.rekey': 'sendKeyUpdate' }),
  };
}

function goodbyeIn({ state, context }: SpecSituation): readonly string[] {
  if (over.includes(state) || state === 'idle') return [];
  if (state === 'deferring') return ['sendAlert'];
  if (!state.startsWith('connected(')) return ['sendUserCanceled', 'sendCloseNotify'];
  return context.closeNotifySent === true ? [] : ['sendCloseNotify'];
}
