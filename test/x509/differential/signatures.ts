/** Which certificate is signed by which key, by us and by node's `verify`. */
import { X509Certificate } from 'node:crypto';
import { nobleProvider } from '../../../runtime/crypto/noble.ts';
import {
  type Certificate,
  parseAnchor,
  parseCertificate,
} from '../../../runtime/x509/certificate.ts';
import { textOfBytes } from '../../../runtime/x509/name-comparison.ts';
import { SignatureChecks } from '../../../runtime/x509/signatures.ts';
import type { Sample } from './corpus.ts';
import type { Difference } from './differences.ts';

/** Of all pairs in which the one has the name of the other's issuer. Those that both can read. */
export function signatureDifferencesIn(samples: readonly Sample[]): {
  readonly count: number;
  readonly differences: readonly Difference[];
} {
  const certificates = samples.map((sample) => ({ sample, ...bothOf(sample) }));
  const bySubject = new Map<string, typeof certificates>();
  for (const one of certificates) {
    const name = textOfBytes(one.ours.subject);
    bySubject.set(name, [...(bySubject.get(name) ?? []), one]);
  }
  const { signatureSchemes, verify } = nobleProvider;
  let count = 0;
  const differences = certificates.flatMap(({ sample, ours, node }) => {
    const issuers = bySubject.get(textOfBytes(ours.issuer)) ?? [];
    return issuers.slice(0, mostIssuers).flatMap((issuer) => {
      count += 1;
      const checks = new SignatureChecks(signatureSchemes, verify, 1);
      const verdict = checks.verdict(ours, issuer.ours);
      const theirs = nodeVerdict(node, issuer.node);
      if ((verdict === 'good') === (theirs === 'good')) return [];
      const kinds = `${ours.signatureAlgorithm} by ${issuer.ours.publicKey.kind}`;
      const { source, der } = sample;
      const about = 'signature' as const;
      return [{ peer: 'node' as const, about, ours: `${verdict} (${kinds})`, theirs, source, der }];
    });
  });
  return { count, differences };
}

/** The vectors have hundreds of CAs with the same name. */
const mostIssuers = 4;

function bothOf({ der, isAnchor }: Sample): { ours: Certificate; node: X509Certificate } {
  const ours = isAnchor ? parseAnchor(der) : parseCertificate(der);
  return { ours, node: new X509Certificate(der) };
}

function nodeVerdict(certificate: X509Certificate, issuer: X509Certificate): string {
  try {
    return certificate.verify(issuer.publicKey) ? 'good' : 'bad';
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : error}`;
  }
}
