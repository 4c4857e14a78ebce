/**
 * What both machines have done: the verbs of the spec that do not depend on the role.
 * Each does one thing; none asks where the connection stands.
 *
 * Standard: RFC 9846 4.5.3, 4.7.3, 5, 6, 7; RFC 5246 7.
 */
import {
  encodeFinished,
  encodeKeyUpdate,
  HandshakeType,
  handshakeTypeName,
  helloRetryRequestRandom,
  KeyUpdateRequest,
} from '../../generated/messages.ts';
import {
  type AlertName,
  alertNameOf,
  type ErrorCode,
  errorInfo,
  peerAlertHints,
} from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Secret } from '../codegen/secret.ts';
import type { Connection } from '../engine/connection.ts';
import type { EndReason } from '../engine/effects.ts';
import { answerEvent, type TlsEvent } from '../engine/events.ts';
import type { EngineOptions } from '../engine/options.ts';
import type { Question, TakeAnswer } from '../engine/task-desk.ts';
import type { TaskAnswer } from '../engine/tasks.ts';
import { TlsError } from '../errors.ts';
import { MAX_INNER_PLAINTEXT_LENGTH } from '../record/limits.ts';
import type { Epoch, Side } from './connection-keys.ts';
import { errorOf, located, type Place } from './explain.ts';
import { frame } from './frame.ts';
import { messageOf } from './judge.ts';
import { KeyLog } from './key-log.ts';
import type { Session } from './session.ts';

/** What the actions of a role are made with. */
export interface ActionContext {
  readonly side: Side;
  readonly connection: Connection;
  readonly session: Session;
  /** Where the machine stands: for the texts of errors only. */
  readonly place: () => Place;
  readonly options: EngineOptions;
}

export class CommonActions {
  protected readonly connection: Connection;
  protected readonly session: Session;
  protected readonly own: Side;
  protected readonly peer: Side;
  readonly #place: () => Place;
  readonly #recordSizeLimit: number;
  readonly #keyLog: KeyLog | undefined;
  #held: Uint8Array[] = [];
  #verdict: TlsError | undefined;

  constructor({ side, connection, session, place, options }: ActionContext) {
    this.own = side;
    this.peer = side === 'client' ? 'server' : 'client';
    this.connection = connection;
    this.session = session;
    this.#place = place;
    this.#recordSizeLimit = options.recordSizeLimit ?? MAX_INNER_PLAINTEXT_LENGTH;
    const { keyLog = false } = options;
    this.#keyLog = keyLog === false ? undefined : new KeyLog(session, connection, keyLog);
  }

  // Messages

  addToTranscript(event: TlsEvent): void {
    this.#note(this.peer, messageOf(event).raw);
  }

  hashFirstHello(): void {
    this.session.transcript.hashFirstHello();
  }

  /** Sends a handshake message and takes it into the transcript. */
  protected send(handshakeType: number, body: Uint8Array): void {
    const message = frame(handshakeType, body);
    this.#note(this.own, message);
    this.connection.writer.handshake(message);
  }

