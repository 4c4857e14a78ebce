/**
 * Which extension may stand in which message: the table of RFC 9846 4.3, whole, with the code
 * points of IANA's registry, and beside it the ServerHello of TLS 1.2. A plain literal; the generator turns it into
 * `generated/extensions.ts`, and the names into `ExtensionType`.
 *
 * A cell says what the body is: a structure of `spec/wire/`, `opaque` where the bytes are handed
 * on as they are, `known` where the extension may stand there and nobody reads it.
 * Not here: what an extension means, and whether it must be there (RFC 9846 9.2).
 */

/**
 * The messages, by the RFC's abbreviations. `struct` holds the extensions; `answers` says that
 * only what the peer was asked for may stand there (RFC 9846 4.3), while the others pass over what
 * is unknown (RFC 9846 9.3).
 */
export const extensionMessages = {
  // @req 9846:4.2.2:17 9846:9.3:4
  CH: { name: 'ClientHello', struct: 'ClientHello', answers: false, rfc: '9846#4.2.2' },
  SH: { name: 'ServerHello', struct: 'ServerHello', answers: true, rfc: '9846#4.2.3' },
  SH12: { name: 'Tls12ServerHello', struct: 'ServerHello', answers: true, rfc: '5246#7.4.1.4' },
  HRR: { name: 'HelloRetryRequest', struct: 'ServerHello', answers: true, rfc: '9846#4.2.4' },
  // @req 9846:4.4.1:2
  EE: {
    name: 'EncryptedExtensions',
    struct: 'EncryptedExtensions',
    answers: true,
    rfc: '9846#4.4.1',
  },
  // @req 9846:4.4.2:6 9846:9.3:5
  CR: {
    name: 'CertificateRequest',
    struct: 'CertificateRequest',
    answers: false,
    rfc: '9846#4.4.2',
  },
  CT: { name: 'CertificateEntry', struct: 'CertificateEntry', answers: true, rfc: '9846#4.5.1' },
  // @req 9846:4.7.1:8 9846:9.3:5
  NST: { name: 'NewSessionTicket', struct: 'NewSessionTicket', answers: false, rfc: '9846#4.7.1' },
} as const;

/**
 * The rows. `unasked`: messages where it may stand without having been asked for; `last`: messages
 * where nothing may follow it.
 */
