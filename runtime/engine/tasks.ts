/**
 * Questions that an engine cannot answer itself, and their answers. A task may be answered at
 * once by a function of the options, or later through `answer(id, ...)`; until then the engine
 * takes nothing more of the handshake.
 */
import type { ErrorCode } from '../../generated/registries.ts';

/** A question, as it stands in the effect `wait`. */
export type Task =
  | { readonly id: number; readonly kind: 'verifyPeer'; readonly request: VerifyPeerRequest }
  | { readonly id: number; readonly kind: 'sign'; readonly request: SignRequest };

/** May this peer come in? */
export interface VerifyPeerRequest {
  /** DER, the leaf first, as the peer sent them. */
  readonly certificates: readonly Uint8Array[];
  /** The DNS name or IP address that the peer must be; undefined: any. */
  readonly name: string | undefined;
  readonly purpose: 'server' | 'client';
}

/** The answer to a VerifyPeerRequest. */
export type PeerVerdict =
  | { readonly accepted: true /** False if nobody verified. */; readonly authorized?: boolean }
  | { readonly accepted: false; readonly code: ErrorCode; readonly detail?: string };

/** Sign `content` (RFC 9846 4.5.2: already with padding, context string and transcript hash). */
export interface SignRequest {
  /** SignatureScheme code point. */
  readonly scheme: number;
  readonly content: Uint8Array;
}

/** What `answer` takes: a verdict for `verifyPeer`, a signature for `sign`. */
export type TaskAnswer =
  | { readonly kind: 'verifyPeer'; readonly verdict: PeerVerdict }
  | { readonly kind: 'sign'; readonly signature: Uint8Array }
  /** The answer could not be found: the connection ends with internal_error. */
  | { readonly kind: 'failed'; readonly cause: unknown };
