/**
 * Generated from spec/extensions.ts by npm run generate; do not edit.
 *
 * What may stand in the extensions of each message (RFC 9846 4.3), typed. Decoders throw
 * DecodeError for a body that is malformed (ERR_TLS_DECODE), for a type that stands twice
 * (ERR_TLS_DUPLICATE_EXTENSION), for a known type in a message that must not have it
 * (ERR_TLS_FORBIDDEN_EXTENSION) and for an answer to what was not asked
 * (ERR_TLS_UNSUPPORTED_EXTENSION). Encoders make one extension; their order is the caller's.
 */
import { ExtensionBlock } from '../runtime/codegen/extension-block.ts';
import {
  ExtensionType,
  decodeCertificateAuthoritiesExtension,
  decodeCertificateStatus,
  decodeCertificateStatusRequest,
  decodeCookie,
  decodeECPointFormatList,
  decodeEarlyDataIndicationNewSessionTicket,
  decodeEmpty,
  decodeKeyShareClientHello,
  decodeKeyShareHelloRetryRequest,
  decodeKeyShareServerHello,
  decodeNamedGroupList,
  decodeOIDFilterExtension,
  decodeOfferedPsks,
  decodePostHandshakeAuth,
  decodePreSharedKeyServerHello,
  decodeProtocolNameList,
  decodePskKeyExchangeModes,
  decodeRecordSizeLimit,
  decodeRenegotiationInfo,
  decodeServerNameList,
  decodeSignatureSchemeList,
  decodeSupportedVersionsClientHello,
  decodeSupportedVersionsServerHello,
  encodeCertificateAuthoritiesExtension,
  encodeCertificateStatus,
  encodeCertificateStatusRequest,
  encodeCookie,
  encodeECPointFormatList,
  encodeEarlyDataIndicationNewSessionTicket,
  encodeEmpty,
  encodeKeyShareClientHello,
  encodeKeyShareHelloRetryRequest,
  encodeKeyShareServerHello,
  encodeNamedGroupList,
  encodeOIDFilterExtension,
  encodeOfferedPsks,
  encodePostHandshakeAuth,
  encodePreSharedKeyServerHello,
  encodeProtocolNameList,
  encodePskKeyExchangeModes,
  encodeRecordSizeLimit,
  encodeRenegotiationInfo,
  encodeServerNameList,
  encodeSignatureSchemeList,
  encodeSupportedVersionsClientHello,
  encodeSupportedVersionsServerHello,
  extensionTypeName,
} from './messages.ts';
import type {
  CertificateAuthoritiesExtension,
  CertificateStatus,
  CertificateStatusRequest,
  Cookie,
  ECPointFormatList,
  EarlyDataIndicationNewSessionTicket,
  Empty,
  Extension,
  KeyShareClientHello,
  KeyShareHelloRetryRequest,
  KeyShareServerHello,
  NamedGroupList,
  OIDFilterExtension,
  OfferedPsks,
  PostHandshakeAuth,
  PreSharedKeyServerHello,
  ProtocolNameList,
  PskKeyExchangeModes,
  RecordSizeLimit,
  RenegotiationInfo,
  ServerNameList,
  SignatureSchemeList,
  SupportedVersionsClientHello,
  SupportedVersionsServerHello,
} from './messages.ts';

/** While it is filled; outside it is readonly. */
type Draft<Extensions> = { -readonly [Name in keyof Extensions]: Extensions[Name] };

/** The extensions of a ClientHello that are read. RFC 9846 4.2.2 */
export interface ClientHelloExtensions {
  /** RFC 6066 3 */
  readonly serverName?: ServerNameList;
  /** RFC 9846 4.5.1.1 */
  readonly statusRequest?: CertificateStatusRequest;
  /** RFC 9846 4.3.7 */
  readonly supportedGroups?: NamedGroupList;
  /** RFC 9846 4.3.3 */
  readonly signatureAlgorithms?: SignatureSchemeList;
  /** RFC 7301 3.1 */
  readonly applicationLayerProtocolNegotiation?: ProtocolNameList;
  /** RFC 8449 4 */
  readonly recordSizeLimit?: RecordSizeLimit;
  /** RFC 9846 4.3.11 */
  readonly preSharedKey?: OfferedPsks;
  /** RFC 9846 4.3.10 */
  readonly earlyData?: Empty;
  /** RFC 9846 4.3.1 */
  readonly supportedVersions?: SupportedVersionsClientHello;
  /** RFC 9846 4.3.2 */
  readonly cookie?: Cookie;
  /** RFC 9846 4.3.9 */
  readonly pskKeyExchangeModes?: PskKeyExchangeModes;
  /** RFC 9846 4.3.4 */
  readonly certificateAuthorities?: CertificateAuthoritiesExtension;
  /** RFC 9846 4.3.6 */
  readonly postHandshakeAuth?: PostHandshakeAuth;
  /** RFC 9846 4.3.3 */
  readonly signatureAlgorithmsCert?: SignatureSchemeList;
  /** RFC 9846 4.3.8 */
  readonly keyShare?: KeyShareClientHello;
  /** RFC 9001 8.2 */
  readonly quicTransportParameters?: Uint8Array;
  /** RFC 8422 5.1.2 */
  readonly ecPointFormats?: ECPointFormatList;
  /** RFC 7366 2 */
  readonly encryptThenMac?: Empty;
  /** RFC 7627 5.1 */
  readonly extendedMasterSecret?: Empty;
  /** RFC 5746 3.2 */
  readonly renegotiationInfo?: RenegotiationInfo;
}

