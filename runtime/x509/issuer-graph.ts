/**
 * Who may have issued whom, by names (RFC 5280 6.1.3 (a) (4)), among the certificates of a chain
 * and the trust anchors.
 *
 * A peer can send certificates of one name only, and then there are tens of thousands of lines to
 * follow. Only those that can still reach an anchor are worth it: this shrinks as signatures turn
 * out bad, and without a real CA below an anchor nobody can make it large.
 */
import { equalBytes } from '../bytes.ts';
import type { Certificate } from './certificate.ts';
import type { NameComparison } from './name-comparison.ts';

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
  readonly #names: NameComparison;
  readonly #isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean;
  readonly #bySubject: ReadonlyMap<string, readonly Certificate[]>;
  readonly #byIssuer: ReadonlyMap<string, readonly Certificate[]>;
  readonly #issuers = new Map<Certificate, Issuers>();
  readonly #entities = new Map<Certificate, number>();
  readonly #numbers = new Map<string, number>();
  #connected: ReadonlySet<Certificate> | undefined;

  /** @param isKnownBad whether a signature has turned out not to be by this issuer */
  constructor(
    anchors: readonly Certificate[],
    chain: readonly Certificate[],
    names: NameComparison,
    isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean,
  ) {
    this.#anchors = anchors;
    this.#names = names;
    this.#isKnownBad = isKnownBad;
    this.#bySubject = groupBy(chain, ({ subject }) => names.keyOf(subject));
    this.#byIssuer = groupBy(chain, ({ issuer }) => names.keyOf(issuer));
  }

  /** Everyone who has the name of the issuer. Whether he can be next, `isOpen` says. */
  issuersOf(certificate: Certificate): Issuers {
    const known = this.#issuers.get(certificate);
    if (known !== undefined) return known;
    const { issuer } = certificate;
    const byHint = (a: Certificate, b: Certificate) =>
      hintOrder(certificate, a) - hintOrder(certificate, b);
    const anchors = this.#anchors.filter(({ subject }) => this.#names.isSame(subject, issuer));
    const intermediates = this.#bySubject.get(this.#names.keyOf(issuer)) ?? [];
    const issuers = {
      anchors: anchors.sort(byHint),
      intermediates: [...intermediates].sort(byHint),
    };
    this.#issuers.set(certificate, issuers);
    return issuers;
  }

  /** Whether an issuer, as far as is known, can be the next in a path. */
  isOpen(path: Path, issuer: Certificate): boolean {
    return !this.#isKnownBad(lastOf(path), issuer) && !this.#isRepeated(issuer, path);
  }

  /** Whether a line leads from here to an anchor. */
  isConnected(certificate: Certificate): boolean {
    this.#connected ??= this.#findConnected();
    return this.#connected.has(certificate);
  }

  /** Must be called when a signature has turned out bad. */
  shrink(): void {
    this.#connected = undefined;
  }

  /** The line of issuers that were sent, as far as it goes: where it ends, an issuer is missing. */
  lineFrom(leaf: Certificate): Path {
    const line: [Certificate, ...Certificate[]] = [leaf];
    const entities = new Set([this.#entityOf(leaf)]);
    for (;;) {
      const { intermediates } = this.issuersOf(lastOf(line));
      const next = intermediates.find((ca) => !entities.has(this.#entityOf(ca)));
      if (next === undefined) return line;
      line.push(next);
      entities.add(this.#entityOf(next));
    }
  }

  /** A CA twice, be it with another certificate, can only lead round in circles. */
  #isRepeated(candidate: Certificate, path: Path): boolean {
    const entity = this.#entityOf(candidate);
    return path.some((certificate) => this.#entityOf(certificate) === entity);
  }

  /** One number for all certificates of the same subject and key. */
  #entityOf(certificate: Certificate): number {
    const known = this.#entities.get(certificate);
    if (known !== undefined) return known;
    const key = new TextDecoder('latin1').decode(certificate.publicKey.subjectPublicKeyInfo);
    const entity = `${key}${this.#names.keyOf(certificate.subject)}`;
    const number = this.#numbers.get(entity) ?? this.#numbers.size;
    this.#numbers.set(entity, number);
    this.#entities.set(certificate, number);
    return number;
  }

  /** From the anchors down. Each certificate waits until one of its issuers is connected. */
  #findConnected(): ReadonlySet<Certificate> {
    const connected = new Set<Certificate>();
    for (const certificate of [...this.#byIssuer.values()].flat()) {
      const { anchors } = this.issuersOf(certificate);
      if (anchors.some((anchor) => !this.#isKnownBad(certificate, anchor)))
        connected.add(certificate);
    }
    const waiting = new Map([...this.#byIssuer].map(([name, those]) => [name, new Set(those)]));
    // A Set may grow while it is walked.
    for (const ca of connected) {
      const issued = waiting.get(this.#names.keyOf(ca.subject)) ?? [];
      for (const certificate of issued) {
        if (this.#isKnownBad(certificate, ca)) continue;
        connected.add(certificate);
        waiting.get(this.#names.keyOf(ca.subject))?.delete(certificate);
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

function groupBy(
  certificates: readonly Certificate[],
  keyOf: (certificate: Certificate) => string,
): ReadonlyMap<string, readonly Certificate[]> {
  const groups = new Map<string, Certificate[]>();
  for (const certificate of certificates) {
    const key = keyOf(certificate);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [certificate]);
    else group.push(certificate);
  }
  return groups;
}
