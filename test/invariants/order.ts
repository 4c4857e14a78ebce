/**
 * Authentication and order: the invariants 1 to 8. What the messages say (5: only in full handshakes;
 * 7: version, suite and group stay the same) is for the runtime's facts: `test/traces`, `test/paths`.
 */
import type { Role } from '../../tools/explore/machines.ts';
import { flowOf, isAskedAgain } from './flow.ts';
import { type Edge, failureOf, isIgnored, isOver, isWrite, type SpecGraph } from './graph.ts';
import { faultsByHistory, faultsOfPrecedence, faultsOfRepetition } from './history.ts';
import { faultsOfEdges, type Invariant } from './invariant.ts';
import { transcriptFaults } from './transcript.ts';
import { inVersion, isTls12 } from './versions.ts';

const certificate = 'took hs.certificate (good)';
const signature = 'took hs.certificateVerify (good)';
const accepted = 'took task.done (accepted)';
const finished = 'took hs.finished (good)';

/** The same in TLS 1.2, where the server signs its half of the key exchange. */
const serverProven = {
  takePeerCertificate: [certificate],
  takeServerKeyExchange: [certificate, 'takePeerCertificate', 'took hs.serverKeyExchange (good)'],
  takeVerdict: ['took hs.serverHelloDone (good)', accepted],
  sendClientKeyExchange: ['takeVerdict'],
  deriveMasterSecret: ['takeVerdict', 'sendClientKeyExchange'],
  reportConnected: ['takeVerdict', 'deriveMasterSecret', finished],
};
const clientProven = {
  takePeerCertificate: [certificate],
  takePeerSignature: [
    ...[certificate, 'takePeerCertificate', 'took hs.clientKeyExchange (good)', signature],
  ],
  takeVerdict: ['takePeerSignature', accepted],
};

/** What each action on the way to a server's certificate, or a client's, cannot do without. */
const identityProven = {
  takePeerCertificate: [certificate],
  takePeerSignature: [certificate, 'takePeerCertificate', signature],
  takeVerdict: [signature, 'takePeerSignature', accepted],
};

export const order = [
  {
    name: 'unverified',
    number: 1,
    rule: "nothing is delivered before the peer's Finished is verified; early data is skipped",
    faults: (graph) =>
      faultsOfPrecedence(graph, {
        deliverData: [finished],
        reportEndOfData: [finished],
        reportConnected: [finished],
      }),
  },
  {
    name: 'flow',
    number: 2,
    rule: 'connected is reached by the flows of RFC 9846 A.1 and A.2 and RFC 5246 7.3, and by no others',
    faults: (graph) => flowOf(graph).faults,
  },
  {
    name: 'allFlows',
    number: 2,
    rule: 'every flow that is allowed is possible',
    faults: (graph) => flowOf(graph).missed,
  },
  {
    name: 'finished',
    number: 2,
    rule: "connected is only who has verified the peer's Finished and has sent the own one",
    faults: (graph) => faultsOfPrecedence(graph, { reportConnected: [finished, 'sendFinished'] }),
  },
  {
    name: 'serverIdentity',
    number: 3,
    rule: 'a client is connected only behind Certificate, its proof, verdict, Finished',
    faults: (graph) =>
      graph.explorable.role === 'server'
        ? []
        : [
            ...faultsOfPrecedence(inVersion(graph, 'TLSv1.3'), {
              ...identityProven,
              deriveApplicationSecrets: ['takeVerdict', finished],
              reportConnected: ['takeVerdict', finished],
            }),
            ...faultsOfPrecedence(inVersion(graph, 'TLSv1.2'), serverProven),
            ...faultsOfPrecedence(withoutStaticRsa(inVersion(graph, 'TLSv1.2')), {
              takeVerdict: ['takeServerKeyExchange'],
            }),
          ],
  },
  {
    name: 'clientIdentity',
    number: 4,
    rule: 'a client that shows a certificate proves its key; none is enough only where allowed',
    faults: clientIdentityFaults,
  },
  {
    name: 'certificateRequest',
    number: 5,
    rule: 'at most one CertificateRequest, by configuration; a client Certificate only if asked for',
    faults: (graph) => [
      ...faultsOfRepetition(graph, ['sendCertificateRequest', 'takeCertificateRequest']),
      ...faultsByHistory(graph, ['sendCertificateRequest', 'takeCertificateRequest'], askedFor),
    ],
  },
  {
    name: 'unexpected',
    number: 6,
    rule: 'connected, only KeyUpdate is expected, and by a client a ticket; all else is fatal',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (!from.isReceiving || !event.type.startsWith('hs.')) return undefined;
        const due = postHandshakeFailure(graph, edge);
        if (failureOf(edge) !== due) return `fails with ${failureOf(edge)}, not ${due}`;
        return due === undefined && to.state !== from.state ? 'moves the state' : undefined;
      }),
  },
  {
    name: 'renegotiation',
    number: 6,
    rule: 'another handshake is refused once, with a warning where we may still speak; it changes nothing',
    faults: (graph) =>
      faultsOfEdges(graph, ({ from, event, actions, to }) => {
        const isSaid = actions.some(({ name }) => name === 'sendNoRenegotiation');
        const { renegotiationRefused: before } = from.context;
        const isDue =
          from.isReceiving &&
          isTls12(from) &&
          asksAnew(graph.explorable.role, event) &&
          before !== true;
        if (!isDue) {
          if (isSaid) return 'is refused, and nobody asked';
          const isKept = isOver(to) || to.context.renegotiationRefused === before;
          return isKept ? undefined : 'is forgotten';
        }
        if (isSaid !== from.isSending) return isSaid ? 'is answered' : 'is not answered';
        if (actions.length !== Number(isSaid)) return 'does more';
        return to.context.renegotiationRefused === true ? undefined : 'is not remembered';
      }),
  },
  {
    name: 'transcript',
    number: 6,
    rule: 'the transcript is that of the RFCs whenever secrets are derived from it',
    faults: transcriptFaults,
  },
  {
    name: 'oneRetry',
    number: 7,
    rule: 'at most one HelloRetryRequest, one more ClientHello, one ServerHello',
    faults: (graph) =>
      faultsOfRepetition(graph, [
        ...['sendHelloRetryRequest', 'takeHelloRetryRequest', 'sendSecondClientHello'],
        ...['sendClientHello', 'sendServerHello', 'takeServerHello', 'hashFirstHello'],
      ]),
  },
  {
    name: 'verdict',
    number: 8,
    rule: "the verdict is in before a client's second flight, before a server is connected",
    faults: (graph) =>
      faultsByHistory(graph, ['takeServerHello', 'takeVerdict'], ({ name }, history) =>
        history.has('takeServerHello') &&
        !history.has('takeVerdict') &&
        isWrite(name) &&
        !lastWords.includes(name)
          ? `${name} before the verdict`
          : undefined,
      ),
  },
  {
    name: 'deadEnds',
    number: 6,
    rule: 'in a handshake no message is taken in silence, and none leads out of it but to connected',
    faults: (graph) =>
      faultsOfEdges(graph, (edge) => {
        const { from, event, to } = edge;
        if (from.phase !== 'handshake' || !event.type.startsWith('hs.')) return undefined;
        if (failureOf(edge) !== undefined) return undefined;
        if (isAskedAgain(from, event)) return isIgnored(edge) ? undefined : 'is not ignored';
        if (edge.actions.length === 0 || from === to) return 'is ignored';
        return isOver(to) ? 'ends without a failure' : undefined;
      }),
  },
] as const satisfies readonly Invariant[];

