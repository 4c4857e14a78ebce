/**
 * Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.
 *
 * Structures in words, for traces: one line a field, names for code points, long bytes shortened.
 * Nothing here runs unless somebody traces.
 */
import { Printer } from '../runtime/codegen/printer.ts';
import {
  CertificateStatusType,
  ExtensionType,
  alertDescriptionName,
  alertLevelName,
  certificateStatusTypeName,
  cipherSuiteName,
  clientCertificateTypeName,
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
  ecCurveTypeName,
  ecPointFormatName,
  extensionTypeName,
  helloRetryRequestRandom,
  keyUpdateRequestName,
  nameTypeName,
  namedGroupName,
  protocolVersionName,
  pskKeyExchangeModeName,
  signatureSchemeName,
} from './messages.ts';
import type {
  Alert,
  Certificate,
  CertificateAuthoritiesExtension,
  CertificateEntry,
  CertificateRequest,
  CertificateStatus,
  CertificateStatusRequest,
  CertificateVerify,
  ClientHello,
  ClientKeyExchange,
  Cookie,
  ECPointFormatList,
  EarlyDataIndicationNewSessionTicket,
  Empty,
  EncryptedExtensions,
  EncryptedPreMasterSecret,
  EndOfEarlyData,
  Extension,
  Finished,
  HelloRequest,
  HkdfLabel,
  KeyShareClientHello,
  KeyShareEntry,
  KeyShareHelloRetryRequest,
  KeyShareServerHello,
  KeyUpdate,
  NamedGroupList,
  NewSessionTicket,
  OCSPStatusRequest,
  OIDFilter,
  OIDFilterExtension,
  OfferedPsks,
  PostHandshakeAuth,
  PreSharedKeyServerHello,
  ProtocolNameList,
  PskIdentity,
  PskKeyExchangeModes,
  RecordSizeLimit,
  RenegotiationInfo,
  ServerECDHParams,
  ServerHello,
  ServerHelloDone,
  ServerKeyExchange,
  ServerName,
  ServerNameList,
  SignatureSchemeList,
  SupportedVersionsClientHello,
  SupportedVersionsServerHello,
  Tls12Certificate,
  Tls12CertificateRequest,
} from './messages.ts';

/** The fields of one Alert, a line each. */
export function printAlert(value: Alert): readonly string[] {
  const printer = new Printer();
  showAlert(printer, value);
  return printer.lines;
}

function showAlert(printer: Printer, value: Alert): void {
  printer.field('level', alertLevelName(value.level));
  printer.field('description', alertDescriptionName(value.description));
}

/** The fields of one Empty, a line each. */
export function printEmpty(value: Empty): readonly string[] {
  const printer = new Printer();
  showEmpty(printer, value);
  return printer.lines;
}

function showEmpty(_printer: Printer, _value: Empty): void {}

/** The fields of one SupportedVersionsClientHello, a line each. */
export function printSupportedVersionsClientHello(
  value: SupportedVersionsClientHello,
): readonly string[] {
  const printer = new Printer();
  showSupportedVersionsClientHello(printer, value);
  return printer.lines;
}

function showSupportedVersionsClientHello(
  printer: Printer,
  value: SupportedVersionsClientHello,
): void {
  printer.field('versions', value.versions.map((item) => protocolVersionName(item)).join(', '));
}

/** The fields of one SupportedVersionsServerHello, a line each. */
export function printSupportedVersionsServerHello(
  value: SupportedVersionsServerHello,
): readonly string[] {
  const printer = new Printer();
  showSupportedVersionsServerHello(printer, value);
  return printer.lines;
}

function showSupportedVersionsServerHello(
  printer: Printer,
  value: SupportedVersionsServerHello,
): void {
  printer.field('selected_version', protocolVersionName(value.selectedVersion));
}

/** The fields of one Cookie, a line each. */
export function printCookie(value: Cookie): readonly string[] {
  const printer = new Printer();
  showCookie(printer, value);
  return printer.lines;
}

function showCookie(printer: Printer, value: Cookie): void {
  printer.bytes('cookie', value.cookie);
}

