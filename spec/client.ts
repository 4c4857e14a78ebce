/**
 * The client as a statechart, in the dialect that the linter enforces: one pure literal that the
 * Stately tools can open, a small finite context, guards that look only at it and at the facet
 * of an event. What a message means is the runtime's to find out; what follows from it is here.
 *
 * Standards: RFC 9846 (TLS 1.3), in particular 4 (handshake), 5 (records), 6 (alerts), A; RFC 5246
 * (TLS 1.2) 7. States without a version in their names are those of TLS 1.3; TLS 1.2 has `tls12`.
 * Not here: PSK.
 * `connected` and `ending` stand in both machines, word for word.
 */
import { and, assign, not, or, setup } from 'xstate';

/** What the machine must remember. Small enumerations only: the graph stays finite. */
export interface ClientContext {
  /** A transport that ends without close_notify is a good end. Configuration: never assigned. */
  readonly allowsTruncation: boolean;
  /** The versions that the server may choose. Configuration; dead, and `both`, once it has chosen. */
  readonly offered: 'both' | 'tls13' | 'tls12';
  /** The server sent a HelloRetryRequest. Dead after our second flight. */
  readonly retried: boolean;
  /** TLS 1.2: the server said that the status of its certificate may follow. Dead after that. */
  readonly statusExpected: boolean;
  /**
   * TLS 1.2: the secret is going to travel under the server's key, which signs nothing. Dead after its
   * certificate.
   */
  readonly staticRsa: boolean;
  /** The server asked for our certificate. Then its ticket proves that it accepted us. */
  readonly certificateRequested: boolean;
  /** TLS 1.2 was chosen. */
  readonly tls12: boolean;
  /** TLS 1.2: we have refused another handshake. The peer may not ask again. */
  readonly renegotiationRefused: boolean;
  /** The application closed before the connection was there; carried out when it is. */
  readonly pendingClose: 'none' | 'write' | 'full';
  /** Our close_notify is out. Nothing may follow it, no alert either (RFC 9846 6.1). */
  readonly closeNotifySent: boolean;
  /** We asked the peer for a KeyUpdate. We may not ask again before it comes (RFC 9846 4.7.3). */
  readonly updateRequested: boolean;
  /** The peer asked for a KeyUpdate: it is due before our next data, one for all requests. */
  readonly updateDue: boolean;
  /** The server is known to have accepted our Finished, and our certificate if it wanted one. */
  readonly confirmed: boolean;
}

/** An event, with the facet that the runtime found it to have. The alphabet stands in `facets.ts`. */
export interface ClientEvent {
  readonly type: string;
  readonly facet?: string;
}

type Facet = { readonly event: ClientEvent };
type InContext = { readonly context: ClientContext };

