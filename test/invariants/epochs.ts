/**
 * The keys under which everything is read and written (RFC 9846 5, 7.3, A): on every path each
 * direction goes from plaintext over handshake to application, each step behind its secrets. TLS 1.2
 * has rules of its own: `tls12-epochs.ts`.
 */
import type { Action } from '../../tools/explore/actions.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { type Edge, failureOf, isIgnored, isOver, type SpecGraph } from './graph.ts';
import { faultsOnPaths } from './invariant.ts';
import { inVersion } from './versions.ts';

type Epoch = 'plaintext' | 'handshake' | 'application';

interface Keys {
  readonly read: Epoch;
  readonly write: Epoch;
  /** The last secrets that were derived. */
  readonly secrets: Epoch;
  readonly isFinishedSent: boolean;
}

const next = { plaintext: 'handshake', handshake: 'application', application: undefined } as const;

/** The keys of what we send; alerts go under whatever there is. */
const sentUnder: Readonly<Record<string, Epoch>> = {
  sendClientHello: 'plaintext',
  sendSecondClientHello: 'plaintext',
  sendHelloRetryRequest: 'plaintext',
  sendServerHello: 'plaintext',
  sendEncryptedExtensions: 'handshake',
  sendCertificateRequest: 'handshake',
  sendCertificate: 'handshake',
  sendEmptyCertificate: 'handshake',
  sendCertificateVerify: 'handshake',
  sendFinished: 'handshake',
  sendKeyUpdate: 'application',
  sendData: 'application',
  sendHeldData: 'application',
  updateWriteKeys: 'application',
};

/** The keys of what the peer sends. */
const readUnder: Readonly<Record<string, Epoch>> = {
  'hs.clientHello': 'plaintext',
  'hs.serverHello': 'plaintext',
  'hs.encryptedExtensions': 'handshake',
  'hs.certificateRequest': 'handshake',
  'hs.certificate': 'handshake',
  'hs.certificateVerify': 'handshake',
  'hs.finished': 'handshake',
  'hs.keyUpdate': 'application',
  'hs.newSessionTicket': 'application',
  'app.data': 'application',
};

/** Read and write keys between two events, before both are those for application data. */
const resting: Readonly<Record<Role, readonly string[]>> = {
  // A client that has read the server's Finished may still wait for its own certificate.
  client: ['plaintext plaintext', 'handshake handshake', 'application handshake'],
  // A server has finished before it reads the client's second flight.
  server: ['plaintext plaintext', 'handshake handshake', 'handshake application'],
};

/** Which of the rules is asked for. */
export type Concern = 'forward' | 'messages' | 'serverFinished' | 'plaintextAlerts';

export function epochFaults(graph: SpecGraph, concern: Concern): readonly string[] {
  const newer = inVersion(graph, 'TLSv1.3');
  const known = walked.get(graph) ?? walk(newer);
  walked.set(graph, known);
  return known.filter((fault) => fault.includes(`: ${concern}: `));
}
const walked = new WeakMap<SpecGraph, readonly string[]>();

/** All concerns in one walk: each fault tells its own. */
function walk(graph: SpecGraph): readonly string[] {
  const { role } = graph.explorable;
  return faultsOnPaths(graph, {
    begin: (): Keys => begin,
    follow: (before: Keys, edge, report): Keys => {
      const tell = (about: Concern, fault: string) => report(`${about}: ${fault}`);
      const isTaken = failureOf(edge) === undefined && !isIgnored(edge) && !isOver(edge.from);
      const due = readUnder[edge.event.type];
      if (isTaken && !isDeaf(edge) && due !== undefined && before.read !== due) {
        tell('messages', `is read under ${before.read} keys`);
      }
      let keys = before;
      for (const action of edge.actions) {
        const under = sentUnder[action.name];
        if (under !== undefined && under !== keys.write) {
          tell('messages', `${action.name} under ${keys.write} keys`);
        }
        if (keys.isFinishedSent && keys.write !== 'application' && leaves(action)) {
          tell('serverFinished', `${action.name} under ${keys.write} keys behind our Finished`);
        }
        if (action.name === 'updateReadKeys' && keys.read !== 'application') {
          tell('forward', 'keys are updated that are not there');
        }
        keys = afterAction(keys, action, (fault) => tell('forward', fault));
        const mayBePlain = role === 'server' && action.params.epoch === 'handshake';
        if (action.name === 'installReadKeys' && action.params.plaintextAlerts !== mayBePlain) {
          tell('plaintextAlerts', `plaintext alerts: ${action.params.plaintextAlerts}`);
        }
      }
      const { phase } = edge.to;
      const pair = `${keys.read} ${keys.write}`;
      const isResting =
        phase === 'connected' || phase === 'deferring' ? restsIn(phase) : resting[role];
      if (!isOver(edge.to) && !isResting.includes(pair)) tell('forward', `rests in ${pair}`);
      return interned(keys);
    },
  });
}

const begin: Keys = {
  read: 'plaintext',
  write: 'plaintext',
  secrets: 'plaintext',
  isFinishedSent: false,
};

function restsIn(phase: 'connected' | 'deferring'): readonly string[] {
  return phase === 'connected' ? ['application application'] : ['handshake application'];
}

/** Behind the peer's close_notify, or while a refusal waits to be told. */
function isDeaf({ from }: Edge): boolean {
  return from.phase === 'deferring' || (from.phase === 'connected' && !from.isReceiving);
}

function leaves({ name }: Action): boolean {
  return name.startsWith('send');
}

function afterAction(keys: Keys, { name, params }: Action, report: (fault: string) => void): Keys {
  switch (name) {
    case 'deriveHandshakeSecrets':
      if (keys.secrets !== 'plaintext') report('handshake secrets are derived again');
      return { ...keys, secrets: 'handshake' };
    case 'deriveApplicationSecrets':
      if (keys.secrets !== 'handshake') report(`application secrets behind ${keys.secrets} ones`);
      return { ...keys, secrets: 'application' };
    case 'installReadKeys':
    case 'installWriteKeys': {
      const direction = name === 'installReadKeys' ? 'read' : 'write';
      const due = next[keys[direction]];
      if (params.epoch !== due) report(`${name} ${params.epoch} behind ${keys[direction]}`);
      if (due === undefined) return keys;
      const isThere = keys.secrets === due || keys.secrets === 'application';
      if (!isThere) report(`${name} before the secrets`);
      return { ...keys, [direction]: due };
    }
    case 'sendFinished':
      return { ...keys, isFinishedSent: true };
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
