/**
 * Generated from spec/wire/*.tls and spec/extensions.ts by npm run generate; do not edit.
 *
 * The structures on the wire: for each its type, `decodeX` and `encodeX`. Handshake messages are
 * bodies without the header of four bytes. Decoders check every bound, leave no byte over and hand
 * out views of their input; encoders check the same bounds and throw RangeError.
 */
import { Reader } from '../runtime/codegen/reader.ts';
import { Writer } from '../runtime/codegen/writer.ts';

/** A formality in TLS 1.3: what an alert means follows from its description. RFC 9846 6 */
export type AlertLevel = number;

/** Names for the values of AlertLevel; others may come. */
export const AlertLevel = {
  warning: 1,
  fatal: 2,
} as const;

/** The name of a value of AlertLevel, its number where it has none. */
export function alertLevelName(code: AlertLevel): string {
  switch (code) {
    case 1:
      return 'warning';
    case 2:
      return 'fatal';
  }

  return `${code}`;
}

/** What happened. The reserved values are those of older versions. RFC 9846 6, B.2 */
export type AlertDescription = number;

/** Names for the values of AlertDescription; others may come. */
export const AlertDescription = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  decryption_failed_RESERVED: 21,
  record_overflow: 22,
  decompression_failure_RESERVED: 30,
  handshake_failure: 40,
  no_certificate_RESERVED: 41,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  export_restriction_RESERVED: 60,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  /** TLS 1.2 only. RFC 5246 7.2.2 */
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  certificate_unobtainable_RESERVED: 111,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  bad_certificate_hash_value_RESERVED: 114,
  unknown_psk_identity: 115,
  certificate_required: 116,
  general_error: 117,
  no_application_protocol: 120,
} as const;

/** The name of a value of AlertDescription, its number where it has none. */
export function alertDescriptionName(code: AlertDescription): string {
  switch (code) {
    case 0:
      return 'close_notify';
    case 10:
      return 'unexpected_message';
    case 20:
      return 'bad_record_mac';
    case 21:
      return 'decryption_failed_RESERVED';
    case 22:
      return 'record_overflow';
    case 30:
      return 'decompression_failure_RESERVED';
    case 40:
      return 'handshake_failure';
    case 41:
      return 'no_certificate_RESERVED';
    case 42:
      return 'bad_certificate';
    case 43:
      return 'unsupported_certificate';
    case 44:
      return 'certificate_revoked';
    case 45:
      return 'certificate_expired';
    case 46:
      return 'certificate_unknown';
    case 47:
      return 'illegal_parameter';
    case 48:
      return 'unknown_ca';
    case 49:
      return 'access_denied';
    case 50:
      return 'decode_error';
    case 51:
      return 'decrypt_error';
    case 60:
      return 'export_restriction_RESERVED';
    case 70:
      return 'protocol_version';
    case 71:
      return 'insufficient_security';
    case 80:
      return 'internal_error';
    case 86:
      return 'inappropriate_fallback';
    case 90:
      return 'user_canceled';
    case 100:
      return 'no_renegotiation';
    case 109:
      return 'missing_extension';
    case 110:
      return 'unsupported_extension';
    case 111:
      return 'certificate_unobtainable_RESERVED';
    case 112:
      return 'unrecognized_name';
    case 113:
      return 'bad_certificate_status_response';
    case 114:
      return 'bad_certificate_hash_value_RESERVED';
    case 115:
      return 'unknown_psk_identity';
    case 116:
      return 'certificate_required';
    case 117:
      return 'general_error';
    case 120:
      return 'no_application_protocol';
  }

  return `${code}`;
}

/** The content of an alert record. RFC 9846 6 */
export interface Alert {
  readonly level: AlertLevel;
  readonly description: AlertDescription;
}

/**
 * Decodes one Alert; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Alert and nothing else
 */
export function decodeAlert(bytes: Uint8Array): Alert {
  const reader = new Reader(bytes);
  const value = readAlert(reader);
  reader.end('Alert');
  return value;
}

/**
 * Encodes one Alert.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeAlert(value: Alert): Uint8Array {
  const writer = new Writer();
  writeAlert(writer, value);
  return writer.finish();
}

function readAlert(reader: Reader): Alert {
  const level = reader.uint8('Alert.level');
  const description = reader.uint8('Alert.description');
  return { level, description };
}

function writeAlert(writer: Writer, value: Alert): void {
  writer.uint8(value.level, 'Alert.level');
  writer.uint8(value.description, 'Alert.description');
}

/** The body of an extension that says all by being there. RFC 9846 4.3.10, RFC 6066 3 */
export type Empty = Readonly<Record<string, never>>;

/**
 * Decodes one Empty; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Empty and nothing else
 */
export function decodeEmpty(bytes: Uint8Array): Empty {
  const reader = new Reader(bytes);
  const value = readEmpty(reader);
  reader.end('Empty');
  return value;
}

/**
 * Encodes one Empty.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEmpty(value: Empty): Uint8Array {
  const writer = new Writer();
  writeEmpty(writer, value);
  return writer.finish();
}

function readEmpty(_reader: Reader): Empty {
  return {};
}

function writeEmpty(_writer: Writer, _value: Empty): void {}

/** The versions that the client speaks, the most preferred first. RFC 9846 4.3.1 */
export interface SupportedVersionsClientHello {
  /** 2 to 254 bytes */
  readonly versions: readonly ProtocolVersion[];
}

/**
 * Decodes one SupportedVersionsClientHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one SupportedVersionsClientHello and nothing else
 */
export function decodeSupportedVersionsClientHello(
  bytes: Uint8Array,
): SupportedVersionsClientHello {
  const reader = new Reader(bytes);
  const value = readSupportedVersionsClientHello(reader);
  reader.end('SupportedVersionsClientHello');
  return value;
}

/**
 * Encodes one SupportedVersionsClientHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeSupportedVersionsClientHello(
  value: SupportedVersionsClientHello,
): Uint8Array {
  const writer = new Writer();
  writeSupportedVersionsClientHello(writer, value);
  return writer.finish();
}

function readSupportedVersionsClientHello(reader: Reader): SupportedVersionsClientHello {
  const versions: ProtocolVersion[] = [];
  const aroundVersions = reader.open8(2, 254, 'SupportedVersionsClientHello.versions');
  while (reader.hasMore) versions.push(reader.uint16('SupportedVersionsClientHello.versions'));
  reader.close(aroundVersions);
  return { versions };
}

function writeSupportedVersionsClientHello(
  writer: Writer,
  value: SupportedVersionsClientHello,
): void {
  const startOfVersions = writer.open(1);
  for (const item of value.versions) writer.uint16(item, 'SupportedVersionsClientHello.versions');
  writer.close8(startOfVersions, 2, 254, 'SupportedVersionsClientHello.versions');
}

/** The version that the server chose, also in HelloRetryRequest. RFC 9846 4.3.1 */
export interface SupportedVersionsServerHello {
  readonly selectedVersion: ProtocolVersion;
}

/**
 * Decodes one SupportedVersionsServerHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one SupportedVersionsServerHello and nothing else
 */
export function decodeSupportedVersionsServerHello(
  bytes: Uint8Array,
): SupportedVersionsServerHello {
  const reader = new Reader(bytes);
  const value = readSupportedVersionsServerHello(reader);
  reader.end('SupportedVersionsServerHello');
  return value;
}

/**
 * Encodes one SupportedVersionsServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeSupportedVersionsServerHello(
  value: SupportedVersionsServerHello,
): Uint8Array {
  const writer = new Writer();
  writeSupportedVersionsServerHello(writer, value);
  return writer.finish();
}

function readSupportedVersionsServerHello(reader: Reader): SupportedVersionsServerHello {
  const selectedVersion = reader.uint16('SupportedVersionsServerHello.selected_version');
  return { selectedVersion };
}

function writeSupportedVersionsServerHello(
  writer: Writer,
  value: SupportedVersionsServerHello,
): void {
  writer.uint16(value.selectedVersion, 'SupportedVersionsServerHello.selected_version');
}

/** What the client has to bring back in its second hello. RFC 9846 4.3.2 */
export interface Cookie {
  /** 1 to 65535 bytes */
  readonly cookie: Uint8Array;
}

/**
 * Decodes one Cookie; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Cookie and nothing else
 */
export function decodeCookie(bytes: Uint8Array): Cookie {
  const reader = new Reader(bytes);
  const value = readCookie(reader);
  reader.end('Cookie');
  return value;
}

/**
 * Encodes one Cookie.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCookie(value: Cookie): Uint8Array {
  const writer = new Writer();
  writeCookie(writer, value);
  return writer.finish();
}

function readCookie(reader: Reader): Cookie {
  const cookie = reader.vector16(1, 65535, 'Cookie.cookie');
  return { cookie };
}

function writeCookie(writer: Writer, value: Cookie): void {
  writer.vector16(value.cookie, 1, 65535, 'Cookie.cookie');
}

/** How a signature is made: key, padding, hash. RFC 9846 4.3.3 */
export type SignatureScheme = number;

/** Names for the values of SignatureScheme; others may come. */
export const SignatureScheme = {
  /** RSASSA-PKCS1-v1_5, for certificates only */
  rsa_pkcs1_sha256: 0x0401,
  rsa_pkcs1_sha384: 0x0501,
  rsa_pkcs1_sha512: 0x0601,
  /** ECDSA */
  ecdsa_secp256r1_sha256: 0x0403,
  ecdsa_secp384r1_sha384: 0x0503,
  ecdsa_secp521r1_sha512: 0x0603,
  /** RSASSA-PSS, the key's OID is rsaEncryption */
  rsa_pss_rsae_sha256: 0x0804,
  rsa_pss_rsae_sha384: 0x0805,
  rsa_pss_rsae_sha512: 0x0806,
  /** EdDSA */
  ed25519: 0x0807,
  ed448: 0x0808,
  /** RSASSA-PSS, the key's OID is RSASSA-PSS */
  rsa_pss_pss_sha256: 0x0809,
  rsa_pss_pss_sha384: 0x080a,
  rsa_pss_pss_sha512: 0x080b,
  /** SHA-1, for certificates only, and not even there where it can be helped */
  rsa_pkcs1_sha1: 0x0201,
  ecdsa_sha1: 0x0203,
} as const;

/** The name of a value of SignatureScheme, its number where it has none. */
export function signatureSchemeName(code: SignatureScheme): string {
  switch (code) {
    case 0x0401:
      return 'rsa_pkcs1_sha256';
    case 0x0501:
      return 'rsa_pkcs1_sha384';
    case 0x0601:
      return 'rsa_pkcs1_sha512';
    case 0x0403:
      return 'ecdsa_secp256r1_sha256';
    case 0x0503:
      return 'ecdsa_secp384r1_sha384';
    case 0x0603:
      return 'ecdsa_secp521r1_sha512';
    case 0x0804:
      return 'rsa_pss_rsae_sha256';
    case 0x0805:
      return 'rsa_pss_rsae_sha384';
    case 0x0806:
      return 'rsa_pss_rsae_sha512';
    case 0x0807:
      return 'ed25519';
    case 0x0808:
      return 'ed448';
    case 0x0809:
      return 'rsa_pss_pss_sha256';
    case 0x080a:
      return 'rsa_pss_pss_sha384';
    case 0x080b:
      return 'rsa_pss_pss_sha512';
    case 0x0201:
      return 'rsa_pkcs1_sha1';
    case 0x0203:
      return 'ecdsa_sha1';
  }

  const number = `0x${code.toString(16).padStart(4, '0')}`;
  if (code >= 0xfe00 && code <= 0xffff) return `private_use(${number})`;
  return number;
}

/**
 * The body of signature_algorithms and signature_algorithms_cert, the most preferred first.
 * RFC 9846 4.3.3
 */
export interface SignatureSchemeList {
  /** 2 to 65534 bytes */
  readonly supportedSignatureAlgorithms: readonly SignatureScheme[];
}

/**
 * Decodes one SignatureSchemeList; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one SignatureSchemeList and nothing else
 */
export function decodeSignatureSchemeList(bytes: Uint8Array): SignatureSchemeList {
  const reader = new Reader(bytes);
  const value = readSignatureSchemeList(reader);
  reader.end('SignatureSchemeList');
  return value;
}

