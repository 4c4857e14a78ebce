/**
 * The TLS server's state machine. Generated from spec/server.ts and spec/facets.ts by
 * `npm run generate`; do not edit.
 *
 * Each state has a function; what it does not treat in its own way goes to the function of the
 * compound state around it. An event is looked up before its message is parsed: only the matching
 * case asks the runtime for the fact that decides.
 */
/** A reachable configuration: a state, or the states of the two halves in parentheses. */
export type ServerState =
  | 'idle'
  | 'draining'
  | 'closed'
  | 'waitClientHello'
  | 'chooseServerCertificate'
  | 'chooseCertificate'
  | 'waitSecondClientHello'
  | 'signKeyExchange'
  | 'waitClientCertificate'
  | 'waitClientKeyExchange'
  | 'signing'
  | 'decryptPreMasterSecret'
  | 'waitClientCertificateVerify'
  | 'waitChangeCipherSpec'
  | 'waitCertificate'
  | 'waitFinished'
  | 'verifyClient'
  | 'waitClientFinished'
  | 'waitCertificateVerify'
  | 'deferring'
  | 'connected(lingering, sent)'
  | 'connected(reading, sent)'
  | 'connected(reading, sending)'
  | 'verifyPeer'
  | 'connected(received, sending)';
/** Every event that can reach the machine, delays included. */
export type ServerEventType =
  | 'hs.clientHello'
  | 'hs.certificate'
  | 'hs.clientKeyExchange'
  | 'hs.certificateVerify'
  | 'hs.finished'
  | 'hs.keyUpdate'
  | 'hs.helloRequest'
  | 'hs.serverHello'
  | 'hs.certificateStatus'
  | 'hs.serverKeyExchange'
  | 'hs.serverHelloDone'
  | 'hs.encryptedExtensions'
  | 'hs.certificateRequest'
  | 'hs.newSessionTicket'
  | 'hs.endOfEarlyData'
  | 'hs.unknown'
  | 'ccs'
  | 'app.data'
  | 'alert.closeNotify'
  | 'alert.userCanceled'
  | 'alert.warning'
  | 'alert.fatal'
  | 'alert.malformed'
  | 'record.badMac'
  | 'record.overflow'
  | 'record.empty'
  | 'record.unknownType'
  | 'record.plaintext'
  | 'record.interleaved'
  | 'record.limit'
  | 'io.eof'
  | 'io.failed'
  | 'io.drainBudget'
  | 'task.done'
  | 'task.failed'
  | 'local.start'
  | 'local.write'
  | 'local.close'
  | 'local.abort'
  | 'local.rekey'
  | 'local.confirm'
  | 'local.internalError'
  | 'after.drainTimeout'
  | 'after.handshakeTimeout'
  | 'after.deferralTimeout'
  | 'after.closeTimeout';
/** The machine's own delays. */
export type ServerDelay = 'handshakeTimeout' | 'deferralTimeout' | 'closeTimeout' | 'drainTimeout';
/** Defaults of the delays in milliseconds. */
export const serverDelays = {
  handshakeTimeout: 30000,
  deferralTimeout: 5000,
  closeTimeout: 5000,
  drainTimeout: 2000,
} as const satisfies Record<ServerDelay, number>;
/** Where a new machine stands. */
export const serverInitialState = 'idle' satisfies ServerState;
/** What a new machine remembers. */
export const serverInitialContext: Readonly<ServerContext> = {
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
};

/** What the machine remembers. Only its own transitions change it. */
export interface ServerContext {
  /** Whether clients are asked for a certificate, and must have one. Configuration: never assigned. */
  clientAuth: 'none' | 'request' | 'require';
  /** A refusal of the client's certificate is told after its Finished. Configuration: never assigned. */
  defersAlerts: boolean;
  /** A transport that ends without close_notify is a good end. Configuration: never assigned. */
  allowsTruncation: boolean;
  /** We sent a HelloRetryRequest. Dead after our ServerHello. */
  retried: boolean;
  /** TLS 1.2: the client showed a certificate, and still has to prove that it is its own. */
  proofExpected: boolean;
  /** TLS 1.2: the secret travels under our key, which signs nothing. Dead once it is here. */
  staticRsa: boolean;
  /** TLS 1.2 was chosen. */
  tls12: boolean;
  /** TLS 1.2: we have refused another handshake. The peer may not ask again. */
  renegotiationRefused: boolean;
  /** The application closed before the connection was there; carried out when it is. */
  pendingClose: 'none' | 'write' | 'full';
  /** Our close_notify is out. Nothing may follow it, no alert either (RFC 9846 6.1). */
  closeNotifySent: boolean;
  /** We asked the peer for a KeyUpdate. We may not ask again before it comes (RFC 9846 4.7.3). */
  updateRequested: boolean;
  /** The peer asked for a KeyUpdate: it is due before our next data, one for all requests. */
  updateDue: boolean;
}

