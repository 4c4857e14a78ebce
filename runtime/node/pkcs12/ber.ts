/**
 * BER (X.690 8) to DER, as far as key stores need it: NSS, and Firefox with it, writes PKCS#12 with
 * indefinite lengths and with strings in pieces, which PKCS#12 allows. The reader of certificates
 * takes neither, for good reasons; here a MAC stands over all that is believed.
 */
import { CertificateError } from '../../x509/certificate-error.ts';
import { tags } from '../../x509/der.ts';
import { encodeDer } from '../../x509/der-writer.ts';

/** How deep elements may be nested. What is written has about ten levels. */
const deepest = 32;

const isConstructed = 0x20;
const constructedOctetString = tags.octetString | isConstructed;

/**
 * One element with definite, shortest lengths everywhere, and OCTET STRINGs in one piece.
 * @throws CertificateError if it is no element, is cut off, or something follows it
 */
export function definite(ber: Uint8Array): Uint8Array {
  const reader = new BerReader(ber);
  const der = reader.element(0);
  if (reader.at !== ber.length) reader.fail('there is data after the last element');
  return der;
}

/** The contents of OCTET STRINGs that follow one another: the pieces of one, which DER writes whole. */
export function joinPieces(pieces: Uint8Array): Uint8Array {
  const reader = new BerReader(pieces);
  const contents: Uint8Array[] = [];
  while (reader.at < pieces.length) contents.push(reader.octetString(0));
  return Buffer.concat(contents);
}

class BerReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next element in DER. */
  element(depth: number): Uint8Array {
    const { tag, end } = this.#header(depth);
    if ((tag & isConstructed) === 0) return encodeDer(tag, this.#primitive(end));
    if (tag === constructedOctetString)
      return encodeDer(tags.octetString, this.#pieces(end, depth));
    const parts: Uint8Array[] = [];
    while (!this.#isOver(end)) parts.push(this.element(depth + 1));
    return encodeDer(tag, ...parts);
  }

  /** The contents of the next element, an OCTET STRING in one piece or in several. */
  octetString(depth: number): Uint8Array {
    const { tag, end } = this.#header(depth);
    if (tag === tags.octetString) return this.#primitive(end);
    if (tag === constructedOctetString) return this.#pieces(end, depth);
    this.fail('a string in pieces has a piece of another type');
  }

  fail(problem: string): never {
    throw new CertificateError('ERR_TLS_CERT_MALFORMED', problem, this.at);
  }

  #pieces(end: number | undefined, depth: number): Uint8Array {
    const contents: Uint8Array[] = [];
    while (!this.#isOver(end)) contents.push(this.octetString(depth + 1));
    return Buffer.concat(contents);
  }

  #primitive(end: number | undefined): Uint8Array {
    if (end === undefined) this.fail('a primitive element has an indefinite length');
    const contents = this.#bytes.subarray(this.at, end);
    this.at = end;
    return contents;
  }

  /** Whether the contents end here; steps over the two zero bytes that end an indefinite length. */
  #isOver(end: number | undefined): boolean {
    if (end !== undefined) {
      if (this.at > end) this.fail('an element is longer than what holds it');
      return this.at === end;
    }
    if (this.#bytes[this.at] !== 0 || this.#bytes[this.at + 1] !== 0) return false;
    this.at += 2;
    return true;
  }

  /** @returns where the contents end; undefined: where two zero bytes say so */
  #header(depth: number): { readonly tag: number; readonly end: number | undefined } {
    if (depth > deepest) this.fail(`elements are nested more than ${deepest} deep`);
    const tag = this.#byte();
    if ((tag & 0x1f) === 0x1f) this.fail('a tag has more than one byte');
    const length = this.#length();
    if (length === undefined) return { tag, end: undefined };
    const end = this.at + length;
    if (end > this.#bytes.length) this.fail('an element is cut off');
    return { tag, end };
  }

  #length(): number | undefined {
    const first = this.#byte();
    if (first < 0x80) return first;
    if (first === 0x80) return undefined;
    let length = 0;
    for (let count = first & 0x7f; count > 0; count--) length = length * 256 + this.#byte();
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) this.fail('an element is cut off');
    this.at += 1;
    return byte;
  }
}
