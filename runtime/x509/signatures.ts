/**
 * Signatures of certificates by certificates: which scheme it is, whether it verifies, and a cap on
 * how many are tried, since each costs a public-key operation that a peer can ask for cheaply.
 */
import { brokenHashOf, schemeOf } from './algorithms.ts';
import { Budget } from './budgets.ts';
import type { Certificate } from './certificate.ts';

/**
 * Verifies one signature; as `CryptoProvider.verify`.
 * @param scheme SignatureScheme code point (RFC 9846 4.3.3), one of `schemes`
 * @param subjectPublicKeyInfo DER of the signer's key
 */
export type VerifySignature = (
  scheme: number,
  subjectPublicKeyInfo: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

/** `weak`: made with a broken hash and not even tried. `unsupported`: nobody here can verify it. */
export type SignatureVerdict = 'good' | 'bad' | 'weak' | 'unsupported';

/** Remembers what it has verified: paths that are tried one after the other share most of it. */
export class SignatureChecks {
  readonly #schemes: ReadonlySet<number>;
  readonly #verify: VerifySignature;
  readonly #budget: Budget;
  readonly #verdicts = new Map<Certificate, Map<Certificate, SignatureVerdict>>();

  constructor(schemes: readonly number[], verify: VerifySignature, limit: number) {
    this.#schemes = new Set(schemes);
    this.#verify = verify;
    this.#budget = new Budget('signature-budget', 'signatures', limit);
  }

  /** Whether it is known already that `issuer` has not signed `certificate`. */
  isKnownBad(certificate: Certificate, issuer: Certificate): boolean {
    const verdict = this.#verdicts.get(certificate)?.get(issuer);
    return verdict !== undefined && verdict !== 'good';
  }

  /** @throws BudgetExhausted */
  verdict(certificate: Certificate, issuer: Certificate): SignatureVerdict {
    const verdicts = this.#verdicts.get(certificate) ?? new Map<Certificate, SignatureVerdict>();
    this.#verdicts.set(certificate, verdicts);
    const verdict = verdicts.get(issuer) ?? this.#judge(certificate, issuer);
    verdicts.set(issuer, verdict);
    return verdict;
  }

  #judge(certificate: Certificate, issuer: Certificate): SignatureVerdict {
    // @req 9846:4.5.1.3:2
    if (brokenHashOf(certificate.signatureAlgorithm) !== undefined) return 'weak';
    const scheme = schemeOf(certificate.signatureAlgorithm, issuer.publicKey.kind);
    if (scheme === undefined || !this.#schemes.has(scheme)) return 'unsupported';
    this.#budget.spend();
    const { subjectPublicKeyInfo } = issuer.publicKey;
    const { toBeSigned, signature } = certificate;
    return this.#verify(scheme, subjectPublicKeyInfo, toBeSigned, signature) ? 'good' : 'bad';
  }
}
