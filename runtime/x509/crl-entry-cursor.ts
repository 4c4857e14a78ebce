/**
 * Goes over the entries of a CRL (RFC 5280 5.1.2.6, 5.3), one after the other, and leaves nothing
 * behind: what it stands on is told by offsets. Headers in the usual form are read here; what is
 * unusual, right or wrong, is left to DerReader, which also tells what is wrong and where.
 */
import { DerReader, tags } from './der.ts';
import { readExtensionList } from './extension-list.ts';
import { type GeneralName, readGeneralNames } from './point-names.ts';
import { type RevocationReason, readRevocationReason } from './revocation-reasons.ts';
import { readTime } from './time.ts';

/** What the extensions of one entry say (RFC 5280 5.3). */
export interface CrlEntryExtensions {
  readonly reason: RevocationReason;
  readonly certificateIssuer: readonly GeneralName[] | undefined;
  /** Dotted OID of a critical one that nobody here can judge. */
  readonly unknownCritical: string | undefined;
}

const noExtensions: CrlEntryExtensions = {
  reason: 'unspecified',
  certificateIssuer: undefined,
  unknownCritical: undefined,
};

/** Stands on one entry at a time; on none before the first `next`. */
export class CrlEntryCursor {
  readonly der: Uint8Array;
  /** Where the next entry begins. */
  position: number;
  serialStart = 0;
  serialEnd = 0;
  extensions: CrlEntryExtensions = noExtensions;
  readonly #first: number;
  readonly #end: number;
  readonly #hasExtensions: boolean;
  #time = 0;
  #contents = 0;
  /** Where extensions stand that were read before, the last ones first. */
  readonly #known: { start: number; length: number; extensions: CrlEntryExtensions }[] = [];

  /** The entries of `der` from `start` to `end`. */
  constructor(der: Uint8Array, start: number, end: number, hasExtensions: boolean) {
    this.der = der;
    this.position = start;
    this.#first = start;
    this.#end = end;
    this.#hasExtensions = hasExtensions;
  }

  /** Goes back, to the first entry or to the one that begins at `position`. */
  rewind(position: number = this.#first): this {
    this.position = position;
    return this;
  }

  /** Steps onto the next entry. @returns false if there is none. @throws CertificateError */
  next(): boolean {
    if (this.position === this.#end) return false;
    const end = this.#enterEntry();
    this.#checkSerialNumber();
    this.#time = this.serialEnd;
    const timeEnd = this.#stepOverTime(end);
    if (timeEnd === end) this.extensions = noExtensions;
    else this.#readExtensions(timeEnd, end);
    this.position = end;
    return true;
  }

  /** As `next` over entries that it has been over: nothing but the serial number is looked at. */
  skim(): boolean {
    if (this.position === this.#end) return false;
    this.position = this.#enterEntry();
    return true;
  }

  /** @param serialNumber an INTEGER's contents */
  hasSerialNumber(serialNumber: Uint8Array): boolean {
    const { length } = serialNumber;
    if (length !== this.serialEnd - this.serialStart) return false;
    for (let i = 0; i < length; i++) {
      if (serialNumber[i] !== this.der[this.serialStart + i]) return false;
    }
    return true;
  }

  /** Milliseconds since 1970. */
  revocationDateMs(): number {
    return readTime(new DerReader(this.der, this.#time), true);
  }

  /** Finds the serial number of the entry at `position`. @returns where the entry ends */
  #enterEntry(): number {
    const end = this.#enter(tags.sequence, this.position, this.#end);
    this.serialEnd = this.#enter(tags.integer, this.#contents, end);
    this.serialStart = this.#contents;
    return end;
  }

  /** Finds `#contents` of the element at `at`. @returns where it ends */
  #enter(tag: number, at: number, end: number): number {
    const length = this.der[at + 1] ?? 0;
    const contents = at + 2;
    if (this.der[at] === tag && length < 0x80 && contents + length <= end) {
      this.#contents = contents;
      return contents + length;
    }
    const reader = new DerReader(this.der, at, end);
    this.#contents = reader.enter(tag).offset;
    return reader.offset;
  }

  /** Any INTEGER in its shortest form: CAs that once gave out odd ones have to list them. */
  #checkSerialNumber(): void {
    const { der, serialStart } = this;
    const first = der[serialStart] ?? 0;
    const isUsual = this.serialEnd - serialStart === 1 || (first > 0x00 && first < 0xff);
    if (!isUsual || this.serialEnd === serialStart) {
      new DerReader(der, serialStart - 2, this.serialEnd).integer();
    }
  }

  #stepOverTime(end: number): number {
    const reader = new DerReader(this.der, this.#time, end);
    readTime(reader, true);
    return reader.offset;
  }

  /** Most entries have the extensions of one before, byte for byte: one of a few reasons. */
  #readExtensions(start: number, end: number): void {
    const length = end - start;
    for (const known of this.#known) {
      if (known.length !== length || !this.#isSame(known.start, start, length)) continue;
      this.extensions = known.extensions;
      return;
    }
    const reader = new DerReader(this.der, start, end);
    if (!this.#hasExtensions) reader.fail('an entry of a CRL of version 1 has extensions');
    this.extensions = readEntryExtensions(reader);
    reader.finish();
    this.#known.unshift({ start, length, extensions: this.extensions });
    this.#known.length = Math.min(this.#known.length, knownExtensions);
  }

  #isSame(a: number, b: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (this.der[a + i] !== this.der[b + i]) return false;
    return true;
  }
}

/** There are ten reasons, and half of them are seen. */
const knownExtensions = 6;

function readEntryExtensions(reader: DerReader): CrlEntryExtensions {
  let { reason, certificateIssuer } = noExtensions;
  const [unknownCritical] = readExtensionList(reader, (id, value) => {
    if (id === '2.5.29.21') reason = readRevocationReason(value);
    else if (id === '2.5.29.29') certificateIssuer = readGeneralNames(value.enter(tags.sequence));
    else return false;
    return true;
  });
  return { reason, certificateIssuer, unknownCritical };
}
