/**
 * What carries the records of a connection, as the adapters see it: a TCP socket, a pair of
 * streams, anything that takes bytes in order and can close its halves.
 */

/** What a transport is told to do. Orders are carried out in the order in which they come. */
export interface Transport {
  /** Whom to tell; called once, before anything else. Nothing is told before it returns. */
  listen(listener: TransportListener): void;
  /** The bytes belong to the transport from now on. */
  write(bytes: Uint8Array): void;
  /** Calls back when all that was written so far is taken; never if the transport fails. */
  whenTaken(callback: () => void): void;
  /** Closes our half after what was written. */
  shutdownWrite(): void;
  /** Closes both halves when what was written is taken. Nothing is read any more. */
  close(): void;
  /** The owner is gone: last words may still be under way, but nothing waits for them. */
  letGo(): void;
  /**
   * Lets bytes come in that will be counted and dropped: no connection has to wait for that. Holds
   * for good.
   */
  drain(): void;
  /** Lets bytes come in, or leaves them to the transport's flow control. */
  setReading(isWanted: boolean): void;
}

/** What a transport tells. */
export interface TransportListener {
  onBytes(bytes: Uint8Array): void;
  /** The peer has closed its half. */
  onEnd(): void;
  /** The transport failed, or is gone. May come more than once. */
  onFailed(cause: unknown): void;
}
