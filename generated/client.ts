/**
 * The TLS client's state machine. Generated from spec/client.ts and spec/facets.ts by
 * `npm run generate`; do not edit.
 *
 * Each state has a function; what it does not treat in its own way goes to the function of the
 * compound state around it. An event is looked up before its message is parsed: only the matching
 * case asks the runtime for the fact that decides.
 */
/** A reachable configuration: a state, or the states of the two halves in parentheses. */
export type ClientState =
  | 'idle'
  | 'draining'
  | 'closed'
  | 'waitServerHello'
  | 'waitServerCertificate'
  | 'waitEncryptedExtensions'
  | 'waitSecondServerHello'
  | 'waitStaticRsaRequestOrDone'
  | 'waitServerKeyExchange'
  | 'waitCertificateOrRequest'
  | 'waitServerHelloDone'
  | 'verifyServer'
  | 'waitRequestOrDone'
  | 'waitCertificate'
  | 'waitCertificateVerify'
  | 'chooseClientCertificate'
  | 'waitChangeCipherSpec'
  | 'verifyPeer'
  | 'signHandshake'
  | 'waitServerFinished'
  | 'waitFinished'
  | 'connected(lingering, sent)'
  | 'connected(reading, sent)'
  | 'connected(reading, sending)'
  | 'chooseCertificate'
  | 'connected(received, sending)'
  | 'signing';
/** Every event that can reach the machine, delays included. */
export type ClientEventType =
  | 'hs.serverHello'
  | 'hs.encryptedExtensions'
  | 'hs.certificateRequest'
  | 'hs.certificate'
  | 'hs.certificateStatus'
  | 'hs.serverKeyExchange'
  | 'hs.serverHelloDone'
  | 'hs.certificateVerify'
  | 'hs.finished'
  | 'hs.newSessionTicket'
  | 'hs.keyUpdate'
  | 'hs.helloRequest'
  | 'hs.clientHello'
  | 'hs.clientKeyExchange'
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
  | 'after.closeTimeout';
/** The machine's own delays. */
export type ClientDelay = 'handshakeTimeout' | 'closeTimeout' | 'drainTimeout';
/** Defaults of the delays in milliseconds. */
export const clientDelays = {
  handshakeTimeout: 30000,
  closeTimeout: 5000,
  drainTimeout: 2000,
} as const satisfies Record<ClientDelay, number>;
/** Where a new machine stands. */
export const clientInitialState = 'idle' satisfies ClientState;
/** What a new machine remembers. */
export const clientInitialContext: Readonly<ClientContext> = {
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
};

/** What the machine remembers. Only its own transitions change it. */
export interface ClientContext {
  /** A transport that ends without close_notify is a good end. Configuration: never assigned. */
  allowsTruncation: boolean;
  /** The versions that the server may choose. Configuration; dead, and `both`, once it has chosen. */
  offered: 'both' | 'tls13' | 'tls12';
  /** The server sent a HelloRetryRequest. Dead after our second flight. */
  retried: boolean;
  /** TLS 1.2: the server said that the status of its certificate may follow. Dead after that. */
  statusExpected: boolean;
  /**
   * TLS 1.2: the secret is going to travel under the server's key, which signs nothing. Dead after its
   * certificate.
   */
  staticRsa: boolean;
  /** The server asked for our certificate. Then its ticket proves that it accepted us. */
  certificateRequested: boolean;
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
  /** The server is known to have accepted our Finished, and our certificate if it wanted one. */
  confirmed: boolean;
}

