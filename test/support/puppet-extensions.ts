/** Bodies of extensions from the words of a script, by the message they stand in. */
import {
  CertificateStatusType,
  type Extension,
  encodeCertificateAuthoritiesExtension,
  encodeCertificateStatus,
  encodeCertificateStatusRequest,
  encodeCookie,
  encodeEarlyDataIndicationNewSessionTicket,
  encodeECPointFormatList,
  encodeKeyShareClientHello,
  encodeKeyShareHelloRetryRequest,
  encodeKeyShareServerHello,
  encodeNamedGroupList,
  encodeOfferedPsks,
  encodeOIDFilterExtension,
  encodePreSharedKeyServerHello,
  encodeProtocolNameList,
  encodePskKeyExchangeModes,
  encodeRecordSizeLimit,
  encodeRenegotiationInfo,
  encodeServerNameList,
  encodeSignatureSchemeList,
  encodeSupportedVersionsClientHello,
  encodeSupportedVersionsServerHello,
  NamedGroup,
  NameType,
} from '../../generated/messages.ts';
import { anyUsage, bitString, clientAuth, commonName, oid, sequence } from '../x509/make.ts';
import { sampleBytes } from './plain-bytes.ts';
import { puppetStatus } from './puppet-status.ts';
import { extensionTypeOf, hexIn, numberOf, numbersOf, wordsOf } from './puppet-values.ts';

/** What an extension's body depends on, besides its words. */
export interface ExtensionPlace {
  /** The message, by the RFC's name. */
  readonly message: string;
  /** The puppet's public share for a group; undefined: it can make none. */
  readonly publicKeyOf: (group: number) => Uint8Array | undefined;
}

/**
 * An extension.
 * @param name the RFC's, or a number such as `0x1234`
 * @param value words; `empty` is no body at all, `bytes 00 ff` one of these bytes, undefined the
 * usual body
 */
export function makeExtension(
  name: string,
  value: string | undefined,
  place: ExtensionPlace,
): Extension {
  const extensionType = extensionTypeOf(name);
  const words = value ?? usualBodies[name] ?? 'empty';
  return { extensionType, extensionData: hexIn(words) ?? bodyOf(name, words, place) };
}

/** The groups in a key_share of a script, such as `x25519 secp256r1`. */
export function groupsIn(value: string): readonly number[] {
  return value === 'none' ? [] : wordsOf(value).map((word) => numberOf(groupNameIn(word)));
}

function bodyOf(name: string, words: string, place: ExtensionPlace): Uint8Array {
  if (words === 'empty') return new Uint8Array(0);
  const make = bodies[`${name} in ${place.message}`] ?? bodies[name];
  if (make === undefined) throw new Error(`no words are known for ${name} in ${place.message}`);
  return make(words, place);
}

/** What `with NAME` means where the body is not empty. */
const usualBodies: Readonly<Record<string, string>> = {
  server_name: 'localhost',
  application_layer_protocol_negotiation: 'h2',
  supported_versions: '0x0304',
  supported_groups: 'x25519',
  signature_algorithms: 'ecdsa_secp256r1_sha256',
  signature_algorithms_cert: 'ecdsa_secp256r1_sha256',
  key_share: 'x25519',
  cookie: 'once-more',
  psk_key_exchange_modes: '1',
  pre_shared_key: '0',
  record_size_limit: '16385',
  padding: '16',
  status_request: 'good',
  certificate_authorities: 'Root',
  oid_filters: 'digitalSignature',
  ec_point_formats: '0',
  renegotiation_info: 'first',
};

