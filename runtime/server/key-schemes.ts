/** Which signature schemes a server's certificate can be used with. */
import { signatureSchemes } from '../../generated/registries.ts';
import { equalBytes } from '../bytes.ts';
import type { ServerOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { CertificateError } from '../x509/certificate-error.ts';

/**
 * Schemes for CertificateVerify, the preferred first.
 * @throws TlsError when the certificate and the key do not belong together, or cannot be used
 */
export function schemesOf({ certificates, privateKey, sign }: ServerOptions): readonly number[] {
  const { publicKey } = readLeaf(certificates);
  if (sign === undefined) {
    if (privateKey === undefined) refuseArgument('privateKey', 'is missing, and so is `sign`');
    if (!equalBytes(privateKey.subjectPublicKeyInfo, publicKey.subjectPublicKeyInfo)) {
      refuseArgument('privateKey', 'is not the key of the first certificate');
    }
    return privateKey.schemes;
  }
  const schemes = Object.values(signatureSchemes)
    .filter((scheme) => scheme.use.includes('handshake') && scheme.key === publicKey.kind)
    .map((scheme) => scheme.code);
  if (schemes.length === 0)
    refuseArgument('certificates', `no signature scheme fits its ${publicKey.kind} key`);
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