/**
 * Reads the extensions of a ClientHello; byte fields are views.
 *
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeClientHelloExtensions(
  extensions: readonly Extension[],
): ClientHelloExtensions {
  const block = new ExtensionBlock('ClientHello', extensions, extensionTypeName);
  const found: Draft<ClientHelloExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.server_name:
        block.take(extensionType);
        found.serverName = decodeServerNameList(extensionData);
        break;
      case ExtensionType.status_request:
        block.take(extensionType);
        found.statusRequest = decodeCertificateStatusRequest(extensionData);
        break;
      case ExtensionType.supported_groups:
        block.take(extensionType);
        found.supportedGroups = decodeNamedGroupList(extensionData);
        break;
      case ExtensionType.signature_algorithms:
        block.take(extensionType);
        found.signatureAlgorithms = decodeSignatureSchemeList(extensionData);
        break;
      case ExtensionType.application_layer_protocol_negotiation:
        block.take(extensionType);
        found.applicationLayerProtocolNegotiation = decodeProtocolNameList(extensionData);
        break;
      case ExtensionType.record_size_limit:
        block.take(extensionType);
        found.recordSizeLimit = decodeRecordSizeLimit(extensionData);
        break;
      case ExtensionType.pre_shared_key:
        block.takeLast(extensionType);
        found.preSharedKey = decodeOfferedPsks(extensionData);
        break;
      case ExtensionType.early_data:
        block.take(extensionType);
        found.earlyData = decodeEmpty(extensionData);
        break;
      case ExtensionType.supported_versions:
        block.take(extensionType);
        found.supportedVersions = decodeSupportedVersionsClientHello(extensionData);
        break;
      case ExtensionType.cookie:
        block.take(extensionType);
        found.cookie = decodeCookie(extensionData);
        break;
      case ExtensionType.psk_key_exchange_modes:
        block.take(extensionType);
        found.pskKeyExchangeModes = decodePskKeyExchangeModes(extensionData);
        break;
      case ExtensionType.certificate_authorities:
        block.take(extensionType);
        found.certificateAuthorities = decodeCertificateAuthoritiesExtension(extensionData);
        break;
      case ExtensionType.post_handshake_auth:
        block.take(extensionType);
        found.postHandshakeAuth = decodePostHandshakeAuth(extensionData);
        break;
      case ExtensionType.signature_algorithms_cert:
        block.take(extensionType);
        found.signatureAlgorithmsCert = decodeSignatureSchemeList(extensionData);
        break;
      case ExtensionType.key_share:
        block.take(extensionType);
        found.keyShare = decodeKeyShareClientHello(extensionData);
        break;
      case ExtensionType.quic_transport_parameters:
        block.take(extensionType);
        found.quicTransportParameters = extensionData;
        break;
      case ExtensionType.ec_point_formats:
        block.take(extensionType);
        found.ecPointFormats = decodeECPointFormatList(extensionData);
        break;
      case ExtensionType.encrypt_then_mac:
        block.take(extensionType);
        found.encryptThenMac = decodeEmpty(extensionData);
        break;
      case ExtensionType.extended_master_secret:
        block.take(extensionType);
        found.extendedMasterSecret = decodeEmpty(extensionData);
        break;
      case ExtensionType.renegotiation_info:
        block.take(extensionType);
        found.renegotiationInfo = decodeRenegotiationInfo(extensionData);
        break;
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.delegated_credential:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.transparency_info:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.status_request_v2:
      case ExtensionType.session_ticket:
        block.take(extensionType);
        break;
      case ExtensionType.oid_filters:
        throw block.forbidden(extensionType);
      default:
        block.take(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a ClientHello and its value. */
