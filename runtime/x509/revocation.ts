/**
 * Whether a certificate of an accepted path has been revoked, as far as staples, OCSP responses and
 * CRLs tell, and what the policy makes of it. One pure, synchronous function; where more could be
 * fetched it says what, and is called again with what came.
 *
 * Not here: fetching, and the status of trust anchors: who trusts one stops trusting it himself.
 */
import { BudgetExhausted } from './budgets.ts';
import { type Certificate, printSubject } from './certificate.ts';
import { CertificateError } from './certificate-error.ts';
import { hasNoRevAvail } from './no-rev-avail.ts';
import type {
  CertificateStatus,
  RefusedForStatus,
  RevocationInput,
  RevocationNeed,
  RevocationResult,
} from './revocation-input.ts';
import { needsFor } from './revocation-needs.ts';
import {
  defaultRevocationPolicy,
  type PolicyRefusal,
  type RevocationPolicy,
  refusalOf,
  ruleOrder,
  type StatusSource,
} from './revocation-policy.ts';
import { RevocationSources, type SourcesFinding } from './revocation-sources.ts';
import { printTime, type StatusSubject } from './status-context.ts';
import { requiredTlsFeatures, tlsFeatures } from './status-extensions.ts';

export * from './revocation-input.ts';
export * from './revocation-policy.ts';

/** Judges the statuses of a path. Never throws for anything that a peer or a responder sends. */
export function checkRevocation(input: RevocationInput): RevocationResult {
  const policy = policyOf(input.policy);
  if (policy.mode === 'off') return { accepted: true, certificates: [], needs: [] };
  const sources: readonly StatusSource[] =
    policy.mode === 'staple-only' ? ['staple'] : policy.sources;
  let judged: readonly Judged[];
  try {
    judged = judgeAll(input, policy, sources);
  } catch (error) {
    if (!(error instanceof BudgetExhausted)) throw error;
    return refuse(input.path, 0, 'PATH_LENGTH_EXCEEDED', `needs ${error.message}`);
  }
  const certificates = judged.map(({ status }) => status);
  const gravest = ruleOrder
    .map((rule) => judged.find(({ refusal }) => refusal?.rule === rule))
    .find((one) => one !== undefined);
  const needs = eachOnce(judged.flatMap((one) => needsOf(one, sources, input)));
  if (gravest?.refusal === undefined) return { accepted: true, certificates, needs };
  const { status, refusal } = gravest;
  const refused = refuse(input.path, status.index, refusal.code, describe(status, refusal));
  return { ...refused, certificates, needs: refusal.isOpen ? needs : [] };
}

/** Undefined is as good as absent: no limit may be lost by it. */
function policyOf(given: Partial<RevocationPolicy> = {}): RevocationPolicy {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaultRevocationPolicy, ...Object.fromEntries(present) };
}

/** One certificate of the path. */
interface Judged {
  readonly subject: StatusSubject;
  readonly status: CertificateStatus;
  readonly isWanted: boolean;
  readonly refusal: PolicyRefusal | undefined;
}

/** Every certificate but the anchor; those that `depth` leaves out only for their staples. */
function judgeAll(
  input: RevocationInput,
  policy: RevocationPolicy,
  sources: readonly StatusSource[],
): readonly Judged[] {
  const { path, staples = [], purpose } = input;
  const search = new RevocationSources(input, policy, sources);
  const judged: Judged[] = [];
  for (const [index, certificate] of path.entries()) {
    const issuer = path[index + 1];
    const isWanted = index === 0 || policy.depth === 'chain';
    if (issuer === undefined || (!isWanted && staples[index] === undefined)) continue;
    const subject = { certificate, issuer, above: path.slice(index + 1) };
    const { status, staple } = hasNoRevAvail(certificate)
      ? exempt
      : search.find(index, subject, staples[index]);
    const mustBeStapled = index === 0 && mustStaple(certificate, input, policy);
    const outcome = { status: status.status, staple, isWanted, mustBeStapled };
    const refusal = refusalOf(outcome, policy.mode, purpose);
    judged.push({ subject, status: { index, ...status }, isWanted, refusal });
  }
  return judged;
}

/** RFC 9608 4: the step of path validation that asks about revocation is skipped. */
const exempt: SourcesFinding = {
  status: {
    status: 'exempt',
    source: undefined,
    thisUpdateMs: undefined,
    nextUpdateMs: undefined,
    revocationTimeMs: undefined,
    reason: undefined,
    passedOver: [],
  },
  staple: 'absent',
};

/** RFC 7633 4.2: what the certificate promises counts where it was asked for. */
function mustStaple(
  leaf: Certificate,
  { staples }: RevocationInput,
  { mustStaple: mode }: RevocationPolicy,
): boolean {
  if (mode !== 'honour') return mode === 'require';
  return staples !== undefined && promisesStaple(leaf);
}

/** A promise that cannot be read may be this one. */
function promisesStaple(leaf: Certificate): boolean {
  try {
    return requiredTlsFeatures(leaf).includes(tlsFeatures.statusRequest);
  } catch (error) {
    if (error instanceof CertificateError) return true;
    throw error;
  }
}

function needsOf(
  { subject, status, isWanted }: Judged,
  sources: readonly StatusSource[],
  input: RevocationInput,
): readonly RevocationNeed[] {
  const isOpen = status.status === 'unknown' || status.status === 'unavailable';
  return isWanted && isOpen ? needsFor(status.index, subject, sources, input) : [];
}

/** One CRL can serve several certificates. */
function eachOnce(needs: readonly RevocationNeed[]): readonly RevocationNeed[] {
  return needs.filter(({ id }, at) => needs.findIndex((need) => need.id === id) === at);
}

function refuse(
  path: readonly Certificate[],
  index: number,
  code: RefusedForStatus['code'],
  problem: string,
): RefusedForStatus {
  const certificate = path[index];
  const subject = certificate === undefined ? '' : printSubject(certificate);
  const detail = `certificate ${index} of the path (${subject}) ${problem}`;
  return { accepted: false, code, index, subject, detail, certificates: [], needs: [] };
}

/** Goes on from the name of the certificate. */
function describe(status: CertificateStatus, { rule }: PolicyRefusal): string {
  switch (rule) {
    case 'revoked':
      return describeRevocation(status);
    case 'bad-staple':
      return `came with a stapled OCSP response that proves nothing: ${reasons(status, 'staple')}`;
    case 'must-staple':
      return `must come with a stapled OCSP response that says good: ${reasons(status, 'staple') || 'it came without'}`;
    case 'hard-fail':
      return `has no status that counts: ${reasons(status) || 'there is no OCSP response and no CRL'}`;
  }
}

const sourceNames: Readonly<Record<StatusSource, string>> = {
  staple: 'a stapled OCSP response',
  ocsp: 'an OCSP response',
  crl: 'a CRL',
};

const shortNames: Readonly<Record<StatusSource, string>> = {
  staple: 'staple',
  ocsp: 'OCSP',
  crl: 'CRL',
};

function describeRevocation({ source, reason, revocationTimeMs }: CertificateStatus): string {
  const who = source === undefined ? 'nobody' : sourceNames[source];
  const when = revocationTimeMs === undefined ? '' : ` at ${printTime(revocationTimeMs)}`;
  return `was revoked${when} (${reason ?? 'unspecified'}), as ${who} says`;
}

function reasons({ passedOver }: CertificateStatus, only?: StatusSource): string {
  return passedOver
    .filter(({ source }) => only === undefined || source === only)
    .map(({ source, problem }) =>
      only === undefined ? `${shortNames[source]}: ${problem}` : problem,
    )
    .join('; ');
}
