/** record_size_limit (RFC 8449 4): how much each side takes in one protected record. */
import type { ProtocolName } from '../../generated/registries.ts';
import { refuseArgument } from '../errors.ts';
import { MAX_INNER_PLAINTEXT_LENGTH, MAX_PLAINTEXT_LENGTH } from '../record/limits.ts';
import { refuse } from './judge.ts';

/** Smaller limits are forbidden: they would cost more than they save. */
const minRecordSizeLimit = 64;

/**
 * Bytes of TLSInnerPlaintext; undefined: the peer did not say. More than TLS allows is as good
 * as all that it allows: the peer may know of a longer record than we do.
 * @throws TlsError for a limit below 64
 */
export function judgeRecordSizeLimit(
  extension: { readonly recordSizeLimit: number } | undefined,
): number | undefined {
  const limit = extension?.recordSizeLimit;
  if (limit !== undefined && limit < minRecordSizeLimit) {
    refuse('ERR_TLS_ILLEGAL_PARAMETER', `record_size_limit is ${limit}, at least 64 are needed`);
  }
  return limit && Math.min(limit, MAX_INNER_PLAINTEXT_LENGTH);
}

/**
 * What we tell the peer: never more than the newest version that it can be about has (RFC 8449 4).
 * @param wish the option, in bytes
 */
export function ownRecordSize(
  { recordSizeLimit: wish = MAX_INNER_PLAINTEXT_LENGTH }: { readonly recordSizeLimit?: number },
  newest: ProtocolName | undefined,
): number {
  return Math.min(wish, newest === 'TLSv1.2' ? MAX_PLAINTEXT_LENGTH : MAX_INNER_PLAINTEXT_LENGTH);
}

/** Checks the options. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function checkRecordSizes(options: {
  readonly recordSizeLimit?: number;
  readonly recordPadding?: number;
}): void {
  checkRange('recordSizeLimit', options.recordSizeLimit, minRecordSizeLimit);
  checkRange('recordPadding', options.recordPadding, 1);
}

function checkRange(name: string, value: number | undefined, min: number): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= min && value <= MAX_INNER_PLAINTEXT_LENGTH) return;
  refuseArgument(name, `${value} is no integer from ${min} to ${MAX_INNER_PLAINTEXT_LENGTH}`);
}
