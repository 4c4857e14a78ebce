/**
 * The key schedules of TLS 1.3 (RFC 9846 7.1 to 7.3) and TLS 1.2 (RFC 5246 8, RFC 7627) as a table: which secret comes from which,
 * under which label, over which part of the transcript, and what it is for. The generator makes
 * one function a stage of it, in `generated/key-schedule.ts`.
 *
 * How to read a row:
 * - `operation: 'extract'` is HKDF-Extract: `salt` comes from the top of the RFC's diagram,
 *   `keyMaterial` from its left.
 * - `operation: 'expand'` is HKDF-Expand-Label: `parent` is the Secret, `label` goes without
 *   "tls13 ". `context` is `'none'` for "", `'emptyHash'` for Transcript-Hash(""), `'transcript'`
 *   for the stage's span (these two are the RFC's Derive-Secret), or the name of an input.
 *   `length` is `'hash'` for Hash.length or the name of an input.
 * - `operation: 'prf'` is the PRF of TLS 1.2 (RFC 5246 5) over `label` and the inputs of `seed`, one
 *   after the other; `length` in bytes, or the name of an input. Such rows have no stage.
 * - A secret is named by its row, an input by `inputs`; `'zeros'` is the RFC's "0".
 * - `stage` says in which function the row is computed. A row with `stage: 'none'` is a function of
 *   its own that is applied to each secret that `parent` lists.
 * - `keep: false` is an intermediate: it is wiped inside its stage.
 * - `rfcName` is what the RFC calls it, `use` says who uses it for what.
 *
 * Where a HelloRetryRequest was sent, every span begins with message_hash in the place of the
 * first ClientHello (RFC 9846 4.1); the transcript sees to that, the table need not.
 *
 * Not here yet: the rows of PSKs and early data, and TLS-Exporter (7.5) below the exporter secret.
 */

/** What comes from outside the schedule. `kind`: a secret, other bytes, or a length in bytes. */
export const inputs = {
  preMasterSecret: {
    kind: 'secret',
    doc: 'result of the key exchange in TLS 1.2',
    rfc: '8422#5.10',
  },
  clientRandom: { kind: 'bytes', doc: 'random of the ClientHello', rfc: '5246#8.1' },
  serverRandom: { kind: 'bytes', doc: 'random of the ServerHello', rfc: '5246#8.1' },
  sessionHash: {
    kind: 'bytes',
    doc: 'hash of ClientHello..ClientKeyExchange',
    rfc: '7627#3',
  },
  handshakeHash: {
    kind: 'bytes',
    doc: 'hash of all handshake messages before this Finished',
    rfc: '5246#7.4.9',
  },
  keyBlockLength: {
    kind: 'length',
    doc: 'length of the keys and implicit nonces of both sides',
    rfc: '5246#6.3',
  },
  sharedSecret: {
    kind: 'secret',
    doc: 'result of the key exchange',
    rfc: '9846#7.4',
  },
  keyLength: {
    kind: 'length',
    doc: 'length of a key of the AEAD',
    rfc: '9846#7.3',
  },
  ivLength: {
    kind: 'length',
    doc: 'length of a nonce of the AEAD',
    rfc: '9846#5.3',
  },
  ticketNonce: {
    kind: 'bytes',
    doc: 'ticket_nonce of the NewSessionTicket',
    rfc: '9846#4.7.1',
  },
} as const;

/** The stages in the order of a handshake, each with the messages that its transcript spans. */
export const stages = {
  handshake: {
    span: 'ClientHello..ServerHello',
    doc: 'from the shared secret to the keys that protect the rest of the handshake',
    rfc: '9846#7.1',
  },
  application: {
    span: 'ClientHello..server Finished',
    doc: 'the first generation of application keys, and the exporter',
    rfc: '9846#7.1',
  },
  resumption: {
    span: 'ClientHello..client Finished',
    doc: 'what later connections resume from',
    rfc: '9846#7.1',
  },
} as const;

