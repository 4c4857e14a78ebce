/**
 * What goes into the revocation check and what comes out of it: the words of revocation.ts.
 */
import type { StatusHash } from './cert-id.ts';
import type { Certificate } from './certificate.ts';
import type { Crl } from './crl.ts';
import type { OcspResponse } from './ocsp.ts';
import type { Purpose } from './purposes.ts';
import type {
  RevocationErrorCode,
  RevocationPolicy,
  StatusSource,
  StatusWord,
} from './revocation-policy.ts';
import type { RevocationReason } from './revocation-reasons.ts';
import type { VerifySignature } from './signatures.ts';
import type { SignatureMemory } from './status-context.ts';

/** What the statuses of a path are judged by. */
export interface RevocationInput {
  /** A path that has been accepted: the peer's certificate first, the trust anchor last. */
  readonly path: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** What the peer whose path it is does in the connection. */
  readonly purpose: Purpose;
  /** What is left out is as in `defaultRevocationPolicy`. */
  readonly policy?: Partial<RevocationPolicy> | undefined;
  /**
   * DER of the OCSP responses of the handshake, by the place of their certificates in `path`;
   * absent: none were asked for.
   */
  readonly staples?: readonly (Uint8Array | undefined)[] | undefined;
  /** OCSP responses that the host has. */
  readonly ocsp?: readonly (Uint8Array | OcspResponse)[] | undefined;
  /** CRLs that the host has. One that is used more than once is better parsed once. */
  readonly crls?: readonly (Uint8Array | Crl)[] | undefined;
  /** `id`s of needs that were fetched, whatever came of it: not needed again. */
  readonly fetched?: readonly string[] | undefined;
  /** Those of them that brought nothing, and why. */
  readonly unavailable?: readonly Unavailable[] | undefined;
  /** `rfc5280`: names by RFC 5280 7.1, other signers of CRLs, indirect and delta CRLs. */
  readonly profile?: 'default' | 'rfc5280' | undefined;
  /** Certificates of those who sign CRLs beside the path, in the `rfc5280` profile. */
  readonly crlSigners?: readonly Certificate[] | undefined;
  /** OCSP responders that are trusted for every issuer. */
  readonly responders?: readonly Certificate[] | undefined;
  /** SignatureScheme code points that `verifySignature` can do. */
  readonly schemes: readonly number[];
  readonly verifySignature: VerifySignature;
  /** Makes and matches the hashes of OCSP; SHA-1 must be among them. */
  readonly hash: StatusHash;
  /** Verdicts on signatures that the host keeps between calls. */
  readonly memory?: SignatureMemory | undefined;
  readonly limits?: Partial<RevocationLimits> | undefined;
}

/** Caps on what statuses can make us do. */
export interface RevocationLimits {
  /** Signature verifications; one more ends the check, and nothing is accepted. */
  readonly signatures: number;
  /** Certificates of an OCSP response that are looked at. */
  readonly responderCertificates: number;
}

export const defaultRevocationLimits: RevocationLimits = {
  signatures: 100,
  responderCertificates: 4,
};

/** What is known about one certificate of the path. Times in milliseconds since 1970. */
export interface CertificateStatus {
  /** Place in the path. */
  readonly index: number;
  readonly status: StatusWord;
  /** Who says so; undefined if nobody does. */
  readonly source: StatusSource | undefined;
  readonly thisUpdateMs: number | undefined;
  readonly nextUpdateMs: number | undefined;
  readonly revocationTimeMs: number | undefined;
  readonly reason: RevocationReason | undefined;
  /** Why sources do not count, one sentence each. */
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly source: StatusSource;
  readonly problem: string;
}

/** Something to fetch: what comes is given as `ocsp` or `crls` in another call. */
export type RevocationNeed =
  | {
      readonly kind: 'ocsp';
      /** For `fetched`. */
      readonly id: string;
      /** Place of the certificate in the path. */
      readonly index: number;
      readonly url: string;
      /** DER, to be posted as application/ocsp-request (RFC 6960 A.1). */
      readonly request: Uint8Array;
    }
  | {
      readonly kind: 'crl';
      readonly id: string;
      readonly index: number;
      readonly url: string;
    };

/** What could not be fetched. */
export interface Unavailable {
  readonly need: RevocationNeed;
  /** In words; undefined: nobody says. */
  readonly problem: string | undefined;
}

interface RevocationReport {
  /** In the order of the path: whom `depth` asks for, and who was stapled. */
  readonly certificates: readonly CertificateStatus[];
  /** What could still change the result. */
  readonly needs: readonly RevocationNeed[];
}

export type RevocationResult = NotRefused | RefusedForStatus;

export interface NotRefused extends RevocationReport {
  readonly accepted: true;
}

export interface RefusedForStatus extends RevocationReport {
  readonly accepted: false;
  readonly code: RevocationErrorCode;
  /** Which certificate of the path is at fault. */
  readonly index: number;
  /** Its subject in text. */
  readonly subject: string;
  /** One sentence for people. */
  readonly detail: string;
}