export type ClientHelloExtension =
  | readonly [name: 'serverName', value: ServerNameList]
  | readonly [name: 'statusRequest', value: CertificateStatusRequest]
  | readonly [name: 'supportedGroups', value: NamedGroupList]
  | readonly [name: 'signatureAlgorithms', value: SignatureSchemeList]
  | readonly [name: 'applicationLayerProtocolNegotiation', value: ProtocolNameList]
  | readonly [name: 'recordSizeLimit', value: RecordSizeLimit]
  | readonly [name: 'preSharedKey', value: OfferedPsks]
  | readonly [name: 'earlyData', value: Empty]
  | readonly [name: 'supportedVersions', value: SupportedVersionsClientHello]
  | readonly [name: 'cookie', value: Cookie]
  | readonly [name: 'pskKeyExchangeModes', value: PskKeyExchangeModes]
  | readonly [name: 'certificateAuthorities', value: CertificateAuthoritiesExtension]
  | readonly [name: 'postHandshakeAuth', value: PostHandshakeAuth]
  | readonly [name: 'signatureAlgorithmsCert', value: SignatureSchemeList]
  | readonly [name: 'keyShare', value: KeyShareClientHello]
  | readonly [name: 'quicTransportParameters', value: Uint8Array]
  | readonly [name: 'ecPointFormats', value: ECPointFormatList]
  | readonly [name: 'encryptThenMac', value: Empty]
  | readonly [name: 'extendedMasterSecret', value: Empty]
  | readonly [name: 'renegotiationInfo', value: RenegotiationInfo];

/**
 * Makes one extension of a ClientHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeClientHelloExtension(...[name, value]: ClientHelloExtension): Extension {
  switch (name) {
    case 'serverName':
      return {
        extensionType: ExtensionType.server_name,
        extensionData: encodeServerNameList(value),
      };
    case 'statusRequest':
      return {
        extensionType: ExtensionType.status_request,
        extensionData: encodeCertificateStatusRequest(value),
      };
    case 'supportedGroups':
      return {
        extensionType: ExtensionType.supported_groups,
        extensionData: encodeNamedGroupList(value),
      };
    case 'signatureAlgorithms':
      return {
        extensionType: ExtensionType.signature_algorithms,
        extensionData: encodeSignatureSchemeList(value),
      };
    case 'applicationLayerProtocolNegotiation':
      return {
        extensionType: ExtensionType.application_layer_protocol_negotiation,
        extensionData: encodeProtocolNameList(value),
      };
    case 'recordSizeLimit':
      return {
        extensionType: ExtensionType.record_size_limit,
        extensionData: encodeRecordSizeLimit(value),
      };
    case 'preSharedKey':
      return {
        extensionType: ExtensionType.pre_shared_key,
        extensionData: encodeOfferedPsks(value),
      };
    case 'earlyData':
      return { extensionType: ExtensionType.early_data, extensionData: encodeEmpty(value) };
    case 'supportedVersions':
      return {
        extensionType: ExtensionType.supported_versions,
        extensionData: encodeSupportedVersionsClientHello(value),
      };
    case 'cookie':
      return { extensionType: ExtensionType.cookie, extensionData: encodeCookie(value) };
    case 'pskKeyExchangeModes':
      return {
        extensionType: ExtensionType.psk_key_exchange_modes,
        extensionData: encodePskKeyExchangeModes(value),
      };
    case 'certificateAuthorities':
      return {
        extensionType: ExtensionType.certificate_authorities,
        extensionData: encodeCertificateAuthoritiesExtension(value),
      };
    case 'postHandshakeAuth':
      return {
        extensionType: ExtensionType.post_handshake_auth,
        extensionData: encodePostHandshakeAuth(value),
      };
    case 'signatureAlgorithmsCert':
      return {
        extensionType: ExtensionType.signature_algorithms_cert,
        extensionData: encodeSignatureSchemeList(value),
      };
    case 'keyShare':
      return {
        extensionType: ExtensionType.key_share,
        extensionData: encodeKeyShareClientHello(value),
      };
    case 'quicTransportParameters':
      return { extensionType: ExtensionType.quic_transport_parameters, extensionData: value };
    case 'ecPointFormats':
      return {
        extensionType: ExtensionType.ec_point_formats,
        extensionData: encodeECPointFormatList(value),
      };
    case 'encryptThenMac':
      return { extensionType: ExtensionType.encrypt_then_mac, extensionData: encodeEmpty(value) };
    case 'extendedMasterSecret':
      return {
        extensionType: ExtensionType.extended_master_secret,
        extensionData: encodeEmpty(value),
      };
    case 'renegotiationInfo':
      return {
        extensionType: ExtensionType.renegotiation_info,
        extensionData: encodeRenegotiationInfo(value),
      };
  }
}

/** The extensions of a ServerHello that are read. RFC 9846 4.2.3 */
export interface ServerHelloExtensions {
  /** RFC 9846 4.3.11 */
  readonly preSharedKey?: PreSharedKeyServerHello;
  /** RFC 9846 4.3.1 */
  readonly supportedVersions?: SupportedVersionsServerHello;
  /** RFC 9846 4.3.8 */
  readonly keyShare?: KeyShareServerHello;
}

