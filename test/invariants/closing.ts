/** How connections close, and what is told about it: the invariants 21 to 23. */
import { reasons } from './ending.ts';
import { doings, type Edge, isIgnored, isOver, isWrite, type SpecGraph } from './graph.ts';
import { faultsByHistory } from './history.ts';
import { faultsOfEdges, faultsOnPaths, type Invariant } from './invariant.ts';
import { isTls12 } from './versions.ts';

export const closing = [
  {
    // @req 9846:6.1:6
    name: 'truncation',
    number: 21,
    rule: 'a stream that ends without close_notify is truncated, unless options allow it',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (event.type !== 'io.eof' || isOver(from)) return undefined;
        if (from.phase === 'connected' && !from.isReceiving) {
          return isIgnored(edge) ? undefined : 'close_notify has come';
        }
        if (from.phase === 'deferring') {
          return doings(edge).includes('recordVerdict') ? undefined : 'no verdict';
        }
        if (from.context.allowsTruncation === true && from.phase === 'connected') {
          return endsInbound(edge);
        }
        const isTold = to.phase === 'closed' && codeOf(edge) === 'ERR_TLS_TRUNCATED';
        return isTold ? undefined : 'not told';
      }),
  },
  {
    name: 'cleanEnd',
    number: 21,
    rule: 'a clean end needs both close_notify, or options that do without that of the peer',
    faults: (graph) =>
      faultsByHistory(
        graph,
        ['sendCloseNotify', 'alert.closeNotify', 'io.eof'],
        ({ name, params }, history, { from }) => {
          if (name !== 'recordEnd' || params.code !== 'closed') return undefined;
          if (from.phase === 'idle') return undefined;
          if (!history.has('sendCloseNotify')) return 'without our close_notify';
          if (history.has('alert.closeNotify')) return undefined;
          const isAllowed = from.context.allowsTruncation === true && history.has('io.eof');
          return isAllowed ? undefined : 'without that of the peer';
        },
      ),
  },
  {
    name: 'halves',
    number: 22,
    rule: 'close_notify ends one direction, the other one goes on; in TLS 1.2 it ends both',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (from.phase !== 'connected') return undefined;
        if (event.type === 'alert.closeNotify' && from.isReceiving) {
          return isTls12(from) ? endsBoth(edge) : endsInbound(edge);
        }
        const due = dueInHalves(edge);
        if (due === undefined || event.facet === 'unaligned' || event.facet === 'invalid') {
          return undefined;
        }
        return doings(edge).includes(due) && to.state === from.state ? undefined : `lacks ${due}`;
      }),
  },
  {
    name: 'deaf',
    number: 22,
    rule: 'behind the close_notify of the peer nothing of it is looked at but the end of the transport',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event } = edge;
        if (from.phase !== 'connected' || from.isReceiving) return undefined;
        if (!/^(?:hs|ccs|app|alert|record)/.test(event.type)) return undefined;
        // Of TLS 1.2 only the end of the stream leads here: no alert comes any more.
        if (isTls12(from) && event.type === 'alert.closeNotify') return undefined;
        return isIgnored(edge) ? undefined : 'is not ignored';
      }),
  },
  {
    name: 'ourClose',
    number: 22,
    rule: 'the application closes when it says so: at once, or as soon as the connection is there',
    faults: ourCloseFaults,
  },
  {
    name: 'ourData',
    number: 22,
    rule: 'data is held until the connection is there, sent while this half is open, else rejected',
    faults: (graph) =>
      faultsOnPaths(graph, {
        begin: () => false,
        follow: (isClosing: boolean, edge, report) => {
          const { from, event } = edge;
          const { phase } = from;
          const isEarly = phase !== 'connected' && !isOver(from);
          if (event.type === 'local.write') {
            const early = isClosing ? 'rejectData' : 'holdData';
            const due = isEarly ? early : from.isSending ? 'sendData' : 'rejectData';
            const done = doings(edge).filter((name) => name.endsWith('Data'));
            if (`${done}` !== due) report(`does ${done}, not ${due}`);
          }
          return isClosing || (isEarly && event.type === 'local.close');
        },
      }),
  },
  {
    name: 'firstReason',
    number: 23,
    rule: 'the first reason stands: there is one on every path to the end, and only one',
    faults: (graph) =>
      faultsByHistory(graph, reasons, ({ name }, history) => {
        const first = reasons.find((one) => history.has(one));
        if (reasons.includes(name) && first !== undefined) return `${name} after ${first}`;
        if (name === 'reportEnded' && first === undefined) return 'no reason';
        return undefined;
      }),
  },
  {
    name: 'codes',
    number: 23,
    rule: 'each way to end has its code',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const due = codeFor(edge);
        return codeOf(edge) === due ? undefined : `tells ${codeOf(edge)}, not ${due}`;
      }),
  },
  {
    name: 'peerAlert',
    number: 23,
    rule: "a fatal alert before the server is known to have accepted us is told apart, and a peer's alert always",
    faults: (graph) =>
      faultsByHistory(
        graph,
        ['reportConnected', 'reportConfirmed'],
        ({ name, params }, history) => {
          if (name !== 'takePeerAlert') return undefined;
          const isUnsure =
            graph.explorable.role === 'client' &&
            history.has('reportConnected') &&
            !history.has('reportConfirmed');
          const due = isUnsure ? 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' : 'ERR_TLS_PEER_ALERT';
          return params.code === due ? undefined : `tells ${params.code}, not ${due}`;
        },
      ),
  },
  {
    // @req 9846:6.1:3 9846:6.1:5
    name: 'goodbye',
    number: undefined,
    rule: '6.1: who gives up says user_canceled and close_notify in a handshake, close_notify later',
    faults: (graph) =>
      faultsByHistory(graph, ['sendCloseNotify'], ({ name }, history, edge) => {
        if (name !== 'recordEnd' && name !== 'fail') return undefined;
        if (!farewells.includes(edge.event.type)) return undefined;
        const due = isSaidBefore(edge, history) ? [] : goodbyeOn(edge);
        const said = doings(edge).filter(isWrite);
        return `${said}` === `${due}` ? undefined : `says ${said.join(' ') || 'nothing'}`;
      }),
  },
] as const satisfies readonly Invariant[];

