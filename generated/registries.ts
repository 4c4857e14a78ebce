/**
 * Generated from spec/registries.ts by npm run generate; do not edit.
 *
 * The code points that this implementation knows, by name and by code, and the one table from an
 * error to the alert that tells the peer of it.
 */

/** AlertDescription (RFC 9846 6): the code of each alert. */
export const alertCodes = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  record_overflow: 22,
  handshake_failure: 40,
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
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  missing_extension: 109,
  unsupported_extension: 110,
  no_renegotiation: 100,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  unknown_psk_identity: 115,
  certificate_required: 116,
  general_error: 117,
  no_application_protocol: 120,
} as const;

/** An alert's IANA name. */
export type AlertName = keyof typeof alertCodes;

/** AlertLevel (RFC 9846 6) of each alert when it is sent: warning 1, fatal 2. */
export const alertLevels: Readonly<Record<AlertName, 1 | 2>> = {
  close_notify: 1,
  unexpected_message: 2,
  bad_record_mac: 2,
  record_overflow: 2,
  handshake_failure: 2,
  bad_certificate: 2,
  unsupported_certificate: 2,
  certificate_revoked: 2,
  certificate_expired: 2,
  certificate_unknown: 2,
  illegal_parameter: 2,
  unknown_ca: 2,
  access_denied: 2,
  decode_error: 2,
  decrypt_error: 2,
  protocol_version: 2,
  insufficient_security: 2,
  internal_error: 2,
  inappropriate_fallback: 2,
  user_canceled: 1,
  missing_extension: 2,
  unsupported_extension: 2,
  no_renegotiation: 1,
  unrecognized_name: 2,
  bad_certificate_status_response: 2,
  unknown_psk_identity: 2,
  certificate_required: 2,
  general_error: 2,
  no_application_protocol: 2,
};

/** The alerts that end one direction in peace; all others are errors (6.1, 6.2). */
export const closureAlerts: ReadonlySet<AlertName> = new Set<AlertName>([
  'close_notify',
  'user_canceled',
]);

/** The name of an alert that came over the wire; undefined if it is unknown. */
export function alertNameOf(code: number): AlertName | undefined {
  return alertNames.get(code);
}

const alertNames: ReadonlyMap<number, AlertName> = new Map<number, AlertName>([
  [0, 'close_notify'],
  [10, 'unexpected_message'],
  [20, 'bad_record_mac'],
  [22, 'record_overflow'],
  [40, 'handshake_failure'],
  [42, 'bad_certificate'],
  [43, 'unsupported_certificate'],
  [44, 'certificate_revoked'],
  [45, 'certificate_expired'],
  [46, 'certificate_unknown'],
  [47, 'illegal_parameter'],
  [48, 'unknown_ca'],
  [49, 'access_denied'],
  [50, 'decode_error'],
  [51, 'decrypt_error'],
  [70, 'protocol_version'],
  [71, 'insufficient_security'],
  [80, 'internal_error'],
  [86, 'inappropriate_fallback'],
  [90, 'user_canceled'],
  [109, 'missing_extension'],
  [110, 'unsupported_extension'],
  [100, 'no_renegotiation'],
  [112, 'unrecognized_name'],
  [113, 'bad_certificate_status_response'],
  [115, 'unknown_psk_identity'],
  [116, 'certificate_required'],
  [117, 'general_error'],
  [120, 'no_application_protocol'],
]);