/**
 * Encodes one SignatureSchemeList.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeSignatureSchemeList(value: SignatureSchemeList): Uint8Array {
  const writer = new Writer();
  writeSignatureSchemeList(writer, value);
  return writer.finish();
}

function readSignatureSchemeList(reader: Reader): SignatureSchemeList {
  const supportedSignatureAlgorithms: SignatureScheme[] = [];
  const aroundSupportedSignatureAlgorithms = reader.open16(
    2,
    65534,
    'SignatureSchemeList.supported_signature_algorithms',
  );
  while (reader.hasMore)
    supportedSignatureAlgorithms.push(
      reader.uint16('SignatureSchemeList.supported_signature_algorithms'),
    );
  reader.close(aroundSupportedSignatureAlgorithms);
  return { supportedSignatureAlgorithms };
}

function writeSignatureSchemeList(writer: Writer, value: SignatureSchemeList): void {
  const startOfSupportedSignatureAlgorithms = writer.open(2);
  for (const item of value.supportedSignatureAlgorithms)
    writer.uint16(item, 'SignatureSchemeList.supported_signature_algorithms');
  writer.close16(
    startOfSupportedSignatureAlgorithms,
    2,
    65534,
    'SignatureSchemeList.supported_signature_algorithms',
  );
}

/** A name of X.501 in DER. RFC 9846 4.3.4; 1 to 65535 bytes */
export type DistinguishedName = Uint8Array;

/** The authorities that the sender accepts certificates of. RFC 9846 4.3.4 */
export interface CertificateAuthoritiesExtension {
  /** 3 to 65535 bytes */
  readonly authorities: readonly DistinguishedName[];
}

/**
 * Decodes one CertificateAuthoritiesExtension; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateAuthoritiesExtension and nothing else
 */
export function decodeCertificateAuthoritiesExtension(
  bytes: Uint8Array,
): CertificateAuthoritiesExtension {
  const reader = new Reader(bytes);
  const value = readCertificateAuthoritiesExtension(reader);
  reader.end('CertificateAuthoritiesExtension');
  return value;
}

/**
 * Encodes one CertificateAuthoritiesExtension.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateAuthoritiesExtension(
  value: CertificateAuthoritiesExtension,
): Uint8Array {
  const writer = new Writer();
  writeCertificateAuthoritiesExtension(writer, value);
  return writer.finish();
}

function readCertificateAuthoritiesExtension(reader: Reader): CertificateAuthoritiesExtension {
  const authorities: DistinguishedName[] = [];
  const aroundAuthorities = reader.open16(3, 65535, 'CertificateAuthoritiesExtension.authorities');
  while (reader.hasMore)
    authorities.push(reader.vector16(1, 65535, 'CertificateAuthoritiesExtension.authorities'));
  reader.close(aroundAuthorities);
  return { authorities };
}

function writeCertificateAuthoritiesExtension(
  writer: Writer,
  value: CertificateAuthoritiesExtension,
): void {
  const startOfAuthorities = writer.open(2);
  for (const item of value.authorities)
    writer.vector16(item, 1, 65535, 'CertificateAuthoritiesExtension.authorities');
  writer.close16(startOfAuthorities, 3, 65535, 'CertificateAuthoritiesExtension.authorities');
}

/** A certificate extension and the values that it has to hold. RFC 9846 4.3.5 */
export interface OIDFilter {
  /** DER; 1 to 255 bytes */
  readonly certificateExtensionOid: Uint8Array;
  /** DER; 0 to 65535 bytes */
  readonly certificateExtensionValues: Uint8Array;
}

/**
 * Decodes one OIDFilter; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one OIDFilter and nothing else
 */
export function decodeOIDFilter(bytes: Uint8Array): OIDFilter {
  const reader = new Reader(bytes);
  const value = readOIDFilter(reader);
  reader.end('OIDFilter');
  return value;
}

/**
 * Encodes one OIDFilter.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeOIDFilter(value: OIDFilter): Uint8Array {
  const writer = new Writer();
  writeOIDFilter(writer, value);
  return writer.finish();
}

function readOIDFilter(reader: Reader): OIDFilter {
  const certificateExtensionOid = reader.vector8(1, 255, 'OIDFilter.certificate_extension_oid');
  const certificateExtensionValues = reader.vector16(
    0,
    65535,
    'OIDFilter.certificate_extension_values',
  );
  return { certificateExtensionOid, certificateExtensionValues };
}

function writeOIDFilter(writer: Writer, value: OIDFilter): void {
  writer.vector8(value.certificateExtensionOid, 1, 255, 'OIDFilter.certificate_extension_oid');
  writer.vector16(
    value.certificateExtensionValues,
    0,
    65535,
    'OIDFilter.certificate_extension_values',
  );
}

/** What the client's certificate has to match. RFC 9846 4.3.5 */
export interface OIDFilterExtension {
  /** 0 to 65535 bytes */
  readonly filters: readonly OIDFilter[];
}

/**
 * Decodes one OIDFilterExtension; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one OIDFilterExtension and nothing else
 */
export function decodeOIDFilterExtension(bytes: Uint8Array): OIDFilterExtension {
  const reader = new Reader(bytes);
  const value = readOIDFilterExtension(reader);
  reader.end('OIDFilterExtension');
  return value;
}

/**
 * Encodes one OIDFilterExtension.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeOIDFilterExtension(value: OIDFilterExtension): Uint8Array {
  const writer = new Writer();
  writeOIDFilterExtension(writer, value);
  return writer.finish();
}

function readOIDFilterExtension(reader: Reader): OIDFilterExtension {
  const filters: OIDFilter[] = [];
  const aroundFilters = reader.open16(0, 65535, 'OIDFilterExtension.filters');
  while (reader.hasMore) filters.push(readOIDFilter(reader));
  reader.close(aroundFilters);
  return { filters };
}

function writeOIDFilterExtension(writer: Writer, value: OIDFilterExtension): void {
  const startOfFilters = writer.open(2);
  for (const item of value.filters) writeOIDFilter(writer, item);
  writer.close16(startOfFilters, 0, 65535, 'OIDFilterExtension.filters');
}

/** The client would answer a CertificateRequest after the handshake. RFC 9846 4.3.6 */
export type PostHandshakeAuth = Readonly<Record<string, never>>;

/**
 * Decodes one PostHandshakeAuth; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one PostHandshakeAuth and nothing else
 */
export function decodePostHandshakeAuth(bytes: Uint8Array): PostHandshakeAuth {
  const reader = new Reader(bytes);
  const value = readPostHandshakeAuth(reader);
  reader.end('PostHandshakeAuth');
  return value;
}

/**
 * Encodes one PostHandshakeAuth.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodePostHandshakeAuth(value: PostHandshakeAuth): Uint8Array {
  const writer = new Writer();
  writePostHandshakeAuth(writer, value);
  return writer.finish();
}

function readPostHandshakeAuth(_reader: Reader): PostHandshakeAuth {
  return {};
}

function writePostHandshakeAuth(_writer: Writer, _value: PostHandshakeAuth): void {}

/** A group for the key exchange. RFC 9846 4.3.7 */
export type NamedGroup = number;

/** Names for the values of NamedGroup; others may come. */
export const NamedGroup = {
  /** Elliptic curves */
  secp256r1: 0x0017,
  secp384r1: 0x0018,
  secp521r1: 0x0019,
  x25519: 0x001d,
  x448: 0x001e,
  /** Finite fields, RFC 7919 */
  ffdhe2048: 0x0100,
  ffdhe3072: 0x0101,
  ffdhe4096: 0x0102,
  ffdhe6144: 0x0103,
  ffdhe8192: 0x0104,
  /** An elliptic curve with a lattice, draft-ietf-tls-ecdhe-mlkem */
  X25519MLKEM768: 0x11ec,
} as const;

/** The name of a value of NamedGroup, its number where it has none. */
export function namedGroupName(code: NamedGroup): string {
  switch (code) {
    case 0x0017:
      return 'secp256r1';
    case 0x0018:
      return 'secp384r1';
    case 0x0019:
      return 'secp521r1';
    case 0x001d:
      return 'x25519';
    case 0x001e:
      return 'x448';
    case 0x0100:
      return 'ffdhe2048';
    case 0x0101:
      return 'ffdhe3072';
    case 0x0102:
      return 'ffdhe4096';
    case 0x0103:
      return 'ffdhe6144';
    case 0x0104:
      return 'ffdhe8192';
    case 0x11ec:
      return 'X25519MLKEM768';
  }

  const number = `0x${code.toString(16).padStart(4, '0')}`;
  if (code >= 0x01fc && code <= 0x01ff) return `ffdhe_private_use(${number})`;
  if (code >= 0xfe00 && code <= 0xfeff) return `ecdhe_private_use(${number})`;
  return number;
}

/**
 * The groups that the sender supports, the most preferred first. RFC 9846 4.3.7
 * (The RFC's ceiling is 2^16-1, which a list of two-byte elements cannot reach.)
 */
export interface NamedGroupList {
  /** 2 to 65534 bytes */
  readonly namedGroupList: readonly NamedGroup[];
}

/**
 * Decodes one NamedGroupList; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one NamedGroupList and nothing else
 */
export function decodeNamedGroupList(bytes: Uint8Array): NamedGroupList {
  const reader = new Reader(bytes);
  const value = readNamedGroupList(reader);
  reader.end('NamedGroupList');
  return value;
}

/**
 * Encodes one NamedGroupList.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeNamedGroupList(value: NamedGroupList): Uint8Array {
  const writer = new Writer();
  writeNamedGroupList(writer, value);
  return writer.finish();
}

function readNamedGroupList(reader: Reader): NamedGroupList {
  const namedGroupList: NamedGroup[] = [];
  const aroundNamedGroupList = reader.open16(2, 65534, 'NamedGroupList.named_group_list');
  while (reader.hasMore) namedGroupList.push(reader.uint16('NamedGroupList.named_group_list'));
  reader.close(aroundNamedGroupList);
  return { namedGroupList };
}

function writeNamedGroupList(writer: Writer, value: NamedGroupList): void {
  const startOfNamedGroupList = writer.open(2);
  for (const item of value.namedGroupList) writer.uint16(item, 'NamedGroupList.named_group_list');
  writer.close16(startOfNamedGroupList, 2, 65534, 'NamedGroupList.named_group_list');
}

/** A public value for one group. RFC 9846 4.3.8 */
export interface KeyShareEntry {
  readonly group: NamedGroup;
  /** 1 to 65535 bytes */
  readonly keyExchange: Uint8Array;
}

/**
 * Decodes one KeyShareEntry; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one KeyShareEntry and nothing else
 */
export function decodeKeyShareEntry(bytes: Uint8Array): KeyShareEntry {
  const reader = new Reader(bytes);
  const value = readKeyShareEntry(reader);
  reader.end('KeyShareEntry');
  return value;
}

/**
 * Encodes one KeyShareEntry.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeKeyShareEntry(value: KeyShareEntry): Uint8Array {
  const writer = new Writer();
  writeKeyShareEntry(writer, value);
  return writer.finish();
}

function readKeyShareEntry(reader: Reader): KeyShareEntry {
  const group = reader.uint16('KeyShareEntry.group');
  const keyExchange = reader.vector16(1, 65535, 'KeyShareEntry.key_exchange');
  return { group, keyExchange };
}

function writeKeyShareEntry(writer: Writer, value: KeyShareEntry): void {
  writer.uint16(value.group, 'KeyShareEntry.group');
  writer.vector16(value.keyExchange, 1, 65535, 'KeyShareEntry.key_exchange');
}

/** The client's key shares; none asks for a HelloRetryRequest. RFC 9846 4.3.8 */
export interface KeyShareClientHello {
  /** 0 to 65535 bytes */
  readonly clientShares: readonly KeyShareEntry[];
}

/**
 * Decodes one KeyShareClientHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one KeyShareClientHello and nothing else
 */
export function decodeKeyShareClientHello(bytes: Uint8Array): KeyShareClientHello {
  const reader = new Reader(bytes);
  const value = readKeyShareClientHello(reader);
  reader.end('KeyShareClientHello');
  return value;
}

/**
 * Encodes one KeyShareClientHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeKeyShareClientHello(value: KeyShareClientHello): Uint8Array {
  const writer = new Writer();
  writeKeyShareClientHello(writer, value);
  return writer.finish();
}

function readKeyShareClientHello(reader: Reader): KeyShareClientHello {
  const clientShares: KeyShareEntry[] = [];
  const aroundClientShares = reader.open16(0, 65535, 'KeyShareClientHello.client_shares');
  while (reader.hasMore) clientShares.push(readKeyShareEntry(reader));
  reader.close(aroundClientShares);
  return { clientShares };
}

function writeKeyShareClientHello(writer: Writer, value: KeyShareClientHello): void {
  const startOfClientShares = writer.open(2);
  for (const item of value.clientShares) writeKeyShareEntry(writer, item);
  writer.close16(startOfClientShares, 0, 65535, 'KeyShareClientHello.client_shares');
}

/** The group that the server wants a share for. RFC 9846 4.3.8 */
export interface KeyShareHelloRetryRequest {
  readonly selectedGroup: NamedGroup;
}

