/**
 * Judges a ClientHello and chooses among what it offers (RFC 9846 4.2.1, 4.2.2, 4.3, 9.2).
 * Everything is decided here, before anything is sent, but for the certificate.
 *
 * Not here: PSKs.
 */
import {
  type ClientHelloExtensions,
  decodeClientHelloExtensions,
} from '../../generated/extensions.ts';
import {
  CertificateStatusType,
  type ClientHello,
  decodeClientHello,
  decodeSupportedVersionsClientHello,
  ExtensionType,
  NameType,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { type CipherSuite, cipherSuiteOf } from '../../generated/registries.ts';
import { refuse } from '../handshake/judge.ts';
import { judgeRecordSizeLimit } from '../handshake/record-size.ts';
import { decodeText } from '../handshake/text.ts';
import { spokenVersion } from '../handshake/version.ts';
import type { Answer, Retry } from './answer.ts';
import { type CookieContent, makeCookie } from './cookie.ts';
import { exchangeKeys, type KeyExchange } from './key-exchange.ts';
import { judgeSecondHello } from './second-hello.ts';
import type { ServerMeans } from './server-means.ts';

/**
 * @param first the answer to the hello before it, which was a HelloRetryRequest
 * @throws TlsError or DecodeError for a ClientHello that must be refused
 */
export function answerClientHello(
  body: Uint8Array,
  means: ServerMeans,
  first: Answer | undefined,
): Answer {
  const hello = decodeClientHello(body);
  judgeVersion(hello);
  judgeLegacyFields(hello);
  const extensions = decodeClientHelloExtensions(hello.extensions ?? []);
  judgeMandatory(extensions);
  const { signatureAlgorithms, signatureAlgorithmsCert = signatureAlgorithms } = extensions;
  if (first !== undefined) judgeSecondHello(hello, extensions, first);
  const serverName = readServerName(extensions);
  const suite = chooseSuite(hello, means);
  const exchange = exchangeKeys(extensions, means);
  return {
    hello,
    suite,
    ...exchange,
    retry: first === undefined ? retryFor({ suite, hello: body }, exchange, means) : undefined,
    serverName,
    alpnProtocol: chooseProtocol(extensions, serverName, means),
    signatureSchemes: signatureAlgorithms?.supportedSignatureAlgorithms ?? [],
    certificateSignatureSchemes: signatureAlgorithmsCert?.supportedSignatureAlgorithms ?? [],
    certificateAuthorities: extensions.certificateAuthorities?.authorities ?? [],
    // Which responders it trusts, and extensions for the request, need not be heeded (RFC 6066 8).
    asksForStatus: extensions.statusRequest?.statusType === CertificateStatusType.ocsp,
    recordSizeLimit: judgeRecordSizeLimit(extensions.recordSizeLimit),
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
function judgeVersion({ legacyVersion, extensions = [] }: ClientHello): void {
  const block = extensions.find((one) => one.extensionType === ExtensionType.supported_versions);
  const name = spokenVersion(legacyVersion);
  // @req 9846:E.2:3 9846:E.5:4
  if (block === undefined) {
    const problem = `the client speaks ${name} or older, this server speaks TLS 1.3 only`;
    refuse('ERR_TLS_PROTOCOL_VERSION', problem);
  }
  // @req 9846:4.2.2:7 9846:E.5:8
  if (legacyVersion !== ProtocolVersion.tls12) {
    refuse('ERR_TLS_PROTOCOL_VERSION', `legacy_version is ${name}, in TLS 1.3 it is TLS 1.2`);
  }
  const { versions } = decodeSupportedVersionsClientHello(block.extensionData);
  // @req 9846:4.3.1:3 9846:4.3.1:4 9846:4.3.1:6 9846:E.2:1
  if (!versions.includes(ProtocolVersion.tls13)) {
    const names = versions.map(spokenVersion).join(', ');
    refuse(
      'ERR_TLS_PROTOCOL_VERSION',
      `the client speaks ${names}, this server speaks TLS 1.3 only`,
    );
  }
}

function judgeLegacyFields({ legacyCompressionMethods: methods }: ClientHello): void {
  // @req 9846:4.2.2:15
  if (methods.length !== 1 || methods[0] !== 0) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'legacy_compression_methods is not the single byte 0');
  }
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
  const code = session.preferences.cipherSuites.find((one) => cipherSuites.includes(one));
  const suite = code === undefined ? undefined : cipherSuiteOf(code);
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
