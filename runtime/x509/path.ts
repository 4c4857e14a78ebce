/**
 * What goes into path validation and what comes out of it: the words of verify.ts.
 */
import type { Certificate } from './certificate.ts';
import type { IssuingRule, PathErrorCode, PathRule } from './faults.ts';
import type { PolicyInput } from './policy-graph.ts';
import type { Occasion } from './rules.ts';
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
  /**
   * Which policies are asked for. Policies are processed if this is given, in the profile
   * `rfc5280`, and where a certificate of a path constrains or maps them.
   */
  readonly policies?: PolicyInput | undefined;
  /**
   * Whether everyone may register names below this one, which is in lower case (`co.uk`): a public
   * suffix list. Absent: wildcards directly below such names are not seen.
   */
  readonly isPublicSuffix?: ((name: string) => boolean) | undefined;
  readonly limits?: Partial<PathLimits> | undefined;
  /** Whether the result lists the paths that were tried, for people who look for the reason. */
  readonly explain?: boolean | undefined;
}

/** Caps on what a peer can make us do. One that is reached ends the search: nothing is accepted. */
export interface PathLimits {
  /** Certificates that a peer may send. */
  readonly chainLength: number;
  /** CAs between the leaf and the anchor. Public paths have one or two. */
  readonly intermediates: number;
  /** Signature verifications. */
  readonly signatures: number;
  /** Candidate issuers looked at, and certificates of paths that were judged. */
  readonly steps: number;
  /** Comparisons of a name with a name constraint. */
  readonly nameComparisons: number;
  /** Policies, and policies that they are mapped to, of all paths that were judged. */
  readonly policies: number;
}

export const defaultPathLimits: PathLimits = {
  chainLength: 10,
  intermediates: 6,
  signatures: 100,
  steps: 20_000,
  nameComparisons: 250_000,
  policies: 50_000,
};

export type PathResult = AcceptedPath | RefusedPath;

export interface AcceptedPath {
  readonly accepted: true;
  /** From the peer's certificate to the anchor. A pinned self-signed certificate stands alone. */
  readonly path: readonly Certificate[];
  /** Which rules for issuing the path breaks; none in the profile `strict`. Found when read. */
  readonly warnings: readonly PathWarning[];
  /**
   * For which policies, dotted, the path is valid (the user-constrained-policy-set of RFC 9618,
   * anyPolicy for all); undefined if they were not processed.
   */
  readonly policies: readonly string[] | undefined;
  /** With `explain`: the paths that were refused before. */
  readonly tried: readonly TriedPath[] | undefined;
}

/** A rule that was broken and that refuses nothing in this profile. */
export interface PathWarning {
  /** Which certificate of the chain; undefined for an anchor. */
  readonly certificate: number | undefined;
  readonly rule: IssuingRule;
  /** One sentence for people. */
  readonly text: string;
}

/** The reason from the attempt that came furthest: an expired path says more than an unknown CA. */
export interface RefusedPath {
  readonly accepted: false;
  readonly code: PathErrorCode;
  /** Which rule was broken: finer than the code. */
  readonly rule: PathRule | IssuingRule;
  /** Which certificate of the chain is at fault; undefined for an anchor. */
  readonly index: number | undefined;
  /** Its subject in text; undefined if it could not be read. */
  readonly subject: string | undefined;
  /** One sentence for people. */
  readonly detail: string;
  /** With `explain`: the paths that were tried, this refusal among them. */
  readonly tried: readonly TriedPath[] | undefined;
}

/** One path, or the beginning of one, and the first that was wrong with it. */
export interface TriedPath extends Omit<RefusedPath, 'accepted' | 'tried'> {
  /** From the peer's certificate on, as far as it was followed. */
  readonly path: readonly Certificate[];
}
