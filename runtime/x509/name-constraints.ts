/**
 * The name constraints extension (RFC 5280 4.2.1.10), read strictly: what it says must be beyond
 * doubt, since a constraint that is understood otherwise than it was meant lets names through.
 *
 * Not here: whether a name is within them (name-constraint-rules.ts).
 */
import { constructedTag, type DerReader, tags } from './der.ts';
import { GeneralNameList, type GeneralNames } from './general-names.ts';
import { isHostConstraint, isMailConstraint } from './name-forms.ts';

/** Subtrees of names; one that is absent has none. */
export interface NameConstraints {
  readonly permitted: GeneralNames;
  readonly excluded: GeneralNames;
}

/** @throws CertificateError */
export function readNameConstraints(reader: DerReader): NameConstraints {
  const fields = reader.enter(tags.sequence);
  const permitted = fields.enterOptional(constructedTag(0));
  const excluded = fields.enterOptional(constructedTag(1));
  if (permitted === undefined && excluded === undefined) fields.fail('name constraints are empty');
  fields.finish();
  return { permitted: readSubtrees(permitted), excluded: readSubtrees(excluded) };
}

function readSubtrees(subtrees: DerReader | undefined): GeneralNames {
  const list = new GeneralNameList();
  if (subtrees === undefined) return list;
  do {
    const subtree = subtrees.enter(tags.sequence);
    list.read(subtree, [8, 32]);
    // `minimum` is 0, which DER leaves out, and `maximum` is absent.
    if (!subtree.isAtEnd) subtree.fail('a name constraint has a minimum or a maximum');
  } while (!subtrees.isAtEnd);
  checkForms(list, subtrees);
  return list;
}

function checkForms(list: GeneralNames, reader: DerReader): void {
  const isBad =
    !list.dnsNames.every(isHostConstraint) ||
    !list.uris.every(isHostConstraint) ||
    !list.rfc822Names.every(isMailConstraint) ||
    !list.ipAddresses.every(hasPrefixMask);
  if (isBad) reader.fail('a name constraint is no host, mailbox or network');
}

/** RFC 4632: ones and then zeros. */
function hasPrefixMask(network: Uint8Array): boolean {
  const mask = network.subarray(network.length / 2);
  const firstPart = mask.findIndex((byte) => byte !== 0xff);
  if (firstPart < 0) return true;
  const [part = 0, ...rest] = mask.subarray(firstPart);
  return (((part ^ 0xff) + 1) & (part ^ 0xff)) === 0 && rest.every((byte) => byte === 0);
}
