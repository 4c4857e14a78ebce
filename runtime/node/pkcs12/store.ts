/**
 * PKCS#12 (RFC 7292): keys and certificates in one file, under a passphrase. Nothing of it is
 * believed, or even decrypted, before its MAC is verified.
 *
 * Our own, as node:crypto gives no key out of such a file, and of what else there is nothing fits:
 * to be read at once, so that a mistake is told by whoever is called; EC keys; a bound on what the
 * file can make us compute. It is short, as node:crypto does nearly all that is cryptography.
 *
 * Not here: stores that are signed or encrypted by public keys, or that have no MAC; writing.
 */
import { CertificateError } from '../../x509/certificate-error.ts';
import { constructedTag, DerReader, primitiveTag, tags } from '../../x509/der.ts';
import { definite, joinPieces } from './ber.ts';
import { readDecryption } from './decrypt.ts';
import { KeyDerivation } from './derive.ts';
import { readMac } from './mac.ts';

/** What a store holds, in its order. */
export interface StoreContents {
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8, DER: the caller wipes them. */
  readonly keys: readonly Uint8Array[];
}

/**
 * Reads a store.
 * @param passphrase undefined is tried as an empty one
 * @throws Error, in a sentence that goes on from the name of the option: the passphrase is wrong,
 * or the file is none, is changed, or has a form that is not read
 */
export function readStore(pfx: Uint8Array, passphrase: string | undefined): StoreContents {
  try {
    return readPfx(pfx, passphrase);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new Error(`is no PKCS#12: ${error.message}`);
  }
}

function readPfx(pfx: Uint8Array, passphrase: string | undefined): StoreContents {
  const outer = readerOf(pfx);
  const version = outer.smallInteger();
  if (version !== 3) throw new Error(`is PKCS#12 of an unknown version, ${version}`);
  const { type, content } = readContentInfo(outer);
  if (type === ids.signedData) throw new Error('is signed in place of having a MAC: not read');
  if (type !== ids.data) throw new Error(`has a content of the unknown type ${type}`);
  const authenticated = content.contents(tags.octetString);
  if (outer.isAtEnd) throw new Error('has no MAC: anybody could have changed it');
  const mac = readMac(outer);
  outer.finish();
  const derivation = new KeyDerivation(passphrase ?? '');
  if (!mac.verify(authenticated, derivation)) {
    // Who writes without a passphrase takes "" for two zero bytes, or for none.
    derivation.isNothing = (passphrase ?? '') === '';
    if (!derivation.isNothing || !mac.verify(authenticated, derivation)) refuse(passphrase);
  }
  return new ContentsReader(derivation).readAll(authenticated);
}

function refuse(passphrase: string | undefined): never {
  if (passphrase === undefined) throw new Error('is encrypted, and there is no passphrase');
  throw new Error('does not verify: the passphrase is wrong, or the file was changed');
}

const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  encryptedData: '1.2.840.113549.1.7.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

/** Bag types (RFC 7292 4.2). */
const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const;

/** Reads what stands under the MAC. */
class ContentsReader {
  readonly #derivation: KeyDerivation;
  readonly #certificates: Uint8Array[] = [];
  readonly #keys: Uint8Array[] = [];

  constructor(derivation: KeyDerivation) {
    this.#derivation = derivation;
  }

  readAll(authenticated: Uint8Array): StoreContents {
    const parts = readerOf(authenticated);
    while (!parts.isAtEnd) {
      const { type, content } = readContentInfo(parts);
      if (type === ids.data) this.#readBags(content.contents(tags.octetString));
      else if (type === ids.encryptedData) this.#readBags(this.#decrypted(content));
      else throw new Error(`has a part of the type ${type}, which is not read`);
    }
    return { certificates: this.#certificates, keys: this.#keys };
  }

  /** EncryptedData (RFC 5652 8). */
  #decrypted(content: DerReader): Uint8Array {
    const data = content.enter(tags.sequence);
    data.smallInteger(); // version
    const info = data.enter(tags.sequence);
    info.skipObjectIdentifier();
    const decrypt = readDecryption(info, this.#derivation);
    const ciphertext = info.isNext(constructedTag(0))
      ? joinPieces(info.contents(constructedTag(0)))
      : info.contents(primitiveTag(0));
    info.finish();
    return decrypted(decrypt, ciphertext);
  }

  #readBags(safeContents: Uint8Array): void {
    const list = readerOf(safeContents);
    while (!list.isAtEnd) this.#readBag(list.enter(tags.sequence));
  }

  /** Friendly names and the like say nothing about what belongs together: keys do. */
  #readBag(bag: DerReader): void {
    const type = bag.objectIdentifier();
    const value = bag.enter(constructedTag(0));
    bag.enterOptional(tags.set); // attributes
    bag.finish();
    switch (type) {
      case bags.key:
        this.#keys.push(Uint8Array.from(value.element(tags.sequence)));
        break;
      case bags.shroudedKey:
        this.#keys.push(this.#readShroudedKey(value.enter(tags.sequence)));
        break;
      case bags.certificate:
        this.#readCertificate(value.enter(tags.sequence));
        break;
      case bags.safeContents:
        this.#readBags(value.element(tags.sequence));
        break;
      default: // CRLs and secrets
    }
  }

  /** EncryptedPrivateKeyInfo (RFC 5958 3). */
  #readShroudedKey(info: DerReader): Uint8Array {
    const decrypt = readDecryption(info, this.#derivation);
    const key = decrypted(decrypt, info.contents(tags.octetString));
    info.finish();
    return key;
  }

  #readCertificate(bag: DerReader): void {
    const type = bag.objectIdentifier();
    if (type !== ids.x509Certificate) return;
    this.#certificates.push(bag.enter(constructedTag(0)).contents(tags.octetString));
  }
}

/** The MAC is right, so the padding is: unless the maker took another passphrase for this part. */
function decrypted(decrypt: (ciphertext: Uint8Array) => Uint8Array, ciphertext: Uint8Array) {
  try {
    return decrypt(ciphertext);
  } catch {
    throw new Error('has a part that this passphrase does not decrypt');
  }
}

/** ContentInfo (RFC 5652 3), the next element. */
function readContentInfo(reader: DerReader): {
  readonly type: string;
  readonly content: DerReader;
} {
  const info = reader.enter(tags.sequence);
  const type = info.objectIdentifier();
  const content = info.enter(constructedTag(0));
  info.finish();
  return { type, content };
}

/** The elements of a SEQUENCE that is all of the bytes, in BER. */
function readerOf(ber: Uint8Array): DerReader {
  const outer = new DerReader(definite(ber));
  const elements = outer.enter(tags.sequence);
  outer.finish();
  return elements;
}