/**
 * Decodes one KeyShareHelloRetryRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one KeyShareHelloRetryRequest and nothing else
 */
export function decodeKeyShareHelloRetryRequest(bytes: Uint8Array): KeyShareHelloRetryRequest {
  const reader = new Reader(bytes);
  const value = readKeyShareHelloRetryRequest(reader);
  reader.end('KeyShareHelloRetryRequest');
  return value;
}

/**
 * Encodes one KeyShareHelloRetryRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeKeyShareHelloRetryRequest(value: KeyShareHelloRetryRequest): Uint8Array {
  const writer = new Writer();
  writeKeyShareHelloRetryRequest(writer, value);
  return writer.finish();
}

function readKeyShareHelloRetryRequest(reader: Reader): KeyShareHelloRetryRequest {
  const selectedGroup = reader.uint16('KeyShareHelloRetryRequest.selected_group');
  return { selectedGroup };
}

function writeKeyShareHelloRetryRequest(writer: Writer, value: KeyShareHelloRetryRequest): void {
  writer.uint16(value.selectedGroup, 'KeyShareHelloRetryRequest.selected_group');
}

/** The server's key share. RFC 9846 4.3.8 */
export interface KeyShareServerHello {
  readonly serverShare: KeyShareEntry;
}

/**
 * Decodes one KeyShareServerHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one KeyShareServerHello and nothing else
 */
export function decodeKeyShareServerHello(bytes: Uint8Array): KeyShareServerHello {
  const reader = new Reader(bytes);
  const value = readKeyShareServerHello(reader);
  reader.end('KeyShareServerHello');
  return value;
}

/**
 * Encodes one KeyShareServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeKeyShareServerHello(value: KeyShareServerHello): Uint8Array {
  const writer = new Writer();
  writeKeyShareServerHello(writer, value);
  return writer.finish();
}

function readKeyShareServerHello(reader: Reader): KeyShareServerHello {
  const serverShare = readKeyShareEntry(reader);
  return { serverShare };
}

function writeKeyShareServerHello(writer: Writer, value: KeyShareServerHello): void {
  writeKeyShareEntry(writer, value.serverShare);
}

/** How a pre-shared key may be used: alone, or with a key exchange. RFC 9846 4.3.9 */
export type PskKeyExchangeMode = number;

/** Names for the values of PskKeyExchangeMode; others may come. */
export const PskKeyExchangeMode = {
  psk_ke: 0,
  psk_dhe_ke: 1,
} as const;

/** The name of a value of PskKeyExchangeMode, its number where it has none. */
export function pskKeyExchangeModeName(code: PskKeyExchangeMode): string {
  switch (code) {
    case 0:
      return 'psk_ke';
    case 1:
      return 'psk_dhe_ke';
  }

  return `${code}`;
}

/** The modes that the client supports. RFC 9846 4.3.9 */
export interface PskKeyExchangeModes {
  /** 1 to 255 bytes */
  readonly keModes: readonly PskKeyExchangeMode[];
}

/**
 * Decodes one PskKeyExchangeModes; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one PskKeyExchangeModes and nothing else
 */
export function decodePskKeyExchangeModes(bytes: Uint8Array): PskKeyExchangeModes {
  const reader = new Reader(bytes);
  const value = readPskKeyExchangeModes(reader);
  reader.end('PskKeyExchangeModes');
  return value;
}

/**
 * Encodes one PskKeyExchangeModes.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodePskKeyExchangeModes(value: PskKeyExchangeModes): Uint8Array {
  const writer = new Writer();
  writePskKeyExchangeModes(writer, value);
  return writer.finish();
}

function readPskKeyExchangeModes(reader: Reader): PskKeyExchangeModes {
  const keModes: PskKeyExchangeMode[] = [];
  const aroundKeModes = reader.open8(1, 255, 'PskKeyExchangeModes.ke_modes');
  while (reader.hasMore) keModes.push(reader.uint8('PskKeyExchangeModes.ke_modes'));
  reader.close(aroundKeModes);
  return { keModes };
}

function writePskKeyExchangeModes(writer: Writer, value: PskKeyExchangeModes): void {
  const startOfKeModes = writer.open(1);
  for (const item of value.keModes) writer.uint8(item, 'PskKeyExchangeModes.ke_modes');
  writer.close8(startOfKeModes, 1, 255, 'PskKeyExchangeModes.ke_modes');
}

/** How much early data the ticket allows; elsewhere early_data is Empty. RFC 9846 4.3.10 */
export interface EarlyDataIndicationNewSessionTicket {
  /** Bytes of application data */
  readonly maxEarlyDataSize: number;
}

/**
 * Decodes one EarlyDataIndicationNewSessionTicket; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one EarlyDataIndicationNewSessionTicket and nothing else
 */
export function decodeEarlyDataIndicationNewSessionTicket(
  bytes: Uint8Array,
): EarlyDataIndicationNewSessionTicket {
  const reader = new Reader(bytes);
  const value = readEarlyDataIndicationNewSessionTicket(reader);
  reader.end('EarlyDataIndicationNewSessionTicket');
  return value;
}

/**
 * Encodes one EarlyDataIndicationNewSessionTicket.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEarlyDataIndicationNewSessionTicket(
  value: EarlyDataIndicationNewSessionTicket,
): Uint8Array {
  const writer = new Writer();
  writeEarlyDataIndicationNewSessionTicket(writer, value);
  return writer.finish();
}

function readEarlyDataIndicationNewSessionTicket(
  reader: Reader,
): EarlyDataIndicationNewSessionTicket {
  const maxEarlyDataSize = reader.uint32('EarlyDataIndicationNewSessionTicket.max_early_data_size');
  return { maxEarlyDataSize };
}

function writeEarlyDataIndicationNewSessionTicket(
  writer: Writer,
  value: EarlyDataIndicationNewSessionTicket,
): void {
  writer.uint32(value.maxEarlyDataSize, 'EarlyDataIndicationNewSessionTicket.max_early_data_size');
}

/** A name for a pre-shared key, such as a ticket. RFC 9846 4.3.11 */
export interface PskIdentity {
  /** 1 to 65535 bytes */
  readonly identity: Uint8Array;
  /** Milliseconds plus ticket_age_add, modulo 2^32 */
  readonly obfuscatedTicketAge: number;
}

/**
 * Decodes one PskIdentity; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one PskIdentity and nothing else
 */
export function decodePskIdentity(bytes: Uint8Array): PskIdentity {
  const reader = new Reader(bytes);
  const value = readPskIdentity(reader);
  reader.end('PskIdentity');
  return value;
}

/**
 * Encodes one PskIdentity.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodePskIdentity(value: PskIdentity): Uint8Array {
  const writer = new Writer();
  writePskIdentity(writer, value);
  return writer.finish();
}

function readPskIdentity(reader: Reader): PskIdentity {
  const identity = reader.vector16(1, 65535, 'PskIdentity.identity');
  const obfuscatedTicketAge = reader.uint32('PskIdentity.obfuscated_ticket_age');
  return { identity, obfuscatedTicketAge };
}

function writePskIdentity(writer: Writer, value: PskIdentity): void {
  writer.vector16(value.identity, 1, 65535, 'PskIdentity.identity');
  writer.uint32(value.obfuscatedTicketAge, 'PskIdentity.obfuscated_ticket_age');
}

/** The proof that the client holds the key. RFC 9846 4.3.11.2; 32 to 255 bytes */
export type PskBinderEntry = Uint8Array;

/** The keys that the client offers, and a binder for each in the same order. RFC 9846 4.3.11 */
export interface OfferedPsks {
  /** 7 to 65535 bytes */
  readonly identities: readonly PskIdentity[];
  /** 33 to 65535 bytes */
  readonly binders: readonly PskBinderEntry[];
}

/**
 * Decodes one OfferedPsks; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one OfferedPsks and nothing else
 */
export function decodeOfferedPsks(bytes: Uint8Array): OfferedPsks {
  const reader = new Reader(bytes);
  const value = readOfferedPsks(reader);
  reader.end('OfferedPsks');
  return value;
}

/**
 * Encodes one OfferedPsks.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeOfferedPsks(value: OfferedPsks): Uint8Array {
  const writer = new Writer();
  writeOfferedPsks(writer, value);
  return writer.finish();
}

function readOfferedPsks(reader: Reader): OfferedPsks {
  const identities: PskIdentity[] = [];
  const aroundIdentities = reader.open16(7, 65535, 'OfferedPsks.identities');
  while (reader.hasMore) identities.push(readPskIdentity(reader));
  reader.close(aroundIdentities);
  const binders: PskBinderEntry[] = [];
  const aroundBinders = reader.open16(33, 65535, 'OfferedPsks.binders');
  while (reader.hasMore) binders.push(reader.vector8(32, 255, 'OfferedPsks.binders'));
  reader.close(aroundBinders);
  return { identities, binders };
}

function writeOfferedPsks(writer: Writer, value: OfferedPsks): void {
  const startOfIdentities = writer.open(2);
  for (const item of value.identities) writePskIdentity(writer, item);
  writer.close16(startOfIdentities, 7, 65535, 'OfferedPsks.identities');
  const startOfBinders = writer.open(2);
  for (const item of value.binders) writer.vector8(item, 32, 255, 'OfferedPsks.binders');
  writer.close16(startOfBinders, 33, 65535, 'OfferedPsks.binders');
}

/** The place of the chosen key in the client's list, from 0. RFC 9846 4.3.11 */
export interface PreSharedKeyServerHello {
  readonly selectedIdentity: number;
}

/**
 * Decodes one PreSharedKeyServerHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one PreSharedKeyServerHello and nothing else
 */
export function decodePreSharedKeyServerHello(bytes: Uint8Array): PreSharedKeyServerHello {
  const reader = new Reader(bytes);
  const value = readPreSharedKeyServerHello(reader);
  reader.end('PreSharedKeyServerHello');
  return value;
}

/**
 * Encodes one PreSharedKeyServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodePreSharedKeyServerHello(value: PreSharedKeyServerHello): Uint8Array {
  const writer = new Writer();
  writePreSharedKeyServerHello(writer, value);
  return writer.finish();
}

function readPreSharedKeyServerHello(reader: Reader): PreSharedKeyServerHello {
  const selectedIdentity = reader.uint16('PreSharedKeyServerHello.selected_identity');
  return { selectedIdentity };
}

function writePreSharedKeyServerHello(writer: Writer, value: PreSharedKeyServerHello): void {
  writer.uint16(value.selectedIdentity, 'PreSharedKeyServerHello.selected_identity');
}

/** What kind of name the client asks for. RFC 6066 3 */
export type NameType = number;

/** Names for the values of NameType; others may come. */
export const NameType = {
  host_name: 0,
} as const;

/** The name of a value of NameType, its number where it has none. */
export function nameTypeName(code: NameType): string {
  switch (code) {
    case 0:
      return 'host_name';
  }

  return `${code}`;
}

/** A DNS name in ASCII, without a trailing dot, never an address. RFC 6066 3; 1 to 65535 bytes */
export type HostName = Uint8Array;

/**
 * One name of the server. RFC 6066 3
 * That RFC binds every future type of name to begin with a 16-bit length, so unknown ones
 * can be passed over.
 */
export type ServerName =
  | {
      readonly nameType: typeof NameType.host_name;
      /** 1 to 65535 bytes */
      readonly hostName: HostName;
      readonly otherName?: undefined;
    }
  | {
      readonly nameType: NameType;
      /** 0 to 65535 bytes */
      readonly otherName: Uint8Array;
      readonly hostName?: undefined;
    };

/**
 * Decodes one ServerName; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerName and nothing else
 */
export function decodeServerName(bytes: Uint8Array): ServerName {
  const reader = new Reader(bytes);
  const value = readServerName(reader);
  reader.end('ServerName');
  return value;
}

