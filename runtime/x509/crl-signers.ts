/**
 * Who may have signed a CRL. By default only the issuer of the certificate, with the key that the
 * path has. RFC 5280 6.3.3 (f) lets others do it whose path leads to the same anchor: a CA of the
 * path with another key, and certificates for signing CRLs that a CA of the path has issued.
 */
import { equalBytes } from '../bytes.ts';
import { type Certificate, printSubject } from './certificate.ts';
import type { Crl } from './crl.ts';
import type { StatusContext, StatusSubject } from './status-context.ts';

/** Finds signers of CRLs for one certificate. */
export interface CrlSigners {
  /** Certificates beside the path that may sign CRLs, all kinds: judged here. */
  readonly others: readonly Certificate[];
  /** Whether a certificate beside the path is revoked, as far as can be known. */
  readonly isRevoked: (subject: StatusSubject) => boolean;
}

/** Who has signed a CRL, or why nobody has who may. */
export type SignerFinding = { readonly signer: Certificate } | { readonly problem: string };

/**
 * Whoever has signed but may not is told rather than those who have not signed.
 * @param more undefined: nobody but the issuer of the certificate
 */
export function findSigner(
  crl: Crl,
  subject: StatusSubject,
  context: StatusContext,
  more: CrlSigners | undefined,
): SignerFinding {
  const candidates = more === undefined ? [subject.issuer] : [...subject.above, ...more.others];
  const named = candidates.filter(({ subject: name }) => context.isSameName(name, crl.issuer));
  let problem = 'is by somebody whose key is not known';
  let unfit: string | undefined;
  for (const signer of named.sort((a, b) => hintOrder(crl, a) - hintOrder(crl, b))) {
    const verdict = context.signatures.verdict(crl, signer.publicKey);
    if (verdict !== 'good') {
      problem = `has a signature that is ${verdict}`;
      continue;
    }
    const fault = judgeSigner(signer, subject, context, more);
    if (fault === undefined) return { signer };
    unfit ??= `is by ${printSubject(signer)}, ${fault}`;
  }
  return { problem: unfit ?? problem };
}

/** The key identifiers say what to try first, and nothing more. */
function hintOrder({ extensions }: Crl, { extensions: of }: Certificate): number {
  const wanted = extensions.authorityKeyIdentifier;
  const found = of.subjectKeyIdentifier;
  if (wanted === undefined || found === undefined) return 1;
  return equalBytes(wanted, found) ? 0 : 2;
}

function judgeSigner(
  signer: Certificate,
  subject: StatusSubject,
  context: StatusContext,
  more: CrlSigners | undefined,
): string | undefined {
  if (signer.extensions.keyUsage?.has('cRLSign') === false) return 'whose key usage has no cRLSign';
  if (more === undefined || subject.above.includes(signer)) return undefined;
  return judgeOther(signer, subject, context, more);
}

/** A certificate beside the path: one step below a CA of it, so the rest is validated already. */
function judgeOther(
  signer: Certificate,
  { above }: StatusSubject,
  { timeMs, isSameName, signatures }: StatusContext,
  { isRevoked }: CrlSigners,
): string | undefined {
  const issuer = above.find(
    (ca) =>
      isSameName(ca.subject, signer.issuer) && signatures.verdict(signer, ca.publicKey) === 'good',
  );
  if (issuer === undefined) return 'which no CA of the path has issued';
  if (!(timeMs >= signer.notBeforeMs && timeMs < signer.notAfterMs + 1000)) {
    return 'which is not valid now';
  }
  if (signer.extensions.unknownCritical.length > 0) {
    return 'which has a critical extension that is not understood';
  }
  const subject = { certificate: signer, issuer, above: above.slice(above.indexOf(issuer)) };
  return isRevoked(subject) ? 'which is revoked' : undefined;
}
