/**
 * Asks every source for the status of one certificate after the other and weighs what they say:
 * whoever says `revoked` wins; else the first source that says good; else a responder that does not
 * know the certificate.
 */
import { CertificateError } from './certificate-error.ts';
import { type Crl, parseCrl } from './crl.ts';
import { type CrlRules, checkCrls, isRevokedBy } from './crl-check.ts';
import { exactComparison, preparedComparison } from './name-comparison.ts';
import { printable } from './names.ts';
import { type OcspResponse, parseOcspResponse } from './ocsp.ts';
import { checkOcsp, type OcspRules } from './ocsp-check.ts';
import {
  type CertificateStatus,
  defaultRevocationLimits,
  type PassedOver,
  type RevocationInput,
  type Unavailable,
} from './revocation-input.ts';
import type { RevocationPolicy, StatusOutcome, StatusSource } from './revocation-policy.ts';
import { type StatusFacts, StatusSignatures, type StatusSubject } from './status-context.ts';

/** What the sources say of one certificate. */
export interface SourcesFinding {
  readonly status: Omit<CertificateStatus, 'index'>;
  readonly staple: StatusOutcome['staple'];
}

/** What one source says. */
interface Answer {
  readonly source: StatusSource;
  readonly facts: StatusFacts;
}

/** Serves one call of `checkRevocation`. */
export class RevocationSources {
  readonly #sources: readonly StatusSource[];
  readonly #crlRules: CrlRules;
  readonly #ocspRules: OcspRules;
  readonly #crls: readonly Crl[];
  readonly #ocsp: readonly OcspResponse[];
  readonly #unreadable: PassedOver[] = [];
  readonly #unavailable: readonly Unavailable[];
  #answers: Answer[] = [];
  #passedOver: PassedOver[] = [];
  #staple: StatusOutcome['staple'] = 'absent';