/**
 * Reads the extensions of a ServerHello; byte fields are views.
 *
 * @param requested the types that this side asked for
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeServerHelloExtensions(
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): ServerHelloExtensions {
  const block = new ExtensionBlock('ServerHello', extensions, extensionTypeName);
  const found: Draft<ServerHelloExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.pre_shared_key:
        block.takeAnswer(extensionType, requested);
        found.preSharedKey = decodePreSharedKeyServerHello(extensionData);
        break;
      case ExtensionType.supported_versions:
        block.takeAnswer(extensionType, requested);
        found.supportedVersions = decodeSupportedVersionsServerHello(extensionData);
        break;
      case ExtensionType.key_share:
        block.takeAnswer(extensionType, requested);
        found.keyShare = decodeKeyShareServerHello(extensionData);
        break;
      case ExtensionType.server_name:
      case ExtensionType.status_request:
      case ExtensionType.supported_groups:
      case ExtensionType.signature_algorithms:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.application_layer_protocol_negotiation:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.record_size_limit:
      case ExtensionType.delegated_credential:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.early_data:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.transparency_info:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        throw block.unsupported(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a ServerHello and its value. */
export type ServerHelloExtension =
  | readonly [name: 'preSharedKey', value: PreSharedKeyServerHello]
  | readonly [name: 'supportedVersions', value: SupportedVersionsServerHello]
  | readonly [name: 'keyShare', value: KeyShareServerHello];

/**
 * Makes one extension of a ServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerHelloExtension(...[name, value]: ServerHelloExtension): Extension {
  switch (name) {
    case 'preSharedKey':
      return {
        extensionType: ExtensionType.pre_shared_key,
        extensionData: encodePreSharedKeyServerHello(value),
      };
    case 'supportedVersions':
      return {
        extensionType: ExtensionType.supported_versions,
        extensionData: encodeSupportedVersionsServerHello(value),
      };
    case 'keyShare':
      return {
        extensionType: ExtensionType.key_share,
        extensionData: encodeKeyShareServerHello(value),
      };
  }
}

/** The extensions of a Tls12ServerHello that are read. RFC 5246 7.4.1.4 */
export interface Tls12ServerHelloExtensions {
  /** RFC 6066 3 */
  readonly serverName?: Empty;
  /** RFC 9846 4.5.1.1 */
  readonly statusRequest?: Empty;
  /** RFC 7301 3.1 */
  readonly applicationLayerProtocolNegotiation?: ProtocolNameList;
  /** RFC 8449 4 */
  readonly recordSizeLimit?: RecordSizeLimit;
  /** RFC 8422 5.1.2 */
  readonly ecPointFormats?: ECPointFormatList;
  /** RFC 7366 2 */
  readonly encryptThenMac?: Empty;
  /** RFC 7627 5.1 */
  readonly extendedMasterSecret?: Empty;
  /** RFC 5746 3.2 */
  readonly renegotiationInfo?: RenegotiationInfo;
}

