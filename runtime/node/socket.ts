/**
 * One TLS connection with the surface of node:tls's TLSSocket: who the peer is, what was
 * negotiated, and what can still be changed.
 *
 * Not here: sessions and tickets (nothing is resumed yet).
 */
import { X509Certificate } from 'node:crypto';
import { type ErrorCode, signatureSchemeOf } from '../../generated/registries.ts';
import { Confirmation } from '../adapter/confirmation.ts';
import type { ConnectionInfo, Fact } from '../engine/effects.ts';
import type { Engine } from '../engine/engine.ts';
import { refuseArgument, TlsError } from '../errors.ts';
import type { ContextChoice } from './context-choice.ts';
import { type EphemeralKeyInfo, ephemeralKeyInfo, opensslCipher, opensslSigalg } from './names.ts';
import { type DetailedPeerCertificate, peerCertificateOf } from './peer-certificate.ts';
import { contextOf, type SecureContext, type SecureContextOptions } from './secure-context.ts';
import { SocketSurface } from './socket-surface.ts';
import { StepPrinter } from './step-printer.ts';
import type { TlsStreamSettings } from './tls-stream.ts';
import type { Carried } from './wire.ts';

/** What a TlsSocket is made with, besides its transport and its engine. */
export interface TlsSocketSettings extends TlsStreamSettings {
  /** Which certificate is shown; undefined: the engine alone knows. */
  readonly choice?: ContextChoice | undefined;
  readonly enableTrace?: boolean | null | undefined;
}

/**
 * A TLS connection. Made by `connect` and by a server.
 *
 * Events besides those of a Duplex: `connect` and `ready` (the transport is there), `secureConnect`
 * (clients: the handshake is complete and the server is who it should be), `secure` (both roles),
 * `confirmed` (clients: the server has accepted us, see the promise of this name),
 * `OCSPResponse` (clients: what the server has stapled to its own certificate, not judged yet; a
 * `destroy` then is in time), `keylog` (a line for a key log file), `timeout`. An `error` is a
 * TlsError; a connection that is cut off without close_notify is one too (`ERR_TLS_TRUNCATED`),
 * never an `end`. What node:tls emits besides (`session`) cannot happen yet.
 *
 * `end` closes our half only. `destroy` says the last words in the background. What is known of
 * the peer stays known when the connection is closed; node:tls forgets it.
 */
export class TlsSocket extends SocketSurface {
  readonly encrypted = true;
  /** Whether the peer's certificates were verified. */
  authorized = false;
  /** Why they would have been refused; set only with `rejectUnauthorized: false`. */
  authorizationError: ErrorCode | null = null;
  /** The protocol that ALPN chose; false if none; null before the handshake is complete. */
  alpnProtocol: string | false | null = null;
  /** The name that the client asked for by SNI; false if none; null as above. */
  servername: string | false | null = null;
  readonly #engine: Engine;
  readonly #choice: ContextChoice | undefined;
  readonly #confirmation = new Confirmation();
  #connection: ConnectionInfo | undefined;
  #printer: StepPrinter | undefined;

  /**
   * @param transport belongs to the TlsSocket from now on
   * @param engine not started yet
   */
  constructor(transport: Carried, engine: Engine, settings: TlsSocketSettings = {}) {
    const { choice, enableTrace, ...others } = settings;
    super(transport, engine, others);
    this.#engine = engine;
    this.#choice = choice;
    if (enableTrace === true) this.enableTrace();
    this.carrier.start();
  }

  /** What was negotiated; undefined before the handshake is complete. */
  get connection(): ConnectionInfo | undefined {
    return this.#connection;
  }

  /** Whether the handshake is still under way. */
  get secureConnecting(): boolean {
    return this.#connection === undefined && !this.destroyed;
  }

  /**
   * When the server is known to have accepted us, and our certificate if it asked for one; on a
   * server when the handshake is complete. `secureConnect` does not say so yet: the server may
   * still be about to refuse. Proof is a NewSessionTicket after a CertificateRequest, or a call of
   * `confirm`. Rejects when the connection ends without any; may be left alone.
   */
  get confirmed(): Promise<void> {
    return this.#confirmation.promise;
  }

