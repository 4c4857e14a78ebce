/**
 * The search for a path (RFC 4158), depth first and with backtracking over all alternatives.
 *
 * By names first: no signature is verified before a line of equal issuer and subject names leads
 * to an anchor, so a chain from nowhere costs nothing. Every such line is tried until one holds
 * (the same CA may be certified by an old and a new root). Key identifiers only say which line to
 * try first, and whether it is a surprise that a signature does not verify.
 */
import { equalBytes } from '../bytes.ts';
import { Budget, BudgetExhausted } from './budgets.ts';
import type { Certificate } from './certificate.ts';
import type { CertificateFault, Fault } from './faults.ts';
import { hintOrder, IssuerGraph, lastOf, type Path } from './issuer-graph.ts';
import type { PathInput, PathLimits, PathResult, TriedPath } from './path.ts';
import { type PathFindings, PathJudge } from './path-judge.ts';
import { badSignature, deadEnd, progresses, type Reason, tooLong } from './refusals.ts';
import { Acceptance, type ReadableChain, reportOf, warningOf } from './reports.ts';
import { SignatureChecks } from './signatures.ts';

/** How it went. */
export interface SearchOutcome {
  readonly result: PathResult;
  /** Whether an issuer is missing: no line of names that could be the right one has an anchor. */
  readonly isDeadEnd: boolean;
}

/** `explain` is for people, who do not read more. */
const triedPaths = 1000;

/** One search. Serves one call of `run`. */
export class PathSearch {
  readonly #input: PathInput;
  readonly #limits: PathLimits;
  readonly #chain: ReadableChain;
  readonly #judge: PathJudge;
  readonly #signatures: SignatureChecks;
  readonly #steps: Budget;
  readonly #graph: IssuerGraph;
  readonly #tried: TriedPath[] | undefined;
  #reason: Reason | undefined;
  /** Those of the line that is followed: to have one twice can only lead round in circles. */
  readonly #entities = new Set<number>();
  /** The place in the line of one that can be in no path: all that begins with it is in vain. */
  #backTo = Number.POSITIVE_INFINITY;

  /** @param chain the peer's certificates by their place; those that could not be read left out */
  constructor(input: PathInput, limits: PathLimits, chain: ReadableChain) {
    const { anchors, schemes, verifySignature } = input;
    const signatures = new SignatureChecks(schemes, verifySignature, limits.signatures);
    const judge = new PathJudge(input, limits);
    const isKnownBad = (certificate: Certificate, issuer: Certificate) =>
      signatures.isKnownBad(certificate, issuer);
    this.#input = input;
    this.#limits = limits;
    this.#chain = chain;
    this.#judge = judge;
    this.#signatures = signatures;
    this.#steps = new Budget('step-budget', 'steps of path building', limits.steps);
    this.#graph = new IssuerGraph(anchors, [...chain.values()], judge.names, isKnownBad);
    this.#tried = input.explain === true ? [] : undefined;
  }

