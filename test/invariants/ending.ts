/**
 * The ending: the invariants 17 to 20. What is left to the runtime (bytes that are dropped and
 * counted, the first reason that stands) is tried on engines, in `test/engine` and `test/hostile`.
 */
import { doings, type Edge, failureOf, isIgnored, isOver, isWrite } from './graph.ts';
import { faultsByHistory } from './history.ts';
import { faultsOfEdges, type Invariant } from './invariant.ts';
import { isTls12 } from './versions.ts';

/** What decides why a connection is over. */
export const reasons = ['fail', 'recordEnd', 'recordVerdict', 'takePeerAlert'];
/** After these we are silent. */
const lastWords = ['sendAlert', 'sendCloseNotify', 'shutdownWrite', 'closeTransport'];
const deliveries = ['deliverData', 'reportEndOfData', 'reportConnected', 'reportConfirmed'];

export const ending = [
  {
    // @req 9846:6.2:2
    name: 'silence',
    number: 17,
    rule: 'at most one fatal alert, and nothing is written after it, nor after close_notify',
    faults: (graph) =>
      faultsByHistory(graph, lastWords, ({ name }, history) => {
        const last = lastWords.find((word) => history.has(word));
        return isWrite(name) && last !== undefined ? `${name} after ${last}` : undefined;
      }),
  },
  {
    // @req 9846:6.2:1 9846:6.2:2
    name: 'failing',
    number: 18,
    rule: 'whatever fails goes by the alert into the drain, unless close_notify is out',
    faults: (graph) =>
      faultsByHistory(graph, ['sendCloseNotify'], ({ name }, history, edge) => {
        if (name !== 'fail') return undefined;
        const isSilent = history.has('sendCloseNotify');
        if (edge.to.phase !== 'draining') return 'does not drain';
        const isTold = doings(edge).includes('sendAlert');
        return isTold === isSilent ? `${isTold ? 'an' : 'no'} alert` : undefined;
      }),
  },
  {
    // @req 9846:6:3
    name: 'intoDrain',
    number: 18,
    rule: 'who begins to drain drops what comes, erases secrets and half-closes, with a deadline',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.to.phase !== 'draining' || edge.from === edge.to) return undefined;
        const done = doings(edge).slice(-drainBegins.length);
        return `${done}` === `${drainBegins}` ? undefined : `does ${done}`;
      }),
  },
  {
    name: 'whoDrains',
    number: 18,
    rule: 'who gives up with last words waits until they are read; where the peer is gone or has had its time, nobody waits',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (isOver(from) || !isOver(to)) return undefined;
        const isOurs = givingUp.includes(event.type) && from.phase !== 'idle';
        const due = isOurs || failureOf(edge) !== undefined ? 'draining' : 'closed';
        return to.phase === due ? undefined : `does not lead to ${due}`;
      }),
  },
  {
    name: 'drain',
    number: 18,
    rule: 'the drain ends with the deadline, the budget, the stream, or the transport',
    faults: (graph) =>
      faultsOfEdges(graph, ({ from, event, to }) => {
        if (from.phase !== 'draining') return undefined;
        if (!from.delays.includes('drainTimeout')) return 'no deadline';
        const isTo = drainEnds.includes(event.type) ? 'closed' : 'draining';
        return to.phase === isTo ? undefined : `is not to ${isTo}`;
      }),
  },
  {
    name: 'bound',
    number: 18,
    rule: 'who has a reason to end drains or is closed, and nobody else does',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (isOver(edge.from)) return undefined;
        const hasReason = doings(edge).some((name) => reasons.includes(name));
        if (hasReason === isOver(edge.to)) return undefined;
        return hasReason ? 'the connection goes on' : 'ends without a reason';
      }),
  },
  {
    // @req 9846:6:3
    name: 'closed',
    number: 18,
    rule: 'closed is for ever, told once, with secrets erased and the transport closed',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const done = doings(edge).slice(-3);
        if (edge.from.phase !== 'closed') {
          if (edge.to.phase !== 'closed') return undefined;
          return `${done}` === 'eraseSecrets,closeTransport,reportEnded'
            ? undefined
            : `does ${done}`;
        }
        if (edge.to.phase !== 'closed') return 'leaves';
        // Whatever failed on the way into it.
        const due = edge.event.type === 'local.internalError' ? 'closeTransport,reportEnded' : '';
        if (due !== '') return `${done}` === due ? undefined : `does ${done}`;
        return done.includes('reportEnded') ? 'tells it again' : undefined;
      }),
  },
  {
    // @req 9846:6:2 9846:6.2:1
    name: 'refused',
    number: 18,
    rule: 'after a fatal alert of the peer nothing is sent, and it is over at once',
    faults: (graph) => [
      ...faultsByHistory(graph, ['takePeerAlert'], ({ name }, history) =>
        isWrite(name) && history.has('takePeerAlert') ? `${name} all the same` : undefined,
      ),
      ...faultsOfEdges(graph, (edge) => {
        const isHeard =
          !isOver(edge.from) && (edge.from.isReceiving || edge.from.phase !== 'connected');
        const isTaken = doings(edge).includes('takePeerAlert');
        if (isTaken !== (isHeard && isErrorAlert(edge))) return 'is not taken, or what is none';
        return isTaken && edge.to.phase !== 'closed' ? 'goes on' : undefined;
      }),
    ],
  },
  {
    name: 'quiet',
    number: 19,
    rule: 'who drains or is closed delivers nothing, sends nothing, asks nothing',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (!isOver(edge.from)) return undefined;
        const wrong = doings(edge).find((name) => !quietActions.includes(name));
        return wrong === undefined ? undefined : `does ${wrong}`;
      }),
  },
  {
    name: 'deferral',
    number: 20,
    rule: 'only a refusal by policy is told later, and only where options say so',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.from.phase === 'deferring' || edge.to.phase !== 'deferring') return undefined;
        const isPolicy = edge.name === 'task.done (refused)' || isMissing(edge);
        if (!isPolicy) return 'no refusal by policy';
        if (edge.from.context.defersAlerts !== true) return 'not by these options';
        if (!doings(edge).includes('keepVerdict')) return 'the verdict is not kept';
        return edge.to.delays.includes('deferralTimeout') ? undefined : 'no deadline';
      }),
  },
  {
    name: 'deferred',
    number: 20,
    rule: 'it ends at Finished, any fault, the end of the stream, the deadline; nothing leaves meanwhile',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        if (edge.from.phase !== 'deferring') return undefined;
        const names = doings(edge);
        if (names.some((name) => deliveries.includes(name))) return 'something is delivered';
        const { event, to } = edge;
        if (to.phase === 'deferring') {
          if (endsDeferral(event.type, event.facet)) return 'does not end it';
          if (/^(?:ccs|alert|io|task)/.test(event.type) && !isIgnored(edge))
            return 'is not ignored';
          return names.some(isWrite) ? 'something is sent' : undefined;
        }
        return deferralEnd(edge);
      }),
  },
] as const satisfies readonly Invariant[];