/** The fields of one SignatureSchemeList, a line each. */
export function printSignatureSchemeList(value: SignatureSchemeList): readonly string[] {
  const printer = new Printer();
  showSignatureSchemeList(printer, value);
  return printer.lines;
}

function showSignatureSchemeList(printer: Printer, value: SignatureSchemeList): void {
  printer.field(
    'supported_signature_algorithms',
    value.supportedSignatureAlgorithms.map((item) => signatureSchemeName(item)).join(', '),
  );
}

/** The fields of one CertificateAuthoritiesExtension, a line each. */
export function printCertificateAuthoritiesExtension(
  value: CertificateAuthoritiesExtension,
): readonly string[] {
  const printer = new Printer();
  showCertificateAuthoritiesExtension(printer, value);
  return printer.lines;
}

function showCertificateAuthoritiesExtension(
  printer: Printer,
  value: CertificateAuthoritiesExtension,
): void {
  for (const [index, item] of value.authorities.entries()) {
    printer.bytes(`authorities[${index}]`, item);
  }
}

/** The fields of one OIDFilter, a line each. */
export function printOIDFilter(value: OIDFilter): readonly string[] {
  const printer = new Printer();
  showOIDFilter(printer, value);
  return printer.lines;
}

function showOIDFilter(printer: Printer, value: OIDFilter): void {
  printer.bytes('certificate_extension_oid', value.certificateExtensionOid);
  printer.bytes('certificate_extension_values', value.certificateExtensionValues);
}

/** The fields of one OIDFilterExtension, a line each. */
export function printOIDFilterExtension(value: OIDFilterExtension): readonly string[] {
  const printer = new Printer();
  showOIDFilterExtension(printer, value);
  return printer.lines;
}

function showOIDFilterExtension(printer: Printer, value: OIDFilterExtension): void {
  for (const [index, item] of value.filters.entries()) {
    printer.open(`filters[${index}]`);
    showOIDFilter(printer, item);
    printer.close();
  }
}

/** The fields of one PostHandshakeAuth, a line each. */
export function printPostHandshakeAuth(value: PostHandshakeAuth): readonly string[] {
  const printer = new Printer();
  showPostHandshakeAuth(printer, value);
  return printer.lines;
}

function showPostHandshakeAuth(_printer: Printer, _value: PostHandshakeAuth): void {}

/** The fields of one NamedGroupList, a line each. */
export function printNamedGroupList(value: NamedGroupList): readonly string[] {
  const printer = new Printer();
  showNamedGroupList(printer, value);
  return printer.lines;
}

function showNamedGroupList(printer: Printer, value: NamedGroupList): void {
  printer.field(
    'named_group_list',
    value.namedGroupList.map((item) => namedGroupName(item)).join(', '),
  );
}

/** The fields of one KeyShareEntry, a line each. */
export function printKeyShareEntry(value: KeyShareEntry): readonly string[] {
  const printer = new Printer();
  showKeyShareEntry(printer, value);
  return printer.lines;
}

function showKeyShareEntry(printer: Printer, value: KeyShareEntry): void {
  printer.field('group', namedGroupName(value.group));
  printer.bytes('key_exchange', value.keyExchange);
}

/** The fields of one KeyShareClientHello, a line each. */
export function printKeyShareClientHello(value: KeyShareClientHello): readonly string[] {
  const printer = new Printer();
  showKeyShareClientHello(printer, value);
  return printer.lines;
}

function showKeyShareClientHello(printer: Printer, value: KeyShareClientHello): void {
  for (const [index, item] of value.clientShares.entries()) {
    printer.open(`client_shares[${index}]`);
    showKeyShareEntry(printer, item);
    printer.close();
  }
}

/** The fields of one KeyShareHelloRetryRequest, a line each. */
export function printKeyShareHelloRetryRequest(
  value: KeyShareHelloRetryRequest,
): readonly string[] {
  const printer = new Printer();
  showKeyShareHelloRetryRequest(printer, value);
  return printer.lines;
}

