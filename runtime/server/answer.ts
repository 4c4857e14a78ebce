/** What the server answers to a ClientHello: everything chosen, nothing sent. */
import type { ClientHello } from '../../generated/messages.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import type { AnyCipherSuite } from '../legacy/suites.ts';
import type { KeyExchange } from './key-exchange.ts';

/** The answer to a ClientHello. */
export type Answer = Tls13Answer | Tls12Answer;

/** What both versions have. */
export interface CommonAnswer {
  readonly hello: ClientHello;
  /** SignatureScheme code points that the client can verify in this handshake. */
  readonly signatureSchemes: readonly number[];
  /** Those that it can verify in certificates. */
  readonly certificateSignatureSchemes: readonly number[];
  /** DER of X.501 Names; empty: the client did not say. */
  readonly certificateAuthorities: readonly Uint8Array[];
  /** Whether it takes OCSP responses. */
  readonly asksForStatus: boolean;
  readonly alpnProtocol: string | undefined;
  readonly serverName: string | undefined;
  /** Bytes that the client takes in one record (RFC 8449); undefined: it did not say. */
  readonly recordSizeLimit: number | undefined;
}

export interface Tls13Answer extends CommonAnswer, KeyExchange {
  readonly version: 'TLSv1.3';
  readonly suite: CipherSuite;
  /** Data may follow that nobody here can decrypt. */
  readonly offersEarlyData: boolean;
  /** What a HelloRetryRequest asks for; undefined where the answer is a ServerHello. */
  readonly retry: Retry | undefined;
}

export interface Tls12Answer extends CommonAnswer {
  readonly version: 'TLSv1.2';
  /** Those in common, ours preferred: which one it is follows from the certificate. */
  readonly suites: readonly AnyCipherSuite[];
  /** Undefined: only static RSA is left. */
  readonly group: number | undefined;
  readonly isExtendedMasterSecret: boolean;
  /** The client knows encrypt_then_mac (RFC 7366). */
  readonly takesEncryptThenMac: boolean;
  /** The client knows renegotiation_info (RFC 5746). */
  readonly securesRenegotiation: boolean;
  /** The client told which forms of points it reads, and wants to know ours (RFC 8422 5.2). */
  readonly asksForPointFormats: boolean;
}

/** One of the two is there. */
export interface Retry {
  readonly selectedGroup: number | undefined;
  readonly cookie: Uint8Array | undefined;
}
