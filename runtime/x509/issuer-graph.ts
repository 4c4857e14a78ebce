/**
 * Who may have issued whom, by names (RFC 5280 6.1.3 (a) (4)), among the certificates of a chain
 * and the trust anchors.
 *
 * A peer can send certificates of one name only, and then there are tens of thousands of lines to
 * follow. Only those that can still reach an anchor are worth it: this shrinks as signatures turn
 * out bad, and without a real CA below an anchor nobody can make it large.
 */
import { equalBytes } from '../bytes.ts';
import { cached } from './cached.ts';
import type { Certificate } from './certificate.ts';
import { type NameComparison, textOfBytes } from './name-comparison.ts';

/** The peer's certificate first, each followed by its issuer. */
export type Path = readonly [Certificate, ...Certificate[]];

/** More certificates than any path has. */
const longestLine = 100;

/** Serves one search. */
export class IssuerGraph {
  readonly #anchors: readonly Certificate[];
  readonly #chain: readonly Certificate[];
  readonly #names: NameComparison;
  readonly #isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean;
  /** Of the names of subjects in the chain. */
  readonly #keys: ReadonlyMap<Certificate, string>;
  readonly #bySubject: ReadonlyMap<string, readonly Certificate[]>;
  readonly #byIssuer: ReadonlyMap<string, readonly Certificate[]>;
  readonly #anchorsOf = new Map<Certificate, readonly Certificate[]>();
  readonly #intermediatesOf = new Map<Certificate, readonly Certificate[]>();
  readonly #entities = new Map<Certificate, number>();
  readonly #numbers = new Map<string, number>();
  readonly #closed = new Set<Certificate>();
  #connected: ReadonlySet<Certificate> | undefined;

  /** @param isKnownBad whether a signature has turned out not to be by this issuer */
  constructor(
    anchors: readonly Certificate[],
    chain: readonly Certificate[],
    names: NameComparison,
    isKnownBad: (certificate: Certificate, issuer: Certificate) => boolean,
  ) {
    this.#anchors = anchors;
    this.#chain = chain;
    this.#names = names;
    this.#isKnownBad = isKnownBad;
    this.#keys = new Map(
      chain.map((certificate) => [certificate, names.keyOf(certificate.subject)]),
    );
    this.#bySubject = groupBy(chain, (certificate) => this.#subjectKeyOf(certificate));
    this.#byIssuer = groupBy(chain, ({ issuer }) => names.keyOf(issuer));
  }

  /** The anchors that have the name of the issuer, the likely ones first. */
  anchorsOf(certificate: Certificate): readonly Certificate[] {
    return cached(this.#anchorsOf, certificate, () => {
      const { issuer } = certificate;
      return byHint(
        certificate,
        this.#anchors.filter(({ subject }) => this.#names.isSame(subject, issuer)),
      );
    });
  }

  /** The certificates of the chain that have the name of the issuer, the likely ones first. */
  intermediatesOf(certificate: Certificate): readonly Certificate[] {
    return cached(this.#intermediatesOf, certificate, () => {
      const name = this.#names.keyOf(certificate.issuer);
      return byHint(certificate, this.#bySubject.get(name) ?? []);
    });
  }

  /** Whether an issuer, as far as is known, can be that of this certificate in a path. */
  isOpen(certificate: Certificate, issuer: Certificate): boolean {
    return !this.#closed.has(issuer) && !this.#isKnownBad(certificate, issuer);
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

  /** An issuer that breaks a rule wherever it stands is in no path that holds. */
  close(issuer: Certificate): void {
    this.#closed.add(issuer);
    this.shrink();
  }

  /** The line of issuers that were sent, as far as it goes: where it ends, an issuer is missing. */
  lineFrom(leaf: Certificate): Path {
    const line: [Certificate, ...Certificate[]] = [leaf];
    const entities = new Set([this.entityOf(leaf)]);
    while (line.length < longestLine) {
      const candidates = this.intermediatesOf(lastOf(line));
      const next = candidates.find((ca) => !entities.has(this.entityOf(ca)));
      if (next === undefined) break;
      line.push(next);
      entities.add(this.entityOf(next));
    }
    return line;
  }

  /** One number for all certificates of the same subject and key. */
  entityOf(certificate: Certificate): number {
    return cached(this.#entities, certificate, () => {
      const key = textOfBytes(certificate.publicKey.subjectPublicKeyInfo);
      const entity = `${key}${this.#subjectKeyOf(certificate)}`;
      return cached(this.#numbers, entity, () => this.#numbers.size);
    });
  }

  #subjectKeyOf(certificate: Certificate): string {
    return this.#keys.get(certificate) ?? this.#names.keyOf(certificate.subject);
  }

  /** From the anchors down: each certificate waits until one of its issuers is connected. */
  #findConnected(): ReadonlySet<Certificate> {
    const connected = new Set(
      this.#chain.filter((certificate) =>
        this.anchorsOf(certificate).some((anchor) => this.isOpen(certificate, anchor)),
      ),
    );
    const waiting = new Map(this.#byIssuer);
    // A Set may grow while it is walked.
    for (const ca of connected) {
      const name = this.#subjectKeyOf(ca);
      const others = waiting.get(name) ?? [];
      if (others.length === 0 || this.#closed.has(ca)) continue;
      for (const certificate of others) {
        if (this.isOpen(certificate, ca)) connected.add(certificate);
      }
      waiting.set(
        name,
        others.filter((certificate) => !connected.has(certificate)),
      );
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

/** Most certificates give no hint, and then there is nothing to sort. */
function byHint(certificate: Certificate, issuers: readonly Certificate[]): readonly Certificate[] {
  if (certificate.extensions.authorityKeyIdentifier === undefined || issuers.length < 2) {
    return issuers;
  }
  const orders = issuers.map((issuer) => hintOrder(certificate, issuer));
  return [0, 1, 2].flatMap((order) => issuers.filter((_, place) => orders[place] === order));
}
