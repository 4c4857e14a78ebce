/**
 * Distinguished names (RFC 5280 4.1.2.4). They are compared byte by byte, as they stand in the
 * certificate; their text is for people only and decides nothing.
 *
 * Not here: the comparison of RFC 5280 7.1 (case, white space, string types), and host names.
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
      attribute.objectIdentifier();
      attribute.anyElement();
      attribute.finish();
    } while (!attributes.isAtEnd);
  }
  return name;
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
  const sequence = new DerReader(name).enter(tags.sequence);
  const parts: string[] = [];
  while (!sequence.isAtEnd) parts.unshift(printPart(sequence.enter(tags.set)));
  return parts.join(',');
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

function printPart(attributes: DerReader): string {
  const texts: string[] = [];
  while (!attributes.isAtEnd) {
    const attribute = attributes.enter(tags.sequence);
    const type = attribute.objectIdentifier();
    const value = attribute.fork().anyElement();
    const text = decodeString(attribute.peek(), attribute.contents(attribute.peek()));
    texts.push(
      `${keywords[type] ?? type}=${text === undefined ? `#${hexOf(value)}` : escapeText(text)}`,
    );
  }
  return texts.join('+');
}

/** Undefined for types that are no strings and for bytes that are not text of their type. */
function decodeString(tag: number, contents: Uint8Array): string | undefined {
  switch (tag) {
    case tags.utf8String:
      return decodeAs('utf-8', contents);
    case tags.bmpString:
      return decodeAs('utf-16be', contents);
    case tags.numericString:
    case tags.printableString:
    case tags.ia5String:
    case tags.teletexString:
      return decodeAs('latin1', contents);
    default:
      return undefined;
  }
}

function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** RFC 4514 2.4. */
function escapeText(text: string): string {
  const special = text.replace(/[,+"\\<>;]|^[ #]|(?!^) $/g, '\\$&');
  return printable(special);
}

function escapeHex(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
}