/** Every way in which a connection can end badly. */
export type ErrorCode =
  | 'ERR_TLS_UNEXPECTED_MESSAGE'
  | 'ERR_TLS_UNALIGNED_KEY_CHANGE'
  | 'ERR_TLS_INTERLEAVED_RECORD'
  | 'ERR_TLS_EMPTY_RECORD'
  | 'ERR_TLS_UNKNOWN_RECORD_TYPE'
  | 'ERR_TLS_UNEXPECTED_PROTECTION'
  | 'ERR_TLS_BAD_CHANGE_CIPHER_SPEC'
  | 'ERR_TLS_BAD_RECORD_MAC'
  | 'ERR_TLS_RECORD_OVERFLOW'
  | 'ERR_TLS_HELLO_TOO_LARGE'
  | 'ERR_TLS_MESSAGE_TOO_LARGE'
  | 'ERR_TLS_FLOOD'
  | 'ERR_TLS_DECODE'
  | 'ERR_TLS_ILLEGAL_PARAMETER'
  | 'ERR_TLS_DUPLICATE_EXTENSION'
  | 'ERR_TLS_FORBIDDEN_EXTENSION'
  | 'ERR_TLS_UNSUPPORTED_EXTENSION'
  | 'ERR_TLS_MISSING_EXTENSION'
  | 'ERR_TLS_PROTOCOL_VERSION'
  | 'ERR_TLS_DOWNGRADE'
  | 'ERR_TLS_INAPPROPRIATE_FALLBACK'
  | 'ERR_TLS_NO_EXTENDED_MASTER_SECRET'
  | 'ERR_TLS_NO_RENEGOTIATION_INFO'
  | 'ERR_TLS_NO_SHARED_CIPHER_SUITE'
  | 'ERR_TLS_NO_SHARED_GROUP'
  | 'ERR_TLS_NO_SHARED_SIGNATURE_SCHEME'
  | 'ERR_TLS_NO_CERTIFICATE'
  | 'ERR_TLS_NO_APPLICATION_PROTOCOL'
  | 'ERR_TLS_CERTIFICATE_REQUIRED'
  | 'ERR_TLS_BAD_SIGNATURE'
  | 'ERR_TLS_BAD_FINISHED'
  | 'CERT_HAS_EXPIRED'
  | 'CERT_NOT_YET_VALID'
  | 'CERT_REVOKED'
  | 'ERR_TLS_BAD_CERTIFICATE_STATUS'
  | 'ERR_TLS_CERT_STATUS_UNAVAILABLE'
  | 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
  | 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
  | 'DEPTH_ZERO_SELF_SIGNED_CERT'
  | 'SELF_SIGNED_CERT_IN_CHAIN'
  | 'CERT_SIGNATURE_FAILURE'
  | 'INVALID_CA'
  | 'PATH_LENGTH_EXCEEDED'
  | 'INVALID_PURPOSE'
  | 'ERR_TLS_CERT_ALTNAME_INVALID'
  | 'ERR_TLS_CERT_MALFORMED'
  | 'ERR_TLS_CERT_UNSUPPORTED'
  | 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT'
  | 'ERR_TLS_CERT_CONSTRAINT'
  | 'ERR_TLS_CERT_PROFILE'
  | 'ERR_TLS_CERT_REFUSED'
  | 'ERR_TLS_ACCESS_DENIED'
  | 'ERR_TLS_PEER_ALERT'
  | 'ERR_TLS_REFUSED_AFTER_HANDSHAKE'
  | 'ERR_TLS_UNCONFIRMED'
  | 'ERR_TLS_PEER_CLOSED'
  | 'ERR_TLS_TRUNCATED'
  | 'ERR_TLS_TRANSPORT'
  | 'ERR_TLS_HANDSHAKE_TIMEOUT'
  | 'ERR_TLS_CLOSE_TIMEOUT'
  | 'ERR_TLS_CLOSE_FLOOD'
  | 'ERR_TLS_KEY_LIMIT'
  | 'ERR_TLS_ABORTED'
  | 'ERR_TLS_INTERNAL'
  | 'ERR_TLS_WRITE_AFTER_CLOSE'
  | 'ERR_TLS_NOT_CONNECTED'
  | 'ERR_TLS_INVALID_ARGUMENT';

/** Whose fault an error is. */
export type Fault =
  | 'peer'
  | 'incompatible'
  | 'malformed'
  | 'certificate'
  | 'transport'
  | 'caller'
  | 'local'
  | 'internal';

/** What is fixed about an error. */
export interface ErrorInfo {
  /** The alert that tells the peer; 'none' where nothing can be said. */
  readonly alert: AlertName | 'none';
  readonly fault: Fault;
  /** RFC and section, such as `9846#5.1`. */
  readonly rfc: string;
  /** One clause that says what happened. */
  readonly text: string;
}

