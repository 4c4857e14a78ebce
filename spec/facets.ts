/**
 * The alphabets of the machines: every event that can reach them, with every facet it can have.
 * The runtime finds the facet (what is true of this message); the machine decides what follows.
 * An event without facets has an empty list. Delays are not listed: they are the machine's own.
 *
 * `good` and its kin say that a message is well formed, allowed and true; `invalid` that it is
 * not, whatever the reason (the event carries the error, the registry its alert); `unaligned`
 * that handshake bytes follow in the same record although the keys change here (RFC 9846 5.1).
 * `v13` and `v12` are the versions that hellos lead to; `v12Stapling` that a CertificateStatus may
 * follow; `StaticRsa` that the secret travels under the server's key (only with `legacy`). `due` that a key has protected as many records as it may.
 * Of answers to tasks: `chosenToDecrypt` that our certificate is for static RSA; `refused` that the peer is refused, or that we have no certificate to show;
 * a server tells apart what it may tell later and what is `unacceptable` at once.
 */

export const clientFacets = {
  'hs.serverHello': [
    'v13',
    'v12',
    'v12Stapling',
    'v12StaticRsa',
    'v12StaticRsaStapling',
    'retry',
    'unaligned',
    'invalid',
  ],
  'hs.encryptedExtensions': ['good', 'invalid'],
  'hs.certificateRequest': ['good', 'invalid'],
  'hs.certificate': ['good', 'invalid'],
  'hs.certificateStatus': ['good', 'invalid'],
  'hs.serverKeyExchange': ['good', 'invalid'],
  'hs.serverHelloDone': ['good', 'invalid'],
  'hs.certificateVerify': ['good', 'invalid'],
  'hs.finished': ['good', 'unaligned', 'invalid'],
  'hs.newSessionTicket': ['good', 'invalid'],
  'hs.keyUpdate': ['requested', 'notRequested', 'unaligned', 'invalid'],
  'hs.helloRequest': ['good', 'invalid'],
  'hs.clientHello': [],
  'hs.clientKeyExchange': [],
  'hs.endOfEarlyData': [],
  'hs.unknown': [],
  ccs: ['good', 'invalid'],
  'app.data': [],
  'alert.closeNotify': [],
  'alert.userCanceled': [],
  'alert.warning': [],
  'alert.fatal': [],
  'alert.malformed': [],
  'record.badMac': [],
  'record.overflow': [],
  'record.empty': [],
  'record.unknownType': [],
  'record.plaintext': [],
  'record.interleaved': [],
  'record.limit': [],
  'io.eof': [],
  'io.failed': [],
  'io.drainBudget': [],
  'task.done': ['accepted', 'chosen', 'refused'],
  'task.failed': [],
  'local.start': [],
  'local.write': [],
  'local.close': ['write', 'full'],
  'local.abort': [],
  'local.rekey': ['wanted', 'due'],
  'local.confirm': [],
  'local.internalError': [],
} as const;

export const serverFacets = {
  'hs.clientHello': ['v13', 'v12', 'retry', 'unaligned', 'invalid'],
  'hs.certificate': ['good', 'empty', 'invalid'],
  'hs.clientKeyExchange': ['good', 'invalid'],
  'hs.certificateVerify': ['good', 'invalid'],
  'hs.finished': ['good', 'unaligned', 'invalid'],
  'hs.keyUpdate': ['requested', 'notRequested', 'unaligned', 'invalid'],
  'hs.helloRequest': [],
  'hs.serverHello': [],
  'hs.certificateStatus': [],
  'hs.serverKeyExchange': [],
  'hs.serverHelloDone': [],
  'hs.encryptedExtensions': [],
  'hs.certificateRequest': [],
  'hs.newSessionTicket': [],
  'hs.endOfEarlyData': [],
  'hs.unknown': [],
  ccs: ['good', 'invalid'],
  'app.data': [],
  'alert.closeNotify': [],
  'alert.userCanceled': [],
  'alert.warning': [],
  'alert.fatal': [],
  'alert.malformed': [],
  'record.badMac': [],
  'record.overflow': [],
  'record.empty': [],
  'record.unknownType': [],
  'record.plaintext': [],
  'record.interleaved': [],
  'record.limit': [],
  'io.eof': [],
  'io.failed': [],
  'io.drainBudget': [],
  'task.done': ['accepted', 'chosen', 'chosenToDecrypt', 'refused', 'unacceptable'],
  'task.failed': [],
  'local.start': [],
  'local.write': [],
  'local.close': ['write', 'full'],
  'local.abort': [],
  'local.rekey': ['wanted', 'due'],
  'local.confirm': [],
  'local.internalError': [],
} as const;

/**
 * Members of a machine's context that options give, with every value: the machine is explored from
 * each combination. Nothing assigns them, but for what is dead: it goes back to its first value.
 */
export const clientConfiguration = {
  offered: ['both', 'tls13', 'tls12'],
  allowsTruncation: [false, true],
} as const;

export const serverConfiguration = {
  clientAuth: ['none', 'request', 'require'],
  defersAlerts: [true, false],
  allowsTruncation: [false, true],
} as const;
