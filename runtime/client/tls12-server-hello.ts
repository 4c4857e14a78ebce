/**
 * Judges a ServerHello of TLS 1.2 against the offer (RFC 5246 7.4.1.3; RFC 5746 3.4; RFC 7627 5.2;
 * RFC 8422 5.2): what is missing would be the safety of the older version.
 */
import {
  decodeTls12ServerHelloExtensions,
  type Tls12ServerHelloExtensions,
} from '../../generated/extensions.ts';
import { ECPointFormat, extensionTypeName, type ServerHello } from '../../generated/messages.ts';
import { equalBytes } from '../bytes.ts';
import type { ClientOptions } from '../engine/options.ts';
import { refuse } from '../handshake/judge.ts';
import { judgeRecordSizeLimit } from '../handshake/record-size.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import { judgeProtocol, type Offer } from './offer.ts';
import { judgeSuite } from './suite.ts';

/** What the server chose. */
export interface Tls12Choice {
  readonly version: 'TLSv1.2';
  readonly suite: AnyCipherSuite;
  readonly serverRandom: Uint8Array;
  readonly alpnProtocol: string | undefined;
  /** Bytes of content that the server takes in one record; undefined: it did not say. */
  readonly recordSizeLimit: number | undefined;
  readonly isExtendedMasterSecret: boolean;
  readonly encryptsThenMacs: boolean;
  /** A CertificateStatus may follow. */
  readonly staples: boolean;
}

/** @throws TlsError or DecodeError for a ServerHello that must be refused */
export function judgeTls12ServerHello(
  hello: ServerHello,
  offer: Offer,
  { requireExtendedMasterSecret = true, legacy }: ClientOptions,
): Tls12Choice {
  judgeSessionId(hello, offer);
  if (hello.legacyCompressionMethod !== 0) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the server chose a compression, and none was offered');
  }
  const suite = judgeSuite(hello, offer, 'TLSv1.2', legacy);
  judgeAnswers(hello, offer);
  const extensions = decodeTls12ServerHelloExtensions(hello.extensions ?? [], offer.requested);
  judgeRenegotiation(extensions);
  judgePointFormats(extensions);
  judgeEncryptThenMac(extensions, suite);
  const isExtendedMasterSecret = extensions.extendedMasterSecret !== undefined;
  if (!isExtendedMasterSecret && requireExtendedMasterSecret) {
    refuse('ERR_TLS_NO_EXTENDED_MASTER_SECRET', 'the server does not know extended_master_secret');
  }
  const protocols = extensions.applicationLayerProtocolNegotiation?.protocolNameList;
  return {
    version: 'TLSv1.2',
    suite,
    serverRandom: hello.random.slice(),
    alpnProtocol: protocols && judgeProtocol(protocols, offer),
    recordSizeLimit: judgeRecordSizeLimit(extensions.recordSizeLimit),
    isExtendedMasterSecret,
    encryptsThenMacs: extensions.encryptThenMac !== undefined,
    staples: extensions.statusRequest !== undefined,
  };
}

/** Ours names no session: whoever repeats it believes to know one. */
function judgeSessionId({ legacySessionIdEcho: id }: ServerHello, { hello }: Offer): void {
  if (id.length === 0 || !equalBytes(id, hello.legacySessionId)) return;
  refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the server resumes a session that there never was');
}

/** Known or not, what was not asked for has one alert (RFC 5246 7.4.1.4); TLS 1.3 has two. */
function judgeAnswers({ extensions = [] }: ServerHello, { requested }: Offer): void {
  for (const { extensionType } of extensions) {
    // @req 5246:7.4.1.4:2
    if (requested.has(extensionType)) continue;
    const name = extensionTypeName(extensionType);
    refuse('ERR_TLS_UNSUPPORTED_EXTENSION', `${name} answers nothing that was asked`);
  }
}

function judgeRenegotiation({ renegotiationInfo }: Tls12ServerHelloExtensions): void {
  // @req 5746:3.4:2 5746:4.1:1
  if (renegotiationInfo === undefined) {
    refuse('ERR_TLS_NO_RENEGOTIATION_INFO', 'the server does not know renegotiation_info');
  }
  // @req 5746:3.4:3
  if (renegotiationInfo.renegotiatedConnection.length > 0) {
    refuse('ERR_TLS_NO_RENEGOTIATION_INFO', 'the server takes this for a second handshake');
  }
}

function judgePointFormats({ ecPointFormats }: Tls12ServerHelloExtensions): void {
  const formats = ecPointFormats?.ecPointFormatList ?? [ECPointFormat.uncompressed];
  // @req 8422:5.1.2:1 8422:5.2:2
  if (formats.includes(ECPointFormat.uncompressed)) return;
  refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the server does not take uncompressed points');
}

/** It is about suites with a MAC of their own (RFC 7366 3). */
function judgeEncryptThenMac(
  { encryptThenMac }: Tls12ServerHelloExtensions,
  { aead, name }: AnyCipherSuite,
): void {
  if (encryptThenMac === undefined || aead === 'none') return;
  refuse('ERR_TLS_ILLEGAL_PARAMETER', `the server answers encrypt_then_mac, and chose ${name}`);
}
