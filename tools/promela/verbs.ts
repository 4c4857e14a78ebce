/**
 * What each action of the spec does in the model, as Promela statements; empty: nothing that the
 * model knows of. An action that is not listed is refused: the model would be silent about it.
 */
import type { Action } from '../explore/actions.ts';
import type { Role } from '../explore/machines.ts';

/** `me_` stands for the end whose action it is. */
const verbs: Readonly<Record<string, string>> = {
  addToTranscript: 'me_seen = me_seen + 1 + heard_forged * 16',
  hashFirstHello: 'me_seen = me_seen ^ 32',
  // A hello without TLS 1.3 says so.
  sendClientHello: 'me_say(clientHello, (client13 -> OFFERS_BOTH : OFFERS_TLS12))',
  sendSecondClientHello:
    'assert(!me_answered); /* one HelloRetryRequest is answered */ me_answered = true; me_say(clientHello, OFFERS_AGAIN)',
  sendHelloRetryRequest:
    'assert(!me_answered); /* one HelloRetryRequest is sent */ me_answered = true; me_say(serverHello, RETRY)',
  // Its random tells a client that speaks TLS 1.3 too that the server does (RFC 9846 4.2.3).
  sendServerHello:
    'me_random = (me_is12 -> (server13 -> TLS12_SENTINEL : TLS12) : TLS13); me_say(serverHello, me_random)',
  sendEncryptedExtensions: 'me_say(encryptedExtensions, 0)',
  sendCertificateRequest: 'me_say(certificateRequest, 0)',
  sendCertificate: 'me_say(certificate, 1)',
  sendEmptyCertificate: 'me_say(certificate, 0)',
  sendCertificateVerify: 'me_say(certificateVerify, me_seen)',
  sendFinished: 'me_finishedOver = me_seen; me_say(finished, me_seen)',
  // Signed: the randoms, and no more of the handshake (RFC 8422 5.4).
  sendServerKeyExchange: 'me_say(serverKeyExchange, me_random)',
  sendServerHelloDone: 'me_say(serverHelloDone, 0)',
  sendClientKeyExchange: 'me_say(clientKeyExchange, 0)',
  sendChangeCipherSpec: 'me_put(changeCipherSpec, 0)',
  sendNoRenegotiation: 'me_put(warning, 0)',
  takePeerCertificate: 'me_shown = true',
  'startTask chooseCertificate': 'me_task = CHOOSE',
  'startTask sign': 'me_task = SIGN',
  'startTask verifyPeer': 'me_task = VERIFY',
  deriveHandshakeSecrets: 'me_handshakeKey = 64 + (me_seen & 63)',
  deriveApplicationSecrets: 'me_applicationKey = 128 + (me_seen & 63)',
  // Extended: over the handshake up to the ClientKeyExchange (RFC 7627 4).
  deriveMasterSecret: 'me_applicationKey = 192 + (me_seen & 63)',
  'installReadKeys handshake': 'me_readKey = me_handshakeKey; me_readNumber = 0',
  'installReadKeys application': 'me_readKey = me_applicationKey; me_readNumber = 0',
  'installWriteKeys handshake': 'me_writeKey = me_handshakeKey; me_writeNumber = 0',
  'installWriteKeys application': 'me_writeKey = me_applicationKey; me_writeNumber = 0',
  holdData: 'me_held++',
  sendHeldData: 'me_sendHeld()',
  sendData: 'me_sent++; me_put(data, me_sent)',
  deliverData:
    'me_delivered++; assert(me_stands == CONNECTED); assert(heard_info == me_delivered && me_delivered <= you_sent)',
  sendAlert: 'assert(!me_alerted); /* one fatal alert */ me_alerted = true; me_put(fatal, 0)',
  sendCloseNotify: 'me_put(closeNotify, 0)',
  sendUserCanceled: 'me_put(userCanceled, 0)',
  'takePeerAlert ERR_TLS_PEER_ALERT': 'me_learned = true',
  'takePeerAlert ERR_TLS_REFUSED_AFTER_HANDSHAKE': 'me_learned = true',
  'fail ofVerdict': 'me_refuses = (me_verdict == REFUSED)',
  discardInput: 'me_discards = true; me_task = 0; me_isEndDue = me_isInputOver',
  eraseSecrets: 'me_discards = true; me_stands = ENDING',
  shutdownWrite: 'me_shutdown()',
  closeTransport: 'me_shutdown()',
  reportConnected: 'me_checkConnected(); me_stands = CONNECTED; me_wasConnected = true',
  reportEnded: 'me_stands = ENDED',
};

/** `plaintextAlerts` of installReadKeys, as a statement of its own. */
const tolerance = 'me_toleratesPlaintext = ';

const ignored: ReadonlySet<string> = new Set([
  'takeHelloRetryRequest',
  'takeServerHello',
  'takeEncryptedExtensions',
  'takeCertificateRequest',
  'takeChosenCertificate',
  'takeClientHello',
  'takeServerKeyExchange',
  'takeClientKeyExchange',
  'sendCertificateStatus',
  'takePeerSignature',
  'takeVerdict',
  'keepVerdict',
  'recordVerdict',
  'recordEnd',
  'fail',
  'skipEarlyData',
  'sendDummyChangeCipherSpec',
  'eraseHandshakeSecrets',
  'rejectData',
  'reportConfirmed',
  'reportEndOfData',
  'startTimer',
  'stopTimer',
]);

/** The statements of an action as the explorer writes it; undefined: the model ignores it. */
export function statementOf({ name, params }: Action, role: Role): string | undefined {
  const [first] = Object.values(params);
  const statement = verbs[`${name} ${first}`] ?? verbs[name];
  if (statement === undefined) {
    if (ignored.has(name)) return undefined;
    throw new Error(`tools/promela/verbs.ts does not say what the action ${name} does`);
  }
  const isTolerant = params.plaintextAlerts;
  const whole = isTolerant === undefined ? statement : `${statement}; ${tolerance}${isTolerant}`;
  return inRole(whole, role);
}

/** `me_` and `you_` become the names of the ends. */
export function inRole(text: string, role: Role): string {
  const other = role === 'client' ? 'server' : 'client';
  return text.replaceAll('me_', `${role}_`).replaceAll('you_', `${other}_`);
}