/** What is true of an event: pure, asked only where the answer decides. */
export interface ClientFacts<E> {
  /** The facet of `hs.serverHello`. */
  serverHello(
    event: E,
  ):
    | 'v13'
    | 'v12'
    | 'v12Stapling'
    | 'v12StaticRsa'
    | 'v12StaticRsaStapling'
    | 'retry'
    | 'unaligned'
    | 'invalid';
  /** The facet of `hs.encryptedExtensions`. */
  encryptedExtensions(event: E): 'good' | 'invalid';
  /** The facet of `hs.certificateRequest`. */
  certificateRequest(event: E): 'good' | 'invalid';
  /** The facet of `hs.certificate`. */
  certificate(event: E): 'good' | 'invalid';
  /** The facet of `hs.certificateStatus`. */
  certificateStatus(event: E): 'good' | 'invalid';
  /** The facet of `hs.serverKeyExchange`. */
  serverKeyExchange(event: E): 'good' | 'invalid';
  /** The facet of `hs.serverHelloDone`. */
  serverHelloDone(event: E): 'good' | 'invalid';
  /** The facet of `hs.certificateVerify`. */
  certificateVerify(event: E): 'good' | 'invalid';
  /** The facet of `hs.finished`. */
  finished(event: E): 'good' | 'unaligned' | 'invalid';
  /** The facet of `hs.newSessionTicket`. */
  newSessionTicket(event: E): 'good' | 'invalid';
  /** The facet of `hs.keyUpdate`. */
  keyUpdate(event: E): 'requested' | 'notRequested' | 'unaligned' | 'invalid';
  /** The facet of `hs.helloRequest`. */
  helloRequest(event: E): 'good' | 'invalid';
  /** The facet of `ccs`. */
  ccs(event: E): 'good' | 'invalid';
  /** The facet of `task.done`. */
  taskDone(event: E): 'accepted' | 'chosen' | 'refused';
  /** The facet of `local.close`. */
  localClose(event: E): 'write' | 'full';
  /** The facet of `local.rekey`. */
  localRekey(event: E): 'wanted' | 'due';
}

/** What the machine has done. Actions cannot fail: what a peer can cause is a fact. */
export interface ClientActions<E> {
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
    params: { readonly epoch: 'application' | 'handshake'; readonly plaintextAlerts: false },
  ): void;
  installWriteKeys(event: E, params: { readonly epoch: 'application' | 'handshake' }): void;
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
  rejectData(event: E): void;
  reportConfirmed(event: E): void;
  reportConnected(event: E): void;
  reportEndOfData(event: E): void;
  reportEnded(event: E): void;
  sendAlert(event: E): void;
  sendCertificate(event: E): void;
  sendCertificateVerify(event: E): void;
  sendChangeCipherSpec(event: E): void;
  sendClientHello(event: E): void;
  sendClientKeyExchange(event: E): void;
  sendCloseNotify(event: E): void;
  sendData(event: E): void;
  sendDummyChangeCipherSpec(event: E): void;
  sendEmptyCertificate(event: E): void;
  sendFinished(event: E): void;
  sendHeldData(event: E): void;
  sendKeyUpdate(
    event: E,
    params: { readonly request: 'update_not_requested' | 'update_requested' },
  ): void;
  sendNoRenegotiation(event: E): void;
  sendSecondClientHello(event: E): void;
  sendUserCanceled(event: E): void;
  shutdownWrite(event: E): void;
  startTask(event: E, params: { readonly task: 'chooseCertificate' | 'sign' | 'verifyPeer' }): void;
  takeCertificateRequest(event: E): void;
  takeCertificateStatus(event: E): void;
  takeEncryptedExtensions(event: E): void;
  takeHelloRetryRequest(event: E): void;
  takePeerAlert(
    event: E,
    params: { readonly code: 'ERR_TLS_PEER_ALERT' | 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' },
  ): void;
  takePeerCertificate(event: E): void;
  takePeerSignature(event: E): void;
  takeServerHello(event: E): void;
  takeServerKeyExchange(event: E): void;
  takeVerdict(event: E): void;
  updateReadKeys(event: E): void;
  updateWriteKeys(event: E): void;
  startTimer(delay: ClientDelay): void;
  stopTimer(delay: ClientDelay): void;
}