// @req 9846:4.3:1 9846:4.3:5 9846:9.2:1
export const extensions = {
  server_name: {
    code: 0,
    rfc: '6066#3',
    in: { CH: 'ServerNameList', SH12: 'Empty', EE: 'Empty', CR: 'known' },
  },
  status_request: {
    code: 5,
    rfc: '9846#4.5.1.1',
    // In TLS 1.2 an acknowledgement, and the status a message of its own (RFC 6066 8).
    in: {
      CH: 'CertificateStatusRequest',
      SH12: 'Empty',
      CR: 'Empty',
      CT: 'CertificateStatus',
    },
  },
  supported_groups: {
    code: 10,
    rfc: '9846#4.3.7',
    // @req 9846:4.3.7:2
    // In EncryptedExtensions a hint for later connections, not to be acted on: left unread. Servers of
    // TLS 1.2 have no word to say here, and old load balancers say it.
    in: { CH: 'NamedGroupList', SH12: 'known', EE: 'known' },
  },
  signature_algorithms: {
    code: 13,
    rfc: '9846#4.3.3',
    in: { CH: 'SignatureSchemeList', CR: 'SignatureSchemeList' },
  },
  use_srtp: { code: 14, rfc: '5764#4.1', in: { CH: 'known', EE: 'known' } },
  heartbeat: { code: 15, rfc: '6520#2', in: { CH: 'known', EE: 'known' } },
  application_layer_protocol_negotiation: {
    code: 16,
    rfc: '7301#3.1',
    in: { CH: 'ProtocolNameList', SH12: 'ProtocolNameList', EE: 'ProtocolNameList' },
  },
  client_certificate_type: { code: 19, rfc: '7250#3', in: { CH: 'known', EE: 'known' } },
  server_certificate_type: { code: 20, rfc: '7250#3', in: { CH: 'known', EE: 'known' } },
  padding: { code: 21, rfc: '7685#3', in: { CH: 'known' } },
  compress_certificate: { code: 27, rfc: '8879#3', in: { CH: 'known', CR: 'known' } },
  record_size_limit: {
    code: 28,
    rfc: '8449#4',
    in: { CH: 'RecordSizeLimit', SH12: 'RecordSizeLimit', EE: 'RecordSizeLimit' },
  },
  delegated_credential: {
    code: 34,
    rfc: '9345#4.1',
    in: { CH: 'known', CR: 'known', CT: 'known' },
  },
  supported_ekt_ciphers: { code: 39, rfc: '8870#5.2', in: { CH: 'known', EE: 'known' } },
  // @req 9846:4.3:6 9846:4.3.11:15 9846:4.3.11:16
  pre_shared_key: {
    code: 41,
    rfc: '9846#4.3.11',
    in: { CH: 'OfferedPsks', SH: 'PreSharedKeyServerHello' },
    last: ['CH'],
  },
  early_data: {
    code: 42,
    rfc: '9846#4.3.10',
    in: { CH: 'Empty', EE: 'Empty', NST: 'EarlyDataIndicationNewSessionTicket' },
  },
  supported_versions: {
    code: 43,
    rfc: '9846#4.3.1',
    in: {
      CH: 'SupportedVersionsClientHello',
      SH: 'SupportedVersionsServerHello',
      HRR: 'SupportedVersionsServerHello',
    },
  },
  cookie: { code: 44, rfc: '9846#4.3.2', in: { CH: 'Cookie', HRR: 'Cookie' }, unasked: ['HRR'] },
  psk_key_exchange_modes: { code: 45, rfc: '9846#4.3.9', in: { CH: 'PskKeyExchangeModes' } },
  certificate_authorities: {
    code: 47,
    rfc: '9846#4.3.4',
    in: { CH: 'CertificateAuthoritiesExtension', CR: 'CertificateAuthoritiesExtension' },
  },
  // @req 9846:4.3.5:4
  oid_filters: { code: 48, rfc: '9846#4.3.5', in: { CR: 'OIDFilterExtension' } },
  post_handshake_auth: { code: 49, rfc: '9846#4.3.6', in: { CH: 'PostHandshakeAuth' } },
  signature_algorithms_cert: {
    code: 50,
    rfc: '9846#4.3.3',
    in: { CH: 'SignatureSchemeList', CR: 'SignatureSchemeList' },
  },
  key_share: {
    code: 51,
    rfc: '9846#4.3.8',
    in: { CH: 'KeyShareClientHello', SH: 'KeyShareServerHello', HRR: 'KeyShareHelloRetryRequest' },
  },
  transparency_info: { code: 52, rfc: '9162#6.5', in: { CH: 'known', CR: 'known', CT: 'known' } },
  external_id_hash: { code: 55, rfc: '8844#3.2', in: { CH: 'known', EE: 'known' } },
  external_session_id: { code: 56, rfc: '8844#4.3', in: { CH: 'known', EE: 'known' } },
  // QUIC's own bytes: TLS carries them and does not look inside.
  quic_transport_parameters: { code: 57, rfc: '9001#8.2', in: { CH: 'opaque', EE: 'opaque' } },
  ticket_request: { code: 58, rfc: '9149#3', in: { CH: 'known', EE: 'known' } },
  ech_outer_extensions: { code: 0xfd00, rfc: '9849#5.1', in: { CH: 'known' } },
  encrypted_client_hello: {
    code: 0xfe0d,
    rfc: '9849#5',
    in: { CH: 'known', HRR: 'known', EE: 'known' },
  },

  // Missing in the RFC's table, but its text (4.5.1) lets a chain carry them.
  signed_certificate_timestamp: {
    code: 18,
    rfc: '6962#3.3.1',
    in: { CH: 'known', CR: 'known', CT: 'known' },
  },

  // Older than TLS 1.3: a client that also speaks TLS 1.2 sends them, and a server answers them in
  // the ServerHello of TLS 1.2.
  max_fragment_length: { code: 1, rfc: '6066#4', in: { CH: 'known' } },
  client_certificate_url: { code: 2, rfc: '6066#5', in: { CH: 'known' } },
  trusted_ca_keys: { code: 3, rfc: '6066#6', in: { CH: 'known' } },
  truncated_hmac: { code: 4, rfc: '6066#7', in: { CH: 'known' } },
  ec_point_formats: {
    code: 11,
    rfc: '8422#5.1.2',
    in: { CH: 'ECPointFormatList', SH12: 'ECPointFormatList' },
  },
  // @req 9846:4.5.1.1:2 9846:4.5.1.1:3
  status_request_v2: { code: 17, rfc: '6961#2.2', in: { CH: 'known' } },
  encrypt_then_mac: { code: 22, rfc: '7366#2', in: { CH: 'Empty', SH12: 'Empty' } },
  extended_master_secret: { code: 23, rfc: '7627#5.1', in: { CH: 'Empty', SH12: 'Empty' } },
  session_ticket: { code: 35, rfc: '5077#3.2', in: { CH: 'known' } },
  renegotiation_info: {
    code: 0xff01,
    rfc: '5746#3.2',
    in: { CH: 'RenegotiationInfo', SH12: 'RenegotiationInfo' },
  },
} as const;