/** What is true of an event: pure, asked only where the answer decides. */
export interface ServerFacts<E> {
  /** The facet of `hs.clientHello`. */
  clientHello(event: E): 'v13' | 'v12' | 'retry' | 'unaligned' | 'invalid';
  /** The facet of `hs.certificate`. */
  certificate(event: E): 'good' | 'empty' | 'invalid';
  /** The facet of `hs.clientKeyExchange`. */
  clientKeyExchange(event: E): 'good' | 'invalid';
  /** The facet of `hs.certificateVerify`. */
  certificateVerify(event: E): 'good' | 'invalid';
  /** The facet of `hs.finished`. */
  finished(event: E): 'good' | 'unaligned' | 'invalid';
  /** The facet of `hs.keyUpdate`. */
  keyUpdate(event: E): 'requested' | 'notRequested' | 'unaligned' | 'invalid';
  /** The facet of `ccs`. */
  ccs(event: E): 'good' | 'invalid';
  /** The facet of `task.done`. */
  taskDone(event: E): 'accepted' | 'chosen' | 'chosenToDecrypt' | 'refused' | 'unacceptable';
  /** The facet of `local.close`. */
  localClose(event: E): 'write' | 'full';
  /** The facet of `local.rekey`. */
  localRekey(event: E): 'wanted' | 'due';
}

/** What the machine has done. Actions cannot fail: what a peer can cause is a fact. */
export interface ServerActions<E> {
  addToTranscript(event: E): void;
  closeTransport(event: E): void;
  deliverData(event: E): void;
  deriveApplicationSecrets(event: E): void;
  deriveHandshakeSecrets(event: E): void;
  deriveMasterSecret(event: E): void;
  discardInput(event: E): void;
  eraseHandshakeSecrets(event: E): void;
  eraseSecrets(event: E): void;
  fail(
    event: E,
    params: {
      readonly alert:
        | 'bad_record_mac'
        | 'decode_error'
        | 'handshake_failure'
        | 'internal_error'
        | 'ofEvent'
        | 'ofVerdict'
        | 'record_overflow'
        | 'unexpected_message';
    },
  ): void;
  hashFirstHello(event: E): void;
  holdData(event: E): void;
  installReadKeys(
    event: E,
    params: { readonly epoch: 'application' | 'handshake'; readonly plaintextAlerts: false | true },
  ): void;
  installWriteKeys(event: E, params: { readonly epoch: 'application' | 'handshake' }): void;
  keepVerdict(event: E): void;
  recordEnd(
    event: E,
    params: {
      readonly code:
        | 'ERR_TLS_ABORTED'
        | 'ERR_TLS_CLOSE_FLOOD'
        | 'ERR_TLS_CLOSE_TIMEOUT'
        | 'ERR_TLS_HANDSHAKE_TIMEOUT'
        | 'ERR_TLS_KEY_LIMIT'
        | 'ERR_TLS_PEER_CLOSED'
        | 'ERR_TLS_TRANSPORT'
        | 'ERR_TLS_TRUNCATED'
        | 'closed';
    },
  ): void;
  recordVerdict(event: E): void;
  rejectData(event: E): void;
  reportConnected(event: E): void;
  reportEndOfData(event: E): void;
  reportEnded(event: E): void;
  sendAlert(event: E): void;
  sendCertificate(event: E): void;
  sendCertificateRequest(event: E): void;
  sendCertificateStatus(event: E): void;
  sendCertificateVerify(event: E): void;
  sendChangeCipherSpec(event: E): void;
  sendCloseNotify(event: E): void;
  sendData(event: E): void;
  sendDummyChangeCipherSpec(event: E): void;
  sendEncryptedExtensions(event: E): void;
  sendFinished(event: E): void;
  sendHeldData(event: E): void;
  sendHelloRetryRequest(event: E): void;
  sendKeyUpdate(
    event: E,
    params: { readonly request: 'update_not_requested' | 'update_requested' },
  ): void;
  sendNoRenegotiation(event: E): void;
  sendServerHello(event: E): void;
  sendServerHelloDone(event: E): void;
  sendServerKeyExchange(event: E): void;
  sendUserCanceled(event: E): void;
  shutdownWrite(event: E): void;
  skipEarlyData(event: E, params: { readonly until: 'handshakeRecord' | 'protectedRecord' }): void;
  startTask(
    event: E,
    params: { readonly task: 'chooseCertificate' | 'decrypt' | 'sign' | 'verifyPeer' },
  ): void;
  takeChosenCertificate(event: E): void;
  takeClientHello(event: E): void;
  takeClientKeyExchange(event: E): void;
  takePeerAlert(event: E, params: { readonly code: 'ERR_TLS_PEER_ALERT' }): void;
  takePeerCertificate(event: E): void;
  takePeerSignature(event: E): void;
  takePreMasterSecret(event: E): void;
  takeVerdict(event: E): void;
  updateReadKeys(event: E): void;
  updateWriteKeys(event: E): void;
  startTimer(delay: ServerDelay): void;
  stopTimer(delay: ServerDelay): void;
}

/** A running machine: its place, its memory, and the runtime that serves it. */
export interface ServerMachine<E> {
  state: ServerState;
  readonly context: ServerContext;
  readonly facts: ServerFacts<E>;
  readonly actions: ServerActions<E>;
}

