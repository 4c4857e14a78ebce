/**
 * The keys of TLS 1.2 on every path (RFC 5246 7.1, 7.3, 7.4.9): each direction changes once, behind
 * its one ChangeCipherSpec, which comes behind the master secret and in front of Finished.
 */
import type { Action } from '../../tools/explore/actions.ts';
import { type Edge, failureOf, isIgnored, isOver, type SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';
import { inVersion } from './versions.ts';

interface Keys {
  readonly hasMaster: boolean;
  readonly isReadProtected: boolean;
  readonly isWriteProtected: boolean;
  readonly saidChangeCipherSpec: boolean;
  readonly saidFinished: boolean;
  readonly tookFinished: boolean;
}

const begin: Keys = {
  hasMaster: false,
  isReadProtected: false,
  isWriteProtected: false,
  saidChangeCipherSpec: false,
  saidFinished: false,
  tookFinished: false,
};

export function tls12EpochFaults(graph: SpecGraph): readonly string[] {
  return faultsOnPaths(inVersion(graph, 'TLSv1.2'), {
    begin: () => begin,
    follow: (before: Keys, edge, report): Keys | undefined => {
      if (isOver(edge.from)) return undefined;
      const fault = wronglyRead(before, edge);
      if (fault !== undefined) report(fault);
      let keys = { ...before, tookFinished: before.tookFinished || takes(edge, 'hs.finished') };
      for (const [index, action] of edge.actions.entries()) {
        const problem = wronglyDone(keys, action, edge, edge.actions[index - 1]?.name);
        if (problem !== undefined) report(problem);
        keys = afterAction(keys, action.name);
      }
      return interned(keys);
    },
  });
}

function takes(edge: Edge, type: string): boolean {
  return edge.event.type === type && failureOf(edge) === undefined && !isIgnored(edge);
}

/** Finished and what follows it is protected, all before is not. */
function wronglyRead({ isReadProtected }: Keys, edge: Edge): string | undefined {
  const { type } = edge.event;
  const isMessage = type.startsWith('hs.') || type === 'app.data';
  if (!isMessage || !takes(edge, type)) return undefined;
  if (edge.from.phase === 'connected' && !edge.from.isReceiving) return undefined;
  const isLate = edge.from.phase === 'connected' || type === 'hs.finished';
  if (isLate === isReadProtected) return undefined;
  return `is read ${isReadProtected ? 'under keys' : 'in the clear'}`;
}

function wronglyDone(
  keys: Keys,
  { name, params }: Action,
  edge: Edge,
  before: string | undefined,
): string | undefined {
  switch (name) {
    case 'deriveMasterSecret':
      return keys.hasMaster ? 'a second master secret' : undefined;
    case 'sendDummyChangeCipherSpec':
      return 'a ChangeCipherSpec that means nothing';
    case 'sendChangeCipherSpec':
      if (!keys.hasMaster) return 'ChangeCipherSpec before there are keys';
      return keys.saidChangeCipherSpec ? 'a second ChangeCipherSpec' : undefined;
    case 'installWriteKeys':
      if (params.epoch !== 'application') return `installs keys for ${params.epoch}`;
      return before === 'sendChangeCipherSpec' ? undefined : 'write keys without ChangeCipherSpec';
    case 'installReadKeys':
      if (params.epoch !== 'application') return `installs keys for ${params.epoch}`;
      if (params.plaintextAlerts !== false) return 'alerts in the clear are borne';
      if (edge.name !== 'ccs (good)') return 'read keys without ChangeCipherSpec';
      if (!keys.hasMaster) return 'read keys before there are any';
      return keys.isReadProtected ? 'read keys a second time' : undefined;
    case 'sendFinished':
      return before === 'installWriteKeys' ? undefined : 'Finished not behind ChangeCipherSpec';
    case 'reportConnected':
      return keys.saidFinished && keys.tookFinished ? undefined : 'connected without Finished';
    default:
      return wronglySent(keys, name);
  }
}

/** Messages that are sent in front of the own ChangeCipherSpec, and no others. */
function wronglySent({ saidFinished, isWriteProtected }: Keys, name: string): string | undefined {
  if (!name.startsWith('send') || /^send(?:Alert|CloseNotify|UserCanceled)$/.test(name)) {
    return undefined;
  }
  const isLate = ['sendData', 'sendHeldData', 'sendNoRenegotiation'].includes(name);
  if (isLate) return saidFinished ? undefined : `${name} before Finished`;
  return isWriteProtected ? `${name} under keys` : undefined;
}

function afterAction(keys: Keys, name: string): Keys {
  switch (name) {
    case 'deriveMasterSecret':
      return { ...keys, hasMaster: true };
    case 'sendChangeCipherSpec':
      return { ...keys, saidChangeCipherSpec: true };
    case 'installWriteKeys':
      return { ...keys, isWriteProtected: true };
    case 'installReadKeys':
      return { ...keys, isReadProtected: true };
    case 'sendFinished':
      return { ...keys, saidFinished: true };
    default:
      return keys;
  }
}

/** One object for what is the same. */
function interned(keys: Keys): Keys {
  const text = Object.values(keys).join();
  const known = all.get(text) ?? keys;
  all.set(text, known);
  return known;
}
const all = new Map<string, Keys>();
