/**
 * The traces' RSA keys have 1024 bits, which the library refuses for their size. Only this is
 * overruled here: to the engines they are RSA keys like any other, and node:crypto verifies.
 */
import { signatureSchemes } from '../../generated/registries.ts';
import type { CryptoProvider } from '../../runtime/index.ts';
import type { Certificate } from '../../runtime/x509/certificate.ts';
import { verifyWithNode } from '../x509/node-signatures.ts';

/** What of `runtime/x509/certificate.ts` is overruled. */
export interface CertificateModule {
  parseCertificate(der: Uint8Array): Certificate;
}

/** The module, but keys that are refused are RSA keys: the traces have no others of that kind. */
export function readingShortKeys<M extends CertificateModule>(original: M): M {
  const parseCertificate = (der: Uint8Array): Certificate => {
    const certificate = original.parseCertificate(der);
    const { publicKey } = certificate;
    if (publicKey.kind !== 'unsupported') return certificate;
    return { ...certificate, publicKey: { ...publicKey, kind: 'rsa' } };
  };
  return { ...original, parseCertificate };
}

/** The provider, but RSA keys of any size verify what the traces sign with them. */
export function takingShortKeys(base: CryptoProvider): CryptoProvider {
  const { code } = signatureSchemes.rsa_pss_rsae_sha256;
  return {
    ...base,
    verify: (scheme, ...args) =>
      scheme === code ? verifyWithNode(scheme, ...args) : base.verify(scheme, ...args),
  };
}
