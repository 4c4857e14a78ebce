/**
 * noRevAvail (RFC 9608): the issuer publishes nothing about the revocation of this certificate, as
 * a rule because it does not live long. Whoever validates does not ask then.
 */
import { type Certificate, readExtension } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import { type DerReader, tags } from './der.ts';
import type { Fault } from './faults.ts';
import { accessUrls } from './status-extensions.ts';

const noRevAvail = '2.5.29.56';

/** Where the issuer would publish: cRLDistributionPoints, freshestCRL. */
const pointers = ['2.5.29.31', '2.5.29.46'];

/** Whether nobody is to be asked. The certificate is one that `judgeNoRevAvail` lets pass. */
export function hasNoRevAvail({ extensions }: Certificate): boolean {
  return extensions.all.has(noRevAvail);
}

/**
 * RFC 9608 2 and 3: not critical, not in a certificate of a CA, and not beside what says where to
 * ask. One that contradicts itself is invalid.
 * @throws CertificateError where the extension is malformed
 */
export function judgeNoRevAvail(certificate: Certificate): Fault | undefined {
  const { all, basicConstraints } = certificate.extensions;
  const extension = all.get(noRevAvail);
  if (extension === undefined) return undefined;
  readExtension(certificate, noRevAvail, readNull);
  if (extension.isCritical) return faultBy('as a critical extension');
  if (basicConstraints?.cA === true) return faultBy('and is a CA certificate');
  if (pointers.some((id) => all.has(id))) return faultBy('and says where its CRLs are');
  return hasResponder(certificate) ? faultBy('and names an OCSP responder') : undefined;
}

function faultBy(what: string): Fault {
  const problem = `says that nothing is published of its revocation (noRevAvail) ${what}`;
  return { code: 'ERR_TLS_CERT_MALFORMED', rule: 'no-rev-avail', problem };
}

function readNull(value: DerReader): void {
  if (value.contents(tags.null).length > 0) value.fail('a NULL has contents');
}

/** Where authorityInfoAccess cannot be read, it names nobody. */
function hasResponder(certificate: Certificate): boolean {
  try {
    return accessUrls(certificate).ocsp.length > 0;
  } catch (error) {
    if (error instanceof CertificateError) return false;
    throw error;
  }
}
