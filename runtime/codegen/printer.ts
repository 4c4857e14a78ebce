/**
 * Collects indented lines for traces, made for the generated printers. Nothing of it runs
 * unless somebody traces; long byte fields are shortened, since a trace is for reading.
 */
import { DecodeError } from './decode-error.ts';

/** More bytes than this are cut, with the full length told. */
const shownBytes = 16;

/** How a body that is still bytes becomes lines. */
interface BodyForm<Body> {
  decode(bytes: Uint8Array): Body;
  show(printer: Printer, body: Body): void;
}

/** Lines of one printed structure, in order; `open` and `close` indent. */
export class Printer {
  readonly lines: string[] = [];
  #indent = '';

  /** One field and its value in words. */
  field(name: string, text: string): void {
    this.lines.push(`${this.#indent}${name}: ${text}`);
  }

  /** A field that is bytes: in hexadecimal, and as text where it is some. */
  bytes(name: string, value: Uint8Array): void {
    this.field(name, `${shortHex(value)}${asText(value)}`);
  }

  /** Starts a structure; its fields follow indented until `close`. */
  open(name: string): void {
    this.lines.push(`${this.#indent}${name}`);
    this.#indent += '  ';
  }

  /** Ends the structure that was opened last. */
  close(): void {
    this.#indent = this.#indent.slice(2);
  }

  /** A structure that is still bytes, such as an extension; malformed ones stay bytes. */
  body<Body>(name: string, bytes: Uint8Array, form: BodyForm<Body>): void {
    try {
      const body = form.decode(bytes);
      this.open(name);
      form.show(this, body);
      this.close();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.bytes(`${name} (malformed)`, bytes);
    }
  }
}

/** Bytes in hexadecimal: the first sixteen, and how many there are where that is not all. */
function shortHex(bytes: Uint8Array): string {
  if (bytes.length === 0) return '(empty)';
  let text = '';
  for (const byte of bytes.subarray(0, shownBytes)) text += byte.toString(16).padStart(2, '0');
  return bytes.length > shownBytes ? `${text}.. (${bytes.length} bytes)` : text;
}

/** Names of hosts and protocols are easier to read as such; only plain ASCII can pass. */
function asText(bytes: Uint8Array): string {
  const isText =
    bytes.length > 1 && bytes.length < 64 && bytes.every((it) => it > 0x20 && it < 0x7f);
  return isText ? ` "${String.fromCharCode(...bytes)}"` : '';
}
