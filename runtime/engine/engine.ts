/**
 * The sans-I/O engine of both roles: turns calls into events, one at a time and in the order of
 * the stream, steps the machine, returns the effects. It touches no socket, clock or timer, and
 * decides nothing: what an event leads to stands in the generated machine.
 */
import { limits } from '../../generated/registries.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import type { Connection } from './connection.ts';
import type { Effect } from './effects.ts';
import { type EventType, eventOf, type TlsEvent } from './events.ts';
import { FloodGate, flood } from './limits.ts';
import type { TaskAnswer } from './tasks.ts';

/** A machine with its runtime: what an engine drives. */
export interface Driven {
  readonly role: 'client' | 'server';
  readonly state: string;
  /** Handshake messages so far, in order. */
  readonly messages: readonly SeenMessage[];
  step(event: TlsEvent): void;
  /** TLS-Exporter (RFC 9846 7.5). */
  exportKeyingMaterial(label: string, context: Uint8Array | undefined, length: number): Uint8Array;
  /** verify_data of a Finished, once it was made or checked. */
  finishedOf(side: 'client' | 'server'): Uint8Array | undefined;
  /** Erases all secrets: the way out when the machine cannot go on. */
  erase(): void;
}

/** A handshake message that was sent or taken. */
export interface SeenMessage {
  readonly from: 'client' | 'server';
  /** As the RFC writes it: `ClientHello`. */
  readonly name: string;
}

/** Where an engine stands. */
export interface Inspection {
  /** The name of the machine's state. */
  readonly state: string;
  /** Whose keys open what comes, and seal what goes: `plaintext`, `handshake`, `application`. */
  readonly readEpoch: string;
  readonly writeEpoch: string;
  /** The messages of the handshake so far, in order. */
  readonly messages: readonly SeenMessage[];
  /** The deadlines that are running, by name: each is an effect `deadline` that was not called off. */
  readonly deadlines: readonly string[];
}

/** What both engines can do. Every call returns the effects to be carried out, in order. */
export abstract class Engine {
  readonly #driven: Driven;
  readonly #connection: Connection;
  readonly #drainBudget: number;
  readonly #gate = new FloodGate();
  /** Opened, and held until the open task is answered: no answer changes the keys it came under. */
  #head: TlsEvent | undefined;
  #isInputOver = false;
  /** How often input had been discarded when its end was told. */
  #endToldAt: number | undefined;
  #isOverBudget = false;
  #isStepping = false;

  protected constructor(driven: Driven, connection: Connection, drainBudget: number) {
    this.#driven = driven;
    this.#connection = connection;
    this.#drainBudget = drainBudget;
  }

  /** Which side of the connection we are. */
  get role(): 'client' | 'server' {
    return this.#driven.role;
  }

  /** The name of the state the machine is in, for people. */
  get state(): string {
    return this.#driven.state;
  }

  /** Whether the effect `ended` has been given. Then every call does nothing. */
  get isEnded(): boolean {
    return this.#connection.isReported;
  }

  /**
   * Why the connection fails, from its last words on: what is left is the drain, which drops all
   * input, and the end of the transport.
   */
  get failure(): TlsError | undefined {
    const { reason, discards } = this.#connection;
    return reason?.clean === false && discards > 0 ? reason.error : undefined;
  }

  /** Where the connection stands, for people and tests. */
  inspect(): Inspection {
    const { state, messages } = this.#driven;
    const { readEpoch, writeEpoch, runningTimers } = this.#connection;
    return { state, readEpoch, writeEpoch, messages: [...messages], deadlines: runningTimers };
  }

  /**
   * Keying material for the application (RFC 9846 7.5, RFC 5705), the same on both sides.
   * @param label ASCII, from IANA's registry or beginning with EXPERIMENTAL
   * @param context what binds it to its use; undefined: none, in TLS 1.3 the same as an empty one
   * @param length of the result, in bytes
   * @throws TlsError ERR_TLS_NOT_CONNECTED before the connection is there, and when it is gone; and
   * in TLS 1.2 without extended_master_secret, where it would be nobody's own (RFC 7627 5.4)
   */
  exportKeyingMaterial(label: string, context: Uint8Array | undefined, length: number): Uint8Array {
    return this.#driven.exportKeyingMaterial(label, context, length);
  }

