/** What the generated state tables tell people of a state. */
export interface StateInfo {
  /** One or two sentences from the spec. */
  readonly description: string;
  /** The section that defines it, as `<RFC number>#<section>`, where there is one. */
  readonly rfc: string | undefined;
  /** `reading`, `waiting` (for an answer from outside) or `flushing`. */
  readonly tags: readonly string[];
  /** What the peer may send here, in the RFC's words: `serverHello`, `applicationData`, ... */
  readonly expects: readonly string[];
  /** The same in TLS 1.2, where that differs. */
  readonly expectsInTls12?: readonly string[];
}
