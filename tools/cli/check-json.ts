/** What `tlschart check` found, as one JSON object for programs: what is not known is null. */
import { errorInfo } from '../../generated/registries.ts';
import type { Certificate } from '../../runtime/x509/certificate.ts';
import { printable, printName } from '../../runtime/x509/names.ts';
import type { CertificateStatus } from '../../runtime/x509/revocation.ts';
import { isAccepted, type Judgement, refusalIn } from './check-judge.ts';
import { printInstant, serialOf } from './check-words.ts';

/** One object, one line. Texts are as safe for a terminal as those for people. */
export function jsonReport(judgement: Judgement): string {
  const { origin, rules, result } = judgement;
  const refusal = refusalIn(judgement);
  const report = {
    accepted: isAccepted(judgement),
    code: refusal?.code ?? null,
    rule: result.accepted ? null : result.rule,
    alert: refusal === undefined ? null : errorInfo[refusal.code].alert,
    detail: refusal?.detail ?? null,
    origin,
    name: rules.name ?? null,
    purpose: rules.purpose,
    profile: rules.profile,
    time: printInstant(rules.timeMs),
    path: result.accepted ? result.path.map(certificateFacts) : [],
    policies: (result.accepted ? result.policies : undefined) ?? null,
    warnings: result.accepted ? result.warnings.map(withNull) : [],
    tried: (result.tried ?? []).map(({ path, code, rule, detail }) => ({
      path: path.map(certificateFacts),
      code,
      rule,
      detail,
    })),
    revocation: revocationFacts(judgement),
  };
  return `${JSON.stringify(report, (_key, value) => (typeof value === 'string' ? printable(value) : value))}\n`;
}

function certificateFacts(certificate: Certificate) {
  return {
    subject: printName(certificate.subject),
    issuer: printName(certificate.issuer),
    serial: serialOf(certificate),
    notBefore: printInstant(certificate.notBeforeMs),
    notAfter: printInstant(certificate.notAfterMs),
  };
}

/** An anchor has no place in the chain. */
function withNull<Warning extends { readonly certificate: number | undefined }>(warning: Warning) {
  return { ...warning, certificate: warning.certificate ?? null };
}

/** `certificate` is the place in `path`. */
function revocationFacts({ rules, revocation, fetched }: Judgement) {
  return {
    mode: rules.revocation,
    statuses: (revocation?.certificates ?? []).map(statusFacts),
    fetched: fetched.map(({ need: { index, kind, url }, problem }) => ({
      certificate: index,
      source: kind,
      url,
      problem: problem ?? null,
    })),
    notFetched: (revocation?.needs ?? []).map(({ index, kind, url }) => ({
      certificate: index,
      source: kind,
      url,
    })),
  };
}

function statusFacts({ index, status, source, reason, passedOver, ...times }: CertificateStatus) {
  return {
    certificate: index,
    status,
    source: source ?? null,
    thisUpdate: instant(times.thisUpdateMs),
    nextUpdate: instant(times.nextUpdateMs),
    revocationTime: instant(times.revocationTimeMs),
    reason: reason ?? null,
    passedOver,
  };
}

function instant(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : printInstant(timeMs);
}