  run(leaf: Certificate): SearchOutcome {
    try {
      const found = this.#isPinned(leaf) ? this.#tryPath([leaf]) : this.#search(leaf);
      if (found !== undefined) return { result: this.#accept(found), isDeadEnd: false };
    } catch (error) {
      if (!(error instanceof BudgetExhausted)) throw error;
      const { rule, message } = error;
      const fault: Fault = { code: 'PATH_LENGTH_EXCEEDED', rule, problem: `needs ${message}` };
      return { result: this.#refuse({ certificate: leaf, fault }), isDeadEnd: false };
    }
    const reason = this.#reason ?? this.#failWithoutPath(leaf);
    return { result: this.#refuse(reason), isDeadEnd: reason.progress === progresses.deadEnd };
  }

  /**
   * As OpenSSL has it: a self-signed certificate that is given as an anchor is believed when a
   * peer shows it. One that another CA has issued is not: an anchor above it has to be found.
   */
  #isPinned(leaf: Certificate): boolean {
    if (!this.#judge.isSelfIssued(leaf)) return false;
    return this.#input.anchors.some(({ der }) => equalBytes(der, leaf.der));
  }

  #search(leaf: Certificate): FoundPath | undefined {
    return this.#graph.isConnected(leaf) ? this.#extend([leaf]) : undefined;
  }

  /** Tries everyone who may have issued the last certificate of `path`, anchors first. */
  #extend(path: Path): FoundPath | undefined {
    const entity = this.#graph.entityOf(lastOf(path));
    this.#entities.add(entity);
    const found = this.#tryIssuers(path);
    this.#entities.delete(entity);
    return found;
  }

  #tryIssuers(path: Path): FoundPath | undefined {
    const last = lastOf(path);
    for (const anchor of this.#graph.anchorsOf(last)) {
      if (!this.#isWayOn(path, anchor)) continue;
      const found = this.#tryPath([...path, anchor]);
      if (found !== undefined || this.#isInVain(path)) return found;
    }
    for (const ca of this.#graph.intermediatesOf(last)) {
      // Asked for each anew: what was learned on the way may have closed it.
      if (!this.#isWayOn(path, ca) || !this.#graph.isConnected(ca)) continue;
      if (path.length > this.#limits.intermediates) {
        this.#fail(tooLong(last, this.#limits.intermediates), path);
        return undefined;
      }
      const found = this.#extend([...path, ca]);
      if (found !== undefined || this.#isInVain(path)) return found;
    }
    return undefined;
  }

  /** Whether what was found out on the way bars one of the line, and not one that came after. */
  #isInVain(path: Path): boolean {
    if (this.#backTo < path.length) return true;
    this.#backTo = Number.POSITIVE_INFINITY;
    return false;
  }

  #isWayOn(path: Path, issuer: Certificate): boolean {
    this.#steps.spend();
    if (!this.#graph.isOpen(lastOf(path), issuer)) return false;
    return !this.#entities.has(this.#graph.entityOf(issuer));
  }

  /** Judges a path that ends in an anchor. */
  #tryPath(path: Path): FoundPath | undefined {
    this.#steps.spend(path.length);
    const verdict = this.#judgeSignatures(path) ?? this.#judge.judge(path);
    if (!('fault' in verdict)) return { path, findings: verdict };
    this.#fail(verdict, path);
    return undefined;
  }

  /** What the anchor has issued comes first. */
  #judgeSignatures(path: Path): Reason | undefined {
    for (let place = path.length - 2; place >= 0; place--) {
      const certificate = path[place] ?? path[0];
      const issuer = path[place + 1] ?? path[0];
      const verdict = this.#signatures.verdict(certificate, issuer);
      if (verdict === 'good') continue;
      this.#graph.shrink();
      // Another CA of the same name: what is missing is the true issuer.
      const isExpected = verdict !== 'bad' || this.#isExpected(certificate, issuer);
      return isExpected ? badSignature(certificate, issuer, verdict) : deadEnd(certificate, place);
    }
    return undefined;
  }

  /** Not if a certificate says itself that this issuer, in spite of the name, is not its own. */
  #isExpected(certificate: Certificate, issuer: Certificate): boolean {
    return !this.#judge.isSelfIssued(certificate) && hintOrder(certificate, issuer) !== 2;
  }

  #failWithoutPath(leaf: Certificate): Reason {
    const line = this.#graph.lineFrom(leaf);
    return this.#fail(deadEnd(lastOf(line), line.length - 1), line);
  }

  /** Of two attempts that came equally far the first counts. */
  #fail(reason: Reason, path: Path): Reason {
    if (reason.progress > (this.#reason?.progress ?? -1)) this.#reason = reason;
    const { barred } = reason;
    if (barred !== undefined) {
      this.#graph.close(barred);
      this.#backTo = path.indexOf(barred);
    }
    if (this.#tried !== undefined && this.#tried.length < triedPaths) {
      this.#tried.push({ ...reportOf(reason, this.#chain), path });
    }
    return reason;
  }

  #accept({ path, findings: { policies } }: FoundPath): PathResult {
    const findWarnings = () =>
      this.#judge.warningsOf(path).map((warning) => warningOf(warning, this.#chain));
    return new Acceptance({ path, policies, tried: this.#tried }, findWarnings);
  }

  #refuse(reason: CertificateFault): PathResult {
    return { accepted: false, ...reportOf(reason, this.#chain), tried: this.#tried };
  }
}

interface FoundPath {
  readonly path: Path;
  readonly findings: PathFindings;
}
