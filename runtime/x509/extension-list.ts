/**
 * `Extensions` (RFC 5280 4.1.2.9) of CRLs, their entries, and OCSP responses: a list of at least
 * one, none twice.
 */
import { type DerReader, tags } from './der.ts';

/**
 * Reads the list.
 * @param judge decodes the value of one it knows and returns whether it does
 * @returns dotted OIDs of the critical ones that are not known
 * @throws CertificateError
 */
export function readExtensionList(
  reader: DerReader,
  judge: (id: string, value: DerReader) => boolean,
): readonly string[] {
  const seen = new Set<string>();
  const unknownCritical: string[] = [];
  const list = reader.enter(tags.sequence);
  do {
    const extension = list.enter(tags.sequence);
    const id = extension.objectIdentifier();
    if (seen.has(id)) extension.fail(`the extension ${id} stands twice`);
    seen.add(id);
    const isCritical = extension.defaultFalse();
    const value = extension.enter(tags.octetString);
    extension.finish();
    if (judge(id, value)) value.finish();
    else if (isCritical) unknownCritical.push(id);
  } while (!list.isAtEnd);
  return unknownCritical;
}
