/**
 * A reader for DER (X.690), as strict as certificates need it: definite lengths in their shortest
 * form, one-byte tags, canonical BOOLEAN, INTEGER, BIT STRING and OBJECT IDENTIFIER, and nothing
 * left over. What BER allows beyond that is refused: two encodings of one value are two chances to
 * be understood differently.
 *
 * Not here: values that only X.509 gives a meaning (times, names, extensions), and encoding.
 */
import { CertificateError } from './certificate-error.ts';

/** Identifier octets that certificates and keys use. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  /** Encoded as an INTEGER. */
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Of an identifier octet: elements are inside. */
const isConstructed = 0x20;

/** How deep elements may be nested that nobody reads: a peer could fill a message with them. */
const deepest = 32;

/**
 * An arc made of a UUID has 128 bits (X.667), which are 19 bytes; nobody has a longer one. To print
 * a number takes a time that grows with the square of its length.
 */
const longestArc = 19;

/** Identifier octet of the primitive type `[number]`. */
export function primitiveTag(number: number): number {
  return 0x80 | number;
}

/** Identifier octet of the constructed type `[number]`. */
export function constructedTag(number: number): number {
  return 0xa0 | number;
}

/** A BIT STRING: whole bytes and how many bits of the last one do not count. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly unusedBits: number;
}

/**
 * Reads elements one after the other. Byte strings that it gives out are views of its input, which
 * must not change afterwards. Every method throws CertificateError (ERR_TLS_CERT_MALFORMED) with
 * the offset in the outermost input.
 */