/**
 * Reads the extensions of a Tls12ServerHello; byte fields are views.
 *
 * @param requested the types that this side asked for
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeTls12ServerHelloExtensions(
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): Tls12ServerHelloExtensions {
  const block = new ExtensionBlock('Tls12ServerHello', extensions, extensionTypeName);
  const found: Draft<Tls12ServerHelloExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.server_name:
        block.takeAnswer(extensionType, requested);
        found.serverName = decodeEmpty(extensionData);
        break;
      case ExtensionType.status_request:
        block.takeAnswer(extensionType, requested);
        found.statusRequest = decodeEmpty(extensionData);
        break;
      case ExtensionType.application_layer_protocol_negotiation:
        block.takeAnswer(extensionType, requested);
        found.applicationLayerProtocolNegotiation = decodeProtocolNameList(extensionData);
        break;
      case ExtensionType.record_size_limit:
        block.takeAnswer(extensionType, requested);
        found.recordSizeLimit = decodeRecordSizeLimit(extensionData);
        break;
      case ExtensionType.ec_point_formats:
        block.takeAnswer(extensionType, requested);
        found.ecPointFormats = decodeECPointFormatList(extensionData);
        break;
      case ExtensionType.encrypt_then_mac:
        block.takeAnswer(extensionType, requested);
        found.encryptThenMac = decodeEmpty(extensionData);
        break;
      case ExtensionType.extended_master_secret:
        block.takeAnswer(extensionType, requested);
        found.extendedMasterSecret = decodeEmpty(extensionData);
        break;
      case ExtensionType.renegotiation_info:
        block.takeAnswer(extensionType, requested);
        found.renegotiationInfo = decodeRenegotiationInfo(extensionData);
        break;
      case ExtensionType.supported_groups:
        block.takeAnswer(extensionType, requested);
        break;
      case ExtensionType.signature_algorithms:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.delegated_credential:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.pre_shared_key:
      case ExtensionType.early_data:
      case ExtensionType.supported_versions:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.key_share:
      case ExtensionType.transparency_info:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.status_request_v2:
      case ExtensionType.session_ticket:
        throw block.forbidden(extensionType);
      default:
        throw block.unsupported(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a Tls12ServerHello and its value. */
export type Tls12ServerHelloExtension =
  | readonly [name: 'serverName', value: Empty]
  | readonly [name: 'statusRequest', value: Empty]
  | readonly [name: 'applicationLayerProtocolNegotiation', value: ProtocolNameList]
  | readonly [name: 'recordSizeLimit', value: RecordSizeLimit]
  | readonly [name: 'ecPointFormats', value: ECPointFormatList]
  | readonly [name: 'encryptThenMac', value: Empty]
  | readonly [name: 'extendedMasterSecret', value: Empty]
  | readonly [name: 'renegotiationInfo', value: RenegotiationInfo];

/**
 * Makes one extension of a Tls12ServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeTls12ServerHelloExtension(
  ...[name, value]: Tls12ServerHelloExtension
): Extension {
  switch (name) {
    case 'serverName':
      return { extensionType: ExtensionType.server_name, extensionData: encodeEmpty(value) };
    case 'statusRequest':
      return { extensionType: ExtensionType.status_request, extensionData: encodeEmpty(value) };
    case 'applicationLayerProtocolNegotiation':
      return {
        extensionType: ExtensionType.application_layer_protocol_negotiation,
        extensionData: encodeProtocolNameList(value),
      };
    case 'recordSizeLimit':
      return {
        extensionType: ExtensionType.record_size_limit,
        extensionData: encodeRecordSizeLimit(value),
      };
    case 'ecPointFormats':
      return {
        extensionType: ExtensionType.ec_point_formats,
        extensionData: encodeECPointFormatList(value),
      };
    case 'encryptThenMac':
      return { extensionType: ExtensionType.encrypt_then_mac, extensionData: encodeEmpty(value) };
    case 'extendedMasterSecret':
      return {
        extensionType: ExtensionType.extended_master_secret,
        extensionData: encodeEmpty(value),
      };
    case 'renegotiationInfo':
      return {
        extensionType: ExtensionType.renegotiation_info,
        extensionData: encodeRenegotiationInfo(value),
      };
  }
}

/** The extensions of a HelloRetryRequest that are read. RFC 9846 4.2.4 */
export interface HelloRetryRequestExtensions {
  /** RFC 9846 4.3.1 */
  readonly supportedVersions?: SupportedVersionsServerHello;
  /** RFC 9846 4.3.2 */
  readonly cookie?: Cookie;
  /** RFC 9846 4.3.8 */
  readonly keyShare?: KeyShareHelloRetryRequest;
}

/**
 * Reads the extensions of a HelloRetryRequest; byte fields are views.
 *
 * @param requested the types that this side asked for
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeHelloRetryRequestExtensions(
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): HelloRetryRequestExtensions {
  const block = new ExtensionBlock('HelloRetryRequest', extensions, extensionTypeName);
  const found: Draft<HelloRetryRequestExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.supported_versions:
        block.takeAnswer(extensionType, requested);
        found.supportedVersions = decodeSupportedVersionsServerHello(extensionData);
        break;
      case ExtensionType.cookie:
        block.take(extensionType);
        found.cookie = decodeCookie(extensionData);
        break;
      case ExtensionType.key_share:
        block.takeAnswer(extensionType, requested);
        found.keyShare = decodeKeyShareHelloRetryRequest(extensionData);
        break;
      case ExtensionType.encrypted_client_hello:
        block.takeAnswer(extensionType, requested);
        break;
      case ExtensionType.server_name:
      case ExtensionType.status_request:
      case ExtensionType.supported_groups:
      case ExtensionType.signature_algorithms:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.application_layer_protocol_negotiation:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.record_size_limit:
      case ExtensionType.delegated_credential:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.pre_shared_key:
      case ExtensionType.early_data:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.transparency_info:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        throw block.unsupported(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a HelloRetryRequest and its value. */
