/**
 * What goes into path validation and what comes out of it: the words of verify.ts.
 */
import type { Certificate } from './certificate.ts';
import type { Occasion, PathErrorCode } from './rules.ts';
import type { VerifySignature } from './signatures.ts';

/** What a chain is judged by. */
export interface PathInput extends Occasion {
  /** DER certificates as the peer sent them: its own first, the others in any order. */
  readonly chain: readonly Uint8Array[];
  /**
   * Whom to believe. An anchor vouches for what it has issued, and for itself only if it is
   * self-signed; its own dates, usages and constraints count, its signature does not.
   */
  readonly anchors: readonly Certificate[];
  /** A DNS name or an IP address in text, as for `matchesName`; absent: any identity will do. */
  readonly name?: string | undefined;
  /** SignatureScheme code points that `verifySignature` can do. */
  readonly schemes: readonly number[];
  readonly verifySignature: VerifySignature;
  readonly limits?: Partial<PathLimits> | undefined;
}

/** Caps on what a peer can make us do. One that is reached ends the search: nothing is accepted. */
export interface PathLimits {
  /** Certificates that a peer may send. */
  readonly chainLength: number;
  /** CAs between the leaf and the anchor. Public paths have one or two. */
  readonly intermediates: number;
  /** Signature verifications. */
  readonly signatures: number;
  /** Candidate issuers looked at. */
  readonly steps: number;
}

export const defaultPathLimits: PathLimits = {
  chainLength: 10,
  intermediates: 6,
  signatures: 100,
  steps: 200_000,
};

export type PathResult = AcceptedPath | RefusedPath;

export interface AcceptedPath {
  readonly accepted: true;
  /** From the peer's certificate to the anchor. A pinned self-signed certificate stands alone. */
  readonly path: readonly Certificate[];
}

/** The reason from the attempt that came furthest: an expired path says more than an unknown CA. */
export interface RefusedPath {
  readonly accepted: false;
  readonly code: PathErrorCode;
  /** Which certificate of the chain is at fault; undefined for an anchor. */
  readonly index: number | undefined;
  /** Its subject in text; undefined if it could not be read. */
  readonly subject: string | undefined;
  /** One sentence for people. */
  readonly detail: string;
}
