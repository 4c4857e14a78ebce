/**
 * Whether two Names are the same by RFC 5280 7.1: letter case, white space at the ends and runs of
 * it inside, and the type of string do not count; neither does the order within one part of the
 * name. Of RFC 4518's preparation this is mapping to NFKC and folding of case; a value that is no
 * text of a known type is compared byte by byte.
 */
import { equalBytes, hexOf } from '../bytes.ts';
import { DerReader, tags } from './der.ts';

/** @param a a Name that `readName` gave; `b` as well */
export function isSameNormalisedName(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(a, b) || normalise(a) === normalise(b);
}

/** A text that two Names share if, and only if, they are the same. */
function normalise(name: Uint8Array): string {
  const sequence = new DerReader(name).enter(tags.sequence);
  const parts: string[][] = [];
  while (!sequence.isAtEnd) parts.push(normalisePart(sequence.enter(tags.set)));
  return JSON.stringify(parts);
}

function normalisePart(attributes: DerReader): string[] {
  const texts: string[] = [];
  while (!attributes.isAtEnd) {
    const attribute = attributes.enter(tags.sequence);
    const type = attribute.objectIdentifier();
    texts.push(`${type}=${normaliseValue(attribute)}`);
  }
  return texts.sort();
}

function normaliseValue(attribute: DerReader): string {
  const encoding = encodings[attribute.peek()];
  const whole = attribute.fork().anyElement();
  const text = encoding && decode(encoding, attribute.contents(attribute.peek()));
  if (text === undefined) return `#${hexOf(whole)}`;
  return `'${text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()}`;
}

const encodings: Readonly<Record<number, string>> = {
  [tags.utf8String]: 'utf-8',
  [tags.bmpString]: 'utf-16be',
  [tags.printableString]: 'latin1',
  [tags.teletexString]: 'latin1',
  [tags.ia5String]: 'latin1',
  [tags.numericString]: 'latin1',
};

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