/**
 * Encodes one ServerName.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerName(value: ServerName): Uint8Array {
  const writer = new Writer();
  writeServerName(writer, value);
  return writer.finish();
}

function readServerName(reader: Reader): ServerName {
  const nameType = reader.uint8('ServerName.name_type');
  switch (nameType) {
    case NameType.host_name: {
      const hostName = reader.vector16(1, 65535, 'ServerName.HostName');
      return { nameType: NameType.host_name, hostName };
    }
    default: {
      const otherName = reader.vector16(0, 65535, 'ServerName.other_name');
      return { nameType, otherName };
    }
  }
}

function writeServerName(writer: Writer, value: ServerName): void {
  writer.uint8(value.nameType, 'ServerName.name_type');
  switch (value.nameType) {
    case NameType.host_name:
      if (value.hostName === undefined)
        throw new RangeError('ServerName.name_type: does not go with the other members');
      writer.vector16(value.hostName, 1, 65535, 'ServerName.HostName');
      return;
    default:
      if (value.otherName === undefined)
        throw new RangeError('ServerName.name_type: does not go with the other members');
      writer.vector16(value.otherName, 0, 65535, 'ServerName.other_name');
  }
}

/** The names that the client asks for, one of each type; the answer is Empty. RFC 6066 3 */
export interface ServerNameList {
  /** 1 to 65535 bytes */
  readonly serverNameList: readonly ServerName[];
}

/**
 * Decodes one ServerNameList; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerNameList and nothing else
 */
export function decodeServerNameList(bytes: Uint8Array): ServerNameList {
  const reader = new Reader(bytes);
  const value = readServerNameList(reader);
  reader.end('ServerNameList');
  return value;
}

/**
 * Encodes one ServerNameList.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerNameList(value: ServerNameList): Uint8Array {
  const writer = new Writer();
  writeServerNameList(writer, value);
  return writer.finish();
}

function readServerNameList(reader: Reader): ServerNameList {
  const serverNameList: ServerName[] = [];
  const aroundServerNameList = reader.open16(1, 65535, 'ServerNameList.server_name_list');
  while (reader.hasMore) serverNameList.push(readServerName(reader));
  reader.close(aroundServerNameList);
  return { serverNameList };
}

function writeServerNameList(writer: Writer, value: ServerNameList): void {
  const startOfServerNameList = writer.open(2);
  for (const item of value.serverNameList) writeServerName(writer, item);
  writer.close16(startOfServerNameList, 1, 65535, 'ServerNameList.server_name_list');
}

/** What kind of revocation status. RFC 6066 8 */
export type CertificateStatusType = number;

/** Names for the values of CertificateStatusType; others may come. */
export const CertificateStatusType = {
  ocsp: 1,
} as const;

/** The name of a value of CertificateStatusType, its number where it has none. */
export function certificateStatusTypeName(code: CertificateStatusType): string {
  switch (code) {
    case 1:
      return 'ocsp';
  }

  return `${code}`;
}

/** The identity of an OCSP responder in DER. RFC 6066 8; 1 to 65535 bytes */
export type ResponderID = Uint8Array;

/** Which responders the client trusts, and extensions for the request. RFC 6066 8 */
export interface OCSPStatusRequest {
  /** 0 to 65535 bytes */
  readonly responderIdList: readonly ResponderID[];
  /** DER; 0 to 65535 bytes */
  readonly requestExtensions: Uint8Array;
}

/**
 * Decodes one OCSPStatusRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one OCSPStatusRequest and nothing else
 */
export function decodeOCSPStatusRequest(bytes: Uint8Array): OCSPStatusRequest {
  const reader = new Reader(bytes);
  const value = readOCSPStatusRequest(reader);
  reader.end('OCSPStatusRequest');
  return value;
}

/**
 * Encodes one OCSPStatusRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeOCSPStatusRequest(value: OCSPStatusRequest): Uint8Array {
  const writer = new Writer();
  writeOCSPStatusRequest(writer, value);
  return writer.finish();
}

function readOCSPStatusRequest(reader: Reader): OCSPStatusRequest {
  const responderIdList: ResponderID[] = [];
  const aroundResponderIdList = reader.open16(0, 65535, 'OCSPStatusRequest.responder_id_list');
  while (reader.hasMore)
    responderIdList.push(reader.vector16(1, 65535, 'OCSPStatusRequest.responder_id_list'));
  reader.close(aroundResponderIdList);
  const requestExtensions = reader.vector16(0, 65535, 'OCSPStatusRequest.request_extensions');
  return { responderIdList, requestExtensions };
}

function writeOCSPStatusRequest(writer: Writer, value: OCSPStatusRequest): void {
  const startOfResponderIdList = writer.open(2);
  for (const item of value.responderIdList)
    writer.vector16(item, 1, 65535, 'OCSPStatusRequest.responder_id_list');
  writer.close16(startOfResponderIdList, 0, 65535, 'OCSPStatusRequest.responder_id_list');
  writer.vector16(value.requestExtensions, 0, 65535, 'OCSPStatusRequest.request_extensions');
}

/**
 * The client asks for the certificate's status. RFC 6066 8, RFC 9846 4.5.1.1
 * A type that is not known is passed over with all its bytes.
 */
export type CertificateStatusRequest =
  | {
      readonly statusType: typeof CertificateStatusType.ocsp;
      readonly ocspStatusRequest: OCSPStatusRequest;
      readonly otherRequest?: undefined;
    }
  | {
      readonly statusType: CertificateStatusType;
      readonly otherRequest: Uint8Array;
      readonly ocspStatusRequest?: undefined;
    };

/**
 * Decodes one CertificateStatusRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateStatusRequest and nothing else
 */
export function decodeCertificateStatusRequest(bytes: Uint8Array): CertificateStatusRequest {
  const reader = new Reader(bytes);
  const value = readCertificateStatusRequest(reader);
  reader.end('CertificateStatusRequest');
  return value;
}

/**
 * Encodes one CertificateStatusRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateStatusRequest(value: CertificateStatusRequest): Uint8Array {
  const writer = new Writer();
  writeCertificateStatusRequest(writer, value);
  return writer.finish();
}

function readCertificateStatusRequest(reader: Reader): CertificateStatusRequest {
  const statusType = reader.uint8('CertificateStatusRequest.status_type');
  switch (statusType) {
    case CertificateStatusType.ocsp: {
      const ocspStatusRequest = readOCSPStatusRequest(reader);
      return { statusType: CertificateStatusType.ocsp, ocspStatusRequest };
    }
    default: {
      const otherRequest = reader.rest();
      return { statusType, otherRequest };
    }
  }
}

function writeCertificateStatusRequest(writer: Writer, value: CertificateStatusRequest): void {
  writer.uint8(value.statusType, 'CertificateStatusRequest.status_type');
  switch (value.statusType) {
    case CertificateStatusType.ocsp:
      if (value.ocspStatusRequest === undefined)
        throw new RangeError(
          'CertificateStatusRequest.status_type: does not go with the other members',
        );
      writeOCSPStatusRequest(writer, value.ocspStatusRequest);
      return;
    default:
      if (value.otherRequest === undefined)
        throw new RangeError(
          'CertificateStatusRequest.status_type: does not go with the other members',
        );
      writer.rest(value.otherRequest);
  }
}

/** An OCSP response in DER. RFC 6066 8; 1 to 16777215 bytes */
export type OCSPResponse = Uint8Array;

/** The status of the certificate that it stands beside. RFC 6066 8, RFC 9846 4.5.1.1 */
export type CertificateStatus = {
  readonly statusType: typeof CertificateStatusType.ocsp;
  /** 1 to 16777215 bytes */
  readonly ocspResponse: OCSPResponse;
};

/**
 * Decodes one CertificateStatus; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateStatus and nothing else
 */
export function decodeCertificateStatus(bytes: Uint8Array): CertificateStatus {
  const reader = new Reader(bytes);
  const value = readCertificateStatus(reader);
  reader.end('CertificateStatus');
  return value;
}

/**
 * Encodes one CertificateStatus.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateStatus(value: CertificateStatus): Uint8Array {
  const writer = new Writer();
  writeCertificateStatus(writer, value);
  return writer.finish();
}

function readCertificateStatus(reader: Reader): CertificateStatus {
  const statusType = reader.uint8('CertificateStatus.status_type');
  switch (statusType) {
    case CertificateStatusType.ocsp: {
      const ocspResponse = reader.vector24(1, 16777215, 'CertificateStatus.OCSPResponse');
      return { statusType: CertificateStatusType.ocsp, ocspResponse };
    }
    default:
      throw reader.unknownCase('CertificateStatus.status_type', statusType);
  }
}

function writeCertificateStatus(writer: Writer, value: CertificateStatus): void {
  writer.uint8(value.statusType, 'CertificateStatus.status_type');
  switch (value.statusType) {
    case CertificateStatusType.ocsp:
      writer.vector24(value.ocspResponse, 1, 16777215, 'CertificateStatus.OCSPResponse');
      return;
    default:
      throw new RangeError('CertificateStatus.status_type: does not go with the other members');
  }
}

/** The name of an application protocol, such as the bytes of "h2". RFC 7301 3.1; 1 to 255 bytes */
export type ProtocolName = Uint8Array;

/**
 * The client's protocols, the most preferred first; in the server's answer exactly one.
 * RFC 7301 3.1
 */
export interface ProtocolNameList {
  /** 2 to 65535 bytes */
  readonly protocolNameList: readonly ProtocolName[];
}

/**
 * Decodes one ProtocolNameList; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ProtocolNameList and nothing else
 */
export function decodeProtocolNameList(bytes: Uint8Array): ProtocolNameList {
  const reader = new Reader(bytes);
  const value = readProtocolNameList(reader);
  reader.end('ProtocolNameList');
  return value;
}

/**
 * Encodes one ProtocolNameList.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeProtocolNameList(value: ProtocolNameList): Uint8Array {
  const writer = new Writer();
  writeProtocolNameList(writer, value);
  return writer.finish();
}

function readProtocolNameList(reader: Reader): ProtocolNameList {
  const protocolNameList: ProtocolName[] = [];
  const aroundProtocolNameList = reader.open16(2, 65535, 'ProtocolNameList.protocol_name_list');
  while (reader.hasMore)
    protocolNameList.push(reader.vector8(1, 255, 'ProtocolNameList.protocol_name_list'));
  reader.close(aroundProtocolNameList);
  return { protocolNameList };
}

function writeProtocolNameList(writer: Writer, value: ProtocolNameList): void {
  const startOfProtocolNameList = writer.open(2);
  for (const item of value.protocolNameList)
    writer.vector8(item, 1, 255, 'ProtocolNameList.protocol_name_list');
  writer.close16(startOfProtocolNameList, 2, 65535, 'ProtocolNameList.protocol_name_list');
}

/**
 * The longest record that the sender takes: the bytes under protection, type byte and padding
 * included. RFC 8449 4. Under 64 is illegal_parameter, the receiver's check.
 */
export interface RecordSizeLimit {
  readonly recordSizeLimit: number;
}

/**
 * Decodes one RecordSizeLimit; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one RecordSizeLimit and nothing else
 */
export function decodeRecordSizeLimit(bytes: Uint8Array): RecordSizeLimit {
  const reader = new Reader(bytes);
  const value = readRecordSizeLimit(reader);
  reader.end('RecordSizeLimit');
  return value;
}

/**
 * Encodes one RecordSizeLimit.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeRecordSizeLimit(value: RecordSizeLimit): Uint8Array {
  const writer = new Writer();
  writeRecordSizeLimit(writer, value);
  return writer.finish();
}

function readRecordSizeLimit(reader: Reader): RecordSizeLimit {
  const recordSizeLimit = reader.uint16('RecordSizeLimit.record_size_limit');
  return { recordSizeLimit };
}

function writeRecordSizeLimit(writer: Writer, value: RecordSizeLimit): void {
  writer.uint16(value.recordSizeLimit, 'RecordSizeLimit.record_size_limit');
}

/** The server would like to begin anew. RFC 5246 7.4.1.1 */
export type HelloRequest = Readonly<Record<string, never>>;

/**
 * Decodes one HelloRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one HelloRequest and nothing else
 */
export function decodeHelloRequest(bytes: Uint8Array): HelloRequest {
  const reader = new Reader(bytes);
  const value = readHelloRequest(reader);
  reader.end('HelloRequest');
  return value;
}

/**
 * Encodes one HelloRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeHelloRequest(value: HelloRequest): Uint8Array {
  const writer = new Writer();
  writeHelloRequest(writer, value);
  return writer.finish();
}

function readHelloRequest(_reader: Reader): HelloRequest {
  return {};
}

function writeHelloRequest(_writer: Writer, _value: HelloRequest): void {}

/** A certificate in DER. RFC 5246 7.4.2; 1 to 16777215 bytes */
export type ASN1Cert = Uint8Array;

/** The sender's certificate chain, its own certificate first. RFC 5246 7.4.2 */
export interface Tls12Certificate {
  /** Empty only from a client that has none; 0 to 16777215 bytes */
  readonly certificateList: readonly ASN1Cert[];
}

