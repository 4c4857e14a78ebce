/**
 * The status of a certificate by CRLs: the algorithm of RFC 5280 6.3. By default a CRL has to be
 * whole and signed by the issuer that the path has; the `rfc5280` profile also takes other signers,
 * indirect and delta CRLs.
 *
 * A list is consulted for the reasons that it covers, the newest first. A certificate is good when
 * it is on none of them and all reasons are covered.
 */
import { equalBytes } from '../bytes.ts';
import type { Certificate } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import type { Crl } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import { assumedPoint, coveredReasons, isByExpectedIssuer, outOfScope } from './crl-scope.ts';
import { type CrlSigners, findSigner } from './crl-signers.ts';
import { allReasons, type DistributionPoint } from './distribution-points.ts';
import { printBriefly } from './names.ts';
import { directoryNames } from './point-names.ts';
import {
  type StatusContext,
  type StatusFacts,
  type StatusSubject,
  staleness,
} from './status-context.ts';
import { crlDistributionPoints } from './status-extensions.ts';

/** What CRLs say. */
export interface CrlFinding {
  /** Undefined if they leave the status open. Never `unknown`. */
  readonly facts: StatusFacts | undefined;
  /** Why lists were passed over, one sentence each. */
  readonly problems: readonly string[];
}

/** By what CRLs are judged. */
export interface CrlRules extends StatusContext {
  readonly profile: 'default' | 'rfc5280';
  /** Certificates that may have signed CRLs, in the `rfc5280` profile. */
  readonly crlSigners: readonly Certificate[];
}

/** @throws BudgetExhausted */
export function checkCrls(
  subject: StatusSubject,
  crls: readonly Crl[],
  rules: CrlRules,
): CrlFinding {
  let points: readonly DistributionPoint[];
  try {
    points = pointsOf(subject.certificate, rules);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { facts: undefined, problems: [`cRLDistributionPoints: ${error.message}`] };
  }
  return new CrlSearch(subject, crls, rules).run(points);
}

/**
 * Whether CRLs revoke the certificate of somebody who vouches for others: for CRLs or as an OCSP
 * responder. Only lists of those who stand above it count: what it has signed says nothing of
 * itself.
 * @throws BudgetExhausted
 */
export function isRevokedBy(
  subject: StatusSubject,
  crls: readonly Crl[],
  rules: CrlRules,
): boolean {
  return checkCrls(subject, crls, { ...rules, crlSigners: [] }).facts?.status === 'revoked';
}

/** A certificate that names points is on their CRLs; only RFC 5280 6.3.3 goes on from there. */
function pointsOf(certificate: Certificate, { profile }: CrlRules): readonly DistributionPoint[] {
  const points = crlDistributionPoints(certificate);
  if (points === undefined) return [assumedPoint(certificate)];
  return profile === 'rfc5280' ? [...points, assumedPoint(certificate)] : points;
}

/**
 * Of the same second the higher number is the newer (5.2.3). Entries are not looked at: no signature
 * is verified yet, and an index of them costs who knows what.
 */
function newerFirst(a: Crl, b: Crl): number {
  const newer = Number((b.extensions.crlNumber ?? 0n) - (a.extensions.crlNumber ?? 0n));
  return b.thisUpdateMs - a.thisUpdateMs || newer;
}

/** One status. Serves one call of `run`. */
class CrlSearch {
  readonly #subject: StatusSubject;
  readonly #rules: CrlRules;
  readonly #signers: CrlSigners | undefined;
  readonly #complete: readonly Crl[];
  readonly #deltas: readonly Crl[];
  readonly #problems = new Set<string>();
  #reasons = 0;
  #consulted: Crl[] = [];

  constructor(subject: StatusSubject, crls: readonly Crl[], rules: CrlRules) {
    const newestFirst = [...crls].sort(newerFirst);
    this.#subject = subject;
    this.#rules = rules;
    this.#signers = rules.profile === 'rfc5280' ? othersAmong(crls, rules) : undefined;
    this.#complete = newestFirst.filter((crl) => !isDelta(crl));
    this.#deltas = newestFirst.filter(isDelta);
  }