/** A running machine: its place, its memory, and the runtime that serves it. */
export interface ClientMachine<E> {
  state: ClientState;
  readonly context: ClientContext;
  readonly facts: ClientFacts<E>;
  readonly actions: ClientActions<E>;
}

/** Takes one event to its end: the fact, the next state, the actions. Not re-entrant. */
export function stepClient<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
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
    case 'waitServerHello':
      inWaitServerHello(machine, event);
      break;
    case 'waitServerCertificate':
      inWaitServerCertificate(machine, event);
      break;
    case 'waitEncryptedExtensions':
      inWaitEncryptedExtensions(machine, event);
      break;
    case 'waitSecondServerHello':
      inWaitSecondServerHello(machine, event);
      break;
    case 'waitStaticRsaRequestOrDone':
      inWaitStaticRsaRequestOrDone(machine, event);
      break;
    case 'waitServerKeyExchange':
      inWaitServerKeyExchange(machine, event);
      break;
    case 'waitCertificateOrRequest':
      inWaitCertificateOrRequest(machine, event);
      break;
    case 'waitServerHelloDone':
      inWaitServerHelloDone(machine, event);
      break;
    case 'verifyServer':
      inVerifyServer(machine, event);
      break;
    case 'waitRequestOrDone':
      inWaitRequestOrDone(machine, event);
      break;
    case 'waitCertificate':
      inWaitCertificate(machine, event);
      break;
    case 'waitCertificateVerify':
      inWaitCertificateVerify(machine, event);
      break;
    case 'chooseClientCertificate':
      inChooseClientCertificate(machine, event);
      break;
    case 'waitChangeCipherSpec':
      inWaitChangeCipherSpec(machine, event);
      break;
    case 'verifyPeer':
      inVerifyPeer(machine, event);
      break;
    case 'signHandshake':
      inSignHandshake(machine, event);
      break;
    case 'waitServerFinished':
      inWaitServerFinished(machine, event);
      break;
    case 'waitFinished':
      inWaitFinished(machine, event);
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
    case 'chooseCertificate':
      inChooseCertificate(machine, event);
      break;
    case 'connected(received, sending)':
      inConnectedReceivedSending(machine, event);
      break;
    case 'signing':
      inSigning(machine, event);
      break;
  }
}

/**
 * Nothing was sent or read yet. No deadline: the caller has not begun.
 * @see RFC 9846 4.2; spec/client.ts idle
 */
function inIdle<E extends { readonly type: string }>(machine: ClientMachine<E>, event: E): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.newSessionTicket':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'app.data':
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'alert.closeNotify':
      actions.recordEnd(event, { code: 'ERR_TLS_PEER_CLOSED' });
      actions.sendCloseNotify(event);
      enterClosed(machine, event);
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
    case 'io.eof':
      actions.recordEnd(event, { code: 'ERR_TLS_TRUNCATED' });
      enterClosed(machine, event);
      return;
    case 'local.start':
      machine.state = 'waitServerHello';
      actions.sendClientHello(event);
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
 * @see RFC 9846 6.1; spec/client.ts draining
 */
function inDraining<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
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
 * @see RFC 9846 6; spec/client.ts closed
 */