/** The one table from an error to its alert. */
export const errorInfo: Readonly<Record<ErrorCode, ErrorInfo>> = {
  ERR_TLS_UNEXPECTED_MESSAGE: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#4',
    text: 'a message came that this state does not take',
  },
  ERR_TLS_UNALIGNED_KEY_CHANGE: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5.1',
    text: 'handshake bytes follow a message that changes the keys in the same record',
  },
  ERR_TLS_INTERLEAVED_RECORD: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5.1',
    text: 'a record of another type came in the middle of a handshake message',
  },
  ERR_TLS_EMPTY_RECORD: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5.1',
    text: 'a handshake or alert record without content, or a protected record of padding only',
  },
  ERR_TLS_UNKNOWN_RECORD_TYPE: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5',
    text: 'a record of a type that TLS does not know: the peer may not speak TLS',
  },
  ERR_TLS_UNEXPECTED_PROTECTION: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5',
    text: 'a plaintext record where protected ones are due, or the reverse',
  },
  ERR_TLS_BAD_CHANGE_CIPHER_SPEC: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5',
    text: 'a change_cipher_spec record that is not the single byte 1 in the clear',
  },
  ERR_TLS_BAD_RECORD_MAC: {
    alert: 'bad_record_mac',
    fault: 'peer',
    rfc: '9846#5.2',
    text: 'a record that does not decrypt under the read key',
  },
  ERR_TLS_RECORD_OVERFLOW: {
    alert: 'record_overflow',
    fault: 'peer',
    rfc: '9846#5.2',
    text: 'a record longer than the protocol allows',
  },
  ERR_TLS_HELLO_TOO_LARGE: {
    alert: 'illegal_parameter',
    fault: 'peer',
    rfc: '9846#4',
    text: 'a hello longer than the limit',
  },
  ERR_TLS_MESSAGE_TOO_LARGE: {
    alert: 'decode_error',
    fault: 'peer',
    rfc: '9846#4',
    text: 'a handshake message longer than the limit for its type',
  },
  ERR_TLS_FLOOD: {
    alert: 'unexpected_message',
    fault: 'peer',
    rfc: '9846#5',
    text: 'more messages without content than the limit allows',
  },
  ERR_TLS_DECODE: {
    alert: 'decode_error',
    fault: 'malformed',
    rfc: '9846#6',
    text: 'a message that cannot be decoded',
  },
  ERR_TLS_ILLEGAL_PARAMETER: {
    alert: 'illegal_parameter',
    fault: 'peer',
    rfc: '9846#6.2',
    text: 'a field that is well formed and wrong',
  },
  ERR_TLS_DUPLICATE_EXTENSION: {
    alert: 'illegal_parameter',
    fault: 'peer',
    rfc: '9846#4.3',
    text: 'an extension that stands twice in one message',
  },
  ERR_TLS_FORBIDDEN_EXTENSION: {
    alert: 'illegal_parameter',
    fault: 'peer',
    rfc: '9846#4.3',
    text: 'a known extension in a message where it must not stand',
  },
  ERR_TLS_UNSUPPORTED_EXTENSION: {
    alert: 'unsupported_extension',
    fault: 'peer',
    rfc: '9846#4.3',
    text: 'an extension in a response that was not asked for',
  },
  ERR_TLS_MISSING_EXTENSION: {
    alert: 'missing_extension',
    fault: 'peer',
    rfc: '9846#9.2',
    text: 'an extension that must be there is not',
  },
  ERR_TLS_PROTOCOL_VERSION: {
    alert: 'protocol_version',
    fault: 'incompatible',
    rfc: '9846#4.3.1',
    text: 'the two sides have no version of TLS in common',
  },
  ERR_TLS_DOWNGRADE: {
    alert: 'illegal_parameter',
    fault: 'peer',
    rfc: '9846#4.2.3',
    text: 'both sides speak TLS 1.3 and somebody made them choose an older version',
  },
  ERR_TLS_INAPPROPRIATE_FALLBACK: {
    alert: 'inappropriate_fallback',
    fault: 'peer',
    rfc: '7507#3',
    text: 'the client came back with an older version, and this server speaks a newer one',
  },
  ERR_TLS_NO_EXTENDED_MASTER_SECRET: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '7627#5.2',
    text: 'the peer does not bind the keys to the handshake (extended_master_secret)',
  },
  ERR_TLS_NO_RENEGOTIATION_INFO: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '5746#3.4',
    text: 'the peer does not take this for a first handshake (renegotiation_info)',
  },
  ERR_TLS_NO_SHARED_CIPHER_SUITE: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '9846#4.2.1',
    text: 'no cipher suite in common',
  },
  ERR_TLS_NO_SHARED_GROUP: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '9846#4.2.1',
    text: 'no group for the key exchange in common',
  },
  ERR_TLS_NO_SHARED_SIGNATURE_SCHEME: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '9846#4.5.1.2',
    text: 'no signature scheme in common that fits the certificate',
  },
  ERR_TLS_NO_CERTIFICATE: {
    alert: 'unrecognized_name',
    fault: 'incompatible',
    rfc: '6066#3',
    text: 'there is no certificate for the name that the client asked for',
  },
  ERR_TLS_NO_APPLICATION_PROTOCOL: {
    alert: 'no_application_protocol',
    fault: 'incompatible',
    rfc: '7301#3.2',
    text: 'no application protocol in common',
  },
  ERR_TLS_CERTIFICATE_REQUIRED: {
    alert: 'certificate_required',
    fault: 'certificate',
    rfc: '9846#4.5.1.3',
    text: 'the client showed no certificate, and one is required',
  },
  ERR_TLS_BAD_SIGNATURE: {
    alert: 'decrypt_error',
    fault: 'peer',
    rfc: '9846#4.5.2',
    text: 'the signature in CertificateVerify or ServerKeyExchange does not verify',
  },
  ERR_TLS_BAD_FINISHED: {
    alert: 'decrypt_error',
    fault: 'peer',
    rfc: '9846#4.5.3',
    text: 'the Finished message does not match the handshake',
  },
  CERT_HAS_EXPIRED: {
    alert: 'certificate_expired',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'a certificate of the path has expired',
  },
  CERT_NOT_YET_VALID: {
    alert: 'certificate_expired',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'a certificate of the path is not valid yet',
  },
  CERT_REVOKED: {
    alert: 'certificate_revoked',
    fault: 'certificate',
    rfc: '5280#6.3',
    text: 'a certificate of the path has been revoked',
  },
  ERR_TLS_BAD_CERTIFICATE_STATUS: {
    alert: 'bad_certificate_status_response',
    fault: 'certificate',
    rfc: '6066#8',
    text: 'the server stapled an OCSP response that is malformed, stale or says nothing good',
  },
  ERR_TLS_CERT_STATUS_UNAVAILABLE: {
    alert: 'certificate_unknown',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'whether a certificate of the path is revoked could not be found out, and must be',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    alert: 'unknown_ca',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'the issuer of a certificate of the path is not known',
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    alert: 'unknown_ca',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: "the issuer of the peer's certificate is neither sent nor trusted",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    alert: 'unknown_ca',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: "the peer's certificate is self-signed and not trusted",
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    alert: 'unknown_ca',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'the path ends in a self-signed certificate that is not trusted',
  },
  CERT_SIGNATURE_FAILURE: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#6.1.3',
    text: 'the signature of a certificate of the path does not verify',
  },
  INVALID_CA: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#6.1.4',
    text: 'an issuer of the path may not issue certificates',
  },
  PATH_LENGTH_EXCEEDED: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#6.1.4',
    text: 'the path is longer than an issuer or a limit allows',
  },
  INVALID_PURPOSE: {
    alert: 'unsupported_certificate',
    fault: 'certificate',
    rfc: '5280#4.2.1.12',
    text: 'the key usage of a certificate does not allow what it is used for',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '6125#6',
    text: 'the certificate is not for the name that was asked for',
  },
  ERR_TLS_CERT_MALFORMED: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#4.1',
    text: 'a certificate is not well-formed DER or X.509',
  },
  ERR_TLS_CERT_UNSUPPORTED: {
    alert: 'unsupported_certificate',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'a certificate has a key or signature algorithm that is not supported',
  },
  ERR_TLS_CERT_UNKNOWN_CONSTRAINT: {
    alert: 'unsupported_certificate',
    fault: 'certificate',
    rfc: '5280#4.2',
    text: 'a certificate has a critical extension that cannot be judged',
  },
  ERR_TLS_CERT_CONSTRAINT: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#6.1',
    text: 'a certificate has a name or policy that a CA above it does not allow',
  },
  ERR_TLS_CERT_PROFILE: {
    alert: 'bad_certificate',
    fault: 'certificate',
    rfc: '5280#4',
    text: 'a certificate is not issued by the rules of the strict profile',
  },
  ERR_TLS_CERT_REFUSED: {
    alert: 'certificate_unknown',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'the application refused the certificate',
  },
  ERR_TLS_ACCESS_DENIED: {
    alert: 'access_denied',
    fault: 'certificate',
    rfc: '9846#6.2',
    text: 'the application does not let the peer in',
  },
  ERR_TLS_PEER_ALERT: {
    alert: 'none',
    fault: 'peer',
    rfc: '9846#6.2',
    text: 'the peer ended the connection with a fatal alert',
  },
  ERR_TLS_REFUSED_AFTER_HANDSHAKE: {
    alert: 'none',
    fault: 'peer',
    rfc: '9846#6.2',
    text: 'the server refused us after the handshake',
  },
  ERR_TLS_UNCONFIRMED: {
    alert: 'none',
    fault: 'peer',
    rfc: '9846#4.5.1.3',
    text: 'the connection ended before it was known whether the server had accepted us',
  },
  ERR_TLS_PEER_CLOSED: {
    alert: 'none',
    fault: 'peer',
    rfc: '9846#6.1',
    text: 'the peer closed the connection before the handshake was complete',
  },
  ERR_TLS_TRUNCATED: {
    alert: 'none',
    fault: 'transport',
    rfc: '9846#6.1',
    text: 'the transport ended without a close_notify: data may be missing',
  },
  ERR_TLS_TRANSPORT: {
    alert: 'none',
    fault: 'transport',
    rfc: '9846#6.1',
    text: 'the transport failed',
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: {
    alert: 'none',
    fault: 'local',
    rfc: '9846#6.1',
    text: 'the handshake took longer than its deadline',
  },
  ERR_TLS_CLOSE_TIMEOUT: {
    alert: 'none',
    fault: 'local',
    rfc: '9846#6.1',
    text: 'the peer did not answer our close_notify before the deadline',
  },
  ERR_TLS_CLOSE_FLOOD: {
    alert: 'none',
    fault: 'peer',
    rfc: '9846#6.1',
    text: 'the peer kept sending after its own close_notify',
  },
  ERR_TLS_KEY_LIMIT: {
    alert: 'none',
    fault: 'local',
    rfc: '9846#5.5',
    text: 'as many records were sent as one key is good for, and TLS 1.2 has no other',
  },
  ERR_TLS_ABORTED: {
    alert: 'none',
    fault: 'local',
    rfc: '9846#6.1',
    text: 'the application ended the connection',
  },
  ERR_TLS_INTERNAL: {
    alert: 'internal_error',
    fault: 'internal',
    rfc: '9846#6.2',
    text: 'something failed that the peer has no part in',
  },
  ERR_TLS_WRITE_AFTER_CLOSE: {
    alert: 'none',
    fault: 'caller',
    rfc: '9846#6.1',
    text: 'data was given after the write side had been closed',
  },
  ERR_TLS_NOT_CONNECTED: {
    alert: 'none',
    fault: 'caller',
    rfc: '9846#7.5',
    text: 'there is no connection (any more) to ask for this',
  },
  ERR_TLS_INVALID_ARGUMENT: {
    alert: 'none',
    fault: 'caller',
    rfc: '9846#4',
    text: 'an option or argument is not valid',
  },
};

