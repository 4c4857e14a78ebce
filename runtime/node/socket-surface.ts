/**
 * What a TLS connection has of net.Socket: addresses, timeouts, and the switches of the transport
 * under it. https agents, drivers and servers call all of it; over a transport that is no TCP
 * socket, what means nothing there does nothing.
 */
import type { AddressInfo } from 'node:net';
import type { Engine } from '../engine/engine.ts';
import { refuseArgument } from '../errors.ts';
import { IdleTimer } from './idle-timer.ts';
import { TlsStream, type TlsStreamSettings } from './tls-stream.ts';
import type { Carried } from './wire.ts';

export abstract class SocketSurface extends TlsStream {
  readonly #transport: Carried;
  readonly #idle = new IdleTimer(() => this.emit('timeout'));

  protected constructor(transport: Carried, engine: Engine, settings: TlsStreamSettings) {
    super(transport, engine, settings);
    this.#transport = transport;
    if (!this.connecting) return;
    transport.once('lookup', (...found) => this.emit('lookup', ...found));
    transport.once('connect', () => {
      if (this.destroyed) return;
      this.emit('connect');
      this.emit('ready');
    });
  }

  get remoteAddress(): string | undefined {
    return this.#transport.remoteAddress;
  }

  get remoteFamily(): string | undefined {
    return this.#transport.remoteFamily;
  }

  get remotePort(): number | undefined {
    return this.#transport.remotePort;
  }

  get localAddress(): string | undefined {
    return this.#transport.localAddress;
  }

  get localFamily(): string | undefined {
    return this.#transport.localFamily;
  }

  get localPort(): number | undefined {
    return this.#transport.localPort;
  }

  /** Where the transport is bound; nothing if it has no address. */
  address(): AddressInfo | Record<string, never> {
    // A TCP socket that has no address gives an empty object as well.
    return (this.#transport.address?.() ?? {}) as AddressInfo | Record<string, never>;
  }

  /** What a search for the fastest address has tried, as `address:port`. */
  get autoSelectFamilyAttemptedAddresses(): string[] {
    return this.#transport.autoSelectFamilyAttemptedAddresses ?? [];
  }

  /** Whether the transport is still on its way to the peer; `connect` tells when it is there. */
  get connecting(): boolean {
    return this.#transport.connecting === true;
  }

  /** As `connecting`, before the transport has an address. */
  get pending(): boolean {
    return this.#transport.pending === true;
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening';
    if (this.readable && this.writable) return 'open';
    if (this.readable) return 'readOnly';
    return this.writable ? 'writeOnly' : 'closed';
  }

  /** Bytes that wait to be sent. */
  get bufferSize(): number {
    return this.writableLength;
  }

  /** Milliseconds without traffic until `timeout`; 0: never. */
  get timeout(): number {
    return this.#idle.afterMs;
  }

  /**
   * Emits `timeout` after so many milliseconds without traffic; 0: never. Closes nothing.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT
   */
  setTimeout(afterMs: number, onTimeout?: () => void): this {
    if (!(typeof afterMs === 'number' && afterMs >= 0)) {
      refuseArgument('timeout', 'must be a number of milliseconds, 0 or more');
    }
    this.#idle.set(Math.min(afterMs, longestMs));
    if (onTimeout === undefined) return this;
    return afterMs === 0 ? this.off('timeout', onTimeout) : this.once('timeout', onTimeout);
  }

  /** True from the start: each flight is one write already, and none of them waits. */
  setNoDelay(isWanted?: boolean): this {
    this.#transport.setNoDelay?.(isWanted);
    return this;
  }

  setKeepAlive(isWanted?: boolean, initialDelayMs?: number): this {
    this.#transport.setKeepAlive?.(isWanted, initialDelayMs);
    return this;
  }

  ref(): this {
    this.#transport.ref?.();
    return this;
  }

  unref(): this {
    this.#transport.unref?.();
    return this;
  }

  /**
   * For drivers that call it on a stream that they were given (pg, mysql2): connects nothing anew,
   * and `connect` is emitted as they expect it.
   */
  connect(...args: readonly unknown[]): this {
    const onConnect = args.at(-1);
    // A listener is all that is taken of the arguments, and it is called without any.
    if (typeof onConnect === 'function') this.once('connect', onConnect as () => void);
    if (!this.connecting) process.nextTick(() => this.destroyed || this.emit('connect'));
    return this;
  }

  /** Closes at once, without last words: TCP's RST where the transport has it. */
  resetAndDestroy(): this {
    if (this.#transport.resetAndDestroy === undefined) this.#transport.destroy();
    else this.#transport.resetAndDestroy();
    return this.destroy();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#idle.stop();
    super._destroy(error, callback);
  }

  protected override onActivity(): void {
    this.#idle.touch();
  }
}

/** What timers can do at most. */
const longestMs = 2_147_483_647;
