/**
 * The forms of names that can be constrained, each with where its names stand in a certificate and
 * how a name is compared with a subtree (RFC 5280 4.2.1.10).
 *
 * Directory names are compared as RFC 5280 7.1 has it, in every profile: an excluded name must not
 * get through in another string type.
 */
import type { Budget } from './budgets.ts';
import type { Certificate } from './certificate.ts';
import type { PathRule } from './faults.ts';
import type { GeneralNames } from './general-names.ts';
import { printAddress } from './host-names.ts';
import { preparedParts } from './name-comparison.ts';
import type { NameConstraints } from './name-constraints.ts';
import {
  dnsNameOf,
  isAddressWithin,
  isDnsNameExcluded,
  isDnsNamePermitted,
  isHostWithin,
  isMailboxWithin,
  type Mailbox,
  mailboxOf,
  uriHostOf,
} from './name-forms.ts';
import { attributeTexts, isEmptyName, printBriefly } from './names.ts';

/** The first name of a certificate that is not within the constraints, and why. */
export interface NameVerdict {
  readonly rule: Extract<PathRule, 'permitted-subtrees' | 'excluded-subtrees' | 'name-form'>;
  /** The name in text. */
  readonly text: string;
}

/** Judges all names of one form. @throws BudgetExhausted */
export type NameForm = (
  certificate: Certificate,
  constraints: NameConstraints,
  budget: Budget,
) => NameVerdict | undefined;

/** `Raw` is as decoded, `Name` and `Subtree` are ready to be compared. */
interface Comparison<Raw, Name, Subtree> {
  readonly rawNames: (certificate: Certificate) => readonly Raw[];
  readonly rawSubtrees: (names: GeneralNames) => readonly Raw[];
  /** Undefined for a name that cannot be compared. */
  readonly readName: (raw: Raw) => Name | undefined;
  readonly readSubtree: (raw: Raw) => Subtree;
  readonly isPermitted: (name: Name, subtree: Subtree) => boolean;
  readonly isExcluded: (name: Name, subtree: Subtree) => boolean;
  readonly print: (raw: Raw) => string;
}

const lowerCase = (text: string) => text.toLowerCase();

/** Names outside of subjectAltName count only where RFC 5280 says so: the subject, and its mail. */
export const nameForms: readonly NameForm[] = [
  nameForm<string, string, string>({
    rawNames: ({ extensions }) => extensions.subjectAltName?.dnsNames ?? [],
    rawSubtrees: ({ dnsNames }) => dnsNames,
    readName: dnsNameOf,
    readSubtree: lowerCase,
    isPermitted: isDnsNamePermitted,
    isExcluded: isDnsNameExcluded,
    print: String,
  }),
  nameForm<Uint8Array, Uint8Array, Uint8Array>({
    rawNames: ({ extensions }) => extensions.subjectAltName?.ipAddresses ?? [],
    rawSubtrees: ({ ipAddresses }) => ipAddresses,
    readName: (address) => address,
    readSubtree: (network) => network,
    isPermitted: isAddressWithin,
    isExcluded: isAddressWithin,
    print: printAddress,
  }),
  nameForm<string, Mailbox, string>({
    rawNames: mailboxesOf,
    rawSubtrees: ({ rfc822Names }) => rfc822Names,
    readName: mailboxOf,
    readSubtree: (text) => text,
    isPermitted: isMailboxWithin,
    // There are mail hosts where case counts, and more where it does not.
    isExcluded: ({ local, host }, subtree) =>
      isMailboxWithin({ local: lowerCase(local), host }, lowerCase(subtree)),
    print: String,
  }),
  nameForm<string, string, string>({
    rawNames: ({ extensions }) => extensions.subjectAltName?.uris ?? [],
    rawSubtrees: ({ uris }) => uris,
    readName: uriHostOf,
    readSubtree: lowerCase,
    isPermitted: isHostWithin,
    isExcluded: isHostWithin,
    print: String,
  }),
  nameForm<Uint8Array, readonly string[], readonly string[]>({
    rawNames: directoryNamesOf,
    rawSubtrees: ({ directoryNames }) => directoryNames,
    readName: preparedParts,
    readSubtree: preparedParts,
    isPermitted: beginsWith,
    isExcluded: beginsWith,
    print: printBriefly,
  }),
];

/** Where mailboxes stood before there was a subjectAltName, there they are constrained as well. */
function mailboxesOf({ extensions, subject }: Certificate): readonly string[] {
  return extensions.subjectAltName?.rfc822Names ?? attributeTexts(subject, emailAddress);
}

const emailAddress = '1.2.840.113549.1.9.1';

function directoryNamesOf({ extensions, subject }: Certificate): readonly Uint8Array[] {
  const alternatives = extensions.subjectAltName?.directoryNames ?? [];
  return isEmptyName(subject) ? alternatives : [subject, ...alternatives];
}

function beginsWith(parts: readonly string[], subtree: readonly string[]): boolean {
  return subtree.every((part, place) => parts[place] === part);
}

function nameForm<Raw, Name, Subtree>(form: Comparison<Raw, Name, Subtree>): NameForm {
  return (certificate, constraints, budget) => {
    const permitted = form.rawSubtrees(constraints.permitted);
    const excluded = form.rawSubtrees(constraints.excluded);
    if (permitted.length + excluded.length === 0) return undefined;
    const names = form.rawNames(certificate);
    if (names.length === 0) return undefined;
    budget.spend(names.length * (permitted.length + excluded.length));
    const judge = judgeWith(form, permitted.map(form.readSubtree), excluded.map(form.readSubtree));
    for (const raw of names) {
      const rule = judge(form.readName(raw));
      if (rule !== undefined) return { rule, text: form.print(raw) };
    }
    return undefined;
  };
}

function judgeWith<Raw, Name, Subtree>(
  { isPermitted, isExcluded }: Comparison<Raw, Name, Subtree>,
  permitted: readonly Subtree[],
  excluded: readonly Subtree[],
) {
  return (name: Name | undefined): NameVerdict['rule'] | undefined => {
    if (name === undefined) return 'name-form';
    if (excluded.some((subtree) => isExcluded(name, subtree))) return 'excluded-subtrees';
    if (permitted.length === 0) return undefined;
    return permitted.some((subtree) => isPermitted(name, subtree))
      ? undefined
      : 'permitted-subtrees';
  };
}