/** What people may look at, or do, when a connection ended so. */
export const errorHints: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_TLS_UNKNOWN_RECORD_TYPE: 'is this the right port, and does TLS begin with the first byte?',
  ERR_TLS_PROTOCOL_VERSION: 'the older versions are not safe any more: the peer needs an update',
  ERR_TLS_NO_SHARED_CIPHER_SUITE: 'compare the `cipherSuites` of both sides',
  ERR_TLS_NO_SHARED_GROUP: 'compare the `groups` of both sides',
  ERR_TLS_NO_SHARED_SIGNATURE_SCHEME:
    'a certificate with a key of another kind helps, such as ECDSA with P-256',
  ERR_TLS_NO_APPLICATION_PROTOCOL: 'compare the application protocols (ALPN) of both sides',
  ERR_TLS_BAD_RECORD_MAC: 'something between the two sides changes what they send',
  CERT_HAS_EXPIRED:
    'it must be renewed (a trust anchor: replaced by its successor), unless our clock is wrong',
  CERT_NOT_YET_VALID: 'is the clock of this machine right? If so, the peer shows it too early',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'trust its authority (`ca`), if it is the right one; or the peer must send all intermediates',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'trust its authority (`ca`), if it is the right one; or the peer must send its intermediates',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'trust this very certificate (`ca`), if it is the right one',
  SELF_SIGNED_CERT_IN_CHAIN: 'trust it (`ca`), if it is the right one',
  CERT_SIGNATURE_FAILURE: 'it must be issued anew, with SHA-256 or better, and arrive unchanged',
  INVALID_CA: 'the peer needs a certificate that a CA has issued',
  PATH_LENGTH_EXCEEDED: 'the peer needs a certificate that fewer CAs stand above',
  INVALID_PURPOSE: 'the peer needs a certificate for what it does: serverAuth or clientAuth',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'is this the right server? If so, use a name of its certificate, or it needs one for this name',
  ERR_TLS_CERT_MALFORMED: 'it must be issued anew',
  ERR_TLS_CERT_UNSUPPORTED:
    'the peer needs a certificate with RSA of 2048 to 8192 bits, P-256, P-384, P-521 or Ed25519',
  ERR_TLS_CERT_UNKNOWN_CONSTRAINT: 'the peer needs a certificate without it',
  ERR_TLS_CERT_CONSTRAINT: 'the peer needs a certificate of a CA that may issue for this name',
  ERR_TLS_CERT_PROFILE: 'the profile `default` only warns of it',
  CERT_REVOKED: 'the certificate must be replaced: its authority has taken it back',
  ERR_TLS_BAD_CERTIFICATE_STATUS: 'the server must renew the OCSP response that it staples',
  ERR_TLS_CERT_STATUS_UNAVAILABLE:
    'let the peer staple, give a CRL, or fetch; `soft-fail` does without, unless it must be stapled',
  ERR_TLS_PEER_CLOSED: "the peer's own log may say why",
  ERR_TLS_TRUNCATED:
    'protocols that know by themselves when a message is complete can use `allowTruncation`',
};

