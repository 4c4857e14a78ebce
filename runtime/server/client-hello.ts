/**
 * Judges a ClientHello and chooses among what it offers (RFC 9846 4.2.1, 4.2.2, 4.3, 9.2).
 * Everything is decided here, before anything is sent.
 *
 * Not here: HelloRetryRequest, PSKs.
 */
import {
  type ClientHelloExtensions,
  decodeClientHelloExtensions,
} from '../../generated/extensions.ts';
import {
  type ClientHello,
  decodeClientHello,
  decodeSupportedVersionsClientHello,
  ExtensionType,
  NameType,
  namedGroupName,
  ProtocolVersion,
  protocolVersionName,
} from '../../generated/messages.ts';
import { type CipherSuite, cipherSuiteOf } from '../../generated/registries.ts';
import type { Secret } from '../codegen/secret.ts';
import { refuse } from '../handshake/judge.ts';
import type { Session } from '../handshake/session.ts';
import { decodeText } from '../handshake/text.ts';

/** What the server has to choose from on its side. */
export interface ServerMeans {
  readonly session: Session;
  /** Schemes that the certificate's key can sign with, the preferred first. */
  readonly schemes: readonly number[];
  /** Application protocols, the preferred first; empty: ALPN is not spoken. */
  readonly protocols: readonly string[];
}

/** The answer to a ClientHello. */
export interface Answer {
  readonly hello: ClientHello;
  readonly suite: CipherSuite;
  readonly group: number;
  /** Our key share. */
  readonly publicKey: Uint8Array;
  readonly sharedSecret: Secret;
  readonly scheme: number;
  readonly alpnProtocol: string | undefined;
  readonly serverName: string | undefined;
}

/** @throws TlsError or DecodeError for a ClientHello that must be refused */
export function answerClientHello(body: Uint8Array, means: ServerMeans): Answer {
  const hello = decodeClientHello(body);
  judgeVersion(hello);
  judgeLegacyFields(hello);
  const extensions = decodeClientHelloExtensions(hello.extensions ?? []);
  judgeMandatory(extensions);
  judgePskIsLast(hello);
  const suite = chooseSuite(hello, means);
  const scheme = chooseScheme(extensions, means);
  const alpnProtocol = chooseProtocol(extensions, means.protocols);
  const serverName = readServerName(extensions);
  return { hello, suite, scheme, alpnProtocol, serverName, ...exchangeKeys(extensions, means) };
}

/** The version comes first: an old hello may well lack what TLS 1.3 demands. */
function judgeVersion({ legacyVersion, extensions = [] }: ClientHello): void {
  const block = extensions.find((one) => one.extensionType === ExtensionType.supported_versions);
  if (block === undefined || legacyVersion !== ProtocolVersion.tls12) {
    const name = protocolVersionName(legacyVersion);
    refuse(
      'ERR_TLS_PROTOCOL_VERSION',
      `the client speaks ${name}, this server speaks TLS 1.3 only`,
    );
  }
  const { versions } = decodeSupportedVersionsClientHello(block.extensionData);
  if (!versions.includes(ProtocolVersion.tls13)) {
    const names = versions.map(protocolVersionName).join(', ');
    refuse(
      'ERR_TLS_PROTOCOL_VERSION',
      `the client speaks ${names}, this server speaks TLS 1.3 only`,
    );
  }
}

function judgeLegacyFields({ legacyCompressionMethods: methods }: ClientHello): void {
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
    if (value === undefined) refuse('ERR_TLS_MISSING_EXTENSION', `ClientHello lacks ${name}`);
  }
}

/** RFC 9846 4.3.11, also for a server that does not use it. */
function judgePskIsLast({ extensions = [] }: ClientHello): void {
  const place = extensions.findIndex((one) => one.extensionType === ExtensionType.pre_shared_key);
  if (place >= 0 && place !== extensions.length - 1) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'pre_shared_key is not the last extension');
  }
}

function chooseSuite({ cipherSuites }: ClientHello, { session }: ServerMeans): CipherSuite {
  const code = session.crypto.cipherSuites.find((one) => cipherSuites.includes(one));
  const suite = code === undefined ? undefined : cipherSuiteOf(code);
  return (
    suite ?? refuse('ERR_TLS_NO_SHARED_CIPHER_SUITE', 'no cipher suite of the client is supported')
  );
}

function chooseScheme(extensions: ClientHelloExtensions, { schemes }: ServerMeans): number {
  const offered = extensions.signatureAlgorithms?.supportedSignatureAlgorithms ?? [];
  return (
    schemes.find((one) => offered.includes(one)) ??
    refuse(
      'ERR_TLS_NO_SHARED_SIGNATURE_SCHEME',
      "the client offers no signature scheme that fits the certificate's key",
    )
  );
}

/** RFC 7301 3.2: a server that speaks ALPN and finds nothing in common must say so. */
function chooseProtocol(
  extensions: ClientHelloExtensions,
  protocols: readonly string[],
): string | undefined {
  const list = extensions.applicationLayerProtocolNegotiation?.protocolNameList;
  if (list === undefined || protocols.length === 0) return undefined;
  const offered = list.map(decodeText);
  return (
    protocols.find((one) => offered.includes(one)) ??
    refuse('ERR_TLS_NO_APPLICATION_PROTOCOL', `the client offers none of ${protocols.join(', ')}`)
  );
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

/** One share a group, each for a group that is also listed (RFC 9846 4.3.8). */
function exchangeKeys(extensions: ClientHelloExtensions, { session }: ServerMeans) {
  const shares = extensions.keyShare?.clientShares ?? [];
  const groups = extensions.supportedGroups?.namedGroupList ?? [];
  const shared = shares.map(({ group }) => group);
  if (new Set(shared).size !== shared.length || !shared.every((one) => groups.includes(one))) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      'key_share has a group twice, or one that is not in supported_groups',
    );
  }
  const { crypto, random } = session;
  const group = crypto.groups.find((one) => shared.includes(one));
  const share = shares.find((one) => one.group === group);
  if (group === undefined || share === undefined) {
    refuse(
      'ERR_TLS_NO_SHARED_GROUP',
      `no key share for ${crypto.groups.map(namedGroupName).join(', ')}`,
    );
  }
  const accepted = crypto.acceptKeyShare(group, share.keyExchange, random);
  if (accepted === undefined) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the client's key share is not valid for ${namedGroupName(group)}`,
    );
  }
  return { group, publicKey: accepted.publicKey, sharedSecret: accepted.secret };
}