/** `local.rekey`: of keys that may protect no more, in TLS 1.2. */
const givingUp = ['local.abort', 'after.handshakeTimeout', 'local.rekey'];

const drainBegins = ['discardInput', 'eraseSecrets', 'shutdownWrite', 'startTimer'];

const drainEnds = [
  'after.drainTimeout',
  'io.drainBudget',
  'io.eof',
  'io.failed',
  'local.internalError',
];

const quietActions = ['rejectData', 'stopTimer', 'eraseSecrets', 'closeTransport', 'reportEnded'];

/** The level means something in TLS 1.2, and to a client that does not know the version yet. */
function isErrorAlert({ from, event: { type } }: Edge): boolean {
  if (type !== 'alert.warning') return type === 'alert.fatal';
  const isOpen = from.name === 'WAIT_SH' && from.context.offered !== 'tls13';
  return !isTls12(from) && !isOpen;
}

/** The empty Certificate where one is required. */
function isMissing({ from, name }: Edge): boolean {
  return name === 'hs.certificate (empty)' && from.context.clientAuth === 'require';
}

function endsDeferral(type: string, facet: string | undefined): boolean {
  if (type === 'ccs') return facet !== 'good';
  if (type === 'alert.userCanceled' || type === 'io.drainBudget') return false;
  return /^(hs|alert|record|io|app|after)\./.test(type) || type === 'local.abort';
}

/** The kept verdict is told while somebody listens, and reported where nobody does. */
function deferralEnd(edge: Edge): string | undefined {
  const { type } = edge.event;
  const names = doings(edge);
  if (type === 'alert.fatal' || type === 'alert.warning')
    return names.includes('takePeerAlert') ? undefined : 'not taken';
  if (type === 'io.eof' || type === 'io.failed') {
    return names.includes('recordVerdict') && !names.some(isWrite) ? undefined : 'not reported';
  }
  const due = type === 'local.internalError' ? 'internal_error' : 'ofVerdict';
  return failureOf(edge) === due ? undefined : `fails with ${failureOf(edge)}`;
}
