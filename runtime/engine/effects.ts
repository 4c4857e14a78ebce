/**
 * What an engine asks of the world around it. Each call of an engine returns one ordered list;
 * whoever owns the transport carries it out in that order.
 */
import type { ProtocolName } from '../../generated/registries.ts';
import type { TlsError } from '../errors.ts';
import type { PeerIdentity, Task } from './tasks.ts';

export type Effect =
  /** Bytes for the transport. They belong to the receiver of the effect. */
  | { readonly type: 'write'; readonly data: Uint8Array }
  /** Data from the peer, authenticated. */
  | { readonly type: 'data'; readonly data: Uint8Array }
  /** The peer's close_notify: no more data will come. */
  | { readonly type: 'endOfData' }
  /** Half-close the transport when everything before is written (TCP: FIN). */
  | { readonly type: 'shutdownWrite' }
  /** Close the transport when everything before is written. Nothing is to be read any more. */
  | { readonly type: 'closeTransport' }
  /**
   * Call `deadlineReached(name)` after so many milliseconds; undefined: call off the one of this
   * name. A deadline of the same name replaces the one before.
   */
  | { readonly type: 'deadline'; readonly name: string; readonly afterMs: number | undefined }
  /** Find the answer and give it to `answer(task.id, ...)`; do not read meanwhile. */
  | { readonly type: 'wait'; readonly task: Task }
  | { readonly type: 'fact'; readonly fact: Fact }
  /** The last effect of a connection, exactly once. */
  | { readonly type: 'ended'; readonly reason: EndReason };

/** What has become true of the connection. */
export type Fact =
  | { readonly name: 'connected'; readonly connection: ConnectionInfo }
  /** Clients: the server is known to have accepted our Finished and certificate. */
  | { readonly name: 'confirmed' }
  /** One line of an NSS key log (SSLKEYLOGFILE), without line end; only if asked for. */
  | { readonly name: 'keylog'; readonly line: string };

/** Both sides said goodbye, or why not. */
export type EndReason =
  | { readonly clean: true }
  | { readonly clean: false; readonly error: TlsError };

/** What was negotiated, in IANA's names. */
export interface ConnectionInfo {
  readonly protocol: ProtocolName;
  readonly cipherSuite: string;
  /** Empty where there is none: static RSA. */
  readonly group: string;
  /**
   * The scheme of the server's CertificateVerify, in TLS 1.2 of its ServerKeyExchange; empty where
   * there is none: static RSA.
   */
  readonly signatureScheme: string;
  readonly alpnProtocol: string | undefined;
  /** The scheme of the client's CertificateVerify; undefined: it sent none. */
  readonly clientSignatureScheme: string | undefined;
  /** The name in the client's server_name extension. */
  readonly serverName: string | undefined;
  /** The peer's certificates as sent, the leaf first, DER; empty if it showed none. */
  readonly peerCertificates: readonly Uint8Array[];
  /** Whether the peer's certificates were verified. */
  readonly authorized: boolean;
  /** Who the peer is; undefined if it showed no certificate. */
  readonly peer: PeerIdentity | undefined;
  /** Clients: what became of the server's CertificateRequest; undefined: there was none. */
  readonly certificateRequest: CertificateRequestInfo | undefined;
}

/** What a server asked for that wanted a certificate, and what it got. For people. */
export interface CertificateRequestInfo {
  /** Authorities that the server takes certificates of, as RFC 4514 writes names; empty: any. */
  readonly authorities: readonly string[];
  /** The subject of the certificate that it got; undefined: the empty Certificate. */
  readonly shown: string | undefined;
  /** Those of ours that the server could not use, each with the reason. */
  readonly passedOver: readonly { readonly subject: string; readonly reason: string }[];
  /** All of it in one sentence. */
  readonly text: string;
}
