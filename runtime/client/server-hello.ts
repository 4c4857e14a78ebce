/**
 * Judges a ServerHello against the offer (RFC 9846 4.2.3, 4.2.4, 4.3.1, 4.3.8), in the RFC's order:
 * the random that marks a HelloRetryRequest, then the version, then everything else.
 */
import {
  decodeHelloRetryRequestExtensions,
  decodeServerHelloExtensions,
} from '../../generated/extensions.ts';
import {
  decodeSupportedVersionsServerHello,
  type Extension,
  ExtensionType,
  helloRetryRequestRandom,
  namedGroupName,
  ProtocolVersion,
  type ServerHello,
} from '../../generated/messages.ts';
import type { ProtocolName } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Secret } from '../codegen/secret.ts';
import { refuse } from '../handshake/judge.ts';
import { spokenVersion, spokenVersions, versionCodes } from '../handshake/version.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import type { Offer } from './offer.ts';
import { judgeSuite } from './suite.ts';

/** What the server chose. */
export interface ServerChoice {
  readonly version: 'TLSv1.3';
  readonly suite: AnyCipherSuite;
  /** IANA's name. */
  readonly group: string;
  readonly sharedSecret: Secret;
}

/** What a HelloRetryRequest asks for; one of the two at least. */
export interface RetryRequest {
  readonly suite: AnyCipherSuite;
  /** The one group of which it wants a key share. */
  readonly group: number | undefined;
  readonly cookie: Uint8Array | undefined;
}

/** Whether it is one that asks for another hello. */
export function isHelloRetryRequest({ random }: ServerHello): boolean {
  return equalBytes(random, helloRetryRequestRandom);
}

/** @throws TlsError or DecodeError for a HelloRetryRequest that must be refused */
export function judgeHelloRetryRequest(hello: ServerHello, offer: Offer): RetryRequest {
  judgeEcho(hello, offer);
  const { keyShare, cookie } = decodeHelloRetryRequestExtensions(
    hello.extensions ?? [],
    offer.requested,
  );
  const group = keyShare?.selectedGroup;
  // @req 9846:4.3.8:8 9846:4.3.8:9
  if (group !== undefined) judgeRetryGroup(group, offer);
  if (cookie !== undefined) judgeCookie(cookie.cookie, offer);
  // @req 9846:4.2.4:5
  if (group === undefined && cookie === undefined) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'a HelloRetryRequest that would change nothing');
  }
  // @req 9846:4.2.4:8
  return { suite: judgeSuite(hello, offer, 'TLSv1.3'), group, cookie: cookie?.cookie };
}

/**
 * @param retry what a HelloRetryRequest before it said, which must still hold
 * @throws TlsError or DecodeError for a ServerHello that must be refused
 */
export function judgeServerHello(
  hello: ServerHello,
  offer: Offer,
  retry: RetryRequest | undefined,
): ServerChoice {
  judgeEcho(hello, offer);
  const suite = judgeSuite(hello, offer, 'TLSv1.3');
  // @req 9846:4.2.4:10
  if (retry !== undefined && retry.suite !== suite) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the server chose ${suite.name} after ${retry.suite.name} in its HelloRetryRequest`,
    );
  }
  const { keyShare } = decodeServerHelloExtensions(hello.extensions ?? [], offer.requested);
  if (keyShare === undefined) refuse('ERR_TLS_MISSING_EXTENSION', 'ServerHello lacks key_share');
  const { group, keyExchange } = keyShare.serverShare;
  const share = offer.shares.find((one) => one.group === group);
  // @req 9846:2:1 9846:4.3.8:11 9846:4.3.8:13 9846:4.3.8:14
  if (share === undefined) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the server's key share is for ${namedGroupName(group)}, for which none was offered`,
    );
  }
  const sharedSecret = share.secretWith(keyExchange);
  if (sharedSecret === undefined) {
    refuse(
      'ERR_TLS_ILLEGAL_PARAMETER',
      `the server's key share is not valid for ${namedGroupName(group)}`,
    );
  }
  return { version: 'TLSv1.3', suite, group: namedGroupName(group), sharedSecret };
}

