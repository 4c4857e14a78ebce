/** What the server answers to a ClientHello: everything chosen, nothing sent. */
import type { ClientHello } from '../../generated/messages.ts';
import type { CipherSuite } from '../../generated/registries.ts';
import type { KeyExchange } from './key-exchange.ts';

/** The answer to a ClientHello. */
export interface Answer extends KeyExchange {
  readonly hello: ClientHello;
  readonly suite: CipherSuite;
  /** SignatureScheme code points that the client can verify in CertificateVerify. */
  readonly signatureSchemes: readonly number[];
  /** Those that it can verify in certificates. */
  readonly certificateSignatureSchemes: readonly number[];
  /** DER of X.501 Names; empty: the client did not say. */
  readonly certificateAuthorities: readonly Uint8Array[];
  /** Whether it takes OCSP responses. */
  readonly asksForStatus: boolean;
  readonly alpnProtocol: string | undefined;
  readonly serverName: string | undefined;
  /** Bytes of TLSInnerPlaintext that the client takes in one record; undefined: it did not say. */
  readonly recordSizeLimit: number | undefined;
  /** Data may follow that nobody here can decrypt. */
  readonly offersEarlyData: boolean;
  /** What a HelloRetryRequest asks for; undefined where the answer is a ServerHello. */
  readonly retry: Retry | undefined;
}

/** One of the two is there. */
export interface Retry {
  readonly selectedGroup: number | undefined;
  readonly cookie: Uint8Array | undefined;
}
