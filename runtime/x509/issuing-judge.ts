/**
 * Which rules for those who issue a path breaks. That endangers nobody by itself, and private PKIs
 * do it; the profile `strict` refuses it, the others warn.
 */
import type { Certificate } from './certificate.ts';
import type { IssuingFault, IssuingRule } from './faults.ts';
import type { Path } from './issuer-graph.ts';
import { type IssuingContext, issuingRules } from './issuing-rules.ts';

// The record has these keys and no others: so says its type.
const ruleNames = Object.keys(issuingRules) as readonly IssuingRule[];

/** Serves one search: what was found of a certificate holds in every path with the same issuer. */
export class IssuingJudge {
  readonly #context: IssuingContext;
  readonly #known = new Map<Certificate, Map<Certificate | undefined, readonly IssuingFault[]>>();

  constructor(context: IssuingContext) {
    this.#context = context;
  }

  /** All that a path breaks, the peer's certificate first. A pinned one is taken for a leaf. */
  judge(path: Path): readonly IssuingFault[] {
    return path.flatMap((certificate, index) => {
      const issuer = path[index + 1];
      const known = this.#known.get(certificate) ?? new Map<Certificate | undefined, []>();
      this.#known.set(certificate, known);
      const faults = known.get(issuer) ?? this.#judgePlace(certificate, issuer, index === 0);
      known.set(issuer, faults);
      return faults;
    });
  }

  #judgePlace(
    certificate: Certificate,
    issuer: Certificate | undefined,
    isLeaf: boolean,
  ): readonly IssuingFault[] {
    const isAnchor = issuer === undefined;
    const isRoot = isAnchor && this.#context.isSelfIssued(certificate);
    const place = { certificate, issuer, isLeaf, isAnchor, isRoot, context: this.#context };
    const faults: IssuingFault[] = [];
    for (const rule of ruleNames) {
      const problem = issuingRules[rule](place);
      if (problem === undefined) continue;
      faults.push({ certificate, fault: { code: 'ERR_TLS_CERT_PROFILE', rule, problem } });
    }
    return faults;
  }
}
