/**
 * Collects indented lines for traces, made for the generated printers. Nothing of it runs
 * unless somebody traces; long byte fields are shortened, since a trace is for reading.
 */

/** More bytes than this are cut, with the full length told. */
const shownBytes = 16;

/** Lines of one printed structure, in order; `open` and `close` indent. */
export class Printer {
  readonly lines: string[] = [];
  #indent = '';

  /** One field and its value in words. */
  field(name: string, text: string): void {
    this.lines.push(`${this.#indent}${name}: ${text}`);
  }

  /** A field that is bytes, shown in hexadecimal. */
  bytes(name: string, value: Uint8Array): void {
    this.field(name, shortHex(value));
  }

  /** Starts a structure; its fields follow indented until `close`. */
  open(name: string): void {
    this.lines.push(`${this.#indent}${name}`);
    this.#indent += '  ';
  }

  close(): void {
    this.#indent = this.#indent.slice(2);
  }
}

/** Bytes in hexadecimal: the first sixteen, and how many there are where that is not all. */
export function shortHex(bytes: Uint8Array): string {
  if (bytes.length === 0) return '(empty)';
  let text = '';
  for (const byte of bytes.subarray(0, shownBytes)) text += byte.toString(16).padStart(2, '0');
  return bytes.length > shownBytes ? `${text}.. (${bytes.length} bytes)` : text;
}
