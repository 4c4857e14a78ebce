/** Servers with RSA keys, as the suites of old equipment want them, and the ECDSA one that all tests use. */
import { generateKeyPairSync } from 'node:crypto';
import type { Credential, noble } from '../../runtime/index.ts';
import { importDecrypter } from '../../runtime/node/crypto/legacy.ts';
import { nodeProvider } from '../../runtime/node/crypto/provider.ts';
import type { KeyUsage } from '../../runtime/x509/extensions.ts';
import { serverCertificates, serverKey } from '../support/fixed-identity.ts';
import {
  dnsName,
  extKeyUsage,
  keyUsage,
  makeLeaf,
  serverAuth,
  subjectAltName,
} from '../x509/make.ts';

/** An RSA key pair in DER. */
export interface RsaPair {
  readonly pkcs8: Uint8Array;
  readonly subjectPublicKeyInfo: Uint8Array;
}

/** Which one it is makes no difference to any test. */
function newRsaPair(modulusLength = 2048): RsaPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    pkcs8: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
    subjectPublicKeyInfo: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
  };
}

/** A certificate for host.example with this key, for these uses. */
export function rsaCertificate(
  { subjectPublicKeyInfo }: RsaPair,
  ...usages: readonly KeyUsage[]
): Uint8Array {
  return makeLeaf('Root', {
    subjectPublicKeyInfo,
    extensions: [
      ...(usages.length === 0 ? [] : [keyUsage(...usages)]),
      extKeyUsage(serverAuth),
      subjectAltName(dnsName('host.example')),
    ],
  });
}

export const signingPair = newRsaPair();
const signingCertificate = rsaCertificate(signingPair, 'digitalSignature');

/** A credential whose RSA key signs. */
export function rsaSigner(provider: typeof noble = nodeProvider): Credential {
  return {
    certificates: [signingCertificate],
    privateKey: provider.importPrivateKey(signingPair.pkcs8),
  };
}

export const decryptingPair = newRsaPair();
const decryptingCertificate = rsaCertificate(decryptingPair, 'keyEncipherment');

/** The credential whose RSA key decrypts. */
export function rsaDecrypter(): Credential {
  const decrypt = importDecrypter(decryptingPair.pkcs8);
  return {
    certificates: [decryptingCertificate],
    decrypt: ({ ciphertext }) => decrypt(ciphertext),
  };
}

/** The credential whose ECDSA key signs. */
export function ecdsaSigner(): Credential {
  return { certificates: serverCertificates, privateKey: serverKey() };
}
