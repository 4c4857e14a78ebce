/**
 * The server as a statechart, in the dialect that the linter enforces: one pure literal that the
 * Stately tools can open, a small finite context, guards that look only at it and at the facet
 * of an event. What a message means is the runtime's to find out; what follows from it is here.
 *
 * Standards: RFC 9846 (TLS 1.3), in particular 4 (handshake), 5 (records), 6 (alerts), A; RFC 5246
 * (TLS 1.2) 7. States without a version in their names are those of TLS 1.3; TLS 1.2 has `tls12`.
 * Not here: PSK.
 * `connected` and `ending` stand in both machines, word for word.
 */
import { and, assign, not, setup } from 'xstate';

/** What the machine must remember. Small enumerations only: the graph stays finite. */
export interface ServerContext {
  /** Whether clients are asked for a certificate, and must have one. Configuration: never assigned. */
  readonly clientAuth: 'none' | 'request' | 'require';
  /** A refusal of the client's certificate is told after its Finished. Configuration: never assigned. */
  readonly defersAlerts: boolean;
  /** A transport that ends without close_notify is a good end. Configuration: never assigned. */
  readonly allowsTruncation: boolean;
  /** We sent a HelloRetryRequest. Dead after our ServerHello. */
  readonly retried: boolean;
  /** TLS 1.2: the client showed a certificate, and still has to prove that it is its own. */
  readonly proofExpected: boolean;
  /** TLS 1.2: the secret travels under our key, which signs nothing. Dead once it is here. */
  readonly staticRsa: boolean;
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
}

/** An event, with the facet that the runtime found it to have. The alphabet stands in `facets.ts`. */
export interface ServerEvent {
  readonly type: string;
  readonly facet?: string;
}

type Facet = { readonly event: ServerEvent };
type InContext = { readonly context: ServerContext };

