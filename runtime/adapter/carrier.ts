/**
 * Between an engine and a TCP socket: carries the engine's effects out, in order, and brings it
 * bytes, ends, deadlines and answers. What happens in which state is not known here.
 */
import type { Socket } from 'node:net';
import type { Effect, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import type { Task } from '../engine/tasks.ts';
import { type Answerers, answerTask } from './answers.ts';
import { Deadlines } from './deadlines.ts';
import { Wire } from './wire.ts';

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
}

export class Carrier {
  readonly #engine: Engine;
  readonly #wire: Wire;
  readonly #answerers: Answerers;
  readonly #listener: CarrierListener;
  readonly #deadlines = new Deadlines((name) => this.#perform(this.#engine.deadlineReached(name)));
  readonly #effects: Effect[] = [];
  #isPerforming = false;
  #isWaiting = false;
  #isFull = false;
  #unreadAnswers = 0;
  #hasEnded = false;
  /** No data can come any more: what the peer still sends is for the engine to count. */
  #isInputOver = false;

  /** @param engine not started yet */
  constructor(tcp: Socket, engine: Engine, answerers: Answerers, listener: CarrierListener) {
    this.#engine = engine;
    this.#answerers = answerers;
    this.#listener = listener;
    this.#wire = new Wire(tcp, {
      onBytes: (bytes) => this.#receive(bytes),
      onEnd: () => this.#perform(engine.receiveEnd()),
      onFailed: (cause) => this.#perform(engine.transportFailed(cause)),
    });
  }

  /** Whether the listener has been told the end. */
  get isEnded(): boolean {
    return this.#engine.isEnded;
  }

  start(): void {
    this.#perform(this.#engine.start());
  }

  /** Sends data, once the handshake is complete. @throws TlsError ERR_TLS_WRITE_AFTER_CLOSE */
  write(data: Uint8Array): void {
    this.#perform(this.#engine.write(data));
  }

  /** Closes our half. */
  end(): void {
    this.#hasEnded = true;
    this.#perform(this.#engine.end());
  }

  /** Gives up. The last words are said in the background and keep no process alive. */
  abort(): void {
    this.#isInputOver = true;
    this.#perform(this.#engine.abort());
    this.#wire.letGo();
  }

  /** The owner wants data again. */
  resume(): void {
    this.#isFull = false;
    this.#chooseReading();
  }

  /** Calls back when the transport has taken all that was sent so far; never if it fails. */
  whenTaken(callback: () => void): void {
    this.#wire.whenTaken(callback);
  }

  /** Calls back when the transport is closed. */
  whenClosed(callback: () => void): void {
    this.#wire.whenClosed(callback);
  }

  #receive(bytes: Uint8Array): void {
    const effects = this.#engine.receive(bytes);
    const answer = effects.reduce(
      (sum, one) => sum + (one.type === 'write' ? one.data.length : 0),
      0,
    );
    this.#unreadAnswers += answer;
    this.#perform(effects);
    if (answer === 0) return;
    this.#wire.whenTaken(() => {
      this.#unreadAnswers -= answer;
      this.#chooseReading();
    });
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
        this.#wire.write(effect.data);
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
        this.#wire.shutdownWrite();
        break;
      case 'closeTransport':
        this.#wire.close();
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
    this.#perform(this.#engine.answer(task.id, answer));
  }

  /** Nothing is read that nobody has asked for; what nobody will get is read to its end. */
  #chooseReading(): void {
    const isHeldUp = this.#isWaiting || this.#isFull || this.#unreadAnswers > maxUnreadAnswers;
    this.#wire.setReading(this.#isInputOver || !isHeldUp);
  }
}
