/**
 * The ClientHello and what it offers. Answers are judged against the message that was really
 * sent, not against the options it was made from.
 *
 * Standard: RFC 9846 4.2.2, 4.2.4, 4.3; RFC 6066 3 (SNI); RFC 7301 (ALPN); RFC 8449; for TLS 1.2
 * RFC 5746, RFC 7627, RFC 8422.
 * Not here: PSKs.
 */
import {
  type ClientHelloExtensions,
  decodeClientHelloExtensions,
  encodeClientHelloExtension,
} from '../../generated/extensions.ts';
import {
  CertificateStatusType,
  type ClientHello,
  ECPointFormat,
  type Extension,
  ExtensionType,
  NameType,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { namedGroupOf, namedGroups } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { KeyShare } from '../crypto/provider.ts';
import type { ClientOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { refuse } from '../handshake/judge.ts';
import { codesOf, type Preferences, suiteOf } from '../handshake/preferences.ts';
import { ownRecordSize } from '../handshake/record-size.ts';
import type { Session } from '../handshake/session.ts';
import { decodeText, encodeText } from '../handshake/text.ts';
import { revocationOf } from '../handshake/verification-options.ts';
import { versionCodes } from '../handshake/version.ts';
import { isStaticRsa } from '../legacy/suites.ts';
import { normaliseHostName, parseIpAddress } from '../x509/host-names.ts';

/** What the server may choose from. */
export interface Offer {
  readonly hello: ClientHello;
  readonly extensions: ClientHelloExtensions;
  /** Types of the extensions that may be answered. */
  readonly requested: ReadonlySet<number>;
  /** Private halves of the key shares. */
  readonly shares: readonly KeyShare[];
}

/** Makes the ClientHello. Randomness is taken in this order: key share, random, session id. */
export function makeClientHello(
  options: ClientOptions,
  session: Session,
  shares: readonly KeyShare[],
): ClientHello {
  const isTls13 = session.preferences.versions.includes('TLSv1.3');
  const isCompatible = isTls13 && (options.middleboxCompatibility ?? true);
  return {
    // @req 9846:4.2.2:6 9846:E.5:7
    legacyVersion: ProtocolVersion.tls12,
    random: session.random(32),
    // @req 9846:4.2.2:9 9846:4.2.2:11
    legacySessionId: isCompatible ? session.random(32) : new Uint8Array(0),
    cipherSuites: session.preferences.cipherSuites,
    // @req 9846:4.2.2:14 5246:7.4.1.2:6
    legacyCompressionMethods: Uint8Array.of(0),
    extensions: makeExtensions(options, session, shares),
  };
}

/**
 * The hello that a HelloRetryRequest asks for: the same one with the key share and the cookie
 * that were asked for (RFC 9846 4.2.4).
 */
export function makeSecondClientHello(
  first: ClientHello,
  share: KeyShare | undefined,
  cookie: Uint8Array | undefined,
): ClientHello {
  // @req 9846:4.2.2:2 9846:4.3.8:10
  const extensions = (first.extensions ?? []).map((one) =>
    share !== undefined && one.extensionType === ExtensionType.key_share
      ? keyShareExtension([share])
      : one,
  );
  // @req 9846:4.3.2:1 9846:4.3.2:2
  if (cookie !== undefined) extensions.push(encodeClientHelloExtension('cookie', { cookie }));
  return { ...first, extensions };
}

/**
 * Groups of the key shares in the first ClientHello: each once, in the order of the groups, as
 * RFC 9846 4.3.8 has it.
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for a group that is not offered
 */
export function keyShareGroups(
  { keyShares }: ClientOptions,
  { versions, groups }: Pick<Preferences, 'versions' | 'groups'>,
): readonly number[] {
  if (!versions.includes('TLSv1.3')) return [];
  if (keyShares !== undefined) {
    const shared = codesOf('keyShares', keyShares, namedGroups, groups);
    // @req 9846:4.3.8:1 9846:4.3.8:4 9846:4.3.8:5
    return groups.filter((group) => shared.includes(group));
  }
  const [first] = groups;
  const isPostQuantum = first !== undefined && namedGroupOf(first)?.postQuantum === true;
  const classical = groups.find((one) => namedGroupOf(one)?.postQuantum !== true);
  return isPostQuantum && classical !== undefined ? [first, classical] : groups.slice(0, 1);
}

/** What `hello` offers. */
export function offerOf(hello: ClientHello, shares: readonly KeyShare[]): Offer {
  const extensions = hello.extensions ?? [];
  return {
    hello,
    extensions: decodeClientHelloExtensions(extensions),
    requested: new Set(extensions.map(({ extensionType }) => extensionType)),
    shares,
  };
}

/**
 * Exactly one protocol, and one of ours (RFC 7301 3.1).
 * @throws TlsError for any other answer
 */
export function judgeProtocol(chosen: readonly Uint8Array[], { extensions }: Offer): string {
  const [protocol] = chosen;
  const offered = extensions.applicationLayerProtocolNegotiation?.protocolNameList;
  const isOurs = protocol !== undefined && offered?.some((one) => equalBytes(one, protocol));
  if (chosen.length !== 1 || !isOurs) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      'the server chose an application protocol that was not offered',
    );
  }
  return decodeText(protocol) ?? '';
}