export const clientMachine = setup({
  types: {
    context: {} as ClientContext,
    events: {} as ClientEvent,
    tags: {} as 'reading' | 'waiting' | 'flushing',
    meta: {} as { rfc: string },
  },
  guards: {
    isGood: ({ event }: Facet) => event.facet === 'good',
    isV13: ({ event }: Facet) => event.facet === 'v13',
    isV12: ({ event }: Facet) => event.facet === 'v12',
    isV12Stapling: ({ event }: Facet) => event.facet === 'v12Stapling',
    isV12StaticRsa: ({ event }: Facet) => event.facet === 'v12StaticRsa',
    isV12StaticRsaStapling: ({ event }: Facet) => event.facet === 'v12StaticRsaStapling',
    isStaticRsa: ({ context }: InContext) => context.staticRsa,
    isGoodStaticRsa: and(['isGood', 'isStaticRsa']),
    isRetry: ({ event }: Facet) => event.facet === 'retry',
    isUnaligned: ({ event }: Facet) => event.facet === 'unaligned',
    isTls12: ({ context }: InContext) => context.tls12,
    isTls12Offered: ({ context }: InContext) => context.offered !== 'tls13',
    isTls13Offered: ({ context }: InContext) => context.offered !== 'tls12',
    isGoodForTls12: and(['isGood', 'isTls12Offered']),
    isGoodForTls13: and(['isGood', 'isTls13Offered']),
    isGoodInTls12: and(['isTls12', 'isGood']),
    isGoodInTls12Open: and(['isGoodInTls12', 'isWriteOpen']),
    isRenegotiationRefused: ({ context }: InContext) => context.renegotiationRefused,
    isLimitReached: ({ event }: Facet) => event.facet === 'due',
    isTls12LimitReached: and(['isTls12', 'isLimitReached']),
    isUpdateNotRequested: ({ event }: Facet) => event.facet === 'notRequested',
    isUpdateRequested: ({ event }: Facet) => event.facet === 'requested',
    isUpdateAwaited: ({ context }: InContext) => context.updateRequested,
    isUpdateDue: ({ context }: InContext) => context.updateDue,
    isFullClose: ({ event }: Facet) => event.facet === 'full',
    isTruncationAllowed: ({ context }: InContext) => context.allowsTruncation,
    isWriteOpen: ({ context }: InContext) => !context.closeNotifySent,
    isClosePending: ({ context }: InContext) => context.pendingClose !== 'none',
    isFullClosePending: ({ context }: InContext) => context.pendingClose === 'full',
    isAccepted: ({ event }: Facet) => event.facet === 'accepted',
    isChosen: ({ event }: Facet) => event.facet === 'chosen',
    isRetried: ({ context }: InContext) => context.retried,
    isCertificateRequested: ({ context }: InContext) => context.certificateRequested,
    isTold: ({ context }: InContext) => context.confirmed,
    isConfirmed: or(['isTold', 'isTls12']),
    isTls12FullClosePending: and(['isTls12', 'isFullClosePending']),
    isStatusExpected: ({ context }: InContext) => context.statusExpected,
    isExpectedStatus: and(['isGood', 'isStatusExpected']),
    isAcceptance: and(['isGood', 'isCertificateRequested', not('isConfirmed')]),
  },
  actions: {
    set: assign((_, params: Partial<ClientContext>) => params),
    fail: (_, _params: { alert: string }) => {},
    recordEnd: (_, _params: { code: string }) => {},
    startTask: (_, _params: { task: string }) => {},
    installReadKeys: (_, _params: { epoch: string; plaintextAlerts: boolean }) => {},
    installWriteKeys: (_, _params: { epoch: string }) => {},
    sendKeyUpdate: (_, _params: { request: string }) => {},
    sendClientHello: () => {},
    takeHelloRetryRequest: () => {},
    hashFirstHello: () => {},
    sendSecondClientHello: () => {},
    takeServerHello: () => {},
    takeEncryptedExtensions: () => {},
    takeCertificateStatus: () => {},
    takeServerKeyExchange: () => {},
    sendClientKeyExchange: () => {},
    takeCertificateRequest: () => {},
    takePeerCertificate: () => {},
    takePeerSignature: () => {},
    takeVerdict: () => {},
    sendCertificate: () => {},
    sendEmptyCertificate: () => {},
    sendCertificateVerify: () => {},
    addToTranscript: () => {},
    sendDummyChangeCipherSpec: () => {},
    sendChangeCipherSpec: () => {},
    deriveMasterSecret: () => {},
    sendNoRenegotiation: () => {},
    deriveHandshakeSecrets: () => {},
    deriveApplicationSecrets: () => {},
    sendFinished: () => {},
    updateReadKeys: () => {},
    updateWriteKeys: () => {},
    sendAlert: () => {},
    sendCloseNotify: () => {},
    sendUserCanceled: () => {},
    takePeerAlert: (_, _params: { code: string }) => {},
    holdData: () => {},
    sendHeldData: () => {},
    sendData: () => {},
    rejectData: () => {},
    deliverData: () => {},
    discardInput: () => {},
    shutdownWrite: () => {},
    closeTransport: () => {},
    eraseHandshakeSecrets: () => {},
    eraseSecrets: () => {},
    reportConnected: () => {},
    reportConfirmed: () => {},
    reportEndOfData: () => {},
    reportEnded: () => {},
  },
  /** Defaults in milliseconds; options override them. */
  delays: {
    handshakeTimeout: 30_000,
    closeTimeout: 5_000,
    drainTimeout: 2_000,
  },
}).createMachine({
  id: 'client',
  description: 'A client of TLS 1.3 and TLS 1.2, from the first byte to the closed transport.',
  context: {
    allowsTruncation: false,
    offered: 'both',
    retried: false,
    statusExpected: false,
    staticRsa: false,
    certificateRequested: false,
    tls12: false,
    renegotiationRefused: false,
    pendingClose: 'none',
    closeNotifySent: false,
    updateRequested: false,
    updateDue: false,
    confirmed: false,
  },
  initial: 'live',
  states: {
    live: {
      description:
        'Until the connection ends. Whatever a state below does not take ends it here: fail closed.',
      initial: 'idle',
      on: {
        // @req 9846:4:2 9846:4.6:3 9846:4.7.3:1 5246:7.4:1
        'hs.*': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        ccs: {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        'app.data': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        'alert.closeNotify': {
          target: '#closed',
          actions: [
            { type: 'recordEnd', params: { code: 'ERR_TLS_PEER_CLOSED' } },
            'sendCloseNotify',
          ],
        },
        'alert.userCanceled': {},
        // The level means something in TLS 1.2 only (RFC 9846 6).
        'alert.warning': [
          { guard: 'isTls12' },
          {
            target: '#closed',
            actions: [{ type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } }],
          },
        ],
        // @req 9846:6:2 9846:6:5
        'alert.fatal': {
          target: '#closed',
          actions: [{ type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } }],
        },
        'alert.malformed': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'decode_error' } }],
        },
        // @req 9846:5.2:3 5246:6.2.3.3:4
        'record.badMac': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'bad_record_mac' } }],
        },
        // @req 9846:5.1:13 9846:5.2:2 9846:5.2:5
        'record.overflow': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'record_overflow' } }],
        },
        // @req 9846:5.4:2 9846:5.4:4
        'record.empty': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        // @req 9846:5:5 5246:6:2
        'record.unknownType': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        'record.plaintext': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        // @req 9846:5.1:2 9846:5.1:3
        'record.interleaved': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
        },
        'record.limit': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
        },
        'io.eof': {
          target: '#closed',
          actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_TRUNCATED' } }],
        },
        'io.failed': {
          target: '#closed',
          actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_TRANSPORT' } }],
        },
        'io.drainBudget': {},
        'task.done': {},
        'task.failed': {},
        'local.start': {},
        // @req 9846:2:2
        'local.write': [
          { guard: 'isClosePending', actions: ['rejectData'] },
          { actions: ['holdData'] },
        ],
        'local.close': [
          { guard: 'isFullClose', actions: [{ type: 'set', params: { pendingClose: 'full' } }] },
          { guard: 'isFullClosePending' },
          { actions: [{ type: 'set', params: { pendingClose: 'write' } }] },
        ],
        'local.abort': {
          target: '#draining',
          actions: [
            { type: 'recordEnd', params: { code: 'ERR_TLS_ABORTED' } },
            // @req 9846:6.1:3
            'sendUserCanceled',
            'sendCloseNotify',
          ],
        },
        'local.rekey': {},
        'local.confirm': {},
        'local.internalError': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
        },
      },
      states: {
        idle: {
          description: 'Nothing was sent or read yet. No deadline: the caller has not begun.',
          meta: { rfc: '9846#4.2' },
          on: {
            // @req 9846:4.2.2:1
            'local.start': { target: 'handshake', actions: ['sendClientHello'] },
            'local.close': {
              target: '#closed',
              actions: [{ type: 'recordEnd', params: { code: 'closed' } }],
            },
            'local.abort': {
              target: '#closed',
              actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_ABORTED' } }],
            },
          },
        },

        handshake: {
          id: 'handshake',
          description: 'From the ClientHello to our Finished, within handshakeTimeout.',
          initial: 'waitServerHello',
          on: {
            ccs: [
              // @req 9846:5:1
              { guard: 'isGood' },
              {
                target: '#alerting',
                actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
              },
            ],
          },
          after: {
            handshakeTimeout: {
              target: '#draining',
              actions: [
                { type: 'recordEnd', params: { code: 'ERR_TLS_HANDSHAKE_TIMEOUT' } },
                'sendUserCanceled',
                'sendCloseNotify',
              ],
            },
          },
          states: {
            waitServerHello: {
              description: 'The server chooses among what we offered, or asks for another hello.',
              meta: { rfc: '9846#4.2.3' },
              tags: ['reading'],
              on: {
                // A server of TLS 1.2 may have begun with it; it is no part of the handshake.
                'hs.helloRequest': [
                  { guard: 'isGoodForTls12' },
                  {
                    guard: 'isTls12Offered',
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                ],
                // Its level means something if TLS 1.2 is going to be chosen.
                'alert.warning': [
                  { guard: 'isTls12Offered' },
                  {
                    target: '#closed',
                    actions: [{ type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } }],
                  },
                ],
                // It means nothing in TLS 1.3 only.
                ccs: [
                  // @req 9846:5:1
                  { guard: 'isGoodForTls13' },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                ],
                // @req 9846:5.1:4 9846:5.1:5
                'hs.serverHello': [
                  {
                    guard: 'isV12',
                    target: 'tls12',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      { type: 'set', params: { tls12: true, offered: 'both' } },
                    ],
                  },
                  {
                    guard: 'isV12Stapling',
                    target: 'tls12',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      {
                        type: 'set',
                        params: { tls12: true, statusExpected: true, offered: 'both' },
                      },
                    ],
                  },
                  {
                    guard: 'isV12StaticRsa',
                    target: 'tls12',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      {
                        type: 'set',
                        params: { tls12: true, staticRsa: true, offered: 'both' },
                      },
                    ],
                  },
                  {
                    guard: 'isV12StaticRsaStapling',
                    target: 'tls12',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      {
                        type: 'set',
                        params: {
                          tls12: true,
                          staticRsa: true,
                          statusExpected: true,
                          offered: 'both',
                        },
                      },
                    ],
                  },
                  {
                    guard: 'isV13',
                    target: 'waitEncryptedExtensions',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      'deriveHandshakeSecrets',
                      {
                        type: 'installReadKeys',
                        params: { epoch: 'handshake', plaintextAlerts: false },
                      },
                      { type: 'installWriteKeys', params: { epoch: 'handshake' } },
                      { type: 'set', params: { offered: 'both' } },
                    ],
                  },
                  {
                    // @req 9846:4.2.4:7
                    guard: 'isRetry',
                    target: 'waitSecondServerHello',
                    actions: [
                      { type: 'set', params: { retried: true, offered: 'both' } },
                      'takeHelloRetryRequest',
                      'hashFirstHello',
                      'addToTranscript',
                      'sendDummyChangeCipherSpec',
                      'sendSecondClientHello',
                    ],
                  },
                  {
                    guard: 'isUnaligned',
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitSecondServerHello: {
              description:
                'The server got the hello that it asked for. It may not ask a second time.',
              meta: { rfc: '9846#4.2.4' },
              tags: ['reading'],
              on: {
                'hs.serverHello': [
                  {
                    guard: 'isV13',
                    target: 'waitEncryptedExtensions',
                    actions: [
                      'addToTranscript',
                      'takeServerHello',
                      'deriveHandshakeSecrets',
                      {
                        type: 'installReadKeys',
                        params: { epoch: 'handshake', plaintextAlerts: false },
                      },
                      { type: 'installWriteKeys', params: { epoch: 'handshake' } },
                    ],
                  },
                  {
                    // @req 9846:4.2.4:6
                    guard: 'isRetry',
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                  {
                    guard: 'isUnaligned',
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitEncryptedExtensions: {
              description:
                'The first protected message: what the server agreed to among our extensions.',
              meta: { rfc: '9846#4.4.1' },
              tags: ['reading'],
              on: {
                'hs.encryptedExtensions': [
                  {
                    guard: 'isGood',
                    target: 'waitCertificateOrRequest',
                    actions: ['addToTranscript', 'takeEncryptedExtensions'],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitCertificateOrRequest: {
              description: 'The server shows its certificate, and may ask for ours first.',
              meta: { rfc: '9846#4.5.1' },
              tags: ['reading'],
              on: {
                'hs.certificateRequest': [
                  {
                    guard: 'isGood',
                    target: 'waitCertificate',
                    actions: [
                      'addToTranscript',
                      { type: 'set', params: { certificateRequested: true } },
                      'takeCertificateRequest',
                    ],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
                'hs.certificate': [
                  {
                    guard: 'isGood',
                    target: 'waitCertificateVerify',
                    actions: ['addToTranscript', 'takePeerCertificate'],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitCertificate: {
              description: 'The server asked for our certificate and now shows its own.',
              meta: { rfc: '9846#4.5.1' },
              tags: ['reading'],
              on: {
                'hs.certificate': [
                  {
                    guard: 'isGood',
                    target: 'waitCertificateVerify',
                    actions: ['addToTranscript', 'takePeerCertificate'],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitCertificateVerify: {
              description: 'The server proves that it holds the key of its certificate.',
              meta: { rfc: '9846#4.5.2' },
              tags: ['reading'],
              on: {
                // @req 9846:4.5.2:8 9846:4.5.2:9
                'hs.certificateVerify': [
                  {
                    guard: 'isGood',
                    target: 'verifyPeer',
                    actions: ['addToTranscript', 'takePeerSignature'],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            verifyPeer: {
              description:
                'Is this certificate good for the server we want? Nothing of our second flight leaves before the answer.',
              meta: { rfc: '9846#4.5.1.3' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],
              on: {
                'task.done': [
                  { guard: 'isAccepted', target: 'waitFinished', actions: ['takeVerdict'] },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
                  },
                ],
                'task.failed': {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                },
              },
            },
            waitFinished: {
              description: 'The server proves that it holds the keys and saw the same handshake.',
              meta: { rfc: '9846#4.5.3' },
              tags: ['reading'],
              on: {
                // @req 9846:4.5.3:1 9846:5.1:4 9846:5.1:5
                'hs.finished': [
                  {
                    guard: 'isGood',
                    target: 'respond',
                    actions: [
                      'addToTranscript',
                      'deriveApplicationSecrets',
                      {
                        type: 'installReadKeys',
                        params: { epoch: 'application', plaintextAlerts: false },
                      },
                    ],
                  },
                  {
                    guard: 'isUnaligned',
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            respond: {
              description:
                'Our second flight begins with the dummy change_cipher_spec, unless the second ClientHello did.',
              meta: { rfc: '9846#E.4' },
              tags: ['flushing'],
              always: [
                { guard: 'isRetried', target: 'authenticate' },
                { target: 'authenticate', actions: ['sendDummyChangeCipherSpec'] },
              ],
            },
            authenticate: {
              description: 'A server that asked for a certificate gets one, or the empty one.',
              meta: { rfc: '9846#4.5.1' },
              tags: ['flushing'],
              // @req 9846:4.5.1:2
              always: [
                { guard: 'isCertificateRequested', target: 'chooseCertificate' },
                { target: 'finish' },
              ],
            },
            chooseCertificate: {
              description: 'Which of our certificates does the server take?',
              meta: { rfc: '9846#4.5.1.2' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'chooseCertificate' } }],
              on: {
                // The server's Finished was the last chance for one (RFC 9846 5).
                ccs: {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                },
                'task.done': [
                  { guard: 'isChosen', target: 'signing', actions: ['sendCertificate'] },
                  // @req 9846:4.5.1:3 9846:4.5.1:4
                  { target: 'finish', actions: ['sendEmptyCertificate'] },
                ],
                'task.failed': {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                },
              },
            },
            signing: {
              description:
                'Our key signs the handshake; it may be held elsewhere and take its time.',
              meta: { rfc: '9846#4.5.2' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'sign' } }],
              on: {
                // The server's Finished was the last chance for one (RFC 9846 5).
                ccs: {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                },
                // @req 9846:4:1 9846:4.5.2:2 9846:4.5.2:3
                'task.done': { target: 'finish', actions: ['sendCertificateVerify'] },
                'task.failed': {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                },
              },
            },
            finish: {
              description: 'The last message of the handshake is ours.',
              meta: { rfc: '9846#4.5.3' },
              tags: ['flushing'],
              always: [
                {
                  target: '#connected',
                  actions: [
                    // @req 9846:4.5.3:2
                    'sendFinished',
                    { type: 'installWriteKeys', params: { epoch: 'application' } },
                  ],
                },
              ],
            },
            tls12: {
              description:
                'TLS 1.2: the server has the last word. Nothing is protected before the change_cipher_spec records, which count here.',
              initial: 'waitServerCertificate',
              on: {
                ccs: {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                },
              },
              states: {
                waitServerCertificate: {
                  description: 'The server shows its certificate.',
                  meta: { rfc: '5246#7.4.2' },
                  tags: ['reading'],
                  on: {
                    // Neither answered nor hashed while there is a handshake (RFC 5246 7.4.1.1).
                    // @req 5246:7.4.1.1:3
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.certificate': [
                      {
                        guard: 'isGoodStaticRsa',
                        target: 'waitStaticRsaRequestOrDone',
                        actions: [
                          'addToTranscript',
                          'takePeerCertificate',
                          { type: 'set', params: { staticRsa: false } },
                        ],
                      },
                      {
                        guard: 'isGood',
                        target: 'waitServerKeyExchange',
                        actions: ['addToTranscript', 'takePeerCertificate'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                waitServerKeyExchange: {
                  description:
                    'Its half of the key exchange, signed with the key of its certificate; before that the status, if it said that there may be one.',
                  meta: { rfc: '8422#5.4' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.serverKeyExchange': [
                      {
                        guard: 'isGood',
                        target: 'waitRequestOrDone',
                        actions: ['addToTranscript', 'takeServerKeyExchange'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.certificateStatus': [
                      {
                        guard: 'isExpectedStatus',
                        actions: [
                          'addToTranscript',
                          'takeCertificateStatus',
                          { type: 'set', params: { statusExpected: false } },
                        ],
                      },
                      {
                        guard: 'isStatusExpected',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                    ],
                  },
                },
                waitStaticRsaRequestOrDone: {
                  description:
                    'Static RSA: the server adds nothing to the key exchange. The status, if it said that there may be one; it may ask for our certificate before it is done.',
                  meta: { rfc: '5246#7.4.3' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.certificateStatus': [
                      {
                        guard: 'isExpectedStatus',
                        actions: [
                          'addToTranscript',
                          'takeCertificateStatus',
                          { type: 'set', params: { statusExpected: false } },
                        ],
                      },
                      {
                        guard: 'isStatusExpected',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                    ],
                    'hs.certificateRequest': [
                      {
                        guard: 'isGood',
                        target: 'waitServerHelloDone',
                        actions: [
                          'addToTranscript',
                          { type: 'set', params: { certificateRequested: true } },
                          'takeCertificateRequest',
                        ],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.serverHelloDone': [
                      {
                        guard: 'isGood',
                        target: 'verifyServer',
                        actions: ['addToTranscript'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                waitRequestOrDone: {
                  description: 'The server may ask for our certificate before it is done.',
                  meta: { rfc: '5246#7.4.4' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.certificateRequest': [
                      {
                        guard: 'isGood',
                        target: 'waitServerHelloDone',
                        actions: [
                          'addToTranscript',
                          { type: 'set', params: { certificateRequested: true } },
                          'takeCertificateRequest',
                        ],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.serverHelloDone': [
                      {
                        guard: 'isGood',
                        target: 'verifyServer',
                        actions: ['addToTranscript'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                waitServerHelloDone: {
                  description: 'The server asked for our certificate and has nothing more to say.',
                  meta: { rfc: '5246#7.4.5' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    'hs.serverHelloDone': [
                      {
                        guard: 'isGood',
                        target: 'verifyServer',
                        actions: ['addToTranscript'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                verifyServer: {
                  description:
                    'Is this certificate good for the server we want? Nothing of our second flight leaves before the answer.',
                  meta: { rfc: '5246#7.4.2' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],
                  on: {
                    'task.done': [
                      { guard: 'isAccepted', target: 'exchange', actions: ['takeVerdict'] },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
                      },
                    ],
                    'task.failed': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                    },
                  },
                },
                exchange: {
                  description:
                    'A server that asked for a certificate gets one, or the empty one, before our half of the key exchange.',
                  meta: { rfc: '8422#5.7' },
                  tags: ['flushing'],
                  // @req 5246:7.3:2 5246:7.4.7:1 5246:7.4.7:2
                  always: [
                    { guard: 'isCertificateRequested', target: 'chooseClientCertificate' },
                    { target: 'protect', actions: ['sendClientKeyExchange', 'deriveMasterSecret'] },
                  ],
                },
                chooseClientCertificate: {
                  description: 'Which of our certificates does the server take?',
                  meta: { rfc: '5246#7.4.6' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'chooseCertificate' } }],
                  on: {
                    'task.done': [
                      {
                        guard: 'isChosen',
                        target: 'signHandshake',
                        actions: ['sendCertificate', 'sendClientKeyExchange', 'deriveMasterSecret'],
                      },
                      {
                        target: 'protect',
                        actions: [
                          // @req 5246:7.4.6:1 8422:3:2
                          'sendEmptyCertificate',
                          'sendClientKeyExchange',
                          'deriveMasterSecret',
                        ],
                      },
                    ],
                    'task.failed': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                    },
                  },
                },
                signHandshake: {
                  description:
                    'Our key signs all messages so far; it may be held elsewhere and take its time.',
                  meta: { rfc: '5246#7.4.8' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'sign' } }],
                  on: {
                    // @req 5246:7.4.8:1
                    'task.done': { target: 'protect', actions: ['sendCertificateVerify'] },
                    'task.failed': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                    },
                  },
                },
                protect: {
                  description: 'From here on what we send is protected.',
                  meta: { rfc: '5246#7.1' },
                  tags: ['flushing'],
                  always: [
                    {
                      target: 'waitChangeCipherSpec',
                      actions: [
                        // @req 5246:7.1:1 5246:7.1:2 5246:7.3:4
                        'sendChangeCipherSpec',
                        { type: 'installWriteKeys', params: { epoch: 'application' } },
                        'sendFinished',
                      ],
                    },
                  ],
                },
                waitChangeCipherSpec: {
                  description: 'What the server sends will be protected.',
                  meta: { rfc: '5246#7.1' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    ccs: [
                      {
                        guard: 'isGood',
                        target: 'waitServerFinished',
                        actions: [
                          {
                            type: 'installReadKeys',
                            params: { epoch: 'application', plaintextAlerts: false },
                          },
                        ],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                    ],
                  },
                },
                waitServerFinished: {
                  description:
                    'The server proves that it holds the keys and saw the same handshake.',
                  meta: { rfc: '5246#7.4.9' },
                  tags: ['reading'],
                  on: {
                    'hs.helloRequest': [
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    // @req 5246:7.4.9:1
                    'hs.finished': [
                      {
                        guard: 'isGood',
                        target: '#connected',
                        actions: ['addToTranscript'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
              },
            },
          },
        },

        connected: {
          id: 'connected',
          description:
            'Both Finished messages are verified. Each half of the connection closes by itself.',
          type: 'parallel',
          // @req 9846:F.5:4
          entry: ['eraseHandshakeSecrets', 'reportConnected'],
          onDone: {
            target: '#closed',
            actions: [{ type: 'recordEnd', params: { code: 'closed' } }],
          },
          on: {
            // @req 9846:6.1:1
            // What the inbound half no longer takes after the peer's close_notify is ignored (RFC 9846 6.1).
            'hs.*': {},
            ccs: {},
            'app.data': {},
            'alert.userCanceled': {},
            'alert.warning': {},
            'alert.fatal': {},
            'alert.malformed': {},
            'record.badMac': {},
            'record.overflow': {},
            'record.empty': {},
            'record.unknownType': {},
            'record.plaintext': {},
            'record.interleaved': {},
            'record.limit': {},
            'io.eof': {},
            'io.drainBudget': {
              target: '#closed',
              actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_CLOSE_FLOOD' } }],
            },
            // What the outbound half no longer takes after our own close_notify.
            'local.write': { actions: ['rejectData'] },
            'local.close': {},
            'local.abort': {
              target: '#draining',
              actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_ABORTED' } }],
            },
            'local.confirm': [
              { guard: 'isConfirmed' },
              { actions: [{ type: 'set', params: { confirmed: true } }, 'reportConfirmed'] },
            ],
          },
          states: {
            inbound: {
              initial: 'receiving',
              states: {
                receiving: {
                  description:
                    'The peer may send data and post-handshake messages until its close_notify.',
                  meta: { rfc: '9846#4.7' },
                  tags: ['reading'],
                  initial: 'settling',
                  on: {
                    'app.data': { actions: ['deliverData'] },
                    // @req 9846:4.7.3:3 9846:4.7.3:8 9846:5.1:4 9846:5.1:5
                    'hs.keyUpdate': [
                      {
                        guard: 'isTls12',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                      {
                        guard: 'isUpdateRequested',
                        actions: [
                          'updateReadKeys',
                          { type: 'set', params: { updateRequested: false, updateDue: true } },
                        ],
                      },
                      {
                        guard: 'isUpdateNotRequested',
                        actions: [
                          'updateReadKeys',
                          { type: 'set', params: { updateRequested: false } },
                        ],
                      },
                      {
                        guard: 'isUnaligned',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    // What the server sends before our Finished came proves nothing: data, KeyUpdates,
                    // and tickets for a client that it knows by no certificate.
                    // @req 9846:4.7.1:1
                    'hs.newSessionTicket': [
                      {
                        guard: 'isTls12',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                      {
                        guard: 'isAcceptance',
                        actions: [{ type: 'set', params: { confirmed: true } }, 'reportConfirmed'],
                      },
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                    // Another handshake, as TLS 1.2 has it: refused once, and whoever insists goes.
                    'hs.helloRequest': [
                      {
                        guard: 'isRenegotiationRefused',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                      {
                        guard: 'isGoodInTls12Open',
                        actions: [
                          // @req 5746:4.2:1
                          'sendNoRenegotiation',
                          { type: 'set', params: { renegotiationRefused: true } },
                        ],
                      },
                      {
                        guard: 'isGoodInTls12',
                        actions: [{ type: 'set', params: { renegotiationRefused: true } }],
                      },
                      {
                        guard: 'isTls12',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                    ],
                    // @req 9846:4:2 9846:4.7.2:5
                    'hs.*': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    // @req 9846:5:3
                    ccs: {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    'alert.closeNotify': {
                      // @req 9846:6.1:6
                      target: 'received',
                      actions: ['discardInput', 'reportEndOfData'],
                    },
                    'alert.userCanceled': {},
                    'alert.warning': [
                      { guard: 'isTls12' },
                      {
                        guard: 'isConfirmed',
                        target: '#closed',
                        actions: [
                          { type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } },
                        ],
                      },
                      {
                        target: '#closed',
                        actions: [
                          {
                            type: 'takePeerAlert',
                            params: { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' },
                          },
                        ],
                      },
                    ],
                    // @req 9846:6:2 9846:6:5
                    'alert.fatal': [
                      {
                        guard: 'isConfirmed',
                        target: '#closed',
                        actions: [
                          { type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } },
                        ],
                      },
                      {
                        target: '#closed',
                        actions: [
                          {
                            type: 'takePeerAlert',
                            params: { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' },
                          },
                        ],
                      },
                    ],
                    'alert.malformed': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'decode_error' } }],
                    },
                    // @req 9846:5.2:3
                    'record.badMac': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'bad_record_mac' } }],
                    },
                    'record.overflow': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'record_overflow' } }],
                    },
                    'record.empty': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    'record.unknownType': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    'record.plaintext': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    'record.interleaved': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                    },
                    'record.limit': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                    },
                    'io.eof': [
                      {
                        guard: 'isTruncationAllowed',
                        target: 'received',
                        actions: ['discardInput', 'reportEndOfData'],
                      },
                      {
                        target: '#closed',
                        actions: [{ type: 'recordEnd', params: { code: 'ERR_TLS_TRUNCATED' } }],
                      },
                    ],
                  },
                  states: {
                    settling: {
                      description:
                        'Was the connection told to close completely before it was there?',
                      // In TLS 1.2 the server had the last word: it has accepted us.
                      always: [
                        {
                          guard: 'isTls12FullClosePending',
                          target: 'lingering',
                          actions: ['reportConfirmed'],
                        },
                        { guard: 'isFullClosePending', target: 'lingering' },
                        { guard: 'isTls12', target: 'reading', actions: ['reportConfirmed'] },
                        { target: 'reading' },
                      ],
                    },
                    reading: {
                      description:
                        'No deadline: a connection may be silent for as long as both sides like.',
                      meta: { rfc: '9846#4.7' },
                      tags: ['reading'],
                      on: { 'local.close': [{ guard: 'isFullClose', target: 'lingering' }, {}] },
                    },
                    lingering: {
                      description:
                        'We are done with both directions: the peer gets closeTimeout to say the same.',
                      meta: { rfc: '9846#6.1' },
                      tags: ['reading'],
                      after: {
                        closeTimeout: {
                          target: '#closed',
                          actions: [
                            { type: 'recordEnd', params: { code: 'ERR_TLS_CLOSE_TIMEOUT' } },
                          ],
                        },
                      },
                    },
                  },
                },
                received: {
                  description: 'The peer sent close_notify: what still comes from it is dropped.',
                  meta: { rfc: '9846#6.1' },
                  type: 'final',
                },
              },
            },
            outbound: {
              initial: 'flushing',
              states: {
                flushing: {
                  description:
                    'Data that the application gave during the handshake goes out first.',
                  tags: ['flushing'],
                  always: [
                    {
                      guard: 'isClosePending',
                      target: 'sent',
                      actions: [
                        'sendHeldData',
                        'sendCloseNotify',
                        { type: 'set', params: { closeNotifySent: true } },
                        'shutdownWrite',
                      ],
                    },
                    { target: 'sending', actions: ['sendHeldData'] },
                  ],
                },
                sending: {
                  description: 'The application may send until it closes this half.',
                  on: {
                    'local.write': [
                      {
                        // @req 9846:4.7.3:2 9846:4.7.3:5 9846:4.7.3:7
                        guard: 'isUpdateDue',
                        actions: [
                          { type: 'sendKeyUpdate', params: { request: 'update_not_requested' } },
                          'updateWriteKeys',
                          { type: 'set', params: { updateDue: false } },
                          'sendData',
                        ],
                      },
                      { actions: ['sendData'] },
                    ],
                    // @req 9846:6.1:5
                    'local.close': {
                      target: 'sent',
                      actions: [
                        'sendCloseNotify',
                        { type: 'set', params: { closeNotifySent: true } },
                        'shutdownWrite',
                      ],
                    },
                    // In TLS 1.2 the peer's ends both directions, and what we had to say is dropped.
                    'alert.closeNotify': [
                      {
                        // @req 5246:7.2.1:1
                        guard: 'isTls12',
                        target: 'sent',
                        actions: [
                          'sendCloseNotify',
                          { type: 'set', params: { closeNotifySent: true } },
                          'shutdownWrite',
                        ],
                      },
                      {},
                    ],
                    'local.abort': {
                      target: '#draining',
                      actions: [
                        { type: 'recordEnd', params: { code: 'ERR_TLS_ABORTED' } },
                        'sendCloseNotify',
                      ],
                    },
                    // @req 9846:4.7.3:2 9846:4.7.3:7
                    'local.rekey': [
                      {
                        // TLS 1.2 has no other keys.
                        guard: 'isTls12LimitReached',
                        target: '#draining',
                        actions: [
                          { type: 'recordEnd', params: { code: 'ERR_TLS_KEY_LIMIT' } },
                          'sendCloseNotify',
                        ],
                      },
                      { guard: 'isTls12' },
                      {
                        guard: 'isUpdateDue',
                        actions: [
                          { type: 'sendKeyUpdate', params: { request: 'update_not_requested' } },
                          'updateWriteKeys',
                          { type: 'set', params: { updateDue: false } },
                        ],
                      },
                      {
                        // @req 9846:4.7.3:6
                        guard: 'isUpdateAwaited',
                        actions: [
                          { type: 'sendKeyUpdate', params: { request: 'update_not_requested' } },
                          'updateWriteKeys',
                        ],
                      },
                      {
                        actions: [
                          { type: 'sendKeyUpdate', params: { request: 'update_requested' } },
                          'updateWriteKeys',
                          { type: 'set', params: { updateRequested: true } },
                        ],
                      },
                    ],
                  },
                },
                sent: {
                  description: 'Our close_notify is out: nothing follows it, no alert either.',
                  type: 'final',
                },
              },
            },
          },
        },
      },
    },
    ending: {
      description: 'The outcome stands; only the last words, the drain and the transport are left.',
      initial: 'alerting',
      on: {
        'hs.*': {},
        ccs: {},
        'app.data': {},
        'alert.closeNotify': {},
        'alert.userCanceled': {},
        'alert.warning': {},
        'alert.fatal': {},
        'alert.malformed': {},
        'record.badMac': {},
        'record.overflow': {},
        'record.empty': {},
        'record.unknownType': {},
        'record.plaintext': {},
        'record.interleaved': {},
        'record.limit': {},
        'io.eof': {},
        'io.failed': {},
        'io.drainBudget': {},
        'task.done': {},
        'task.failed': {},
        'local.start': {},
        'local.close': {},
        'local.abort': {},
        'local.rekey': {},
        'local.confirm': {},
        'local.write': { actions: ['rejectData'] },
      },
      states: {
        alerting: {
          id: 'alerting',
          description:
            'The one fatal alert of this connection goes out under the current write epoch, unless our close_notify did: nothing may follow that.',
          meta: { rfc: '9846#6.2' },
          tags: ['flushing'],
          always: [
            // @req 9846:6.2:1 9846:6.2:2
            { guard: 'isWriteOpen', target: 'draining', actions: ['sendAlert'] },
            { target: 'draining' },
          ],
        },
        draining: {
          id: 'draining',
          description:
            'Half-closed: what comes in is counted and dropped until the peer has read our last words. Closing with unread input would make TCP answer with a reset, which destroys them.',
          meta: { rfc: '9846#6.1' },
          tags: ['flushing'],
          // @req 9846:6:3 9846:6.2:2
          entry: ['discardInput', 'eraseSecrets', 'shutdownWrite'],
          after: { drainTimeout: { target: 'closed' } },
          on: {
            'io.eof': { target: 'closed' },
            'io.failed': { target: 'closed' },
            'io.drainBudget': { target: 'closed' },
            'local.internalError': { target: 'closed' },
          },
        },
        closed: {
          id: 'closed',
          description: 'Secrets are erased, the transport is closed, the reason is told.',
          meta: { rfc: '9846#6' },
          // @req 9846:6:3
          entry: ['eraseSecrets', 'closeTransport', 'reportEnded'],
          on: {
            // Whatever fails in here: the transport is closed and the reason told all the same.
            'local.internalError': { actions: ['closeTransport', 'reportEnded'] },
          },
        },
      },
    },
  },
});
