/**
 * `startTls`: TLS over any pair of WHATWG streams, with the shape of a WinterTC socket.
 *
 * Each half is closed by its owner: the end of `readable` is the peer's close_notify and closes
 * nothing of ours (what `allowHalfOpen: true` means elsewhere), except in TLS 1.2, where it ends both
 * directions. A stream that ends without close_notify is an error, never an end.
 *
 * Not here: opening TCP connections, files, the platform's list of authorities.
 */
import type { Answerers } from '../adapter/answers.ts';
import { Carrier } from '../adapter/carrier.ts';
import { Confirmation } from '../adapter/confirmation.ts';
import type { StartTimer } from '../adapter/deadlines.ts';
import { TlsClient } from '../client/client.ts';
import type { ConnectionInfo, EndReason, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import { TlsError } from '../errors.ts';
import { TlsServer } from '../server/server.ts';
import { Inbound } from './inbound.ts';
import {
  answerersOf,
  clientEngineOptions,
  type StartTlsOptions,
  serverEngineOptions,
} from './options.ts';
import { Outbound } from './outbound.ts';
import { type ByteStreams, StreamTransport } from './stream-transport.ts';

/** A TLS connection. Its promises may be left alone: nobody has to catch them. */
export interface TlsStreams {
  /** Data from the peer. Nothing is read from the transport that nobody reads here. */
  readonly readable: ReadableStream<Uint8Array>;
  /** Data for the peer. It waits until the handshake is complete; closing it closes our half. */
  readonly writable: WritableStream<Uint8Array>;
  /** When the handshake is complete and the peer is who it should be. Rejects with a TlsError. */
  readonly opened: Promise<OpenedInfo>;
  /**
   * When the server is known to have accepted us, and our certificate if it asked for one; on a
   * server as `opened`. Proof is a NewSessionTicket after a CertificateRequest, or a call of
   * `confirm`. Rejects when the connection ends without any.
   */
  readonly confirmed: Promise<void>;
  /** When both sides have said goodbye. Rejects with a TlsError if they have not. */
  readonly closed: Promise<void>;
  /** Sends what was written, says goodbye and waits for the peer to do the same; see `closed`. */
  close(): Promise<void>;
  /**
   * Says that what came is the reply to something that was sent: so the server has accepted us.
   * @throws TlsError ERR_TLS_NOT_CONNECTED before `opened` and after the end
   */
  confirm(): void;
  /** Updates the keys of both directions (RFC 9846 4.7.3); nothing in TLS 1.2. @throws TlsError */
  rekey(): void;
  /**
   * Keying material for the application (RFC 9846 7.5, RFC 5705), the same on both sides.
   * @param context undefined: none, in TLS 1.3 the same as an empty one
   * @throws TlsError ERR_TLS_NOT_CONNECTED before `opened` and after the end,
   *   ERR_TLS_NO_EXTENDED_MASTER_SECRET in TLS 1.2 without that
   */
  exportKeyingMaterial(label: string, context: Uint8Array | undefined, length: number): Uint8Array;
}

/** What was negotiated. */
export interface OpenedInfo extends ConnectionInfo {
  /** The protocol that ALPN chose. */
  readonly alpn: string | undefined;
}

/**
 * Speaks TLS over a pair of streams, which belong to the connection from now on.
 * @param transport bytes to and from the peer; both streams unlocked
 * @param options the engine's, with functions that may answer later
 * @throws TlsError ERR_TLS_INVALID_ARGUMENT for an option that is not valid
 * @throws TypeError if one of the streams is locked
 * @example
 * const tcp = await openTcpSomehow('example.org', 443); // { readable, writable }
 * const { readable, writable, opened } = startTls(tcp, { serverName: 'example.org', anchors });
 * console.log((await opened).alpn);
 */
export function startTls(transport: ByteStreams, options: StartTlsOptions): TlsStreams {
  const { onKeyLog, closeTimeout } = options;
  const engine =
    options.role === 'server'
      ? new TlsServer(serverEngineOptions(options))
      : new TlsClient(clientEngineOptions(options));
  const streams = new StreamTransport(transport, startTimer, closeTimeout);
  return new Connection(engine, answerersOf(options), streams, onKeyLog);
}

class Connection implements TlsStreams {
  readonly opened: Promise<OpenedInfo>;
  readonly closed: Promise<void>;
  readonly #engine: Engine;
  readonly #carrier: Carrier;
  readonly #inbound: Inbound;
  readonly #outbound: Outbound;
  readonly #onKeyLog: ((line: string) => void) | undefined;
  readonly #settle: Settle;
  readonly #confirmation = new Confirmation();
  #isOpen = false;

  constructor(
    engine: Engine,
    answerers: Answerers,
    transport: StreamTransport,
    onKeyLog: ((line: string) => void) | undefined,
  ) {
    this.#engine = engine;
    this.#onKeyLog = onKeyLog;
    const { opened, closed, settle } = makePromises();
    this.opened = opened;
    this.closed = closed;
    this.#settle = settle;
    this.#carrier = new Carrier({
      engine,
      answerers,
      startTimer,
      callApart: queueMicrotask,
      transport,
      listener: {
        onData: (data) => this.#inbound.push(data),
        onEndOfData: () => this.#inbound.close(),
        onFact: (fact) => this.#take(fact),
        onEnded: (reason) => this.#conclude(reason),
      },
    });
    this.#inbound = new Inbound(() => this.#carrier.resume());
    this.#outbound = new Outbound(this.#carrier, opened, transport);
    this.#carrier.start();
  }

  get readable(): ReadableStream<Uint8Array> {
    return this.#inbound.stream;
  }

  get writable(): WritableStream<Uint8Array> {
    return this.#outbound.stream;
  }

  async close(): Promise<void> {
    await this.#outbound.finish();
    this.#inbound.drop();
    this.#carrier.close();
    await this.closed;
  }

  get confirmed(): Promise<void> {
    return this.#confirmation.promise;
  }

  confirm(): void {
    if (!this.#isOpen) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    this.#carrier.confirm();
  }

  rekey(): void {
    if (!this.#isOpen) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    this.#carrier.rekey();
  }

  exportKeyingMaterial(label: string, context: Uint8Array | undefined, length: number): Uint8Array {
    return this.#engine.exportKeyingMaterial(label, context, length);
  }

  #take(fact: Fact): void {
    if (fact.name === 'keylog') {
      // What it throws is its owner's failure, not that of the connection.
      queueMicrotask(() => this.#onKeyLog?.(fact.line));
      return;
    }
    if (fact.name === 'confirmed') {
      this.#confirmation.keep();
      return;
    }
    const { connection } = fact;
    this.#isOpen = true;
    if (this.#engine.role === 'server') this.#confirmation.keep();
    this.#settle.open({ ...connection, alpn: connection.alpnProtocol });
  }

  #conclude(reason: EndReason): void {
    this.#isOpen = false;
    this.#confirmation.end(reason.clean ? undefined : reason.error);
    if (reason.clean) {
      this.#inbound.close();
      this.#settle.close();
      return;
    }
    this.#inbound.fail(reason.error);
    this.#outbound.fail(reason.error);
    this.#settle.fail(reason.error);
  }
}

/** Both promises, and how they are kept. */
interface Settle {
  open(info: OpenedInfo): void;
  close(): void;
  fail(error: TlsError): void;
}

function makePromises() {
  // Both executors run before the promises are there.
  let open: (info: OpenedInfo) => void = () => {};
  let refuse: (error: TlsError) => void = () => {};
  let close: () => void = () => {};
  let fail: (error: TlsError) => void = () => {};
  const opened = new Promise<OpenedInfo>((resolve, reject) => {
    open = resolve;
    refuse = reject;
  });
  const closed = new Promise<void>((resolve, reject) => {
    close = resolve;
    fail = reject;
  });
  opened.catch(() => {});
  closed.catch(() => {});
  const settle: Settle = {
    open,
    close: () => {
      // No effect on a promise that was kept.
      refuse(new TlsError('ERR_TLS_ABORTED'));
      close();
    },
    fail: (error) => {
      refuse(error);
      fail(error);
    },
  };
  return { opened, closed, settle };
}

const startTimer: StartTimer = (afterMs, onOver) => {
  const timer = setTimeout(onOver, afterMs);
  return () => clearTimeout(timer);
};