/** The name for SNI: RFC 6066 3 allows no address and no trailing dot. */
export function sniOf(serverName: string | undefined): string | undefined {
  if (serverName === undefined || parseIpAddress(serverName) !== undefined) return undefined;
  return (
    normaliseHostName(serverName) ??
    refuseArgument('serverName', `'${serverName}' is neither a host name nor an address`)
  );
}

function makeExtensions(
  options: ClientOptions,
  { preferences }: Session,
  shares: readonly KeyShare[],
): Extension[] {
  const { serverName, alpnProtocols = [] } = options;
  const hostName = sniOf(serverName);
  return [
    // @req 9846:9.2:13
    ...(hostName === undefined ? [] : [serverNameExtension(hostName)]),
    // @req 9846:9.2:5 9846:9.2:10 8422:4:3
    ...(preferences.versions.includes('TLSv1.3') || offersEcc(preferences)
      ? [encodeClientHelloExtension('supportedGroups', { namedGroupList: preferences.groups })]
      : []),
    // @req 9846:4.3.3:2 9846:9.2:4 9846:9.2:10 5246:7.4.1.4.1:2
    encodeClientHelloExtension('signatureAlgorithms', {
      supportedSignatureAlgorithms: preferences.signatureSchemes,
    }),
    ...(asksForStatus(options) ? [statusRequestExtension()] : []),
    ...(alpnProtocols.length === 0 ? [] : [alpnExtension(alpnProtocols)]),
    ...(preferences.versions.includes('TLSv1.2') ? tls12Extensions(preferences) : []),
    ...(preferences.versions.includes('TLSv1.3') ? tls13Extensions(preferences, shares) : []),
    encodeClientHelloExtension('recordSizeLimit', {
      recordSizeLimit: ownRecordSize(options, preferences.versions[0]),
    }),
  ];
}

/** What only TLS 1.3 asks for: without it, only older versions are offered. */
function tls13Extensions({ versions }: Preferences, shares: readonly KeyShare[]): Extension[] {
  return [
    // @req 9846:4.3.1:1 9846:9.2:2 9846:9.2:3
    encodeClientHelloExtension('supportedVersions', {
      versions: versions.map((version) => versionCodes[version]),
    }),
    // @req 9846:9.2:6 9846:9.2:11
    keyShareExtension(shares),
  ];
}

/** What makes TLS 1.2 safe, and the one form of points that is left (RFC 8422 5.1.2). */
function tls12Extensions(preferences: Preferences): Extension[] {
  return [
    ...(offersCbc(preferences) ? [encodeClientHelloExtension('encryptThenMac', {})] : []),
    // @req 7627:5.2:1
    encodeClientHelloExtension('extendedMasterSecret', {}),
    // @req 5746:3.4:1
    encodeClientHelloExtension('renegotiationInfo', { renegotiatedConnection: new Uint8Array(0) }),
    // @req 8422:4:3
    ...(offersEcc(preferences) ? [pointFormatsExtension()] : []),
  ];
}

function pointFormatsExtension(): Extension {
  // @req 8422:5.1:3 8422:5.1.2:3
  return encodeClientHelloExtension('ecPointFormats', {
    ecPointFormatList: [ECPointFormat.uncompressed],
  });
}

/** Whether TLS 1.2 may be spoken with an ephemeral key on a curve. */
function offersEcc({ legacy, cipherSuites }: Preferences): boolean {
  return cipherSuites.some((code) => {
    const suite = suiteOf(code, { legacy });
    return suite?.protocol === 'TLSv1.2' && !isStaticRsa(suite);
  });
}

/** Whether there is a MAC that could come second (RFC 7366). */
function offersCbc({ legacy, cipherSuites }: Preferences): boolean {
  return cipherSuites.some((code) => suiteOf(code, { legacy })?.aead === 'none');
}

function keyShareExtension(shares: readonly KeyShare[]): Extension {
  const clientShares = shares.map((share) => ({
    group: share.group,
    keyExchange: share.publicKey,
  }));
  return encodeClientHelloExtension('keyShare', { clientShares });
}

/** Nobody is asked for what is not judged then. */
function asksForStatus({ revocation, verifyPeer }: ClientOptions): boolean {
  if (revocation === undefined) return verifyPeer === undefined;
  return revocationOf(revocation).mode !== 'off';
}

/** From whichever responder (RFC 6066 8). */
function statusRequestExtension(): Extension {
  const anyResponder = { responderIdList: [], requestExtensions: new Uint8Array(0) };
  return encodeClientHelloExtension('statusRequest', {
    statusType: CertificateStatusType.ocsp,
    ocspStatusRequest: anyResponder,
  });
}

function serverNameExtension(hostName: string): Extension {
  return encodeClientHelloExtension('serverName', {
    serverNameList: [{ nameType: NameType.host_name, hostName: encodeText(hostName) }],
  });
}

function alpnExtension(protocols: readonly string[]): Extension {
  return encodeClientHelloExtension('applicationLayerProtocolNegotiation', {
    protocolNameList: protocols.map(encodeText),
  });
}