/**
 * Decodes one Tls12Certificate; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Tls12Certificate and nothing else
 */
export function decodeTls12Certificate(bytes: Uint8Array): Tls12Certificate {
  const reader = new Reader(bytes);
  const value = readTls12Certificate(reader);
  reader.end('Tls12Certificate');
  return value;
}

/**
 * Encodes one Tls12Certificate.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeTls12Certificate(value: Tls12Certificate): Uint8Array {
  const writer = new Writer();
  writeTls12Certificate(writer, value);
  return writer.finish();
}

function readTls12Certificate(reader: Reader): Tls12Certificate {
  const certificateList: ASN1Cert[] = [];
  const aroundCertificateList = reader.open24(0, 16777215, 'Tls12Certificate.certificate_list');
  while (reader.hasMore)
    certificateList.push(reader.vector24(1, 16777215, 'Tls12Certificate.certificate_list'));
  reader.close(aroundCertificateList);
  return { certificateList };
}

function writeTls12Certificate(writer: Writer, value: Tls12Certificate): void {
  const startOfCertificateList = writer.open(3);
  for (const item of value.certificateList)
    writer.vector24(item, 1, 16777215, 'Tls12Certificate.certificate_list');
  writer.close24(startOfCertificateList, 0, 16777215, 'Tls12Certificate.certificate_list');
}

/** How a curve is told; by its name is the only way left. RFC 8422 5.4 */
export type ECCurveType = number;

/** Names for the values of ECCurveType; others may come. */
export const ECCurveType = {
  explicit_prime: 1,
  explicit_char2: 2,
  named_curve: 3,
} as const;

/** The name of a value of ECCurveType, its number where it has none. */
export function ecCurveTypeName(code: ECCurveType): string {
  switch (code) {
    case 1:
      return 'explicit_prime';
    case 2:
      return 'explicit_char2';
    case 3:
      return 'named_curve';
  }

  return `${code}`;
}

/**
 * The server's half of the key exchange. RFC 8422 5.4
 * Another curve_type than named_curve has other fields behind it, which nobody reads any more.
 */
export interface ServerECDHParams {
  readonly curveType: ECCurveType;
  readonly namedcurve: NamedGroup;
  /** "public" in the RFC; 1 to 255 bytes */
  readonly publicKey: Uint8Array;
}

/**
 * Decodes one ServerECDHParams; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerECDHParams and nothing else
 */
export function decodeServerECDHParams(bytes: Uint8Array): ServerECDHParams {
  const reader = new Reader(bytes);
  const value = readServerECDHParams(reader);
  reader.end('ServerECDHParams');
  return value;
}

/**
 * Encodes one ServerECDHParams.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerECDHParams(value: ServerECDHParams): Uint8Array {
  const writer = new Writer();
  writeServerECDHParams(writer, value);
  return writer.finish();
}

function readServerECDHParams(reader: Reader): ServerECDHParams {
  const curveType = reader.uint8('ServerECDHParams.curve_type');
  const namedcurve = reader.uint16('ServerECDHParams.namedcurve');
  const publicKey = reader.vector8(1, 255, 'ServerECDHParams.public_key');
  return { curveType, namedcurve, publicKey };
}

function writeServerECDHParams(writer: Writer, value: ServerECDHParams): void {
  writer.uint8(value.curveType, 'ServerECDHParams.curve_type');
  writer.uint16(value.namedcurve, 'ServerECDHParams.namedcurve');
  writer.vector8(value.publicKey, 1, 255, 'ServerECDHParams.public_key');
}

/** The server's half, signed together with both randoms. RFC 8422 5.4, RFC 5246 7.4.3 */
export interface ServerKeyExchange {
  readonly params: ServerECDHParams;
  readonly algorithm: SignatureScheme;
  /** 0 to 65535 bytes */
  readonly signature: Uint8Array;
}

/**
 * Decodes one ServerKeyExchange; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerKeyExchange and nothing else
 */
export function decodeServerKeyExchange(bytes: Uint8Array): ServerKeyExchange {
  const reader = new Reader(bytes);
  const value = readServerKeyExchange(reader);
  reader.end('ServerKeyExchange');
  return value;
}

/**
 * Encodes one ServerKeyExchange.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerKeyExchange(value: ServerKeyExchange): Uint8Array {
  const writer = new Writer();
  writeServerKeyExchange(writer, value);
  return writer.finish();
}

function readServerKeyExchange(reader: Reader): ServerKeyExchange {
  const params = readServerECDHParams(reader);
  const algorithm = reader.uint16('ServerKeyExchange.algorithm');
  const signature = reader.vector16(0, 65535, 'ServerKeyExchange.signature');
  return { params, algorithm, signature };
}

function writeServerKeyExchange(writer: Writer, value: ServerKeyExchange): void {
  writeServerECDHParams(writer, value.params);
  writer.uint16(value.algorithm, 'ServerKeyExchange.algorithm');
  writer.vector16(value.signature, 0, 65535, 'ServerKeyExchange.signature');
}

/** Which keys a client's certificate may have. RFC 5246 7.4.4, RFC 8422 5.5 */
export type ClientCertificateType = number;

/** Names for the values of ClientCertificateType; others may come. */
export const ClientCertificateType = {
  rsa_sign: 1,
  dss_sign: 2,
  rsa_fixed_dh: 3,
  dss_fixed_dh: 4,
  rsa_ephemeral_dh_RESERVED: 5,
  dss_ephemeral_dh_RESERVED: 6,
  fortezza_dms_RESERVED: 20,
  ecdsa_sign: 64,
  rsa_fixed_ecdh: 65,
  ecdsa_fixed_ecdh: 66,
} as const;

/** The name of a value of ClientCertificateType, its number where it has none. */
export function clientCertificateTypeName(code: ClientCertificateType): string {
  switch (code) {
    case 1:
      return 'rsa_sign';
    case 2:
      return 'dss_sign';
    case 3:
      return 'rsa_fixed_dh';
    case 4:
      return 'dss_fixed_dh';
    case 5:
      return 'rsa_ephemeral_dh_RESERVED';
    case 6:
      return 'dss_ephemeral_dh_RESERVED';
    case 20:
      return 'fortezza_dms_RESERVED';
    case 64:
      return 'ecdsa_sign';
    case 65:
      return 'rsa_fixed_ecdh';
    case 66:
      return 'ecdsa_fixed_ecdh';
  }

  return `${code}`;
}

/** The server asks the client for a certificate. RFC 5246 7.4.4 */
export interface Tls12CertificateRequest {
  /** 1 to 255 bytes */
  readonly certificateTypes: readonly ClientCertificateType[];
  /** 2 to 65534 bytes */
  readonly supportedSignatureAlgorithms: readonly SignatureScheme[];
  /** Empty: any will do; 0 to 65535 bytes */
  readonly certificateAuthorities: readonly DistinguishedName[];
}

/**
 * Decodes one Tls12CertificateRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Tls12CertificateRequest and nothing else
 */
export function decodeTls12CertificateRequest(bytes: Uint8Array): Tls12CertificateRequest {
  const reader = new Reader(bytes);
  const value = readTls12CertificateRequest(reader);
  reader.end('Tls12CertificateRequest');
  return value;
}

/**
 * Encodes one Tls12CertificateRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeTls12CertificateRequest(value: Tls12CertificateRequest): Uint8Array {
  const writer = new Writer();
  writeTls12CertificateRequest(writer, value);
  return writer.finish();
}

function readTls12CertificateRequest(reader: Reader): Tls12CertificateRequest {
  const certificateTypes: ClientCertificateType[] = [];
  const aroundCertificateTypes = reader.open8(1, 255, 'Tls12CertificateRequest.certificate_types');
  while (reader.hasMore)
    certificateTypes.push(reader.uint8('Tls12CertificateRequest.certificate_types'));
  reader.close(aroundCertificateTypes);
  const supportedSignatureAlgorithms: SignatureScheme[] = [];
  const aroundSupportedSignatureAlgorithms = reader.open16(
    2,
    65534,
    'Tls12CertificateRequest.supported_signature_algorithms',
  );
  while (reader.hasMore)
    supportedSignatureAlgorithms.push(
      reader.uint16('Tls12CertificateRequest.supported_signature_algorithms'),
    );
  reader.close(aroundSupportedSignatureAlgorithms);
  const certificateAuthorities: DistinguishedName[] = [];
  const aroundCertificateAuthorities = reader.open16(
    0,
    65535,
    'Tls12CertificateRequest.certificate_authorities',
  );
  while (reader.hasMore)
    certificateAuthorities.push(
      reader.vector16(1, 65535, 'Tls12CertificateRequest.certificate_authorities'),
    );
  reader.close(aroundCertificateAuthorities);
  return { certificateTypes, supportedSignatureAlgorithms, certificateAuthorities };
}

function writeTls12CertificateRequest(writer: Writer, value: Tls12CertificateRequest): void {
  const startOfCertificateTypes = writer.open(1);
  for (const item of value.certificateTypes)
    writer.uint8(item, 'Tls12CertificateRequest.certificate_types');
  writer.close8(startOfCertificateTypes, 1, 255, 'Tls12CertificateRequest.certificate_types');
  const startOfSupportedSignatureAlgorithms = writer.open(2);
  for (const item of value.supportedSignatureAlgorithms)
    writer.uint16(item, 'Tls12CertificateRequest.supported_signature_algorithms');
  writer.close16(
    startOfSupportedSignatureAlgorithms,
    2,
    65534,
    'Tls12CertificateRequest.supported_signature_algorithms',
  );
  const startOfCertificateAuthorities = writer.open(2);
  for (const item of value.certificateAuthorities)
    writer.vector16(item, 1, 65535, 'Tls12CertificateRequest.certificate_authorities');
  writer.close16(
    startOfCertificateAuthorities,
    0,
    65535,
    'Tls12CertificateRequest.certificate_authorities',
  );
}

/** The server has said all it has to say. RFC 5246 7.4.5 */
export type ServerHelloDone = Readonly<Record<string, never>>;

/**
 * Decodes one ServerHelloDone; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerHelloDone and nothing else
 */
export function decodeServerHelloDone(bytes: Uint8Array): ServerHelloDone {
  const reader = new Reader(bytes);
  const value = readServerHelloDone(reader);
  reader.end('ServerHelloDone');
  return value;
}

/**
 * Encodes one ServerHelloDone.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerHelloDone(value: ServerHelloDone): Uint8Array {
  const writer = new Writer();
  writeServerHelloDone(writer, value);
  return writer.finish();
}

function readServerHelloDone(_reader: Reader): ServerHelloDone {
  return {};
}

function writeServerHelloDone(_writer: Writer, _value: ServerHelloDone): void {}

/** The client's half of the key exchange. RFC 8422 5.7 */
export interface ClientKeyExchange {
  /** 1 to 255 bytes */
  readonly ecdhYc: Uint8Array;
}

/**
 * Decodes one ClientKeyExchange; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ClientKeyExchange and nothing else
 */
export function decodeClientKeyExchange(bytes: Uint8Array): ClientKeyExchange {
  const reader = new Reader(bytes);
  const value = readClientKeyExchange(reader);
  reader.end('ClientKeyExchange');
  return value;
}

/**
 * Encodes one ClientKeyExchange.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeClientKeyExchange(value: ClientKeyExchange): Uint8Array {
  const writer = new Writer();
  writeClientKeyExchange(writer, value);
  return writer.finish();
}

function readClientKeyExchange(reader: Reader): ClientKeyExchange {
  const ecdhYc = reader.vector8(1, 255, 'ClientKeyExchange.ecdh_Yc');
  return { ecdhYc };
}

function writeClientKeyExchange(writer: Writer, value: ClientKeyExchange): void {
  writer.vector8(value.ecdhYc, 1, 255, 'ClientKeyExchange.ecdh_Yc');
}

/** The secret of static RSA, PKCS #1 around it; the length stands before it (7.4.7.1). RFC 5246 7.4.7.1 */
export interface EncryptedPreMasterSecret {
  /** 0 to 65535 bytes */
  readonly encryptedPreMasterSecret: Uint8Array;
}

/**
 * Decodes one EncryptedPreMasterSecret; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one EncryptedPreMasterSecret and nothing else
 */
export function decodeEncryptedPreMasterSecret(bytes: Uint8Array): EncryptedPreMasterSecret {
  const reader = new Reader(bytes);
  const value = readEncryptedPreMasterSecret(reader);
  reader.end('EncryptedPreMasterSecret');
  return value;
}

