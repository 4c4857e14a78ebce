/**
 * The rules that hold for every block of extensions (RFC 9846 4.3), made for the generated
 * decoders of extensions: no type twice, no answer to what was not asked, nothing where it must
 * not stand. Which type may stand where is the generated code's knowledge.
 */
import { DecodeError, type DecodeErrorCode } from './decode-error.ts';

/** What a block needs of an extension; the generated `Extension` has it. */
interface ExtensionBytes {
  readonly extensionType: number;
  readonly extensionData: Uint8Array;
}

/** Bytes of type and length before the body. */
const headerLength = 4;

/** Walks over one message's extensions; each is taken or refused, in order. */
export class ExtensionBlock {
  readonly #message: string;
  readonly #extensions: readonly ExtensionBytes[];
  readonly #nameOf: (type: number) => string;
  readonly #seen = new Set<number>();

  /**
   * @param message where the block stands, for errors
   * @param extensions the block
   * @param nameOf the name of a type, for errors
   */
  constructor(
    message: string,
    extensions: readonly ExtensionBytes[],
    nameOf: (type: number) => string,
  ) {
    this.#message = message;
    this.#extensions = extensions;
    this.#nameOf = nameOf;
  }

  /** Takes the next extension. @throws DecodeError when its type was there before */
  take(type: number): void {
    // @req 9846:4.3:7
    if (this.#seen.has(type)) {
      throw this.#error('ERR_TLS_DUPLICATE_EXTENSION', `${this.#nameOf(type)} stands twice`);
    }
    this.#seen.add(type);
  }

  /** Takes the next extension, an answer. @throws DecodeError when unasked, or there before */
  takeAnswer(type: number, requested: ReadonlySet<number>): void {
    // @req 9846:4.3:4
    if (!requested.has(type)) throw this.unsupported(type);
    this.take(type);
  }

  /** Takes the next extension, behind which nothing may follow. @throws DecodeError */
  takeLast(type: number): void {
    this.take(type);
    if (this.#seen.size === this.#extensions.length) return;
    const problem = `${this.#nameOf(type)} must be the last extension`;
    throw this.#error('ERR_TLS_FORBIDDEN_EXTENSION', problem);
  }

  /** The error for a known extension in a message where it must not stand; to be thrown. */
  forbidden(type: number): DecodeError {
    const problem = `${this.#nameOf(type)} must not stand in this message`;
    return this.#error('ERR_TLS_FORBIDDEN_EXTENSION', problem);
  }

  /** The error for an answer that nobody asked for, also of an unknown type; to be thrown. */
  unsupported(type: number): DecodeError {
    const problem = `${this.#nameOf(type)} answers nothing that was asked`;
    return this.#error('ERR_TLS_UNSUPPORTED_EXTENSION', problem);
  }

  /** The offset is that of the first extension not taken, from the start of the block. */
  #error(code: DecodeErrorCode, problem: string): DecodeError {
    const before = this.#extensions.slice(0, this.#seen.size);
    const offset = before.reduce((sum, it) => sum + headerLength + it.extensionData.length, 0);
    return new DecodeError(code, `${this.#message}.extensions`, offset, problem);
  }
}