  /**
   * Says that what came is the reply to something that was sent: so the server has accepted us.
   * @throws TlsError ERR_TLS_NOT_CONNECTED before the handshake is complete
   */
  confirm(): void {
    if (this.#connection === undefined) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    this.carrier.confirm();
  }

  // What was negotiated

  /** `TLSv1.2` or `TLSv1.3`; null before the handshake is complete. */
  getProtocol(): string | null {
    return this.#connection?.protocol ?? null;
  }

  /** The cipher suite in OpenSSL's and IANA's words; undefined before the handshake is complete. */
  getCipher(): { name: string; standardName: string; version: string } | undefined {
    if (this.#connection === undefined) return undefined;
    const { cipherSuite, protocol } = this.#connection;
    return { name: opensslCipher(cipherSuite), standardName: cipherSuite, version: protocol };
  }

  /** Clients: the key of the exchange; empty before the handshake is complete. Servers: null. */
  getEphemeralKeyInfo(): EphemeralKeyInfo | Record<string, never> | null {
    if (this.#isServer) return null;
    const group = this.#connection?.group ?? '';
    // Static RSA has none.
    return group === '' ? {} : ephemeralKeyInfo(group);
  }

  /** The signature schemes that both sides know, in the peer's order: `ECDSA+SHA256`. */
  getSharedSigalgs(): string[] {
    const { crypto, signatureSchemes } = this.#choice?.current ?? {};
    const known = (this.#choice?.peerSchemes ?? [])
      .filter((code) => crypto?.signatureSchemes.includes(code))
      .flatMap((code) => signatureSchemeOf(code)?.name ?? []);
    const shared = known.filter((name) => signatureSchemes?.includes(name) ?? true);
    return shared.map(opensslSigalg);
  }

  /**
   * Keying material for the application (RFC 9846 7.5, RFC 5705), the same on both sides.
   * @param length of the result, in bytes
   * @param context in TLS 1.3 no context is the same as an empty one, in TLS 1.2 it is not
   * @throws TlsError ERR_TLS_NOT_CONNECTED before the handshake is complete and after the end,
   *   ERR_TLS_NO_EXTENDED_MASTER_SECRET in TLS 1.2 without that
   */
  exportKeyingMaterial(length: number, label: string, context?: Uint8Array): Buffer {
    const bytes = this.#engine.exportKeyingMaterial(label, context, length);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * verify_data of our Finished; undefined before the handshake is complete, and in TLS 1.2 without
   * an extended master secret: somebody else's connection may have the same.
   */
  getFinished(): Buffer | undefined {
    return this.#finishedOf(this.#isServer ? 'server' : 'client');
  }

  /** verify_data of the peer's Finished; undefined as above. */
  getPeerFinished(): Buffer | undefined {
    return this.#finishedOf(this.#isServer ? 'client' : 'server');
  }

  // Certificates

  /**
   * The peer's certificate as node:tls has it; an empty object if it showed none.
   * @param isDetailed with `issuerCertificate`, as far as the peer sent them
   */
  getPeerCertificate(isDetailed: true): DetailedPeerCertificate;
  getPeerCertificate(isDetailed?: boolean): DetailedPeerCertificate;
  getPeerCertificate(isDetailed = false): DetailedPeerCertificate {
    return certificateObject(this.#connection?.peerCertificates, isDetailed);
  }

  /** The peer's own certificate; undefined if it showed none. */
  getPeerX509Certificate(): X509Certificate | undefined {
    return x509Of(this.#connection?.peerCertificates);
  }

  /** Our own certificate; an empty object if we showed none. */
  getCertificate(): DetailedPeerCertificate {
    return certificateObject(this.#choice?.shown?.certificates, false);
  }

  /** Our own certificate; undefined if we showed none. */
  getX509Certificate(): X509Certificate | undefined {
    return x509Of(this.#choice?.shown?.certificates);
  }

  /**
   * Shows certificates of another context, in place of what SNI would choose: for `ALPNCallback`.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT when it is too late
   */
  setKeyCert(context: SecureContext | SecureContextOptions): void {
    const choice = this.#choice;
    if (choice === undefined || choice.shown !== undefined || this.#connection !== undefined) {
      refuseArgument('setKeyCert', 'comes too late: the certificate was chosen');
    }
    choice.setKeyCert(contextOf('context', context));
  }

  // Sessions: nothing is resumed yet

  /** Undefined: sessions are not resumed yet. */
  getSession(): Buffer | undefined {
    return undefined;
  }

  /** Undefined: sessions are not resumed yet. */
  getTLSTicket(): Buffer | undefined {
    return undefined;
  }

  isSessionReused(): boolean {
    return false;
  }

  // What can be changed

  /**
   * Updates the keys that we send under, and asks the peer to do the same (RFC 9846 4.7.3). Does
   * nothing in TLS 1.2, whose connections keep their keys.
   */
  rekey(): void {
    if (this.#connection === undefined) throw new TlsError('ERR_TLS_NOT_CONNECTED');
    this.carrier.rekey();
  }

  /**
   * The name stands in the ClientHello, which exists from the start: it belongs into the options.
   * @throws TlsError ERR_TLS_INVALID_ARGUMENT unless it is that name
   */
  setServername(name: string): void {
    if (name !== this.servername) {
      refuseArgument('servername', 'cannot be changed any more: give it to `connect`');
    }
  }

  /**
   * No connection is renegotiated: TLS 1.3 does not have it, and in TLS 1.2 it is refused in both
   * directions. Calls back with an error.
   * @returns false
   */
  renegotiate(_options: object, callback?: (error: Error | null) => void): boolean {
    const message = 'renegotiate: never done; in TLS 1.3 `rekey` updates the keys';
    const error = new TlsError('ERR_TLS_INVALID_ARGUMENT', { message });
    if (callback !== undefined) process.nextTick(callback, error);
    return false;
  }

  /** It is: a peer that asks for it in TLS 1.2 is told `no_renegotiation`. */
  disableRenegotiation(): void {}

  /** Writes to standard error, from now on, which messages come and go and where that leads. */
  enableTrace(): void {
    this.#printer ??= new StepPrinter(this.#engine);
  }

  protected override onActivity(): void {
    super.onActivity();
    this.#printer?.look();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#confirmation.end(error);
    super._destroy(error, callback);
  }

  protected override onFact(fact: Fact): void {
    if (fact.name === 'keylog') {
      this.emit('keylog', Buffer.from(`${fact.line}\n`));
      return;
    }
    if (fact.name === 'confirmed') {
      this.#confirmation.keep();
      this.emit('confirmed');
      return;
    }
    const { connection } = fact;
    this.#connection = connection;
    if (this.#isServer) this.#confirmation.keep();
    this.authorized = connection.authorized;
    this.alpnProtocol = connection.alpnProtocol ?? false;
    this.servername = connection.serverName ?? false;
    this.emit('secure');
  }

  get #isServer(): boolean {
    return this.#engine.role === 'server';
  }

  #finishedOf(side: 'client' | 'server'): Buffer | undefined {
    const bytes = this.#connection === undefined ? undefined : this.#engine.finishedOf(side);
    return bytes && Buffer.from(bytes);
  }
}

function certificateObject(
  chain: readonly Uint8Array[] = [],
  isDetailed: boolean,
): DetailedPeerCertificate {
  // As node:tls: an object without members stands for no certificate.
  return chain.length === 0
    ? ({} as DetailedPeerCertificate)
    : peerCertificateOf(chain, isDetailed);
}

function x509Of([leaf]: readonly Uint8Array[] = []): X509Certificate | undefined {
  return leaf === undefined ? undefined : new X509Certificate(leaf);
}
