/**
 * Judges a ServerHello against the offer (RFC 9846 4.2.3, 4.3.1, 4.3.8), in the RFC's order: the
 * random that marks a HelloRetryRequest, then the version, then everything else.
 */
import { decodeServerHelloExtensions } from '../../generated/extensions.ts';
import {
  cipherSuiteName,
  decodeServerHello,
  decodeSupportedVersionsServerHello,
  ExtensionType,
  helloRetryRequestRandom,
  namedGroupName,
  ProtocolVersion,
  protocolVersionName,
  type ServerHello,
} from '../../generated/messages.ts';
import { type CipherSuite, cipherSuiteOf } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Secret } from '../codegen/secret.ts';
import { refuse } from '../handshake/judge.ts';
import type { Offer } from './offer.ts';

/** What the server chose, checked. */
export interface ServerChoice {
  readonly suite: CipherSuite;
  readonly group: string;
  readonly sharedSecret: Secret;
}

/** @throws TlsError or DecodeError for a ServerHello that must be refused */
export function judgeServerHello(body: Uint8Array, offer: Offer): ServerChoice {
  const hello = decodeServerHello(body);
  if (equalBytes(hello.random, helloRetryRequestRandom)) {
    refuse(
      'ERR_TLS_HELLO_RETRY_REQUESTED',
      'the server sent a HelloRetryRequest: it wants a key share or a cookie that this client does not send yet',
    );
  }
  judgeVersion(hello);
  judgeEcho(hello, offer);
  const { keyShare } = decodeServerHelloExtensions(hello.extensions ?? [], offer.requested);
  if (keyShare === undefined) refuse('ERR_TLS_MISSING_EXTENSION', 'ServerHello lacks key_share');
  const { group, keyExchange } = keyShare.serverShare;
  const share = offer.shares.find((one) => one.group === group);
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
  return { suite: judgeSuite(hello, offer), group: namedGroupName(group), sharedSecret };
}

/** Without supported_versions the server speaks TLS 1.2 or older, which is not offered. */
function judgeVersion({ legacyVersion, extensions = [] }: ServerHello): void {
  const versions = extensions.find((one) => one.extensionType === ExtensionType.supported_versions);
  if (versions === undefined || legacyVersion !== ProtocolVersion.tls12) {
    const name = protocolVersionName(legacyVersion);
    refuse('ERR_TLS_PROTOCOL_VERSION', `the server chose ${name}, this client speaks TLS 1.3 only`);
  }
  const { selectedVersion } = decodeSupportedVersionsServerHello(versions.extensionData);
  if (selectedVersion !== ProtocolVersion.tls13) {
    const name = protocolVersionName(selectedVersion);
    refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server selected ${name}, which was not offered`);
  }
}

function judgeEcho(
  { legacySessionIdEcho, legacyCompressionMethod }: ServerHello,
  offer: Offer,
): void {
  if (!equalBytes(legacySessionIdEcho, offer.hello.legacySessionId)) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'legacy_session_id_echo is not what was sent');
  }
  if (legacyCompressionMethod !== 0) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'legacy_compression_method is not 0');
  }
}

function judgeSuite({ cipherSuite }: ServerHello, offer: Offer): CipherSuite {
  const suite = cipherSuiteOf(cipherSuite);
  if (suite !== undefined && offer.hello.cipherSuites.includes(cipherSuite)) return suite;
  const name = cipherSuiteName(cipherSuite);
  return refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server chose ${name}, which was not offered`);
}
