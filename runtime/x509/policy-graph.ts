/**
 * Policy processing (RFC 5280 6.1, with the graph of RFC 9618 in the place of the tree, which can
 * grow exponentially): for which policies a whole path is valid.
 *
 * A level of the graph stands for a certificate and has one node a policy; an edge goes up to each
 * node of the level above that expects the policy. Nodes that nothing leads down from are not
 * deleted, as in RFC 9618; they are not found by the walk from the last level up, and that is all
 * they are looked at for. So the work is linear in what the certificates say.
 */
import type { Budget } from './budgets.ts';
import { anyPolicy, type PolicyExtensions } from './policies.ts';

/** The policy inputs of RFC 5280 6.1.1 (c), (e), (f) and (g). */
export interface PolicyInput {
  /** user-initial-policy-set, dotted; absent: any policy. */
  readonly initialPolicies?: readonly string[] | undefined;
  /** initial-explicit-policy: the path must be valid for at least one of them. */
  readonly requireExplicitPolicy?: boolean | undefined;
  /** initial-policy-mapping-inhibit. */
  readonly inhibitPolicyMapping?: boolean | undefined;
  /** initial-any-policy-inhibit. */
  readonly inhibitAnyPolicy?: boolean | undefined;
}

/** What one certificate of the path contributes. */
export interface PolicyStep {
  readonly says: PolicyExtensions;
  readonly isSelfIssued: boolean;
  readonly isLast: boolean;
}

interface PolicyNode {
  readonly policy: string;
  /** expected_policy_set */
  readonly expected: ReadonlySet<string>;
  readonly parents: readonly PolicyNode[];
}

/** Of one certificate, by valid_policy. Empty: the graph is NULL. */
type Level = ReadonlyMap<string, PolicyNode>;

/** Why a path cannot go on. */
export type PolicyProblem = 'explicit-policy' | 'policy-mappings';

/** Of a counter that does not run out. */
const never = Number.POSITIVE_INFINITY;

/** Serves one path, whose certificates are given from the anchor down. */
export class PolicyProcessing {
  readonly #initial: ReadonlySet<string>;
  readonly #budget: Budget;
  #level: Level = levelOf([{ policy: anyPolicy, expected: new Set([anyPolicy]), parents: [] }]);
  #explicitPolicy: number;
  #policyMapping: number;
  #inhibitAnyPolicy: number;

  /** @param budget for policies; spent while certificates are processed, which may throw */
  constructor(input: PolicyInput, budget: Budget) {
    const counter = (isInhibited = false) => (isInhibited ? 0 : never);
    this.#initial = new Set(input.initialPolicies ?? [anyPolicy]);
    this.#budget = budget;
    this.#explicitPolicy = counter(input.requireExplicitPolicy);
    this.#policyMapping = counter(input.inhibitPolicyMapping);
    this.#inhibitAnyPolicy = counter(input.inhibitAnyPolicy);
  }

  /**
   * A trust anchor's own certificate, which is no part of the path (RFC 5280 6.1). Where it says
   * nothing of policies it does not restrict them; where it does, it counts as the first one.
   */
  startFrom(says: PolicyExtensions, isSelfIssued: boolean): PolicyProblem | undefined {
    const countsAny = this.#inhibitAnyPolicy > 0 || isSelfIssued;
    this.#level = this.#nextLevel(says.policies ?? new Set([anyPolicy]), countsAny);
    return this.#prepare({ says, isSelfIssued, isLast: false });
  }

