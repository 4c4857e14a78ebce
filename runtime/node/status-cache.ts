/** What a status fetcher keeps to use it again, within bounds of bytes and time. */
import { CertificateError } from '../x509/certificate-error.ts';
import { parseCrl } from '../x509/crl.ts';
import { parseOcspResponse } from '../x509/ocsp.ts';
import type { RevocationNeed } from '../x509/revocation-input.ts';

interface Entry {
  readonly body: Uint8Array;
  readonly until: number;
  readonly isDisowned: boolean;
}

/** Answers by what was asked, the oldest first. */
export class StatusCache {
  readonly #maxBytes: number;
  readonly #maxAge: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number, maxAge: number) {
    this.#maxBytes = maxBytes;
    this.#maxAge = maxAge;
  }

  get(key: string): Uint8Array | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || performance.now() < entry.until) return entry?.body;
    this.#delete(key);
    return undefined;
  }

  /**
   * An answer proved nothing: it is given no longer than `lifetime`, counted from the first time
   * that somebody says so. So long it is kept in any case, and nobody is asked in vain.
   */
  disown(key: string, body: Uint8Array, lifetime: number): void {
    const entry = this.#entries.get(key);
    // Meanwhile there may be a better one.
    if (entry !== undefined && entry.body !== body) return;
    if (entry?.isDisowned === true && performance.now() < entry.until) return;
    this.#keep(key, body, lifetime, true);
  }

  /** @param lifetime milliseconds that the answer counts */
  set(key: string, body: Uint8Array, lifetime: number): void {
    this.#keep(key, body, Math.min(lifetime, this.#maxAge), false);
  }

  #keep(key: string, body: Uint8Array, lifetime: number, isDisowned: boolean): void {
    this.#delete(key);
    if (lifetime <= 0 || sizeOf(key, body) > this.#maxBytes) return;
    this.#entries.set(key, { body, until: performance.now() + lifetime, isDisowned });
    this.#bytes += sizeOf(key, body);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#bytes -= sizeOf(key, entry.body);
    this.#entries.delete(key);
  }
}

/** What is kept has a key, which costs as well. */
function sizeOf(key: string, body: Uint8Array): number {
  return key.length + body.length;
}

/**
 * Milliseconds that an answer is worth to be kept: until its nextUpdate. One that says nothing
 * (tryLater, a page of HTML) is worth nothing: the next time the host may say more.
 */
export function lifetimeOf(kind: RevocationNeed['kind'], body: Uint8Array): number {
  try {
    const nextUpdates = kind === 'crl' ? [parseCrl(body).nextUpdateMs] : nextUpdatesOf(body);
    const until = nextUpdates.map((nextUpdateMs = Number.POSITIVE_INFINITY) => nextUpdateMs);
    return until.length === 0 ? 0 : Math.min(...until) - Date.now();
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return 0;
  }
}

function nextUpdatesOf(body: Uint8Array): readonly (number | undefined)[] {
  const response = parseOcspResponse(body);
  if (response.status !== 'successful') return [];
  return response.basic.responses.map(({ nextUpdateMs }) => nextUpdateMs);
}