/** What it means when the peer sends this alert. */
export const peerAlertHints: Readonly<Partial<Record<AlertName, string>>> = {
  unexpected_message: 'the peer did not expect what came to it: does it speak TLS on this port?',
  bad_record_mac: 'something between the two sides changes what they send',
  handshake_failure: 'the peer found no cipher suite, group or signature scheme in common',
  bad_certificate: 'the peer finds something wrong with our certificate',
  unsupported_certificate: 'the peer cannot use a certificate of this kind, or for this purpose',
  certificate_revoked: 'our certificate has been revoked by its authority',
  certificate_expired: 'by the clock of the peer our certificate is not valid now',
  certificate_unknown: 'the peer did not take our certificate, and does not say why',
  bad_certificate_status_response:
    'the OCSP response that we staple is stale or wrong: it must be renewed',
  unknown_ca: 'the peer does not trust the authority of our certificate, or lacks an intermediate',
  access_denied:
    'the peer knows who we are and does not let us in, or it says so of any certificate it refuses',
  decrypt_error: 'a signature or a Finished of ours did not verify on the other side',
  protocol_version: 'the peer speaks no version of TLS that we do',
  insufficient_security: 'the peer wants stronger ciphers than we offered',
  internal_error: 'something failed in the peer: its own log may say what',
  unrecognized_name: 'the server does not know the name that we asked for',
  certificate_required: 'the server wants a certificate, and we showed none',
  no_application_protocol: 'the server speaks none of the application protocols (ALPN) we offered',
};

/** What a peer may make grow, and repeat: when it is enough. Lengths in bytes. */
export const limits = {
  /**
   * protected records without content in a row: cover traffic is legal, but costs a decryption and
   * gives the application nothing. @see RFC 9846 5.1
   */
  emptyRecords: 32,
  /**
   * change_cipher_spec records: the RFC lets any number come, one is needed: an endless row would
   * be work for nothing. @see RFC 9846 5
   */
  changeCipherSpecs: 32,
  /**
   * warning alerts that end nothing, such as user_canceled: a peer has no reason for more than
   * one; the number is what others allow for warnings. @see RFC 9846 6.1
   */
  warningAlerts: 4,
  /**
   * post-handshake messages without application data between them: a server sends a few tickets;
   * each KeyUpdate costs key derivations. @see RFC 9846 4.7
   */
  idleMessages: 32,
  /**
   * bytes of early data that are skipped: tickets of servers in the field allow 16 KiB; four times
   * that is plenty. @see RFC 9846 4.3.10
   */
  skippedBytes: 65536,
  /**
   * bytes that are held while an answer is awaited: reading is to stop meanwhile; this is for what
   * was on its way. @see RFC 9846 4.5
   */
  heldBytes: 262144,
  /**
   * bytes that are dropped behind the last words: a client that pipelines megabytes can still read
   * our alert; an endless one cannot hold us. @see RFC 9846 6.1
   */
  drainedBytes: 16777216,
  /**
   * bytes of a ClientHello or ServerHello: room for a hybrid key share, PSKs and a large ECH; a
   * real one has 2 KiB. @see RFC 9846 4
   */
  helloLength: 65536,
  /**
   * bytes of a Certificate, CertificateRequest or CertificateStatus: a chain of ten large
   * certificates, or the names of every public CA. @see RFC 9846 4
   */
  certificateLength: 131072,
  /**
   * bytes of an EncryptedExtensions, CertificateVerify, NewSessionTicket or key exchange: one list
   * of extensions, one signature, one ticket: post-quantum ones included. @see RFC 9846 4
   */
  itemLength: 16384,
  /**
   * bytes of any other handshake message: a Finished is one hash; the others, and those of unknown
   * type, are shorter still. @see RFC 9846 4
   */
  otherLength: 64,
} as const;