function inClosed<E extends { readonly type: string }>(machine: ClientMachine<E>, event: E): void {
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
 * The server chooses among what we offered, or asks for another hello.
 * @see RFC 9846 4.2.3; spec/client.ts waitServerHello
 */
function inWaitServerHello<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.serverHello': {
      const facet = machine.facts.serverHello(event);
      if (facet === 'v12') {
        machine.state = 'waitServerCertificate';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        context.tls12 = true;
        context.offered = 'both';
      } else if (facet === 'v12Stapling') {
        machine.state = 'waitServerCertificate';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        context.tls12 = true;
        context.statusExpected = true;
        context.offered = 'both';
      } else if (facet === 'v12StaticRsa') {
        machine.state = 'waitServerCertificate';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        context.tls12 = true;
        context.staticRsa = true;
        context.offered = 'both';
      } else if (facet === 'v12StaticRsaStapling') {
        machine.state = 'waitServerCertificate';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        context.tls12 = true;
        context.staticRsa = true;
        context.statusExpected = true;
        context.offered = 'both';
      } else if (facet === 'v13') {
        machine.state = 'waitEncryptedExtensions';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        actions.deriveHandshakeSecrets(event);
        actions.installReadKeys(event, { epoch: 'handshake', plaintextAlerts: false });
        actions.installWriteKeys(event, { epoch: 'handshake' });
        context.offered = 'both';
      } else if (facet === 'retry') {
        machine.state = 'waitSecondServerHello';
        context.retried = true;
        context.offered = 'both';
        actions.takeHelloRetryRequest(event);
        actions.hashFirstHello(event);
        actions.addToTranscript(event);
        actions.sendDummyChangeCipherSpec(event);
        actions.sendSecondClientHello(event);
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
    case 'hs.helloRequest': {
      const facet = machine.facts.helloRequest(event);
      if (facet === 'good') {
        if (!(context.offered !== 'tls13')) {
          actions.stopTimer('handshakeTimeout');
          actions.fail(event, { alert: 'unexpected_message' });
          enterAlerting(machine, event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        if (context.offered !== 'tls13') {
          actions.fail(event, { alert: 'ofEvent' });
        } else {
          actions.fail(event, { alert: 'unexpected_message' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'ccs': {
      const facet = machine.facts.ccs(event);
      if (facet === 'good') {
        if (!(context.offered !== 'tls12')) {
          actions.stopTimer('handshakeTimeout');
          actions.fail(event, { alert: 'unexpected_message' });
          enterAlerting(machine, event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'alert.warning':
      if (!(context.offered !== 'tls13')) {
        actions.stopTimer('handshakeTimeout');
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        enterClosed(machine, event);
      }
      return;
    default:
      inAnyHandshake(machine, event);
  }
}

/**
 * The server shows its certificate.
 * @see RFC 5246 7.4.2; spec/client.ts waitServerCertificate
 */
function inWaitServerCertificate<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificate': {
      const facet = machine.facts.certificate(event);
      if (facet === 'good') {
        actions.addToTranscript(event);
        actions.takePeerCertificate(event);
        if (context.staticRsa) {
          machine.state = 'waitStaticRsaRequestOrDone';
          context.staticRsa = false;
        } else {
          machine.state = 'waitServerKeyExchange';
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
 * The first protected message: what the server agreed to among our extensions.
 * @see RFC 9846 4.4.1; spec/client.ts waitEncryptedExtensions
 */
function inWaitEncryptedExtensions<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.encryptedExtensions': {
      const facet = machine.facts.encryptedExtensions(event);
      if (facet === 'good') {
        machine.state = 'waitCertificateOrRequest';
        actions.addToTranscript(event);
        actions.takeEncryptedExtensions(event);
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
 * The server got the hello that it asked for. It may not ask a second time.
 * @see RFC 9846 4.2.4; spec/client.ts waitSecondServerHello
 */
function inWaitSecondServerHello<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.serverHello': {
      const facet = machine.facts.serverHello(event);
      if (facet === 'v13') {
        machine.state = 'waitEncryptedExtensions';
        actions.addToTranscript(event);
        actions.takeServerHello(event);
        actions.deriveHandshakeSecrets(event);
        actions.installReadKeys(event, { epoch: 'handshake', plaintextAlerts: false });
        actions.installWriteKeys(event, { epoch: 'handshake' });
      } else {
        actions.stopTimer('handshakeTimeout');
        if (facet === 'retry') {
          actions.fail(event, { alert: 'unexpected_message' });
        } else if (facet === 'unaligned') {
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
 * Static RSA: the server adds nothing to the key exchange. The status, if it said that there may
 * be one; it may ask for our certificate before it is done.
 * @see RFC 5246 7.4.3; spec/client.ts waitStaticRsaRequestOrDone
 */
function inWaitStaticRsaRequestOrDone<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificateRequest': {
      const facet = machine.facts.certificateRequest(event);
      if (facet === 'good') {
        machine.state = 'waitServerHelloDone';
        actions.addToTranscript(event);
        context.certificateRequested = true;
        actions.takeCertificateRequest(event);
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'hs.certificateStatus': {
      const facet = machine.facts.certificateStatus(event);
      if (facet === 'good') {
        if (context.statusExpected) {
          actions.addToTranscript(event);
          actions.takeCertificateStatus(event);
          context.statusExpected = false;
        } else {
          actions.stopTimer('handshakeTimeout');
          actions.fail(event, { alert: 'unexpected_message' });
          enterAlerting(machine, event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        if (context.statusExpected) {
          actions.fail(event, { alert: 'ofEvent' });
        } else {
          actions.fail(event, { alert: 'unexpected_message' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'hs.serverHelloDone': {
      const facet = machine.facts.serverHelloDone(event);
      if (facet === 'good') {
        machine.state = 'verifyServer';
        actions.addToTranscript(event);
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
 * Its half of the key exchange, signed with the key of its certificate; before that the status, if
 * it said that there may be one.
 * @see RFC 8422 5.4; spec/client.ts waitServerKeyExchange
 */
function inWaitServerKeyExchange<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificateStatus': {
      const facet = machine.facts.certificateStatus(event);
      if (facet === 'good') {
        if (context.statusExpected) {
          actions.addToTranscript(event);
          actions.takeCertificateStatus(event);
          context.statusExpected = false;
        } else {
          actions.stopTimer('handshakeTimeout');
          actions.fail(event, { alert: 'unexpected_message' });
          enterAlerting(machine, event);
        }
      } else {
        actions.stopTimer('handshakeTimeout');
        if (context.statusExpected) {
          actions.fail(event, { alert: 'ofEvent' });
        } else {
          actions.fail(event, { alert: 'unexpected_message' });
        }
        enterAlerting(machine, event);
      }
      return;
    }
    case 'hs.serverKeyExchange': {
      const facet = machine.facts.serverKeyExchange(event);
      if (facet === 'good') {
        machine.state = 'waitRequestOrDone';
        actions.addToTranscript(event);
        actions.takeServerKeyExchange(event);
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
 * The server shows its certificate, and may ask for ours first.
 * @see RFC 9846 4.5.1; spec/client.ts waitCertificateOrRequest
 */
function inWaitCertificateOrRequest<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificateRequest': {
      const facet = machine.facts.certificateRequest(event);
      if (facet === 'good') {
        machine.state = 'waitCertificate';
        actions.addToTranscript(event);
        context.certificateRequested = true;
        actions.takeCertificateRequest(event);
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'hs.certificate': {
      const facet = machine.facts.certificate(event);
      if (facet === 'good') {
        machine.state = 'waitCertificateVerify';
        actions.addToTranscript(event);
        actions.takePeerCertificate(event);
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
 * The server asked for our certificate and has nothing more to say.
 * @see RFC 5246 7.4.5; spec/client.ts waitServerHelloDone
 */
function inWaitServerHelloDone<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.serverHelloDone': {
      const facet = machine.facts.serverHelloDone(event);
      if (facet === 'good') {
        machine.state = 'verifyServer';
        actions.addToTranscript(event);
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
 * Is this certificate good for the server we want? Nothing of our second flight leaves before the
 * answer.
 * @see RFC 5246 7.4.2; spec/client.ts verifyServer
 */
function inVerifyServer<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.helloRequest':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'accepted') {
        actions.takeVerdict(event);
        if (context.certificateRequested) {
          machine.state = 'chooseClientCertificate';
          actions.startTask(event, { task: 'chooseCertificate' });
        } else {
          machine.state = 'waitChangeCipherSpec';
          actions.sendClientKeyExchange(event);
          actions.deriveMasterSecret(event);
          actions.sendChangeCipherSpec(event);
          actions.installWriteKeys(event, { epoch: 'application' });
          actions.sendFinished(event);
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
 * The server may ask for our certificate before it is done.
 * @see RFC 5246 7.4.4; spec/client.ts waitRequestOrDone
 */
function inWaitRequestOrDone<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.certificateRequest': {
      const facet = machine.facts.certificateRequest(event);
      if (facet === 'good') {
        machine.state = 'waitServerHelloDone';
        actions.addToTranscript(event);
        context.certificateRequested = true;
        actions.takeCertificateRequest(event);
      } else {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'hs.serverHelloDone': {
      const facet = machine.facts.serverHelloDone(event);
      if (facet === 'good') {
        machine.state = 'verifyServer';
        actions.addToTranscript(event);
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
 * The server asked for our certificate and now shows its own.
 * @see RFC 9846 4.5.1; spec/client.ts waitCertificate
 */
function inWaitCertificate<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.certificate': {
      const facet = machine.facts.certificate(event);
      if (facet === 'good') {
        machine.state = 'waitCertificateVerify';
        actions.addToTranscript(event);
        actions.takePeerCertificate(event);
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
 * The server proves that it holds the key of its certificate.
 * @see RFC 9846 4.5.2; spec/client.ts waitCertificateVerify
 */
function inWaitCertificateVerify<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
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
 * Which of our certificates does the server take?
 * @see RFC 5246 7.4.6; spec/client.ts chooseClientCertificate
 */
function inChooseClientCertificate<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.helloRequest':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'chosen') {
        machine.state = 'signHandshake';
        actions.sendCertificate(event);
        actions.sendClientKeyExchange(event);
        actions.deriveMasterSecret(event);
        actions.startTask(event, { task: 'sign' });
      } else {
        machine.state = 'waitChangeCipherSpec';
        actions.sendEmptyCertificate(event);
        actions.sendClientKeyExchange(event);
        actions.deriveMasterSecret(event);
        actions.sendChangeCipherSpec(event);
        actions.installWriteKeys(event, { epoch: 'application' });
        actions.sendFinished(event);
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
 * What the server sends will be protected.
 * @see RFC 5246 7.1; spec/client.ts waitChangeCipherSpec
 */
function inWaitChangeCipherSpec<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'ccs': {
      const facet = machine.facts.ccs(event);
      if (facet === 'good') {
        machine.state = 'waitServerFinished';
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
 * Is this certificate good for the server we want? Nothing of our second flight leaves before the
 * answer.
 * @see RFC 9846 4.5.1.3; spec/client.ts verifyPeer
 */
function inVerifyPeer<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'accepted') {
        machine.state = 'waitFinished';
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
      inAnyHandshake(machine, event);
  }
}

/**
 * Our key signs all messages so far; it may be held elsewhere and take its time.
 * @see RFC 5246 7.4.8; spec/client.ts signHandshake
 */
function inSignHandshake<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.helloRequest':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'task.done':
      machine.state = 'waitChangeCipherSpec';
      actions.sendCertificateVerify(event);
      actions.sendChangeCipherSpec(event);
      actions.installWriteKeys(event, { epoch: 'application' });
      actions.sendFinished(event);
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
 * The server proves that it holds the keys and saw the same handshake.
 * @see RFC 5246 7.4.9; spec/client.ts waitServerFinished
 */
function inWaitServerFinished<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.finished': {
      const facet = machine.facts.finished(event);
      actions.stopTimer('handshakeTimeout');
      if (facet === 'good') {
        actions.addToTranscript(event);
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
 * The server proves that it holds the keys and saw the same handshake.
 * @see RFC 9846 4.5.3; spec/client.ts waitFinished
 */
function inWaitFinished<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.finished': {
      const facet = machine.facts.finished(event);
      if (facet === 'good') {
        actions.addToTranscript(event);
        actions.deriveApplicationSecrets(event);
        actions.installReadKeys(event, { epoch: 'application', plaintextAlerts: false });
        if (!context.retried) {
          actions.sendDummyChangeCipherSpec(event);
        }
        if (context.certificateRequested) {
          machine.state = 'chooseCertificate';
          actions.startTask(event, { task: 'chooseCertificate' });
        } else {
          actions.stopTimer('handshakeTimeout');
          actions.sendFinished(event);
          actions.installWriteKeys(event, { epoch: 'application' });
          enterConnected(machine, event);
        }
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
 * Both Finished messages are verified. Each half of the connection closes by itself. Our
 * close_notify is out: nothing follows it, no alert either. We are done with both directions: the
 * peer gets closeTimeout to say the same.
 * @see RFC 9846 6.1; spec/client.ts connected(lingering, sent)
 */
function inConnectedLingeringSent<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.serverHello':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.certificate':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.clientHello':
    case 'hs.clientKeyExchange':
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
    case 'hs.newSessionTicket': {
      const facet = machine.facts.newSessionTicket(event);
      if (context.tls12) {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (facet === 'good') {
        if (context.certificateRequested) {
          if (!context.confirmed) {
            context.confirmed = true;
            actions.reportConfirmed(event);
          }
        }
      } else {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
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
    case 'hs.helloRequest': {
      const facet = machine.facts.helloRequest(event);
      if (context.renegotiationRefused) {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (context.tls12) {
        if (facet === 'good') {
          if (!context.closeNotifySent) {
            actions.sendNoRenegotiation(event);
          }
          context.renegotiationRefused = true;
        } else {
          actions.stopTimer('closeTimeout');
          actions.fail(event, { alert: 'ofEvent' });
          enterAlerting(machine, event);
        }
      } else {
        actions.stopTimer('closeTimeout');
        actions.fail(event, { alert: 'unexpected_message' });
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
        if (context.confirmed) {
          actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        } else {
          actions.takePeerAlert(event, { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' });
        }
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      actions.stopTimer('closeTimeout');
      if (context.confirmed) {
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      } else if (context.tls12) {
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      } else {
        actions.takePeerAlert(event, { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' });
      }
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
 * @see RFC 9846 4.7; spec/client.ts connected(reading, sent)
 */
function inConnectedReadingSent<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
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
 * @see RFC 9846 4.7; spec/client.ts connected(reading, sending)
 */
function inConnectedReadingSending<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
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
 * Which of our certificates does the server take?
 * @see RFC 9846 4.5.1.2; spec/client.ts chooseCertificate
 */
function inChooseCertificate<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'ccs':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'task.done': {
      const facet = machine.facts.taskDone(event);
      if (facet === 'chosen') {
        machine.state = 'signing';
        actions.sendCertificate(event);
        actions.startTask(event, { task: 'sign' });
      } else {
        actions.sendEmptyCertificate(event);
        actions.stopTimer('handshakeTimeout');
        actions.sendFinished(event);
        actions.installWriteKeys(event, { epoch: 'application' });
        enterConnected(machine, event);
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
 * @see RFC 9846 6.1; spec/client.ts connected(received, sending)
 */
function inConnectedReceivedSending<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.serverHello':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.certificate':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.newSessionTicket':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.clientHello':
    case 'hs.clientKeyExchange':
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

/**
 * Our key signs the handshake; it may be held elsewhere and take its time.
 * @see RFC 9846 4.5.2; spec/client.ts signing
 */
function inSigning<E extends { readonly type: string }>(machine: ClientMachine<E>, event: E): void {
  const { actions } = machine;
  switch (event.type) {
    case 'ccs':
      actions.stopTimer('handshakeTimeout');
      actions.fail(event, { alert: 'unexpected_message' });
      enterAlerting(machine, event);
      return;
    case 'task.done':
      actions.sendCertificateVerify(event);
      actions.stopTimer('handshakeTimeout');
      actions.sendFinished(event);
      actions.installWriteKeys(event, { epoch: 'application' });
      enterConnected(machine, event);
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

/** What the states of `live` have in common. */
function inAnyLive<E extends { readonly type: string }>(machine: ClientMachine<E>, event: E): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.serverHello':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.certificate':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.clientHello':
    case 'hs.clientKeyExchange':
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
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.serverHello':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.certificate':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.newSessionTicket':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.clientHello':
    case 'hs.clientKeyExchange':
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
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.serverHello':
    case 'hs.encryptedExtensions':
    case 'hs.certificateRequest':
    case 'hs.certificate':
    case 'hs.certificateStatus':
    case 'hs.serverKeyExchange':
    case 'hs.serverHelloDone':
    case 'hs.certificateVerify':
    case 'hs.finished':
    case 'hs.newSessionTicket':
    case 'hs.keyUpdate':
    case 'hs.helloRequest':
    case 'hs.clientHello':
    case 'hs.clientKeyExchange':
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
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  switch (event.type) {
    case 'hs.newSessionTicket': {
      const facet = machine.facts.newSessionTicket(event);
      if (context.tls12) {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (facet === 'good') {
        if (context.certificateRequested) {
          if (!context.confirmed) {
            context.confirmed = true;
            actions.reportConfirmed(event);
          }
        }
      } else {
        actions.fail(event, { alert: 'ofEvent' });
        enterAlerting(machine, event);
      }
      return;
    }
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
    case 'hs.helloRequest': {
      const facet = machine.facts.helloRequest(event);
      if (context.renegotiationRefused) {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      } else if (context.tls12) {
        if (facet === 'good') {
          if (!context.closeNotifySent) {
            actions.sendNoRenegotiation(event);
          }
          context.renegotiationRefused = true;
        } else {
          actions.fail(event, { alert: 'ofEvent' });
          enterAlerting(machine, event);
        }
      } else {
        actions.fail(event, { alert: 'unexpected_message' });
        enterAlerting(machine, event);
      }
      return;
    }
    case 'app.data':
      actions.deliverData(event);
      return;
    case 'alert.warning':
      if (!context.tls12) {
        if (context.confirmed) {
          actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
        } else {
          actions.takePeerAlert(event, { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' });
        }
        enterClosed(machine, event);
      }
      return;
    case 'alert.fatal':
      if (context.confirmed) {
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      } else if (context.tls12) {
        actions.takePeerAlert(event, { code: 'ERR_TLS_PEER_ALERT' });
      } else {
        actions.takePeerAlert(event, { code: 'ERR_TLS_REFUSED_AFTER_HANDSHAKE' });
      }
      enterClosed(machine, event);
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
    case 'local.confirm':
      if (!context.confirmed) {
        if (!context.tls12) {
          context.confirmed = true;
          actions.reportConfirmed(event);
        }
      }
      return;
    default:
      inAnyLive(machine, event);
  }
}

/** What the states of `tls12` have in common. */
function inAnyTls12<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  switch (event.type) {
    case 'hs.helloRequest': {
      const facet = machine.facts.helloRequest(event);
      if (!(facet === 'good')) {
        actions.stopTimer('handshakeTimeout');
        actions.fail(event, { alert: 'ofEvent' });
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

/** Enters `connected`, from wherever. */
function enterConnected<E extends { readonly type: string }>(
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions, context } = machine;
  actions.eraseHandshakeSecrets(event);
  actions.reportConnected(event);
  if (context.tls12) {
    actions.reportConfirmed(event);
  }
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
  machine: ClientMachine<E>,
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
  machine: ClientMachine<E>,
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
  machine: ClientMachine<E>,
  event: E,
): void {
  const { actions } = machine;
  machine.state = 'closed';
  actions.eraseSecrets(event);
  actions.closeTransport(event);
  actions.reportEnded(event);
}