/** Takes one event to its end: the fact, the next state, the actions. Not re-entrant. */
export function stepServer<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  switch (machine.state) {
    case 'idle':
      inIdle(machine, event);
      break;
    case 'draining':
      inDraining(machine, event);
      break;
    case 'closed':
      inClosed(machine, event);
      break;
    case 'waitClientHello':
      inWaitClientHello(machine, event);
      break;
    case 'chooseServerCertificate':
      inChooseServerCertificate(machine, event);
      break;
    case 'chooseCertificate':
      inChooseCertificate(machine, event);
      break;
    case 'waitSecondClientHello':
      inWaitSecondClientHello(machine, event);
      break;
    case 'signKeyExchange':
      inSignKeyExchange(machine, event);
      break;
    case 'waitClientCertificate':
      inWaitClientCertificate(machine, event);
      break;
    case 'waitClientKeyExchange':
      inWaitClientKeyExchange(machine, event);
      break;
    case 'signing':
      inSigning(machine, event);
      break;
    case 'decryptPreMasterSecret':
      inDecryptPreMasterSecret(machine, event);
      break;
    case 'waitClientCertificateVerify':
      inWaitClientCertificateVerify(machine, event);
      break;
    case 'waitChangeCipherSpec':
      inWaitChangeCipherSpec(machine, event);
      break;
    case 'waitCertificate':
      inWaitCertificate(machine, event);
      break;
    case 'waitFinished':
      inWaitFinished(machine, event);
      break;
    case 'verifyClient':
      inVerifyClient(machine, event);
      break;
    case 'waitClientFinished':
      inWaitClientFinished(machine, event);
      break;
    case 'waitCertificateVerify':
      inWaitCertificateVerify(machine, event);
      break;
    case 'deferring':
      inDeferring(machine, event);
      break;
    case 'connected(lingering, sent)':
      inConnectedLingeringSent(machine, event);
      break;
    case 'connected(reading, sent)':
      inConnectedReadingSent(machine, event);
      break;
    case 'connected(reading, sending)':
      inConnectedReadingSending(machine, event);
      break;
    case 'verifyPeer':
      inVerifyPeer(machine, event);
      break;
    case 'connected(received, sending)':
      inConnectedReceivedSending(machine, event);
      break;
  }
}

/**
 * Nothing was sent or read yet. No deadline: the caller has not begun.
 * @see RFC 9846 4.2; spec/server.ts idle
 */
function inIdle<E extends { readonly type: string }>(machine: ServerMachine<E>, event: E): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.clientHello':
    case 'hs.keyUpdate':
    case 'app.data':
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'alert.closeNotify':
      actions.recordEnd(event, { code: 'ERR_TLS_PEER_CLOSED' });
      actions.sendCloseNotify(event);
      enterClosed(machine, event);
      return;
    case 'io.eof':
      actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
      enterClosed(machine, event);
      return;
    case 'local.start':
      machine.state = 'waitClientHello';
      actions.startTimer('handshakeTimeout');
      return;
    case 'local.close':
      actions.recordEnd(event, { code: 'closed' });
      enterClosed(machine, event);
      return;
    case 'local.abort':
      actions.recordEnd(event, { code: 'ERR_TLS_ABORTED' });
      enterClosed(machine, event);
      return;
    default:
      inAnyLive(machine, event);
  }
}

/**
 * Half-closed: what comes in is counted and dropped until the peer has read our last words.
 * Closing with unread input would make TCP answer with a reset, which destroys them.
 * @see RFC 9846 6.1; spec/server.ts draining
 */
function inDraining<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'io.eof':
    case 'io.failed':
    case 'io.drainBudget':
    case 'local.internalError':
    case 'after.drainTimeout':
      actions.stopTimer('drainTimeout');
      enterClosed(machine, event);
      return;
    default:
      inAnyEnding(machine, event);
  }
}

/**
 * Secrets are erased, the transport is closed, the reason is told.
 * @see RFC 9846 6; spec/server.ts closed
 */
function inClosed<E extends { readonly type: string }>(machine: ServerMachine<E>, event: E): void {
  const { actions } = machine;
  switch (event.type) {
    case 'io.eof':
    case 'io.failed':
    case 'io.drainBudget':
      return;
    case 'local.internalError':
      actions.closeTransport(event);
      actions.reportEnded(event);
      return;
    default:
      inAnyEnding(machine, event);
  }
}

/**
 * The client offers; the answer is chosen before anything is sent.
 * @see RFC 9846 4.2.2; spec/server.ts waitClientHello
 */