function showKeyShareHelloRetryRequest(printer: Printer, value: KeyShareHelloRetryRequest): void {
  printer.field('selected_group', namedGroupName(value.selectedGroup));
}

/** The fields of one KeyShareServerHello, a line each. */
export function printKeyShareServerHello(value: KeyShareServerHello): readonly string[] {
  const printer = new Printer();
  showKeyShareServerHello(printer, value);
  return printer.lines;
}

function showKeyShareServerHello(printer: Printer, value: KeyShareServerHello): void {
  printer.open('server_share');
  showKeyShareEntry(printer, value.serverShare);
  printer.close();
}

/** The fields of one PskKeyExchangeModes, a line each. */
export function printPskKeyExchangeModes(value: PskKeyExchangeModes): readonly string[] {
  const printer = new Printer();
  showPskKeyExchangeModes(printer, value);
  return printer.lines;
}

function showPskKeyExchangeModes(printer: Printer, value: PskKeyExchangeModes): void {
  printer.field('ke_modes', value.keModes.map((item) => pskKeyExchangeModeName(item)).join(', '));
}

/** The fields of one EarlyDataIndicationNewSessionTicket, a line each. */
export function printEarlyDataIndicationNewSessionTicket(
  value: EarlyDataIndicationNewSessionTicket,
): readonly string[] {
  const printer = new Printer();
  showEarlyDataIndicationNewSessionTicket(printer, value);
  return printer.lines;
}

function showEarlyDataIndicationNewSessionTicket(
  printer: Printer,
  value: EarlyDataIndicationNewSessionTicket,
): void {
  printer.field('max_early_data_size', `${value.maxEarlyDataSize}`);
}

/** The fields of one PskIdentity, a line each. */
export function printPskIdentity(value: PskIdentity): readonly string[] {
  const printer = new Printer();
  showPskIdentity(printer, value);
  return printer.lines;
}

function showPskIdentity(printer: Printer, value: PskIdentity): void {
  printer.bytes('identity', value.identity);
  printer.field('obfuscated_ticket_age', `${value.obfuscatedTicketAge}`);
}

/** The fields of one OfferedPsks, a line each. */
export function printOfferedPsks(value: OfferedPsks): readonly string[] {
  const printer = new Printer();
  showOfferedPsks(printer, value);
  return printer.lines;
}

function showOfferedPsks(printer: Printer, value: OfferedPsks): void {
  for (const [index, item] of value.identities.entries()) {
    printer.open(`identities[${index}]`);
    showPskIdentity(printer, item);
    printer.close();
  }

  for (const [index, item] of value.binders.entries()) {
    printer.bytes(`binders[${index}]`, item);
  }
}

/** The fields of one PreSharedKeyServerHello, a line each. */
export function printPreSharedKeyServerHello(value: PreSharedKeyServerHello): readonly string[] {
  const printer = new Printer();
  showPreSharedKeyServerHello(printer, value);
  return printer.lines;
}

function showPreSharedKeyServerHello(printer: Printer, value: PreSharedKeyServerHello): void {
  printer.field('selected_identity', `${value.selectedIdentity}`);
}

/** The fields of one ServerName, a line each. */
export function printServerName(value: ServerName): readonly string[] {
  const printer = new Printer();
  showServerName(printer, value);
  return printer.lines;
}

function showServerName(printer: Printer, value: ServerName): void {
  printer.field('name_type', nameTypeName(value.nameType));
  if (value.hostName !== undefined) {
    printer.bytes('HostName', value.hostName);
  }

  if (value.otherName !== undefined) {
    printer.bytes('other_name', value.otherName);
  }
}

/** The fields of one ServerNameList, a line each. */
export function printServerNameList(value: ServerNameList): readonly string[] {
  const printer = new Printer();
  showServerNameList(printer, value);
  return printer.lines;
}

function showServerNameList(printer: Printer, value: ServerNameList): void {
  for (const [index, item] of value.serverNameList.entries()) {
    printer.open(`server_name_list[${index}]`);
    showServerName(printer, item);
    printer.close();
  }
}

