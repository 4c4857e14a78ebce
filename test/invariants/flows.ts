/**
 * The handshakes that RFC 9846 allows without PSK (A.1, A.2, figure 1), and those of TLS 1.2 (in
 * `tls12-flows.ts`), written by hand: what
 * each side meets and does, in order, from its start until it is connected or has refused. They know
 * nothing of the states of the spec.
 *
 * `hs.*` are messages of the peer, `send*` our own, `startTask(x)` a question and `x (answer)` what
 * comes of it, `take*` what is kept of a message.
 */
import type { Role } from '../../tools/explore/machines.ts';
import { tls12FlowsFor } from './tls12-flows.ts';

export type Flow = readonly string[];

/** @param context the configuration; a client has only one */
export function flowsFor(role: Role, context: Readonly<Record<string, unknown>>): readonly Flow[] {
  const flows = role === 'client' ? clientFlows : serverFlows;
  const newer = [false, true].flatMap((isRetried) => flows(isRetried, context));
  return [...newer, ...tls12FlowsFor(role, context)];
}

function clientFlows(isRetried: boolean): readonly Flow[] {
  const asked = ['hs.certificateRequest (good)', 'takeCertificateRequest'];
  const chooses = 'startTask(chooseCertificate)';
  return [
    { request: [], answer: [] },
    {
      request: asked,
      answer: [chooses, 'chooseCertificate (refused)', 'sendEmptyCertificate'],
    },
    {
      request: asked,
      answer: [
        ...[chooses, 'chooseCertificate (chosen)', 'sendCertificate'],
        ...['startTask(sign)', 'sign', 'sendCertificateVerify'],
      ],
    },
  ].map(({ request, answer }) => [
    ...['local.start', 'sendClientHello'],
    ...(isRetried
      ? ['hs.serverHello (retry)', 'takeHelloRetryRequest', ...dummy, 'sendSecondClientHello']
      : []),
    ...['hs.serverHello (v13)', 'takeServerHello'],
    ...['hs.encryptedExtensions (good)', 'takeEncryptedExtensions'],
    ...request,
    ...peerCertificate,
    ...verdict,
    'hs.finished (good)',
    ...(isRetried ? [] : dummy),
    ...answer,
    ...['sendFinished', 'reportConnected'],
  ]);
}

function serverFlows(
  isRetried: boolean,
  { clientAuth, defersAlerts }: Readonly<Record<string, unknown>>,
): readonly Flow[] {
  const hello = ['hs.clientHello (v13)', 'takeClientHello'];
  const begin = [
    'local.start',
    ...(isRetried
      ? [
          ...['hs.clientHello (retry)', 'takeClientHello', 'sendHelloRetryRequest', ...dummy],
          ...['skipEarlyData(handshakeRecord)', ...hello],
        ]
      : [...hello, 'skipEarlyData(protectedRecord)']),
    'startTask(chooseCertificate)',
    ...['chooseCertificate (chosen)', 'takeChosenCertificate', 'sendServerHello'],
    ...(isRetried ? [] : dummy),
    'sendEncryptedExtensions',
    ...(clientAuth === 'none' ? [] : ['sendCertificateRequest']),
    ...['sendCertificate', 'startTask(sign)', 'sign', 'sendCertificateVerify', 'sendFinished'],
  ];
  const end = ['hs.finished (good)', 'reportConnected'];
  if (clientAuth === 'none') return [[...begin, ...end]];
  const empty = [...begin, 'hs.certificate (empty)'];
  const refused = [...begin, ...peerCertificate, 'startTask(verifyPeer)', 'verifyPeer (refused)'];
  return [
    [...begin, ...peerCertificate, ...verdict, ...end],
    ...(clientAuth === 'request' ? [[...empty, ...end]] : []),
    ...(clientAuth === 'require' && defersAlerts === true ? [[...empty, 'keepVerdict']] : []),
    ...(defersAlerts === true ? [[...refused, 'keepVerdict']] : []),
  ];
}

/** The dummy of the compatibility mode, once (RFC 9846 E.4). */
const dummy = ['sendDummyChangeCipherSpec'];

const peerCertificate = [
  ...['hs.certificate (good)', 'takePeerCertificate'],
  ...['hs.certificateVerify (good)', 'takePeerSignature'],
];
const verdict = ['startTask(verifyPeer)', 'verifyPeer (accepted)', 'takeVerdict'];

/** What may follow after each beginning of a flow, by the words of the beginning, joined. */
export type Continuations = ReadonlyMap<string, ReadonlySet<string>>;

export function continuationsOf(flows: readonly Flow[]): Continuations {
  const found = new Map<string, Set<string>>();
  for (const flow of flows) {
    let before = '';
    for (const word of flow) {
      const others = found.get(before) ?? new Set();
      found.set(before, others.add(word));
      before = joined(before, word);
    }
    if (!found.has(before)) found.set(before, new Set());
  }
  return found;
}

export function joined(before: string, word: string): string {
  return before === '' ? word : `${before}, ${word}`;
}
