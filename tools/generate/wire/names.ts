/** From the RFC's names to TypeScript's, and the names that generated code needs for itself. */

/** `legacy_session_id` to `legacySessionId`, `HostName` to `hostName`, `ASN1_form` to `asn1Form`. */
export function camelCase(name: string): string {
  const [first = '', ...others] = name.split('_').filter((it) => it !== '');
  return firstWord(first) + others.map(capitalised).join('');
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A leading abbreviation goes down as a whole: `OCSPResponse` to `ocspResponse`. */
function firstWord(word: string): string {
  return word.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+/, (it) => it.toLowerCase());
}

/** Names that a type must not take: generated files import or use them. */
export const takenTypeNames: ReadonlySet<string> = new Set([
  'DecodeError',
  'Printer',
  'RangeError',
  'Reader',
  'Uint8Array',
  'Writer',
]);

/** Names that a field must not take: parameters of generated functions, and words of TypeScript. */
export const takenMemberNames: ReadonlySet<string> = new Set([
  ...['reader', 'writer', 'printer', 'value', 'bytes', 'item', 'index'],
  ...['class', 'const', 'default', 'delete', 'enum', 'export', 'function', 'import', 'in', 'new'],
  ...['return', 'switch', 'this', 'throw', 'typeof', 'var', 'void', 'with', 'yield', 'await'],
]);

/** Types that are there without a definition. RFC 9846 3.2, 3.3 */
export const basicBits: Readonly<Record<string, 8 | 16 | 24 | 32 | 64>> = {
  uint8: 8,
  uint16: 16,
  uint24: 24,
  uint32: 32,
  uint64: 64,
};
