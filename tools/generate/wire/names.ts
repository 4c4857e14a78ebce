/** From the RFC's names to TypeScript's, and the names that generated code needs for itself. */
import { capitalised } from '../code-text.ts';

/** `legacy_session_id` to `legacySessionId`, `HostName` to `hostName`, `ASN1_form` to `asn1Form`. */
export function camelCase(name: string): string {
  const [first = '', ...others] = name.split('_').filter((it) => it !== '');
  return firstWord(first) + others.map(capitalised).join('');
}

/** A leading abbreviation goes down as a whole: `OCSPResponse` to `ocspResponse`. */
function firstWord(word: string): string {
  return word.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (it) => it.toLowerCase());
}

/** Names that a type must not take: generated files import, declare or use them. */
export const takenTypeNames: ReadonlySet<string> = new Set([
  ...['DecodeError', 'ExtensionBlock', 'Printer', 'Reader', 'Writer'],
  ...['Codec', 'Draft', 'Structure'],
  ...['RangeError', 'Readonly', 'ReadonlySet', 'Record', 'Uint8Array'],
]);

/** Names that a field must not take: what generated functions have beside the fields. */
export const takenMemberNames: ReadonlySet<string> = new Set([
  ...['reader', 'writer', 'printer', 'value', 'bytes', 'item', 'index'],
]);

/** The constant that holds the bounds around a list while it is read. */
export function aroundName(member: string): string {
  return `around${capitalised(member)}`;
}

/** Types that are there without a definition. RFC 9846 3.2, 3.3 */
export const basicBits: Readonly<Record<string, 8 | 16 | 24 | 32 | 64>> = {
  uint8: 8,
  uint16: 16,
  uint24: 24,
  uint32: 32,
  uint64: 64,
};