  constructor(input: RevocationInput, policy: RevocationPolicy, sources: readonly StatusSource[]) {
    const { crls = [], ocsp = [], hash, responders = [], unavailable = [], limits } = input;
    const { responderCertificates } = { ...defaultRevocationLimits, ...limits };
    this.#sources = sources;
    this.#unavailable = unavailable;
    this.#crls = sources.includes('crl') ? this.#readAll('crl', crls, parseCrl) : [];
    this.#ocsp = sources.includes('ocsp') ? this.#readAll('ocsp', ocsp, parseOcspResponse) : [];
    this.#crlRules = crlRulesOf(input, policy);
    const isRevoked = (subject: StatusSubject) => isRevokedBy(subject, this.#crls, this.#crlRules);
    this.#ocspRules = { ...this.#crlRules, hash, responders, responderCertificates, isRevoked };
  }

  /**
   * @param index place of the certificate in the path
   * @throws BudgetExhausted
   */
  find(index: number, subject: StatusSubject, staple: Uint8Array | undefined): SourcesFinding {
    this.#answers = [];
    this.#passedOver = [...this.#unreadable, ...missingFor(index, this.#unavailable)];
    this.#staple = 'absent';
    for (const source of this.#sources) {
      if (source === 'staple' && staple !== undefined) this.#askStaple(subject, staple);
      if (source === 'ocsp') this.#askResponders(subject);
      if (source === 'crl') this.#askCrls(subject);
    }
    return { status: statusOf(this.#answers, this.#passedOver), staple: this.#staple };
  }

  /** RFC 6066 8: a response that came has to be satisfactory. */
  #askStaple(subject: StatusSubject, staple: Uint8Array): void {
    const [response] = this.#readAll('staple', [staple], parseOcspResponse, this.#passedOver);
    this.#staple = 'bad';
    if (response === undefined) return;
    const finding = checkOcsp(subject, response, this.#ocspRules);
    if (finding.kind === 'status') {
      const { facts } = finding;
      this.#answers.push({ source: 'staple', facts });
      if (facts.status === 'unknown') this.#passOver('staple', 'the responder does not know it');
      else this.#staple = facts.status;
    } else {
      if (finding.kind === 'none') this.#staple = 'none';
      this.#passOver('staple', finding.problem);
    }
  }

  /** Several responders may be asked, and the answer that trusts least counts. */
  #askResponders(subject: StatusSubject): void {
    const said: StatusFacts[] = [];
    for (const response of this.#ocsp) {
      const finding = checkOcsp(subject, response, this.#ocspRules);
      if (finding.kind === 'status') said.push(finding.facts);
      else if (finding.kind !== 'other') this.#passOver('ocsp', finding.problem);
    }
    const of = (status: StatusFacts['status']) => said.find((facts) => facts.status === status);
    const facts = of('revoked') ?? of('unknown') ?? of('good');
    if (facts !== undefined) this.#answers.push({ source: 'ocsp', facts });
    if (facts?.status === 'unknown') this.#passOver('ocsp', 'the responder does not know it');
  }

  #askCrls(subject: StatusSubject): void {
    if (this.#crls.length === 0) return;
    const { facts, problems } = checkCrls(subject, this.#crls, this.#crlRules);
    if (facts !== undefined) this.#answers.push({ source: 'crl', facts });
    for (const problem of problems) this.#passOver('crl', problem);
  }

  #passOver(source: StatusSource, problem: string): void {
    this.#passedOver.push({ source, problem });
  }

  /** What can be read; the rest is noted. */
  #readAll<T extends object>(
    source: StatusSource,
    given: readonly (Uint8Array | T)[],
    parse: (der: Uint8Array) => T,
    notes: PassedOver[] = this.#unreadable,
  ): readonly T[] {
    const read: T[] = [];
    for (const one of given) {
      try {
        read.push(one instanceof Uint8Array ? parse(one) : one);
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        notes.push({ source, problem: `malformed: ${error.message}` });
      }
    }
    return read;
  }
}

/** A URL that means something has some dozens of characters. */
const longestRead = 500;

/** What was fetched for a certificate and did not come. */
function missingFor(index: number, unavailable: readonly Unavailable[]): readonly PassedOver[] {
  return unavailable
    .filter(({ need }) => need.index === index)
    .map(({ need: { kind, url }, problem }) => {
      const why = problem === undefined ? '' : ` (${problem})`;
      const where = url.length > longestRead ? `a URL of ${url.length} characters` : url;
      return { source: kind, problem: printable(`nothing came from ${where}${why}`) };
    });
}

function crlRulesOf(input: RevocationInput, policy: RevocationPolicy): CrlRules {
  const { timeMs, profile = 'default', crlSigners = [], schemes, verifySignature, memory } = input;
  const { signatures } = { ...defaultRevocationLimits, ...input.limits };
  const { maxAgeSeconds, clockSkewSeconds } = policy;
  return {
    timeMs,
    maxAgeMs: maxAgeSeconds === undefined ? undefined : maxAgeSeconds * 1000,
    clockSkewMs: clockSkewSeconds * 1000,
    isSameName: (profile === 'rfc5280' ? preparedComparison : exactComparison).isSame,
    signatures: new StatusSignatures(schemes, verifySignature, signatures, memory),
    profile,
    crlSigners,
  };
}

function statusOf(
  answers: readonly Answer[],
  passedOver: readonly PassedOver[],
): SourcesFinding['status'] {
  const of = (status: StatusFacts['status']) =>
    answers.find(({ facts }) => facts.status === status);
  const answer = of('revoked') ?? of('good') ?? of('unknown');
  const facts = answer?.facts;
  return {
    status: facts?.status ?? 'unavailable',
    source: answer?.source,
    thisUpdateMs: facts?.thisUpdateMs,
    nextUpdateMs: facts?.nextUpdateMs,
    revocationTimeMs: facts?.revocationTimeMs,
    reason: facts?.reason,
    passedOver,
  };
}
