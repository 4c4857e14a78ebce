/**
 * What is behind a refusal by a server that had asked for a certificate: whom it trusts, what we
 * had, and what it got. For the hints of errors only; the choice itself is made elsewhere.
 */
import type { Credential } from '../engine/credential.ts';
import { isIssuedBy, schemesOf } from '../handshake/credentials.ts';
import { parseCertificate, printSubject } from '../x509/certificate.ts';
import { printName } from '../x509/names.ts';
import type { CertificateWish } from './facts.ts';

/** More names than these are only counted. */
const shownNames = 5;

/** Characters of a name: a peer's can be as long as a handshake message. */
const shownLength = 120;

/**
 * In words: what the server asked for, and what became of it.
 * @param shown what we sent; undefined: the empty Certificate
 * @param candidates the certificates there were to choose from, as far as they are known here
 */
export function certificateStory(
  wish: CertificateWish,
  shown: Credential | undefined,
  candidates: readonly Credential[],
): string {
  const { certificateAuthorities: authorities } = wish;
  const asked =
    authorities.length === 0
      ? 'the server asked for a certificate, of any authority'
      : `the server asked for a certificate by ${listed(authorities)}`;
  if (shown !== undefined) {
    const isWanted = authorities.length === 0 || isIssuedBy(authorities, shown);
    return `${asked}; it got ${subjectOf(shown)}${isWanted ? '' : `, ${issuedByNone(shown)}`}`;
  }
  if (candidates.length === 0) return `${asked}; we have none`;
  const reasons = candidates.map((one) => `${subjectOf(one)}: ${whyNot(one, wish)}`);
  return `${asked}; none of ours was shown: ${reasons.join('; ')}`;
}

function whyNot(candidate: Credential, wish: CertificateWish): string {
  const { signatureSchemes, certificateAuthorities: authorities } = wish;
  if (!schemesOf(candidate).some((scheme) => signatureSchemes.includes(scheme))) {
    return 'its key cannot sign as the server wants it';
  }
  const isWanted = authorities.length === 0 || isIssuedBy(authorities, candidate);
  return isWanted ? 'was not chosen' : issuedByNone(candidate);
}

function issuedByNone({ certificates }: Credential): string {
  return `issued by ${certificates.map(issuerOf).join(', ')}: none of these`;
}

function listed(names: readonly Uint8Array[]): string {
  const more = names.length - shownNames;
  const first = names.slice(0, shownNames).map(nameOf).join(', ');
  return more > 0 ? `${first}, or ${more} others` : first;
}

function subjectOf({ certificates: [leaf] }: Credential): string {
  if (leaf === undefined) return 'nothing';
  return told('certificate', () => printSubject(parseCertificate(leaf)));
}

function issuerOf(certificate: Uint8Array): string {
  return told('certificate', () => printName(parseCertificate(certificate).issuer));
}

function nameOf(name: Uint8Array): string {
  return told('name', () => printName(name));
}

/** What comes from the peer, and what we only pass on, need not be what it should be. */
function told(what: string, tell: () => string): string {
  try {
    const text = tell();
    return text.length > shownLength ? `${text.slice(0, shownLength)}...` : text;
  } catch {
    return `a ${what} that cannot be read`;
  }
}
