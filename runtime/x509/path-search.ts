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
import type { PathInput, PathLimits, PathResult, RefusedPath } from './path.ts';
import {
  badSignature,
  deadEnd,
  isFurther,
  type Path,
  progresses,
  type Reason,
  tooLong,
} from './refusals.ts';
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
  readonly #issuers = new Map<Certificate, Issuers>();
  #steps = 0;
  #reason: Reason | undefined;

  /** @param chain the peer's certificates by their place; those that could not be read left out */
  constructor(input: PathInput, limits: PathLimits, chain: ReadonlyMap<number, Certificate>) {
    this.#input = input;
    this.#limits = limits;
    this.#chain = chain;
    this.#signatures = new SignatureChecks(input.schemes, input.verifySignature, limits.signatures);
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
    const { certificate, fault, progress } = this.#reason ?? deadEnd([leaf]);
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
    const last = path.at(-1) ?? path[0];
    const issuers = this.#issuersOf(last);
    const anchors = issuers.anchors.filter((anchor) => !isRepeated(anchor, path));
    const intermediates = issuers.intermediates.filter((ca) => !isRepeated(ca, path));
    if (anchors.length + intermediates.length === 0) this.#note(deadEnd(path));
    for (const anchor of anchors) {
      const complete: Path = [...path, anchor];
      this.#step();
      const reason = this.#judge(complete);
      if (reason === undefined) return complete;
      this.#note(reason);
    }
    if (intermediates.length > 0 && path.length > this.#limits.intermediates) {
      this.#note(tooLong(last, this.#limits.intermediates));
      return undefined;
    }
    for (const ca of intermediates) {
      this.#step();
      if (this.#signatures.isKnownBad(last, ca)) continue;
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

  #issuersOf(certificate: Certificate): Issuers {
    const known = this.#issuers.get(certificate);
    if (known !== undefined) return known;
    const select = (candidates: Iterable<Certificate>) =>
      [...candidates]
        .filter(({ subject }) => equalBytes(subject, certificate.issuer))
        .sort((a, b) => hintOrder(certificate, a) - hintOrder(certificate, b));
    const issuers: Issuers = {
      anchors: select(this.#input.anchors),
      intermediates: select(this.#chain.values()),
    };
    this.#issuers.set(certificate, issuers);
    return issuers;
  }

  #step(): void {
    this.#steps += 1;
    const { steps } = this.#limits;
    if (this.#steps > steps) throw new LimitExceeded(`more than ${steps} issuers to be tried`);
  }

  #note(reason: Reason): void {
    if (this.#reason === undefined || isFurther(reason, this.#reason)) this.#reason = reason;
  }

  #refuse(certificate: Certificate, { code, problem }: Fault): RefusedPath {
    const entry = [...this.#chain].find(([, sent]) => sent === certificate);
    const index = entry?.[0];
    const subject = printSubject(certificate);
    const place = index === undefined ? 'trust anchor' : `certificate ${index}`;
    return { accepted: false, code, index, subject, detail: `${place} (${subject}) ${problem}` };
  }
}

interface Issuers {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
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

/** A CA twice, be it with another certificate, can only lead round in circles. */
function isRepeated(candidate: Certificate, path: Path): boolean {
  return path.some(
    ({ subject, publicKey }) =>
      equalBytes(subject, candidate.subject) &&
      equalBytes(publicKey.subjectPublicKeyInfo, candidate.publicKey.subjectPublicKeyInfo),
  );
}

/** Whether a certificate says itself that this issuer, in spite of the name, is not its own. */
function isNotExpected(certificate: Certificate, issuer: Certificate): boolean {
  return isSelfIssued(certificate) || hintOrder(certificate, issuer) > 1;
}

/** 0: the key identifiers agree; 1: there are none to compare; 2: they differ. */
function hintOrder(certificate: Certificate, issuer: Certificate): number {
  const wanted = certificate.extensions.authorityKeyIdentifier;
  const offered = issuer.extensions.subjectKeyIdentifier;
  if (wanted === undefined || offered === undefined) return 1;
  return equalBytes(wanted, offered) ? 0 : 2;
}
