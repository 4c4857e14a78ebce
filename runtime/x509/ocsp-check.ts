/**
 * The status of a certificate by one OCSP response (RFC 6960 3.2, 4.2.2.2): whom it is about, who
 * has signed it and may, and whether it is fresh.
 */
import { equalBytes } from '../bytes.ts';
import { isFor, type StatusHash } from './cert-id.ts';
import { type Certificate, parseCertificate, printSubject } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import type { BasicOcspResponse, OcspResponse, ResponderId, SingleResponse } from './ocsp.ts';
import {
  type StatusContext,
  type StatusFacts,
  type StatusSubject,
  staleness,
} from './status-context.ts';

/**
 * What a response says. `none`: it is an error status, so as good as no response; anybody can make
 * one. `other`: it is about other certificates. `useless`: it is stale or not signed by who may.
 */
export type OcspFinding =
  | { readonly kind: 'status'; readonly facts: StatusFacts }
  | { readonly kind: 'none' | 'other' | 'useless'; readonly problem: string };

/** By what OCSP responses are judged. */
export interface OcspRules extends StatusContext {
  readonly hash: StatusHash;
  /** Responders that are trusted whoever the issuer is (RFC 6960 4.2.2.2, criterion 1). */
  readonly responders: readonly Certificate[];
  /** Whether the certificate of a delegate is revoked, as far as can be known. */
  readonly isRevoked: (subject: StatusSubject) => boolean;
  /** How many certificates of a response are looked at. */
  readonly responderCertificates: number;
}

/** @throws BudgetExhausted */
export function checkOcsp(
  subject: StatusSubject,
  response: OcspResponse,
  rules: OcspRules,
): OcspFinding {
  if (response.status !== 'successful') {
    return { kind: 'none', problem: `the responder answers ${response.status}` };
  }
  const { basic } = response;
  const { certificate, issuer } = subject;
  const about = basic.responses.filter(({ certId }) =>
    isFor(certId, certificate, issuer, rules.hash),
  );
  if (about.length === 0) {
    return { kind: 'other', problem: 'the response is about other certificates' };
  }
  if (basic.unknownCritical !== undefined) {
    return useless(`the response has the critical extension ${basic.unknownCritical}`);
  }
  const worst = worstOf(about.filter((single) => staleness(single, rules) === undefined));
  if (worst === undefined) return useless(`the response ${staleAll(about, rules)}`);
  const problem = judgeSigner(basic, subject, rules);
  return problem === undefined ? { kind: 'status', facts: factsOf(worst) } : useless(problem);
}

function useless(problem: string): OcspFinding {
  return { kind: 'useless', problem };
}

function staleAll(about: readonly SingleResponse[], rules: OcspRules): string {
  return about.map((single) => staleness(single, rules)).join(' and ');
}

/** Where a response answers twice, the answer that trusts least counts. */
function worstOf(responses: readonly SingleResponse[]): SingleResponse | undefined {
  const of = (status: SingleResponse['status']) =>
    responses.find((single) => single.status === status);
  return of('revoked') ?? of('unknown') ?? of('good');
}

function factsOf(single: SingleResponse): StatusFacts {
  const { status, thisUpdateMs, nextUpdateMs, revocationTimeMs } = single;
  const facts = { status, thisUpdateMs, nextUpdateMs };
  if (revocationTimeMs === undefined) return facts;
  return { ...facts, revocationTimeMs, reason: single.reason ?? 'unspecified' };
}

/** Why nobody who may has signed the response; undefined if somebody has. */
function judgeSigner(
  basic: BasicOcspResponse,
  subject: StatusSubject,
  rules: OcspRules,
): string | undefined {
  let problem = 'the response is by a responder of whom no key is known';
  for (const { signer, fault } of candidates(basic, subject, rules)) {
    if (!isNamed(basic.responderId, signer, rules)) continue;
    const verdict = rules.signatures.verdict(basic, signer.publicKey);
    const found = verdict === 'good' ? fault() : `has a signature that is ${verdict}`;
    if (found === undefined) return undefined;
    problem = `the response, by ${printSubject(signer)}, ${found}`;
  }
  return problem;
}

interface Candidate {
  readonly signer: Certificate;
  /** What keeps it from signing for this issuer; asked only of who has signed. */
  readonly fault: () => string | undefined;
}

/** RFC 6960 4.2.2.2: the issuer, who is trusted here, and whom the issuer has delegated it to. */
function* candidates(
  { certificates }: BasicOcspResponse,
  subject: StatusSubject,
  rules: OcspRules,
): Generator<Candidate> {
  yield { signer: subject.issuer, fault: () => undefined };
  for (const signer of rules.responders) yield { signer, fault: () => notValid(signer, rules) };
  for (const der of certificates.slice(0, rules.responderCertificates)) {
    const signer = readable(der);
    if (signer === undefined) continue;
    yield { signer, fault: () => judgeDelegate(signer, subject, rules) };
  }
}

function readable(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}

function isNamed(id: ResponderId, signer: Certificate, { hash, isSameName }: OcspRules): boolean {
  return 'name' in id
    ? isSameName(id.name, signer.subject)
    : equalBytes(id.keyHash, hash('sha1', signer.publicKey.key));
}

/** A delegate: issued directly, by the very key that has issued the certificate. */
function judgeDelegate(
  delegate: Certificate,
  { issuer, above }: StatusSubject,
  rules: OcspRules,
): string | undefined {
  const { extensions } = delegate;
  if (extensions.extKeyUsage?.includes(ocspSigning) !== true) {
    return 'whose extended key usage has no OCSPSigning';
  }
  if (extensions.keyUsage?.has('digitalSignature') === false) {
    return 'whose key usage has no digitalSignature';
  }
  const isIssued =
    rules.isSameName(delegate.issuer, issuer.subject) &&
    rules.signatures.verdict(delegate, issuer.publicKey) === 'good';
  if (!isIssued) return `which ${printSubject(issuer)} has not issued`;
  if (extensions.unknownCritical.length > 0) return 'has a critical extension nobody understands';
  const isExempt = delegate.extensions.all.has(noCheck);
  if (!isExempt && rules.isRevoked({ certificate: delegate, issuer, above })) {
    return 'whose certificate is revoked';
  }
  return notValid(delegate, rules);
}

const ocspSigning = '1.3.6.1.5.5.7.3.9';

/** id-pkix-ocsp-nocheck: the issuer wants the delegate trusted as long as it is valid. */
const noCheck = '1.3.6.1.5.5.7.48.1.5';

function notValid(
  { notBeforeMs, notAfterMs }: Certificate,
  { timeMs }: OcspRules,
): string | undefined {
  const isValid = timeMs >= notBeforeMs && timeMs < notAfterMs + 1000;
  return isValid ? undefined : 'whose certificate is not valid now';
}
