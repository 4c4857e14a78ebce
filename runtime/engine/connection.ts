/**
 * What one connection owns besides its machine: records, effects, timers, the open task, and how
 * it ended. Verbs only; when they are called, the spec decides.
 */
import { type AlertName, alertCodes, alertLevels } from '../../generated/registries.ts';
import { TlsError } from '../errors.ts';
import { defaultRecordLimits } from '../record/limits.ts';
import { RecordReader } from '../record/reader.ts';
import { RecordWriter } from '../record/writer.ts';
import type { Effect, EndReason } from './effects.ts';
import type { TlsEvent } from './events.ts';
import { Outbox } from './outbox.ts';
import { TaskDesk } from './task-desk.ts';

export class Connection {
  readonly reader = new RecordReader(defaultRecordLimits);
  readonly writer: RecordWriter;
  readonly tasks = new TaskDesk();
  readonly outbox: Outbox;
  /** Why it ended, once that is decided. The first reason stands. */
  reason: EndReason | undefined;
  /** The alert that goes with the reason. */
  alert: AlertName | undefined;
  isReported = false;
  /** How often `discardInput` was called. */
  discards = 0;
  readEpoch = 'plaintext';
  writeEpoch = 'plaintext';
  /** What else is to be told of the step under way, to whoever traces it. */
  note: (() => string) | undefined;
  readonly #timeouts: Readonly<Record<string, number>>;
  readonly #timers = new Set<string>();
  readonly #caused: TlsEvent[] = [];
  #isWriteShut = false;
  #isTransportClosed = false;

  /**
   * @param role decides the record version of the first flight
   * @param timeouts delay name -> milliseconds
   * @param padding what we send is padded to a multiple of so many bytes
   */
  constructor(role: 'client' | 'server', timeouts: Readonly<Record<string, number>>, padding = 1) {
    this.writer = new RecordWriter((record) => this.outbox.record(record), {
      isClient: role === 'client',
      padding,
    });
    this.outbox = new Outbox(() => this.writer.flush());
    this.#timeouts = timeouts;
  }

  effect(effect: Effect): void {
    this.outbox.push(effect);
  }

  /** Queues an event that an action caused; it comes when the step is over. */
  cause(event: TlsEvent): void {
    this.#caused.push(event);
  }

  /** The next event that actions caused. */
  takeCaused(): TlsEvent | undefined {
    return this.#caused.shift();
  }

  end(reason: EndReason): void {
    this.reason ??= reason;
  }

  /** Ends with an error and the alert that is to tell of it. */
  fail(error: TlsError, alert: AlertName): void {
    if (this.reason !== undefined) return;
    this.reason = { clean: false, error };
    this.alert = alert;
  }

  /** The fatal alert of the reason goes out; from now on the error names it. */
  sendFatalAlert(): void {
    const name = this.alert ?? 'internal_error';
    this.sendAlert(name);
    if (this.reason?.clean === false) this.reason.error.alert = name;
  }

  sendAlert(name: AlertName): void {
    // @req 5246:7.2.2:4
    this.writer.alert(alertLevels[name], alertCodes[name]);
  }

  /** @throws TlsError ERR_TLS_WRITE_AFTER_CLOSE, with the reason of the end if it was an error */
  refuseWrite(): never {
    if (this.reason?.clean !== false) throw new TlsError('ERR_TLS_WRITE_AFTER_CLOSE');
    const cause = this.reason.error;
    const message = `the connection has failed: ${cause.message}`;
    throw new TlsError('ERR_TLS_WRITE_AFTER_CLOSE', { message, cause });
  }

  shutdownWrite(): void {
    if (this.#isWriteShut) return;
    this.#isWriteShut = true;
    this.effect({ type: 'shutdownWrite' });
  }

  closeTransport(): void {
    if (this.#isTransportClosed) return;
    this.#isTransportClosed = true;
    this.effect({ type: 'closeTransport' });
  }

  /** From now on input is dropped and counted; nobody waits for an answer any more. */
  discardInput(): void {
    this.discards += 1;
    this.reader.discard();
    this.tasks.close();
  }

  /** Says its last word: nothing comes after it. */
  report(): void {
    if (this.isReported) return;
    this.isReported = true;
    this.effect({ type: 'ended', reason: this.reason ?? { clean: true } });
  }

  /** Our own fault is the reason, unless there is one already. */
  blame(cause: unknown): void {
    const error = new TlsError('ERR_TLS_INTERNAL', { cause });
    error.alert = undefined;
    this.end({ clean: false, error });
  }

  /** The way out when even the handling of an internal error fails: no words, no waiting. */
  giveUp(): void {
    this.discardInput();
    this.closeTransport();
    this.report();
  }

  startTimer(name: string): void {
    const afterMs = this.#timeouts[name];
    if (afterMs === undefined || !Number.isFinite(afterMs)) return;
    this.#timers.add(name);
    this.effect({ type: 'deadline', name, afterMs });
  }

  stopTimer(name: string): void {
    if (this.#timers.delete(name)) this.effect({ type: 'deadline', name, afterMs: undefined });
  }

  /** The names of the timers that are running. */
  get runningTimers(): readonly string[] {
    return [...this.#timers];
  }

  /** Whether the deadline of this name is running. A late call for one that is not, is dropped. */
  isRunning(name: string): boolean {
    return this.#timers.has(name);
  }
}
