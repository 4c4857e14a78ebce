/**
 * When two distinguished names are the same: byte for byte, or as RFC 5280 7.1 has it, where case,
 * insignificant white space and the string type do not count.
 *
 * Strings are prepared by RFC 4518, as far as the platform's Unicode tables do it: control and
 * format characters are dropped, every kind of space is a space and runs of them are one, the rest
 * is compared in NFKC and without case. A string with characters that RFC 4518 2.4 prohibits is
 * compared by its bytes. Not checked: unassigned code points (they are those of the platform's
 * Unicode and not those of 3.2). Teletex strings are taken for Latin-1, as everybody does.
 */
import { equalBytes } from '../bytes.ts';
import { attributesOf, type NameAttribute } from './names.ts';

/** How one validation compares the names of subjects and issuers. */
export interface NameComparison {
  isSame(a: Uint8Array, b: Uint8Array): boolean;
  /** Equal for the same names, different for different ones. */
  keyOf(name: Uint8Array): string;
}

/** The bytes as they stand: no name is taken for another one. */
export const exactComparison: NameComparison = {
  isSame: equalBytes,
  keyOf: textOfBytes,
};

/** Bytes as a text that can be the key of a Map. */
export function textOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** RFC 5280 7.1. */
export const preparedComparison: NameComparison = {
  isSame: (a, b) => equalBytes(a, b) || keyOfPrepared(a) === keyOfPrepared(b),
  keyOf: keyOfPrepared,
};

/** The parts of a Name, each as a text that is equal for parts that are the same by RFC 5280 7.1. */
export function preparedParts(name: Uint8Array): readonly string[] {
  return prepare(name).parts;
}

function keyOfPrepared(name: Uint8Array): string {
  return prepare(name).key;
}

interface PreparedName {
  readonly parts: readonly string[];
  readonly key: string;
}

/** Names are views into certificates, so what is known of them lives as long as these do. */
const known = new WeakMap<Uint8Array, PreparedName>();

/** The separators are control characters, which no prepared string has. */
function prepare(name: Uint8Array): PreparedName {
  const found = known.get(name);
  if (found !== undefined) return found;
  const parts = attributesOf(name).map((part) => part.map(prepareAttribute).sort().join('\u0001'));
  const prepared = { parts, key: parts.join('\u0000') };
  known.set(name, prepared);
  return prepared;
}

function prepareAttribute({ type, value, text }: NameAttribute): string {
  const string = text === undefined ? undefined : prepareString(text);
  return string === undefined
    ? `${type}#${Array.from(value, (byte) => byte.toString(16)).join('.')}`
    : `${type}=${string}`;
}

/** RFC 4518 2; undefined for what is prohibited. Most strings need no tables. */
function prepareString(text: string): string | undefined {
  if (/^[!-~]+( [!-~]+)*$/.test(text)) return text.toLowerCase();
  // Map: spaces of all kinds to one, what nobody sees to nothing.
  const mapped = text
    .replace(/[\t-\r\u0085\p{Z}]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]|\u1806|\ufffc/gu, '');
  // Upper case first: it is what makes `ß` and `ss`, and both kinds of sigma, the same.
  const folded = mapped.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  if (/[\p{Co}\p{Cs}\ufffd]/u.test(folded)) return undefined;
  return folded.replace(/ +/g, ' ').trim();
}