/** The fields of one OCSPStatusRequest, a line each. */
export function printOCSPStatusRequest(value: OCSPStatusRequest): readonly string[] {
  const printer = new Printer();
  showOCSPStatusRequest(printer, value);
  return printer.lines;
}

function showOCSPStatusRequest(printer: Printer, value: OCSPStatusRequest): void {
  for (const [index, item] of value.responderIdList.entries()) {
    printer.bytes(`responder_id_list[${index}]`, item);
  }

  printer.bytes('request_extensions', value.requestExtensions);
}

/** The fields of one CertificateStatusRequest, a line each. */
export function printCertificateStatusRequest(value: CertificateStatusRequest): readonly string[] {
  const printer = new Printer();
  showCertificateStatusRequest(printer, value);
  return printer.lines;
}

function showCertificateStatusRequest(printer: Printer, value: CertificateStatusRequest): void {
  printer.field('status_type', certificateStatusTypeName(value.statusType));
  if (value.ocspStatusRequest !== undefined) {
    printer.open('OCSPStatusRequest');
    showOCSPStatusRequest(printer, value.ocspStatusRequest);
    printer.close();
  }

  if (value.otherRequest !== undefined) {
    printer.bytes('other_request', value.otherRequest);
  }
}

/** The fields of one CertificateStatus, a line each. */
export function printCertificateStatus(value: CertificateStatus): readonly string[] {
  const printer = new Printer();
  showCertificateStatus(printer, value);
  return printer.lines;
}

function showCertificateStatus(printer: Printer, value: CertificateStatus): void {
  printer.field('status_type', certificateStatusTypeName(value.statusType));
  switch (value.statusType) {
    case CertificateStatusType.ocsp:
      printer.bytes('OCSPResponse', value.ocspResponse);
      break;
  }
}

/** The fields of one ProtocolNameList, a line each. */
export function printProtocolNameList(value: ProtocolNameList): readonly string[] {
  const printer = new Printer();
  showProtocolNameList(printer, value);
  return printer.lines;
}

function showProtocolNameList(printer: Printer, value: ProtocolNameList): void {
  for (const [index, item] of value.protocolNameList.entries()) {
    printer.bytes(`protocol_name_list[${index}]`, item);
  }
}

/** The fields of one RecordSizeLimit, a line each. */
export function printRecordSizeLimit(value: RecordSizeLimit): readonly string[] {
  const printer = new Printer();
  showRecordSizeLimit(printer, value);
  return printer.lines;
}

function showRecordSizeLimit(printer: Printer, value: RecordSizeLimit): void {
  printer.field('record_size_limit', `${value.recordSizeLimit}`);
}

/** The fields of one HelloRequest, a line each. */
export function printHelloRequest(value: HelloRequest): readonly string[] {
  const printer = new Printer();
  showHelloRequest(printer, value);
  return printer.lines;
}

function showHelloRequest(_printer: Printer, _value: HelloRequest): void {}

/** The fields of one Tls12Certificate, a line each. */
export function printTls12Certificate(value: Tls12Certificate): readonly string[] {
  const printer = new Printer();
  showTls12Certificate(printer, value);
  return printer.lines;
}

function showTls12Certificate(printer: Printer, value: Tls12Certificate): void {
  for (const [index, item] of value.certificateList.entries()) {
    printer.bytes(`certificate_list[${index}]`, item);
  }
}

/** The fields of one ServerECDHParams, a line each. */
export function printServerECDHParams(value: ServerECDHParams): readonly string[] {
  const printer = new Printer();
  showServerECDHParams(printer, value);
  return printer.lines;
}

function showServerECDHParams(printer: Printer, value: ServerECDHParams): void {
  printer.field('curve_type', ecCurveTypeName(value.curveType));
  printer.field('namedcurve', namedGroupName(value.namedcurve));
  printer.bytes('public_key', value.publicKey);
}

/** The fields of one ServerKeyExchange, a line each. */
export function printServerKeyExchange(value: ServerKeyExchange): readonly string[] {
  const printer = new Printer();
  showServerKeyExchange(printer, value);
  return printer.lines;
}