function inWaitClientHello<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello': {
      const facet = machine.facts.clientHello(event);
      if (facet === 'v12') {
        machine.state = 'chooseServerCertificate';
        actions.addToTranscript(event);
        actions.takeClientHello(event);
        context.tls12 = true;
        actions.startTask(event, { task: 'chooseCertificate' });
      } else if (facet === 'v13') {
        machine.state = 'chooseCertificate';
        actions.addToTranscript(event);
        actions.takeClientHello(event);
        actions.skipEarlyData(event, { until: 'protectedRecord' });
        actions.startTask(event, { task: 'chooseCertificate' });
      } else if (facet === 'retry') {
        machine.state = 'waitSecondClientHello';
        context.retried = true;
        actions.addToTranscript(event);
        actions.takeClientHello(event);
        actions.hashFirstHello(event);
        actions.sendHelloRetryRequest(event);
        actions.sendDummyChangeCipherSpec(event);
        actions.skipEarlyData(event, { until: 'handshakeRecord' });
      } else {
        actions.stopTimer('handshakeTimeout');
        if (facet === 'unaligned') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else {
          actions.fail(event, { alert: 'ofEvent' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'ccs':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * Which of our certificates is for this name, and for what the client can verify? The cipher suite
 * follows from its key.
 * @see RFC 5246 7.4.2; spec/server.ts chooseServerCertificate
 */
function inChooseServerCertificate<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'chosen') {
        machine.state = 'signKeyExchange';
        actions.takeChosenCertificate(event);
        actions.startTask(event, { task: 'sign' });
      } else if (facet === 'chosenToDecrypt') {
        if (context.clientAuth !== 'none') {
          machine.state = 'waitClientCertificate';
          context.staticRsa = true;
          actions.takeChosenCertificate(event);
          actions.sendServerHello(event);
          actions.sendCertificate(event);
          actions.sendCertificateStatus(event);
          actions.sendCertificateRequest(event);
          actions.sendServerHelloDone(event);
        } else {
          machine.state = 'waitClientKeyExchange';
          context.staticRsa = true;
          actions.takeChosenCertificate(event);
          actions.sendServerHello(event);
          actions.sendCertificate(event);
          actions.sendCertificateStatus(event);
          actions.sendServerHelloDone(event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofVerdict' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * Which of our certificates is for this name, and for what the client can verify?
 * @see RFC 9846 4.5.1.2; spec/server.ts chooseCertificate
 */
function inChooseCertificate<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'chosen') {
        machine.state = 'signing';
        actions.takeChosenCertificate(event);
        actions.sendServerHello(event);
        if (!context.retried) {
          actions.sendDummyChangeCipherSpec(event);
        }
        actions.deriveHandshakeSecrets(event);
        actions.installReadKeys(event, { epoch: 'handshake', plaintextAlerts: true });
        actions.installWriteKeys(event, { epoch: 'handshake' });
        actions.sendEncryptedExtensions(event);
        if (context.clientAuth !== 'none') {
          actions.sendCertificateRequest(event);
        }
        actions.sendCertificate(event);
        actions.startTask(event, { task: 'sign' });
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofVerdict' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * The client has what it lacked: the same hello, changed only as asked.
 * @see RFC 9846 4.2.4; spec/server.ts waitSecondClientHello
 */
function inWaitSecondClientHello<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.clientHello': {
      const facet = machine.facts.clientHello(event);
      if (facet === 'v13') {
        machine.state = 'chooseCertificate';
        actions.addToTranscript(event);
        actions.takeClientHello(event);
        actions.startTask(event, { task: 'chooseCertificate' });
      } else {
        actions.stopTimer('handshakeTimeout');
        if (facet === 'unaligned') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else {
          actions.fail(event, { alert: 'ofEvent' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * Our key signs our half of the key exchange; it may be held elsewhere and take its time.
 * @see RFC 8422 5.4; spec/server.ts signKeyExchange
 */
function inSignKeyExchange<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done':
      actions.sendServerHello(event);
      actions.sendCertificate(event);
      actions.sendCertificateStatus(event);
      actions.sendServerKeyExchange(event);
      if (context.clientAuth !== 'none') {
        machine.state = 'waitClientCertificate';
        actions.sendCertificateRequest(event);
        actions.sendServerHelloDone(event);
      } else {
        machine.state = 'waitClientKeyExchange';
        actions.sendServerHelloDone(event);
      }
      return;
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client shows its certificate, or the empty one if it has none.
 * @see RFC 5246 7.4.6; spec/server.ts waitClientCertificate
 */
function inWaitClientCertificate<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificate': {
      const facet = machine.facts.certificate(event);
      if (facet === 'good') {
        machine.state = 'waitClientKeyExchange';
        actions.addToTranscript(event);
        actions.takePeerCertificate(event);
        context.proofExpected = true;
      } else if (facet === 'empty') {
        if (context.clientAuth === 'require') {
          actions.stopTimer('handshakeTimeout');
          actions.fail(event, { alert: 'handshake_failure' });
          enterAlerting(machine, event);
        } else {
          machine.state = 'waitClientKeyExchange';
          actions.addToTranscript(event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client's half of the key exchange: the keys follow from it.
 * @see RFC 8422 5.7; spec/server.ts waitClientKeyExchange
 */
function inWaitClientKeyExchange<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientKeyExchange': {
      const facet = machine.facts.clientKeyExchange(event);
      if (facet === 'good') {
        actions.addToTranscript(event);
        actions.takeClientKeyExchange(event);
        if (context.staticRsa) {
          machine.state = 'decryptPreMasterSecret';
          context.staticRsa = false;
          actions.startTask(event, { task: 'decrypt' });
        } else {
          actions.deriveMasterSecret(event);
          if (context.proofExpected) {
            machine.state = 'waitClientCertificateVerify';
            context.proofExpected = false;
          } else {
            machine.state = 'waitChangeCipherSpec';
          }
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * Our key signs the handshake; it may be held elsewhere and take its time.
 * @see RFC 9846 4.5.2; spec/server.ts signing
 */
function inSigning<E extends { readonly type: string }>(machine: ServerMachine<E>, event: E): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done':
      actions.sendCertificateVerify(event);
      actions.sendFinished(event);
      actions.deriveApplicationSecrets(event);
      actions.installWriteKeys(event, { epoch: 'application' });
      if (context.clientAuth !== 'none') {
        machine.state = 'waitCertificate';
      } else {
        machine.state = 'waitFinished';
      }
      return;
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * Static RSA: our key decrypts the secret, and may be held elsewhere. Whether there was one is not
 * told here: without it the Finished will not verify.
 * @see RFC 5246 7.4.7.1; spec/server.ts decryptPreMasterSecret
 */
function inDecryptPreMasterSecret<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done':
      actions.takePreMasterSecret(event);
      actions.deriveMasterSecret(event);
      if (context.proofExpected) {
        machine.state = 'waitClientCertificateVerify';
        context.proofExpected = false;
      } else {
        machine.state = 'waitChangeCipherSpec';
      }
      return;
    case 'task.failed':
      actions.takePreMasterSecret(event);
      actions.deriveMasterSecret(event);
      if (context.proofExpected) {
        machine.state = 'waitClientCertificateVerify';
        context.proofExpected = false;
      } else {
        machine.state = 'waitChangeCipherSpec';
      }
      return;
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client proves that it holds the key of its certificate.
 * @see RFC 5246 7.4.8; spec/server.ts waitClientCertificateVerify
 */
function inWaitClientCertificateVerify<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.certificateVerify': {
      const facet = machine.facts.certificateVerify(event);
      if (facet === 'good') {
        machine.state = 'verifyClient';
        actions.addToTranscript(event);
        actions.takePeerSignature(event);
        actions.startTask(event, { task: 'verifyPeer' });
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * What the client sends will be protected.
 * @see RFC 5246 7.1; spec/server.ts waitChangeCipherSpec
 */
function inWaitChangeCipherSpec<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'ccs': {
      const facet = machine.facts.ccs(event);
      if (facet === 'good') {
        machine.state = 'waitClientFinished';
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client shows its certificate, or the empty one if it has none.
 * @see RFC 9846 4.5.1; spec/server.ts waitCertificate
 */
function inWaitCertificate<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificate': {
      const facet = machine.facts.certificate(event);
      if (facet === 'good') {
        machine.state = 'waitCertificateVerify';
        actions.addToTranscript(event);
        actions.takePeerCertificate(event);
      } else if (facet === 'empty') {
        if (context.clientAuth === 'require') {
          actions.stopTimer('handshakeTimeout');
          if (context.defersAlerts) {
            actions.addToTranscript(event);
            actions.keepVerdict(event);
            enterDeferring(machine, event);
          } else {
            actions.fail(event, { alert: 'ofEvent' });
            enterAlerting(machine, event);
          }
        } else {
          machine.state = 'waitFinished';
          actions.addToTranscript(event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * The client proves that it holds the keys and saw the same handshake.
 * @see RFC 9846 4.5.3; spec/server.ts waitFinished
 */
function inWaitFinished<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.finished': {
      const facet = machine.facts.finished(event);
      actions.stopTimer('handshakeTimeout');
      if (facet === 'good') {
        actions.addToTranscript(event);
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
        enterConnected(machine, event);
      } else {
        if (facet === 'unaligned') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else {
          actions.fail(event, { alert: 'ofEvent' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * Is this client whom we let in? It reads alerts in the clear until we are done: a refusal can be
 * told at once.
 * @see RFC 5246 7.4.6; spec/server.ts verifyClient
 */
function inVerifyClient<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'accepted') {
        machine.state = 'waitChangeCipherSpec';
        actions.takeVerdict(event);
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofVerdict' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client proves that it holds the keys and saw the same handshake.
 * @see RFC 5246 7.4.9; spec/server.ts waitClientFinished
 */
function inWaitClientFinished<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.finished': {
      const facet = machine.facts.finished(event);
      actions.stopTimer('handshakeTimeout');
      if (facet === 'good') {
        actions.addToTranscript(event);
        actions.sendChangeCipherSpec(event);
        actions.installWriteKeys(event, { epoch: 'application' });
        actions.sendFinished(event);
        enterConnected(machine, event);
      } else {
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyTls12(machine, event);
  }
}

/**
 * The client proves that it holds the key of its certificate.
 * @see RFC 9846 4.5.2; spec/server.ts waitCertificateVerify
 */
function inWaitCertificateVerify<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.certificateVerify': {
      const facet = machine.facts.certificateVerify(event);
      if (facet === 'good') {
        machine.state = 'verifyPeer';
        actions.addToTranscript(event);
        actions.takePeerSignature(event);
        actions.startTask(event, { task: 'verifyPeer' });
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * The client is refused already, and learns it after its Finished, when it surely reads alerts. A
 * second fault does not change the reason.
 * @see RFC 9846 4.5.1.3; spec/server.ts deferring
 */
function inDeferring<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello':
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'app.data':
    case 'alert.closeNotify':
    case 'alert.malformed':
    case 'record.badMac':
    case 'record.overflow':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
    case 'record.limit':
    case 'local.abort':
    case 'after.deferralTimeout':
      actions.stopTimer('deferralTimeout');
      actions.fail(event, { alert: 'ofVerdict' });
      enterAlerting(machine, event);
      return;
    case 'ccs': {
      const facet = machine.facts.ccs(event);
      if (!(facet === 'good')) {
        actions.stopTimer('deferralTimeout');
        actions.fail(event, { alert: 'ofVerdict' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'alert.warning':
      if (!context.tls12) {
        actions.stopTimer('deferralTimeout');
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      actions.stopTimer('deferralTimeout');
      actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      enterClosed(machine, event);
      return;
    case 'io.eof':
    case 'io.failed':
      actions.stopTimer('deferralTimeout');
      actions.recordVerdict(event);
      enterClosed(machine, event);
      return;
    case 'local.internalError':
      actions.stopTimer('deferralTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyLive(machine, event);
  }
}

/**
 * Both Finished messages are verified. Each half of the connection closes by itself. Our
 * close_notify is out: nothing follows it, no alert either. We are done with both directions: the
 * peer gets closeTimeout to say the same.
 * @see RFC 9846 6.1; spec/server.ts connected(lingering, sent)
 */
function inConnectedLingeringSent<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello':
      if (context.renegotiationRefused) {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (context.tls12) {
        if (!context.closeNotifySent) {
          actions.sendNoRenegotiation(event);
        }
        context.renegotiationRefused = true;
      } else {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'ccs':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'hs.keyUpdate': {
      const facet = machine.facts.keyUpdate(event);
      if (context.tls12) {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (facet === 'requested') {
        actions.updateReadKeys(event);
        context.updateRequested = false;
        context.updateDue = true;
      } else if (facet === 'notRequested') {
        actions.updateReadKeys(event);
        context.updateRequested = false;
      } else {
        actions.stopTimer('closeTimeout');
        if (facet === 'unaligned') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else {
          actions.fail(event, { alert: 'ofEvent' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'alert.closeNotify':
      actions.stopTimer('closeTimeout');
      actions.discardInput(event);
      actions.reportEndOfData(event);
      actions.recordEnd(event, { code: 'closed' });
      enterClosed(machine, event);
      return;
    case 'alert.warning':
      if (!context.tls12) {
        actions.stopTimer('closeTimeout');
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      actions.stopTimer('closeTimeout');
      actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      enterClosed(machine, event);
      return;
    case 'alert.malformed':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'decode_error' });
      enterAlerting(machine, event);
      return;
    case 'record.badMac':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'bad_record_mac' });
      enterAlerting(machine, event);
      return;
    case 'record.overflow':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'record_overflow' });
      enterAlerting(machine, event);
      return;
    case 'record.limit':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'ofEvent' });
      enterAlerting(machine, event);
      return;
    case 'io.eof':
      actions.stopTimer('closeTimeout');
      if (context.allowsTruncation) {
        actions.discardInput(event);
        actions.reportEndOfData(event);
        actions.recordEnd(event, { code: 'closed' });
      } else {
        actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
      }
      enterClosed(machine, event);
      return;
    case 'io.failed':
      actions.stopTimer('closeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_TRANSPORT' });
      enterClosed(machine, event);
      return;
    case 'io.drainBudget':
      actions.stopTimer('closeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_CLOSE_FLOOD' });
      enterClosed(machine, event);
      return;
    case 'local.close':
      return;
    case 'local.abort':
      actions.stopTimer('closeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_ABORTED' });
      enterDraining(machine, event);
      return;
    case 'local.internalError':
      actions.stopTimer('closeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    case 'after.closeTimeout':
      actions.stopTimer('closeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_CLOSE_TIMEOUT' });
      enterClosed(machine, event);
      return;
    default:
      inAnyConnected(machine, event);
  }
}

/**
 * Both Finished messages are verified. Each half of the connection closes by itself. Our
 * close_notify is out: nothing follows it, no alert either. No deadline: a connection may be
 * silent for as long as both sides like.
 * @see RFC 9846 4.7; spec/server.ts connected(reading, sent)
 */
function inConnectedReadingSent<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'alert.closeNotify':
      actions.discardInput(event);
      actions.reportEndOfData(event);
      actions.recordEnd(event, { code: 'closed' });
      enterClosed(machine, event);
      return;
    case 'io.eof':
      if (context.allowsTruncation) {
        actions.discardInput(event);
        actions.reportEndOfData(event);
        actions.recordEnd(event, { code: 'closed' });
      } else {
        actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
      }
      enterClosed(machine, event);
      return;
    case 'local.close': {
      const facet = machine.facts.localClose(event);
      if (facet === 'full') {
        machine.state = 'connected(lingering, sent)';
        actions.startTimer('closeTimeout');
      }
      return;
    }
    case 'local.abort':
      actions.recordEnd(event, { code: 'ERR_TLS_ABORTED' });
      enterDraining(machine, event);
      return;
    default:
      inAnyConnected(machine, event);
  }
}

/**
 * Both Finished messages are verified. Each half of the connection closes by itself. The
 * application may send until it closes this half. No deadline: a connection may be silent for as
 * long as both sides like.
 * @see RFC 9846 4.7; spec/server.ts connected(reading, sending)
 */
function inConnectedReadingSending<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'alert.closeNotify':
      actions.discardInput(event);
      actions.reportEndOfData(event);
      if (context.tls12) {
        actions.sendCloseNotify(event);
        context.closeNotifySent = true;
        actions.shutdownWrite(event);
        actions.recordEnd(event, { code: 'closed' });
        enterClosed(machine, event);
      } else {
        machine.state = 'connected(received, sending)';
      }
      return;
    case 'io.eof':
      if (context.allowsTruncation) {
        machine.state = 'connected(received, sending)';
        actions.discardInput(event);
        actions.reportEndOfData(event);
      } else {
        actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
        enterClosed(machine, event);
      }
      return;
    case 'local.write':
      if (context.updateDue) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
        context.updateDue = false;
      }
      actions.sendData(event);
      return;
    case 'local.close': {
      const facet = machine.facts.localClose(event);
      actions.sendCloseNotify(event);
      if (facet === 'full') {
        machine.state = 'connected(lingering, sent)';
        context.closeNotifySent = true;
        actions.shutdownWrite(event);
        actions.startTimer('closeTimeout');
      } else {
        machine.state = 'connected(reading, sent)';
        context.closeNotifySent = true;
        actions.shutdownWrite(event);
      }
      return;
    }
    case 'local.rekey': {
      const facet = machine.facts.localRekey(event);
      if (context.tls12) {
        if (facet === 'due') {
          actions.recordEnd(event, { code: 'ERR_TLS_KEY_LIMIT' });
          actions.sendCloseNotify(event);
          enterDraining(machine, event);
        }
      } else if (context.updateDue) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
        context.updateDue = false;
      } else if (context.updateRequested) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
      } else {
        actions.sendKeyUpdate(event, { request: 'update_requested' });
        actions.updateWriteKeys(event);
        context.updateRequested = true;
      }
      return;
    }
    default:
      inAnyConnected(machine, event);
  }
}

/**
 * Is this client whom we let in?
 * @see RFC 9846 4.5.1.3; spec/server.ts verifyPeer
 */
function inVerifyPeer<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'accepted') {
        machine.state = 'waitFinished';
        actions.takeVerdict(event);
      } else {
        actions.stopTimer('handshakeTimeout');
        if (facet === 'refused') {
          if (context.defersAlerts) {
            actions.keepVerdict(event);
            enterDeferring(machine, event);
          } else {
            actions.fail(event, { alert: 'ofVerdict' });
            enterAlerting(machine, event);
          }
        } else {
          actions.fail(event, { alert: 'ofVerdict' });
          enterAlerting(machine, event);
        }
      }
      return;
    }
    case 'task.failed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * Both Finished messages are verified. Each half of the connection closes by itself. The
 * application may send until it closes this half. The peer sent close_notify: what still comes
 * from it is dropped.
 * @see RFC 9846 6.1; spec/server.ts connected(received, sending)
 */
function inConnectedReceivedSending<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello':
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'ccs':
    case 'app.data':
    case 'alert.warning':
    case 'alert.fatal':
    case 'alert.malformed':
    case 'record.badMac':
    case 'record.overflow':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
    case 'record.limit':
    case 'io.eof':
      return;
    case 'alert.closeNotify':
      if (context.tls12) {
        actions.sendCloseNotify(event);
        context.closeNotifySent = true;
        actions.shutdownWrite(event);
        actions.recordEnd(event, { code: 'closed' });
        enterClosed(machine, event);
      }
      return;
    case 'local.write':
      if (context.updateDue) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
        context.updateDue = false;
      }
      actions.sendData(event);
      return;
    case 'local.close':
      actions.sendCloseNotify(event);
      context.closeNotifySent = true;
      actions.shutdownWrite(event);
      actions.recordEnd(event, { code: 'closed' });
      enterClosed(machine, event);
      return;
    case 'local.rekey': {
      const facet = machine.facts.localRekey(event);
      if (context.tls12) {
        if (facet === 'due') {
          actions.recordEnd(event, { code: 'ERR_TLS_KEY_LIMIT' });
          actions.sendCloseNotify(event);
          enterDraining(machine, event);
        }
      } else if (context.updateDue) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
        context.updateDue = false;
      } else if (context.updateRequested) {
        actions.sendKeyUpdate(event, { request: 'update_not_requested' });
        actions.updateWriteKeys(event);
      } else {
        actions.sendKeyUpdate(event, { request: 'update_requested' });
        actions.updateWriteKeys(event);
        context.updateRequested = true;
      }
      return;
    }
    default:
      inAnyConnected(machine, event);
  }
}

/** What the states of `live` have in common. */
function inAnyLive<E extends { readonly type: string }>(machine: ServerMachine<E>, event: E): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'ccs':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'alert.userCanceled':
    case 'io.drainBudget':
    case 'task.done':
    case 'task.failed':
    case 'local.start':
    case 'local.rekey':
    case 'local.confirm':
      return;
    case 'alert.warning':
      if (!context.tls12) {
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      enterClosed(machine, event);
      return;
    case 'alert.malformed':
      actions.fail(event, { alert: 'decode_error' });
      enterAlerting(machine, event);
      return;
    case 'record.badMac':
      actions.fail(event, { alert: 'bad_record_mac' });
      enterAlerting(machine, event);
      return;
    case 'record.overflow':
      actions.fail(event, { alert: 'record_overflow' });
      enterAlerting(machine, event);
      return;
    case 'record.limit':
      actions.fail(event, { alert: 'ofEvent' });
      enterAlerting(machine, event);
      return;
    case 'io.failed':
      actions.recordEnd(event, { code: 'ERR_TLS_TRANSPORT' });
      enterClosed(machine, event);
      return;
    case 'local.write':
      if (context.pendingClose !== 'none') {
        actions.rejectData(event);
      } else {
        actions.holdData(event);
      }
      return;
    case 'local.close': {
      const facet = machine.facts.localClose(event);
      if (facet === 'full') {
        context.pendingClose = 'full';
      } else {
        if (!(context.pendingClose === 'full')) {
          context.pendingClose = 'write';
        }
      }
      return;
    }
    case 'local.internalError':
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    default:
      throw new Error(`${event.type} is not an event of this machine`);
  }
}

/** What the states of `ending` have in common. */
function inAnyEnding<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.clientHello':
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'ccs':
    case 'app.data':
    case 'alert.closeNotify':
    case 'alert.userCanceled':
    case 'alert.warning':
    case 'alert.fatal':
    case 'alert.malformed':
    case 'record.badMac':
    case 'record.overflow':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
    case 'record.limit':
    case 'task.done':
    case 'task.failed':
    case 'local.start':
    case 'local.close':
    case 'local.abort':
    case 'local.rekey':
    case 'local.confirm':
      return;
    case 'local.write':
      actions.rejectData(event);
      return;
    default:
      throw new Error(`${event.type} is not an event of this machine`);
  }
}

/** What the states of `handshake` have in common. */
function inAnyHandshake<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello':
    case 'hs.certificate':
    case 'hs.clientKeyExchange':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.serverHello':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.newSessionTicket':
    case 'hs.endOfEarlyData':
    case 'hs.unknown':
    case 'app.data':
    case 'record.empty':
    case 'record.unknownType':
    case 'record.plaintext':
    case 'record.interleaved':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'ccs': {
      const facet = machine.facts.ccs(event);
      if (!(facet === 'good')) {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'alert.closeNotify':
      actions.stopTimer('handshakeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_PEER_CLOSED' });
      actions.sendCloseNotify(event);
      enterClosed(machine, event);
      return;
    case 'alert.warning':
      if (!context.tls12) {
        actions.stopTimer('handshakeTimeout');
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      actions.stopTimer('handshakeTimeout');
      actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      enterClosed(machine, event);
      return;
    case 'alert.malformed':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'decode_error' });
      enterAlerting(machine, event);
      return;
    case 'record.badMac':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'bad_record_mac' });
      enterAlerting(machine, event);
      return;
    case 'record.overflow':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'record_overflow' });
      enterAlerting(machine, event);
      return;
    case 'record.limit':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'ofEvent' });
      enterAlerting(machine, event);
      return;
    case 'io.eof':
      actions.stopTimer('handshakeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
      enterClosed(machine, event);
      return;
    case 'io.failed':
      actions.stopTimer('handshakeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_TRANSPORT' });
      enterClosed(machine, event);
      return;
    case 'local.abort':
      actions.stopTimer('handshakeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_ABORTED' });
      actions.sendUserCanceled(event);
      actions.sendCloseNotify(event);
      enterDraining(machine, event);
      return;
    case 'local.internalError':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'internal_error' });
      enterAlerting(machine, event);
      return;
    case 'after.handshakeTimeout':
      actions.stopTimer('handshakeTimeout');
      actions.recordEnd(event, { code: 'ERR_TLS_HANDSHAKE_TIMEOUT' });
      actions.sendUserCanceled(event);
      actions.sendCloseNotify(event);
      enterDraining(machine, event);
      return;
    default:
      inAnyLive(machine, event);
  }
}