/** What came of our half when the connection was there, by what the application had asked for. */
function ourCloseFaults(graph: SpecGraph): readonly string[] {
  return faultsOnPaths(graph, {
    begin: () => 'none',
    follow: (asked: string, edge, report): string | undefined => {
      const { from, event, to } = edge;
      if (isOver(from) || isOver(to)) return undefined;
      if (from.phase === 'idle' && event.type === 'local.close') report('begins all the same');
      const names = doings(edge);
      let wish = asked;
      if (event.type === 'local.close' && wish !== 'full') wish = String(event.facet);
      const isBeginning = names.includes('reportConnected');
      if (from.phase !== 'connected' && !isBeginning) return wish;
      const isClosing = wish !== 'none';
      if (isBeginning) {
        const due = isClosing ? 'sendHeldData,sendCloseNotify,shutdownWrite' : 'sendHeldData';
        const done = names.slice(names.indexOf('reportConnected') + 1).filter(isOutbound);
        if (`${done}` !== due) report(`does ${done}, not ${due}`);
      } else {
        const due = from.isSending && isClosing ? 'sendCloseNotify,shutdownWrite' : '';
        const done = names.filter((name) => isOutbound(name) && name !== 'sendData');
        if (`${done}` !== due) report(`does ${done}, not ${due}`);
      }
      if (to.isSending === isClosing) report('closes our half, or does not');
      if (to.isLingering !== (to.isReceiving && wish === 'full')) report('lingers, or does not');
      return wish;
    },
  });
}

const outbound = ['sendHeldData', 'sendCloseNotify', 'shutdownWrite', 'sendData'];
function isOutbound(name: string): boolean {
  return outbound.includes(name);
}