function showServerKeyExchange(printer: Printer, value: ServerKeyExchange): void {
  printer.open('params');
  showServerECDHParams(printer, value.params);
  printer.close();
  printer.field('algorithm', signatureSchemeName(value.algorithm));
  printer.bytes('signature', value.signature);
}

/** The fields of one Tls12CertificateRequest, a line each. */
export function printTls12CertificateRequest(value: Tls12CertificateRequest): readonly string[] {
  const printer = new Printer();
  showTls12CertificateRequest(printer, value);
  return printer.lines;
}

function showTls12CertificateRequest(printer: Printer, value: Tls12CertificateRequest): void {
  printer.field(
    'certificate_types',
    value.certificateTypes.map((item) => clientCertificateTypeName(item)).join(', '),
  );
  printer.field(
    'supported_signature_algorithms',
    value.supportedSignatureAlgorithms.map((item) => signatureSchemeName(item)).join(', '),
  );
  for (const [index, item] of value.certificateAuthorities.entries()) {
    printer.bytes(`certificate_authorities[${index}]`, item);
  }
}

/** The fields of one ServerHelloDone, a line each. */
export function printServerHelloDone(value: ServerHelloDone): readonly string[] {
  const printer = new Printer();
  showServerHelloDone(printer, value);
  return printer.lines;
}

function showServerHelloDone(_printer: Printer, _value: ServerHelloDone): void {}

/** The fields of one ClientKeyExchange, a line each. */
export function printClientKeyExchange(value: ClientKeyExchange): readonly string[] {
  const printer = new Printer();
  showClientKeyExchange(printer, value);
  return printer.lines;
}

function showClientKeyExchange(printer: Printer, value: ClientKeyExchange): void {
  printer.bytes('ecdh_Yc', value.ecdhYc);
}

/** The fields of one EncryptedPreMasterSecret, a line each. */
export function printEncryptedPreMasterSecret(value: EncryptedPreMasterSecret): readonly string[] {
  const printer = new Printer();
  showEncryptedPreMasterSecret(printer, value);
  return printer.lines;
}

function showEncryptedPreMasterSecret(printer: Printer, value: EncryptedPreMasterSecret): void {
  printer.bytes('encrypted_pre_master_secret', value.encryptedPreMasterSecret);
}

/** The fields of one ECPointFormatList, a line each. */
export function printECPointFormatList(value: ECPointFormatList): readonly string[] {
  const printer = new Printer();
  showECPointFormatList(printer, value);
  return printer.lines;
}

function showECPointFormatList(printer: Printer, value: ECPointFormatList): void {
  printer.field(
    'ec_point_format_list',
    value.ecPointFormatList.map((item) => ecPointFormatName(item)).join(', '),
  );
}

/** The fields of one RenegotiationInfo, a line each. */
export function printRenegotiationInfo(value: RenegotiationInfo): readonly string[] {
  const printer = new Printer();
  showRenegotiationInfo(printer, value);
  return printer.lines;
}

function showRenegotiationInfo(printer: Printer, value: RenegotiationInfo): void {
  printer.bytes('renegotiated_connection', value.renegotiatedConnection);
}

/** The fields of one Extension, a line each. */
export function printExtension(value: Extension): readonly string[] {
  const printer = new Printer();
  showExtension(printer, value);
  return printer.lines;
}

function showExtension(printer: Printer, value: Extension): void {
  printer.field('extension_type', `${value.extensionType}`);
  printer.bytes('extension_data', value.extensionData);
}

/** The fields of one ClientHello, a line each. */
export function printClientHello(value: ClientHello): readonly string[] {
  const printer = new Printer();
  showClientHello(printer, value);
  return printer.lines;
}

function showClientHello(printer: Printer, value: ClientHello): void {
  printer.field('legacy_version', protocolVersionName(value.legacyVersion));
  printer.bytes('random', value.random);
  printer.bytes('legacy_session_id', value.legacySessionId);
  printer.field(
    'cipher_suites',
    value.cipherSuites.map((item) => cipherSuiteName(item)).join(', '),
  );
  printer.bytes('legacy_compression_methods', value.legacyCompressionMethods);
  for (const item of value.extensions ?? []) showClientHelloExtension(printer, item);
}

