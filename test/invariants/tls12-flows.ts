/**
 * The handshakes of TLS 1.2 that are left: full ones with ECDHE, or for `legacy` with static RSA (RFC 5246 7.3, figure 1; RFC 8422 2,
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
  const half = ['hs.serverKeyExchange (good)', 'takeServerKeyExchange'];
  // Static RSA (RFC 5246 7.4.3): the server's certificate is its half.
  const all = hellos.flatMap(({ hello, staple }) => [
    { hello, staple, half },
    { hello: hello.replace('v12', 'v12StaticRsa'), staple, half: [] },
  ]);
  return all.flatMap(({ hello, staple, half: serverHalf }) =>
    answers.map(({ request, answer }) => [
      ...['local.start', 'sendClientHello', hello, 'takeServerHello'],
      ...[...peerCertificate, ...staple, ...serverHalf, ...request],
      ...['hs.serverHelloDone (good)', ...verdict, ...answer],
      ...[...ownFinished, ...peersFinished, 'reportConnected'],
    ]),
  );
}

/** What the two key exchanges of a server differ in. */
interface Exchange {
  readonly chosen: readonly string[];
  readonly own: readonly string[];
  readonly half: readonly string[];
  readonly result: readonly string[];
}

function serverFlows(clientAuth: unknown) {
  const ephemeral = {
    chosen: ['chooseCertificate (chosen)', 'takeChosenCertificate'],
    own: signs,
    half: ['sendServerKeyExchange'],
    result: [],
  };
  // RFC 5246 7.4.7.1: whether it could be decrypted makes no difference.
  const staticRsa = ['decrypt', 'decrypt failed'].map((outcome) => ({
    chosen: ['chooseCertificate (chosenToDecrypt)', 'takeChosenCertificate'],
    own: [],
    half: [],
    result: ['startTask(decrypt)', outcome, 'takePreMasterSecret'],
  }));
  return [ephemeral, ...staticRsa].flatMap((exchange) => flowsWith(exchange, clientAuth));
}

function flowsWith({ chosen, own, half, result }: Exchange, clientAuth: unknown) {
  const begin = [
    ...['local.start', 'hs.clientHello (v12)', 'takeClientHello', chooses],
    ...[...chosen, ...own, 'sendServerHello', 'sendCertificate', 'sendCertificateStatus'],
    // The status goes out where there is one.
    ...half,
    ...(clientAuth === 'none' ? [] : ['sendCertificateRequest']),
    'sendServerHelloDone',
  ];
  const exchange = ['hs.clientKeyExchange (good)', 'takeClientKeyExchange', ...result];
  const end = [...peersFinished, ...ownFinished, 'reportConnected'];
  if (clientAuth === 'none') return [[...begin, ...exchange, ...end]];
  const proof = ['hs.certificateVerify (good)', 'takePeerSignature', ...verdict];
  const known = [...begin, ...peerCertificate, ...exchange, ...proof, ...end];
  const unknown = [...begin, 'hs.certificate (empty)', ...exchange, ...end];
  return clientAuth === 'request' ? [known, unknown] : [known];
}
