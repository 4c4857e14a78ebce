/** What the two engines can be told. Everything else of a connection the spec decides. */
import type { CryptoProvider, PrivateKey, RandomBytes } from '../crypto/provider.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { PeerVerdict, SignRequest, VerifyPeerRequest } from './tasks.ts';
import type { TraceStep } from './trace.ts';

/** Options of both roles. */
export interface EngineOptions {
  /** Default: `noble`. */
  readonly crypto?: CryptoProvider;
  /** Source of every random byte; default: the provider's. Given with `now`, a handshake is reproducible. */
  readonly random?: RandomBytes;
  /** Wall clock in milliseconds since 1970, for the validity of certificates. Default: Date.now. */
  readonly now?: () => number;
  /** Protocols in order of preference (RFC 7301), such as `['h2', 'http/1.1']`. */
  readonly alpnProtocols?: readonly string[];
  /** Milliseconds; Infinity: none. Defaults: handshake 30,000, close 5,000, drain 2,000. */
  readonly handshakeTimeout?: number;
  readonly closeTimeout?: number;
  readonly drainTimeout?: number;
  /** Bytes that are dropped while draining before the connection is closed. Default: 16 MiB. */
  readonly drainBudget?: number;
  /** Report key log lines as facts. They give the connection's secrets away. Default: false. */
  readonly keyLog?: boolean;
  /** Called after each step of the machine. Costs nothing when it is not given. */
  readonly trace?: (step: TraceStep) => void;
}

/** Options of `TlsClient`. */
export interface ClientOptions extends EngineOptions {
  /**
   * DNS name or IP address of the server: sent as SNI unless it is an address, and verified.
   * May be left out only with `verifyPeer`.
   */
  readonly serverName?: string;
  /** Trusted certificates, from `parseAnchor`. Without them every server is refused. */
  readonly anchors?: readonly Certificate[];
  /** Replaces the verification of the server. Undefined: the answer comes later, by `answer`. */
  readonly verifyPeer?: (request: VerifyPeerRequest) => PeerVerdict | undefined;
  /** Look like TLS 1.2 to middleboxes (RFC 9846 E.4). Default: true. */
  readonly middleboxCompatibility?: boolean;
}

/** Options of `TlsServer`. */
export interface ServerOptions extends EngineOptions {
  /** The server's certificates, DER, its own first. */
  readonly certificates: readonly Uint8Array[];
  /** The key of the first certificate; may be left out if `sign` is given. */
  readonly privateKey?: PrivateKey;
  /** Signs in place of `privateKey`. Undefined: the answer comes later, by `answer`. */
  readonly sign?: (request: SignRequest) => Uint8Array | undefined;
}
