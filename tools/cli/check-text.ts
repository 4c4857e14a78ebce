/** What `tlschart check` found, for people. Safe for a terminal: each line is made printable. */
import { alertCodes, errorInfo } from '../../generated/registries.ts';
import { type Certificate, printSubject } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { printable, printName } from '../../runtime/x509/names.ts';
import type { CertificateStatus, RevocationResult } from '../../runtime/x509/revocation.ts';
import type { AcceptedPath, TriedPath } from '../../runtime/x509/verify.ts';
import { type Fetched, type Judgement, refusalIn } from './check-judge.ts';
import { printInstant, serialOf } from './check-words.ts';
import { citation } from './error-line.ts';

/** Certificates, paths, revocation, verdict. */
export function textReport(judgement: Judgement): string {
  const { result } = judgement;
  const tried = result.tried ?? [];
  const lines = [
    ...certificateLines(judgement),
    ...tried.flatMap((path, at) => triedLines(path, at + 1)),
    ...(result.accepted ? acceptedLines(result, tried.length + 1) : []),
    ...revocationLines(judgement),
    ...ruleLines(judgement),
    `verdict: ${verdict(judgement)}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function certificateLines({ certificates, origin }: Judgement): readonly string[] {
  return [
    `certificates: ${origin}`,
    ...certificates.flatMap((one, index) => {
      if (one instanceof CertificateError) return [`  ${index} cannot be read: ${one.message}`];
      return [
        `  ${index} ${printSubject(one)}`,
        `    issuer  ${printName(one.issuer)}`,
        `    serial  ${serialOf(one)}`,
        `    valid   ${printInstant(one.notBeforeMs)} to ${printInstant(one.notAfterMs)}`,
      ];
    }),
  ];
}

function triedLines({ path, rule, code, detail }: TriedPath, number: number): readonly string[] {
  return [
    `path ${number}: refused by the rule ${rule} (${code})`,
    ...path.map(pathLine),
    `  ${detail}`,
  ];
}

function acceptedLines({ path, warnings, policies }: AcceptedPath, number: number): string[] {
  return [
    `path ${number}: accepted`,
    ...path.map(pathLine),
    ...(policies === undefined ? [] : [`  policies: ${policies.join(', ') || 'none'}`]),
    ...warnings.map(({ rule, text }) => `  warning: ${text} (${rule})`),
  ];
}

function pathLine(certificate: Certificate): string {
  return `  ${printSubject(certificate)}, issued by ${printName(certificate.issuer)}`;
}

function revocationLines({ result, revocation, rules, fetched }: Judgement): readonly string[] {
  if (!result.accepted || revocation === undefined) {
    return ['revocation: not judged, as there is no path'];
  }
  if (rules.revocation === 'off') return ['revocation: off'];
  return [
    `revocation: ${rules.revocation}`,
    ...(result.path.length === 1 ? ['  not asked: the leaf itself is trusted'] : []),
    ...revocation.certificates.flatMap((status) => {
      const certificate = result.path[status.index];
      const name = certificate === undefined ? '' : printSubject(certificate);
      const asked = fetched.filter(({ need }) => need.index === status.index).map(fetchedLine);
      return [`  ${name}: ${statusText(status)}`, ...asked, ...whyNot(status, revocation)];
    }),
  ];
}

const sourceNames = { staple: 'the staple', ocsp: 'an OCSP response', crl: 'a CRL' } as const;

function statusText(status: CertificateStatus): string {
  const { source, thisUpdateMs, nextUpdateMs, revocationTimeMs, reason } = status;
  if (status.status === 'exempt') return 'not asked: its issuer publishes no status (noRevAvail)';
  if (source === undefined) return status.status;
  const when = revocationTimeMs === undefined ? '' : ` since ${printInstant(revocationTimeMs)}`;
  const why = reason === undefined ? '' : ` (${reason})`;
  const from = thisUpdateMs === undefined ? '' : ` of ${printInstant(thisUpdateMs)}`;
  const until = nextUpdateMs === undefined ? '' : `, valid until ${printInstant(nextUpdateMs)}`;
  return `${status.status}${when}${why}, says ${sourceNames[source]}${from}${until}`;
}

function fetchedLine({ need: { kind, url }, problem }: Fetched): string {
  const how = problem === undefined ? '' : `, in vain: ${problem}`;
  return `    fetched: ${sourceNames[kind]} from ${url}${how}`;
}

/** Why sources do not count, and where one could still ask. */
function whyNot({ index, passedOver }: CertificateStatus, { needs }: RevocationResult): string[] {
  return [
    ...passedOver.map(
      ({ source, problem }) => `    passed over: ${sourceNames[source]}: ${problem}`,
    ),
    ...needs
      .filter((need) => need.index === index)
      .map(({ kind, url }) => `    not fetched: ${sourceNames[kind]} from ${url}`),
  ];
}

function ruleLines({ rules }: Judgement): readonly string[] {
  const { name, purpose, profile, timeMs } = rules;
  const who = name === undefined ? `any ${purpose}` : `the ${purpose} ${name}`;
  return [`judged: for ${who}, profile ${profile}, at ${printInstant(timeMs)}`];
}

function verdict(judgement: Judgement): string {
  const refusal = refusalIn(judgement);
  if (refusal === undefined) return 'accepted';
  const { alert, rfc } = errorInfo[refusal.code];
  const told = alert === 'none' ? '' : `; alert: ${alert}, ${alertCodes[alert]}`;
  return `REFUSED: ${refusal.detail} (${refusal.code}, ${citation(rfc)}${told})`;
}
