/**
 * Who may have issued whom, by names (RFC 5280 6.1.3 (a) (4), byte for byte), among the certificates
 * of a chain and the trust anchors.
 *
 * A peer can send ten certificates of one name, and then there are tens of thousands of lines to
 * follow. Only those that can still reach an anchor are worth it: this shrinks as signatures turn
 * out bad, and without a real CA below an anchor nobody can make it large.
 */
import { equalBytes } from '../bytes.ts';
import type { Certificate } from './certificate.ts';

/** The peer's certificate first, each followed by its issuer. */
export type Path = readonly [Certificate, ...Certificate[]];

/** Candidates for the issuer of one certificate, the likely ones first. */
export interface Issuers {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

/** Serves one search. */
export class IssuerGraph {
  readonly #anchors: readonly Certificate[];
  readonly #chain: readonly Certificate[];
  readonly #isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean;
  readonly #issuers = new Map<Certificate, Issuers>();
  readonly #entities = new Map<Certificate, Certificate>();
  #connected: ReadonlySet<Certificate> | undefined;

  /** @param isKnownBad whether a signature has turned out not to be by this issuer */
  constructor(
    anchors: readonly Certificate[],
    chain: readonly Certificate[],
    isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean,
  ) {
    this.#anchors = anchors;
    this.#chain = chain;
    this.#isKnownBad = isKnownBad;
  }

  /** How to go on from the end of a path: issuers that are new to it and can reach an anchor. */
  waysOn(path: Path): Issuers {
    const last = lastOf(path);
    const { anchors, intermediates } = this.#issuersOf(last);
    const connected = this.#connectedCertificates();
    const isOpen = (issuer: Certificate) =>
      !this.#isKnownBad(last, issuer) && !this.#isRepeated(issuer, path);
    return {
      anchors: anchors.filter(isOpen),
      intermediates: intermediates.filter((ca) => connected.has(ca) && isOpen(ca)),
    };
  }

  /** Must be called when a signature has turned out bad. */
  shrink(): void {
    this.#connected = undefined;
  }

  /** The line of issuers that were sent, as far as it goes: where it ends, an issuer is missing. */
  lineFrom(leaf: Certificate): Path {
    let line: Path = [leaf];
    for (;;) {
      const { intermediates } = this.#issuersOf(lastOf(line));
      const next = intermediates.find((ca) => !this.#isRepeated(ca, line));
      if (next === undefined) return line;
      line = [...line, next];
    }
  }

  #issuersOf(certificate: Certificate): Issuers {
    const known = this.#issuers.get(certificate);
    if (known !== undefined) return known;
    const select = (candidates: readonly Certificate[]) =>
      candidates
        .filter(({ subject }) => equalBytes(subject, certificate.issuer))
        .sort((a, b) => hintOrder(certificate, a) - hintOrder(certificate, b));
    const issuers = { anchors: select(this.#anchors), intermediates: select(this.#chain) };
    this.#issuers.set(certificate, issuers);
    return issuers;
  }

  /** A CA twice, be it with another certificate, can only lead round in circles. */
  #isRepeated(candidate: Certificate, path: Path): boolean {
    const entity = this.#entityOf(candidate);
    return path.some((certificate) => this.#entityOf(certificate) === entity);
  }

  /** One certificate for all of the same subject and key. */
  #entityOf(certificate: Certificate): Certificate {
    const known = this.#entities.get(certificate);
    if (known !== undefined) return known;
    const entities = new Set(this.#entities.values());
    const entity = [...entities].find((other) => isSameEntity(certificate, other)) ?? certificate;
    this.#entities.set(certificate, entity);
    return entity;
  }

  #connectedCertificates(): ReadonlySet<Certificate> {
    this.#connected ??= this.#findConnected();
    return this.#connected;
  }

  /** From the anchors down, until nothing is added. */
  #findConnected(): ReadonlySet<Certificate> {
    const connected = new Set<Certificate>();
    for (let size = -1; size < connected.size; ) {
      size = connected.size;
      for (const certificate of this.#chain) {
        const { anchors, intermediates } = this.#issuersOf(certificate);
        const isOpen = (issuer: Certificate) => !this.#isKnownBad(certificate, issuer);
        const isReached =
          anchors.some(isOpen) || intermediates.some((ca) => connected.has(ca) && isOpen(ca));
        if (isReached) connected.add(certificate);
      }
    }
    return connected;
  }
}

/** The last certificate of a path. */
export function lastOf(path: Path): Certificate {
  return path.at(-1) ?? path[0];
}

/**
 * What the key identifiers say: 0 that they agree, 1 nothing, 2 that this is not the issuer. Only
 * a hint (RFC 5280 4.2.1.1): CAs have got them wrong.
 */
export function hintOrder(certificate: Certificate, issuer: Certificate): 0 | 1 | 2 {
  const wanted = certificate.extensions.authorityKeyIdentifier;
  const offered = issuer.extensions.subjectKeyIdentifier;
  if (wanted === undefined || offered === undefined) return 1;
  return equalBytes(wanted, offered) ? 0 : 2;
}

function isSameEntity(a: Certificate, b: Certificate): boolean {
  return (
    equalBytes(a.subject, b.subject) &&
    equalBytes(a.publicKey.subjectPublicKeyInfo, b.publicKey.subjectPublicKeyInfo)
  );
}
