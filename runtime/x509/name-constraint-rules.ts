/**
 * Whether the names in a path keep within the name constraints above them (RFC 5280 4.2.1.10,
 * 6.1.3 (b) and (c)). Each certificate must satisfy every CA that stands above it, the trust
 * anchor included, which is the same as to intersect their permitted and unite their excluded
 * subtrees. A CA's own certificate for its own name is exempt, unless it is the peer's.
 *
 * What cannot be compared is refused where it is constrained.
 */
import type { Budget } from './budgets.ts';
import { cached } from './cached.ts';
import { type Certificate, printSubject } from './certificate.ts';
import type { CertificateFault, Fault } from './faults.ts';
import type { GeneralNames } from './general-names.ts';
import type { Path } from './issuer-graph.ts';
import { type NameVerdict, nameForms } from './name-constraint-forms.ts';
import type { NameConstraints } from './name-constraints.ts';
import { printable } from './names.ts';
import type { Reason } from './refusals.ts';

/** What a judgement needs beside the path. */
export interface NameConstraintContext {
  /** Comparisons of a name with a subtree. */
  readonly budget: Budget;
  readonly isSelfIssued: (certificate: Certificate) => boolean;
  /** Refuses critical constraints on forms that are not compared, even if no such name occurs. */
  readonly refusesOtherForms: boolean;
}

type NameFault = CertificateFault & Pick<Reason, 'barred'>;

/** Serves one search: what was found of two certificates holds in every path with both. */
export class NameConstraintJudge {
  readonly #context: NameConstraintContext;
  readonly #forms = new Map<Certificate, Fault | undefined>();
  readonly #known = new Map<Certificate, Map<Certificate, Fault | undefined>>();

  constructor(context: NameConstraintContext) {
    this.#context = context;
  }

  /**
   * Judges a path by the constraints of its issuers.
   * @throws BudgetExhausted
   */
  judge(path: Path): NameFault | undefined {
    for (const [place, ca] of path.entries()) {
      if (place === 0 || ca.extensions.nameConstraints === undefined) continue;
      const broken = this.#judgeBelow(path, place, ca.extensions.nameConstraints);
      if (broken !== undefined) return broken;
    }
    return undefined;
  }

  /** @param from where the CA stands whose constraints they are */
  #judgeBelow(path: Path, from: number, constraints: NameConstraints): NameFault | undefined {
    const { refusesOtherForms, isSelfIssued } = this.#context;
    const ca = path[from] ?? path[0];
    const unknown = refusesOtherForms ? this.#constrainedFormsOf(ca, constraints) : undefined;
    if (unknown !== undefined) return { certificate: ca, fault: unknown, barred: ca };
    for (const [place, certificate] of path.entries()) {
      if (place === from) break;
      if (place > 0 && isSelfIssued(certificate)) continue;
      const fault = this.#faultOf(certificate, ca, constraints);
      // The peer's certificate is in every path: what forbids it is in none that holds.
      if (fault !== undefined) return { certificate, fault, ...(place === 0 && { barred: ca }) };
    }
    return undefined;
  }

  #constrainedFormsOf(ca: Certificate, constraints: NameConstraints): Fault | undefined {
    return cached(this.#forms, ca, () => judgeConstrainedForms(ca, constraints));
  }

  #faultOf(
    certificate: Certificate,
    ca: Certificate,
    constraints: NameConstraints,
  ): Fault | undefined {
    const known = this.#known.get(ca) ?? new Map<Certificate, Fault | undefined>();
    this.#known.set(ca, known);
    return cached(known, certificate, () => {
      const verdict = judgeNames(certificate, constraints, this.#context.budget);
      return verdict && nameFault(verdict, ca);
    });
  }
}

/** RFC 5280 would allow them as long as no such name occurs; but they were listed for a reason. */
function judgeConstrainedForms(
  { extensions }: Certificate,
  { permitted, excluded }: NameConstraints,
): Fault | undefined {
  if (extensions.all.get('2.5.29.30')?.isCritical !== true) return undefined;
  const [form] = [...otherFormsOf(permitted), ...otherFormsOf(excluded)];
  if (form === undefined) return undefined;
  const problem = `constrains names of the form ${form}, which are not understood`;
  return { code: 'ERR_TLS_CERT_UNKNOWN_CONSTRAINT', rule: 'name-constraints-form', problem };
}

function judgeNames(
  certificate: Certificate,
  constraints: NameConstraints,
  budget: Budget,
): NameVerdict | undefined {
  for (const judge of nameForms) {
    const verdict = judge(certificate, constraints, budget);
    if (verdict !== undefined) return verdict;
  }
  return judgeOtherForms(certificate, constraints);
}

/** A mailbox beyond ASCII (RFC 9598), an otherName that constraints on rfc822Name are for as well. */
const smtpUtf8Mailbox = '1.3.6.1.5.5.7.8.9';

function judgeOtherForms(
  { extensions }: Certificate,
  { permitted, excluded }: NameConstraints,
): NameVerdict | undefined {
  const names = extensions.subjectAltName;
  if (names === undefined) return undefined;
  const constrained = new Set([...otherFormsOf(permitted), ...otherFormsOf(excluded)]);
  if (permitted.rfc822Names.length + excluded.rfc822Names.length > 0) {
    constrained.add(`otherName ${smtpUtf8Mailbox}`);
  }
  const form = otherFormsOf(names).find((name) => constrained.has(name));
  return form === undefined ? undefined : { rule: 'name-form', text: form };
}

/** The forms that are not compared; each type of otherName is a form of its own. */
function otherFormsOf({ otherNames, otherForms }: GeneralNames): readonly string[] {
  return [...otherNames.map((type) => `otherName ${type}`), ...otherForms];
}

function nameFault({ rule, text }: NameVerdict, ca: Certificate): Fault {
  const whose = `the name constraints of ${printSubject(ca)}`;
  const name = printable(text.length > 100 ? `${text.slice(0, 100)}...` : text);
  const problems = {
    'permitted-subtrees': `has the name ${name}, which is not among those permitted by ${whose}`,
    'excluded-subtrees': `has the name ${name}, which is excluded by ${whose}`,
    'name-form': `has the name ${name}, which cannot be compared with ${whose}`,
  };
  return { code: 'ERR_TLS_CERT_CONSTRAINT', rule, problem: problems[rule] };
}
