/**
 * The one error that reading the wire format can end in. Low rooms may not know alerts, so it
 * carries a code and the place; the engine turns it into a TlsError with the alert that the
 * registry has for that code (RFC 9846 6.2).
 */

/** What is wrong with the bytes; the same words as in the error registry. */
export type DecodeErrorCode =
  | 'ERR_TLS_DECODE'
  | 'ERR_TLS_DUPLICATE_EXTENSION'
  | 'ERR_TLS_FORBIDDEN_EXTENSION'
  | 'ERR_TLS_UNSUPPORTED_EXTENSION';

/** Bytes from the peer that do not have the form that the wire format demands. */
export class DecodeError extends Error {
  readonly code: DecodeErrorCode;
  /** The field in the RFC's words, such as `ClientHello.cipher_suites`. */
  readonly field: string;
  /** Where decoding stopped, in bytes from the start of the structure that was decoded. */
  readonly offset: number;

  /**
   * @param code which family of fault
   * @param field the field in the RFC's words
   * @param offset bytes from the start of the structure
   * @param problem what is wrong there; never the peer's bytes themselves
   */
  constructor(code: DecodeErrorCode, field: string, offset: number, problem: string) {
    super(`${field} at byte ${offset}: ${problem}`);
    this.name = 'DecodeError';
    this.code = code;
    this.field = field;
    this.offset = offset;
  }
}
