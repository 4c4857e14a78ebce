/**
 * The one error class of the library. Its `code` is stable; the registry says which alert goes
 * with it and whose fault it is. Texts say what came, what was expected and where; they never
 * hold secret bytes or a peer's raw bytes.
 */
import { type AlertName, type ErrorCode, errorInfo, type Fault } from '../generated/registries.ts';
import { DecodeError } from './codegen/decode-error.ts';

/** What is known about an error besides its code. */
export interface TlsErrorDetails {
  /** What went wrong in this case, in words; the registry's general text by default. */
  readonly message?: string;
  /** The alert that was sent or received. By default the one that the registry has. */
  readonly alert?: AlertName;
  /** Who ended the connection. `local` by default. */
  readonly origin?: 'local' | 'peer';
  /** The number of a received alert that has no name here. */
  readonly alertCode?: number;
  readonly cause?: unknown;
}

/** Why a connection failed, or why a call was refused. */
export class TlsError extends Error {
  readonly code: ErrorCode;
  /**
   * Of a connection's end: the alert that was sent, or that came from the peer; undefined if none.
   * Before that: the one that the registry has for the code.
   */
  alert: AlertName | undefined;
  /** The alert's number, also where the name is not known. */
  readonly alertCode: number | undefined;
  /** `peer`: it sent us the alert. `local`: we found the fault. */
  readonly origin: 'local' | 'peer';
  /** Whose fault it is, by the registry. */
  readonly fault: Fault;
  /** The section of a standard that was violated or applied, as `9846#4.5.3`. */
  readonly rfc: string;
  /** The state in which it happened; set by the engine. */
  state: string | undefined;

  constructor(code: ErrorCode, details: TlsErrorDetails = {}) {
    const info = errorInfo[code];
    const options = details.cause === undefined ? {} : { cause: details.cause };
    super(details.message ?? info.text, options);
    this.name = 'TlsError';
    this.code = code;
    this.alert = details.alert ?? (info.alert === 'none' ? undefined : info.alert);
    this.alertCode = details.alertCode;
    this.origin = details.origin ?? 'local';
    this.fault = info.fault;
    this.rfc = info.rfc;
    this.state = undefined;
  }
}

/** A decoder's error as the library's own; anything else is passed on as it is. */
export function fromDecodeError(error: unknown): TlsError {
  if (error instanceof TlsError) return error;
  if (error instanceof DecodeError) return new TlsError(error.code, { message: error.message });
  throw error;
}

/** Refuses a caller's mistake at the public edge. @throws TlsError ERR_TLS_INVALID_ARGUMENT */
export function refuseArgument(name: string, problem: string): never {
  throw new TlsError('ERR_TLS_INVALID_ARGUMENT', { message: `${name}: ${problem}` });
}
