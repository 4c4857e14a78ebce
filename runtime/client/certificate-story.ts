/**
 * What a server asked for that wanted a certificate, what we had, and what it got: the question
 * that people ask most when they are refused. In words; the choice itself is made elsewhere.
 */
import type { Credential } from '../engine/credential.ts';
import type { CertificateRequestInfo } from '../engine/effects.ts';
import { chooseCredential, issuedByNone } from '../handshake/choose-credential.ts';
import { chainOf } from '../handshake/credentials.ts';
import { leadsTo } from '../handshake/lines-of-issuers.ts';
import { askedFor, nameText, told } from '../handshake/request-words.ts';
import { printSubject } from '../x509/certificate.ts';
import type { CertificateWish } from './facts.ts';

/** Costs nothing until somebody reads it. */
export class CertificateStory implements CertificateRequestInfo {
  readonly #wish: CertificateWish;
  readonly #shown: Credential | undefined;
  readonly #candidates: readonly Credential[];
  readonly #timeMs: number;

  /**
   * @param shown what we sent; undefined: the empty Certificate
   * @param candidates the certificates there were to choose from, as far as they are known here
   * @param timeMs when it was chosen, milliseconds since 1970
   */
  constructor(
    wish: CertificateWish,
    shown: Credential | undefined,
    candidates: readonly Credential[],
    timeMs: number,
  ) {
    this.#wish = wish;
    this.#shown = shown;
    this.#candidates = candidates;
    this.#timeMs = timeMs;
  }

  get authorities(): readonly string[] {
    return this.#wish.certificateAuthorities.map(nameText);
  }

  get shown(): string | undefined {
    return this.#shown && subjectOf(this.#shown);
  }

  get passedOver(): CertificateRequestInfo['passedOver'] {
    const request = { purpose: 'client', serverName: undefined, ...this.#wish } as const;
    const { passedOver } = chooseCredential(this.#candidates, request, this.#timeMs);
    return passedOver
      .filter(({ credential }) => credential !== this.#shown)
      .map(({ credential, reason }) => ({ subject: subjectOf(credential), reason }));
  }

  get text(): string {
    const { certificateAuthorities: names } = this.#wish;
    return `the server asked for ${askedFor(names)}; ${this.#answered()}`;
  }

  #answered(): string {
    if (this.#shown !== undefined) return `it got ${this.shown}${this.#stranger(this.#shown)}`;
    if (this.#candidates.length === 0) return 'we have none';
    const reasons = this.passedOver.map(({ subject, reason }) => `${subject}: ${reason}`);
    return ['none of ours was shown', ...(reasons.length > 0 ? [reasons.join('; ')] : [])].join(
      ': ',
    );
  }

  /** Of one that was shown though the server named others. */
  #stranger(shown: Credential): string {
    const { certificateAuthorities: names } = this.#wish;
    if (names.length === 0 || leadsTo(names, shown)) return '';
    return `, ${issuedByNone(chainOf(shown))}`;
  }
}

function subjectOf(credential: Credential): string {
  const [leaf] = chainOf(credential);
  return leaf === undefined
    ? 'a certificate that cannot be read'
    : told('certificate', () => printSubject(leaf));
}
