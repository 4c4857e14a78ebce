/**
 * Keys and records: the invariants 9 to 16. Not here: what a record is made
 * of (10, 15: `test/record`), that the bytes behind a key change are looked at (9: the facet
 * `unaligned` is made real in `test/paths` and `test/traces/records.md`).
 */
import { epochFaults } from './epochs.ts';
import { doings, type Edge, failureOf, isIgnored, isOver, type SpecGraph } from './graph.ts';
import { faultsOfRepetition } from './history.ts';
import { faultsOfEdges, faultsOnPaths, type Invariant } from './invariant.ts';
import { keyUpdateFaults } from './key-updates.ts';
import { tls12EpochFaults } from './tls12-epochs.ts';
import { inVersion, isTls12 } from './versions.ts';

export const keys = [
  {
    name: 'aligned',
    number: 9,
    rule: 'no read key changes behind a message that was not asked whether bytes follow it',
    faults: alignmentFaults,
  },
  {
    name: 'fatalRecords',
    number: 10,
    rule: 'records and alerts that nobody may send are fatal, each with its alert',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const due = alertFor(edge);
        if (due === undefined || failureOf(edge) === due) return undefined;
        return `fails with ${failureOf(edge)}, not ${due}`;
      }),
  },
  {
    name: 'epochs',
    number: 11,
    rule: 'read and write keys move forward only, each behind its secrets, at the right time',
    faults: (graph) => epochFaults(graph, 'forward'),
  },
  {
    name: 'protection',
    number: 11,
    rule: 'every message is read and sent under the keys that it belongs to',
    faults: (graph) => epochFaults(graph, 'messages'),
  },
  {
    name: 'secretsOnce',
    number: 11,
    rule: 'secrets are derived once, keys installed once',
    faults: (graph) =>
      faultsOfRepetition(graph, [
        ...['deriveHandshakeSecrets', 'deriveApplicationSecrets', 'deriveMasterSecret'],
      ]),
  },
  {
    name: 'serverFinished',
    number: 12,
    rule: 'whatever follows our Finished is under application keys, alerts too',
    faults: (graph) => epochFaults(graph, 'serverFinished'),
  },
  {
    name: 'plaintextAlerts',
    number: 13,
    rule: 'alerts in the clear are borne only by a server, under its handshake keys',
    faults: (graph) => epochFaults(graph, 'plaintextAlerts'),
  },
  {
    name: 'changeOfKeys',
    number: 14,
    rule: 'TLS 1.2: one ChangeCipherSpec each way, behind the master secret, in front of Finished',
    faults: tls12EpochFaults,
  },
  {
    name: 'changeCipherSpec',
    number: 15,
    rule: "the dummy changes nothing from the first ClientHello to the peer's Finished, else it is fatal",
    faults: changeCipherSpecFaults,
  },
  {
    name: 'keyUpdates',
    number: 16,
    rule: 'KeyUpdates: one answer for many requests, before our data; no second request before the answer',
    faults: keyUpdateFaults,
  },
  {
    name: 'keyLimit',
    number: undefined,
    rule: '5.5: a key that may protect no more ends a connection of TLS 1.2, which has no other; one that may stays',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (event.type !== 'local.rekey' || !isTls12(from) || !from.isSending) return undefined;
        if (event.facet !== 'due') return isIgnored(edge) ? undefined : 'is not ignored';
        return to.phase === 'draining' ? undefined : 'goes on';
      }),
  },
] as const satisfies readonly Invariant[];

/** Memory: whether the last message that was taken was asked. */
function alignmentFaults(graph: SpecGraph): readonly string[] {
  const asked = new Set<string>();
  const interleavedFails = new Set<number>();
  for (const edge of graph.edges) {
    const isInterleaved = edge.event.type === 'record.interleaved';
    if (isInterleaved && failureOf(edge) === 'unexpected_message') {
      interleavedFails.add(edge.from.index);
    }
    if (edge.event.facet === 'unaligned' && failureOf(edge) === 'unexpected_message') {
      asked.add(`${edge.from.index} ${edge.event.type}`);
    }
  }
  return faultsOnPaths(graph, {
    begin: () => false,
    follow: (before: boolean, edge, report) => {
      const isTaken = edge.event.type.startsWith('hs.') && !isIgnored(edge);
      const isAsked = isTaken ? asked.has(`${edge.from.index} ${edge.event.type}`) : before;
      const names = doings(edge);
      const changed = names.find((name) => name === 'installReadKeys' || name === 'updateReadKeys');
      // In TLS 1.2 keys change behind a record of its own: what is left over comes before it.
      const isOwnRecord = isTls12(edge.from) && edge.event.type === 'ccs';
      const isSafe = isOwnRecord ? interleavedFails.has(edge.from.index) : isAsked;
      if (changed !== undefined && !isSafe) report(`${changed}, and nobody asked`);
      return isAsked;
    },
  });
}

/** RFC 9846 5.1, 5.2, 6, 6.2; in a deferral the kept verdict comes first (invariant 20). */
const alerts: Readonly<Record<string, string>> = {
  'alert.malformed': 'decode_error',
  'record.badMac': 'bad_record_mac',
  'record.overflow': 'record_overflow',
  'record.empty': 'unexpected_message',
  'record.unknownType': 'unexpected_message',
  'record.plaintext': 'unexpected_message',
  'record.interleaved': 'unexpected_message',
  'record.limit': 'ofEvent',
};

/** Undefined: it is no fault here. */
function alertFor({ from, event }: Edge): string | undefined {
  if (isOver(from)) return undefined;
  if (event.type === 'local.internalError') return 'internal_error';
  const isListening = from.phase === 'idle' || from.phase === 'handshake';
  if (event.type === 'app.data') return isListening ? 'unexpected_message' : undefined;
  return isListening || from.isReceiving ? alerts[event.type] : undefined;
}

/** Memory: whether we are within the window. */
function changeCipherSpecFaults(graph: SpecGraph): readonly string[] {
  return faultsOnPaths(inVersion(graph, 'TLSv1.3'), {
    begin: () => false,
    follow: (isOpen: boolean, edge, report) => {
      const { from, event, name } = edge;
      const isDeaf = isOver(from) || (from.phase === 'connected' && !from.isReceiving);
      if (event.type === 'ccs' && isDeaf && !isIgnored(edge)) report('is not ignored');
      if (event.type === 'ccs' && !isDeaf) {
        // Who speaks nothing newer than TLS 1.2 knows no dummies.
        const isBorne = isOpen && event.facet === 'good' && from.context.offered !== 'tls12';
        const due = from.phase === 'deferring' ? 'ofVerdict' : 'unexpected_message';
        if (isBorne && !isIgnored(edge)) report('the dummy is not borne');
        if (!isBorne && failureOf(edge) !== due) report(`does not fail with ${due}`);
      }
      if (name === 'hs.finished (good)') return false;
      const isHello = name.startsWith('hs.clientHello (') && failureOf(edge) === undefined;
      return isOpen || isHello || doings(edge).includes('sendClientHello');
    },
  });
}