/** What the states of `connected` have in common. */
function inAnyConnected<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.clientHello':
      if (context.renegotiationRefused) {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (context.tls12) {
        if (!context.closeNotifySent) {
          actions.sendNoRenegotiation(event);
        }
        context.renegotiationRefused = true;
      } else {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    case 'hs.keyUpdate': {
      const facet = machine.facts.keyUpdate(event);
      if (context.tls12) {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (facet === 'requested') {
        actions.updateReadKeys(event);
        context.updateRequested = false;
        context.updateDue = true;
      } else if (facet === 'notRequested') {
        actions.updateReadKeys(event);
        context.updateRequested = false;
      } else {
        if (facet === 'unaligned') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else {
          actions.fail(event, { alert: 'ofEvent' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'app.data':
      actions.deliverData(event);
      return;
    case 'io.drainBudget':
      actions.recordEnd(event, { code: 'ERR_TLS_CLOSE_FLOOD' });
      enterClosed(machine, event);
      return;
    case 'local.write':
      actions.rejectData(event);
      return;
    case 'local.abort':
      actions.recordEnd(event, { code: 'ERR_TLS_ABORTED' });
      actions.sendCloseNotify(event);
      enterDraining(machine, event);
      return;
    default:
      inAnyLive(machine, event);
  }
}

/** What the states of `tls12` have in common. */
function inAnyTls12<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'ccs':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/** Enters `deferring`, from wherever. */
function enterDeferring<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  _event: E,
): void {
  const { actions } = machine;
  machine.state = 'deferring';
  actions.startTimer('deferralTimeout');
}

/** Enters `connected`, from wherever. */
function enterConnected<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  actions.eraseHandshakeSecrets(event);
  actions.reportConnected(event);
  actions.sendHeldData(event);
  if (context.pendingClose === 'full') {
    machine.state = 'connected(lingering, sent)';
    actions.sendCloseNotify(event);
    context.closeNotifySent = true;
    actions.shutdownWrite(event);
    actions.startTimer('closeTimeout');
  } else if (context.pendingClose !== 'none') {
    machine.state = 'connected(reading, sent)';
    actions.sendCloseNotify(event);
    context.closeNotifySent = true;
    actions.shutdownWrite(event);
  } else {
    machine.state = 'connected(reading, sending)';
  }
}

/** Enters `alerting`, from wherever. */
function enterAlerting<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  if (!context.closeNotifySent) {
    actions.sendAlert(event);
  }
  enterDraining(machine, event);
}

/** Enters `draining`, from wherever. */
function enterDraining<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  machine.state = 'draining';
  actions.discardInput(event);
  actions.eraseSecrets(event);
  actions.shutdownWrite(event);
  actions.startTimer('drainTimeout');
}

/** Enters `closed`, from wherever. */
function enterClosed<E extends { readonly type: string }>(
  machine: ServerMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  machine.state = 'closed';
  actions.eraseSecrets(event);
  actions.closeTransport(event);
  actions.reportEnded(event);
}
