/**
 * Questions that an engine cannot answer itself, and their answers. A task may be answered at
 * once by a function of the options, or later through `answer(id, ...)`; until then the engine
 * takes nothing more of the handshake.
 */
import type { ErrorCode } from '../../generated/registries.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { KeyUsage } from '../x509/extensions.ts';
import type { CertificateStatus, RevocationNeed } from '../x509/revocation-input.ts';
import type { Credential, DecryptRequest, SignRequest } from './credential.ts';

/** A question, as it stands in the effect `wait`. */
export type Task =
  | { readonly id: number; readonly kind: 'verifyPeer'; readonly request: VerifyPeerRequest }
  | { readonly id: number; readonly kind: 'fetchStatus'; readonly request: StatusQuestion }
  | { readonly id: number; readonly kind: 'authorize'; readonly request: PeerIdentity }
  | {
      readonly id: number;
      readonly kind: 'chooseCertificate';
      readonly request: ChooseCertificateRequest;
    }
  | { readonly id: number; readonly kind: 'sign'; readonly request: SignRequest }
  | { readonly id: number; readonly kind: 'decrypt'; readonly request: DecryptRequest };

/** May this peer come in? */
export interface VerifyPeerRequest {
  /** DER, the leaf first, as the peer sent them. */
  readonly certificates: readonly Uint8Array[];
  /** The DNS name or IP address that the peer must be; undefined: any. */
  readonly name: string | undefined;
  readonly purpose: 'server' | 'client';
  /** What its key is used for in this handshake. Default: it signs. */
  readonly keyUse?: 'digitalSignature' | 'keyEncipherment' | undefined;
  /** DER of the OCSP response that came with each certificate; absent: none were asked for. */
  readonly staples?: readonly (Uint8Array | undefined)[] | undefined;
  /** What `fetchStatus` has brought so far. */
  readonly fetched?: readonly FetchedStatus[];
}

/** What could still be fetched to find out whether a certificate is revoked. */
export interface StatusQuestion {
  /** In any order, and at the same time. */
  readonly needs: readonly RevocationNeed[];
}

/** The body of an OCSP response or CRL, DER; undefined: it could not be had. */
export interface FetchedStatus {
  readonly need: RevocationNeed;
  readonly body: Uint8Array | undefined;
  /** Why not, in words. */
  readonly problem?: string | undefined;
}

/** The answer to a VerifyPeerRequest. With a question it is asked again when that is answered. */
export type VerifyPeerAnswer = PeerVerdict | StatusQuestion;

/** May the peer come in? */
export type PeerVerdict = AcceptedPeer | RefusedPeer;

export interface AcceptedPeer extends VerifiedPath {
  readonly accepted: true;
  /** False if nobody verified. */
  readonly authorized?: boolean;
}

export interface RefusedPeer extends VerifiedPath {
  readonly accepted: false;
  readonly code: ErrorCode;
  readonly detail?: string;
  /** What the error of the connection will have for a cause. */
  readonly cause?: unknown;
}

/** What was found out on the way to a verdict, as far as it went. */
interface VerifiedPath {
  /** From the peer's certificate to the anchor; undefined: none was found, or looked for. */
  readonly path?: readonly Certificate[];
  /** For which policies the path is valid, dotted; undefined: nobody has asked. */
  readonly policies?: readonly string[] | undefined;
  /** What is known about the revocation of each certificate of the path. */
  readonly statuses?: readonly CertificateStatus[];
}

/** Who the peer has proven to be: it has the key of the certificate that it showed. */
export interface PeerIdentity {
  /** The peer's own certificate: its names are in `extensions.subjectAltName`. */
  readonly certificate: Certificate;
  /** Its subject in text, as RFC 4514 writes it: for people, and unique only to its issuer. */
  readonly subject: string;
  /** Whether it was accepted by its path to an anchor, or `verifyPeer` of the options vouches for it. */
  readonly authorized: boolean;
  /** That path, the peer's certificate first, the anchor last; empty if there is none. */
  readonly path: readonly Certificate[];
  /** For which policies the path is valid, dotted, if `certificatePolicies` asks for any. */
  readonly policies?: readonly string[] | undefined;
  /** What is known about their revocation, and from whom; empty if nobody has asked. */
  readonly statuses: readonly CertificateStatus[];
}

/** May somebody with this identity come in? `detail` is for our own error: the peer gets an alert. */
export type Authorization =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly detail?: string; readonly cause?: unknown };

/** What the server wants to stand in the client's certificate (RFC 9846 4.3.5). */
export interface OidFilters {
  readonly keyUsage: readonly KeyUsage[];
  /** KeyPurposeIds in dotted form. */
  readonly extKeyUsage: readonly string[];
}

/** Which of our certificates? */
export interface ChooseCertificateRequest {
  /** What we are. */
  readonly purpose: 'server' | 'client';
  /** On a server: the name in the ClientHello's server_name. On a client: the server's. */
  readonly serverName: string | undefined;
  /** SignatureScheme code points that the peer can verify in CertificateVerify. */
  readonly signatureSchemes: readonly number[];
  /** Those that it can verify in certificates: the same ones, unless it says so (RFC 9846 4.3.3). */
  readonly certificateSignatureSchemes: readonly number[];
  /** Names of the authorities that the peer trusts, DER; empty: it did not say. */
  readonly certificateAuthorities: readonly Uint8Array[];
  /** Those of `signatureSchemes` that lead to a suite of `legacy`, if there are any. */
  readonly legacySchemes?: readonly number[];
  /** Whether one for static RSA would do, if there is no other. */
  readonly takesStaticRsa?: boolean;
  /** Whether the peer takes OCSP responses with the certificates. */
  readonly asksForStatus: boolean;
  /** All of them, on a client; nothing on a server. */
  readonly oidFilters: OidFilters;
}

/** What `answer` takes: the answer to the question of the same kind. */
export type TaskAnswer =
  | { readonly kind: 'verifyPeer'; readonly verdict: VerifyPeerAnswer }
  /** The bodies in the order of the needs; and in the same order, for people, why one is missing. */
  | {
      readonly kind: 'fetchStatus';
      readonly bodies: readonly (Uint8Array | undefined)[];
      readonly problems?: readonly (string | undefined)[];
    }
  | { readonly kind: 'authorize'; readonly authorization: Authorization }
  | { readonly kind: 'chooseCertificate'; readonly credential: Credential | 'none' }
  | { readonly kind: 'sign'; readonly signature: Uint8Array }
  /** The block with its padding. Whatever is wrong with it is `failed`, which does not end anything. */
  | { readonly kind: 'decrypt'; readonly block: Uint8Array }
  /** The answer could not be found: the connection ends with internal_error. */
  | { readonly kind: 'failed'; readonly cause: unknown };