  /** verify_data of a side's Finished (RFC 9846 4.5.3), once it was made or checked. */
  finishedOf(side: 'client' | 'server'): Uint8Array | undefined {
    return this.#driven.finishedOf(side)?.slice();
  }

  /** Begins: the client sends its hello, the server waits for one. */
  start(): readonly Effect[] {
    return this.#local({ type: 'local.start' });
  }

  /** Takes bytes from the transport, cut in any way. The buffer may be reused afterwards. */
  receive(chunk: Uint8Array): readonly Effect[] {
    if (!(chunk instanceof Uint8Array)) refuseArgument('chunk', 'must be a Uint8Array');
    this.#refuseReentry();
    if (this.isEnded) return [];
    this.#connection.reader.push(chunk);
    return this.#settle();
  }

  /** The transport has nothing more to read. */
  receiveEnd(): readonly Effect[] {
    this.#refuseReentry();
    this.#isInputOver = true;
    return this.#settle();
  }

  /** The transport failed; `cause` is its error. */
  transportFailed(cause: unknown): readonly Effect[] {
    return this.#local({ type: 'io.failed', cause });
  }

  /**
   * Sends data, or holds it until the connection is there. The bytes are used before the call
   * returns, or copied.
   * @throws TlsError ERR_TLS_WRITE_AFTER_CLOSE when this side has been closed
   */
  write(data: Uint8Array): readonly Effect[] {
    if (!(data instanceof Uint8Array)) refuseArgument('data', 'must be a Uint8Array');
    return this.#local({ type: 'local.write', data });
  }

  /** Closes our half: close_notify. What the peer still sends is delivered, without a deadline. */
  end(): readonly Effect[] {
    return this.#local({ type: 'local.close', isFullClose: false });
  }

  /** Closes our half and gives the peer `closeTimeout` to close its own. */
  close(): readonly Effect[] {
    return this.#local({ type: 'local.close', isFullClose: true });
  }

  /** Gives up at once, with the last words that fit, and drains. */
  abort(): readonly Effect[] {
    return this.#local({ type: 'local.abort' });
  }

  /**
   * Updates the keys that we send under, and asks the peer to do the same (RFC 9846 4.7.3). TLS 1.2
   * has no such thing: nothing happens.
   */
  rekey(): readonly Effect[] {
    return this.#local({ type: 'local.rekey' });
  }

  /**
   * The application knows that the server accepted us: what came is the reply to something that we
   * sent. Other proof is a NewSessionTicket after a CertificateRequest. Servers need none.
   */
  confirm(): readonly Effect[] {
    return this.#local({ type: 'local.confirm' });
  }

  /** A deadline from an effect is over. One that was called off meanwhile is dropped. */
  deadlineReached(name: string): readonly Effect[] {
    this.#refuseReentry();
    // Only the names of the effects `deadline` are running: each is an event of the machine.
    return this.#connection.isRunning(name)
      ? this.#local({ type: `after.${name}` as EventType })
      : this.#connection.outbox.take();
  }

  /**
   * The answer to an effect `wait`. An answer to a task that is not open any more is dropped.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT for an answer to another kind of question
   */
  answer(taskId: number, answer: TaskAnswer): readonly Effect[] {
    this.#refuseReentry();
    const { tasks, outbox } = this.#connection;
    const task = tasks.find(taskId);
    if (task === undefined) return outbox.take();
    if (answer.kind !== 'failed' && answer.kind !== task.kind) {
      refuseArgument('answer', `task ${taskId} is ${task.kind}, the answer is to ${answer.kind}`);
    }
    try {
      this.#withoutReentry(() => tasks.answer(answer));
    } catch (cause) {
      this.#connection.cause({ type: 'local.internalError', cause });
    }
    return this.#settle();
  }