export type HelloRetryRequestExtension =
  | readonly [name: 'supportedVersions', value: SupportedVersionsServerHello]
  | readonly [name: 'cookie', value: Cookie]
  | readonly [name: 'keyShare', value: KeyShareHelloRetryRequest];

/**
 * Makes one extension of a HelloRetryRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeHelloRetryRequestExtension(
  ...[name, value]: HelloRetryRequestExtension
): Extension {
  switch (name) {
    case 'supportedVersions':
      return {
        extensionType: ExtensionType.supported_versions,
        extensionData: encodeSupportedVersionsServerHello(value),
      };
    case 'cookie':
      return { extensionType: ExtensionType.cookie, extensionData: encodeCookie(value) };
    case 'keyShare':
      return {
        extensionType: ExtensionType.key_share,
        extensionData: encodeKeyShareHelloRetryRequest(value),
      };
  }
}

/** The extensions of a EncryptedExtensions that are read. RFC 9846 4.4.1 */
export interface EncryptedExtensionsExtensions {
  /** RFC 6066 3 */
  readonly serverName?: Empty;
  /** RFC 7301 3.1 */
  readonly applicationLayerProtocolNegotiation?: ProtocolNameList;
  /** RFC 8449 4 */
  readonly recordSizeLimit?: RecordSizeLimit;
  /** RFC 9846 4.3.10 */
  readonly earlyData?: Empty;
  /** RFC 9001 8.2 */
  readonly quicTransportParameters?: Uint8Array;
}

/**
 * Reads the extensions of a EncryptedExtensions; byte fields are views.
 *
 * @param requested the types that this side asked for
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeEncryptedExtensionsExtensions(
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): EncryptedExtensionsExtensions {
  const block = new ExtensionBlock('EncryptedExtensions', extensions, extensionTypeName);
  const found: Draft<EncryptedExtensionsExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.server_name:
        block.takeAnswer(extensionType, requested);
        found.serverName = decodeEmpty(extensionData);
        break;
      case ExtensionType.application_layer_protocol_negotiation:
        block.takeAnswer(extensionType, requested);
        found.applicationLayerProtocolNegotiation = decodeProtocolNameList(extensionData);
        break;
      case ExtensionType.record_size_limit:
        block.takeAnswer(extensionType, requested);
        found.recordSizeLimit = decodeRecordSizeLimit(extensionData);
        break;
      case ExtensionType.early_data:
        block.takeAnswer(extensionType, requested);
        found.earlyData = decodeEmpty(extensionData);
        break;
      case ExtensionType.quic_transport_parameters:
        block.takeAnswer(extensionType, requested);
        found.quicTransportParameters = extensionData;
        break;
      case ExtensionType.supported_groups:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.ticket_request:
      case ExtensionType.encrypted_client_hello:
        block.takeAnswer(extensionType, requested);
        break;
      case ExtensionType.status_request:
      case ExtensionType.signature_algorithms:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.delegated_credential:
      case ExtensionType.pre_shared_key:
      case ExtensionType.supported_versions:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.key_share:
      case ExtensionType.transparency_info:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        throw block.unsupported(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a EncryptedExtensions and its value. */
export type EncryptedExtensionsExtension =
  | readonly [name: 'serverName', value: Empty]
  | readonly [name: 'applicationLayerProtocolNegotiation', value: ProtocolNameList]
  | readonly [name: 'recordSizeLimit', value: RecordSizeLimit]
  | readonly [name: 'earlyData', value: Empty]
  | readonly [name: 'quicTransportParameters', value: Uint8Array];