/** With static RSA the server proves its key by its Finished only (RFC 5246 F.1.1.2). */
function withoutStaticRsa(graph: SpecGraph): SpecGraph {
  const edges = graph.edges.filter(({ name }) => !/\(v12StaticRsa/.test(name));
  return { ...graph, edges };
}

/** How a peer asks for another handshake in TLS 1.2. What a hello says is not read any more. */
function asksAnew(role: Role, { type, facet }: Edge['event']): boolean {
  return role === 'client'
    ? type === 'hs.helloRequest' && facet === 'good'
    : type === 'hs.clientHello';
}

const lastWords = ['sendAlert', 'sendCloseNotify', 'sendUserCanceled'];

function clientIdentityFaults(graph: SpecGraph): readonly string[] {
  if (graph.explorable.role === 'client') return [];
  const empty = 'took hs.certificate (empty)';
  const asked = 'sendCertificateRequest';
  return [
    ...faultsOfPrecedence(inVersion(graph, 'TLSv1.3'), identityProven),
    ...faultsOfPrecedence(inVersion(graph, 'TLSv1.2'), clientProven),
    ...faultsByHistory(
      graph,
      [asked, certificate, empty, 'takeVerdict'],
      ({ name }, history, { from }) => {
        if (name !== 'reportConnected' || !history.has(asked)) return undefined;
        if (history.has(certificate)) {
          return history.has('takeVerdict') ? undefined : 'no verdict on the certificate';
        }
        if (!history.has(empty)) return 'no Certificate';
        return from.context.clientAuth === 'request' ? undefined : 'a certificate is required';
      },
    ),
  ];
}

/** Each side of a CertificateRequest keeps to it. */
const askedFor: Parameters<typeof faultsByHistory>[2] = ({ name }, history, edge) => {
  const isAsking = edge.from.context.clientAuth !== 'none';
  switch (name) {
    case 'sendCertificateRequest':
      return isAsking ? undefined : 'not by these options';
    case 'takePeerCertificate':
      return 'clientAuth' in edge.from.context && !history.has('sendCertificateRequest')
        ? 'not asked for'
        : undefined;
    case 'sendEmptyCertificate':
      return history.has('takeCertificateRequest') ? undefined : 'nobody asked';
    case 'sendFinished':
      return 'clientAuth' in edge.from.context && isAsking !== history.has('sendCertificateRequest')
        ? 'does not ask as options say'
        : undefined;
    default:
      return undefined;
  }
};

/** RFC 9846 4.7: by event and facet; undefined: it is taken. In TLS 1.2 there is nothing left. */
function postHandshakeFailure(
  { explorable }: SpecGraph,
  { from, event }: Edge,
): string | undefined {
  const { type, facet } = event;
  if (isTls12(from)) {
    const isFirst = from.context.renegotiationRefused !== true;
    if (isFirst && asksAnew(explorable.role, event)) return undefined;
    const isMalformed = explorable.role === 'client' && type === 'hs.helloRequest';
    return isFirst && isMalformed ? 'ofEvent' : 'unexpected_message';
  }
  const isTicket = explorable.role === 'client' && type === 'hs.newSessionTicket';
  if (type !== 'hs.keyUpdate' && !isTicket) return 'unexpected_message';
  if (facet === 'unaligned') return 'unexpected_message';
  return facet === 'invalid' ? 'ofEvent' : undefined;
}
