/**
 * GeneralName (RFC 5280 4.2.1.6) where revocation meets it: the names of distribution points, of
 * those who issue CRLs, and the places where a status can be asked for. Only directory names and
 * URIs can be used there; a name of another type is kept as bytes and equals its own copies.
 *
 * Not here: subjectAltName (extensions.ts), where other types count.
 */
import { equalBytes } from '../bytes.ts';
import { constructedTag, DerReader, primitiveTag, tags } from './der.ts';
import { encodeDer } from './der-writer.ts';
import { readName } from './names.ts';

export type GeneralName =
  | { readonly type: 'directoryName'; readonly name: Uint8Array }
  | { readonly type: 'uri'; readonly uri: string }
  | { readonly type: 'other'; readonly der: Uint8Array };

/** Whether two Names (DER) are the same; profiles differ in how they compare. */
export type NameEquality = (a: Uint8Array, b: Uint8Array) => boolean;

/** Reads the names up to the end of `reader`, at least one. @throws CertificateError */
export function readGeneralNames(reader: DerReader): readonly GeneralName[] {
  const names = [readGeneralName(reader)];
  while (!reader.isAtEnd) names.push(readGeneralName(reader));
  return names;
}

/** @throws CertificateError */
export function readGeneralName(reader: DerReader): GeneralName {
  const tag = reader.peek();
  if (!generalNameTags.has(tag)) reader.fail('a GeneralName has no known type');
  if (tag === uriTag) return { type: 'uri', uri: readUri(reader) };
  if (tag !== directoryNameTag) return { type: 'other', der: reader.anyElement() };
  const wrapper = reader.enter(tag);
  const name = readName(wrapper);
  wrapper.finish();
  return { type: 'directoryName', name };
}

/** Whether a name stands in both lists. */
export function shareName(
  some: readonly GeneralName[],
  others: readonly GeneralName[],
  isSameName: NameEquality,
): boolean {
  return some.some((a) => others.some((b) => isSameGeneralName(a, b, isSameName)));
}

/** The Names among general names. */
export function directoryNames(names: readonly GeneralName[]): readonly Uint8Array[] {
  return names.flatMap((name) => (name.type === 'directoryName' ? [name.name] : []));
}

/** The http and https URLs among general names: what a host can fetch without a directory. */
export function webUrls(names: readonly GeneralName[]): readonly string[] {
  return names.flatMap((name) =>
    name.type === 'uri' && /^https?:\/\//i.test(name.uri) ? [name.uri] : [],
  );
}

/**
 * `relative` (the contents of a RelativeDistinguishedName) below the Name of whoever it is relative
 * to: nameRelativeToCRLIssuer of RFC 5280 4.2.1.13, spelled out.
 * @returns a Name, DER
 */
export function nameBelow(name: Uint8Array, relative: Uint8Array): Uint8Array {
  const parts = new DerReader(name).contents(tags.sequence);
  return encodeDer(tags.sequence, parts, encodeDer(tags.set, relative));
}

const uriTag = primitiveTag(6);
const directoryNameTag = constructedTag(4);

/** otherName, rfc822Name, dNSName, x400Address, ediPartyName, iPAddress, registeredID as well. */
const generalNameTags: ReadonlySet<number> = new Set([
  constructedTag(0),
  primitiveTag(1),
  primitiveTag(2),
  constructedTag(3),
  directoryNameTag,
  constructedTag(5),
  uriTag,
  primitiveTag(7),
  primitiveTag(8),
]);

/** An IA5String. URIs are compared as they stand: who means the same place writes it the same. */
function readUri(reader: DerReader): string {
  const contents = reader.contents(uriTag);
  if (contents.some((byte) => byte >= 0x80)) reader.fail('a URI is not ASCII');
  return new TextDecoder().decode(contents);
}

function isSameGeneralName(a: GeneralName, b: GeneralName, isSameName: NameEquality): boolean {
  if (a.type === 'directoryName') return b.type === a.type && isSameName(a.name, b.name);
  if (a.type === 'uri') return b.type === a.type && a.uri === b.uri;
  return b.type === a.type && equalBytes(a.der, b.der);
}