/** The fields of one ServerHello, a line each. */
export function printServerHello(value: ServerHello): readonly string[] {
  const printer = new Printer();
  showServerHello(printer, value);
  return printer.lines;
}

function showServerHello(printer: Printer, value: ServerHello): void {
  printer.field('legacy_version', protocolVersionName(value.legacyVersion));
  printer.bytes('random', value.random);
  printer.bytes('legacy_session_id_echo', value.legacySessionIdEcho);
  printer.field('cipher_suite', cipherSuiteName(value.cipherSuite));
  printer.field('legacy_compression_method', `${value.legacyCompressionMethod}`);
  const isRetry = value.random.every((byte, at) => byte === helloRetryRequestRandom[at]);
  const isTls13 = (value.extensions ?? []).some(
    (item) => item.extensionType === ExtensionType.supported_versions,
  );
  const showOne = isRetry
    ? showHelloRetryRequestExtension
    : isTls13
      ? showServerHelloExtension
      : showTls12ServerHelloExtension;
  for (const item of value.extensions ?? []) showOne(printer, item);
}

/** The fields of one EncryptedExtensions, a line each. */
export function printEncryptedExtensions(value: EncryptedExtensions): readonly string[] {
  const printer = new Printer();
  showEncryptedExtensions(printer, value);
  return printer.lines;
}

function showEncryptedExtensions(printer: Printer, value: EncryptedExtensions): void {
  for (const item of value.extensions) showEncryptedExtensionsExtension(printer, item);
}

/** The fields of one CertificateRequest, a line each. */
export function printCertificateRequest(value: CertificateRequest): readonly string[] {
  const printer = new Printer();
  showCertificateRequest(printer, value);
  return printer.lines;
}

function showCertificateRequest(printer: Printer, value: CertificateRequest): void {
  printer.bytes('certificate_request_context', value.certificateRequestContext);
  for (const item of value.extensions) showCertificateRequestExtension(printer, item);
}

/** The fields of one CertificateEntry, a line each. */
export function printCertificateEntry(value: CertificateEntry): readonly string[] {
  const printer = new Printer();
  showCertificateEntry(printer, value);
  return printer.lines;
}

function showCertificateEntry(printer: Printer, value: CertificateEntry): void {
  printer.bytes('cert_data', value.certData);
  for (const item of value.extensions) showCertificateEntryExtension(printer, item);
}

/** The fields of one Certificate, a line each. */
export function printCertificate(value: Certificate): readonly string[] {
  const printer = new Printer();
  showCertificate(printer, value);
  return printer.lines;
}

function showCertificate(printer: Printer, value: Certificate): void {
  printer.bytes('certificate_request_context', value.certificateRequestContext);
  for (const [index, item] of value.certificateList.entries()) {
    printer.open(`certificate_list[${index}]`);
    showCertificateEntry(printer, item);
    printer.close();
  }
}

/** The fields of one CertificateVerify, a line each. */
export function printCertificateVerify(value: CertificateVerify): readonly string[] {
  const printer = new Printer();
  showCertificateVerify(printer, value);
  return printer.lines;
}

function showCertificateVerify(printer: Printer, value: CertificateVerify): void {
  printer.field('algorithm', signatureSchemeName(value.algorithm));
  printer.bytes('signature', value.signature);
}

/** The fields of one Finished, a line each. */
export function printFinished(value: Finished): readonly string[] {
  const printer = new Printer();
  showFinished(printer, value);
  return printer.lines;
}

function showFinished(printer: Printer, value: Finished): void {
  printer.bytes('verify_data', value.verifyData);
}

/** The fields of one EndOfEarlyData, a line each. */
export function printEndOfEarlyData(value: EndOfEarlyData): readonly string[] {
  const printer = new Printer();
  showEndOfEarlyData(printer, value);
  return printer.lines;
}

function showEndOfEarlyData(_printer: Printer, _value: EndOfEarlyData): void {}

