/**
 * Distinguished names (RFC 5280 4.1.2.4): their structure, and their text for people, which decides
 * nothing.
 *
 * Not here: the comparison of RFC 5280 7.1 (name-comparison.ts), and host names.
 */
import { hexOf } from '../bytes.ts';
import { DerReader, tags } from './der.ts';

/**
 * Steps over a Name and checks its structure.
 * @returns its DER, a view
 * @throws CertificateError
 */
export function readName(reader: DerReader): Uint8Array {
  const name = reader.fork().element(tags.sequence);
  const sequence = reader.enter(tags.sequence);
  while (!sequence.isAtEnd) {
    const attributes = sequence.enter(tags.set);
    do {
      const attribute = attributes.enter(tags.sequence);
      readValue(attribute);
      attribute.finish();
    } while (!attributes.isAtEnd);
  }
  return name;
}

/** A string must be one of its type; an attribute that only has strings must have one. */
function readValue(attribute: DerReader): void {
  const type = attribute.fork();
  attribute.skipObjectIdentifier();
  const tag = attribute.peek();
  const value = attribute.fork();
  attribute.anyElement();
  if (!stringTags.has(tag)) {
    if (stringTypes.test(type.objectIdentifier())) type.fail('a part of a name is no string');
  } else if (!isText(tag, value.contents(tag))) {
    type.fail('a part of a name is not text of its type');
  }
}

/** Those of RFC 5280 A.1. What type of string they have is not what anybody keeps to. */
const stringTypes = /^2\.5\.4\.([3-8]|1[0-2]|4[1-46]|65)$|^0\.9\.2342\.19200300\.100\.1\.25$/;

const stringTags: ReadonlySet<number> = new Set([
  tags.utf8String,
  tags.numericString,
  tags.printableString,
  tags.teletexString,
  tags.ia5String,
  tags.universalString,
  tags.bmpString,
]);

/** ASCII, which nearly all names are, needs no decoder. */
function isText(tag: number, contents: Uint8Array): boolean {
  const isWide = tag === tags.bmpString || tag === tags.universalString;
  const isPlain = !isWide && contents.every((byte) => byte < 0x80);
  return isPlain || decodeString(tag, contents) !== undefined;
}

/** Whether a Name (DER) has no parts. */
export function isEmptyName(name: Uint8Array): boolean {
  return name.length <= 2;
}

/**
 * A Name that `readName` gave, as RFC 4514 writes it: the most specific part first. Characters
 * that could disturb a terminal or a log are escaped.
 */
export function printName(name: Uint8Array): string {
  return attributesOf(name).map(printPart).reverse().join(',');
}

/** As `printName`, for a message: of a name that nobody would read to its end only the length. */
export function printBriefly(name: Uint8Array): string {
  return name.length > longestRead ? `a name of ${name.length} bytes` : printName(name);
}

/** In bytes. Names that mean something have some hundreds. */
const longestRead = 2000;

/** AttributeTypeAndValue. */
export interface NameAttribute {
  /** Dotted. */
  readonly type: string;
  /** The value's DER. */
  readonly value: Uint8Array;
  /** The value as text; undefined for types that are no strings and for bytes that are none. */
  readonly text: string | undefined;
}

/** The parts of a Name that `readName` gave, each with its attributes, in their order. */
export function attributesOf(name: Uint8Array): readonly (readonly NameAttribute[])[] {
  const sequence = new DerReader(name).enter(tags.sequence);
  const parts: NameAttribute[][] = [];
  while (!sequence.isAtEnd) {
    const set = sequence.enter(tags.set);
    const attributes: NameAttribute[] = [];
    while (!set.isAtEnd) attributes.push(readAttribute(set.enter(tags.sequence)));
    parts.push(attributes);
  }
  return parts;
}

/** The texts of all attributes of one type, in their order; what is no text is left out. */
export function attributeTexts(name: Uint8Array, type: string): readonly string[] {
  return attributesOf(name).flatMap((part) =>
    part.flatMap((attribute) =>
      attribute.type === type && attribute.text !== undefined ? [attribute.text] : [],
    ),
  );
}

/** Text from a peer for a message to people: control and format characters escaped. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, escapeHex);
}

/** Keywords of RFC 4514 3, and two that everybody knows. */
const keywords: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

function readAttribute(fields: DerReader): NameAttribute {
  const type = fields.objectIdentifier();
  const value = fields.fork().anyElement();
  const tag = fields.peek();
  return { type, value, text: decodeString(tag, fields.contents(tag)) };
}

function printPart(attributes: readonly NameAttribute[]): string {
  return attributes.map(printAttribute).join('+');
}

function printAttribute({ type, value, text }: NameAttribute): string {
  return `${keywords[type] ?? type}=${text === undefined ? `#${hexOf(value)}` : escapeText(text)}`;
}

/** Undefined for types that are no strings and for bytes that are not text of their type. */
function decodeString(tag: number, contents: Uint8Array): string | undefined {
  switch (tag) {
    case tags.utf8String:
      return decodeAs('utf-8', contents);
    case tags.bmpString:
      return decodeAs('utf-16be', contents);
    case tags.universalString:
      return decodeUtf32(contents);
    case tags.numericString:
    case tags.printableString:
    case tags.visibleString:
    case tags.ia5String:
    case tags.teletexString:
      return decodeAs('latin1', contents);
    default:
      return undefined;
  }
}

const decoders = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }),
  latin1: new TextDecoder('latin1', { fatal: true, ignoreBOM: true }),
} as const;

function decodeAs(encoding: keyof typeof decoders, bytes: Uint8Array): string | undefined {
  try {
    return decoders[encoding].decode(bytes);
  } catch {
    return undefined;
  }
}

/** Big-endian, as UniversalString is. */
function decodeUtf32(bytes: Uint8Array): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const codePoint = view.getUint32(at);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) return undefined;
    text += String.fromCodePoint(codePoint);
  }
  return text;
}

/** RFC 4514 2.4. */
function escapeText(text: string): string {
  const special = text.replace(/[,+"\\<>;]|^[ #]|(?!^) $/g, '\\$&');
  return printable(special);
}

const encoder = new TextEncoder();

function escapeHex(character: string): string {
  const bytes = encoder.encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}
