/**
 * Between an engine and a transport: carries the engine's effects out, in order, and brings it
 * bytes, ends, deadlines and answers. What happens in which state is not known here.
 */
import type { Effect, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import type { Task } from '../engine/tasks.ts';
import { type Answerers, answerTask } from './answers.ts';
import { Deadlines, type StartTimer } from './deadlines.ts';
import type { Transport } from './transport.ts';

/**
 * Bytes that answer the peer (KeyUpdate) and that it does not read. A peer that only asks gets no
 * more of our memory than this: then it is not read until it reads.
 */
const maxUnreadAnswers = 64 * 1024;

/** What a carrier tells its owner. */
export interface CarrierListener {
  /** Data from the peer. Returns false if that is enough until `resume`. */
  onData(data: Uint8Array): boolean;
  /** The peer's close_notify. */
  onEndOfData(): void;
  onFact(fact: Fact): void;
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
  /** Belongs to the carrier from now on. */
  readonly transport: Transport;
}

export class Carrier {
  readonly #engine: Engine;
  readonly #transport: Transport;
  readonly #answerers: Answerers;
  readonly #listener: CarrierListener;
  readonly #deadlines: Deadlines;
  readonly #effects: Effect[] = [];
  /** Calls from the engine's own hooks, to be made when it is done. */
  readonly #postponed: (() => void)[] = [];
  #isInEngine = false;
  #isPerforming = false;
  #isWaiting = false;
  #isFull = false;
  #unreadAnswers = 0;
  #hasEnded = false;
  /** No data can come any more: what the peer still sends is for the engine to count. */
  #isInputOver = false;

  constructor({ engine, answerers, listener, startTimer, transport }: CarrierParts) {
    this.#engine = engine;
    this.#answerers = answerers;
    this.#listener = listener;
    this.#deadlines = new Deadlines(startTimer, (name) =>
      this.#drive(() => engine.deadlineReached(name)),
    );
    this.#transport = transport;
    transport.listen({
      onBytes: (bytes) => this.#receive(bytes),
      onEnd: () => this.#drive(() => engine.receiveEnd()),
      onFailed: (cause) => this.#drive(() => engine.transportFailed(cause)),
    });
  }

  /** Whether the listener has been told the end. */
  get isEnded(): boolean {
    return this.#engine.isEnded;
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
    this.#hasEnded = true;
    this.#drive(() => this.#engine.end());
  }

  /** Closes our half and gives the peer some time to close its own. What it sends is delivered. */
  close(): void {
    this.#hasEnded = true;
    this.#drive(() => this.#engine.close());
  }

  /** Gives up. The last words are said in the background and keep no process alive. */
  abort(): void {
    this.#isInputOver = true;
    this.#drive(() => this.#engine.abort());
    this.#transport.letGo();
  }

  /** Updates the keys of both directions (RFC 9846 4.7.3). */
  rekey(): void {
    this.#drive(() => this.#engine.rekey());
  }

  /** The owner wants data again. */
  resume(): void {
    this.#isFull = false;
    this.#chooseReading();
  }

  /** Calls back when the transport has taken all that was sent so far; never if it fails. */
  whenTaken(callback: () => void): void {
    this.#transport.whenTaken(() => {
      this.#listener.onActivity?.();
      callback();
    });
  }

  #receive(bytes: Uint8Array): void {
    let answer = 0;
    this.#drive(() => {
      const effects = this.#engine.receive(bytes);
      answer = effects.reduce((sum, one) => sum + (one.type === 'write' ? one.data.length : 0), 0);
      this.#unreadAnswers += answer;
      return effects;
    });
    if (answer === 0) return;
    this.#transport.whenTaken(() => {
      this.#unreadAnswers -= answer;
      this.#chooseReading();
    });
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
        // Unless it was our own wish, the engine drops from here on what still comes.
        this.#isInputOver ||= !this.#hasEnded;
        this.#transport.shutdownWrite();
        break;
      case 'closeTransport':
        this.#transport.close();
        break;
      case 'deadline':
        this.#deadlines.set(effect.name, effect.afterMs);
        break;
      case 'wait':
        void this.#findAnswer(effect.task);
        break;
      case 'fact':
        this.#listener.onFact(effect.fact);
        break;
      case 'ended':
        this.#isInputOver = true;
        this.#deadlines.clear();
        this.#listener.onEnded(effect.reason);
    }
  }

  async #findAnswer(task: Task): Promise<void> {
    this.#isWaiting = true;
    const answer = await answerTask(task, this.#answerers);
    this.#isWaiting = false;
    this.#drive(() => this.#engine.answer(task.id, answer));
  }

  /** Nothing is read that nobody has asked for; what nobody will get is read to its end. */
  #chooseReading(): void {
    const isHeldUp = this.#isWaiting || this.#isFull || this.#unreadAnswers > maxUnreadAnswers;
    this.#transport.setReading(this.#isInputOver || !isHeldUp);
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
