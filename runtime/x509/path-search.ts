/**
 * The search for a path (RFC 4158), depth first and with backtracking over all alternatives.
 *
 * By names first: no signature is verified before a line of equal issuer and subject names leads
 * to an anchor, so a chain from nowhere costs nothing. Every such line is tried until one holds
 * (the same CA may be certified by an old and a new root). Key identifiers only say which line to
 * try first, and whether it is a surprise that a signature does not verify.
 */
import { equalBytes } from '../bytes.ts';
import { type Certificate, isSelfIssued, printSubject } from './certificate.ts';
import { hintOrder, IssuerGraph, lastOf, type Path } from './issuer-graph.ts';
import type { PathInput, PathLimits, PathResult, RefusedPath } from './path.ts';
import { badSignature, deadEnd, progresses, type Reason, tooLong } from './refusals.ts';
import { type Fault, judgeIssuer, judgeLeaf, judgeName } from './rules.ts';
import { LimitExceeded, SignatureChecks } from './signatures.ts';

/** How it went. */
export interface SearchOutcome {
  readonly result: PathResult;
  /** Whether an issuer is missing: no line of names that could be the right one has an anchor. */
  readonly isDeadEnd: boolean;
}

/** One search. Serves one call of `run`. */
export class PathSearch {
  readonly #input: PathInput;
  readonly #limits: PathLimits;
  readonly #chain: ReadonlyMap<number, Certificate>;
  readonly #signatures: SignatureChecks;
  readonly #graph: IssuerGraph;
  #steps = 0;
  #reason: Reason | undefined;

  /** @param chain the peer's certificates by their place; those that could not be read left out */
  constructor(input: PathInput, limits: PathLimits, chain: ReadonlyMap<number, Certificate>) {
    const { anchors, schemes, verifySignature } = input;
    const signatures = new SignatureChecks(schemes, verifySignature, limits.signatures);
    this.#input = input;
    this.#limits = limits;
    this.#chain = chain;
    this.#signatures = signatures;
    this.#graph = new IssuerGraph(anchors, [...chain.values()], (certificate, issuer) =>
      signatures.isKnownBad(certificate, issuer),
    );
  }

  run(leaf: Certificate): SearchOutcome {
    try {
      const path = this.#isPinned(leaf) ? this.#judgePinned(leaf) : this.#extend([leaf]);
      if (path !== undefined) return { result: { accepted: true, path }, isDeadEnd: false };
    } catch (error) {
      if (!(error instanceof LimitExceeded)) throw error;
      const fault: Fault = { code: 'PATH_LENGTH_EXCEEDED', problem: `needs ${error.message}` };
      return { result: this.#refuse(leaf, fault), isDeadEnd: false };
    }
    const { certificate, fault, progress } = this.#reason ?? deadEnd(this.#graph.lineFrom(leaf));
    return { result: this.#refuse(certificate, fault), isDeadEnd: progress === progresses.deadEnd };
  }

  /**
   * As OpenSSL has it: a self-signed certificate that is given as an anchor is believed when a
   * peer shows it. One that another CA has issued is not: an anchor above it has to be found.
   */
  #isPinned(leaf: Certificate): boolean {
    return isSelfIssued(leaf) && this.#input.anchors.some(({ der }) => equalBytes(der, leaf.der));
  }

  #judgePinned(leaf: Certificate): Path | undefined {
    this.#reason = this.#judgeLeaf(leaf, true);
    return this.#reason === undefined ? [leaf] : undefined;
  }

  /** Tries everyone who may have issued the last certificate of `path`, anchors first. */
  #extend(path: Path): Path | undefined {
    const { anchors } = this.#graph.waysOn(path);
    for (const anchor of anchors) {
      const complete: Path = [...path, anchor];
      this.#step();
      const reason = this.#judge(complete);
      if (reason === undefined) return complete;
      this.#note(reason);
    }
    const { intermediates } = this.#graph.waysOn(path);
    if (intermediates.length > 0 && path.length > this.#limits.intermediates) {
      this.#note(tooLong(lastOf(path), this.#limits.intermediates));
      return undefined;
    }
    for (const ca of intermediates) {
      // What was learned on the way may have closed it.
      if (!this.#graph.waysOn(path).intermediates.includes(ca)) continue;
      this.#step();
      const found = this.#extend([...path, ca]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Judges a path that ends in an anchor. */
  #judge(path: Path): Reason | undefined {
    return (
      this.#judgeSignatures(path) ?? this.#judgeIssuers(path) ?? this.#judgeLeaf(path[0], false)
    );
  }

  #judgeSignatures(path: Path): Reason | undefined {
    for (const { line, certificate, issuer } of issuances(path)) {
      const verdict = this.#signatures.verdict(certificate, issuer);
      if (verdict === 'good') continue;
      this.#graph.shrink();
      // Another CA of the same name: what is missing is the true issuer.
      if (verdict === 'bad' && isNotExpected(certificate, issuer)) return deadEnd(line);
      return badSignature(certificate, issuer, verdict);
    }
    return undefined;
  }

  #judgeIssuers(path: Path): Reason | undefined {
    let followingCas = 0;
    for (const certificate of path.slice(1)) {
      const fault = judgeIssuer(certificate, this.#input, followingCas);
      if (fault !== undefined) return { certificate, fault, progress: progresses.rules };
      if (!isSelfIssued(certificate)) followingCas += 1;
    }
    return undefined;
  }

  /** The name comes last: that a certificate is for another host says little if it is forged. */
  #judgeLeaf(certificate: Certificate, isPinned: boolean): Reason | undefined {
    const unfit = judgeLeaf(certificate, this.#input, isPinned);
    if (unfit !== undefined) return { certificate, fault: unfit, progress: progresses.rules };
    const { name } = this.#input;
    const fault = name === undefined ? undefined : judgeName(certificate, name);
    return fault && { certificate, fault, progress: progresses.name };
  }

  #step(): void {
    this.#steps += 1;
    const { steps } = this.#limits;
    if (this.#steps > steps) throw new LimitExceeded(`more than ${steps} issuers to be tried`);
  }

  /** Of two attempts that came equally far the first counts. */
  #note(reason: Reason): void {
    if (reason.progress > (this.#reason?.progress ?? -1)) this.#reason = reason;
  }

  #refuse(certificate: Certificate, { code, problem }: Fault): RefusedPath {
    const entry = [...this.#chain].find(([, sent]) => sent === certificate);
    const index = entry?.[0];
    const subject = printSubject(certificate);
    const place = index === undefined ? 'trust anchor' : `certificate ${index}`;
    return { accepted: false, code, index, subject, detail: `${place} (${subject}) ${problem}` };
  }
}

/** One certificate of a path, the line from the leaf up to it, and who issued it. */
interface Issuance {
  readonly line: Path;
  readonly certificate: Certificate;
  readonly issuer: Certificate;
}

/** What the anchor has issued comes first. */
function issuances(path: Path): readonly Issuance[] {
  const list: Issuance[] = [];
  let line: Path = [path[0]];
  let certificate = path[0];
  for (const issuer of path.slice(1)) {
    list.unshift({ line, certificate, issuer });
    line = [...line, issuer];
    certificate = issuer;
  }
  return list;
}

/** Whether a certificate says itself that this issuer, in spite of the name, is not its own. */
function isNotExpected(certificate: Certificate, issuer: Certificate): boolean {
  return isSelfIssued(certificate) || hintOrder(certificate, issuer) === 2;
}