  run(points: readonly DistributionPoint[]): CrlFinding {
    for (const point of points) {
      for (const crl of this.#complete) {
        const facts = this.#consult(crl, point);
        if (facts !== undefined) return this.#finding(facts);
      }
    }
    if (this.#consulted.length > 0) this.#problems.add('the CRLs do not cover all reasons');
    else if (this.#problems.size === 0) {
      this.#problems.add(`no CRL by ${printBriefly(this.#subject.certificate.issuer)} is given`);
    }
    return this.#finding(undefined);
  }

  #finding(facts: StatusFacts | undefined): CrlFinding {
    return { facts, problems: [...this.#problems] };
  }

  /** @returns the status as soon as it is certain */
  #consult(crl: Crl, point: DistributionPoint): StatusFacts | undefined {
    const { certificate } = this.#subject;
    const { isSameName } = this.#rules;
    if (!isByExpectedIssuer(point, certificate, crl, isSameName)) return undefined;
    const problem = outOfScope(point, certificate, crl, isSameName) ?? this.#unusable(crl);
    if (problem !== undefined) return this.#passOver(crl, problem);
    const reasons = coveredReasons(point, crl);
    if ((reasons & ~this.#reasons) === 0) return undefined;
    const finding = findSigner(crl, this.#subject, this.#rules, this.#signers);
    if ('problem' in finding) return this.#passOver(crl, finding.problem);
    const entry = this.#findEntry(crl, finding.signer);
    if (entry !== undefined) return revoked(crl, entry);
    this.#reasons |= reasons;
    this.#consulted.push(crl);
    return (this.#reasons & allReasons) === allReasons ? good(this.#consulted) : undefined;
  }

  /** What makes a list useless whatever it says of this certificate. */
  #unusable(crl: Crl): string | undefined {
    const { extensions, revokedCertificates } = crl;
    const unknown = extensions.unknownCritical[0] ?? revokedCertificates.unknownCritical;
    if (unknown !== undefined) {
      return `has the critical extension ${unknown}, which is not understood`;
    }
    const isIndirect = extensions.issuingDistributionPoint?.indirectCrl === true;
    if (isIndirect && this.#signers === undefined) return 'is an indirect CRL';
    if (!isIndirect && revokedCertificates.hasCertificateIssuers) {
      return 'names other issuers, though it is not an indirect CRL';
    }
    return staleness(crl, this.#rules);
  }

  #passOver(crl: Crl, problem: string): undefined {
    this.#problems.add(`the CRL by ${printBriefly(crl.issuer)} ${problem}`);
  }

  /** 6.3.3 (i) to (k): a delta CRL has the last word. */
  #findEntry(crl: Crl, signer: Certificate): CrlEntry | undefined {
    const delta = this.#deltaOf(crl, signer);
    const entry = (delta && this.#entryIn(delta)) ?? this.#entryIn(crl);
    return entry?.reason === 'removeFromCRL' ? undefined : entry;
  }

  /** Where a serial number stands twice, the entry that revokes counts. */
  #entryIn(crl: Crl): CrlEntry | undefined {
    const { issuer, serialNumber } = this.#subject.certificate;
    const { isSameName } = this.#rules;
    const entries = crl.revokedCertificates
      .find(serialNumber)
      .filter(({ certificateIssuer }) =>
        certificateIssuer === undefined
          ? isSameName(crl.issuer, issuer)
          : directoryNames(certificateIssuer).some((name) => isSameName(name, issuer)),
      );
    return entries.find(({ reason }) => reason !== 'removeFromCRL') ?? entries[0];
  }

  /** The newest delta that goes with `crl` (5.2.4, 6.3.3 (c) and (h)). */
  #deltaOf(crl: Crl, signer: Certificate): Crl | undefined {
    for (const delta of this.#deltas) {
      if (!isDeltaOf(delta, crl, this.#rules)) continue;
      const { signatures } = this.#rules;
      const problem =
        (this.#signers === undefined ? 'is a delta CRL' : this.#unusable(delta)) ??
        (signatures.verdict(delta, signer.publicKey) === 'good'
          ? undefined
          : 'is a delta CRL that is not signed as its base is');
      if (problem === undefined) return delta;
      this.#passOver(delta, problem);
    }
    return undefined;
  }
}

function isDelta({ extensions }: Crl): boolean {
  return extensions.baseCrlNumber !== undefined;
}

/** The same issuer, scope and key (6.3.3 (c)), and numbers that leave no gap (5.2.4). */
function isDeltaOf(delta: Crl, base: Crl, { isSameName }: StatusContext): boolean {
  const { extensions: of } = delta;
  const { extensions: to } = base;
  if (!isSameName(delta.issuer, base.issuer)) return false;
  const isForBase =
    areEqual(of.issuingDistributionPoint?.der, to.issuingDistributionPoint?.der) &&
    areEqual(of.authorityKeyIdentifier, to.authorityKeyIdentifier);
  const [from, number, until] = [of.baseCrlNumber, to.crlNumber, of.crlNumber];
  if (!isForBase || from === undefined || number === undefined || until === undefined) return false;
  return from <= number && number < until;
}

function areEqual(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

function othersAmong(crls: readonly Crl[], rules: CrlRules): CrlSigners {
  const isRevoked = (subject: StatusSubject) => isRevokedBy(subject, crls, rules);
  return { others: rules.crlSigners, isRevoked };
}

function good(consulted: readonly Crl[]): StatusFacts {
  const nextUpdates = consulted.flatMap(({ nextUpdateMs }) => nextUpdateMs ?? []);
  return {
    status: 'good',
    thisUpdateMs: Math.min(...consulted.map(({ thisUpdateMs }) => thisUpdateMs)),
    nextUpdateMs: nextUpdates.length === 0 ? undefined : Math.min(...nextUpdates),
  };
}

function revoked(
  { thisUpdateMs, nextUpdateMs }: Crl,
  { revocationDateMs, reason }: CrlEntry,
): StatusFacts {
  return {
    status: 'revoked',
    thisUpdateMs,
    nextUpdateMs,
    revocationTimeMs: revocationDateMs,
    reason,
  };
}
