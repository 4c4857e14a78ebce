/** Why certificates are revoked: CRLReason (RFC 5280 5.3.1), which CRLs and OCSP share. */
import { type DerReader, tags } from './der.ts';

/** By their code; 7 was never given out. */
const reasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

export type RevocationReason = Exclude<(typeof reasons)[number], undefined>;

/** @throws CertificateError for a code that means nothing */
export function readRevocationReason(reader: DerReader): RevocationReason {
  const reason = reasons[reader.smallInteger(tags.enumerated)];
  return reason ?? reader.fail('a CRLReason is not known');
}