export const serverMachine = setup({
  types: {
    context: {} as ServerContext,
    events: {} as ServerEvent,
    tags: {} as 'reading' | 'waiting' | 'flushing',
    meta: {} as { rfc: string },
  },
  guards: {
    isGood: ({ event }: Facet) => event.facet === 'good',
    isV13: ({ event }: Facet) => event.facet === 'v13',
    isV12: ({ event }: Facet) => event.facet === 'v12',
    isRetry: ({ event }: Facet) => event.facet === 'retry',
    isRetried: ({ context }: InContext) => context.retried,
    isChosen: ({ event }: Facet) => event.facet === 'chosen',
    isAskingClients: ({ context }: InContext) => context.clientAuth !== 'none',
    isCertificateRequired: ({ context }: InContext) => context.clientAuth === 'require',
    isDeferring: ({ context }: InContext) => context.defersAlerts,
    isEmpty: ({ event }: Facet) => event.facet === 'empty',
    isEmptyAllowed: and(['isEmpty', not('isCertificateRequired')]),
    isEmptyDeferred: and(['isEmpty', 'isDeferring']),
    isProofExpected: ({ context }: InContext) => context.proofExpected,
    isGoodBeforeProof: and(['isGood', 'isProofExpected']),
    isChosenToDecrypt: ({ event }: Facet) => event.facet === 'chosenToDecrypt',
    isStaticRsa: ({ context }: InContext) => context.staticRsa,
    isGoodStaticRsa: and(['isGood', 'isStaticRsa']),
    isAccepted: ({ event }: Facet) => event.facet === 'accepted',
    isRefused: ({ event }: Facet) => event.facet === 'refused',
    isRefusalDeferred: and(['isRefused', 'isDeferring']),
    isUnaligned: ({ event }: Facet) => event.facet === 'unaligned',
    isTls12: ({ context }: InContext) => context.tls12,
    isTls12Open: and(['isTls12', 'isWriteOpen']),
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
  },
  actions: {
    set: assign((_, params: Partial<ServerContext>) => params),
    fail: (_, _params: { alert: string }) => {},
    recordEnd: (_, _params: { code: string }) => {},
    startTask: (_, _params: { task: string }) => {},
    installReadKeys: (_, _params: { epoch: string; plaintextAlerts: boolean }) => {},
    installWriteKeys: (_, _params: { epoch: string }) => {},
    sendKeyUpdate: (_, _params: { request: string }) => {},
    takeClientHello: () => {},
    hashFirstHello: () => {},
    sendHelloRetryRequest: () => {},
    skipEarlyData: (_, _params: { until: string }) => {},
    takeChosenCertificate: () => {},
    sendServerHello: () => {},
    sendEncryptedExtensions: () => {},
    sendCertificateStatus: () => {},
    sendServerKeyExchange: () => {},
    sendServerHelloDone: () => {},
    takeClientKeyExchange: () => {},
    takePreMasterSecret: () => {},
    sendCertificateRequest: () => {},
    sendCertificate: () => {},
    sendCertificateVerify: () => {},
    takePeerCertificate: () => {},
    takePeerSignature: () => {},
    takeVerdict: () => {},
    keepVerdict: () => {},
    recordVerdict: () => {},
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
    reportEndOfData: () => {},
    reportEnded: () => {},
  },
  /** Defaults in milliseconds; options override them. */
  delays: {
    handshakeTimeout: 30_000,
    deferralTimeout: 5_000,
    closeTimeout: 5_000,
    drainTimeout: 2_000,
  },
}).createMachine({
  id: 'server',
  description: 'A server of TLS 1.3 and TLS 1.2, from the first byte to the closed transport.',
  context: {
    clientAuth: 'none',
    defersAlerts: true,
    allowsTruncation: false,
    retried: false,
    proofExpected: false,
    staticRsa: false,
    tls12: false,
    renegotiationRefused: false,
    pendingClose: 'none',
    closeNotifySent: false,
    updateRequested: false,
    updateDue: false,
  },
  initial: 'live',
  states: {
    live: {
      description:
        'Until the connection ends. Whatever a state below does not take ends it here: fail closed.',
      initial: 'idle',
      on: {
        // @req 9846:4:2 9846:4.2.2:3 9846:4.6:2 9846:4.7.3:1 5246:7.4:1
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
            'local.start': { target: 'handshake' },
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
          description: "From the ClientHello to the client's Finished, within handshakeTimeout.",
          initial: 'waitClientHello',
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
            waitClientHello: {
              description: 'The client offers; the answer is chosen before anything is sent.',
              meta: { rfc: '9846#4.2.2' },
              tags: ['reading'],
              on: {
                // @req 9846:5:3
                // Not even the dummy change_cipher_spec may come before the first ClientHello (RFC 9846 5).
                ccs: {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                },
                // @req 9846:5.1:4 9846:5.1:5
                'hs.clientHello': [
                  {
                    guard: 'isV12',
                    target: 'tls12',
                    actions: [
                      'addToTranscript',
                      'takeClientHello',
                      { type: 'set', params: { tls12: true } },
                    ],
                  },
                  {
                    guard: 'isV13',
                    target: 'chooseCertificate',
                    actions: [
                      'addToTranscript',
                      'takeClientHello',
                      { type: 'skipEarlyData', params: { until: 'protectedRecord' } },
                    ],
                  },
                  {
                    // @req 9846:4.2.1:3
                    guard: 'isRetry',
                    target: 'waitSecondClientHello',
                    actions: [
                      { type: 'set', params: { retried: true } },
                      'addToTranscript',
                      'takeClientHello',
                      'hashFirstHello',
                      'sendHelloRetryRequest',
                      'sendDummyChangeCipherSpec',
                      { type: 'skipEarlyData', params: { until: 'handshakeRecord' } },
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
            waitSecondClientHello: {
              description: 'The client has what it lacked: the same hello, changed only as asked.',
              meta: { rfc: '9846#4.2.4' },
              tags: ['reading'],
              on: {
                'hs.clientHello': [
                  {
                    guard: 'isV13',
                    target: 'chooseCertificate',
                    actions: ['addToTranscript', 'takeClientHello'],
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
            chooseCertificate: {
              description:
                'Which of our certificates is for this name, and for what the client can verify?',
              meta: { rfc: '9846#4.5.1.2' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'chooseCertificate' } }],
              on: {
                'task.done': [
                  { guard: 'isChosen', target: 'hello', actions: ['takeChosenCertificate'] },
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
            hello: {
              description:
                'ServerHello, and behind our very first message the dummy change_cipher_spec.',
              meta: { rfc: '9846#E.4' },
              tags: ['flushing'],
              always: [
                // @req 9846:E.4:1
                { guard: 'isRetried', target: 'flight', actions: ['sendServerHello'] },
                { target: 'flight', actions: ['sendServerHello', 'sendDummyChangeCipherSpec'] },
              ],
            },
            flight: {
              description: 'Everything from here on is protected.',
              meta: { rfc: '9846#4.4' },
              tags: ['flushing'],
              entry: [
                // @req 9846:4:1 9846:4.4.1:1
                'deriveHandshakeSecrets',
                {
                  type: 'installReadKeys',
                  params: { epoch: 'handshake', plaintextAlerts: true },
                },
                { type: 'installWriteKeys', params: { epoch: 'handshake' } },
                'sendEncryptedExtensions',
              ],
              always: [
                {
                  guard: 'isAskingClients',
                  target: 'signing',
                  // @req 9846:4.4.2:1 9846:4.5.1:1
                  actions: ['sendCertificateRequest', 'sendCertificate'],
                },
                { target: 'signing', actions: ['sendCertificate'] },
              ],
            },
            signing: {
              description:
                'Our key signs the handshake; it may be held elsewhere and take its time.',
              meta: { rfc: '9846#4.5.2' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'sign' } }],
              on: {
                // @req 9846:4.5.2:1 9846:4.5.2:3
                'task.done': { target: 'finish', actions: ['sendCertificateVerify'] },
                'task.failed': {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                },
              },
            },
            finish: {
              description:
                'Our Finished. What we send from now on, alerts too, is under application keys.',
              meta: { rfc: '9846#4.5.3' },
              tags: ['flushing'],
              entry: [
                // @req 9846:4.5.3:2
                'sendFinished',
                'deriveApplicationSecrets',
                { type: 'installWriteKeys', params: { epoch: 'application' } },
              ],
              always: [
                { guard: 'isAskingClients', target: 'waitCertificate' },
                { target: 'waitFinished' },
              ],
            },
            waitCertificate: {
              description: 'The client shows its certificate, or the empty one if it has none.',
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
                    guard: 'isEmptyAllowed',
                    target: 'waitFinished',
                    actions: ['addToTranscript'],
                  },
                  {
                    guard: 'isEmptyDeferred',
                    target: '#deferring',
                    actions: ['addToTranscript', 'keepVerdict'],
                  },
                  {
                    target: '#alerting',
                    actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                  },
                ],
              },
            },
            waitCertificateVerify: {
              description: 'The client proves that it holds the key of its certificate.',
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
              description: 'Is this client whom we let in?',
              meta: { rfc: '9846#4.5.1.3' },
              tags: ['waiting'],
              entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],
              on: {
                'task.done': [
                  { guard: 'isAccepted', target: 'waitFinished', actions: ['takeVerdict'] },
                  { guard: 'isRefusalDeferred', target: '#deferring', actions: ['keepVerdict'] },
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
              description: 'The client proves that it holds the keys and saw the same handshake.',
              meta: { rfc: '9846#4.5.3' },
              tags: ['reading'],
              on: {
                // @req 9846:4.5.3:1 9846:5.1:4 9846:5.1:5
                'hs.finished': [
                  {
                    guard: 'isGood',
                    target: '#connected',
                    actions: [
                      'addToTranscript',
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
            tls12: {
              description:
                'TLS 1.2: we have the last word. Nothing is protected before the change_cipher_spec records, which count here.',
              initial: 'chooseServerCertificate',
              on: {
                ccs: {
                  target: '#alerting',
                  actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                },
              },
              states: {
                chooseServerCertificate: {
                  description:
                    'Which of our certificates is for this name, and for what the client can verify? The cipher suite follows from its key.',
                  meta: { rfc: '5246#7.4.2' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'chooseCertificate' } }],
                  on: {
                    'task.done': [
                      {
                        guard: 'isChosen',
                        target: 'signKeyExchange',
                        actions: ['takeChosenCertificate'],
                      },
                      {
                        guard: 'isChosenToDecrypt',
                        target: 'serverFlight',
                        actions: [
                          { type: 'set', params: { staticRsa: true } },
                          'takeChosenCertificate',
                          'sendServerHello',
                          'sendCertificate',
                          'sendCertificateStatus',
                        ],
                      },
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
                signKeyExchange: {
                  description:
                    'Our key signs our half of the key exchange; it may be held elsewhere and take its time.',
                  meta: { rfc: '8422#5.4' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'sign' } }],
                  on: {
                    'task.done': {
                      target: 'serverFlight',
                      actions: [
                        'sendServerHello',
                        // @req 5246:7.4.2:1
                        'sendCertificate',
                        'sendCertificateStatus',
                        'sendServerKeyExchange',
                      ],
                    },
                    'task.failed': {
                      target: '#alerting',
                      actions: [{ type: 'fail', params: { alert: 'internal_error' } }],
                    },
                  },
                },
                serverFlight: {
                  description: 'The rest of what we have to say before the client goes on.',
                  meta: { rfc: '5246#7.3' },
                  tags: ['flushing'],
                  always: [
                    {
                      guard: 'isAskingClients',
                      target: 'waitClientCertificate',
                      actions: ['sendCertificateRequest', 'sendServerHelloDone'],
                    },
                    { target: 'waitClientKeyExchange', actions: ['sendServerHelloDone'] },
                  ],
                },
                waitClientCertificate: {
                  description: 'The client shows its certificate, or the empty one if it has none.',
                  meta: { rfc: '5246#7.4.6' },
                  tags: ['reading'],
                  on: {
                    'hs.certificate': [
                      {
                        guard: 'isGood',
                        target: 'waitClientKeyExchange',
                        actions: [
                          'addToTranscript',
                          'takePeerCertificate',
                          { type: 'set', params: { proofExpected: true } },
                        ],
                      },
                      {
                        guard: 'isEmptyAllowed',
                        target: 'waitClientKeyExchange',
                        actions: ['addToTranscript'],
                      },
                      {
                        // certificate_required is an alert of TLS 1.3.
                        guard: 'isEmpty',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'handshake_failure' } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                waitClientKeyExchange: {
                  description: "The client's half of the key exchange: the keys follow from it.",
                  meta: { rfc: '8422#5.7' },
                  tags: ['reading'],
                  on: {
                    // @req 5246:7.4.7:1 5246:7.4.7:2
                    'hs.clientKeyExchange': [
                      {
                        guard: 'isGoodStaticRsa',
                        target: 'decryptPreMasterSecret',
                        actions: [
                          'addToTranscript',
                          'takeClientKeyExchange',
                          { type: 'set', params: { staticRsa: false } },
                        ],
                      },
                      {
                        guard: 'isGoodBeforeProof',
                        target: 'waitClientCertificateVerify',
                        actions: [
                          'addToTranscript',
                          'takeClientKeyExchange',
                          'deriveMasterSecret',
                          { type: 'set', params: { proofExpected: false } },
                        ],
                      },
                      {
                        guard: 'isGood',
                        target: 'waitChangeCipherSpec',
                        actions: ['addToTranscript', 'takeClientKeyExchange', 'deriveMasterSecret'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                decryptPreMasterSecret: {
                  description:
                    'Static RSA: our key decrypts the secret, and may be held elsewhere. Whether there was one is not told here: without it the Finished will not verify.',
                  meta: { rfc: '5246#7.4.7.1' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'decrypt' } }],
                  on: {
                    'task.done': [
                      {
                        guard: 'isProofExpected',
                        target: 'waitClientCertificateVerify',
                        actions: [
                          'takePreMasterSecret',
                          'deriveMasterSecret',
                          { type: 'set', params: { proofExpected: false } },
                        ],
                      },
                      {
                        target: 'waitChangeCipherSpec',
                        actions: ['takePreMasterSecret', 'deriveMasterSecret'],
                      },
                    ],
                    // @req 5246:7.4.7.1:5
                    // An alert here would tell an attacker what he asks for.
                    'task.failed': [
                      {
                        guard: 'isProofExpected',
                        target: 'waitClientCertificateVerify',
                        actions: [
                          'takePreMasterSecret',
                          'deriveMasterSecret',
                          { type: 'set', params: { proofExpected: false } },
                        ],
                      },
                      {
                        target: 'waitChangeCipherSpec',
                        actions: ['takePreMasterSecret', 'deriveMasterSecret'],
                      },
                    ],
                  },
                },
                waitClientCertificateVerify: {
                  description: 'The client proves that it holds the key of its certificate.',
                  meta: { rfc: '5246#7.4.8' },
                  tags: ['reading'],
                  on: {
                    // @req 5246:7.4.8:1
                    'hs.certificateVerify': [
                      {
                        guard: 'isGood',
                        target: 'verifyClient',
                        actions: ['addToTranscript', 'takePeerSignature'],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'ofEvent' } }],
                      },
                    ],
                  },
                },
                verifyClient: {
                  description:
                    'Is this client whom we let in? It reads alerts in the clear until we are done: a refusal can be told at once.',
                  meta: { rfc: '5246#7.4.6' },
                  tags: ['waiting'],
                  entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],
                  on: {
                    'task.done': [
                      {
                        guard: 'isAccepted',
                        target: 'waitChangeCipherSpec',
                        actions: ['takeVerdict'],
                      },
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
                waitChangeCipherSpec: {
                  description: 'What the client sends will be protected.',
                  meta: { rfc: '5246#7.1' },
                  tags: ['reading'],
                  on: {
                    ccs: [
                      {
                        guard: 'isGood',
                        target: 'waitClientFinished',
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
                waitClientFinished: {
                  description:
                    'The client proves that it holds the keys and saw the same handshake.',
                  meta: { rfc: '5246#7.4.9' },
                  tags: ['reading'],
                  on: {
                    // @req 5246:7.4.9:1
                    'hs.finished': [
                      {
                        guard: 'isGood',
                        target: '#connected',
                        actions: [
                          'addToTranscript',
                          // @req 5246:7.1:1 5246:7.1:2 5246:7.3:4
                          'sendChangeCipherSpec',
                          { type: 'installWriteKeys', params: { epoch: 'application' } },
                          'sendFinished',
                        ],
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

        deferring: {
          id: 'deferring',
          description:
            'The client is refused already, and learns it after its Finished, when it surely reads alerts. A second fault does not change the reason.',
          meta: { rfc: '9846#4.5.1.3' },
          tags: ['reading'],
          on: {
            'hs.*': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            ccs: [
              { guard: 'isGood' },
              {
                target: '#alerting',
                actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
              },
            ],
            'app.data': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'alert.closeNotify': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'alert.malformed': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.badMac': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.overflow': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.empty': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.unknownType': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.plaintext': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.interleaved': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            'record.limit': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
            // Nobody is left to tell: the refusal is only reported.
            'io.eof': {
              target: '#closed',
              actions: ['recordVerdict'],
            },
            'io.failed': {
              target: '#closed',
              actions: ['recordVerdict'],
            },
            'local.abort': {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
            },
          },
          after: {
            deferralTimeout: {
              target: '#alerting',
              actions: [{ type: 'fail', params: { alert: 'ofVerdict' } }],
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
                    // Another handshake, as TLS 1.2 has it: refused once, and whoever insists goes.
                    'hs.clientHello': [
                      {
                        guard: 'isRenegotiationRefused',
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                      {
                        guard: 'isTls12Open',
                        actions: [
                          'sendNoRenegotiation',
                          { type: 'set', params: { renegotiationRefused: true } },
                        ],
                      },
                      {
                        guard: 'isTls12',
                        actions: [{ type: 'set', params: { renegotiationRefused: true } }],
                      },
                      {
                        target: '#alerting',
                        actions: [{ type: 'fail', params: { alert: 'unexpected_message' } }],
                      },
                    ],
                    // @req 9846:4:2 9846:4.2.2:3
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
                        target: '#closed',
                        actions: [
                          { type: 'takePeerAlert', params: { code: 'ERR_TLS_PEER_ALERT' } },
                        ],
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
