/**
 * Which public key may verify which signature scheme. The form of keys is read where certificates
 * are read (runtime/x509); here is what a scheme asks of a key, the same for every provider.
 */
import type { SignatureScheme } from '../../generated/registries.ts';
import { type PublicKey, readPublicKey } from '../x509/algorithms.ts';
import { CertificateError } from '../x509/certificate-error.ts';
import { DerReader } from '../x509/der.ts';
import { isSoundEd25519Key } from './ed25519-keys.ts';

/**
 * The key, if it can make signatures of this scheme: of its kind, on a curve as far as form can
 * tell, of a size that is allowed, and not bound to another hash. Undefined otherwise.
 * @param subjectPublicKeyInfo DER, and nothing behind it
 */
export function keyForScheme(
  scheme: SignatureScheme,
  subjectPublicKeyInfo: Uint8Array,
): PublicKey | undefined {
  const key = decodePublicKey(subjectPublicKeyInfo);
  // @req 9846:4.3.3:1 9846:4.3.3:6 9846:4.3.3:8 9846:4.3.3:10 8422:5.9:1 8422:5.9:2 8422:5.3:1
  if (key === undefined || !isOfKind(key, scheme) || !allowsHash(key, scheme)) return undefined;
  return key.kind === 'ed25519' && !isSoundEd25519Key(key.key) ? undefined : key;
}

/** ECDSA takes any curve, as TLS 1.2 has it: whether it fits in TLS 1.3 is its caller's question. */
function isOfKind({ kind }: PublicKey, scheme: SignatureScheme): boolean {
  return kind === scheme.key || (isEcKind(kind) && isEcKind(scheme.key));
}

function isEcKind(kind: PublicKey['kind']): boolean {
  return kind.startsWith('ec-');
}

/** Whether a key of the right kind is free to be used with the scheme's hash. */
export function allowsHash({ onlyHash }: Pick<PublicKey, 'onlyHash'>, scheme: SignatureScheme) {
  return onlyHash === undefined || onlyHash === scheme.hash;
}

/** Undefined for what is not a SubjectPublicKeyInfo. */
function decodePublicKey(subjectPublicKeyInfo: Uint8Array): PublicKey | undefined {
  try {
    const reader = new DerReader(subjectPublicKeyInfo);
    const key = readPublicKey(reader);
    reader.finish();
    return key;
  } catch (error) {
    if (error instanceof CertificateError) return undefined;
    throw error;
  }
}
