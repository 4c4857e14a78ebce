/** Ways to break a spec's graph, edge by edge: each must be noticed by the invariant it is for. */
import type { Act, Edge } from './spec-graph.ts';
import type { invariants } from './spec-invariants.ts';

/** A change to some edges. */
interface Damage {
  readonly what: string;
  /** The edge as it is in the broken graph; undefined: it is as it was. */
  readonly damage: (edge: Edge) => Edge | undefined;
}

type Name = (typeof invariants)[number]['name'];

const isBadRecord = ({ from, event }: Edge) =>
  from.state === 'waitFinished' && event.type === 'record.badMac';
const isEof = ({ from, event }: Edge) =>
  event.type === 'io.eof' && from.state === 'waitClientHello';
const isAbort = ({ from, event }: Edge) =>
  event.type === 'local.abort' && from.state === 'waitFinished';
const isPeerAlert = ({ from, event }: Edge) =>
  event.type === 'alert.fatal' && from.state === 'connected(reading, sending)';
const isRefusal = ({ from, event }: Edge) =>
  from.state === 'verifyPeer' && event.facet === 'unacceptable';

/** By the name of the invariant. */
export const damages: Readonly<Record<Name, readonly Damage[]>> = {
  silence: [
    { what: 'a second alert', damage: doingAlso(isBadRecord, 'sendAlert') },
    { what: 'data behind close_notify', damage: doingAlso(isAbort, 'sendData') },
  ],
  failing: [
    { what: 'no alert', damage: without(isBadRecord, 'sendAlert') },
    { what: 'no half-close', damage: without(isBadRecord, 'shutdownWrite') },
    { what: 'closed at once', damage: to(isBadRecord, 'closed') },
  ],
  drain: [
    {
      what: 'the budget is ignored',
      damage: to(({ event }) => event.type === 'io.drainBudget', 'draining'),
    },
  ],
  bound: [
    { what: 'a failure that goes on', damage: to(isBadRecord, 'waitFinished') },
    {
      what: 'a wait without deadline',
      damage: (edge) =>
        edge.to.state === 'signing' ? { ...edge, to: { ...edge.to, delays: [] } } : undefined,
    },
  ],
  closed: [
    { what: 'secrets are kept', damage: without(isEof, 'eraseSecrets') },
    { what: 'the end is not told', damage: without(isEof, 'reportEnded') },
    { what: 'it wakes up', damage: to(({ from }) => from.state === 'closed', 'idle') },
  ],
  refused: [
    { what: 'the alert is answered', damage: doingAlso(isPeerAlert, 'sendCloseNotify') },
    { what: 'it goes on', damage: to(isPeerAlert, 'connected(reading, sending)') },
  ],
  quiet: [
    {
      what: 'data is delivered in the drain',
      damage: doingAlso(
        ({ from, event }) => from.state === 'draining' && event.type === 'app.data',
        'deliverData',
      ),
    },
  ],
  deferral: [
    { what: 'a broken certificate is told later', damage: to(isRefusal, 'deferring') },
    {
      what: 'the verdict is forgotten',
      damage: without(({ to }) => to.state === 'deferring', 'keepVerdict'),
    },
  ],
  deferred: [
    {
      what: 'it outlives Finished',
      damage: to(({ event }) => event.type === 'hs.finished', 'deferring'),
    },
    {
      what: 'the end of the stream hides the verdict',
      damage: without(({ from }) => from.state === 'deferring', 'recordVerdict'),
    },
  ],
  truncation: [
    { what: 'another code', damage: doingInstead(isEof, 'recordEnd', { code: 'closed' }) },
    { what: 'no reason', damage: without(isEof, 'recordEnd') },
  ],
  cleanEnd: [
    {
      what: 'a truncated stream is a clean end',
      damage: doingInstead(isEof, 'recordEnd', { code: 'closed' }),
    },
  ],
  halves: [
    {
      what: 'data is lost behind our close_notify',
      damage: without(({ from }) => from.state === 'connected(reading, sent)', 'deliverData'),
    },
    {
      what: 'the close of the peer closes ours',
      damage: to(({ event }) => event.type === 'local.write', 'closed'),
    },
  ],
  firstReason: [
    {
      what: 'a second reason',
      damage: doingAlso(
        ({ from, event }) => from.state === 'draining' && event.type === 'io.failed',
        'recordEnd',
      ),
    },
    { what: 'none', damage: without(isEof, 'recordEnd') },
  ],
  lastWords: [
    { what: 'no user_canceled', damage: without(isAbort, 'sendUserCanceled') },
    { what: 'no close_notify', damage: without(isAbort, 'sendCloseNotify') },
  ],
};

type Change = (edge: Edge) => Edge | undefined;
type Which = (edge: Edge) => boolean;

function without(which: Which, name: string): Change {
  return acting(which, (acts) => acts.filter((act) => act.name !== name));
}

function doingAlso(which: Which, name: string): Change {
  return acting(which, (acts) => [...acts, { name, params: {} }]);
}

function doingInstead(which: Which, name: string, params: Act['params']): Change {
  return acting(which, (acts) => acts.map((act) => (act.name === name ? { name, params } : act)));
}

function acting(which: Which, change: (acts: readonly Act[]) => readonly Act[]): Change {
  return (edge) => (which(edge) ? { ...edge, acts: change(edge.acts) } : undefined);
}

function to(which: Which, state: string): Change {
  return (edge) => (which(edge) ? { ...edge, to: { ...edge.to, key: state, state } } : undefined);
}