/** RFC 9846 4.3.8: a group that we offered, and of which we did not send a share already. */
function judgeRetryGroup(group: number, { extensions, shares }: Offer): void {
  const isOffered = extensions.supportedGroups?.namedGroupList.includes(group) === true;
  if (isOffered && !shares.some((one) => one.group === group)) return;
  const why = isOffered ? 'for which it has a key share' : 'which was not offered';
  refuse(
    'ERR_TLS_ILLEGAL_PARAMETER',
    `the server asked for a key share for ${namedGroupName(group)}, ${why}`,
  );
}

/** Our second ClientHello must have room for it: its extensions have 2^16-1 bytes (RFC 9846 4.2.2). */
function judgeCookie(cookie: Uint8Array, { hello: { extensions = [] } }: Offer): void {
  const ours = extensions.reduce((length, one) => length + 4 + one.extensionData.length, 0);
  if (ours + maxKeyShareLength + cookie.length < 0xffff) return;
  refuse(
    'ERR_TLS_ILLEGAL_PARAMETER',
    `a cookie of ${cookie.length} bytes fits into no ClientHello`,
  );
}

/** No group's share, with all its headers and those of the cookie, is longer. */
const maxKeyShareLength = 2048;

/**
 * The version that the server chose (RFC 9846 4.2.3, 4.3.1).
 * @param versions those that were offered
 * @throws TlsError or DecodeError for one that must be refused
 */
export function chosenVersion(
  { legacyVersion, random, extensions = [] }: ServerHello,
  versions: readonly ProtocolName[],
): ProtocolName {
  const block = extensions.find((one) => one.extensionType === ExtensionType.supported_versions);
  // Who speaks TLS 1.2 only asks for no such extension: it is refused with all others of that kind.
  if (versions.includes('TLSv1.3')) {
    // @req 9846:4.3.1:10 9846:E.1:3
    if (block !== undefined) return selectedVersion(block, legacyVersion);
    // @req 9846:4.2.3:15 9846:4.2.3:17
    judgeDowngrade(random);
  }
  // @req 5246:E.1:1
  if (legacyVersion === ProtocolVersion.tls12 && versions.includes('TLSv1.2')) return 'TLSv1.2';
  return refuse(
    'ERR_TLS_PROTOCOL_VERSION',
    `the server chose ${spokenVersion(legacyVersion)}, this client speaks ${spokenVersions(versions)} only`,
  );
}

function selectedVersion(
  { extensionData }: Extension,
  legacyVersion: ProtocolVersion,
): ProtocolName {
  // @req 9846:4.2.3:2 9846:E.5:8
  if (legacyVersion !== ProtocolVersion.tls12) {
    const name = spokenVersion(legacyVersion);
    refuse('ERR_TLS_PROTOCOL_VERSION', `legacy_version is ${name}, in TLS 1.3 it is TLS 1.2`);
  }
  const { selectedVersion: code } = decodeSupportedVersionsServerHello(extensionData);
  // Older versions are chosen by legacy_version.
  // @req 9846:4.2.4:12 9846:4.3.1:11 9846:4.3.1:12
  if (code === versionCodes['TLSv1.3']) return 'TLSv1.3';
  const name = spokenVersion(code);
  const problem = code >= versionCodes['TLSv1.3'] ? 'was not offered' : 'is not chosen this way';
  return refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server selected ${name}, which ${problem}`);
}

/** RFC 9846 4.2.3: a server that knows TLS 1.3 marks its older answers, whoever made it choose so. */
function judgeDowngrade(random: Uint8Array): void {
  const [last, ...mark] = random.subarray(-8).toReversed();
  if (last !== 0 && last !== 1) return;
  if (String.fromCharCode(...mark.reverse()) !== 'DOWNGRD') return;
  refuse(
    'ERR_TLS_DOWNGRADE',
    'the server knows TLS 1.3 and was made to choose an older version: somebody changed the ClientHello',
  );
}

function judgeEcho(
  { legacySessionIdEcho, legacyCompressionMethod }: ServerHello,
  offer: Offer,
): void {
  // @req 9846:4.2.3:5
  if (!equalBytes(legacySessionIdEcho, offer.hello.legacySessionId)) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'legacy_session_id_echo is not what was sent');
  }
  // @req 9846:4.2.3:8
  if (legacyCompressionMethod !== 0) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'legacy_compression_method is not 0');
  }
}