/** The fields of one NewSessionTicket, a line each. */
export function printNewSessionTicket(value: NewSessionTicket): readonly string[] {
  const printer = new Printer();
  showNewSessionTicket(printer, value);
  return printer.lines;
}

function showNewSessionTicket(printer: Printer, value: NewSessionTicket): void {
  printer.field('ticket_lifetime', `${value.ticketLifetime}`);
  printer.field('ticket_age_add', `${value.ticketAgeAdd}`);
  printer.bytes('ticket_nonce', value.ticketNonce);
  printer.bytes('ticket', value.ticket);
  for (const item of value.extensions) showNewSessionTicketExtension(printer, item);
}

/** The fields of one KeyUpdate, a line each. */
export function printKeyUpdate(value: KeyUpdate): readonly string[] {
  const printer = new Printer();
  showKeyUpdate(printer, value);
  return printer.lines;
}

function showKeyUpdate(printer: Printer, value: KeyUpdate): void {
  printer.field('request_update', keyUpdateRequestName(value.requestUpdate));
}

/** The fields of one HkdfLabel, a line each. */
export function printHkdfLabel(value: HkdfLabel): readonly string[] {
  const printer = new Printer();
  showHkdfLabel(printer, value);
  return printer.lines;
}

function showHkdfLabel(printer: Printer, value: HkdfLabel): void {
  printer.field('length', `${value.length}`);
  printer.bytes('label', value.label);
  printer.bytes('context', value.context);
}

function showClientHelloExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.server_name:
      printer.body(name, extensionData, { decode: decodeServerNameList, show: showServerNameList });
      return;
    case ExtensionType.status_request:
      printer.body(name, extensionData, {
        decode: decodeCertificateStatusRequest,
        show: showCertificateStatusRequest,
      });
      return;
    case ExtensionType.supported_groups:
      printer.body(name, extensionData, { decode: decodeNamedGroupList, show: showNamedGroupList });
      return;
    case ExtensionType.signature_algorithms:
      printer.body(name, extensionData, {
        decode: decodeSignatureSchemeList,
        show: showSignatureSchemeList,
      });
      return;
    case ExtensionType.application_layer_protocol_negotiation:
      printer.body(name, extensionData, {
        decode: decodeProtocolNameList,
        show: showProtocolNameList,
      });
      return;
    case ExtensionType.record_size_limit:
      printer.body(name, extensionData, {
        decode: decodeRecordSizeLimit,
        show: showRecordSizeLimit,
      });
      return;
    case ExtensionType.pre_shared_key:
      printer.body(name, extensionData, { decode: decodeOfferedPsks, show: showOfferedPsks });
      return;
    case ExtensionType.early_data:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.supported_versions:
      printer.body(name, extensionData, {
        decode: decodeSupportedVersionsClientHello,
        show: showSupportedVersionsClientHello,
      });
      return;
    case ExtensionType.cookie:
      printer.body(name, extensionData, { decode: decodeCookie, show: showCookie });
      return;
    case ExtensionType.psk_key_exchange_modes:
      printer.body(name, extensionData, {
        decode: decodePskKeyExchangeModes,
        show: showPskKeyExchangeModes,
      });
      return;
    case ExtensionType.certificate_authorities:
      printer.body(name, extensionData, {
        decode: decodeCertificateAuthoritiesExtension,
        show: showCertificateAuthoritiesExtension,
      });
      return;
    case ExtensionType.post_handshake_auth:
      printer.body(name, extensionData, {
        decode: decodePostHandshakeAuth,
        show: showPostHandshakeAuth,
      });
      return;
    case ExtensionType.signature_algorithms_cert:
      printer.body(name, extensionData, {
        decode: decodeSignatureSchemeList,
        show: showSignatureSchemeList,
      });
      return;
    case ExtensionType.key_share:
      printer.body(name, extensionData, {
        decode: decodeKeyShareClientHello,
        show: showKeyShareClientHello,
      });
      return;
    case ExtensionType.ec_point_formats:
      printer.body(name, extensionData, {
        decode: decodeECPointFormatList,
        show: showECPointFormatList,
      });
      return;
    case ExtensionType.encrypt_then_mac:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.extended_master_secret:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.renegotiation_info:
      printer.body(name, extensionData, {
        decode: decodeRenegotiationInfo,
        show: showRenegotiationInfo,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showServerHelloExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.pre_shared_key:
      printer.body(name, extensionData, {
        decode: decodePreSharedKeyServerHello,
        show: showPreSharedKeyServerHello,
      });
      return;
    case ExtensionType.supported_versions:
      printer.body(name, extensionData, {
        decode: decodeSupportedVersionsServerHello,
        show: showSupportedVersionsServerHello,
      });
      return;
    case ExtensionType.key_share:
      printer.body(name, extensionData, {
        decode: decodeKeyShareServerHello,
        show: showKeyShareServerHello,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showTls12ServerHelloExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.server_name:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.status_request:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.application_layer_protocol_negotiation:
      printer.body(name, extensionData, {
        decode: decodeProtocolNameList,
        show: showProtocolNameList,
      });
      return;
    case ExtensionType.record_size_limit:
      printer.body(name, extensionData, {
        decode: decodeRecordSizeLimit,
        show: showRecordSizeLimit,
      });
      return;
    case ExtensionType.ec_point_formats:
      printer.body(name, extensionData, {
        decode: decodeECPointFormatList,
        show: showECPointFormatList,
      });
      return;
    case ExtensionType.encrypt_then_mac:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.extended_master_secret:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.renegotiation_info:
      printer.body(name, extensionData, {
        decode: decodeRenegotiationInfo,
        show: showRenegotiationInfo,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showHelloRetryRequestExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.supported_versions:
      printer.body(name, extensionData, {
        decode: decodeSupportedVersionsServerHello,
        show: showSupportedVersionsServerHello,
      });
      return;
    case ExtensionType.cookie:
      printer.body(name, extensionData, { decode: decodeCookie, show: showCookie });
      return;
    case ExtensionType.key_share:
      printer.body(name, extensionData, {
        decode: decodeKeyShareHelloRetryRequest,
        show: showKeyShareHelloRetryRequest,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showEncryptedExtensionsExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.server_name:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.application_layer_protocol_negotiation:
      printer.body(name, extensionData, {
        decode: decodeProtocolNameList,
        show: showProtocolNameList,
      });
      return;
    case ExtensionType.record_size_limit:
      printer.body(name, extensionData, {
        decode: decodeRecordSizeLimit,
        show: showRecordSizeLimit,
      });
      return;
    case ExtensionType.early_data:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showCertificateRequestExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.status_request:
      printer.body(name, extensionData, { decode: decodeEmpty, show: showEmpty });
      return;
    case ExtensionType.signature_algorithms:
      printer.body(name, extensionData, {
        decode: decodeSignatureSchemeList,
        show: showSignatureSchemeList,
      });
      return;
    case ExtensionType.certificate_authorities:
      printer.body(name, extensionData, {
        decode: decodeCertificateAuthoritiesExtension,
        show: showCertificateAuthoritiesExtension,
      });
      return;
    case ExtensionType.oid_filters:
      printer.body(name, extensionData, {
        decode: decodeOIDFilterExtension,
        show: showOIDFilterExtension,
      });
      return;
    case ExtensionType.signature_algorithms_cert:
      printer.body(name, extensionData, {
        decode: decodeSignatureSchemeList,
        show: showSignatureSchemeList,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showCertificateEntryExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.status_request:
      printer.body(name, extensionData, {
        decode: decodeCertificateStatus,
        show: showCertificateStatus,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}

function showNewSessionTicketExtension(
  printer: Printer,
  { extensionType, extensionData }: Extension,
): void {
  const name = extensionTypeName(extensionType);
  switch (extensionType) {
    case ExtensionType.early_data:
      printer.body(name, extensionData, {
        decode: decodeEarlyDataIndicationNewSessionTicket,
        show: showEarlyDataIndicationNewSessionTicket,
      });
      return;
    default:
      printer.bytes(name, extensionData);
  }
}
