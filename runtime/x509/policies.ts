/**
 * The policy extensions (RFC 5280 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14). They are read only when a
 * path is judged by its policies: one that nobody looks at spoils nothing.
 *
 * Not here: what they mean for a path (policy-graph.ts), and what qualifiers say.
 */
import { type Certificate, readExtension } from './certificate.ts';
import { type DerReader, primitiveTag, tags } from './der.ts';

export const anyPolicy = '2.5.29.32.0';

/** What one certificate says of policies. A member is undefined if it says nothing. */
export interface PolicyExtensions {
  readonly policies: ReadonlySet<string> | undefined;
  /** Policies of the issuer, each with the policies of the subject that are as good. */
  readonly mappings: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many certificates may follow before one policy must be valid for all. */
  readonly requireExplicitPolicy: number | undefined;
  /** How many may follow before mappings do not count any more. */
  readonly inhibitPolicyMapping: number | undefined;
  /** How many may follow before anyPolicy does not count any more. */
  readonly inhibitAnyPolicy: number | undefined;
}

const ids = {
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  policyConstraints: '2.5.29.36',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

/** Whether a certificate restricts or translates policies: then they must be processed. */
export function constrainsPolicies({ extensions: { all } }: Certificate): boolean {
  return (
    all.has(ids.policyMappings) || all.has(ids.policyConstraints) || all.has(ids.inhibitAnyPolicy)
  );
}

/** @throws CertificateError */
export function readPolicyExtensions(certificate: Certificate): PolicyExtensions {
  const constraints = readExtension(certificate, ids.policyConstraints, readConstraints);
  return {
    policies: readExtension(certificate, ids.certificatePolicies, readPolicies)?.policies,
    mappings: readExtension(certificate, ids.policyMappings, readMappings) ?? new Map(),
    requireExplicitPolicy: constraints?.requireExplicitPolicy,
    inhibitPolicyMapping: constraints?.inhibitPolicyMapping,
    inhibitAnyPolicy: readExtension(certificate, ids.inhibitAnyPolicy, (value) =>
      value.smallInteger(),
    ),
  };
}

/**
 * The qualifier that keeps a critical certificatePolicies from being understood (RFC 5280 4.2.1.4),
 * if there is one. @throws CertificateError
 */
export function unknownCriticalQualifier(certificate: Certificate): string | undefined {
  const isCritical = certificate.extensions.all.get(ids.certificatePolicies)?.isCritical;
  if (isCritical !== true) return undefined;
  return readExtension(certificate, ids.certificatePolicies, readPolicies)?.unknownQualifier;
}

interface Policies {
  readonly policies: ReadonlySet<string>;
  readonly unknownQualifier: string | undefined;
}

/** One that stands twice is malformed. Qualifiers are only looked at for their type. */
function readPolicies(value: DerReader): Policies {
  const policies = new Set<string>();
  let unknownQualifier: string | undefined;
  const list = value.enter(tags.sequence);
  do {
    const information = list.enter(tags.sequence);
    const policy = information.objectIdentifier();
    if (policies.has(policy)) information.fail(`the policy ${policy} stands twice`);
    policies.add(policy);
    const qualifiers = information.enterOptional(tags.sequence);
    if (qualifiers !== undefined) unknownQualifier ??= readQualifiers(qualifiers);
    information.finish();
  } while (!list.isAtEnd);
  return { policies, unknownQualifier };
}

/** id-qt-cps and id-qt-unotice. */
const knownQualifiers = ['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2'];

/** @returns the first type that nobody here knows */
function readQualifiers(list: DerReader): string | undefined {
  let unknown: string | undefined;
  do {
    const qualifier = list.enter(tags.sequence);
    const type = qualifier.objectIdentifier();
    if (!knownQualifiers.includes(type)) unknown ??= type;
    qualifier.anyElement();
    qualifier.finish();
  } while (!list.isAtEnd);
  return unknown;
}

function readMappings(value: DerReader): ReadonlyMap<string, ReadonlySet<string>> {
  const mappings = new Map<string, Set<string>>();
  const list = value.enter(tags.sequence);
  do {
    const mapping = list.enter(tags.sequence);
    const issuerDomainPolicy = mapping.objectIdentifier();
    const subjectDomainPolicy = mapping.objectIdentifier();
    mapping.finish();
    const subjects = mappings.get(issuerDomainPolicy) ?? new Set();
    mappings.set(issuerDomainPolicy, subjects.add(subjectDomainPolicy));
  } while (!list.isAtEnd);
  return mappings;
}

type Constraints = Pick<PolicyExtensions, 'requireExplicitPolicy' | 'inhibitPolicyMapping'>;

/** One of the two must be there. */
function readConstraints(value: DerReader): Constraints {
  const fields = value.enter(tags.sequence);
  if (fields.isAtEnd) fields.fail('policyConstraints is empty');
  const requireExplicitPolicy = readSkipCerts(fields, primitiveTag(0));
  const inhibitPolicyMapping = readSkipCerts(fields, primitiveTag(1));
  fields.finish();
  return { requireExplicitPolicy, inhibitPolicyMapping };
}

function readSkipCerts(fields: DerReader, tag: number): number | undefined {
  return fields.isNext(tag) ? fields.smallInteger(tag) : undefined;
}