const bodies: Readonly<Record<string, (words: string, place: ExtensionPlace) => Uint8Array>> = {
  server_name: (words) => encodeServerNameList({ serverNameList: wordsOf(words).map(hostName) }),
  application_layer_protocol_negotiation: (words) =>
    encodeProtocolNameList({ protocolNameList: wordsOf(words).map(utf8) }),
  'supported_versions in ClientHello': (words) =>
    encodeSupportedVersionsClientHello({ versions: numbersOf(words) }),
  supported_versions: (words) =>
    encodeSupportedVersionsServerHello({ selectedVersion: numberOf(words) }),
  supported_groups: (words) => encodeNamedGroupList({ namedGroupList: numbersOf(words) }),
  signature_algorithms: signatureSchemes,
  signature_algorithms_cert: signatureSchemes,
  'key_share in ServerHello': (words, place) =>
    encodeKeyShareServerHello({ serverShare: keyShareEntry(words, place) }),
  'key_share in HelloRetryRequest': (words) =>
    encodeKeyShareHelloRetryRequest({ selectedGroup: numberOf(words) }),
  key_share: (words, place) =>
    encodeKeyShareClientHello({
      clientShares:
        words === 'none' ? [] : wordsOf(words).map((word) => keyShareEntry(word, place)),
    }),
  cookie: (words) => encodeCookie({ cookie: sampleIn(words) ?? utf8(words) }),
  psk_key_exchange_modes: (words) => encodePskKeyExchangeModes({ keModes: numbersOf(words) }),
  'pre_shared_key in ServerHello': (words) =>
    encodePreSharedKeyServerHello({ selectedIdentity: numberOf(words) }),
  pre_shared_key: () =>
    encodeOfferedPsks({
      identities: [{ identity: utf8('a ticket of another server'), obfuscatedTicketAge: 7 }],
      binders: [sampleBytes(32)],
    }),
  'early_data in NewSessionTicket': (words) =>
    encodeEarlyDataIndicationNewSessionTicket({ maxEarlyDataSize: numberOf(words) }),
  ec_point_formats: (words) => encodeECPointFormatList({ ecPointFormatList: numbersOf(words) }),
  // `first`: the handshake that is renegotiated is none.
  renegotiation_info: (words) =>
    encodeRenegotiationInfo({
      renegotiatedConnection:
        (words === 'first' ? undefined : sampleIn(words)) ?? new Uint8Array(0),
    }),
  record_size_limit: (words) => encodeRecordSizeLimit({ recordSizeLimit: numberOf(words) }),
  padding: (words) => new Uint8Array(numberOf(words)),
  certificate_authorities: (words) =>
    encodeCertificateAuthoritiesExtension({ authorities: wordsOf(words).map(commonName) }),
  oid_filters: (words) => encodeOIDFilterExtension({ filters: wordsOf(words).map(oidFilter) }),
  'status_request in Certificate': (words) =>
    encodeCertificateStatus({
      statusType: CertificateStatusType.ocsp,
      ocspResponse: puppetStatus(words),
    }),
  'status_request in CertificateRequest': () => new Uint8Array(0),
  // TLS 1.2: the status is a message of its own.
  'status_request in ServerHello': () => new Uint8Array(0),
  status_request: () =>
    encodeCertificateStatusRequest({
      statusType: CertificateStatusType.ocsp,
      ocspStatusRequest: { responderIdList: [], requestExtensions: new Uint8Array(0) },
    }),
};

function signatureSchemes(words: string): Uint8Array {
  return encodeSignatureSchemeList({ supportedSignatureAlgorithms: numbersOf(words) });
}

/**
 * `x25519` is the puppet's own share, `x25519:zero` the point of order two, `x25519:short` one byte
 * less than a share has; a group that nobody here can do gets bytes of the right length.
 */
function keyShareEntry(word: string, { publicKeyOf }: ExtensionPlace) {
  const group = numberOf(groupNameIn(word));
  const usual = publicKeyOf(group) ?? sampleBytes(shareLengths.get(group) ?? 32);
  switch (word.split(':')[1]) {
    case undefined:
      return { group, keyExchange: usual };
    case 'zero':
      return { group, keyExchange: new Uint8Array(usual.length) };
    case 'short':
      return { group, keyExchange: usual.slice(0, -1) };
    default:
      throw new Error(`'${word}': only :zero and :short are known`);
  }
}

const shareLengths: ReadonlyMap<number, number> = new Map<number, number>([
  [NamedGroup.secp256r1, 65],
  [NamedGroup.secp384r1, 97],
  [NamedGroup.secp521r1, 133],
  [NamedGroup.x448, 56],
]);

/** Usages (RFC 5280 4.2.1.3, 4.2.1.12) that the certificate must have, or an extension of no use. */
function oidFilter(word: string) {
  const filter = oidFilters[word];
  if (filter === undefined) throw new Error(`no OID filter is known for '${word}'`);
  const [certificateExtensionOid, certificateExtensionValues] = filter;
  return { certificateExtensionOid, certificateExtensionValues };
}

const oidFilters: Readonly<Record<string, readonly [oid: Uint8Array, values: Uint8Array]>> = {
  digitalSignature: [oid('2.5.29.15'), bitString(Uint8Array.of(0x80), 7)],
  keyAgreement: [oid('2.5.29.15'), bitString(Uint8Array.of(0x88), 3)],
  clientAuth: [oid('2.5.29.37'), sequence(oid(clientAuth))],
  emailProtection: [oid('2.5.29.37'), sequence(oid(clientAuth), oid('1.3.6.1.5.5.7.3.4'))],
  anyExtendedKeyUsage: [oid('2.5.29.37'), sequence(oid(anyUsage))],
  malformed: [oid('2.5.29.15'), bitString(Uint8Array.of(0x80), 0)],
  unknown: [oid('1.2.3.4'), Uint8Array.of(0x05, 0x00)],
};

function groupNameIn(word: string): string {
  return word.split(':')[0] ?? word;
}

/** The bytes of `40000 bytes`. */
function sampleIn(words: string): Uint8Array | undefined {
  const length = /^(\d+) bytes$/.exec(words)?.[1];
  return length === undefined ? undefined : sampleBytes(Number(length));
}

function hostName(name: string) {
  return { nameType: NameType.host_name, hostName: utf8(name) };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