/**
 * Encodes one EncryptedPreMasterSecret.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEncryptedPreMasterSecret(value: EncryptedPreMasterSecret): Uint8Array {
  const writer = new Writer();
  writeEncryptedPreMasterSecret(writer, value);
  return writer.finish();
}

function readEncryptedPreMasterSecret(reader: Reader): EncryptedPreMasterSecret {
  const encryptedPreMasterSecret = reader.vector16(
    0,
    65535,
    'EncryptedPreMasterSecret.encrypted_pre_master_secret',
  );
  return { encryptedPreMasterSecret };
}

function writeEncryptedPreMasterSecret(writer: Writer, value: EncryptedPreMasterSecret): void {
  writer.vector16(
    value.encryptedPreMasterSecret,
    0,
    65535,
    'EncryptedPreMasterSecret.encrypted_pre_master_secret',
  );
}

/** Forms of points that the sender can read. RFC 8422 5.1.2 */
export type ECPointFormat = number;

/** Names for the values of ECPointFormat; others may come. */
export const ECPointFormat = {
  uncompressed: 0,
  ansiX962_compressed_prime: 1,
  ansiX962_compressed_char2: 2,
} as const;

/** The name of a value of ECPointFormat, its number where it has none. */
export function ecPointFormatName(code: ECPointFormat): string {
  switch (code) {
    case 0:
      return 'uncompressed';
    case 1:
      return 'ansiX962_compressed_prime';
    case 2:
      return 'ansiX962_compressed_char2';
  }

  return `${code}`;
}

/** The only form that is left is the uncompressed one, and it must be there. RFC 8422 5.1.2 */
export interface ECPointFormatList {
  /** 1 to 255 bytes */
  readonly ecPointFormatList: readonly ECPointFormat[];
}

/**
 * Decodes one ECPointFormatList; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ECPointFormatList and nothing else
 */
export function decodeECPointFormatList(bytes: Uint8Array): ECPointFormatList {
  const reader = new Reader(bytes);
  const value = readECPointFormatList(reader);
  reader.end('ECPointFormatList');
  return value;
}

/**
 * Encodes one ECPointFormatList.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeECPointFormatList(value: ECPointFormatList): Uint8Array {
  const writer = new Writer();
  writeECPointFormatList(writer, value);
  return writer.finish();
}

function readECPointFormatList(reader: Reader): ECPointFormatList {
  const ecPointFormatList: ECPointFormat[] = [];
  const aroundEcPointFormatList = reader.open8(1, 255, 'ECPointFormatList.ec_point_format_list');
  while (reader.hasMore)
    ecPointFormatList.push(reader.uint8('ECPointFormatList.ec_point_format_list'));
  reader.close(aroundEcPointFormatList);
  return { ecPointFormatList };
}

function writeECPointFormatList(writer: Writer, value: ECPointFormatList): void {
  const startOfEcPointFormatList = writer.open(1);
  for (const item of value.ecPointFormatList)
    writer.uint8(item, 'ECPointFormatList.ec_point_format_list');
  writer.close8(startOfEcPointFormatList, 1, 255, 'ECPointFormatList.ec_point_format_list');
}

/** Both Finished of the handshake that is renegotiated; empty in the first one. RFC 5746 3.2 */
export interface RenegotiationInfo {
  /** 0 to 255 bytes */
  readonly renegotiatedConnection: Uint8Array;
}

/**
 * Decodes one RenegotiationInfo; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one RenegotiationInfo and nothing else
 */
export function decodeRenegotiationInfo(bytes: Uint8Array): RenegotiationInfo {
  const reader = new Reader(bytes);
  const value = readRenegotiationInfo(reader);
  reader.end('RenegotiationInfo');
  return value;
}

/**
 * Encodes one RenegotiationInfo.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeRenegotiationInfo(value: RenegotiationInfo): Uint8Array {
  const writer = new Writer();
  writeRenegotiationInfo(writer, value);
  return writer.finish();
}

function readRenegotiationInfo(reader: Reader): RenegotiationInfo {
  const renegotiatedConnection = reader.vector8(
    0,
    255,
    'RenegotiationInfo.renegotiated_connection',
  );
  return { renegotiatedConnection };
}

function writeRenegotiationInfo(writer: Writer, value: RenegotiationInfo): void {
  writer.vector8(value.renegotiatedConnection, 0, 255, 'RenegotiationInfo.renegotiated_connection');
}

/** What a handshake message is, in both versions. RFC 9846 4, RFC 5246 7.4, RFC 6066 8 */
export type HandshakeType = number;

/** Names for the values of HandshakeType; others may come. */
export const HandshakeType = {
  /** TLS 1.2 */
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  /** TLS 1.2 */
  serverKeyExchange: 12,
  certificateRequest: 13,
  /** TLS 1.2 */
  serverHelloDone: 14,
  certificateVerify: 15,
  /** TLS 1.2 */
  clientKeyExchange: 16,
  finished: 20,
  /** TLS 1.2 */
  certificateStatus: 22,
  keyUpdate: 24,
  /** never on the wire: the transcript's word for the first hello */
  messageHash: 254,
} as const;

/** The name of a value of HandshakeType, its number where it has none. */
export function handshakeTypeName(code: HandshakeType): string {
  switch (code) {
    case 0:
      return 'helloRequest';
    case 1:
      return 'clientHello';
    case 2:
      return 'serverHello';
    case 4:
      return 'newSessionTicket';
    case 5:
      return 'endOfEarlyData';
    case 8:
      return 'encryptedExtensions';
    case 11:
      return 'certificate';
    case 12:
      return 'serverKeyExchange';
    case 13:
      return 'certificateRequest';
    case 14:
      return 'serverHelloDone';
    case 15:
      return 'certificateVerify';
    case 16:
      return 'clientKeyExchange';
    case 20:
      return 'finished';
    case 22:
      return 'certificateStatus';
    case 24:
      return 'keyUpdate';
    case 254:
      return 'messageHash';
  }

  return `${code}`;
}

/**
 * A version of the protocol. RFC 9846 4.2.2 has a bare uint16 here; the names are for traces
 * and for the few places that compare.
 */
export type ProtocolVersion = number;

/** Names for the values of ProtocolVersion; others may come. */
export const ProtocolVersion = {
  ssl30: 0x0300,
  tls10: 0x0301,
  tls11: 0x0302,
  tls12: 0x0303,
  tls13: 0x0304,
} as const;

/** The name of a value of ProtocolVersion, its number where it has none. */
export function protocolVersionName(code: ProtocolVersion): string {
  switch (code) {
    case 0x0300:
      return 'ssl30';
    case 0x0301:
      return 'tls10';
    case 0x0302:
      return 'tls11';
    case 0x0303:
      return 'tls12';
    case 0x0304:
      return 'tls13';
  }

  return `0x${code.toString(16).padStart(4, '0')}`;
}

/** 32 bytes of a secure random number generator. RFC 9846 4.2.2; 32 bytes */
export type Random = Uint8Array;

/** The Random that makes a ServerHello a HelloRetryRequest: SHA-256 of that word. RFC 9846 4.2.3 */
export const helloRetryRequestRandom = new Uint8Array([
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
  0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
]);

/**
 * The suites that have names here, read as one number where the RFC has uint8[2]. RFC 9846 B.4,
 * RFC 5289 3.2, RFC 7905 2; the signals of RFC 5746 3.3 and RFC 7507 4 are no suites.
 */
export type CipherSuite = number;

/** Names for the values of CipherSuite; others may come. */
export const CipherSuite = {
  TLS_EMPTY_RENEGOTIATION_INFO_SCSV: 0x00ff,
  TLS_AES_128_GCM_SHA256: 0x1301,
  TLS_AES_256_GCM_SHA384: 0x1302,
  TLS_CHACHA20_POLY1305_SHA256: 0x1303,
  TLS_AES_128_CCM_SHA256: 0x1304,
  TLS_AES_128_CCM_8_SHA256: 0x1305,
  TLS_FALLBACK_SCSV: 0x5600,
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 0xc02b,
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 0xc02c,
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 0xc02f,
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 0xc030,
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 0xcca8,
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 0xcca9,
} as const;

/** The name of a value of CipherSuite, its number where it has none. */
export function cipherSuiteName(code: CipherSuite): string {
  switch (code) {
    case 0x00ff:
      return 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV';
    case 0x1301:
      return 'TLS_AES_128_GCM_SHA256';
    case 0x1302:
      return 'TLS_AES_256_GCM_SHA384';
    case 0x1303:
      return 'TLS_CHACHA20_POLY1305_SHA256';
    case 0x1304:
      return 'TLS_AES_128_CCM_SHA256';
    case 0x1305:
      return 'TLS_AES_128_CCM_8_SHA256';
    case 0x5600:
      return 'TLS_FALLBACK_SCSV';
    case 0xc02b:
      return 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
    case 0xc02c:
      return 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384';
    case 0xc02f:
      return 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
    case 0xc030:
      return 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
    case 0xcca8:
      return 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256';
    case 0xcca9:
      return 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256';
  }

  return `0x${code.toString(16).padStart(4, '0')}`;
}

/** The type of an extension. RFC 9846 4.3; spec/extensions.ts */
export type ExtensionType = number;

/** Names for the values of ExtensionType; others may come. */
export const ExtensionType = {
  /** RFC 6066 3 */
  server_name: 0x0000,
  /** RFC 6066 4 */
  max_fragment_length: 0x0001,
  /** RFC 6066 5 */
  client_certificate_url: 0x0002,
  /** RFC 6066 6 */
  trusted_ca_keys: 0x0003,
  /** RFC 6066 7 */
  truncated_hmac: 0x0004,
  /** RFC 9846 4.5.1.1 */
  status_request: 0x0005,
  /** RFC 9846 4.3.7 */
  supported_groups: 0x000a,
  /** RFC 8422 5.1.2 */
  ec_point_formats: 0x000b,
  /** RFC 9846 4.3.3 */
  signature_algorithms: 0x000d,
  /** RFC 5764 4.1 */
  use_srtp: 0x000e,
  /** RFC 6520 2 */
  heartbeat: 0x000f,
  /** RFC 7301 3.1 */
  application_layer_protocol_negotiation: 0x0010,
  /** RFC 6961 2.2 */
  status_request_v2: 0x0011,
  /** RFC 6962 3.3.1 */
  signed_certificate_timestamp: 0x0012,
  /** RFC 7250 3 */
  client_certificate_type: 0x0013,
  /** RFC 7250 3 */
  server_certificate_type: 0x0014,
  /** RFC 7685 3 */
  padding: 0x0015,
  /** RFC 7366 2 */
  encrypt_then_mac: 0x0016,
  /** RFC 7627 5.1 */
  extended_master_secret: 0x0017,
  /** RFC 8879 3 */
  compress_certificate: 0x001b,
  /** RFC 8449 4 */
  record_size_limit: 0x001c,
  /** RFC 9345 4.1 */
  delegated_credential: 0x0022,
  /** RFC 5077 3.2 */
  session_ticket: 0x0023,
  /** RFC 8870 5.2 */
  supported_ekt_ciphers: 0x0027,
  /** RFC 9846 4.3.11 */
  pre_shared_key: 0x0029,
  /** RFC 9846 4.3.10 */
  early_data: 0x002a,
  /** RFC 9846 4.3.1 */
  supported_versions: 0x002b,
  /** RFC 9846 4.3.2 */
  cookie: 0x002c,
  /** RFC 9846 4.3.9 */
  psk_key_exchange_modes: 0x002d,
  /** RFC 9846 4.3.4 */
  certificate_authorities: 0x002f,
  /** RFC 9846 4.3.5 */
  oid_filters: 0x0030,
  /** RFC 9846 4.3.6 */
  post_handshake_auth: 0x0031,
  /** RFC 9846 4.3.3 */
  signature_algorithms_cert: 0x0032,
  /** RFC 9846 4.3.8 */
  key_share: 0x0033,
  /** RFC 9162 6.5 */
  transparency_info: 0x0034,
  /** RFC 8844 3.2 */
  external_id_hash: 0x0037,
  /** RFC 8844 4.3 */
  external_session_id: 0x0038,
  /** RFC 9001 8.2 */
  quic_transport_parameters: 0x0039,
  /** RFC 9149 3 */
  ticket_request: 0x003a,
  /** RFC 9849 5.1 */
  ech_outer_extensions: 0xfd00,
  /** RFC 9849 5 */
  encrypted_client_hello: 0xfe0d,
  /** RFC 5746 3.2 */
  renegotiation_info: 0xff01,
} as const;