  #note(from: Side, message: Uint8Array): void {
    this.session.messages.push({ from, name: messageName(message) });
    this.session.transcript.add(message);
  }

  /** TLS 1.2: what follows is protected. */
  sendChangeCipherSpec(): void {
    this.connection.writer.changeCipherSpec();
  }

  /** Only in middlebox compatibility mode, which the ClientHello's session id shows (E.4). */
  sendDummyChangeCipherSpec(): void {
    if (this.session.sessionId.length > 0) this.connection.writer.changeCipherSpec();
  }

  sendFinished(): void {
    const verifyData = this.session.verifyData(this.own);
    this.send(HandshakeType.finished, encodeFinished({ verifyData }));
  }

  /** Not part of the transcript: the main handshake is over. */
  sendKeyUpdate(
    _event: TlsEvent,
    { request }: { readonly request: keyof typeof KeyUpdateRequest },
  ): void {
    const body = encodeKeyUpdate({ requestUpdate: KeyUpdateRequest[request] });
    this.connection.writer.handshake(frame(HandshakeType.keyUpdate, body));
  }

  /**
   * Both told each other how long protected records may be (RFC 8449); handshake messages keep to
   * it as well.
   * @param theirs bytes of TLSInnerPlaintext
   */
  protected limitRecords(theirs: number): void {
    this.connection.writer.limitRecords(theirs);
    this.connection.reader.limitRecords(this.#recordSizeLimit);
  }

  /** Asks; an answer that is there at once comes back as an event, any other by `answer`. */
  protected runTask(
    question: Question,
    ask: () => TaskAnswer | undefined,
    take: TakeAnswer = this.finishTask,
  ): void {
    const answer = attempt(ask);
    if (answer !== undefined) take(answer);
    else this.connection.effect({ type: 'wait', task: this.connection.tasks.open(question, take) });
  }

  /** The machine's task is done, or has failed. */
  protected readonly finishTask = (answer: TaskAnswer): void => {
    this.connection.cause(answerEvent(answer));
  };

  // Keys

  deriveApplicationSecrets(): void {
    this.session.tls13.deriveApplication();
    this.#keyLog?.application();
  }

  /** To be called by the role once it has the shared secret. */
  protected logHandshakeSecrets(): void {
    this.#keyLog?.handshake();
  }

  /** TLS 1.2. Wipes `preMasterSecret`. */
  protected deriveMaster(preMasterSecret: Secret, isExtended: boolean): void {
    this.session.tls12.deriveMaster(preMasterSecret, isExtended);
    this.#keyLog?.master();
  }

  installReadKeys(
    _event: TlsEvent,
    { epoch, plaintextAlerts }: { readonly epoch: Epoch; readonly plaintextAlerts: boolean },
  ): void {
    const keys = this.session.recordKeys(this.peer, epoch);
    this.connection.reader.installKeys(keys, plaintextAlerts);
    this.connection.readEpoch = epoch;
  }

  installWriteKeys(_event: TlsEvent, { epoch }: { readonly epoch: Epoch }): void {
    this.connection.writer.installKeys(this.session.recordKeys(this.own, epoch));
    this.connection.writeEpoch = epoch;
  }

  updateReadKeys(): void {
    this.session.tls13.updateTrafficSecret(this.peer);
    this.connection.reader.installKeys(this.session.recordKeys(this.peer, 'application'), false);
  }

  updateWriteKeys(): void {
    this.session.tls13.updateTrafficSecret(this.own);
    this.connection.writer.installKeys(this.session.recordKeys(this.own, 'application'));
  }

  eraseHandshakeSecrets(): void {
    this.session.eraseHandshake();
  }

  eraseSecrets(): void {
    this.session.erase();
    this.connection.reader.discard();
    this.connection.writer.flush();
    this.connection.writer.wipe();
    for (const data of this.#held) data.fill(0);
    this.#held = [];
  }

  // Data

  deliverData({ data }: TlsEvent): void {
    if (data !== undefined && data.length > 0) this.connection.effect({ type: 'data', data });
  }

  sendData({ data }: TlsEvent): void {
    const { writer } = this.connection;
    if (data !== undefined) writer.data(data);
    // RFC 9846 5.5: new keys before the limit of the old ones.
    // @req 9846:5.3:2 9846:5.5:1
    if (writer.recordsUnderKeys >= this.session.suite.recordLimit)
      this.connection.cause({ type: 'local.rekey', isLimitReached: true });
  }

  /** Keeps a copy until the connection is there. */
  holdData({ data }: TlsEvent): void {
    if (data !== undefined && data.length > 0) this.#held.push(data.slice());
  }

  sendHeldData(): void {
    for (const data of this.#held) this.connection.writer.data(data);
    this.#held = [];
  }

  /** The caller's mistake: it gets it back as an exception. */
  rejectData(): never {
    this.connection.refuseWrite();
  }

  // Ending

  fail(event: TlsEvent, { alert }: { readonly alert: AlertName | 'ofEvent' | 'ofVerdict' }): void {
    const place = this.#place();
    const kept = alert === 'ofVerdict' ? this.#verdict : undefined;
    const error = kept ?? event.error ?? errorOf(event, place);
    const name = alert === 'ofEvent' || alert === 'ofVerdict' ? error.alert : alert;
    this.connection.fail(located(this.#hinted(error), place), name ?? 'internal_error');
  }

  recordEnd(event: TlsEvent, { code }: { readonly code: ErrorCode | 'closed' }): void {
    const details = event.cause === undefined ? {} : { cause: event.cause };
    this.connection.end(
      code === 'closed' ? { clean: true } : this.#failed(new TlsError(code, details)),
    );
  }

  /** A refusal that is not told yet. Nothing that comes later changes it. */
  keepVerdict(event: TlsEvent): void {
    this.#verdict ??= event.error ?? errorOf(event, this.#place());
  }

  recordVerdict(event: TlsEvent): void {
    this.connection.end(this.#failed(this.#verdict ?? errorOf(event, this.#place())));
  }

  takePeerAlert({ alertCode = 0 }: TlsEvent, { code }: { readonly code: ErrorCode }): void {
    const alert = alertNameOf(alertCode);
    const what = code === 'ERR_TLS_PEER_ALERT' ? 'the peer sent' : `${errorInfo[code].text} with`;
    const message = `${what} the alert ${alert ?? alertCode}`;
    const error = new TlsError(code, { message, origin: 'peer', alertCode });
    const reason = this.#failed(error);
    error.alert = alert;
    error.hint = joinedHints(usualHint(alert, error.hint), error.hint);
    this.connection.end(reason);
  }

  sendAlert(): void {
    this.connection.sendFatalAlert();
  }

  sendCloseNotify(): void {
    this.connection.sendAlert('close_notify');
  }

  /** A warning: the connection goes on as it is (RFC 5246 7.2.2). */
  sendNoRenegotiation(): void {
    this.connection.sendAlert('no_renegotiation');
  }

  sendUserCanceled(): void {
    this.connection.sendAlert('user_canceled');
  }

  discardInput(): void {
    this.connection.discardInput();
  }

  shutdownWrite(): void {
    this.connection.shutdownWrite();
  }

  closeTransport(): void {
    this.connection.closeTransport();
  }

  startTimer(delay: string): void {
    this.connection.startTimer(delay);
  }

  stopTimer(delay: string): void {
    this.connection.stopTimer(delay);
  }

  // Reports

  reportConnected(): void {
    const { suite, negotiated } = this.session;
    this.session.openExporter();
    this.connection.effect({
      type: 'fact',
      fact: {
        name: 'connected',
        connection: { protocol: suite.protocol, cipherSuite: suite.name, ...negotiated },
      },
    });
  }

  reportConfirmed(): void {
    this.connection.effect({ type: 'fact', fact: { name: 'confirmed' } });
  }

  reportEndOfData(): void {
    this.connection.effect({ type: 'endOfData' });
  }

  reportEnded(): void {
    this.connection.report();
  }

  #failed(error: TlsError): EndReason {
    return { clean: false, error: located(this.#hinted(error), this.#place()) };
  }

  #hinted(error: TlsError): TlsError {
    error.hint = this.ownHint(error.code) ?? error.hint;
    return error;
  }

  /** What this side knows better about an error than the registry does. */
  protected ownHint(_code: ErrorCode): string | undefined {
    return undefined;
  }
}

/** handshake_failure is about the hellos, unless we know better. */
function usualHint(alert: AlertName | undefined, own: string | undefined): string | undefined {
  const isKnown = alert === 'handshake_failure' && own !== undefined;
  return alert === undefined || isKnown ? undefined : peerAlertHints[alert];
}

function joinedHints(...hints: readonly (string | undefined)[]): string | undefined {
  return hints.filter((hint) => hint !== undefined).join('; ') || undefined;
}

/** A question that throws has not been answered: an internal error, told as such. */
function attempt(ask: () => TaskAnswer | undefined): TaskAnswer | undefined {
  try {
    return ask();
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}

/** As the RFC writes it: `ClientHello`. A HelloRetryRequest is told by its random (4.2.3). */
function messageName(message: Uint8Array): string {
  const type = message[0] ?? 0;
  const name = handshakeTypeName(type);
  if (type !== HandshakeType.serverHello) return name.charAt(0).toUpperCase() + name.slice(1);
  const random = message.subarray(RANDOM_OFFSET, RANDOM_OFFSET + helloRetryRequestRandom.length);
  return equalBytes(random, helloRetryRequestRandom) ? 'HelloRetryRequest' : 'ServerHello';
}

/** Behind msg_type, length and legacy_version. */
const RANDOM_OFFSET = 6;
