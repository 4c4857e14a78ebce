/** What the two engines can be told. Everything else of a connection the spec decides. */
import type {
  CipherSuiteName,
  LegacyCipherSuiteName,
  NamedGroupName,
  ProtocolName,
  SignatureSchemeName,
} from '../../generated/registries.ts';
import type { CryptoProvider, RandomBytes } from '../crypto/provider.ts';
import type { Legacy } from '../legacy/legacy.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Crl } from '../x509/crl.ts';
import type { PolicyInput } from '../x509/policy-graph.ts';
import type { RevocationPolicy } from '../x509/revocation-policy.ts';
import type { Profile } from '../x509/rules.ts';
import type { Credential } from './credential.ts';
import type {
  Authorization,
  ChooseCertificateRequest,
  PeerIdentity,
  VerifyPeerAnswer,
  VerifyPeerRequest,
} from './tasks.ts';
import type { TraceStep } from './trace.ts';

/** Options of both roles. */
export interface EngineOptions {
  /** Default: `noble`. */
  readonly crypto?: CryptoProvider;
  /** Source of every random byte; default: the provider's. Given with `now`, a handshake is reproducible. */
  readonly random?: RandomBytes;
  /** Wall clock in milliseconds since 1970, for the validity of certificates. Default: Date.now. */
  readonly now?: () => number;
  /** Default: `TLSv1.2`. A version without any of the `cipherSuites` is not spoken either. */
  readonly minVersion?: ProtocolName;
  /** Default: `TLSv1.3`. */
  readonly maxVersion?: ProtocolName;
  /**
   * TLS 1.2: whether the peer must bind its keys to the whole handshake (RFC 7627), without which
   * one connection can be passed off as another. Default: true.
   */
  readonly requireExtendedMasterSecret?: boolean;
  /**
   * UNSAFE: the value of `tlschart/legacy`, to talk to old equipment in TLS 1.2: with AES-CBC and
   * HMAC, and without forward secrecy. It adds its cipher suites behind all others. Where static
   * RSA is spoken nothing keeps an attacker from choosing TLS 1.2 for two who know TLS 1.3.
   */
  readonly legacy?: Legacy;
  /** The preferred first. Default: all that the provider can do, and those of `legacy`. */
  readonly cipherSuites?: readonly (CipherSuiteName | LegacyCipherSuiteName)[];
  /** The preferred first. Default: all that the provider can do. */
  readonly groups?: readonly NamedGroupName[];
  /** What the peer may sign with, the preferred first. Default: all that the provider can do. */
  readonly signatureSchemes?: readonly SignatureSchemeName[];
  /** Protocols in order of preference (RFC 7301), such as `['h2', 'http/1.1']`. */
  readonly alpnProtocols?: readonly string[];
  /** Our certificates, the preferred first; `chooseCertificate` can give others. */
  readonly credentials?: readonly Credential[];
  /**
   * Chooses the certificate to show, in place of the choice among `credentials`. `'none'`: there
   * is none for this peer. Undefined: the answer comes later, by `answer`.
   */
  readonly chooseCertificate?: (
    request: ChooseCertificateRequest,
  ) => Credential | 'none' | undefined;
  /** Trusted certificates, from `parseAnchor`. Without them every peer is refused. */
  readonly anchors?: readonly Certificate[];
  /** Replaces the verification of the peer. Undefined: the answer comes later, by `answer`. */
  readonly verifyPeer?: (request: VerifyPeerRequest) => VerifyPeerAnswer | undefined;
  /**
   * By which rules paths are judged. `default`: all that protect. `strict`: also those for who
   * issues certificates on the web. `rfc5280`: names that are equal after normalising, policies.
   */
  readonly certificateProfile?: Profile;
  /**
   * Which certificate policies a path must be valid for (RFC 5280 6.1.1). Default: any will do, and
   * none is looked for where no certificate constrains them.
   */
  readonly certificatePolicies?: PolicyInput;
  /**
   * Whether everyone may register names below this one, which is in lower case (`co.uk`): a public
   * suffix list. In the profile `strict` wildcards directly below such names are refused then.
   */
  readonly isPublicSuffix?: (name: string) => boolean;
  /**
   * How it is found out whether a certificate of the peer is revoked, and what it means if it
   * cannot be: the mode alone, or with what belongs to it. Default: `soft-fail`, by what the
   * server staples; nothing where `verifyPeer` replaces the verification.
   */
  readonly revocation?: RevocationPolicy['mode'] | RevocationOptions;
  /**
   * Decides whether a peer that is who it says may come in, before anything is delivered: a
   * refusal is the alert access_denied. Not asked about clients that show no certificate.
   * Undefined: the answer comes later, by `answer`.
   */
  readonly authorize?: (peer: PeerIdentity) => Authorization | undefined;
  /** The most bytes that the peer may put into a record (RFC 8449), 64 to 16,385. Default: 16,385. */
  readonly recordSizeLimit?: number;
  /**
   * What we send is padded to a multiple of so many bytes (RFC 9846 5.4). Default: 1, no padding.
   * TLS 1.2 has none.
   */
  readonly recordPadding?: number;
  /** Milliseconds from the start to the end of the handshake; Infinity: no end. Default: 30,000. */
  readonly handshakeTimeout?: number;
  /**
   * Milliseconds that the peer has to close its half when we have closed ours; Infinity: no end.
   * Adapters wait as long for a closing transport to take the last bytes, 5,000 where this has no
   * end. Default: 5,000.
   */
  readonly closeTimeout?: number;
  /** Milliseconds that the peer has to read our last words; Infinity: no end. Default: 2,000. */
  readonly drainTimeout?: number;
  /** Bytes that are dropped while draining before the connection is closed. Default: 16 MiB. */
  readonly drainBudget?: number;
  /**
   * Takes the end of the transport for the end of the data, also without the peer's close_notify.
   * Then anybody between can cut data off unnoticed: only for protocols that know by themselves
   * when a message is complete. Default: false, `ERR_TLS_TRUNCATED`.
   */
  readonly allowTruncation?: boolean;
  /**
   * Report key log lines as facts. They give the connection's secrets away. A function is asked
   * when there are lines to be made. Default: false.
   */
  readonly keyLog?: boolean | (() => boolean);
  /** Called after each step of the machine. Costs nothing when it is not given. */
  readonly trace?: (step: TraceStep) => void;
}

