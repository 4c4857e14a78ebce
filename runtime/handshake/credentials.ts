/** Our certificates with their keys: whether they fit together, and what they can sign. */
import { signatureSchemes } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { Credential } from '../engine/credential.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { refuseArgument } from '../errors.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';

/** A credential, and the scheme of the signature that goes with it. */
export interface ChosenCredential {
  readonly credential: Credential;
  /** SignatureScheme code point. */
  readonly scheme: number;
}

/**
 * Schemes for CertificateVerify that the credential's key can sign with, the preferred first.
 * @throws TlsError when the certificate and the key do not belong together, or cannot be used
 */
export function schemesOf(credential: Credential): readonly number[] {
  const known = schemesByCredential.get(credential);
  if (known !== undefined) return known;
  const schemes = readSchemes(credential);
  schemesByCredential.set(credential, schemes);
  return schemes;
}

/**
 * The first credential that can sign as the peer wants it. One by an authority that the peer has
 * named goes first (RFC 9846 4.5.1.2). Undefined if none can sign.
 */
export function chooseCredential(
  credentials: readonly Credential[],
  { signatureSchemes: wanted, certificateAuthorities: authorities }: ChooseCertificateRequest,
): ChosenCredential | undefined {
  const fitting = credentials.flatMap((credential) => {
    // @req 9846:4.5.1.2:2 9846:4.5.2:4 9846:4.5.2:5 9846:4.5.2:6
    const scheme = schemesOf(credential).find((one) => wanted.includes(one));
    return scheme === undefined ? [] : [{ credential, scheme }];
  });
  return fitting.find(({ credential }) => isIssuedBy(authorities, credential)) ?? fitting[0];
}

/** Whether one of the authorities has issued one of the certificates. */
export function isIssuedBy(
  authorities: readonly Uint8Array[],
  { certificates }: Credential,
): boolean {
  if (authorities.length === 0) return false;
  const issuers = certificates.map(issuerOf);
  return authorities.some((name) => issuers.some((issuer) => equalBytes(name, issuer)));
}

/** DER of the issuer's name; empty where the certificate, which we only pass on, is none. */
function issuerOf(certificate: Uint8Array): Uint8Array {
  try {
    return parseCertificate(certificate).issuer;
  } catch {
    return new Uint8Array(0);
  }
}

/** Servers use the same credentials again and again: each is read once. */
const schemesByCredential = new WeakMap<Credential, readonly number[]>();

function readSchemes({ certificates, privateKey, sign }: Credential): readonly number[] {
  const { publicKey } = readLeaf(certificates);
  if (sign === undefined) {
    if (privateKey === undefined) refuseArgument('privateKey', 'is missing, and so is `sign`');
    // @req 9846:4.5.1:9
    if (!equalBytes(privateKey.subjectPublicKeyInfo, publicKey.subjectPublicKeyInfo)) {
      refuseArgument('privateKey', 'is not the key of the first certificate');
    }
    return privateKey.schemes;
  }
  const schemes = Object.values(signatureSchemes)
    .filter((scheme) => scheme.use.includes('handshake') && scheme.key === publicKey.kind)
    .filter(({ hash }) => publicKey.onlyHash === undefined || publicKey.onlyHash === hash)
    .map((scheme) => scheme.code);
  if (schemes.length === 0) {
    refuseArgument('certificates', `no signature scheme fits its ${publicKey.kind} key`);
  }
  return schemes;
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
