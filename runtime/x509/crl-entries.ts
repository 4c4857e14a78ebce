/**
 * The revoked certificates of a CRL (RFC 5280 5.1.2.6). There can be 100,000 of them, and one is
 * asked for: all are checked in form, in one pass that keeps nothing of them, and found again by an
 * index of offsets that is made when the first one is looked up.
 *
 * Not here: what an entry means for a certificate (crl-check.ts).
 */
import { CrlEntryCursor } from './crl-entry-cursor.ts';
import type { GeneralName } from './point-names.ts';
import type { RevocationReason } from './revocation-reasons.ts';

/** One revoked certificate. */
export interface CrlEntry {
  /** Milliseconds since 1970. */
  readonly revocationDateMs: number;
  readonly reason: RevocationReason;
  /** Who issued the certificate, in an indirect CRL; undefined for the issuer of the CRL. */
  readonly certificateIssuer: readonly GeneralName[] | undefined;
}

/** The entries of one CRL. */
export class RevokedCertificates {
  readonly count: number;
  /** Dotted OID of a critical entry extension that nobody here can judge. */
  readonly unknownCritical: string | undefined;
  /** Whether entries name an issuer: the CRL is indirect, and the order of its entries counts. */
  readonly hasCertificateIssuers: boolean;
  readonly #cursor: CrlEntryCursor;
  #index: Uint32Array | undefined;

  /**
   * Reads through all entries.
   * @param der the whole CRL
   * @param start where the first entry begins; at `end` there is none
   * @param hasExtensions whether entries may have them: not in version 1
   * @throws CertificateError
   */
  constructor(der: Uint8Array, start: number, end: number, hasExtensions: boolean) {
    const cursor = new CrlEntryCursor(der, start, end, hasExtensions);
    let count = 0;
    let unknownCritical: string | undefined;
    let hasCertificateIssuers = false;
    while (cursor.next()) {
      count += 1;
      unknownCritical ??= cursor.extensions.unknownCritical;
      hasCertificateIssuers ||= cursor.extensions.certificateIssuer !== undefined;
    }
    this.count = count;
    this.unknownCritical = unknownCritical;
    this.hasCertificateIssuers = hasCertificateIssuers;
    this.#cursor = cursor;
  }

  /**
   * All entries with a serial number: more than one where several issuers share the CRL.
   * @param serialNumber an INTEGER's contents
   */
  find(serialNumber: Uint8Array): readonly CrlEntry[] {
    return this.hasCertificateIssuers ? this.#search(serialNumber) : this.#lookUp(serialNumber);
  }

  /** RFC 5280 5.3.3: an entry that names no issuer has that of the entry before. */
  #search(serialNumber: Uint8Array): readonly CrlEntry[] {
    const found: CrlEntry[] = [];
    const cursor = this.#cursor.rewind();
    let certificateIssuer: CrlEntry['certificateIssuer'];
    while (cursor.next()) {
      certificateIssuer = cursor.extensions.certificateIssuer ?? certificateIssuer;
      if (!cursor.hasSerialNumber(serialNumber)) continue;
      const { reason } = cursor.extensions;
      found.push({ revocationDateMs: cursor.revocationDateMs(), reason, certificateIssuer });
    }
    return found;
  }

  #lookUp(serialNumber: Uint8Array): readonly CrlEntry[] {
    const found: CrlEntry[] = [];
    this.#index ??= this.#makeIndex();
    const mask = this.#index.length - 1;
    const hash = hashOf(serialNumber, 0, serialNumber.length);
    for (let slot = hash & mask; this.#index[slot] !== 0; slot = (slot + 1) & mask) {
      const cursor = this.#cursor.rewind(this.#index[slot]);
      cursor.next();
      if (!cursor.hasSerialNumber(serialNumber)) continue;
      const { reason, certificateIssuer } = cursor.extensions;
      found.push({ revocationDateMs: cursor.revocationDateMs(), reason, certificateIssuer });
    }
    return found;
  }

  /**
   * Offsets of entries by the hash of their serial number, with open addressing; no entry is at 0.
   * Nobody but the CA, whose signature is verified, can make serial numbers collide.
   */
  #makeIndex(): Uint32Array {
    const index = new Uint32Array(2 ** Math.ceil(Math.log2(2 * this.count + 2)));
    const mask = index.length - 1;
    const cursor = this.#cursor.rewind();
    for (let start = cursor.position; cursor.skim(); start = cursor.position) {
      let slot = hashOf(cursor.der, cursor.serialStart, cursor.serialEnd) & mask;
      while (index[slot] !== 0) slot = (slot + 1) & mask;
      index[slot] = start;
    }
    return index;
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