/** The name of a value of ExtensionType, its number where it has none. */
export function extensionTypeName(code: ExtensionType): string {
  switch (code) {
    case 0x0000:
      return 'server_name';
    case 0x0001:
      return 'max_fragment_length';
    case 0x0002:
      return 'client_certificate_url';
    case 0x0003:
      return 'trusted_ca_keys';
    case 0x0004:
      return 'truncated_hmac';
    case 0x0005:
      return 'status_request';
    case 0x000a:
      return 'supported_groups';
    case 0x000b:
      return 'ec_point_formats';
    case 0x000d:
      return 'signature_algorithms';
    case 0x000e:
      return 'use_srtp';
    case 0x000f:
      return 'heartbeat';
    case 0x0010:
      return 'application_layer_protocol_negotiation';
    case 0x0011:
      return 'status_request_v2';
    case 0x0012:
      return 'signed_certificate_timestamp';
    case 0x0013:
      return 'client_certificate_type';
    case 0x0014:
      return 'server_certificate_type';
    case 0x0015:
      return 'padding';
    case 0x0016:
      return 'encrypt_then_mac';
    case 0x0017:
      return 'extended_master_secret';
    case 0x001b:
      return 'compress_certificate';
    case 0x001c:
      return 'record_size_limit';
    case 0x0022:
      return 'delegated_credential';
    case 0x0023:
      return 'session_ticket';
    case 0x0027:
      return 'supported_ekt_ciphers';
    case 0x0029:
      return 'pre_shared_key';
    case 0x002a:
      return 'early_data';
    case 0x002b:
      return 'supported_versions';
    case 0x002c:
      return 'cookie';
    case 0x002d:
      return 'psk_key_exchange_modes';
    case 0x002f:
      return 'certificate_authorities';
    case 0x0030:
      return 'oid_filters';
    case 0x0031:
      return 'post_handshake_auth';
    case 0x0032:
      return 'signature_algorithms_cert';
    case 0x0033:
      return 'key_share';
    case 0x0034:
      return 'transparency_info';
    case 0x0037:
      return 'external_id_hash';
    case 0x0038:
      return 'external_session_id';
    case 0x0039:
      return 'quic_transport_parameters';
    case 0x003a:
      return 'ticket_request';
    case 0xfd00:
      return 'ech_outer_extensions';
    case 0xfe0d:
      return 'encrypted_client_hello';
    case 0xff01:
      return 'renegotiation_info';
  }

  return `0x${code.toString(16).padStart(4, '0')}`;
}

/** One extension with its body still unread. RFC 9846 4.3 */
export interface Extension {
  readonly extensionType: ExtensionType;
  /** 0 to 65535 bytes */
  readonly extensionData: Uint8Array;
}

/**
 * Decodes one Extension; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Extension and nothing else
 */
export function decodeExtension(bytes: Uint8Array): Extension {
  const reader = new Reader(bytes);
  const value = readExtension(reader);
  reader.end('Extension');
  return value;
}

/**
 * Encodes one Extension.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeExtension(value: Extension): Uint8Array {
  const writer = new Writer();
  writeExtension(writer, value);
  return writer.finish();
}

function readExtension(reader: Reader): Extension {
  const extensionType = reader.uint16('Extension.extension_type');
  const extensionData = reader.vector16(0, 65535, 'Extension.extension_data');
  return { extensionType, extensionData };
}

function writeExtension(writer: Writer, value: Extension): void {
  writer.uint16(value.extensionType, 'Extension.extension_type');
  writer.vector16(value.extensionData, 0, 65535, 'Extension.extension_data');
}

/**
 * The client's first message, and after a HelloRetryRequest its second. RFC 9846 4.2.2
 *
 * RFC 9846 gives extensions a floor of 7 bytes and always has them. A hello of an older client
 * may have fewer or none (RFC 5246 7.4.1.2), and must be answered with protocol_version rather
 * than decode_error; so the floor here is 0 and the block may be absent.
 */
export interface ClientHello {
  /** Senders write 0x0303. */
  readonly legacyVersion: ProtocolVersion;
  /** 32 bytes */
  readonly random: Random;
  /** 0 to 32 bytes */
  readonly legacySessionId: Uint8Array;
  /** In descending order of the client's preference; 2 to 65534 bytes */
  readonly cipherSuites: readonly CipherSuite[];
  /** In TLS 1.3 the single byte 0; 1 to 255 bytes */
  readonly legacyCompressionMethods: Uint8Array;
  /** Undefined where there is no block; 0 to 65535 bytes */
  readonly extensions: readonly Extension[] | undefined;
}

/**
 * Decodes one ClientHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ClientHello and nothing else
 */
export function decodeClientHello(bytes: Uint8Array): ClientHello {
  const reader = new Reader(bytes);
  const value = readClientHello(reader);
  reader.end('ClientHello');
  return value;
}

/**
 * Encodes one ClientHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeClientHello(value: ClientHello): Uint8Array {
  const writer = new Writer();
  writeClientHello(writer, value);
  return writer.finish();
}

function readClientHello(reader: Reader): ClientHello {
  const legacyVersion = reader.uint16('ClientHello.legacy_version');
  const random = reader.bytes(32, 'ClientHello.random');
  const legacySessionId = reader.vector8(0, 32, 'ClientHello.legacy_session_id');
  const cipherSuites: CipherSuite[] = [];
  const aroundCipherSuites = reader.open16(2, 65534, 'ClientHello.cipher_suites');
  while (reader.hasMore) cipherSuites.push(reader.uint16('ClientHello.cipher_suites'));
  reader.close(aroundCipherSuites);
  const legacyCompressionMethods = reader.vector8(1, 255, 'ClientHello.legacy_compression_methods');
  let extensions: Extension[] | undefined;
  if (reader.hasMore) {
    extensions = [];
    const aroundExtensions = reader.open16(0, 65535, 'ClientHello.extensions');
    while (reader.hasMore) extensions.push(readExtension(reader));
    reader.close(aroundExtensions);
  }

  return {
    legacyVersion,
    random,
    legacySessionId,
    cipherSuites,
    legacyCompressionMethods,
    extensions,
  };
}

function writeClientHello(writer: Writer, value: ClientHello): void {
  writer.uint16(value.legacyVersion, 'ClientHello.legacy_version');
  writer.bytes(value.random, 32, 'ClientHello.random');
  writer.vector8(value.legacySessionId, 0, 32, 'ClientHello.legacy_session_id');
  const startOfCipherSuites = writer.open(2);
  for (const item of value.cipherSuites) writer.uint16(item, 'ClientHello.cipher_suites');
  writer.close16(startOfCipherSuites, 2, 65534, 'ClientHello.cipher_suites');
  writer.vector8(value.legacyCompressionMethods, 1, 255, 'ClientHello.legacy_compression_methods');
  if (value.extensions !== undefined) {
    const startOfExtensions = writer.open(2);
    for (const item of value.extensions) writeExtension(writer, item);
    writer.close16(startOfExtensions, 0, 65535, 'ClientHello.extensions');
  }
}

/**
 * The server's answer; with hello_retry_request_random it is a HelloRetryRequest.
 * RFC 9846 4.2.3, 4.2.4. As in ClientHello, the extensions of older servers may be fewer
 * than TLS 1.3's floor of 6 bytes, or absent (RFC 5246 7.4.1.3).
 */
export interface ServerHello {
  /** Senders write 0x0303. */
  readonly legacyVersion: ProtocolVersion;
  /** 32 bytes */
  readonly random: Random;
  /** 0 to 32 bytes */
  readonly legacySessionIdEcho: Uint8Array;
  readonly cipherSuite: CipherSuite;
  /** Senders write 0x0. */
  readonly legacyCompressionMethod: number;
  /** Undefined where there is no block; 0 to 65535 bytes */
  readonly extensions: readonly Extension[] | undefined;
}

/**
 * Decodes one ServerHello; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one ServerHello and nothing else
 */
export function decodeServerHello(bytes: Uint8Array): ServerHello {
  const reader = new Reader(bytes);
  const value = readServerHello(reader);
  reader.end('ServerHello');
  return value;
}

/**
 * Encodes one ServerHello.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeServerHello(value: ServerHello): Uint8Array {
  const writer = new Writer();
  writeServerHello(writer, value);
  return writer.finish();
}

function readServerHello(reader: Reader): ServerHello {
  const legacyVersion = reader.uint16('ServerHello.legacy_version');
  const random = reader.bytes(32, 'ServerHello.random');
  const legacySessionIdEcho = reader.vector8(0, 32, 'ServerHello.legacy_session_id_echo');
  const cipherSuite = reader.uint16('ServerHello.cipher_suite');
  const legacyCompressionMethod = reader.uint8('ServerHello.legacy_compression_method');
  let extensions: Extension[] | undefined;
  if (reader.hasMore) {
    extensions = [];
    const aroundExtensions = reader.open16(0, 65535, 'ServerHello.extensions');
    while (reader.hasMore) extensions.push(readExtension(reader));
    reader.close(aroundExtensions);
  }

  return {
    legacyVersion,
    random,
    legacySessionIdEcho,
    cipherSuite,
    legacyCompressionMethod,
    extensions,
  };
}

function writeServerHello(writer: Writer, value: ServerHello): void {
  writer.uint16(value.legacyVersion, 'ServerHello.legacy_version');
  writer.bytes(value.random, 32, 'ServerHello.random');
  writer.vector8(value.legacySessionIdEcho, 0, 32, 'ServerHello.legacy_session_id_echo');
  writer.uint16(value.cipherSuite, 'ServerHello.cipher_suite');
  writer.uint8(value.legacyCompressionMethod, 'ServerHello.legacy_compression_method');
  if (value.extensions !== undefined) {
    const startOfExtensions = writer.open(2);
    for (const item of value.extensions) writeExtension(writer, item);
    writer.close16(startOfExtensions, 0, 65535, 'ServerHello.extensions');
  }
}

/** The extensions that need not travel in the clear. RFC 9846 4.4.1 */
export interface EncryptedExtensions {
  /** 0 to 65535 bytes */
  readonly extensions: readonly Extension[];
}

/**
 * Decodes one EncryptedExtensions; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one EncryptedExtensions and nothing else
 */
export function decodeEncryptedExtensions(bytes: Uint8Array): EncryptedExtensions {
  const reader = new Reader(bytes);
  const value = readEncryptedExtensions(reader);
  reader.end('EncryptedExtensions');
  return value;
}

/**
 * Encodes one EncryptedExtensions.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEncryptedExtensions(value: EncryptedExtensions): Uint8Array {
  const writer = new Writer();
  writeEncryptedExtensions(writer, value);
  return writer.finish();
}

function readEncryptedExtensions(reader: Reader): EncryptedExtensions {
  const extensions: Extension[] = [];
  const aroundExtensions = reader.open16(0, 65535, 'EncryptedExtensions.extensions');
  while (reader.hasMore) extensions.push(readExtension(reader));
  reader.close(aroundExtensions);
  return { extensions };
}

function writeEncryptedExtensions(writer: Writer, value: EncryptedExtensions): void {
  const startOfExtensions = writer.open(2);
  for (const item of value.extensions) writeExtension(writer, item);
  writer.close16(startOfExtensions, 0, 65535, 'EncryptedExtensions.extensions');
}

/** The server asks the client for a certificate. RFC 9846 4.4.2 */
export interface CertificateRequest {
  /** Empty in the main handshake; 0 to 255 bytes */
  readonly certificateRequestContext: Uint8Array;
  /** 0 to 65535 bytes */
  readonly extensions: readonly Extension[];
}

/**
 * Decodes one CertificateRequest; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateRequest and nothing else
 */
export function decodeCertificateRequest(bytes: Uint8Array): CertificateRequest {
  const reader = new Reader(bytes);
  const value = readCertificateRequest(reader);
  reader.end('CertificateRequest');
  return value;
}

/**
 * Encodes one CertificateRequest.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateRequest(value: CertificateRequest): Uint8Array {
  const writer = new Writer();
  writeCertificateRequest(writer, value);
  return writer.finish();
}

function readCertificateRequest(reader: Reader): CertificateRequest {
  const certificateRequestContext = reader.vector8(
    0,
    255,
    'CertificateRequest.certificate_request_context',
  );
  const extensions: Extension[] = [];
  const aroundExtensions = reader.open16(0, 65535, 'CertificateRequest.extensions');
  while (reader.hasMore) extensions.push(readExtension(reader));
  reader.close(aroundExtensions);
  return { certificateRequestContext, extensions };
}

function writeCertificateRequest(writer: Writer, value: CertificateRequest): void {
  writer.vector8(
    value.certificateRequestContext,
    0,
    255,
    'CertificateRequest.certificate_request_context',
  );
  const startOfExtensions = writer.open(2);
  for (const item of value.extensions) writeExtension(writer, item);
  writer.close16(startOfExtensions, 0, 65535, 'CertificateRequest.extensions');
}

/**
 * One certificate of the chain, with the extensions that concern it. RFC 9846 4.5.1
 * Only X.509 certificates: a raw public key (RFC 7250) would stand in the same place.
 */
