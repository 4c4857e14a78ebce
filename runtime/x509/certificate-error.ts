/** The one exception of this room: bytes that are no certificate, or none that we handle. */

/** Which of the two it is; both are codes of the error registry. */
export type CertificateErrorCode = 'ERR_TLS_CERT_MALFORMED' | 'ERR_TLS_CERT_UNSUPPORTED';

/** Thrown while DER is read. Judging a certificate that could be read never throws. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code: CertificateErrorCode;
  /** Where in the input it was seen, in bytes from its start. */
  readonly offset: number;

  constructor(code: CertificateErrorCode, problem: string, offset: number) {
    super(`${problem} (at byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}