export class DerReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /** Where the next element begins. */
  get offset(): number {
    return this.#position;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#end;
  }

  /** Whether the next element has this identifier octet. */
  isNext(tag: number): boolean {
    return !this.isAtEnd && this.#bytes[this.#position] === tag;
  }

  /** A reader over the contents of the next element, which must have this identifier octet. */
  enter(tag: number): DerReader {
    const start = this.#header(tag);
    return new DerReader(this.#bytes, start, this.#position);
  }

  /** As `enter`, for an OPTIONAL element: undefined when the next one is another. */
  enterOptional(tag: number): DerReader | undefined {
    return this.isNext(tag) ? this.enter(tag) : undefined;
  }

  /** The contents of the next element. */
  contents(tag: number): Uint8Array {
    const start = this.#header(tag);
    return this.#bytes.subarray(start, this.#position);
  }

  /** The next element with its header. */
  element(tag: number): Uint8Array {
    const start = this.#position;
    this.#header(tag);
    return this.#bytes.subarray(start, this.#position);
  }

  /** The next element with its header, whatever its type. */
  anyElement(): Uint8Array {
    return this.unreadElement(this.#identifier());
  }

  /** As `element`, where nobody reads what is inside: that it is DER is checked all the same. */
  unreadElement(tag: number): Uint8Array {
    const inside = this.fork();
    const element = this.element(tag);
    inside.#checkDer(0);
    return element;
  }

  /** As far as it can be told without knowing the type. */
  #checkDer(depth: number): void {
    const tag = this.#identifier();
    if (depth > deepest) this.fail(`elements are nested more than ${deepest} deep`);
    if (tag === tags.integer) this.integer();
    else if (tag === tags.boolean) this.#checkBoolean();
    else if (tag === tags.objectIdentifier) this.skipObjectIdentifier();
    else if ((tag & isConstructed) === 0) this.contents(tag);
    else {
      const inside = this.enter(tag);
      while (!inside.isAtEnd) inside.#checkDer(depth + 1);
    }
  }

  #checkBoolean(): void {
    const [value, ...more] = this.contents(tags.boolean);
    const isCanonical = more.length === 0 && (value === 0 || value === 0xff);
    if (!isCanonical) this.fail('a BOOLEAN is not canonical');
  }

  /** Identifier octet of the next element. */
  peek(): number {
    return this.#identifier();
  }

  /** A second reader at the same place: for what is kept as bytes and looked into as well. */
  fork(): DerReader {
    return new DerReader(this.#bytes, this.#position, this.#end);
  }

  /**
   * `BOOLEAN DEFAULT FALSE`: DER leaves out a default value, so the only encoding is TRUE.
   * @param tag that of an IMPLICIT type, where it is one
   */
  defaultFalse(tag: number = tags.boolean): boolean {
    if (!this.isNext(tag)) return false;
    const [value, ...more] = this.contents(tag);
    if (value === 0 && more.length === 0) this.fail('a BOOLEAN spells out its default, FALSE');
    if (value !== 0xff || more.length > 0) this.fail('a BOOLEAN is not canonical');
    return true;
  }

  /**
   * An INTEGER's contents: two's complement, in the fewest bytes.
   * @param tag that of an IMPLICIT type, where it is one
   */
  integer(tag: number = tags.integer): Uint8Array {
    const contents = this.contents(tag);
    const first = contents[0];
    const second = contents[1] ?? 0;
    if (first === undefined) this.fail('an INTEGER is empty');
    const isPadded =
      contents.length > 1 &&
      ((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
    if (isPadded) this.fail('an INTEGER is not in its shortest form');
    return contents;
  }

  /** An INTEGER from 0 to 2^31-1. */
  smallInteger(tag: number = tags.integer): number {
    const contents = this.integer(tag);
    if ((contents[0] ?? 0) >= 0x80 || contents.length > 4) this.fail('an INTEGER is out of range');
    return contents.reduce((value, byte) => value * 256 + byte, 0);
  }

  /** @param tag that of an IMPLICIT type, where it is one */
  bitString(tag: number = tags.bitString): BitString {
    const contents = this.contents(tag);
    const unusedBits = contents[0];
    if (unusedBits === undefined) this.fail('a BIT STRING is empty');
    const bytes = contents.subarray(1);
    const last = bytes.at(-1);
    if (unusedBits > 7 || (last === undefined && unusedBits > 0)) {
      this.fail('a BIT STRING has a wrong number of unused bits');
    }
    if (((last ?? 0) & ((1 << unusedBits) - 1)) !== 0) {
      this.fail('a BIT STRING has unused bits that are not zero');
    }
    return { bytes, unusedBits };
  }

  /** A BIT STRING that holds whole bytes. */
  octetAlignedBitString(): Uint8Array {
    const { bytes, unusedBits } = this.bitString();
    if (unusedBits > 0) this.fail('a BIT STRING does not hold whole bytes');
    return bytes;
  }

  /** An OBJECT IDENTIFIER in dotted form. */
  objectIdentifier(): string {
    const start = this.#identifierStart();
    const bytes = this.#bytes;
    const end = this.#position;
    // Nearly all that certificates have begin with 2.5 and have one byte an arc.
    const isShort = end - start === 3 && bytes[start] === 0x55 && (bytes[start + 1] ?? 0) < 0x80;
    return isShort
      ? `2.5.${bytes[start + 1]}.${bytes[start + 2]}`
      : dotted(bytes.subarray(start, end));
  }

  /** Steps over an OBJECT IDENTIFIER. */
  skipObjectIdentifier(): void {
    this.#identifierStart();
  }

  /** Must be called when nothing may follow. */
  finish(): void {
    if (!this.isAtEnd) this.fail('there is data after the last element');
  }

  /** @throws CertificateError always: malformed, at the current position */
  fail(problem: string): never {
    throw new CertificateError('ERR_TLS_CERT_MALFORMED', problem, this.#position);
  }

  /**
   * Steps over an OBJECT IDENTIFIER and returns where its contents begin. X.690 8.19: seven bits a
   * byte, in arcs that do not begin with zeros.
   */
  #identifierStart(): number {
    const start = this.#header(tags.objectIdentifier);
    let arcLength = 0;
    for (let at = start; at < this.#position; at++) {
      const byte = this.#bytes[at] ?? 0;
      if (arcLength === 0 && byte === 0x80)
        this.fail('an OBJECT IDENTIFIER is not in its shortest form');
      arcLength = byte < 0x80 ? 0 : arcLength + 1;
      if (arcLength === longestArc)
        this.fail(`an OBJECT IDENTIFIER has an arc of more than ${longestArc} bytes`);
    }
    if (arcLength > 0 || start === this.#position) this.fail('an OBJECT IDENTIFIER is cut off');
    return start;
  }

  /** Steps over the element and returns where its contents begin. */
  #header(tag: number): number {
    const found = this.#identifier();
    if (found !== tag) this.fail(`expected the type 0x${hexByte(tag)}, got 0x${hexByte(found)}`);
    this.#position += 1;
    const length = this.#length();
    const start = this.#position;
    if (length > this.#end - start) this.fail('an element is longer than what holds it');
    this.#position = start + length;
    return start;
  }

  #identifier(): number {
    if (this.isAtEnd) this.fail('an element is missing');
    const identifier = this.#bytes[this.#position] ?? 0;
    if ((identifier & 0x1f) === 0x1f) this.fail('a tag has more than one byte');
    return identifier;
  }

  /** X.690 10.1: definite, and in the fewest bytes. 3 bytes suffice: certificates are small. */
  #length(): number {
    const first = this.#lengthByte();
    if (first < 0x80) return first;
    if (first === 0x80) this.fail('a length is indefinite');
    const count = first & 0x7f;
    if (count > 3) this.fail('a length is beyond 16 MiB');
    let length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + this.#lengthByte();
    if (length < 0x80 || length < 256 ** (count - 1)) {
      this.fail('a length is not in its shortest form');
    }
    return length;
  }

  #lengthByte(): number {
    if (this.isAtEnd) this.fail('a length is cut off');
    const byte = this.#bytes[this.#position] ?? 0;
    this.#position += 1;
    return byte;
  }
}

function dotted(contents: Uint8Array): string {
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  for (const byte of contents) {
    arc = nextArc(arc, byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  // The first two arcs share one number: 40 times the first, which is 0, 1 or 2, plus the second.
  const [both = 0, ...others] = arcs;
  const first = both < 40 ? 0 : both < 80 ? 1 : 2;
  const second = typeof both === 'bigint' ? both - 80n : both - 40 * first;
  return [first, second, ...others].join('.');
}

/** Arcs made of a UUID (2.25) do not fit a double. */
function nextArc(arc: number | bigint, septet: number): number | bigint {
  if (typeof arc === 'number' && arc < 2 ** 46) return arc * 128 + septet;
  return BigInt(arc) * 128n + BigInt(septet);
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}
