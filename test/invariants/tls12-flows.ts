/**
 * The handshakes of TLS 1.2 that are left: full ones with ECDHE (RFC 5246 7.3, figure 1; RFC 8422 2,
 * 5; RFC 6066 8), written from these by hand in the words of `flows.ts`. `ccs` changes keys here.
 */
import type { Role } from '../../tools/explore/machines.ts';

/** @param context the configuration; a client has only one */
export function tls12FlowsFor(
  role: Role,
  { clientAuth }: Readonly<Record<string, unknown>>,
): readonly (readonly string[])[] {
  return role === 'client' ? clientFlows() : serverFlows(clientAuth);
}

const chooses = 'startTask(chooseCertificate)';
const signs = ['startTask(sign)', 'sign'];
const verdict = ['startTask(verifyPeer)', 'verifyPeer (accepted)', 'takeVerdict'];
const ownFinished = ['sendChangeCipherSpec', 'sendFinished'];
const peersFinished = ['ccs (good)', 'hs.finished (good)'];
const peerCertificate = ['hs.certificate (good)', 'takePeerCertificate'];

function clientFlows() {
  const status = ['hs.certificateStatus (good)', 'takeCertificateStatus'];
  const hellos = [
    { hello: 'hs.serverHello (v12)', staple: [] },
    { hello: 'hs.serverHello (v12Stapling)', staple: [] },
    { hello: 'hs.serverHello (v12Stapling)', staple: status },
  ];
  const asked = ['hs.certificateRequest (good)', 'takeCertificateRequest'];
  const answers = [
    { request: [], answer: ['sendClientKeyExchange'] },
    {
      request: asked,
      answer: [
        ...[chooses, 'chooseCertificate (refused)', 'sendEmptyCertificate'],
        'sendClientKeyExchange',
      ],
    },
    {
      request: asked,
      answer: [
        ...[chooses, 'chooseCertificate (chosen)', 'sendCertificate', 'sendClientKeyExchange'],
        ...[...signs, 'sendCertificateVerify'],
      ],
    },
  ];
  return hellos.flatMap(({ hello, staple }) =>
    answers.map(({ request, answer }) => [
      ...['local.start', 'sendClientHello', hello, 'takeServerHello'],
      ...[...peerCertificate, ...staple],
      ...['hs.serverKeyExchange (good)', 'takeServerKeyExchange', ...request],
      ...['hs.serverHelloDone (good)', ...verdict, ...answer],
      ...[...ownFinished, ...peersFinished, 'reportConnected'],
    ]),
  );
}

function serverFlows(clientAuth: unknown) {
  const begin = [
    ...['local.start', 'hs.clientHello (v12)', 'takeClientHello', chooses],
    ...['chooseCertificate (chosen)', 'takeChosenCertificate', ...signs],
    // The status goes out where there is one.
    ...['sendServerHello', 'sendCertificate', 'sendCertificateStatus', 'sendServerKeyExchange'],
    ...(clientAuth === 'none' ? [] : ['sendCertificateRequest']),
    'sendServerHelloDone',
  ];
  const exchange = ['hs.clientKeyExchange (good)', 'takeClientKeyExchange'];
  const end = [...peersFinished, ...ownFinished, 'reportConnected'];
  if (clientAuth === 'none') return [[...begin, ...exchange, ...end]];
  const proof = ['hs.certificateVerify (good)', 'takePeerSignature', ...verdict];
  const known = [...begin, ...peerCertificate, ...exchange, ...proof, ...end];
  const unknown = [...begin, 'hs.certificate (empty)', ...exchange, ...end];
  return clientAuth === 'request' ? [known, unknown] : [known];
}
