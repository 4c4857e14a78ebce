/**
 * PKCS#8 PrivateKeyInfo, also called OneAsymmetricKey (RFC 5958 2), and the few strict DER steps
 * that private keys need. Encrypted keys and PEM are deliberately not here.
 *
 * A key comes from the caller, not from a peer: faults are TypeErrors that say what to do.
 */

/** DER identifier octets of what stands in private keys. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  sequence: 0x30,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** What PrivateKeyInfo holds: views into the input. */
export interface Pkcs8 {
  /** Content of AlgorithmIdentifier: the algorithm's OID and its parameters, still DER. */
  readonly algorithm: Uint8Array;
  /** Content of the OCTET STRING privateKey: a structure of the algorithm's own. */
  readonly privateKey: Uint8Array;
}

/** Algorithm and key. @throws TypeError for anything that is not unencrypted DER PKCS#8 */
export function decodePkcs8(der: Uint8Array): Pkcs8 {
  refuseOtherForms(der);
  const outer = new DerCursor(der, 'private key');
  const fields = outer.enter(TAG.sequence);
  outer.end();
  const version = fields.take(TAG.integer);
  if (version.length !== 1 || Number(version[0]) > 1) {
    throw new TypeError('private key: unknown version of PKCS#8');
  }
  const algorithm = fields.take(TAG.sequence);
  const privateKey = fields.take(TAG.octetString);
  fields.takeOptional(TAG.context0);
  // [1] publicKey is an IMPLICIT BIT STRING: primitive, not constructed.
  fields.takeOptional(0x81);
  fields.end();
  return { algorithm, privateKey };
}

/** Walks over DER elements, one after another, within the bounds of its bytes. */
export class DerCursor {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  /** @param what names the structure in error texts */
  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  /** The content of the next element, which must have this tag: a view. */
  take(tag: number): Uint8Array {
    if (this.#bytes[this.#at] !== tag) throw this.#malformed();
    this.#at++;
    const length = this.#takeLength();
    const content = this.#bytes.subarray(this.#at, this.#at + length);
    if (content.length !== length) throw this.#malformed();
    this.#at += length;
    return content;
  }

  /** The content of the next element if it has this tag. */
  takeOptional(tag: number): Uint8Array | undefined {
    return this.#bytes[this.#at] === tag ? this.take(tag) : undefined;
  }

  /** A cursor over the content of the next element. */
  enter(tag: number): DerCursor {
    return new DerCursor(this.take(tag), this.#what);
  }

  /** @throws TypeError if anything is left */
  end(): void {
    if (this.#at !== this.#bytes.length) throw this.#malformed();
  }

  /** DER: the short form up to 127, else the least number of octets; two suffice for keys. */
  #takeLength(): number {
    const first = this.#takeByte();
    if (first < 0x80) return first;
    if (first === 0x81) {
      const length = this.#takeByte();
      if (length >= 0x80) return length;
    }
    if (first === 0x82) {
      const length = this.#takeByte() * 256 + this.#takeByte();
      if (length > 0xff) return length;
    }
    throw this.#malformed();
  }

  #takeByte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw this.#malformed();
    return byte;
  }

  #malformed(): TypeError {
    return new TypeError(`${this.#what}: not DER as it should be, near byte ${this.#at}`);
  }
}

/** Forms in which people have keys, told apart by their first bytes. */
function refuseOtherForms(der: Uint8Array): void {
  if (der[0] === 0x2d) throw new TypeError('private key: PEM text where DER is expected');
  const outer = new DerCursor(der, 'private key');
  const fields = outer.enter(TAG.sequence);
  if (fields.takeOptional(TAG.sequence) !== undefined) {
    throw new TypeError('private key: encrypted; decrypt it first (openssl pkcs8)');
  }
  fields.take(TAG.integer);
  if (fields.takeOptional(TAG.sequence) === undefined) {
    const remedy = 'convert it (openssl pkcs8 -topk8 -nocrypt)';
    throw new TypeError(`private key: PKCS#1 or SEC1 where PKCS#8 is expected; ${remedy}`);
  }
}
