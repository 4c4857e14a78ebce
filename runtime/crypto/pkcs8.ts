/**
 * PKCS#8 PrivateKeyInfo, also called OneAsymmetricKey (RFC 5958 2). Encrypted keys and PEM are
 * deliberately not here.
 *
 * A key comes from the caller, not from a peer: faults are TypeErrors that say what to do.
 */
import { CertificateError } from '../x509/certificate-error.ts';
import { constructedTag, DerReader, primitiveTag, tags } from '../x509/der.ts';

/** What PrivateKeyInfo holds: views into the input. */
export interface Pkcs8 {
  /** AlgorithmIdentifier, DER: the same that stands before the public key (RFC 5280 4.1.2.7). */
  readonly algorithm: Uint8Array;
  /** Content of the OCTET STRING privateKey: a structure of the algorithm's own. */
  readonly privateKey: Uint8Array;
}

/** Algorithm and key. @throws TypeError for anything that is not unencrypted DER PKCS#8 */
export function decodePkcs8(der: Uint8Array): Pkcs8 {
  if (der[0] === HYPHEN) throw new TypeError('private key: PEM text where DER is expected');
  return readPrivateKey(der, (fields) => {
    if (fields.isNext(tags.sequence)) {
      throw new TypeError('private key: encrypted; decrypt it first (openssl pkcs8)');
    }
    const version = fields.smallInteger();
    if (!fields.isNext(tags.sequence)) {
      const remedy = 'convert it (openssl pkcs8 -topk8 -nocrypt)';
      throw new TypeError(`private key: PKCS#1 or SEC1 where PKCS#8 is expected; ${remedy}`);
    }
    if (version > 1) throw new TypeError(`private key: PKCS#8 of an unknown version, ${version}`);
    const algorithm = fields.element(tags.sequence);
    const privateKey = fields.contents(tags.octetString);
    fields.enterOptional(constructedTag(0)); // attributes
    fields.enterOptional(primitiveTag(1)); // publicKey: whoever needs it computes it
    return { algorithm, privateKey };
  });
}

/**
 * Reads a SEQUENCE that is all of `der`.
 * @param read takes the fields; what it leaves is a fault
 * @throws TypeError if it is not DER, and whatever `read` throws
 */
export function readPrivateKey<T>(der: Uint8Array, read: (fields: DerReader) => T): T {
  return inDer(() => {
    const outer = new DerReader(der);
    const fields = outer.enter(tags.sequence);
    outer.finish();
    const key = read(fields);
    fields.finish();
    return key;
  });
}

/** Runs a reading of DER. @throws TypeError where `read` finds that it is none */
export function inDer<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new TypeError(`private key: not DER as it should be: ${error.message}`);
  }
}

const HYPHEN = 0x2d;
