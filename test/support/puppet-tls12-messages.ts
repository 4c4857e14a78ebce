/**
 * The messages of a puppet that speaks TLS 1.2, as they should be (RFC 5246 7.4, RFC 8422 5), given
 * what went before. Those that only this version has can be made in the other one too.
 */
import {
  CertificateStatusType,
  ClientCertificateType,
  decodeTls12CertificateRequest,
  ECCurveType,
  encodeServerECDHParams,
  NamedGroup,
  SignatureScheme,
} from '../../generated/messages.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import { sampleBytes } from './plain-bytes.ts';
import { puppetCertificate, puppetPrivateKey } from './puppet-certificates.ts';
import { valueGiven } from './puppet-changes.ts';
import { groupsIn, schemesIn } from './puppet-hellos.ts';
import type { UsualMessage } from './puppet-message.ts';
import type { Change } from './puppet-script.ts';
import { type PuppetState, readable } from './puppet-state.ts';
import { puppetStatus } from './puppet-status.ts';
import { numberOf, wordsOf } from './puppet-values.ts';

/** Undefined: the message is that of TLS 1.3, or has no content. */
export function tls12Message(
  state: PuppetState,
  name: string,
  changes: readonly Change[],
): UsualMessage | undefined {
  return (onlyTls12[name] ?? (state.version === 'TLSv1.2' ? other[name] : undefined))?.(
    state,
    changes,
  );
}

type Make = (state: PuppetState, changes: readonly Change[]) => UsualMessage;

/** Messages that TLS 1.3 does not have. */
const onlyTls12: Readonly<Record<string, Make>> = {
  CertificateStatus: (_, changes) => ({
    fields: {
      statusType: CertificateStatusType.ocsp,
      ocspResponse: puppetStatus(valueGiven(changes, 'response') ?? 'good'),
    },
  }),
  ServerKeyExchange: serverKeyExchange,
  ClientKeyExchange: clientKeyExchange,
};

/** Messages that are something else in TLS 1.3. */
const other: Readonly<Record<string, Make>> = {
  Certificate: certificate,
  CertificateRequest: certificateRequest,
  CertificateVerify: certificateVerify,
  Finished: finished,
};

/**
 * Signed as it should be, for whatever group is asked for: a group that nobody here can do has
 * bytes in the place of a key. Further changes spoil the signature.
 */
function serverKeyExchange(state: PuppetState, changes: readonly Change[]): UsualMessage {
  const group = numberOf(valueGiven(changes, 'namedcurve') ?? String(usualGroup(state)));
  const { publicKey = sampleBytes(65) } = state.exchangeShare(group) ?? {};
  const params = { curveType: ECCurveType.named_curve, namedcurve: group, publicKey };
  const { clientRandom, serverRandom } = state.session;
  const content = concatBytes([clientRandom, serverRandom, encodeServerECDHParams(params)]);
  const offered = schemesIn(state.clientHello?.extensions);
  return { fields: { ...params, ...signed(state, content, changes, offered) } };
}

/**
 * By the scheme that is asked for, if the key can sign by it; by the first that the other end can
 * verify otherwise, or by any.
 */
function signed(
  { crypto, certificate }: PuppetState,
  content: Uint8Array,
  changes: readonly Change[],
  offered: readonly number[],
) {
  const key = crypto.importPrivateKey(puppetPrivateKey(certificate));
  const asked = valueGiven(changes, 'algorithm');
  const wanted = asked === undefined ? [...offered, ...key.schemes] : [numberOf(asked)];
  const algorithm = [...wanted, ...key.schemes].find((one) => key.schemes.includes(one)) ?? 0;
  return { algorithm, signature: key.sign(algorithm, content) };
}

/** The first that the client offers and the puppet can do. */
function usualGroup({ clientHello, crypto }: PuppetState): number {
  const offered = clientHello === undefined ? [] : groupsIn(clientHello);
  const usable: readonly number[] = [NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1];
  const found = offered.find((one) => usable.includes(one) && crypto.groups.includes(one));
  return found ?? NamedGroup.x25519;
}

/** To a server whose half has not come, a key that fits nothing. */
function clientKeyExchange(state: PuppetState): UsualMessage {
  const { peerParams, crypto, random } = state;
  const accepted =
    peerParams && crypto.acceptKeyShare(peerParams.namedcurve, peerParams.publicKey, random);
  const afterwards = () => {
    if (accepted !== undefined) state.deriveTls12Keys(accepted.secret);
  };
  return { fields: { ecdhYc: accepted?.publicKey ?? sampleBytes(32) }, afterwards };
}

function certificate(state: PuppetState, changes: readonly Change[]): UsualMessage {
  const [first] = wordsOf(valueGiven(changes, 'certificate_list') ?? state.certificate);
  if (first !== undefined) state.certificate = first;
  return { fields: { certificateList: [puppetCertificate(state.certificate)] } };
}

function certificateRequest(state: PuppetState): UsualMessage {
  const schemes = [SignatureScheme.ecdsa_secp256r1_sha256];
  const afterwards = (body: Uint8Array) => {
    const said = readable(() => decodeTls12CertificateRequest(body));
    state.offeredSchemes = said?.supportedSignatureAlgorithms ?? [];
  };
  const fields = {
    certificateTypes: [ClientCertificateType.ecdsa_sign],
    supportedSignatureAlgorithms: schemes,
    certificateAuthorities: [],
  };
  return { fields, afterwards };
}

/** RFC 5246 7.4.8: over all messages so far, not over their hash. */
function certificateVerify(state: PuppetState, changes: readonly Change[]): UsualMessage {
  const content = state.session.transcript.keptMessages();
  return { fields: signed(state, content, changes, state.peersSchemes) };
}

/** Before there is a master secret, bytes that look like one. */
function finished(state: PuppetState): UsualMessage {
  const { session, role, hasTls12Keys } = state;
  const verifyData = hasTls12Keys ? session.verifyData(role) : sampleBytes(12);
  const afterwards = () => {
    state.hasFinishedTls12 = true;
  };
  return { fields: { verifyData }, afterwards };
}
