/**
 * Secrets, and what the application is told: the invariant 27. That erased secrets are gone is for the
 * runtime (`test/crypto/secret`, `test/engine/exporter`).
 */
import { doings, type Edge, isOver, isWrite, type SpecGraph } from './graph.ts';
import { faultsByHistory, faultsOfPrecedence, faultsOfRepetition, type Watch } from './history.ts';
import { faultsOfEdges, faultsOnPaths, type Invariant } from './invariant.ts';
import { isTls12 } from './versions.ts';

export const hygiene = [
  {
    // @req 5246:7.2.2:1
    name: 'erased',
    number: 27,
    rule: 'nothing is sent, derived or installed once secrets are erased; handshake secrets go at connected',
    faults: (graph) => [
      ...faultsByHistory(graph, ['eraseSecrets', 'eraseHandshakeSecrets'], usesErased),
      ...faultsOfPrecedence(graph, { reportConnected: ['eraseHandshakeSecrets'] }),
      ...faultsOfEdges(graph, ({ actions, to }) => {
        const isErased = actions.some(({ name }) => name === 'eraseSecrets');
        return isErased && !isOver(to) ? 'erases what is still needed' : undefined;
      }),
    ],
  },
  {
    name: 'told',
    number: 27,
    rule: 'connected, confirmed and the end of data are told once; connected when it is true',
    faults: (graph) => [
      ...faultsOfRepetition(graph, ['reportConnected', 'reportConfirmed', 'reportEndOfData']),
      ...faultsOfEdges(graph, (edge) => {
        const isEntering = edge.to.phase === 'connected' && edge.from.phase !== 'connected';
        return isEntering === doings(edge).includes('reportConnected') ? undefined : 'is not so';
      }),
    ],
  },
  {
    name: 'confirmed',
    number: 27,
    rule: 'a client is confirmed by a ticket if it was asked for a certificate, or by the application',
    faults: confirmationFaults,
  },
] as const satisfies readonly Invariant[];

const usesErased: Watch = ({ name }, history) => {
  const isUse = isWrite(name) || /^(?:derive|install|update)/.test(name);
  if (isUse && history.has('eraseSecrets')) return `${name} without secrets`;
  const isHandshake = /^(?:derive|install|sendFinished|sendCertificate)/.test(name);
  return isHandshake && history.has('eraseHandshakeSecrets')
    ? `${name} without handshake secrets`
    : undefined;
};

/** Memory: whether the server has asked for a certificate, and whether we are confirmed. */
function confirmationFaults(graph: SpecGraph): readonly string[] {
  if (graph.explorable.role === 'server') return [];
  return faultsOnPaths(graph, {
    begin: () => 'not asked',
    follow: (memory: string, edge, report): string | undefined => {
      if (isOver(edge.from)) return undefined;
      const isDue = memory !== 'confirmed' && confirms(edge, memory === 'asked');
      const isTold = doings(edge).includes('reportConfirmed');
      if (isTold !== isDue) report(isDue ? 'is not told' : 'is not so');
      if (isTold) return 'confirmed';
      return doings(edge).includes('takeCertificateRequest') ? 'asked' : memory;
    },
  });
}

function confirms(edge: Edge, isAsked: boolean): boolean {
  const { from, name } = edge;
  // In TLS 1.2 the server has the last word.
  if (isTls12(from)) return doings(edge).includes('reportConnected');
  if (from.phase !== 'connected') return false;
  if (name === 'local.confirm') return true;
  return name === 'hs.newSessionTicket (good)' && from.isReceiving && isAsked;
}