/**
 * Makes one extension of a EncryptedExtensions.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEncryptedExtensionsExtension(
  ...[name, value]: EncryptedExtensionsExtension
): Extension {
  switch (name) {
    case 'serverName':
      return { extensionType: ExtensionType.server_name, extensionData: encodeEmpty(value) };
    case 'applicationLayerProtocolNegotiation':
      return {
        extensionType: ExtensionType.application_layer_protocol_negotiation,
        extensionData: encodeProtocolNameList(value),
      };
    case 'recordSizeLimit':
      return {
        extensionType: ExtensionType.record_size_limit,
        extensionData: encodeRecordSizeLimit(value),
      };
    case 'earlyData':
      return { extensionType: ExtensionType.early_data, extensionData: encodeEmpty(value) };
    case 'quicTransportParameters':
      return { extensionType: ExtensionType.quic_transport_parameters, extensionData: value };
  }
}

/** The extensions of a CertificateRequest that are read. RFC 9846 4.4.2 */
export interface CertificateRequestExtensions {
  /** RFC 9846 4.5.1.1 */
  readonly statusRequest?: Empty;
  /** RFC 9846 4.3.3 */
  readonly signatureAlgorithms?: SignatureSchemeList;
  /** RFC 9846 4.3.4 */
  readonly certificateAuthorities?: CertificateAuthoritiesExtension;
  /** RFC 9846 4.3.5 */
  readonly oidFilters?: OIDFilterExtension;
  /** RFC 9846 4.3.3 */
  readonly signatureAlgorithmsCert?: SignatureSchemeList;
}

/**
 * Reads the extensions of a CertificateRequest; byte fields are views.
 *
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeCertificateRequestExtensions(
  extensions: readonly Extension[],
): CertificateRequestExtensions {
  const block = new ExtensionBlock('CertificateRequest', extensions, extensionTypeName);
  const found: Draft<CertificateRequestExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.status_request:
        block.take(extensionType);
        found.statusRequest = decodeEmpty(extensionData);
        break;
      case ExtensionType.signature_algorithms:
        block.take(extensionType);
        found.signatureAlgorithms = decodeSignatureSchemeList(extensionData);
        break;
      case ExtensionType.certificate_authorities:
        block.take(extensionType);
        found.certificateAuthorities = decodeCertificateAuthoritiesExtension(extensionData);
        break;
      case ExtensionType.oid_filters:
        block.take(extensionType);
        found.oidFilters = decodeOIDFilterExtension(extensionData);
        break;
      case ExtensionType.signature_algorithms_cert:
        block.take(extensionType);
        found.signatureAlgorithmsCert = decodeSignatureSchemeList(extensionData);
        break;
      case ExtensionType.server_name:
      case ExtensionType.compress_certificate:
      case ExtensionType.delegated_credential:
      case ExtensionType.transparency_info:
      case ExtensionType.signed_certificate_timestamp:
        block.take(extensionType);
        break;
      case ExtensionType.supported_groups:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.application_layer_protocol_negotiation:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.record_size_limit:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.pre_shared_key:
      case ExtensionType.early_data:
      case ExtensionType.supported_versions:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.key_share:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        block.take(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a CertificateRequest and its value. */
export type CertificateRequestExtension =
  | readonly [name: 'statusRequest', value: Empty]
  | readonly [name: 'signatureAlgorithms', value: SignatureSchemeList]
  | readonly [name: 'certificateAuthorities', value: CertificateAuthoritiesExtension]
  | readonly [name: 'oidFilters', value: OIDFilterExtension]
  | readonly [name: 'signatureAlgorithmsCert', value: SignatureSchemeList];

/**
 * Makes one extension of a CertificateRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateRequestExtension(
  ...[name, value]: CertificateRequestExtension
): Extension {
  switch (name) {
    case 'statusRequest':
      return { extensionType: ExtensionType.status_request, extensionData: encodeEmpty(value) };
    case 'signatureAlgorithms':
      return {
        extensionType: ExtensionType.signature_algorithms,
        extensionData: encodeSignatureSchemeList(value),
      };
    case 'certificateAuthorities':
      return {
        extensionType: ExtensionType.certificate_authorities,
        extensionData: encodeCertificateAuthoritiesExtension(value),
      };
    case 'oidFilters':
      return {
        extensionType: ExtensionType.oid_filters,
        extensionData: encodeOIDFilterExtension(value),
      };
    case 'signatureAlgorithmsCert':
      return {
        extensionType: ExtensionType.signature_algorithms_cert,
        extensionData: encodeSignatureSchemeList(value),
      };
  }
}

/** The extensions of a CertificateEntry that are read. RFC 9846 4.5.1 */
export interface CertificateEntryExtensions {
  /** RFC 9846 4.5.1.1 */
  readonly statusRequest?: CertificateStatus;
}