export interface CertificateEntry {
  /** DER; 1 to 16777215 bytes */
  readonly certData: Uint8Array;
  /** 0 to 65535 bytes */
  readonly extensions: readonly Extension[];
}

/**
 * Decodes one CertificateEntry; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateEntry and nothing else
 */
export function decodeCertificateEntry(bytes: Uint8Array): CertificateEntry {
  const reader = new Reader(bytes);
  const value = readCertificateEntry(reader);
  reader.end('CertificateEntry');
  return value;
}

/**
 * Encodes one CertificateEntry.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateEntry(value: CertificateEntry): Uint8Array {
  const writer = new Writer();
  writeCertificateEntry(writer, value);
  return writer.finish();
}

function readCertificateEntry(reader: Reader): CertificateEntry {
  const certData = reader.vector24(1, 16777215, 'CertificateEntry.cert_data');
  const extensions: Extension[] = [];
  const aroundExtensions = reader.open16(0, 65535, 'CertificateEntry.extensions');
  while (reader.hasMore) extensions.push(readExtension(reader));
  reader.close(aroundExtensions);
  return { certData, extensions };
}

function writeCertificateEntry(writer: Writer, value: CertificateEntry): void {
  writer.vector24(value.certData, 1, 16777215, 'CertificateEntry.cert_data');
  const startOfExtensions = writer.open(2);
  for (const item of value.extensions) writeExtension(writer, item);
  writer.close16(startOfExtensions, 0, 65535, 'CertificateEntry.extensions');
}

/** The sender's certificate chain, its own certificate first. RFC 9846 4.5.1 */
export interface Certificate {
  /** That of the request; a server's is empty; 0 to 255 bytes */
  readonly certificateRequestContext: Uint8Array;
  /** Empty only from a client that has none; 0 to 16777215 bytes */
  readonly certificateList: readonly CertificateEntry[];
}

/**
 * Decodes one Certificate; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Certificate and nothing else
 */
export function decodeCertificate(bytes: Uint8Array): Certificate {
  const reader = new Reader(bytes);
  const value = readCertificate(reader);
  reader.end('Certificate');
  return value;
}

/**
 * Encodes one Certificate.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificate(value: Certificate): Uint8Array {
  const writer = new Writer();
  writeCertificate(writer, value);
  return writer.finish();
}

function readCertificate(reader: Reader): Certificate {
  const certificateRequestContext = reader.vector8(
    0,
    255,
    'Certificate.certificate_request_context',
  );
  const certificateList: CertificateEntry[] = [];
  const aroundCertificateList = reader.open24(0, 16777215, 'Certificate.certificate_list');
  while (reader.hasMore) certificateList.push(readCertificateEntry(reader));
  reader.close(aroundCertificateList);
  return { certificateRequestContext, certificateList };
}

function writeCertificate(writer: Writer, value: Certificate): void {
  writer.vector8(
    value.certificateRequestContext,
    0,
    255,
    'Certificate.certificate_request_context',
  );
  const startOfCertificateList = writer.open(3);
  for (const item of value.certificateList) writeCertificateEntry(writer, item);
  writer.close24(startOfCertificateList, 0, 16777215, 'Certificate.certificate_list');
}

/**
 * A signature over the handshake so far. RFC 9846 4.5.2; in TLS 1.2 it is a DigitallySigned, which
 * reads the same. RFC 5246 7.4.8
 */
export interface CertificateVerify {
  readonly algorithm: SignatureScheme;
  /** 0 to 65535 bytes */
  readonly signature: Uint8Array;
}

/**
 * Decodes one CertificateVerify; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one CertificateVerify and nothing else
 */
export function decodeCertificateVerify(bytes: Uint8Array): CertificateVerify {
  const reader = new Reader(bytes);
  const value = readCertificateVerify(reader);
  reader.end('CertificateVerify');
  return value;
}

/**
 * Encodes one CertificateVerify.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeCertificateVerify(value: CertificateVerify): Uint8Array {
  const writer = new Writer();
  writeCertificateVerify(writer, value);
  return writer.finish();
}

function readCertificateVerify(reader: Reader): CertificateVerify {
  const algorithm = reader.uint16('CertificateVerify.algorithm');
  const signature = reader.vector16(0, 65535, 'CertificateVerify.signature');
  return { algorithm, signature };
}

function writeCertificateVerify(writer: Writer, value: CertificateVerify): void {
  writer.uint16(value.algorithm, 'CertificateVerify.algorithm');
  writer.vector16(value.signature, 0, 65535, 'CertificateVerify.signature');
}

/**
 * The MAC over the handshake. RFC 9846 4.5.3; 12 bytes in TLS 1.2. RFC 5246 7.4.9
 * Hash.length is known only to the connection: verify_data takes all bytes there are, and
 * whoever verifies it compares the length too.
 */
export interface Finished {
  readonly verifyData: Uint8Array;
}

/**
 * Decodes one Finished; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one Finished and nothing else
 */
export function decodeFinished(bytes: Uint8Array): Finished {
  const reader = new Reader(bytes);
  const value = readFinished(reader);
  reader.end('Finished');
  return value;
}

/**
 * Encodes one Finished.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeFinished(value: Finished): Uint8Array {
  const writer = new Writer();
  writeFinished(writer, value);
  return writer.finish();
}

function readFinished(reader: Reader): Finished {
  const verifyData = reader.rest();
  return { verifyData };
}

function writeFinished(writer: Writer, value: Finished): void {
  writer.rest(value.verifyData);
}

/** The client has sent all its early data. RFC 9846 4.6 */
export type EndOfEarlyData = Readonly<Record<string, never>>;

/**
 * Decodes one EndOfEarlyData; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one EndOfEarlyData and nothing else
 */
export function decodeEndOfEarlyData(bytes: Uint8Array): EndOfEarlyData {
  const reader = new Reader(bytes);
  const value = readEndOfEarlyData(reader);
  reader.end('EndOfEarlyData');
  return value;
}

/**
 * Encodes one EndOfEarlyData.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeEndOfEarlyData(value: EndOfEarlyData): Uint8Array {
  const writer = new Writer();
  writeEndOfEarlyData(writer, value);
  return writer.finish();
}

function readEndOfEarlyData(_reader: Reader): EndOfEarlyData {
  return {};
}

function writeEndOfEarlyData(_writer: Writer, _value: EndOfEarlyData): void {}

/** A ticket for a later connection. RFC 9846 4.7.1 */
export interface NewSessionTicket {
  /** Seconds, at most 604800 */
  readonly ticketLifetime: number;
  /** Added to the age, in milliseconds, to hide it */
  readonly ticketAgeAdd: number;
  /** 0 to 255 bytes */
  readonly ticketNonce: Uint8Array;
  /** 1 to 65535 bytes */
  readonly ticket: Uint8Array;
  /** 0 to 65535 bytes */
  readonly extensions: readonly Extension[];
}

/**
 * Decodes one NewSessionTicket; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one NewSessionTicket and nothing else
 */
export function decodeNewSessionTicket(bytes: Uint8Array): NewSessionTicket {
  const reader = new Reader(bytes);
  const value = readNewSessionTicket(reader);
  reader.end('NewSessionTicket');
  return value;
}

/**
 * Encodes one NewSessionTicket.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeNewSessionTicket(value: NewSessionTicket): Uint8Array {
  const writer = new Writer();
  writeNewSessionTicket(writer, value);
  return writer.finish();
}

function readNewSessionTicket(reader: Reader): NewSessionTicket {
  const ticketLifetime = reader.uint32('NewSessionTicket.ticket_lifetime');
  const ticketAgeAdd = reader.uint32('NewSessionTicket.ticket_age_add');
  const ticketNonce = reader.vector8(0, 255, 'NewSessionTicket.ticket_nonce');
  const ticket = reader.vector16(1, 65535, 'NewSessionTicket.ticket');
  const extensions: Extension[] = [];
  const aroundExtensions = reader.open16(0, 65535, 'NewSessionTicket.extensions');
  while (reader.hasMore) extensions.push(readExtension(reader));
  reader.close(aroundExtensions);
  return { ticketLifetime, ticketAgeAdd, ticketNonce, ticket, extensions };
}

function writeNewSessionTicket(writer: Writer, value: NewSessionTicket): void {
  writer.uint32(value.ticketLifetime, 'NewSessionTicket.ticket_lifetime');
  writer.uint32(value.ticketAgeAdd, 'NewSessionTicket.ticket_age_add');
  writer.vector8(value.ticketNonce, 0, 255, 'NewSessionTicket.ticket_nonce');
  writer.vector16(value.ticket, 1, 65535, 'NewSessionTicket.ticket');
  const startOfExtensions = writer.open(2);
  for (const item of value.extensions) writeExtension(writer, item);
  writer.close16(startOfExtensions, 0, 65535, 'NewSessionTicket.extensions');
}

/** Whether the receiver of a KeyUpdate has to answer with its own. RFC 9846 4.7.3 */
export type KeyUpdateRequest = number;

/** Names for the values of KeyUpdateRequest; others may come. */
export const KeyUpdateRequest = {
  update_not_requested: 0,
  update_requested: 1,
} as const;

/** The name of a value of KeyUpdateRequest, its number where it has none. */
export function keyUpdateRequestName(code: KeyUpdateRequest): string {
  switch (code) {
    case 0:
      return 'update_not_requested';
    case 1:
      return 'update_requested';
  }

  return `${code}`;
}

/** The sender's next record is protected under its next key. RFC 9846 4.7.3 */
export interface KeyUpdate {
  /** The receiver refuses others with illegal_parameter */
  readonly requestUpdate: KeyUpdateRequest;
}

/**
 * Decodes one KeyUpdate; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one KeyUpdate and nothing else
 */
export function decodeKeyUpdate(bytes: Uint8Array): KeyUpdate {
  const reader = new Reader(bytes);
  const value = readKeyUpdate(reader);
  reader.end('KeyUpdate');
  return value;
}

/**
 * Encodes one KeyUpdate.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeKeyUpdate(value: KeyUpdate): Uint8Array {
  const writer = new Writer();
  writeKeyUpdate(writer, value);
  return writer.finish();
}

function readKeyUpdate(reader: Reader): KeyUpdate {
  const requestUpdate = reader.uint8('KeyUpdate.request_update');
  return { requestUpdate };
}

function writeKeyUpdate(writer: Writer, value: KeyUpdate): void {
  writer.uint8(value.requestUpdate, 'KeyUpdate.request_update');
}

/** The info of HKDF-Expand-Label. RFC 9846 7.1 */
export interface HkdfLabel {
  /** Of the output, in bytes */
  readonly length: number;
  /** "tls13 " and the label; 7 to 255 bytes */
  readonly label: Uint8Array;
  /** A transcript hash, or nothing; 0 to 255 bytes */
  readonly context: Uint8Array;
}

/**
 * Decodes one HkdfLabel; byte fields are views of `bytes`.
 *
 * @throws DecodeError unless `bytes` is one HkdfLabel and nothing else
 */
export function decodeHkdfLabel(bytes: Uint8Array): HkdfLabel {
  const reader = new Reader(bytes);
  const value = readHkdfLabel(reader);
  reader.end('HkdfLabel');
  return value;
}

/**
 * Encodes one HkdfLabel.
 *
 * @throws RangeError naming the field that is out of its bounds
 */
export function encodeHkdfLabel(value: HkdfLabel): Uint8Array {
  const writer = new Writer();
  writeHkdfLabel(writer, value);
  return writer.finish();
}

function readHkdfLabel(reader: Reader): HkdfLabel {
  const length = reader.uint16('HkdfLabel.length');
  const label = reader.vector8(7, 255, 'HkdfLabel.label');
  const context = reader.vector8(0, 255, 'HkdfLabel.context');
  return { length, label, context };
}

function writeHkdfLabel(writer: Writer, value: HkdfLabel): void {
  writer.uint16(value.length, 'HkdfLabel.length');
  writer.vector8(value.label, 7, 255, 'HkdfLabel.label');
  writer.vector8(value.context, 0, 255, 'HkdfLabel.context');
}
