/** Our certificates with their keys: whether they fit together, and what they can sign. */
import { NamedGroup } from '../../generated/messages.ts';
import {
  type CipherSuite,
  type ProtocolName,
  signatureSchemeOf,
  signatureSchemes,
} from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Credential } from '../engine/credential.ts';
import { refuseArgument } from '../errors.ts';
import { brokenHashOf, type PublicKeyKind } from '../x509/algorithms.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';

/** A credential, and the scheme of the signature that goes with it. */
export interface ChosenCredential {
  readonly credential: Credential;
  /** SignatureScheme code point; `noScheme` for static RSA, where nothing is signed. */
  readonly scheme: number;
}

/** In the registry of TLS 1.2 this is no hash and no signature. */
export const noScheme = 0;

/**
 * Schemes that the credential's key can sign a handshake with, the preferred first: of one version,
 * or of all.
 * @throws TlsError when the certificate and the key do not belong together, or cannot be used
 */
export function schemesOf(credential: Credential, version?: ProtocolName): readonly number[] {
  const known = schemesByCredential.get(credential);
  const schemes = known ?? readSchemes(credential);
  if (known === undefined) schemesByCredential.set(credential, schemes);
  return version === undefined ? schemes : schemes.filter((code) => isSchemeFor(version, code));
}

/** Whether a handshake of this version may be signed with a scheme; unknown ones are not judged. */
export function isSchemeFor(version: ProtocolName, code: number): boolean {
  const use = version === 'TLSv1.3' ? 'tls13' : 'tls12';
  return signatureSchemeOf(code)?.use.includes(use) ?? true;
}

/** What a suite of TLS 1.2 calls a key; EdDSA goes by the suites of ECDSA (RFC 8422 2.2). */
export function authenticationBy(key: PublicKeyKind): CipherSuite['authentication'] {
  return key === 'rsa' || key === 'rsa-pss' ? 'rsa' : 'ecdsa';
}

/** NamedGroup code point of the curve that a key for ECDSA is on; undefined for other keys. */
export function curveOf(key: PublicKeyKind): number | undefined {
  return curves.get(key);
}

const curves: ReadonlyMap<PublicKeyKind, number> = new Map([
  ['ec-p256', NamedGroup.secp256r1],
  ['ec-p384', NamedGroup.secp384r1],
  ['ec-p521', NamedGroup.secp521r1],
]);

/** Its certificates, the leaf first; those that cannot be read, which we only pass on, left out. */
export function chainOf(credential: Credential): readonly Certificate[] {
  const known = chains.get(credential);
  if (known !== undefined) return known;
  const chain = credential.certificates.flatMap(readable);
  chains.set(credential, chain);
  return chain;
}

/** What can be put in the place of its issuers, as far as it is worth sending. */
export function alternativesOf(credential: Credential): readonly Certificate[] {
  const known = alternatives.get(credential);
  if (known !== undefined) return known;
  const found = (credential.alternatives ?? [])
    .flatMap(readable)
    .filter(({ signatureAlgorithm }) => brokenHashOf(signatureAlgorithm) === undefined);
  alternatives.set(credential, found);
  return found;
}

function readable(der: Uint8Array): readonly Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return [];
  }
}

const chains = new WeakMap<Credential, readonly Certificate[]>();
const alternatives = new WeakMap<Credential, readonly Certificate[]>();

/** Servers use the same credentials again and again: each is read once. */
const schemesByCredential = new WeakMap<Credential, readonly number[]>();

function readSchemes({ certificates, privateKey, sign, decrypt }: Credential): readonly number[] {
  const leaf = readLeaf(certificates);
  const { publicKey } = leaf;
  // RFC 9846 F.10: what decrypts signs nothing.
  if (decrypt !== undefined) return [];
  if (sign === undefined) {
    if (privateKey === undefined) refuseArgument('privateKey', 'is missing, and so is `sign`');
    // @req 9846:4.5.1:9
    if (!equalBytes(privateKey.subjectPublicKeyInfo, publicKey.subjectPublicKeyInfo)) {
      refuseArgument('privateKey', 'is not the key of the first certificate');
    }
    return maySign(leaf) ? privateKey.schemes : [];
  }
  const schemes = Object.values(signatureSchemes)
    .filter((scheme) => scheme.key === publicKey.kind)
    .filter(({ hash }) => publicKey.onlyHash === undefined || publicKey.onlyHash === hash)
    .map((scheme) => scheme.code);
  if (schemes.length === 0) {
    refuseArgument('certificates', `no signature scheme fits its ${publicKey.kind} key`);
  }
  return maySign(leaf) ? schemes : [];
}

/** Whether the key of this certificate may sign a handshake. */
export function maySign({ extensions: { keyUsage } }: Certificate): boolean {
  // @req 9846:4.5.1.2:3
  return keyUsage?.has('digitalSignature') !== false;
}

function readLeaf([leaf]: readonly Uint8Array[]): Certificate {
  if (leaf === undefined) refuseArgument('certificates', 'must hold at least one certificate');
  try {
    return parseCertificate(leaf);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return refuseArgument('certificates', error.message);
  }
}
