/**
 * The messages of TLS 1.2 as the reading half of a puppet takes them, and what is demanded of their
 * sender (RFC 5246 7.4; RFC 5746 3; RFC 7627 5; RFC 8422 5): what is wrong is an Error.
 */
import {
  CipherSuite,
  decodeCertificateStatus,
  decodeCertificateVerify,
  decodeClientKeyExchange,
  decodeFinished,
  decodeServerHello,
  decodeServerHelloDone,
  decodeServerKeyExchange,
  decodeTls12Certificate,
  decodeTls12CertificateRequest,
  ECCurveType,
  ExtensionType,
  encodeServerECDHParams,
  type ServerHello,
} from '../../generated/messages.ts';
import { concatBytes, equalBytes } from '../../runtime/bytes.ts';
import { parseCertificate } from '../../runtime/index.ts';
import { extensionIn, groupsIn, schemesIn } from './puppet-hellos.ts';
import { checkAnswers, demand } from './puppet-rules.ts';
import type { PuppetState } from './puppet-state.ts';

/** What to do with a message before it is in the transcript; what comes back, when it is. */
export type Take = (state: PuppetState, body: Uint8Array) => (() => void) | undefined;

/** Whether a ServerHello is one of TLS 1.2. */
export function isTls12Hello({ extensions }: ServerHello): boolean {
  return extensionIn(extensions, ExtensionType.supported_versions) === undefined;
}

export const tls12Takes: Readonly<Record<string, Take>> = {
  Certificate: (state, body) => {
    const { certificateList } = decodeTls12Certificate(body);
    demand(state.peer === 'client' || certificateList.length > 0, 'an empty server certificate');
    [state.peerCertificate] = certificateList;
    return undefined;
  },
  CertificateStatus: (state, body) => {
    decodeCertificateStatus(body);
    const { serverHello } = state;
    const said = extensionIn(serverHello?.extensions, ExtensionType.status_request);
    demand(said !== undefined, 'a CertificateStatus that it did not announce');
    return undefined;
  },
  ServerKeyExchange: takeServerKeyExchange,
  CertificateRequest: (state, body) => {
    const { certificateTypes, supportedSignatureAlgorithms } = decodeTls12CertificateRequest(body);
    state.peersSchemes = supportedSignatureAlgorithms;
    demand(certificateTypes.length > 0, 'a CertificateRequest for no type of certificate');
    return undefined;
  },
  ServerHelloDone: (_, body) => {
    decodeServerHelloDone(body);
    return undefined;
  },
  ClientKeyExchange: (state, body) => {
    const { ecdhYc } = decodeClientKeyExchange(body);
    const secret = state.exchangeShare()?.secretWith(ecdhYc);
    if (secret === undefined) throw new Error('the engine sent a key that is not valid');
    return () => state.deriveTls12Keys(secret);
  },
  CertificateVerify: (state, body) => {
    checkSigned(state, {
      ...decodeCertificateVerify(body),
      content: state.session.transcript.keptMessages(),
      offered: state.offeredSchemes,
    });
    return undefined;
  },
  Finished: ({ session, peer }, body) => {
    const isRight = equalBytes(decodeFinished(body).verifyData, session.verifyData(peer));
    demand(isRight, 'a Finished that is not right');
    return undefined;
  },
};

/** RFC 5246 7.4.1.3, RFC 5746 3.6, RFC 7627 5.2, RFC 8422 5.2. */
export const takeTls12ServerHello: Take = (state, body) => {
  const hello = decodeServerHello(body);
  const { clientHello } = state;
  if (clientHello === undefined) throw new Error('a ServerHello before there was a ClientHello');
  demand(hello.legacyVersion === 0x0303, 'a version that is not 0x0303');
  demand(clientHello.cipherSuites.includes(hello.cipherSuite), 'a suite that was not offered');
  demand(hello.legacyCompressionMethod === 0, 'a compression method that is not 0');
  const { legacySessionIdEcho: id } = hello;
  const resumes = id.length > 0 && equalBytes(id, clientHello.legacySessionId);
  demand(!resumes, 'the id of a session that there never was');
  const { extensions = [] } = hello;
  const offersScsv = clientHello.cipherSuites.includes(
    CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV,
  );
  const asked = extensions.filter(
    ({ extensionType: type }) => !offersScsv || type !== ExtensionType.renegotiation_info,
  );
  checkAnswers(asked, clientHello.extensions);
  const renegotiation = extensionIn(extensions, ExtensionType.renegotiation_info);
  demand(String(renegotiation ?? [0]) === '0', 'a renegotiation_info that is not empty');
  return () => state.speakTls12(hello);
};

function takeServerKeyExchange(state: PuppetState, body: Uint8Array) {
  const { params, algorithm, signature } = decodeServerKeyExchange(body);
  const { clientHello, session } = state;
  demand(params.curveType === ECCurveType.named_curve, 'a curve without a name');
  const groups = clientHello === undefined ? [] : groupsIn(clientHello);
  // Who says nothing leaves it to the server (RFC 8422 4).
  const isOffered = groups.length === 0 || groups.includes(params.namedcurve);
  demand(isOffered, 'a group that was not offered');
  const { clientRandom, serverRandom } = session;
  checkSigned(state, {
    algorithm,
    signature,
    content: concatBytes([clientRandom, serverRandom, encodeServerECDHParams(params)]),
    offered: schemesIn(clientHello?.extensions),
  });
  state.peerParams = params;
  return undefined;
}

interface Signed {
  readonly algorithm: number;
  readonly signature: Uint8Array;
  readonly content: Uint8Array;
  readonly offered: readonly number[];
}

function checkSigned({ crypto, peerCertificate }: PuppetState, signed: Signed): void {
  const { algorithm, signature, content, offered } = signed;
  if (peerCertificate === undefined) throw new Error('a signature without a Certificate');
  demand(offered.includes(algorithm), `a signature of a scheme that was not offered: ${algorithm}`);
  const { subjectPublicKeyInfo } = parseCertificate(peerCertificate).publicKey;
  const isRight = crypto.verify(algorithm, subjectPublicKeyInfo, content, signature);
  demand(isRight, 'a signature that does not verify');
}