/** Refusals of a client's certificate that may be told after its Finished. */
export const deferrableErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_TLS_CERTIFICATE_REQUIRED',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'INVALID_PURPOSE',
  'CERT_REVOKED',
  'ERR_TLS_CERT_STATUS_UNAVAILABLE',
  'ERR_TLS_CERT_REFUSED',
  'ERR_TLS_ACCESS_DENIED',
]);

/** AEAD algorithms of the cipher suites. */
export type AeadName = 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';

/** Hash functions of the cipher suites and signature schemes. */
export type HashName = 'sha256' | 'sha384' | 'sha512';

/** Versions of TLS that are spoken here, by node:tls's names. */
export type ProtocolName = 'TLSv1.3' | 'TLSv1.2';

/** Kinds of signature keys. */
export type KeyKind = 'ec-p256' | 'ed25519' | 'rsa' | 'ec-p384' | 'ec-p521' | 'rsa-pss';

/** IANA name of a cipher suite. */
export type CipherSuiteName =
  | 'TLS_AES_128_GCM_SHA256'
  | 'TLS_AES_256_GCM_SHA384'
  | 'TLS_CHACHA20_POLY1305_SHA256'
  | 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'
  | 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'
  | 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'
  | 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
  | 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'
  | 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256';

/** What is fixed about a cipher suite. */
export interface CipherSuite {
  readonly name: CipherSuiteName;
  /** The code point on the wire. */
  readonly code: number;
  /** The one version that it is for. */
  readonly protocol: ProtocolName;
  /** Which kind of signature the server makes; EdDSA goes with ECDSA (RFC 8422 2.2). */
  readonly authentication: 'any' | 'ecdsa' | 'rsa';
  /** What protects the records. */
  readonly aead: AeadName;
  /** Hashes the transcript and derives the keys. */
  readonly hash: HashName;
  /** Bytes in a key of the cipher. */
  readonly keyLength: number;
  /** Bytes in an AEAD nonce. */
  readonly ivLength: number;
  /** Bytes of the nonce that travel with each record (RFC 5288 3). */
  readonly explicitNonceLength: number;
  /** Bytes that the AEAD adds to a plaintext. */
  readonly tagLength: number;
  /** Records that may be sent under one key. */
  readonly recordLimit: number;
}

