/**
 * Judges a ClientHello and chooses among what it offers (RFC 9846 4.2.1, 4.2.2, 4.3, 9.2).
 * Everything is decided here, before anything is sent, but for the certificate. What only TLS 1.2 asks
 * is in tls12-client-hello.ts.
 *
 * Not here: PSKs.
 */
import {
  type ClientHelloExtensions,
  decodeClientHelloExtensions,
} from '../../generated/extensions.ts';
import {
  CertificateStatusType,
  CipherSuite as CipherSuiteCode,
  type ClientHello,
  decodeClientHello,
  decodeSupportedVersionsClientHello,
  ExtensionType,
  NameType,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { type CipherSuite, cipherSuiteOf, type ProtocolName } from '../../generated/registries.ts';
import { isSchemeFor } from '../handshake/credentials.ts';
import { refuse } from '../handshake/judge.ts';
import { judgeRecordSizeLimit } from '../handshake/record-size.ts';
import { decodeText } from '../handshake/text.ts';
import { spokenVersion, spokenVersions, versionCodes } from '../handshake/version.ts';
import type { Answer, CommonAnswer, Retry, Tls13Answer } from './answer.ts';
import { type CookieContent, makeCookie } from './cookie.ts';
import { exchangeKeys, type KeyExchange } from './key-exchange.ts';
import { judgeSecondHello } from './second-hello.ts';
import type { ServerMeans } from './server-means.ts';
import { answerInTls12 } from './tls12-client-hello.ts';

/**
 * @param first the answer to the hello before it, which was a HelloRetryRequest
 * @throws TlsError or DecodeError for a ClientHello that must be refused
 */
export function answerClientHello(
  body: Uint8Array,
  means: ServerMeans,
  first: Tls13Answer | undefined,
): Answer {
  // @req 5246:7.4.1.2:7 9846:4.2.2:18 9846:4.2.2:19
  const hello = decodeClientHello(body);
  const version = chooseVersion(hello, means);
  judgeCompression(hello, version);
  const extensions = decodeClientHelloExtensions(hello.extensions ?? []);
  const common = commonAnswer(hello, extensions, means);
  if (version === 'TLSv1.3') return answerInTls13(body, common, extensions, { means, first });
  if (first === undefined) return answerInTls12(common, extensions, means);
  // @req 9846:4.2.4:12
  return refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the second ClientHello does not offer TLS 1.3');
}

function commonAnswer(
  hello: ClientHello,
  extensions: ClientHelloExtensions,
  means: ServerMeans,
): CommonAnswer {
  const { signatureAlgorithms, signatureAlgorithmsCert = signatureAlgorithms } = extensions;
  const serverName = readServerName(extensions);
  return {
    hello,
    serverName,
    alpnProtocol: chooseProtocol(extensions, serverName, means),
    // @req 5246:7.4.1.4.1:6
    signatureSchemes: signatureAlgorithms?.supportedSignatureAlgorithms ?? [],
    certificateSignatureSchemes: signatureAlgorithmsCert?.supportedSignatureAlgorithms ?? [],
    certificateAuthorities: extensions.certificateAuthorities?.authorities ?? [],
    // Which responders it trusts, and extensions for the request, need not be heeded (RFC 6066 8).
    asksForStatus: extensions.statusRequest?.statusType === CertificateStatusType.ocsp,
    recordSizeLimit: judgeRecordSizeLimit(extensions.recordSizeLimit),
  };
}

interface Tls13Means {
  readonly means: ServerMeans;
  readonly first: Tls13Answer | undefined;
}

function answerInTls13(
  body: Uint8Array,
  common: CommonAnswer,
  extensions: ClientHelloExtensions,
  { means, first }: Tls13Means,
): Tls13Answer {
  const { hello } = common;
  judgeMandatory(extensions);
  if (first !== undefined) judgeSecondHello(hello, extensions, first);
  const suite = chooseSuite(hello, means);
  const exchange = exchangeKeys(extensions, means);
  return {
    ...common,
    version: 'TLSv1.3',
    suite,
    ...exchange,
    retry: first === undefined ? retryFor({ suite, hello: body }, exchange, means) : undefined,
    signatureSchemes: common.signatureSchemes.filter((code) => isSchemeFor('TLSv1.3', code)),
    offersEarlyData: extensions.earlyData !== undefined,
  };
}

/** Is another hello needed: for a key share, or for a cookie? */
function retryFor(
  content: Pick<CookieContent, 'suite' | 'hello'>,
  { group, accepted }: KeyExchange,
  { session, options: { cookieSecret } }: ServerMeans,
): Retry | undefined {
  const selectedGroup = accepted === undefined ? group : undefined;
  if (cookieSecret === undefined) {
    return selectedGroup === undefined ? undefined : { selectedGroup, cookie: undefined };
  }
  accepted?.secret.wipe();
  const cookie = makeCookie(session.crypto, cookieSecret, { ...content, selectedGroup });
  return { selectedGroup, cookie };
}

/** The version comes first: an old hello may well lack what TLS 1.3 demands. */
function chooseVersion(hello: ClientHello, { session }: ServerMeans): ProtocolName {
  const { versions: ours } = session.preferences;
  const theirs = versionsOf(hello);
  // @req 9846:4.3.1:3 9846:4.3.1:4 9846:4.3.1:6 9846:E.2:1 9846:E.2:3 9846:E.5:4 5246:E.1:2 5246:E.1:3 5746:3.6:5 9846:E.2:2
  const version = ours.find((one) => theirs.codes.includes(versionCodes[one]));
  if (version === undefined) {
    const problem = `the client speaks ${theirs.text}, this server speaks ${spokenVersions(ours)} only`;
    return refuse('ERR_TLS_PROTOCOL_VERSION', problem);
  }
  // @req 9846:4.2.2:7 9846:E.5:8
  if (version === 'TLSv1.3' && hello.legacyVersion !== ProtocolVersion.tls12) {
    const name = spokenVersion(hello.legacyVersion);
    refuse('ERR_TLS_PROTOCOL_VERSION', `legacy_version is ${name}, in TLS 1.3 it is TLS 1.2`);
  }
  const isFallback = hello.cipherSuites.includes(CipherSuiteCode.TLS_FALLBACK_SCSV);
  if (isFallback && version !== ours[0]) {
    const problem = `the client comes back with ${spokenVersions([version])} at most`;
    refuse('ERR_TLS_INAPPROPRIATE_FALLBACK', problem);
  }
  return version;
}

/** What the client speaks: a list, or before TLS 1.3 everything up to one version (RFC 9846 4.3.1). */
function versionsOf({ legacyVersion, extensions = [] }: ClientHello) {
  const block = extensions.find((one) => one.extensionType === ExtensionType.supported_versions);
  if (block === undefined) {
    // @req 9846:4.3.1:2
    const codes = legacyVersion >= ProtocolVersion.tls12 ? [ProtocolVersion.tls12] : [];
    return { codes, text: `${spokenVersion(legacyVersion)} or older` };
  }
  const { versions } = decodeSupportedVersionsClientHello(block.extensionData);
  return { codes: versions, text: versions.map(spokenVersion).join(', ') };
}

/** Only none: in TLS 1.3 nothing else may be offered, in TLS 1.2 it must be among what is. */
function judgeCompression(
  { legacyCompressionMethods: methods }: ClientHello,
  version: ProtocolName,
): void {
  // @req 9846:4.2.2:15 5246:7.4.1.2:6 9846:4.2.2:16
  if (methods.includes(0) && (version === 'TLSv1.2' || methods.length === 1)) return;
  const problem =
    version === 'TLSv1.3'
      ? 'legacy_compression_methods is not the single byte 0'
      : 'the client does not offer to do without compression';
  refuse('ERR_TLS_ILLEGAL_PARAMETER', problem);
}

/** RFC 9846 9.2, for a handshake without PSK. */
function judgeMandatory(extensions: ClientHelloExtensions): void {
  const mandatory = {
    signature_algorithms: extensions.signatureAlgorithms,
    supported_groups: extensions.supportedGroups,
    key_share: extensions.keyShare,
  };
  for (const [name, value] of Object.entries(mandatory)) {
    // @req 9846:4.3.3:3 9846:9.2:10 9846:9.2:11 9846:9.2:12
    if (value === undefined) refuse('ERR_TLS_MISSING_EXTENSION', `ClientHello lacks ${name}`);
  }
  // RFC 9846 4.3.9, also for a server that uses no PSK.
  // @req 9846:4.3.9:3
  if (extensions.preSharedKey !== undefined && extensions.pskKeyExchangeModes === undefined) {
    refuse('ERR_TLS_MISSING_EXTENSION', 'ClientHello has pre_shared_key without its modes');
  }
}

function chooseSuite({ cipherSuites }: ClientHello, { session }: ServerMeans): CipherSuite {
  // @req 9846:2.1:1 9846:4.2.2:12 9846:9.3:4
  const suite = session.preferences.cipherSuites
    .filter((one) => cipherSuites.includes(one))
    .map(cipherSuiteOf)
    .find((one) => one?.protocol === 'TLSv1.3');
  return (
    suite ?? refuse('ERR_TLS_NO_SHARED_CIPHER_SUITE', 'no cipher suite of the client is supported')
  );
}

/** RFC 7301 3.2: a server that speaks ALPN and finds nothing in common must say so. */
function chooseProtocol(
  extensions: ClientHelloExtensions,
  serverName: string | undefined,
  { options: { alpnProtocols = [], chooseProtocol: choose } }: ServerMeans,
): string | undefined {
  const list = extensions.applicationLayerProtocolNegotiation?.protocolNameList;
  if (list === undefined || (alpnProtocols.length === 0 && choose === undefined)) return undefined;
  const offered = list.map(decodeText);
  const chosen =
    choose === undefined
      ? alpnProtocols.find((one) => offered.includes(one))
      : choose({ serverName, protocols: offered.filter((one) => one !== undefined) });
  if (chosen !== undefined && offered.includes(chosen)) return chosen;
  const spoken = alpnProtocols.length === 0 ? 'the protocols we take' : alpnProtocols.join(', ');
  return refuse('ERR_TLS_NO_APPLICATION_PROTOCOL', `the client offers none of ${spoken}`);
}

/** RFC 6066 3: at most one name of each type. */
function readServerName({ serverName }: ClientHelloExtensions): string | undefined {
  const names = serverName?.serverNameList.filter((one) => one.nameType === NameType.host_name);
  if (names === undefined || names.length === 0) return undefined;
  const [first] = names;
  if (names.length > 1 || first?.hostName === undefined) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'server_name has more than one host_name');
  }
  return (
    asciiOf(first.hostName) ??
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the host_name in server_name is not ASCII text')
  );
}

function asciiOf(bytes: Uint8Array): string | undefined {
  const text = decodeText(bytes);
  return text !== undefined && /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}
