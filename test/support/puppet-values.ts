/** Numbers and bytes from the words of a script. */
import {
  CipherSuite,
  ExtensionType,
  KeyUpdateRequest,
  NamedGroup,
  SignatureScheme,
} from '../../generated/messages.ts';
import { bytesOf, sampleBytes } from './plain-bytes.ts';

/** `0x0a0a`, `17`, or the IANA name of a code point. @throws Error for any other word */
export function numberOf(text: string): number {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text);
  const code = codePoints.get(text);
  if (code === undefined) throw new Error(`'${text}' is neither a number nor the name of one`);
  return code;
}

/** Numbers with spaces between them; `empty` is none. */
export function numbersOf(text: string): readonly number[] {
  return wordsOf(text).map(numberOf);
}

/** Words with spaces between them; `empty` is none. */
export function wordsOf(text: string): readonly string[] {
  return text === 'empty' ? [] : text.split(/\s+/);
}

/** The type of an extension, by name or number. @throws Error for an unknown name */
export function extensionTypeOf(name: string): number {
  const code = extensionTypes.get(name) ?? numericCode(name);
  if (code === undefined) throw new Error(`'${name}' is not the name of an extension`);
  return code;
}

/** Whether this is the name of an extension, or a number in the place of one. */
export function isExtensionName(name: string): boolean {
  return extensionTypes.has(name) || numericCode(name) !== undefined;
}

/**
 * Bytes in one of the words of a script: `empty`; `wrong`: the usual ones with the last bit turned;
 * `short`: the usual ones without the last; `32 bytes`: so many; `bytes 00 ff`: these.
 * @throws Error for any other word
 */
export function bytesFrom(text: string, usual: Uint8Array): Uint8Array {
  const length = /^(\d+) bytes$/.exec(text)?.[1];
  if (length !== undefined) return sampleBytes(Number(length));
  const hex = hexIn(text);
  if (hex !== undefined) return hex;
  switch (text) {
    case 'empty':
      return new Uint8Array(0);
    case 'wrong':
      return lastBitTurned(usual);
    case 'short':
      return usual.slice(0, -1);
    default:
      throw new Error(`'${text}' does not say which bytes`);
  }
}

/** The bytes of `bytes 00 ff`; undefined for any other text. */
export function hexIn(text: string): Uint8Array | undefined {
  const hex = /^bytes((?: [0-9a-f]{2})+)$/i.exec(text)?.[1];
  return hex === undefined ? undefined : bytesOf(hex.replaceAll(' ', ''));
}

/** A copy with the last bit turned; of no bytes, one byte. */
export function lastBitTurned(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(1);
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

function numericCode(name: string): number | undefined {
  return /^0x[0-9a-f]{4}$/i.test(name) ? Number(name) : undefined;
}

const codePoints: ReadonlyMap<string, number> = new Map<string, number>([
  ...Object.entries(CipherSuite),
  ...Object.entries(NamedGroup),
  ...Object.entries(SignatureScheme),
  ...Object.entries(KeyUpdateRequest),
]);

const extensionTypes: ReadonlyMap<string, number> = new Map(Object.entries(ExtensionType));