/** Each cipher suite that is known, in our order of preference. */
export const cipherSuites: Readonly<Record<CipherSuiteName, CipherSuite>> = {
  /** RFC 9846 B.4. */
  TLS_AES_128_GCM_SHA256: {
    name: 'TLS_AES_128_GCM_SHA256',
    code: 0x1301,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 9846 B.4. */
  TLS_AES_256_GCM_SHA384: {
    name: 'TLS_AES_256_GCM_SHA384',
    code: 0x1302,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 9846 B.4. */
  TLS_CHACHA20_POLY1305_SHA256: {
    name: 'TLS_CHACHA20_POLY1305_SHA256',
    code: 0x1303,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 4503599627370496,
  },
  /** RFC 5289 3.2. */
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    code: 0xc02b,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 5289 3.2. */
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    code: 0xc02c,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 7905 2. */
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: {
    name: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    code: 0xcca9,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 4503599627370496,
  },
  /** RFC 5289 3.2. */
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: {
    name: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    code: 0xc02f,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 5289 3.2. */
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: {
    name: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    code: 0xc030,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 7905 2. */
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: {
    name: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    code: 0xcca8,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 4503599627370496,
  },
};

/** The cipher suite with this code point; undefined if it is not known here. */
export function cipherSuiteOf(code: number): CipherSuite | undefined {
  return cipherSuitesByCode.get(code);
}

const cipherSuitesByCode: ReadonlyMap<number, CipherSuite> = new Map(
  Object.values(cipherSuites).map((entry) => [entry.code, entry]),
);

/** IANA name of a cipher suite that is not safe any more. */
export type LegacyCipherSuiteName =
  | 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256'
  | 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384'
  | 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'
  | 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'
  | 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'
  | 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384'
  | 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'
  | 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'
  | 'TLS_RSA_WITH_AES_128_GCM_SHA256'
  | 'TLS_RSA_WITH_AES_256_GCM_SHA384'
  | 'TLS_RSA_WITH_AES_128_CBC_SHA256'
  | 'TLS_RSA_WITH_AES_256_CBC_SHA256'
  | 'TLS_RSA_WITH_AES_128_CBC_SHA'
  | 'TLS_RSA_WITH_AES_256_CBC_SHA';

/** What is fixed about a cipher suite that is not safe any more. */
export interface LegacyCipherSuite {
  readonly name: LegacyCipherSuiteName;
  /** The code point on the wire. */
  readonly code: number;
  /** The one version that it is for. */
  readonly protocol: 'TLSv1.2';
  /** How the secret comes about; with `rsa` the server decrypts it, and signs nothing. */
  readonly keyExchange: 'ecdhe' | 'rsa';
  /** The kind of the server's key. */
  readonly authentication: 'ecdsa' | 'rsa';
  /** What protects the records; `none`: AES-CBC and an HMAC. */
  readonly aead: 'none' | 'aes-128-gcm' | 'aes-256-gcm';
  /** The hash of the HMAC; `none` with an AEAD. */
  readonly mac: 'none' | 'sha1' | 'sha256' | 'sha384';
  /** Hashes the transcript and derives the keys. */
  readonly hash: HashName;
  /** Bytes in a key of the HMAC, and in its result. */
  readonly macLength: number;
  /** Bytes in a key of the cipher. */
  readonly keyLength: number;
  /** Bytes in an AEAD nonce. */
  readonly ivLength: number;
  /** Bytes of the nonce that travel with each record (RFC 5288 3). */
  readonly explicitNonceLength: number;
  /** Bytes that the AEAD adds to a plaintext. */
  readonly tagLength: number;
  /** Records that may be sent under one key. */
  readonly recordLimit: number;
}

/** Each cipher suite that is not safe any more that is known, in our order of preference. */
export const legacyCipherSuites: Readonly<Record<LegacyCipherSuiteName, LegacyCipherSuite>> = {
  /** RFC 5289 3.1. */
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
    code: 0xc023,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'ecdsa',
    aead: 'none',
    mac: 'sha256',
    hash: 'sha256',
    macLength: 32,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5289 3.1. */
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
    code: 0xc024,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'ecdsa',
    aead: 'none',
    mac: 'sha384',
    hash: 'sha384',
    macLength: 48,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 8422 6. */
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
    code: 0xc009,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'ecdsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 8422 6. */
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA',
    code: 0xc00a,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'ecdsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5289 3.1. */
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256: {
    name: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
    code: 0xc027,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha256',
    hash: 'sha256',
    macLength: 32,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5289 3.1. */
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384: {
    name: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
    code: 0xc028,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha384',
    hash: 'sha384',
    macLength: 48,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 8422 6. */
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: {
    name: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
    code: 0xc013,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 8422 6. */
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: {
    name: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    code: 0xc014,
    protocol: 'TLSv1.2',
    keyExchange: 'ecdhe',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5288 3. */
  TLS_RSA_WITH_AES_128_GCM_SHA256: {
    name: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
    code: 0x009c,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'aes-128-gcm',
    mac: 'none',
    hash: 'sha256',
    macLength: 0,
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 5288 3. */
  TLS_RSA_WITH_AES_256_GCM_SHA384: {
    name: 'TLS_RSA_WITH_AES_256_GCM_SHA384',
    code: 0x009d,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'aes-256-gcm',
    mac: 'none',
    hash: 'sha384',
    macLength: 0,
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16777216,
  },
  /** RFC 5246 A.5. */
  TLS_RSA_WITH_AES_128_CBC_SHA256: {
    name: 'TLS_RSA_WITH_AES_128_CBC_SHA256',
    code: 0x003c,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha256',
    hash: 'sha256',
    macLength: 32,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5246 A.5. */
  TLS_RSA_WITH_AES_256_CBC_SHA256: {
    name: 'TLS_RSA_WITH_AES_256_CBC_SHA256',
    code: 0x003d,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha256',
    hash: 'sha256',
    macLength: 32,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5246 A.5. */
  TLS_RSA_WITH_AES_128_CBC_SHA: {
    name: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    code: 0x002f,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 16,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
  /** RFC 5246 A.5. */
  TLS_RSA_WITH_AES_256_CBC_SHA: {
    name: 'TLS_RSA_WITH_AES_256_CBC_SHA',
    code: 0x0035,
    protocol: 'TLSv1.2',
    keyExchange: 'rsa',
    authentication: 'rsa',
    aead: 'none',
    mac: 'sha1',
    hash: 'sha256',
    macLength: 20,
    keyLength: 32,
    ivLength: 0,
    explicitNonceLength: 0,
    tagLength: 0,
    recordLimit: 16777216,
  },
};

/** IANA name of a group for the key exchange. */
export type NamedGroupName = 'X25519MLKEM768' | 'x25519' | 'secp256r1' | 'secp384r1';

/** What is fixed about a group for the key exchange. */
export interface NamedGroup {
  readonly name: NamedGroupName;
  /** The code point on the wire. */
  readonly code: number;
  /** Bytes in a client's key share. */
  readonly clientShareLength: number;
  /** Bytes in a server's key share. */
  readonly serverShareLength: number;
  /** Whether it withstands quantum computers: worth a HelloRetryRequest. */
  readonly postQuantum: boolean;
  /** Whether TLS 1.2 can use it as well. */
  readonly tls12: boolean;
}

/** Each group for the key exchange that is known, in our order of preference. */
export const namedGroups: Readonly<Record<NamedGroupName, NamedGroup>> = {
  /** draft-ietf-tls-ecdhe-mlkem 3. */
  X25519MLKEM768: {
    name: 'X25519MLKEM768',
    code: 0x11ec,
    clientShareLength: 1216,
    serverShareLength: 1120,
    postQuantum: true,
    tls12: false,
  },
  /** RFC 9846 4.3.8.2. */
  x25519: {
    name: 'x25519',
    code: 0x001d,
    clientShareLength: 32,
    serverShareLength: 32,
    postQuantum: false,
    tls12: true,
  },
  /** RFC 9846 4.3.8.2. */
  secp256r1: {
    name: 'secp256r1',
    code: 0x0017,
    clientShareLength: 65,
    serverShareLength: 65,
    postQuantum: false,
    tls12: true,
  },
  /** RFC 9846 4.3.8.2. */
  secp384r1: {
    name: 'secp384r1',
    code: 0x0018,
    clientShareLength: 97,
    serverShareLength: 97,
    postQuantum: false,
    tls12: true,
  },
};

/** The group for the key exchange with this code point; undefined if it is not known here. */
export function namedGroupOf(code: number): NamedGroup | undefined {
  return namedGroupsByCode.get(code);
}

const namedGroupsByCode: ReadonlyMap<number, NamedGroup> = new Map(
  Object.values(namedGroups).map((entry) => [entry.code, entry]),
);

/** IANA name of a signature scheme. */
export type SignatureSchemeName =
  | 'ecdsa_secp256r1_sha256'
  | 'ed25519'
  | 'rsa_pss_rsae_sha256'
  | 'ecdsa_secp384r1_sha384'
  | 'rsa_pss_rsae_sha384'
  | 'rsa_pss_rsae_sha512'
  | 'ecdsa_secp521r1_sha512'
  | 'rsa_pss_pss_sha256'
  | 'rsa_pss_pss_sha384'
  | 'rsa_pss_pss_sha512'
  | 'rsa_pkcs1_sha256'
  | 'rsa_pkcs1_sha384'
  | 'rsa_pkcs1_sha512';

/** What is fixed about a signature scheme. */
export interface SignatureScheme {
  readonly name: SignatureSchemeName;
  /** The code point on the wire. */
  readonly code: number;
  /** The kind of key that makes such signatures. */
  readonly key: KeyKind;
  /** Hashes what is signed. */
  readonly hash: HashName;
  /** Where it may stand: in the handshake of a version, in the signatures of a chain. */
  readonly use: readonly ('tls13' | 'tls12' | 'certificate')[];
}

/** Each signature scheme that is known, in our order of preference. */
export const signatureSchemes: Readonly<Record<SignatureSchemeName, SignatureScheme>> = {
  /** RFC 9846 4.3.3. */
  ecdsa_secp256r1_sha256: {
    name: 'ecdsa_secp256r1_sha256',
    code: 0x0403,
    key: 'ec-p256',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  ed25519: {
    name: 'ed25519',
    code: 0x0807,
    key: 'ed25519',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_rsae_sha256: {
    name: 'rsa_pss_rsae_sha256',
    code: 0x0804,
    key: 'rsa',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  ecdsa_secp384r1_sha384: {
    name: 'ecdsa_secp384r1_sha384',
    code: 0x0503,
    key: 'ec-p384',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_rsae_sha384: {
    name: 'rsa_pss_rsae_sha384',
    code: 0x0805,
    key: 'rsa',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_rsae_sha512: {
    name: 'rsa_pss_rsae_sha512',
    code: 0x0806,
    key: 'rsa',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  ecdsa_secp521r1_sha512: {
    name: 'ecdsa_secp521r1_sha512',
    code: 0x0603,
    key: 'ec-p521',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_pss_sha256: {
    name: 'rsa_pss_pss_sha256',
    code: 0x0809,
    key: 'rsa-pss',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_pss_sha384: {
    name: 'rsa_pss_pss_sha384',
    code: 0x080a,
    key: 'rsa-pss',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pss_pss_sha512: {
    name: 'rsa_pss_pss_sha512',
    code: 0x080b,
    key: 'rsa-pss',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pkcs1_sha256: {
    name: 'rsa_pkcs1_sha256',
    code: 0x0401,
    key: 'rsa',
    hash: 'sha256',
    use: ['tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pkcs1_sha384: {
    name: 'rsa_pkcs1_sha384',
    code: 0x0501,
    key: 'rsa',
    hash: 'sha384',
    use: ['tls12', 'certificate'],
  },
  /** RFC 9846 4.3.3. */
  rsa_pkcs1_sha512: {
    name: 'rsa_pkcs1_sha512',
    code: 0x0601,
    key: 'rsa',
    hash: 'sha512',
    use: ['tls12', 'certificate'],
  },
};

/** The signature scheme with this code point; undefined if it is not known here. */
export function signatureSchemeOf(code: number): SignatureScheme | undefined {
  return signatureSchemesByCode.get(code);
}

const signatureSchemesByCode: ReadonlyMap<number, SignatureScheme> = new Map(
  Object.values(signatureSchemes).map((entry) => [entry.code, entry]),
);
