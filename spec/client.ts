/**
 * The client as a statechart, in the dialect that the linter enforces: one pure literal that the
 * Stately tools can open, a small finite context, guards that look only at it and at the facet
 * of an event. What a message means is the runtime's to find out; what follows from it is here.
 *
 * Standard: RFC 9846 (TLS 1.3), in particular 4 (handshake), 5 (records), 6 (alerts), A.
 * Not here: PSK and TLS 1.2.
 * `connected` and `ending` stand in both machines, word for word.
 */
import { and, assign, not, setup } from 'xstate';

/** What the machine must remember. Small enumerations only: the graph stays finite. */
export interface ClientContext {
  /** A transport that ends without close_notify is a good end. Configuration: never assigned. */
  readonly allowsTruncation: boolean;
  /** The server sent a HelloRetryRequest. Dead after our second flight. */
  readonly retried: boolean;
  /** The server asked for our certificate. Then its ticket proves that it accepted us. */
  readonly certificateRequested: boolean;
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
    isRetry: ({ event }: Facet) => event.facet === 'retry',
    isUnaligned: ({ event }: Facet) => event.facet === 'unaligned',
    isDummyChangeCipherSpec: ({ event }: Facet) => event.facet === 'dummy',
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
    isConfirmed: ({ context }: InContext) => context.confirmed,
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
    takeCertificateRequest: () => {},
    takePeerCertificate: () => {},
    takePeerSignature: () => {},
    takeVerdict: () => {},
    sendCertificate: () => {},
    sendEmptyCertificate: () => {},
    sendCertificateVerify: () => {},
    addToTranscript: () => {},
    sendChangeCipherSpec: () => {},
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
  description: 'A TLS 1.3 client, from the first byte to the closed transport.',
  context: {
    allowsTruncation: false,
    retried: false,
    certificateRequested: false,
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
        // @req 9846:4:2 9846:4.6:3 9846:4.7.3:1
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
        // @req 9846:6:2 9846:6:5
        'alert.fatal': {
          target: '#closed',
          actions: [{ type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } }],
        },
        'alert.malformed': {
          target: '#alerting',
          actions: [{ type: 'fail', params: { alert: 'decode_error' } }],
        },
        // @req 9846:5.2:3
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
        // @req 9846:5:5
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
              { guard: 'isDummyChangeCipherSpec' },
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
                // @req 9846:5.1:4 9846:5.1:5
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
                    // @req 9846:4.2.4:7
                    guard: 'isRetry',
                    target: 'waitSecondServerHello',
                    actions: [
                      { type: 'set', params: { retried: true } },
                      'takeHelloRetryRequest',
                      'hashFirstHello',
                      'addToTranscript',
                      'sendChangeCipherSpec',
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
                { target: 'authenticate', actions: ['sendChangeCipherSpec'] },
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
            'alert.closeNotify': {},
            'alert.userCanceled': {},
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
                        guard: 'isAcceptance',
                        actions: [{ type: 'set', params: { confirmed: true } }, 'reportConfirmed'],
                      },
                      { guard: 'isGood' },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
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
                      always: [
                        { guard: 'isFullClosePending', target: 'lingering' },
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