  /** RFC 5280 6.1.3 (d) to (f), and 6.1.4 or the beginning of 6.1.5. */
  step(step: PolicyStep): PolicyProblem | undefined {
    const { says, isSelfIssued, isLast } = step;
    const countsAny = this.#inhibitAnyPolicy > 0 || (!isLast && isSelfIssued);
    this.#level =
      says.policies === undefined ? levelOf([]) : this.#nextLevel(says.policies, countsAny);
    if (this.#explicitPolicy === 0 && this.#level.size === 0) return 'explicit-policy';
    return isLast ? this.#wrapUp(says) : this.#prepare(step);
  }

  /** user-constrained-policy-set (RFC 9618 5.6, for 6.1.5 (g)), sorted. */
  policies(): readonly string[] {
    const authority = authorityConstrained(this.#level);
    const initial = this.#initial;
    const isFree = (set: ReadonlySet<string>) => set.has(anyPolicy);
    if (isFree(initial)) return [...authority].sort();
    const constrained = isFree(authority) ? initial : authority;
    return [...constrained].filter((policy) => initial.has(policy)).sort();
  }

  /** RFC 9618 5.3, for 6.1.3 (d). */
  #nextLevel(policies: ReadonlySet<string>, countsAny: boolean): Level {
    this.#spend(this.#level);
    this.#budget.spend(policies.size);
    const parentsOf = expecting(this.#level);
    const any = this.#level.get(anyPolicy);
    const nodes: PolicyNode[] = [];
    const add = (policy: string, parents: readonly PolicyNode[]) =>
      nodes.push({ policy, expected: new Set([policy]), parents });
    for (const policy of policies) {
      if (policy === anyPolicy) continue;
      const parents = parentsOf.get(policy) ?? (any === undefined ? [] : [any]);
      if (parents.length > 0) add(policy, parents);
    }
    if (policies.has(anyPolicy) && countsAny) {
      for (const [policy, parents] of parentsOf) if (!policies.has(policy)) add(policy, parents);
      if (any !== undefined) add(anyPolicy, [any]);
    }
    return levelOf(nodes);
  }

  /** RFC 5280 6.1.4 (a), (b), (h), (i), (j). */
  #prepare({ says, isSelfIssued }: PolicyStep): PolicyProblem | undefined {
    const isOfAny = [...says.mappings].some(
      ([issuer, subjects]) => issuer === anyPolicy || subjects.has(anyPolicy),
    );
    if (isOfAny) return 'policy-mappings';
    this.#level = this.#map(says.mappings);
    if (!isSelfIssued) {
      this.#explicitPolicy = countDown(this.#explicitPolicy);
      this.#policyMapping = countDown(this.#policyMapping);
      this.#inhibitAnyPolicy = countDown(this.#inhibitAnyPolicy);
    }
    const { requireExplicitPolicy, inhibitPolicyMapping, inhibitAnyPolicy } = says;
    this.#explicitPolicy = Math.min(this.#explicitPolicy, requireExplicitPolicy ?? never);
    this.#policyMapping = Math.min(this.#policyMapping, inhibitPolicyMapping ?? never);
    this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, inhibitAnyPolicy ?? never);
    return undefined;
  }

  /** RFC 9618 5.4, for 6.1.4 (b). */
  #map(mappings: PolicyExtensions['mappings']): Level {
    if (mappings.size === 0) return this.#level;
    this.#budget.spend(this.#level.size + mappings.size);
    const nodes = new Map(this.#level);
    const any = nodes.get(anyPolicy);
    for (const [policy, expected] of mappings) {
      const node = nodes.get(policy);
      if (this.#policyMapping === 0) nodes.delete(policy);
      else if (node !== undefined) nodes.set(policy, { ...node, expected });
      else if (any !== undefined) nodes.set(policy, { policy, expected, parents: any.parents });
    }
    return nodes;
  }

  /** What all edges from a level down will cost. */
  #spend(level: Level): void {
    for (const { expected } of level.values()) this.#budget.spend(expected.size);
  }

  /** RFC 5280 6.1.5 (a), (b), (g). */
  #wrapUp({ requireExplicitPolicy }: PolicyExtensions): PolicyProblem | undefined {
    const isRequired = countDown(this.#explicitPolicy) === 0 || requireExplicitPolicy === 0;
    return isRequired && this.policies().length === 0 ? 'explicit-policy' : undefined;
  }
}

function levelOf(nodes: readonly PolicyNode[]): Level {
  return new Map(nodes.map((node) => [node.policy, node]));
}

/** For each policy but anyPolicy that a level expects: by which nodes. */
function expecting(level: Level): ReadonlyMap<string, readonly PolicyNode[]> {
  const nodes = new Map<string, PolicyNode[]>();
  for (const node of level.values()) {
    for (const policy of node.expected) {
      if (policy === anyPolicy) continue;
      const those = nodes.get(policy);
      if (those === undefined) nodes.set(policy, [node]);
      else those.push(node);
    }
  }
  return nodes;
}

/** The policies below anyPolicy from which the last level is reached, and anyPolicy if it is there. */
function authorityConstrained(last: Level): ReadonlySet<string> {
  const found = new Set<string>(last.has(anyPolicy) ? [anyPolicy] : []);
  const seen = new Set<PolicyNode>(last.values());
  // A Set may grow while it is walked.
  for (const node of seen) {
    if (node.policy === anyPolicy) continue;
    for (const parent of node.parents) {
      if (parent.policy === anyPolicy) found.add(node.policy);
      else seen.add(parent);
    }
  }
  return found;
}

function countDown(counter: number): number {
  return counter === 0 ? 0 : counter - 1;
}
