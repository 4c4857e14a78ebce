/**
 * Between an engine and a transport: carries the engine's effects out, in order, and brings it
 * bytes, ends, deadlines and answers. What happens in which state is not known here.
 */
import type { Effect, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import type { Task, TaskAnswer } from '../engine/tasks.ts';
import { TlsError } from '../errors.ts';
import { type Answerers, answerTask } from './answers.ts';
import { Deadlines, type StartTimer } from './deadlines.ts';
import type { Transport } from './transport.ts';

/** What a carrier tells its owner. */
export interface CarrierListener {
  /** Data from the peer. Returns false if that is enough until `resume`. */
  onData(data: Uint8Array): boolean;
  /** The peer's close_notify. */
  onEndOfData(): void;
  onFact(fact: Fact): void;
  /** Once. A failure is told when the last words are on their way, before the peer has them. */
  onEnded(reason: EndReason): void;
  /** Something has happened: bytes came or went, or the engine was told something. */
  onActivity?(): void;
}

/** What a carrier is made with. */
export interface CarrierParts {
  /** Not started yet. */
  readonly engine: Engine;
  readonly answerers: Answerers;
  readonly listener: CarrierListener;
  readonly startTimer: StartTimer;
  /** Calls in a turn of its own, where what the call throws is nobody's but the platform's. */
  readonly callApart: (call: () => void) => void;
  /** Belongs to the carrier from now on. */
  readonly transport: Transport;
}

/** Told without a failure: all of it is taken. */
type WhenTaken = (failure?: TlsError) => void;

export class Carrier {
  readonly #engine: Engine;
  readonly #transport: Transport;
  readonly #answerers: Answerers;
  readonly #listener: CarrierListener;
  readonly #deadlines: Deadlines;
  readonly #callApart: CarrierParts['callApart'];
  readonly #effects: Effect[] = [];
  /** Calls from the engine's own hooks, to be made when it is done. */
  readonly #postponed: (() => void)[] = [];
  #isInEngine = false;
  #isPerforming = false;
  #isWaiting = false;
  #isFull = false;
  /** No data can come any more: what the peer still sends is for the engine to count. */
  #isInputOver = false;
  #isEndTold = false;
  #hasEndedWell = false;
  #isFailureDue = false;
  /** For whoever finds the answer to a question that is open. */
  #asking: AbortController | undefined;
  /** Whom to tell when the transport has taken everything, or never will. */
  readonly #untaken = new Set<WhenTaken>();
  /** Why the transport takes nothing any more. */
  #lost: TlsError | undefined;

  constructor({ engine, answerers, listener, startTimer, callApart, transport }: CarrierParts) {
    this.#callApart = callApart;
    this.#engine = engine;
    this.#answerers = answerers;
    this.#listener = listener;
    this.#deadlines = new Deadlines(startTimer, (name) =>
      this.#drive(() => engine.deadlineReached(name)),
    );
    this.#transport = transport;
    transport.listen({
      onBytes: (bytes) => this.#drive(() => engine.receive(bytes)),
      onEnd: () => this.#drive(() => engine.receiveEnd()),
      onFailed: (cause) => this.#lose(cause),
    });
  }

  /** Whether the connection is over, or what remains of it concerns nobody. */
  get isEnded(): boolean {
    return this.#isEndTold || this.#engine.isEnded;
  }

  start(): void {
    this.#drive(() => this.#engine.start());
  }

  /** Sends data, once the handshake is complete. @throws TlsError ERR_TLS_WRITE_AFTER_CLOSE */
  write(data: Uint8Array): void {
    this.#drive(() => this.#engine.write(data));
  }

  /** Closes our half. */
  end(): void {
    this.#drive(() => this.#engine.end());
  }

  /** Closes our half and gives the peer some time to close its own. What it sends is delivered. */
  close(): void {
    this.#drive(() => this.#engine.close());
  }

  /** Gives up. The last words are said in the background and keep no process alive. */
  abort(): void {
    this.#drive(() => this.#engine.abort());
    this.#transport.letGo();
  }

  /** Updates the keys of both directions (RFC 9846 4.7.3). */
  rekey(): void {
    this.#drive(() => this.#engine.rekey());
  }

  /** The server is known to have accepted us. */
  confirm(): void {
    this.#drive(() => this.#engine.confirm());
  }

  /** The owner wants data again. */
  resume(): void {
    this.#isFull = false;
    this.#chooseReading();
  }

  /**
   * Calls back when the transport has taken all that was sent so far, or never will. After a clean
   * end that is no failure: the peer was done, and what it did not wait for is our close_notify.
   */
  whenTaken(callback: WhenTaken): void {
    if (this.#lost !== undefined) {
      this.#tellLoss(callback, this.#lost);
      return;
    }
    this.#untaken.add(callback);
    this.#transport.whenTaken(() => {
      if (!this.#untaken.delete(callback)) return;
      this.#listener.onActivity?.();
      callback();
    });
  }

  /** The engine hears it first: what it knows of the end is a better reason. */
  #lose(cause: unknown): void {
    this.#drive(() => this.#engine.transportFailed(cause));
    const lost = new TlsError('ERR_TLS_TRANSPORT', { cause });
    this.#lost ??= lost;
    const untaken = [...this.#untaken];
    this.#untaken.clear();
    for (const callback of untaken) this.#tellLoss(callback, lost);
  }

  #tellLoss(callback: WhenTaken, lost: TlsError): void {
    callback(this.#hasEndedWell ? undefined : lost);
  }

  /**
   * Calls the engine and carries out what it wants. An engine cannot be called from its own hooks
   * (trace, chooseProtocol, ...): such a call is made as soon as it can be, and what is refused
   * then has nobody to be told to but the listener, who knows that the connection is over.
   */
  #drive(call: () => readonly Effect[]): void {
    if (this.#isInEngine) {
      this.#postponed.push(() => this.#drive(call));
      return;
    }
    this.#isInEngine = true;
    let effects: readonly Effect[];
    try {
      effects = call();
    } finally {
      this.#isInEngine = false;
    }
    this.#listener.onActivity?.();
    this.#perform(effects);
    for (let next = this.#postponed.shift(); next !== undefined; next = this.#postponed.shift()) {
      attempt(next);
    }
    this.#tellFailure();
    if (this.isEnded || this.#engine.failure !== undefined) this.#asking?.abort();
  }

  /** Carries out effects in order, also those that come while others are carried out. */
  #perform(effects: readonly Effect[]): void {
    this.#effects.push(...effects);
    if (this.#isPerforming) return;
    this.#isPerforming = true;
    try {
      for (let next = this.#effects.shift(); next !== undefined; next = this.#effects.shift()) {
        this.#carryOut(next);
      }
    } finally {
      this.#isPerforming = false;
    }
    this.#chooseReading();
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'write':
        this.#transport.write(effect.data);
        break;
      case 'data':
        this.#isFull = !this.#listener.onData(effect.data);
        break;
      case 'endOfData':
        this.#isInputOver = true;
        this.#listener.onEndOfData();
        break;
      case 'shutdownWrite':
        this.#transport.shutdownWrite();
        break;
      case 'closeTransport':
        this.#transport.close();
        break;
      case 'deadline':
        this.#deadlines.set(effect.name, effect.afterMs);
        break;
      case 'wait':
        this.#findAnswer(effect.task);
        break;
      case 'fact':
        this.#listener.onFact(effect.fact);
        break;
      case 'ended':
        this.#isInputOver = true;
        this.#deadlines.clear();
        this.#tellEnd(effect.reason);
    }
  }

  /** The drain that follows the last words can take a while, and changes nothing any more. */
  #tellFailure(): void {
    const error = this.#engine.failure;
    if (error === undefined || this.#isFailureDue) return;
    this.#isFailureDue = true;
    this.#transport.whenTaken(() => this.#tellEnd({ clean: false, error }));
  }

  #tellEnd(reason: EndReason): void {
    if (this.#isEndTold) return;
    this.#isEndTold = true;
    this.#hasEndedWell = reason.clean;
    this.#listener.onEnded(reason);
  }

  #findAnswer(task: Task): void {
    this.#isWaiting = true;
    const asking = new AbortController();
    this.#asking = asking;
    const take = (answer: TaskAnswer) => {
      this.#isWaiting = false;
      if (this.#asking === asking) this.#asking = undefined;
      this.#drive(() => this.#engine.answer(task.id, answer));
    };
    // What the owner's listeners throw is their own failure, not that of the answer's promise.
    void answerTask(task, this.#answerers, asking.signal).then((answer) =>
      this.#callApart(() => take(answer)),
    );
  }

  /** Nothing is read that nobody has asked for; what nobody will get is read to its end. */
  #chooseReading(): void {
    const isDropped = this.#isInputOver || this.#engine.failure !== undefined;
    if (isDropped) this.#transport.drain();
    else this.#transport.setReading(!(this.#isWaiting || this.#isFull));
  }
}

/** Whoever postponed the call is no longer there to catch what it throws. */
function attempt(call: () => void): void {
  try {
    call();
  } catch {
    // Only a write is ever refused, when the connection is over: that is told as its end.
  }
}