/** How revocation is judged. What is left out is as in `defaultRevocationPolicy`. */
export interface RevocationOptions extends Partial<RevocationPolicy> {
  /** CRLs that are at hand, DER or from `parseCrl`. */
  readonly crls?: readonly (Uint8Array | Crl)[];
  /** OCSP responses that are at hand, DER. */
  readonly ocsp?: readonly Uint8Array[];
  /** OCSP responders that are trusted for every issuer. */
  readonly responders?: readonly Certificate[];
  /** Ask for what certificates point to, by the effect `wait` with a task `fetchStatus`. Default: false. */
  readonly fetch?: boolean;
}

/** Options of `TlsClient`. */
export interface ClientOptions extends EngineOptions {
  /**
   * DNS name or IP address of the server: sent as SNI unless it is an address, and verified.
   * May be left out only with `verifyPeer`.
   */
  readonly serverName?: string;
  /**
   * Groups of which the ClientHello carries key shares; a server that wants another one has to ask.
   * Default: the first of `groups`, and if that is post-quantum also the first that is not.
   */
  readonly keyShares?: readonly NamedGroupName[];
  /** Look like TLS 1.2 to middleboxes (RFC 9846 E.4). Default: true. */
  readonly middleboxCompatibility?: boolean;
}

/** Options of `TlsServer`. */
export interface ServerOptions extends EngineOptions {
  /** Whether clients are asked for a certificate, and must have one. Default: `'none'`. */
  readonly clientAuth?: 'none' | 'request' | 'require';
  /**
   * A refusal of the client's certificate is told after its Finished, when it surely listens.
   * Default: true.
   */
  readonly deferClientAuthAlerts?: boolean;
  /** Milliseconds to wait for that Finished. Default: 5,000. */
  readonly deferralTimeout?: number;
  /**
   * Names of authorities that clients are told, DER of X.501 Name (RFC 9846 4.3.4).
   * Default: the subjects of `anchors`.
   */
  readonly certificateAuthorities?: readonly Uint8Array[];
  /** Chooses the protocol in place of `alpnProtocols`; undefined: none of them (RFC 7301 3.2). */
  readonly chooseProtocol?: (request: ChooseProtocolRequest) => string | undefined;
  /**
   * Ask every client of TLS 1.3 for a second hello with a cookie that only we can make (4.3.2): 32
   * or more secret bytes, the same on all servers of a cluster. Default: no cookies.
   */
  readonly cookieSecret?: Uint8Array;
}

/** What a client offers in ALPN. */
export interface ChooseProtocolRequest {
  readonly serverName: string | undefined;
  readonly protocols: readonly string[];
}
