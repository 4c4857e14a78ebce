/**
 * The registries: the IANA code points that this implementation knows, and the one table
 * from an error to the alert that tells the peer of it. Plain literals: people read them, the
 * generator turns them into `generated/registries.ts`, nothing else may list them again.
 *
 * Standards: RFC 9846 (TLS 1.3) sections 4.3.3, 4.3.7, 5.5, 6, B.4; RFC 7301, RFC 6066;
 * draft-ietf-tls-ecdhe-mlkem (X25519MLKEM768).
 */

/** Alerts of RFC 9846 6. `closure` alerts end one direction in peace; all others are fatal. */
export const alerts = {
  // @req 9846:6.1:2
  close_notify: { code: 0, level: 'warning', kind: 'closure', rfc: '9846#6.1' },
  // @req 9846:6:4 9846:B:1
  unexpected_message: { code: 10, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  bad_record_mac: { code: 20, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  record_overflow: { code: 22, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  handshake_failure: { code: 40, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  bad_certificate: { code: 42, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  unsupported_certificate: { code: 43, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  certificate_revoked: { code: 44, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  certificate_expired: { code: 45, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  certificate_unknown: { code: 46, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  illegal_parameter: { code: 47, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  unknown_ca: { code: 48, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  access_denied: { code: 49, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  decode_error: { code: 50, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  decrypt_error: { code: 51, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  protocol_version: { code: 70, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  insufficient_security: { code: 71, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  internal_error: { code: 80, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  inappropriate_fallback: { code: 86, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  user_canceled: { code: 90, level: 'warning', kind: 'closure', rfc: '9846#6.1' },
  missing_extension: { code: 109, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  unsupported_extension: { code: 110, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  // Always a warning: it ends nothing by itself.
  no_renegotiation: { code: 100, level: 'warning', kind: 'error', rfc: '5246#7.2.2' },
  unrecognized_name: { code: 112, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  bad_certificate_status_response: { code: 113, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  unknown_psk_identity: { code: 115, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  certificate_required: { code: 116, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  general_error: { code: 117, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
  no_application_protocol: { code: 120, level: 'fatal', kind: 'error', rfc: '9846#6.2' },
} as const;

/**
 * Cipher suites of TLS 1.3 (RFC 9846 B.4) and TLS 1.2 (RFC 5289, RFC 7905: ECDHE with an AEAD).
 * Lengths in bytes.
 *
 * `authentication`: what signs the key exchange, where the suite says it. `explicitNonceLength`: how
 * much of the nonce travels with each record. `recordLimit`: after how many records a key is
 * replaced, or the connection ends where TLS 1.2 cannot do that. RFC 9846 5.5 wants it before 2^24.5
 * with AES-GCM; what is left is for the rest of a call that writes much, and for the last words.
 */
// @req 5246:A.5:1 5246:A.5:2
export const cipherSuites = {
  // @req 9846:9.1:1 9846:E.5:2 9846:E.5:3
  TLS_AES_128_GCM_SHA256: {
    code: 0x1301,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    // @req 9846:5.3:2 9846:5.5:1
    recordLimit: 16_777_216, // 2^24
    rfc: '9846#B.4',
  },
  TLS_AES_256_GCM_SHA384: {
    code: 0x1302,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 16_777_216, // 2^24
    rfc: '9846#B.4',
  },
  TLS_CHACHA20_POLY1305_SHA256: {
    code: 0x1303,
    protocol: 'TLSv1.3',
    authentication: 'any',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    // The RFC sets no limit but the sequence number's 64 bits: 2^52 can still be counted exactly.
    recordLimit: 4_503_599_627_370_496,
    rfc: '9846#B.4',
  },

  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: {
    code: 0xc02b,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16_777_216,
    rfc: '5289#3.2',
  },
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: {
    code: 0xc02c,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16_777_216,
    rfc: '5289#3.2',
  },
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: {
    code: 0xcca9,
    protocol: 'TLSv1.2',
    authentication: 'ecdsa',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 4_503_599_627_370_496,
    rfc: '7905#2',
  },
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: {
    code: 0xc02f,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyLength: 16,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16_777_216,
    rfc: '5289#3.2',
  },
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: {
    code: 0xc030,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 8,
    tagLength: 16,
    recordLimit: 16_777_216,
    rfc: '5289#3.2',
  },
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: {
    code: 0xcca8,
    protocol: 'TLSv1.2',
    authentication: 'rsa',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyLength: 32,
    ivLength: 12,
    explicitNonceLength: 0,
    tagLength: 16,
    recordLimit: 4_503_599_627_370_496,
    rfc: '7905#2',
  },
} as const;

/**
 * Cipher suites of TLS 1.2 that are not safe any more, in our order of preference: with a MAC beside
 * AES-CBC, and with an RSA key that decrypts (static RSA). They are spoken only by those who ask for
 * it (`legacy`), and never preferred to one of the others. 3DES, RC4, NULL, export and anonymous
 * suites are not here, and must not come.
 *
 * `keyExchange`: how the secret comes about; with `rsa` the server signs nothing. `aead`: `none`
 * where it is AES-CBC with the HMAC that `mac` says. `recordLimit`: a key protects at most 2^24
 * records of 2^10 blocks; two of 2^34 blocks are equal with a probability of 2^-61, as with AES-GCM.
 */
export const legacyCipherSuites = {
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256: {
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
    recordLimit: 16_777_216,
    rfc: '5289#3.1',
  },
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384: {
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
    recordLimit: 16_777_216,
    rfc: '5289#3.1',
  },
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '8422#6',
  },
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '8422#6',
  },
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256: {
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
    recordLimit: 16_777_216,
    rfc: '5289#3.1',
  },
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384: {
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
    recordLimit: 16_777_216,
    rfc: '5289#3.1',
  },
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '8422#6',
  },
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '8422#6',
  },
  TLS_RSA_WITH_AES_128_GCM_SHA256: {
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
    recordLimit: 16_777_216,
    rfc: '5288#3',
  },
  TLS_RSA_WITH_AES_256_GCM_SHA384: {
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
    recordLimit: 16_777_216,
    rfc: '5288#3',
  },
  TLS_RSA_WITH_AES_128_CBC_SHA256: {
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
    recordLimit: 16_777_216,
    rfc: '5246#A.5',
  },
  TLS_RSA_WITH_AES_256_CBC_SHA256: {
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
    recordLimit: 16_777_216,
    rfc: '5246#A.5',
  },
  TLS_RSA_WITH_AES_128_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '5246#A.5',
  },
  TLS_RSA_WITH_AES_256_CBC_SHA: {
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
    recordLimit: 16_777_216,
    rfc: '5246#A.5',
  },
} as const;

/**
 * Groups for the key exchange (RFC 9846 4.3.7), in our order of preference. Lengths in bytes; the
 * shares of the two ends differ where one of them is a KEM's key and the other its ciphertext.
 * `tls12`: whether TLS 1.2 can use it as well (RFC 8422 5.1.1).
 */
// @req 9846:B.3.1.4:1
export const namedGroups = {
  X25519MLKEM768: {
    code: 0x11ec,
    clientShareLength: 1216,
    serverShareLength: 1120,
    postQuantum: true,
    tls12: false,
    rfc: 'draft-ietf-tls-ecdhe-mlkem#3',
  },
  x25519: {
    code: 0x001d,
    clientShareLength: 32,
    serverShareLength: 32,
    postQuantum: false,
    tls12: true,
    rfc: '9846#4.3.8.2',
  },
  // @req 9846:9.1:3
  secp256r1: {
    code: 0x0017,
    clientShareLength: 65,
    serverShareLength: 65,
    postQuantum: false,
    tls12: true,
    rfc: '9846#4.3.8.2',
  },
  secp384r1: {
    code: 0x0018,
    clientShareLength: 97,
    serverShareLength: 97,
    postQuantum: false,
    tls12: true,
    rfc: '9846#4.3.8.2',
  },
} as const;

/**
 * Signature schemes (RFC 9846 4.3.3), in our order of preference: the kind of key that can make
 * them, the hash, and where they may stand: in the handshake of `tls13` (CertificateVerify), in that
 * of `tls12` (ServerKeyExchange, CertificateVerify), in the signatures of a `certificate` chain.
 * PKCS #1 v1.5 signs no handshake of TLS 1.3; ECDSA is bound to its curve in TLS 1.3 only (RFC 9846
 * 4.3.3); Ed25519 hashes by itself.
 */
// @req 9846:4.3.3:15 9846:4.3.3:16 9846:4.5.2:7 9846:9.1:2 5246:7.4.1.4.1:1 8422:5.10:4 8422:5.10:7
export const signatureSchemes = {
  ecdsa_secp256r1_sha256: {
    code: 0x0403,
    key: 'ec-p256',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  ed25519: {
    code: 0x0807,
    key: 'ed25519',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_rsae_sha256: {
    code: 0x0804,
    key: 'rsa',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  ecdsa_secp384r1_sha384: {
    code: 0x0503,
    key: 'ec-p384',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_rsae_sha384: {
    code: 0x0805,
    key: 'rsa',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_rsae_sha512: {
    code: 0x0806,
    key: 'rsa',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  ecdsa_secp521r1_sha512: {
    code: 0x0603,
    key: 'ec-p521',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_pss_sha256: {
    code: 0x0809,
    key: 'rsa-pss',
    hash: 'sha256',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_pss_sha384: {
    code: 0x080a,
    key: 'rsa-pss',
    hash: 'sha384',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pss_pss_sha512: {
    code: 0x080b,
    key: 'rsa-pss',
    hash: 'sha512',
    use: ['tls13', 'tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pkcs1_sha256: {
    code: 0x0401,
    key: 'rsa',
    hash: 'sha256',
    use: ['tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pkcs1_sha384: {
    code: 0x0501,
    key: 'rsa',
    hash: 'sha384',
    use: ['tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
  rsa_pkcs1_sha512: {
    code: 0x0601,
    key: 'rsa',
    hash: 'sha512',
    use: ['tls12', 'certificate'],
    rfc: '9846#4.3.3',
  },
} as const;

/**
 * Every way in which a connection can end badly, with the one alert that tells the peer.
 * `alert: 'none'` where nothing can or may be said. `fault` says whose it is:
 * `peer` misbehaved, `incompatible` peer, `malformed` input, `certificate`, `transport`,
 * `caller` misuse, `local` decision, `internal`.
 */
// @req 9846:6.2:4 5246:7.2.2:3 5246:7.2.2:7 5246:7.2.2:8 5246:7.2.2:9
export const errors = {
  // Order and records
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
  // Syntax and semantics
  // @req 9846:6:6
  ERR_TLS_DECODE: {
    alert: 'decode_error',
    fault: 'malformed',
    rfc: '9846#6',
    text: 'a message that cannot be decoded',
  },
  // @req 9846:6:7
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
  // Negotiation
  ERR_TLS_PROTOCOL_VERSION: {
    alert: 'protocol_version',
    fault: 'incompatible',
    rfc: '9846#4.3.1',
    text: 'the two sides have no version of TLS in common',
  },
  // @req 9846:4.2.3:15
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
  // @req 9846:2.1:1 9846:4.2.1:4
  ERR_TLS_NO_SHARED_CIPHER_SUITE: {
    alert: 'handshake_failure',
    fault: 'incompatible',
    rfc: '9846#4.2.1',
    text: 'no cipher suite in common',
  },
  // @req 9846:4.2.1:1
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
  // Proofs
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
  // Certificates; the names are Node's
  // @req 9846:4.5.1.2:10
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
  // @req 9846:4.5.1.3:2
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
  // The other ends
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
} as const;

/**
 * Everything that a peer could make grow, or repeat without getting anywhere, and when it is enough.
 * `error` is what passing the limit ends with. Lengths in bytes.
 */
export const limits = {
  emptyRecords: {
    value: 32,
    what: 'protected records without content in a row',
    error: 'ERR_TLS_FLOOD',
    reason: 'cover traffic is legal, but costs a decryption and gives the application nothing',
    rfc: '9846#5.1',
  },
  changeCipherSpecs: {
    value: 32,
    what: 'change_cipher_spec records',
    error: 'ERR_TLS_FLOOD',
    reason: 'the RFC lets any number come, one is needed: an endless row would be work for nothing',
    rfc: '9846#5',
  },
  warningAlerts: {
    value: 4,
    what: 'warning alerts that end nothing, such as user_canceled',
    error: 'ERR_TLS_FLOOD',
    reason: 'a peer has no reason for more than one; the number is what others allow for warnings',
    rfc: '9846#6.1',
  },
  idleMessages: {
    value: 32,
    what: 'post-handshake messages without application data between them',
    error: 'ERR_TLS_FLOOD',
    reason: 'a server sends a few tickets; each KeyUpdate costs key derivations',
    rfc: '9846#4.7',
  },
  skippedBytes: {
    value: 65_536,
    what: 'bytes of early data that are skipped',
    error: 'ERR_TLS_FLOOD',
    reason: 'tickets of servers in the field allow 16 KiB; four times that is plenty',
    rfc: '9846#4.3.10',
  },
  heldBytes: {
    value: 262_144,
    what: 'bytes that are held while an answer is awaited',
    error: 'ERR_TLS_FLOOD',
    reason: 'reading is to stop meanwhile; this is for what was on its way',
    rfc: '9846#4.5',
  },
  drainedBytes: {
    value: 16_777_216,
    what: 'bytes that are dropped behind the last words',
    error: 'ERR_TLS_CLOSE_FLOOD',
    reason:
      'a client that pipelines megabytes can still read our alert; an endless one cannot hold us',
    rfc: '9846#6.1',
  },
  helloLength: {
    value: 65_536,
    what: 'bytes of a ClientHello or ServerHello',
    error: 'ERR_TLS_HELLO_TOO_LARGE',
    reason: 'room for a hybrid key share, PSKs and a large ECH; a real one has 2 KiB',
    rfc: '9846#4',
  },
  certificateLength: {
    value: 131_072,
    what: 'bytes of a Certificate, CertificateRequest or CertificateStatus',
    error: 'ERR_TLS_MESSAGE_TOO_LARGE',
    reason: 'a chain of ten large certificates, or the names of every public CA',
    rfc: '9846#4',
  },
  itemLength: {
    value: 16_384,
    what: 'bytes of an EncryptedExtensions, CertificateVerify, NewSessionTicket or key exchange',
    error: 'ERR_TLS_MESSAGE_TOO_LARGE',
    reason: 'one list of extensions, one signature, one ticket: post-quantum ones included',
    rfc: '9846#4',
  },
  otherLength: {
    value: 64,
    what: 'bytes of any other handshake message',
    error: 'ERR_TLS_MESSAGE_TOO_LARGE',
    reason: 'a Finished is one hash; the others, and those of unknown type, are shorter still',
    rfc: '9846#4',
  },
} as const;

/**
 * What people may look at, or do, when a connection ended so: told with the error. Errors whose
 * text says it all have none.
 */
export const errorHints = {
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
} as const;

/** What it means when the peer sends one of these alerts: told with the error, where nothing better is known. */
export const peerAlertHints = {
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
} as const;

/**
 * Refusals of a client's certificate that are a matter of policy: the server may go on at its
 * discretion (RFC 9846 4.5.1.3), and so may tell them after the client's Finished. What is broken
 * rather than unwanted (a weak or bad signature, a key of no use, bad DER) is told at once.
 */
export const deferrableErrors = [
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
] as const;
