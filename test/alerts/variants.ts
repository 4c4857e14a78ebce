/** The ways in which a client certificate is refused, and what the client is doing then. */
import type { AlertName } from '../../runtime/index.ts';

export interface Variant {
  /** The client shows a certificate that nobody trusts, or none. */
  readonly shows: 'a certificate that is refused' | 'none';
  /** Whether the alert waits for the client's Finished. */
  readonly isDeferred: boolean;
  /** Whether application data follow the client's Finished at once. */
  readonly isPipelined: boolean;
}

export const variants: readonly Variant[] = [true, false].flatMap((isDeferred) =>
  [true, false].flatMap((isPipelined) => [
    { shows: 'a certificate that is refused', isDeferred, isPipelined },
    { shows: 'none', isDeferred, isPipelined },
  ]),
);

/** One line for people. */
export function describeVariant({ shows, isDeferred, isPipelined }: Variant): string {
  const when = isDeferred ? 'the alert is deferred' : 'the alert comes at once';
  return `${shows}, ${when}, ${isPipelined ? 'data' : 'nothing'} behind Finished`;
}

/** @param refused the alert for a certificate that is not trusted, which depends on the reason */
export function alertFor({ shows }: Variant, refused: AlertName): AlertName {
  return shows === 'none' ? 'certificate_required' : refused;
}
