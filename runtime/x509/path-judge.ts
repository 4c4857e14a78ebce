/**
 * Everything about a whole path but its signatures: the rules for each certificate, then those for
 * several, in the order in which a reason says most (RFC 5280 6.1).
 */
import { Budget } from './budgets.ts';
import { cached } from './cached.ts';
import type { Certificate } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import type { Fault, IssuingFault } from './faults.ts';
import type { Path } from './issuer-graph.ts';
import { IssuingJudge } from './issuing-judge.ts';
import { exactComparison, type NameComparison, preparedComparison } from './name-comparison.ts';
import { NameConstraintJudge } from './name-constraint-rules.ts';
import type { PathInput, PathLimits } from './path.ts';
import { constrainsPolicies, type PolicyExtensions, readPolicyExtensions } from './policies.ts';
import { type PolicyProblem, PolicyProcessing } from './policy-graph.ts';
import { progresses, type Reason } from './refusals.ts';
import { judgeIssuer, judgeLeaf, judgeName, malformed } from './rules.ts';

/** What is known of a path that holds. */
export interface PathFindings {
  readonly policies: readonly string[] | undefined;
}

/**
 * Serves one search: what is spent on one path is not there for the next, and what was found of a
 * certificate is not looked for again. A step of the search must cost little, whatever stands in
 * the certificates, or its budget would not say how long a search takes.
 */
export class PathJudge {
  readonly names: NameComparison;
  readonly #input: PathInput;
  readonly #nameConstraints: NameConstraintJudge;
  readonly #issuing: IssuingJudge;
  readonly #policyBudget: Budget;
  readonly #policies = new Map<Certificate, PolicyExtensions | { readonly fault: Fault }>();
  readonly #selfIssued = new Map<Certificate, boolean>();
  /** By whether it is pinned. */
  readonly #leafFaults = new Map<boolean, Fault | undefined>();
  /** By how many CAs follow. */
  readonly #issuerFaults: Map<Certificate, Fault | undefined>[] = [];

  constructor(input: PathInput, { nameComparisons, policies }: PathLimits) {
    const what = 'comparisons of names with name constraints';
    this.names = input.profile === 'rfc5280' ? preparedComparison : exactComparison;
    this.#input = input;
    this.#issuing = new IssuingJudge({ ...input, isSelfIssued: this.isSelfIssued });
    this.#policyBudget = new Budget('policy-budget', 'policies', policies);
    this.#nameConstraints = new NameConstraintJudge({
      budget: new Budget('name-comparison-budget', what, nameComparisons),
      isSelfIssued: this.isSelfIssued,
      refusesOtherForms: input.profile !== 'rfc5280',
    });
  }

  /** Whether issuer and subject are the same: a root, or a CA's own key change (RFC 5280 3.2). */
  readonly isSelfIssued = (certificate: Certificate): boolean => {
    const { issuer, subject } = certificate;
    return cached(this.#selfIssued, certificate, () => this.names.isSame(issuer, subject));
  };

  /**
   * Judges a path that ends in an anchor, or the one certificate of a path that is its own anchor.
   * @throws BudgetExhausted
   */
  judge(path: Path): Reason | PathFindings {
    const broken = this.#judgeIssuers(path) ?? this.#judgeLeaf(path) ?? this.#judgeNames(path);
    if (broken !== undefined) return broken;
    const policies = this.#processPolicies(path);
    if (policies !== undefined && 'fault' in policies) return policies;
    const misissued = this.#input.profile === 'strict' ? this.#judgeIssuing(path) : undefined;
    return misissued ?? this.#judgeName(path) ?? { policies };
  }

  /** Rules for issuing that a path breaks. */
  warningsOf(path: Path): readonly IssuingFault[] {
    return this.#issuing.judge(path);
  }

  #judgeIssuing(path: Path): Reason | undefined {
    const [first] = this.#issuing.judge(path);
    if (first === undefined) return undefined;
    const isOfOne = first.fault.rule !== 'authority-key-identifier-mismatch';
    return { ...first, progress: progresses.rules, ...(isOfOne && { barred: first.certificate }) };
  }

  #judgeIssuers(path: Path): Reason | undefined {
    let followingCas = 0;
    for (const certificate of path.slice(1)) {
      const fault = this.#issuerFault(certificate, followingCas);
      if (fault !== undefined) {
        const barred = fault.rule === 'path-len-constraint' ? undefined : certificate;
        return { certificate, fault, progress: progresses.rules, barred };
      }
      if (!this.isSelfIssued(certificate)) followingCas += 1;
    }
    return undefined;
  }

  #issuerFault(certificate: Certificate, followingCas: number): Fault | undefined {
    this.#issuerFaults[followingCas] ??= new Map();
    return cached(this.#issuerFaults[followingCas], certificate, () =>
      judgeIssuer(certificate, this.#input, followingCas),
    );
  }

  #judgeLeaf(path: Path): Reason | undefined {
    const [certificate] = path;
    const isPinned = path.length === 1;
    const fault = cached(this.#leafFaults, isPinned, () =>
      judgeLeaf(certificate, this.#input, isPinned),
    );
    return fault && { certificate, fault, progress: progresses.rules, barred: certificate };
  }

  #judgeNames(path: Path): Reason | undefined {
    const broken = this.#nameConstraints.judge(path);
    return broken && { ...broken, progress: progresses.rules };
  }

  /** Last: that a certificate is for another host says little if something else is wrong. */
  #judgeName([certificate]: Path): Reason | undefined {
    const { name } = this.#input;
    const fault = name === undefined ? undefined : judgeName(certificate, name);
    return fault && { certificate, fault, progress: progresses.name, barred: certificate };
  }

  /** Where nobody asks for policies and nobody constrains them, every path would do. */
  #processPolicies(path: Path): Reason | readonly string[] | undefined {
    const { policies: input, profile } = this.#input;
    const isNeeded = input !== undefined || profile === 'rfc5280' || path.some(constrainsPolicies);
    if (!isNeeded) return undefined;
    const processing = new PolicyProcessing(input ?? {}, this.#policyBudget);
    for (let place = path.length - 1; place >= 0; place--) {
      const certificate = path[place] ?? path[0];
      const says = this.#policiesOf(certificate);
      const progress = progresses.rules;
      if ('fault' in says) return { certificate, ...says, progress };
      const isSelfIssued = this.isSelfIssued(certificate);
      const isAnchor = path.length > 1 && place === path.length - 1;
      const problem = isAnchor
        ? processing.startFrom(says, isSelfIssued)
        : processing.step({ says, isSelfIssued, isLast: place === 0 });
      if (problem !== undefined) return { certificate, fault: policyFault(problem), progress };
    }
    return processing.policies();
  }

  #policiesOf(certificate: Certificate): PolicyExtensions | { readonly fault: Fault } {
    return cached(this.#policies, certificate, () => {
      try {
        return readPolicyExtensions(certificate);
      } catch (error) {
        if (error instanceof CertificateError) return { fault: malformed(error) };
        throw error;
      }
    });
  }
}

function policyFault(rule: PolicyProblem): Fault {
  const problems = {
    'explicit-policy': 'leaves no policy that is valid for the whole path, and one is required',
    'policy-mappings': 'maps a policy from or to anyPolicy',
  };
  return { code: 'ERR_TLS_CERT_CONSTRAINT', rule, problem: problems[rule] };
}
