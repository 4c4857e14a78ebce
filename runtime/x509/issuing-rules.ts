/**
 * Rules for those who issue (RFC 5280 4; CA/Browser Forum Baseline Requirements, "CABF"): the table.
 * Who judges by it, and what follows, is in issuing-judge.ts.
 *
 * Not here: rules on lifetimes and policies of public CAs, which change with the years.
 */
import { bitLength, readRsaPublicKey } from './algorithms.ts';
import { type Certificate, readExtension } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import { type DerReader, primitiveTag, tags } from './der.ts';
import type { IssuingRule } from './faults.ts';
import { GeneralNameList } from './general-names.ts';
import { firstUnnamed } from './identity.ts';
import { hintOrder } from './issuer-graph.ts';
import { attributeTexts, isEmptyName, printable } from './names.ts';
import { anyPurpose, type Purpose } from './purposes.ts';

/** What decides on some of the rules. */
export interface IssuingContext {
  readonly purpose: Purpose;
  readonly isSelfIssued: (certificate: Certificate) => boolean;
  /** Whether everyone may register names below this one (`co.uk`); absent: it is not known. */
  readonly isPublicSuffix?: ((name: string) => boolean) | undefined;
}

/** A certificate, and where in the path it stands. */
export interface Place {
  readonly certificate: Certificate;
  /** Undefined for an anchor. */
  readonly issuer: Certificate | undefined;
  readonly isLeaf: boolean;
  readonly isAnchor: boolean;
  readonly isRoot: boolean;
  readonly context: IssuingContext;
}