/**
 * Reads the extensions of a CertificateEntry; byte fields are views.
 *
 * @param requested the types that this side asked for
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeCertificateEntryExtensions(
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): CertificateEntryExtensions {
  const block = new ExtensionBlock('CertificateEntry', extensions, extensionTypeName);
  const found: Draft<CertificateEntryExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.status_request:
        block.takeAnswer(extensionType, requested);
        found.statusRequest = decodeCertificateStatus(extensionData);
        break;
      case ExtensionType.delegated_credential:
      case ExtensionType.transparency_info:
      case ExtensionType.signed_certificate_timestamp:
        block.takeAnswer(extensionType, requested);
        break;
      case ExtensionType.server_name:
      case ExtensionType.supported_groups:
      case ExtensionType.signature_algorithms:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.application_layer_protocol_negotiation:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.record_size_limit:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.pre_shared_key:
      case ExtensionType.early_data:
      case ExtensionType.supported_versions:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.key_share:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        throw block.unsupported(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a CertificateEntry and its value. */
export type CertificateEntryExtension = readonly [name: 'statusRequest', value: CertificateStatus];

/**
 * Makes one extension of a CertificateEntry.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateEntryExtension(
  ...[name, value]: CertificateEntryExtension
): Extension {
  switch (name) {
    case 'statusRequest':
      return {
        extensionType: ExtensionType.status_request,
        extensionData: encodeCertificateStatus(value),
      };
  }
}

/** The extensions of a NewSessionTicket that are read. RFC 9846 4.7.1 */
export interface NewSessionTicketExtensions {
  /** RFC 9846 4.3.10 */
  readonly earlyData?: EarlyDataIndicationNewSessionTicket;
}

/**
 * Reads the extensions of a NewSessionTicket; byte fields are views.
 *
 * @throws DecodeError with a code for each rule that is broken
 */
export function decodeNewSessionTicketExtensions(
  extensions: readonly Extension[],
): NewSessionTicketExtensions {
  const block = new ExtensionBlock('NewSessionTicket', extensions, extensionTypeName);
  const found: Draft<NewSessionTicketExtensions> = {};
  for (const { extensionType, extensionData } of extensions) {
    switch (extensionType) {
      case ExtensionType.early_data:
        block.take(extensionType);
        found.earlyData = decodeEarlyDataIndicationNewSessionTicket(extensionData);
        break;
      case ExtensionType.server_name:
      case ExtensionType.status_request:
      case ExtensionType.supported_groups:
      case ExtensionType.signature_algorithms:
      case ExtensionType.use_srtp:
      case ExtensionType.heartbeat:
      case ExtensionType.application_layer_protocol_negotiation:
      case ExtensionType.client_certificate_type:
      case ExtensionType.server_certificate_type:
      case ExtensionType.padding:
      case ExtensionType.compress_certificate:
      case ExtensionType.record_size_limit:
      case ExtensionType.delegated_credential:
      case ExtensionType.supported_ekt_ciphers:
      case ExtensionType.pre_shared_key:
      case ExtensionType.supported_versions:
      case ExtensionType.cookie:
      case ExtensionType.psk_key_exchange_modes:
      case ExtensionType.certificate_authorities:
      case ExtensionType.oid_filters:
      case ExtensionType.post_handshake_auth:
      case ExtensionType.signature_algorithms_cert:
      case ExtensionType.key_share:
      case ExtensionType.transparency_info:
      case ExtensionType.external_id_hash:
      case ExtensionType.external_session_id:
      case ExtensionType.quic_transport_parameters:
      case ExtensionType.ticket_request:
      case ExtensionType.ech_outer_extensions:
      case ExtensionType.encrypted_client_hello:
      case ExtensionType.signed_certificate_timestamp:
      case ExtensionType.max_fragment_length:
      case ExtensionType.client_certificate_url:
      case ExtensionType.trusted_ca_keys:
      case ExtensionType.truncated_hmac:
      case ExtensionType.ec_point_formats:
      case ExtensionType.status_request_v2:
      case ExtensionType.encrypt_then_mac:
      case ExtensionType.extended_master_secret:
      case ExtensionType.session_ticket:
      case ExtensionType.renegotiation_info:
        throw block.forbidden(extensionType);
      default:
        block.take(extensionType);
    }
  }

  return found;
}

/** The name of an extension in a NewSessionTicket and its value. */
export type NewSessionTicketExtension = readonly [
  name: 'earlyData',
  value: EarlyDataIndicationNewSessionTicket,
];

/**
 * Makes one extension of a NewSessionTicket.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeNewSessionTicketExtension(
  ...[name, value]: NewSessionTicketExtension
): Extension {
  switch (name) {
    case 'earlyData':
      return {
        extensionType: ExtensionType.early_data,
        extensionData: encodeEarlyDataIndicationNewSessionTicket(value),
      };
  }
}