/** All secrets, keys and values that are derived. */
export const keySchedule = {
  earlySecret: {
    rfcName: 'Early Secret',
    operation: 'extract',
    salt: 'zeros',
    keyMaterial: 'zeros',
    stage: 'handshake',
    keep: false,
    use: 'of a handshake without PSK',
    rfc: '9846#7.1',
  },
  earlyDerivedSecret: {
    rfcName: 'Derive-Secret(., "derived", "")',
    operation: 'expand',
    parent: 'earlySecret',
    label: 'derived',
    context: 'emptyHash',
    length: 'hash',
    stage: 'handshake',
    keep: false,
    use: 'salt of the Handshake Secret',
    rfc: '9846#7.1',
  },
  handshakeSecret: {
    rfcName: 'Handshake Secret',
    operation: 'extract',
    salt: 'earlyDerivedSecret',
    keyMaterial: 'sharedSecret',
    stage: 'handshake',
    keep: false,
    use: 'parent of the handshake traffic secrets',
    rfc: '9846#7.1',
  },
  clientHandshakeTrafficSecret: {
    rfcName: 'client_handshake_traffic_secret',
    operation: 'expand',
    parent: 'handshakeSecret',
    label: 'c hs traffic',
    context: 'transcript',
    length: 'hash',
    stage: 'handshake',
    keep: true,
    use: "the client's handshake keys and Finished",
    rfc: '9846#7.1',
  },
  serverHandshakeTrafficSecret: {
    rfcName: 'server_handshake_traffic_secret',
    operation: 'expand',
    parent: 'handshakeSecret',
    label: 's hs traffic',
    context: 'transcript',
    length: 'hash',
    stage: 'handshake',
    keep: true,
    use: "the server's handshake keys and Finished",
    rfc: '9846#7.1',
  },
  handshakeDerivedSecret: {
    rfcName: 'Derive-Secret(., "derived", "")',
    operation: 'expand',
    parent: 'handshakeSecret',
    label: 'derived',
    context: 'emptyHash',
    length: 'hash',
    stage: 'handshake',
    keep: false,
    use: 'salt of the Main Secret',
    rfc: '9846#7.1',
  },
  mainSecret: {
    rfcName: 'Main Secret',
    operation: 'extract',
    salt: 'handshakeDerivedSecret',
    keyMaterial: 'zeros',
    stage: 'handshake',
    keep: true,
    use: 'parent of the later stages',
    rfc: '9846#7.1',
  },
  clientApplicationTrafficSecret: {
    rfcName: 'client_application_traffic_secret_0',
    operation: 'expand',
    parent: 'mainSecret',
    label: 'c ap traffic',
    context: 'transcript',
    length: 'hash',
    stage: 'application',
    keep: true,
    use: "the client's application keys",
    rfc: '9846#7.1',
  },
  serverApplicationTrafficSecret: {
    rfcName: 'server_application_traffic_secret_0',
    operation: 'expand',
    parent: 'mainSecret',
    label: 's ap traffic',
    context: 'transcript',
    length: 'hash',
    stage: 'application',
    keep: true,
    use: "the server's application keys",
    rfc: '9846#7.1',
  },
  exporterSecret: {
    rfcName: 'exporter_secret',
    operation: 'expand',
    parent: 'mainSecret',
    label: 'exp master',
    context: 'transcript',
    length: 'hash',
    stage: 'application',
    keep: true,
    use: 'keying material for the application',
    rfc: '9846#7.1',
  },
  resumptionSecret: {
    rfcName: 'resumption_secret',
    operation: 'expand',
    parent: 'mainSecret',
    label: 'res master',
    context: 'transcript',
    length: 'hash',
    stage: 'resumption',
    keep: true,
    use: 'parent of the PSK of each ticket',
    rfc: '9846#7.1',
  },
  ticketPsk: {
    rfcName: 'PSK',
    operation: 'expand',
    parent: ['resumptionSecret'],
    label: 'resumption',
    context: 'ticketNonce',
    length: 'hash',
    stage: 'none',
    keep: true,
    use: 'what the connection that uses one ticket starts from',
    rfc: '9846#4.7.1',
  },
  finishedKey: {
    rfcName: 'finished_key',
    operation: 'expand',
    parent: ['clientHandshakeTrafficSecret', 'serverHandshakeTrafficSecret'],
    label: 'finished',
    context: 'none',
    length: 'hash',
    stage: 'none',
    keep: true,
    use: "the HMAC key of the Finished message of the secret's owner",
    rfc: '9846#4.5.3',
  },
  trafficKey: {
    rfcName: '[sender]_write_key',
    operation: 'expand',
    parent: [
      'clientHandshakeTrafficSecret',
      'serverHandshakeTrafficSecret',
      'clientApplicationTrafficSecret',
      'serverApplicationTrafficSecret',
    ],
    label: 'key',
    context: 'none',
    length: 'keyLength',
    stage: 'none',
    keep: true,
    use: 'the AEAD key of the records of one side',
    rfc: '9846#7.3',
  },
  trafficIv: {
    rfcName: '[sender]_write_iv',
    operation: 'expand',
    parent: [
      'clientHandshakeTrafficSecret',
      'serverHandshakeTrafficSecret',
      'clientApplicationTrafficSecret',
      'serverApplicationTrafficSecret',
    ],
    label: 'iv',
    context: 'none',
    length: 'ivLength',
    stage: 'none',
    keep: true,
    use: 'what record numbers are mixed into to be nonces',
    rfc: '9846#7.3',
  },
  nextTrafficSecret: {
    rfcName: 'application_traffic_secret_N+1',
    operation: 'expand',
    parent: ['clientApplicationTrafficSecret', 'serverApplicationTrafficSecret'],
    label: 'traffic upd',
    context: 'none',
    length: 'hash',
    stage: 'none',
    keep: true,
    use: 'the generation after a KeyUpdate',
    rfc: '9846#7.2',
  },

  // TLS 1.2
  masterSecret: {
    rfcName: 'master_secret',
    operation: 'prf',
    parent: ['preMasterSecret'],
    label: 'master secret',
    seed: ['clientRandom', 'serverRandom'],
    length: 48,
    stage: 'none',
    keep: true,
    use: 'parent of everything in a handshake without extended_master_secret',
    rfc: '5246#8.1',
  },
  extendedMasterSecret: {
    rfcName: 'extended master_secret',
    operation: 'prf',
    parent: ['preMasterSecret'],
    label: 'extended master secret',
    seed: ['sessionHash'],
    length: 48,
    stage: 'none',
    keep: true,
    use: 'parent of everything: bound to the whole handshake, certificate included',
    rfc: '7627#4',
  },
  keyBlock: {
    rfcName: 'key_block',
    operation: 'prf',
    parent: ['masterSecret', 'extendedMasterSecret'],
    label: 'key expansion',
    seed: ['serverRandom', 'clientRandom'],
    length: 'keyBlockLength',
    stage: 'none',
    keep: true,
    use: 'the keys and implicit nonces of both sides, to be cut in order',
    rfc: '5246#6.3',
  },
  clientVerifyData: {
    rfcName: "verify_data of the client's Finished",
    operation: 'prf',
    parent: ['masterSecret', 'extendedMasterSecret'],
    label: 'client finished',
    seed: ['handshakeHash'],
    length: 12,
    stage: 'none',
    keep: true,
    use: 'that the client saw the same handshake',
    rfc: '5246#7.4.9',
  },
  serverVerifyData: {
    rfcName: "verify_data of the server's Finished",
    operation: 'prf',
    parent: ['masterSecret', 'extendedMasterSecret'],
    label: 'server finished',
    seed: ['handshakeHash'],
    length: 12,
    stage: 'none',
    keep: true,
    use: 'that the server saw the same handshake',
    rfc: '5246#7.4.9',
  },
} as const;