  #local(event: TlsEvent): readonly Effect[] {
    this.#refuseReentry();
    if (!this.isEnded) this.#step(this.#gate.check(event));
    else if (event.type === 'local.write') this.#connection.refuseWrite();
    return this.#settle();
  }

  /** A hook (trace, verifyPeer, sign, ...) that calls the engine would step it in a step. */
  #refuseReentry(): void {
    if (this.#isStepping) {
      const message = 'the engine was called from one of its own hooks';
      throw new TlsError('ERR_TLS_INVALID_ARGUMENT', { message });
    }
  }

  /** Goes on until nothing is left to do, or an answer is needed. */
  #settle(): readonly Effect[] {
    for (;;) {
      const event = (this.isEnded ? undefined : this.#next()) ?? this.#flushFault();
      if (event === undefined) return this.#connection.outbox.take();
      this.#step(event);
    }
  }

  /** What is queued becomes records; where that fails, something is left to be done. */
  #flushFault(): TlsEvent | undefined {
    try {
      this.#connection.writer.flush();
      return undefined;
    } catch (cause) {
      return { type: 'local.internalError', cause };
    }
  }

  /** What comes next: consequences first, then what the transport brought. */
  #next(): TlsEvent | undefined {
    const { reader, tasks } = this.#connection;
    const caused = this.#connection.takeCaused();
    if (caused !== undefined) return caused;
    if (tasks.isWaiting && reader.buffered > limits.heldBytes) {
      return flood('bytes before an answer', limits.heldBytes);
    }
    this.#head ??= this.#fromTransport();
    const head = this.#head;
    if (head !== undefined && tasks.isWaiting && !passesWait(head)) return undefined;
    this.#head = undefined;
    return head;
  }

  /** The peer's messages in order, its end at the very last. */
  #fromTransport(): TlsEvent | undefined {
    const { reader, tasks } = this.#connection;
    try {
      const incoming = reader.next(tasks.isWaiting);
      if (incoming !== undefined) return this.#gate.check(eventOf(incoming));
    } catch (cause) {
      return { type: 'local.internalError', cause };
    }
    if (reader.discarded > this.#drainBudget && !this.#isOverBudget) {
      this.#isOverBudget = true;
      return { type: 'io.drainBudget' };
    }
    if (tasks.isWaiting && reader.isPlainHandshakeNext) return undefined;
    // Who starts to discard input waits for its end: it is told again.
    const { discards } = this.#connection;
    if (!this.#isInputOver || this.#endToldAt === discards) return undefined;
    this.#endToldAt = discards;
    return { type: 'io.eof' };
  }

  /** A step that throws is our own fault, whatever the peer sent; a second one ends it all. */
  #step(event: TlsEvent): void {
    try {
      this.#withoutReentry(() => this.#driven.step(event));
    } catch (cause) {
      if (event.type === 'local.write' && isCallersFault(cause)) throw cause;
      if (event.type === 'local.internalError') this.#giveUp(cause);
      else this.#connection.cause({ type: 'local.internalError', cause });
    }
  }

  #withoutReentry(run: () => void): void {
    this.#isStepping = true;
    try {
      run();
    } finally {
      this.#isStepping = false;
    }
  }

  /** Not even the handling of our fault works: on to `closed`, as far as the machine can go. */
  #giveUp(cause: unknown): void {
    this.#connection.blame(cause);
    for (let tries = 0; tries < 2 && !this.isEnded; tries++) {
      attempt(() => this.#driven.step({ type: 'local.internalError', cause }));
    }
    attempt(() => this.#driven.erase());
    this.#connection.giveUp();
  }
}

/** The cause of it all is told already; what can be done is done. */
function attempt(call: () => void): void {
  try {
    call();
  } catch {}
}

function isCallersFault(cause: unknown): boolean {
  return cause instanceof TlsError && cause.fault === 'caller';
}

/**
 * What no answer can change is taken while a task is open, in its turn: the peer gives up, our own
 * fault, and change_cipher_spec where it means nothing (RFC 9846 5) and must not hide what follows.
 */
function passesWait({ type, changesKeys }: TlsEvent): boolean {
  return (
    type.startsWith('alert.') ||
    type === 'io.eof' ||
    type === 'local.internalError' ||
    (type === 'ccs' && changesKeys !== true)
  );
}