function endsInbound(edge: Edge): string | undefined {
  const { from, to } = edge;
  const done = doings(edge).filter((name) => name !== 'stopTimer');
  const isLast = !from.isSending;
  const due = ['discardInput', 'reportEndOfData', ...(isLast ? onLast : [])];
  if (`${done}` !== `${due}`) return `does ${done}`;
  const isOpen = to.phase === 'connected' && !to.isReceiving && to.isSending;
  return isLast === (to.phase === 'closed') && isLast !== isOpen ? undefined : 'ends otherwise';
}
const onLast = ['recordEnd', 'eraseSecrets', 'closeTransport', 'reportEnded'];

/** RFC 5246 7.2.1: it is answered at once, and what was still to be said is dropped. */
function endsBoth({ from, actions, to }: Edge): string | undefined {
  const done = actions.map(({ name }) => name).filter((name) => name !== 'stopTimer');
  const answer = from.isSending ? ['sendCloseNotify', 'shutdownWrite'] : [];
  const due = ['discardInput', 'reportEndOfData', ...answer, ...onLast];
  if (`${done}` !== `${due}`) return `does ${done}`;
  return to.phase === 'closed' ? undefined : 'is not over';
}

/** What is done about an event in the halves that are open; undefined: no rule here. */
function dueInHalves({ from, event }: Edge): string | undefined {
  const inbound: Readonly<Record<string, string>> = {
    'app.data': 'deliverData',
    ...(isTls12(from) ? {} : { 'hs.keyUpdate': 'updateReadKeys' }),
  };
  const own: Readonly<Record<string, string>> = {
    'local.write': 'sendData',
    ...(isTls12(from) ? {} : { 'local.rekey': 'sendKeyUpdate' }),
  };
  return (
    (from.isReceiving ? inbound[event.type] : undefined) ??
    (from.isSending ? own[event.type] : undefined)
  );
}

function codeOf({ actions }: Edge): unknown {
  return actions.find(({ name }) => name === 'recordEnd')?.params.code;
}

/** Undefined: it is no end, or one that fails or that an alert or a verdict tells. */
function codeFor({ from, event, to }: Edge): string | undefined {
  if (isOver(from) || !isOver(to)) return undefined;
  const isRefused = from.phase === 'deferring';
  switch (event.type) {
    case 'io.eof':
      if (isRefused) return undefined;
      return from.phase === 'connected' && from.context.allowsTruncation === true
        ? 'closed'
        : 'ERR_TLS_TRUNCATED';
    case 'io.failed':
      return isRefused ? undefined : 'ERR_TLS_TRANSPORT';
    case 'io.drainBudget':
      return 'ERR_TLS_CLOSE_FLOOD';
    case 'alert.closeNotify':
      if (isRefused) return undefined;
      return from.phase === 'connected' ? 'closed' : 'ERR_TLS_PEER_CLOSED';
    case 'local.abort':
      return isRefused ? undefined : 'ERR_TLS_ABORTED';
    case 'local.close':
      return 'closed';
    case 'local.rekey':
      return 'ERR_TLS_KEY_LIMIT';
    case 'after.handshakeTimeout':
      return 'ERR_TLS_HANDSHAKE_TIMEOUT';
    case 'after.closeTimeout':
      return 'ERR_TLS_CLOSE_TIMEOUT';
    default:
      return undefined;
  }
}

/** What makes us give up; `local.rekey`: of keys that may protect no more, in TLS 1.2. */
const farewells = ['local.abort', 'local.rekey', 'after.handshakeTimeout', 'alert.closeNotify'];

/** In TLS 1.2 the answer to the peer's comes in front of the reason. */
function isSaidBefore({ from, event }: Edge, history: ReadonlySet<string>): boolean {
  const isAnswer = from.phase === 'connected' && event.type === 'alert.closeNotify';
  return isAnswer && isTls12(from) ? !from.isSending : history.has('sendCloseNotify');
}

function goodbyeOn({ from, event }: Edge): readonly string[] {
  if (isTls12(from) && event.type === 'alert.closeNotify') return ['sendCloseNotify'];
  if (from.phase === 'deferring') return ['sendAlert'];
  if (event.type === 'alert.closeNotify')
    return from.phase === 'connected' ? [] : ['sendCloseNotify'];
  if (from.phase === 'idle') return [];
  return from.phase === 'connected' ? ['sendCloseNotify'] : ['sendUserCanceled', 'sendCloseNotify'];
}
