/**
 * The one error class of the library. Its `code` is stable; the registry says which alert goes
 * with it and whose fault it is. Texts say what came, what was expected and where; they never
 * hold secret bytes or a peer's raw bytes.
 */
import {
  type AlertName,
  alertCodes,
  type ErrorCode,
  errorHints,
  errorInfo,
  type Fault,
} from '../generated/registries.ts';
import { DecodeError } from './codegen/decode-error.ts';

/** What is known about an error besides its code. */
export interface TlsErrorDetails {
  /** What went wrong in this case, in words; the registry's general text by default. */
  readonly message?: string;
  /** The alert that was sent or received. By default the one that the registry has. */
  readonly alert?: AlertName;
  /** Who ended the connection. `local` by default. */
  readonly origin?: 'local' | 'peer';
  /** The number of a received alert, which may have no name here. */
  readonly alertCode?: number;
  readonly received?: string;
  readonly expected?: readonly string[];
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
  /** `peer`: it sent us the alert. `local`: we found the fault. */
  readonly origin: 'local' | 'peer';
  /** Whose fault it is, by the registry. */
  readonly fault: Fault;
  /** The section of a standard that was violated or applied, as `9846#4.5.3`. */
  readonly rfc: string;
  /** The state in which it happened; set by the engine. */
  state: string | undefined;
  /** What came, if the order of messages was the matter: `serverHello`, `application data`. */
  readonly received: string | undefined;
  /** What that state takes instead. */
  readonly expected: readonly string[];
  /** What people may look at, or do; undefined where nothing better is known than the message. */
  hint: string | undefined;
  readonly #alertCode: number | undefined;

  constructor(code: ErrorCode, details: TlsErrorDetails = {}) {
    const info = errorInfo[code];
    const options = details.cause === undefined ? {} : { cause: details.cause };
    super(details.message ?? info.text, options);
    this.name = 'TlsError';
    this.code = code;
    this.alert = details.alert ?? (info.alert === 'none' ? undefined : info.alert);
    this.origin = details.origin ?? 'local';
    this.fault = info.fault;
    this.rfc = info.rfc;
    this.state = undefined;
    this.received = details.received;
    this.expected = details.expected ?? [];
    this.hint = errorHints[code];
    this.#alertCode = details.alertCode;
  }

  /** The alert's number, also where a received one has no name here. */
  get alertCode(): number | undefined {
    return this.alert === undefined ? this.#alertCode : alertCodes[this.alert];
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