const ids = {
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

type Rule = (place: Place) => string | undefined;

/** Each gives what is wrong, to go on after the name of the certificate. */
export const issuingRules: Readonly<Record<IssuingRule, Rule>> = {
  // RFC 5280 4.1.2.2; there are public roots that have it.
  'serial-number-zero': ({ certificate, isAnchor }) =>
    when(
      !isAnchor && certificate.serialNumber.every((byte) => byte === 0),
      'has the serial number 0',
    ),
  // RFC 5280 4.2.1.1
  'authority-key-identifier-missing': ({ certificate: { extensions }, isAnchor }) =>
    when(
      !isAnchor && extensions.authorityKeyIdentifier === undefined,
      'has no authority key identifier',
    ),
  // RFC 5280 4.2.1.2; CABF 7.1.2.1.3 for roots
  'authority-key-identifier-mismatch': ({ certificate, issuer, isRoot }) => {
    const signer = issuer ?? (isRoot ? certificate : undefined);
    const differs = signer !== undefined && hintOrder(certificate, signer) === 2;
    return when(differs, "has an authority key identifier that is not its issuer's");
  },
  // CABF 7.1.2.1.3
  'authority-key-identifier-of-root': ({ certificate, isRoot }) =>
    when(
      isRoot && namesItsIssuer(certificate),
      'is a root and has an authority key identifier with issuer or serial number',
    ),
  // RFC 5280 4.2.1.2
  'subject-key-identifier-missing': ({ certificate: { extensions }, isLeaf }) =>
    when(
      !isLeaf && extensions.subjectKeyIdentifier === undefined,
      'is a CA and has no subject key identifier',
    ),
  // RFC 5280 4.2.1.9
  'basic-constraints-critical': ({ certificate, isLeaf }) =>
    when(
      !isLeaf && criticality(certificate, ids.basicConstraints) === false,
      'is a CA, and its basic constraints are not critical',
    ),
  // RFC 5280 4.2.1.10
  'name-constraints-critical': ({ certificate }) =>
    when(
      criticality(certificate, ids.nameConstraints) === false,
      'has name constraints that are not critical',
    ),
  // RFC 5280 4.2.1.10: no meaning is given to it for dNSName
  'name-constraints-leading-period': ({ certificate: { extensions } }) => {
    const { permitted, excluded } = extensions.nameConstraints ?? {};
    const hosts = [...(permitted?.dnsNames ?? []), ...(excluded?.dnsNames ?? [])];
    const host = hosts.find((name) => name.startsWith('.'));
    return about(host, (text) => `has the name constraint ${text} with a leading period`);
  },
  // RFC 5280 4.2.1.11
  'policy-constraints-critical': ({ certificate }) =>
    when(
      criticality(certificate, ids.policyConstraints) === false,
      'has policy constraints that are not critical',
    ),
  // RFC 5280 4.2.1.14
  'inhibit-any-policy-critical': ({ certificate }) =>
    when(
      criticality(certificate, ids.inhibitAnyPolicy) === false,
      'has an inhibitAnyPolicy that is not critical',
    ),
  // RFC 5280 4.2.1.6; CABF 7.1.2.7.12
  'subject-alt-name-critical': ({ certificate }) => {
    const isCritical = criticality(certificate, ids.subjectAltName);
    if (isCritical === undefined || isCritical === isEmptyName(certificate.subject))
      return undefined;
    return isCritical
      ? 'has a subject and a critical subjectAltName'
      : 'has no subject and a subjectAltName that is not critical';
  },
  // CABF 7.1.2.7.12
  'subject-alt-name-missing': ({ certificate: { extensions }, isLeaf, context }) =>
    when(
      isLeaf && context.purpose === 'server' && extensions.subjectAltName === undefined,
      'has no subjectAltName',
    ),
  // RFC 5280 4.2.1.3
  'key-usage-missing': ({ certificate: { extensions }, isLeaf }) =>
    when(!isLeaf && extensions.keyUsage === undefined, 'is a CA and has no key usage'),
  // RFC 5280 4.2.1.3
  'key-cert-sign-without-ca': ({ certificate: { extensions } }) =>
    when(
      extensions.keyUsage?.has('keyCertSign') === true && extensions.basicConstraints?.cA !== true,
      'has a key usage with keyCertSign and is no CA',
    ),
  // RFC 5280 4.2.1.9
  'path-len-constraint-without-ca': ({ certificate: { extensions } }) =>
    when(
      extensions.basicConstraints?.pathLenConstraint !== undefined &&
        (!extensions.basicConstraints.cA || extensions.keyUsage?.has('keyCertSign') === false),
      'limits the CAs below it and is no CA',
    ),
  // CABF 7.1.2.1.2
  'ext-key-usage-of-root': ({ certificate: { extensions }, isRoot }) =>
    when(isRoot && extensions.extKeyUsage !== undefined, 'is a root and has an extended key usage'),
  // CABF 7.1.2.7.10, 7.1.2.10.6
  'ext-key-usage-any': ({ certificate: { extensions }, isAnchor }) =>
    when(
      !isAnchor && extensions.extKeyUsage?.includes(anyPurpose) === true,
      'has an extended key usage with anyExtendedKeyUsage',
    ),
  // CABF 7.1.2.7.10, 7.1.2.6
  'ext-key-usage-missing': ({ certificate: { extensions }, isAnchor, context }) =>
    when(
      !isAnchor && context.purpose !== 'any' && extensions.extKeyUsage === undefined,
      'has no extended key usage',
    ),
  // CABF 7.1.2.7.10
  'ext-key-usage-mixed': ({ certificate: { extensions }, isLeaf, context }) => {
    if (!isLeaf || context.purpose === 'any') return undefined;
    const purposes = extensions.extKeyUsage ?? [];
    const names = Object.keys(unmixable).filter((id) => purposes.includes(id));
    return when(names.length > 0, `is for ${names.map((id) => unmixable[id]).join(', ')} as well`);
  },
  // CABF 7.1.4.3
  'common-name-not-in-subject-alt-name': ({ certificate, isLeaf, context }) => {
    if (!isLeaf || context.purpose !== 'server') return undefined;
    const name = firstUnnamed(certificate, attributeTexts(certificate.subject, '2.5.4.3'));
    return about(name, (text) => `has the common name ${text}, which is not in its subjectAltName`);
  },
  // RFC 5280 4.2.1.6: the preferred name syntax of RFC 1034 3.5
  'dns-name-syntax': ({ certificate: { extensions } }) => {
    const name = extensions.subjectAltName?.dnsNames.find((text) => !preferredSyntax.test(text));
    return about(name, (text) => `has the dNSName ${text}, which is no host name`);
  },
  // CABF 3.2.2.6
  'public-suffix-wildcard': ({ certificate: { extensions }, isLeaf, context }) => {
    const { isPublicSuffix } = context;
    if (!isLeaf || isPublicSuffix === undefined) return undefined;
    const names = extensions.subjectAltName?.dnsNames ?? [];
    const wildcards = names.filter((name) => name.startsWith('*.'));
    const name = wildcards.find((text) => isPublicSuffix(text.slice(2).toLowerCase()));
    return about(name, (text) => `has the dNSName ${text}, a wildcard for everybody's names`);
  },
  // CABF 6.1.6
  'rsa-modulus-length': ({ certificate: { publicKey } }) => {
    if (publicKey.kind !== 'rsa' && publicKey.kind !== 'rsa-pss') return undefined;
    const bits = bitLength(readRsaPublicKey(publicKey.key).modulus);
    return when(bits % 8 !== 0, `has an RSA key of ${bits} bits, which are no whole bytes`);
  },
  // RFC 5280 4.2.2.1
  'authority-info-access-malformed': ({ certificate }) =>
    when(
      !isReadable(certificate, ids.authorityInfoAccess, readAccess),
      'has a malformed authorityInfoAccess',
    ),
};

/** Purposes that do not go with TLS. */
const unmixable: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

const preferredSyntax =
  /^(?=.{1,253}$)(\*\.)?[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i;

function when(isBroken: boolean, problem: string): string | undefined {
  return isBroken ? problem : undefined;
}

/** As `when`, for the first name that breaks a rule. */
function about(name: string | undefined, problem: (name: string) => string): string | undefined {
  return name === undefined ? undefined : printable(problem(name));
}

/** Undefined if the extension is absent. */
function criticality({ extensions }: Certificate, id: string): boolean | undefined {
  return extensions.all.get(id)?.isCritical;
}

/** The form was checked when the certificate was read. */
function namesItsIssuer(certificate: Certificate): boolean {
  const readsOthers = (value: DerReader) => {
    const fields = value.enter(tags.sequence);
    if (fields.isNext(primitiveTag(0))) fields.contents(primitiveTag(0));
    return !fields.isAtEnd;
  };
  return readExtension(certificate, ids.authorityKeyIdentifier, readsOthers) === true;
}

function isReadable(
  certificate: Certificate,
  id: string,
  decode: (value: DerReader) => void,
): boolean {
  try {
    readExtension(certificate, id, decode);
    return true;
  } catch (error) {
    if (error instanceof CertificateError) return false;
    throw error;
  }
}

/** AuthorityInfoAccessSyntax, for its form only. */
function readAccess(value: DerReader): void {
  const list = value.enter(tags.sequence);
  do {
    const description = list.enter(tags.sequence);
    description.objectIdentifier();
    new GeneralNameList().read(description, [4, 16]);
    description.finish();
  } while (!list.isAtEnd);
}
